#!/usr/bin/env bash
# Builds the CUDA simulator and runs its own tests.
#   test.sh [--asan]
set -euo pipefail
cd "$(dirname "$0")/../.."
out=$(eng/sim/build.sh --tests "$@")
exec "$out/simtest" "$out" src/Mirrored.Kernels/Cuda/Ptx
