#!/usr/bin/env bash
# Builds the CUDA simulator and prints the folder of its libraries, nothing else; what the compiler says is in build.log.
#   build.sh [--asan] [--tests]
#     --asan    with the address and undefined-behaviour sanitizers
#     --tests   and the simulator's own tests, the program simtest
# Rebuilds only what changed. Needs g++ and make, on x86-64.
set -euo pipefail
cd "$(dirname "$0")/../.."

kind=release
flags='-g1'
kernels=-O3
target=libraries
for option in "$@"; do
  case $option in
    --asan)
      kind=asan
      kernels=-O1
      flags='-g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'
      ;;
    --tests) target=tests ;;
    *) sed -n '2,7p' "$0" >&2; exit 2 ;;
  esac
done
for tool in g++ make; do
  command -v $tool >/dev/null || { echo "build.sh: the simulator needs $tool" >&2; exit 3; }
done

# With hardware multiply-adds the kernels run many times faster; the results are the same without.
if grep -qw fma /proc/cpuinfo && grep -qw avx2 /proc/cpuinfo; then flags+=' -mfma -mavx2'; fi

out=$PWD/artifacts/cuda-simulator/$kind
mkdir -p "$out"
exec 9>"$out/lock"
flock 9
if ! make -C tests/CudaSimulator $target -j"$(nproc)" CXX=g++ \
  OUT="$out" FLAGS="$flags" OPTIMISE_KERNELS=$kernels >"$out/build.log" 2>&1; then
  grep -E ' error: | Error |undefined reference' "$out/build.log" | head -20 >&2
  echo "build.sh: the simulator does not build; see $out/build.log" >&2
  exit 1
fi
echo "$out"
