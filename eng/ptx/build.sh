#!/usr/bin/env bash
# Compiles the kernels (src/Mirrored.Kernels/*/*.cu) to the PTX that is checked in and embedded in the library.
#   build.sh            rebuilds src/Mirrored.Kernels/Cuda/Ptx
#   build.sh --check    rebuilds beside it and fails if a byte differs
#   build.sh --install  installs the pinned compiler first (Debian, as root); may stand before --check
# No CUDA toolkit: clang alone, without NVIDIA's headers and libdevice. One target, sm_75: the kernels use nothing that
# a newer one adds, and the driver compiles the PTX for the GPU at hand. Fused multiply-adds only where the source asks.
set -euo pipefail
cd "$(dirname "$0")/../.."

version='1:19.1.7-3~deb12u1'
clang=clang-19
target=sm_75
isa=ptx63 # the oldest that knows sm_75, so the widest range of drivers
out=src/Mirrored.Kernels/Cuda/Ptx
check=false
for option in "$@"; do
  case $option in
    --check) check=true ;;
    --install) apt-get update >&2 && apt-get install -y --no-install-recommends "clang-19=$version" >&2 ;;
    *) sed -n '2,5p' "$0" >&2; exit 2 ;;
  esac
done

found=$(dpkg-query -W -f '${Version}' clang-19 2>/dev/null || true)
if [ "$found" != "$version" ]; then
  echo "build.sh: needs the Debian package clang-19 $version, found ${found:-none}. Run: eng/ptx/build.sh --install" >&2
  exit 3
fi

fresh=$(mktemp -d)
trap 'rm -rf "$fresh"' EXIT

compile() {
  local source=$1 ptx=$fresh/$(basename "${1%.cu}").ptx
  $clang -x cuda --cuda-device-only --cuda-gpu-arch=$target --cuda-feature=+$isa -nocudainc -nocudalib \
    -std=c++17 -fdeclspec -fno-exceptions -fno-rtti -O3 -ffp-contract=off -Wall -Wextra -Werror \
    -S "$source" -o "$ptx.body"
  {
    echo "// Mirrored: built from $source by eng/ptx/build.sh; do not edit."
    echo "// source-sha256: $(eng/ptx/source-hash.sh "$source")"
    echo "// compiler: clang-19 $version, $target, $isa"
    grep -v '^//' "$ptx.body"
  } >"$ptx"
  rm "$ptx.body"
  # Local memory means spilled or indexed registers, a call or an external symbol something that no library resolves.
  if grep -nE '\.local|__local_depot|\.extern|\.weak|\bcall(\.uni)?\b' "$ptx" >&2; then
    echo "build.sh: $source uses local memory, a call or an external symbol." >&2
    return 1
  fi
}

for source in src/Mirrored.Kernels/*/*.cu; do compile "$source"; done

if $check; then
  if ! diff -rq "$fresh" "$out" >&2; then
    echo "build.sh: $out is stale. Run eng/ptx/build.sh and commit the result." >&2
    exit 1
  fi
  echo "PTX is up to date: $(ls "$out" | wc -l) files"
else
  mkdir -p "$out"
  rm -f "$out"/*.ptx
  cp "$fresh"/*.ptx "$out"
fi
