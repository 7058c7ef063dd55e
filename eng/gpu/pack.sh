#!/usr/bin/env bash
# Makes one self-contained folder for a machine that has a GPU and its driver but neither the .NET SDK nor a network:
# the sample, the tests, MNIST, the kernels' sources and PTX, the peers' scripts, and run.sh.
# Usage: eng/gpu/pack.sh [FOLDER]   (default artifacts/gpu)
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=${1:-artifacts/gpu}
limit_mib=50
rm -rf "$folder"
mkdir -p "$folder"
publish() { # PROJECT NAME
  dotnet publish "$1" -c Release -r linux-x64 --self-contained -p:DebugType=none -o "$folder/$2" --nologo -v quiet
}
# One folder for all programs, so that the runtime is in it once.
publish samples/Mnist bin
publish tests/Mirrored.Kernels.Tests bin
publish tests/Mirrored.Keras.Tests bin
find "$folder/bin" \( -name '*.pdb' -o -name '*.xml' \) -delete
find "$folder/bin" -mindepth 1 -maxdepth 1 -type d -name '??*' ! -name data ! -name golden -exec rm -rf {} +
mkdir -p "$folder/peers" "$folder/kernels"
cp benchmarks/Peers/gpu/*.py "$folder/peers/"
cp src/Mirrored.Kernels/Cuda/Ptx/*.ptx "$folder/kernels/"
cp eng/gpu/run.sh "$folder/"
git describe --always --dirty >"$folder/commit"
XZ_OPT=-T0 tar -C "$folder" -cJf "$folder.tar.xz" .
size=$(($(stat -c %s "$folder.tar.xz") / 1048576))
echo "$folder.tar.xz: $size MiB"
((size < limit_mib)) || { echo "That is more than $limit_mib MiB." >&2; exit 1; }
