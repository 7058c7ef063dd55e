#!/usr/bin/env bash
# Runs the built tests that use a GPU on the simulator while its streams are late by random times: what only works because
# the device is quick fails here.   test-jitter.sh [MICROSECONDS]
set -euo pipefail
cd "$(dirname "$0")/../.."
MIRRORED_CUDA_PATH=$(eng/sim/build.sh)
export MIRRORED_CUDA_PATH CUDASIM_JITTER_US=${1:-300} CUDASIM_DEVICES=${CUDASIM_DEVICES:-1}
for project in Mirrored.Kernels.Tests Mirrored.Keras.Tests; do
  program=tests/$project/bin/Release/net10.0/$project
  [ -x "$program" ] || { echo "$program is not built: run dotnet build -c Release first." >&2; exit 1; }
  # What tells where the time goes is right to notice the delays.
  "$program" -class '*Cuda*' -class '*Gpu*' -class- '*StepBreakdown*'
done
