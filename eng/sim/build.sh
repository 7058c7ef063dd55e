#!/usr/bin/env bash
# Builds the CUDA simulator and prints the folder of its libraries, nothing else; what the compiler says is in build.log there.
#   build.sh [--asan]     --asan: with the address and undefined-behaviour sanitizers
# Rebuilds only what changed. Needs g++ and make, on x86-64.
set -euo pipefail
cd "$(dirname "$0")/../.."

kind=release
flags='-g1'
case ${1:-} in
  '') ;;
  --asan) kind=asan; flags='-g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer' ;;
  *) sed -n '2,5p' "$0" >&2; exit 2 ;;
esac
command -v g++ >/dev/null && command -v make >/dev/null || { echo 'build.sh: the simulator needs g++ and make' >&2; exit 3; }

# With hardware multiply-adds the kernels run many times faster; the results are the same without.
if grep -qw fma /proc/cpuinfo && grep -qw avx2 /proc/cpuinfo; then flags+=' -mfma -mavx2'; fi

out=$PWD/artifacts/cuda-simulator/$kind
mkdir -p "$out"
exec 9>"$out/lock"
flock 9
if ! make -C tests/CudaSimulator -j"$(nproc)" OUT="$out" FLAGS="$flags" CXX=g++ >"$out/build.log" 2>&1; then
  grep -E ' error: | Error |undefined reference' "$out/build.log" | head -20 >&2
  echo "build.sh: the simulator does not build; see $out/build.log" >&2
  exit 1
fi
echo "$out"
