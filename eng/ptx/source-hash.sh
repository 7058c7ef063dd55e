#!/usr/bin/env bash
# Prints the SHA-256 of what a kernel file is compiled from: the file itself and every header of the kernel language.
# The PTX carries it, the simulator compares it: PTX that was not built from the sources at hand is refused.
set -euo pipefail
file=$(realpath "$1")
cd "$(dirname "$0")/../.."
{
  cat "$file"
  find src/Mirrored.Kernels -name '*.cuh' -print0 | LC_ALL=C sort -z | xargs -0 cat
} | sha256sum | cut -d' ' -f1
