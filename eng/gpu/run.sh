#!/usr/bin/env bash
# All that is worth doing on a borrowed GPU, in stages of at most eight minutes. A stage that is done is not done again, so
# that the script can be called until it has finished. Everything it prints and measures lies in the result folder.
# Usage: run.sh [RESULT_FOLDER] [STAGE...]   (in the folder that pack.sh made; default results, all stages)
set -uo pipefail
here=$(cd "$(dirname "$0")" && pwd)
results=$(mkdir -p "${1:-results}" && cd "${1:-results}" && pwd)
shift || true
readonly limit=480
stages=("$@")
((${#stages[@]})) || stages=(environment ptx tests sanitizer sample peers)
python=$(command -v python3 || true)

# Libraries that pip installed beside PyTorch: cuBLASLt and NCCL lie there where no toolkit is.
if [ -n "$python" ]; then
  for lib in $("$python" -c 'import glob, site; print(*[d for s in site.getsitepackages() for d in glob.glob(s + "/nvidia/*/lib")])'); do
    LD_LIBRARY_PATH=$lib:${LD_LIBRARY_PATH:-}
  done
  export LD_LIBRARY_PATH
fi

environment() {
  nvidia-smi
  nvidia-smi --query-gpu=name,driver_version,memory.total,compute_cap,clocks.max.sm --format=csv
  uname -a
  nproc
  cat "$here/commit"
  [ -n "$python" ] && "$python" -c 'import torch; print("torch", torch.__version__, torch.version.cuda)'
}

# Every kernel is compiled for this GPU, by the driver when the tests load it and here by ptxas, which tells registers and spills.
ptx() {
  command -v ptxas >/dev/null || { echo "no ptxas: the driver's own compiler is used in the tests stage only"; return 0; }
  local arch file
  arch=sm_$(nvidia-smi --query-gpu=compute_cap --format=csv,noheader | head -n 1 | tr -d .)
  for file in "$here"/kernels/*.ptx; do
    echo "== $(basename "$file") for $arch"
    ptxas -v -arch "$arch" -o /dev/null "$file" || return 1
  done
}

tests() {
  "$here/bin/Mirrored.Kernels.Tests" && "$here/bin/Mirrored.Keras.Tests"
}

sanitizer() {
  command -v compute-sanitizer >/dev/null || { echo "no compute-sanitizer"; return 0; }
  local tool
  for tool in memcheck racecheck initcheck synccheck; do
    echo "== $tool"
    compute-sanitizer --tool "$tool" --error-exitcode 3 "$here/bin/mnist" --gpus 0 --limit 4096 --epochs 1 --verbose 0 || return 1
  done
}

sample() {
  local run
  "$here/bin/mnist" --gpus 0 --verbose 2 --report "$results/mnist-gpu.json" || return 1
  "$here/bin/mnist" --gpus 0 --deterministic --verbose 0 --report "$results/mnist-gpu-deterministic.json" || return 1
  "$here/bin/mnist" --cpus 1 --deterministic --verbose 0 --report "$results/mnist-cpu-deterministic.json" || return 1
  grep -h -E 'test_accuracy|images_per_second|weights_sha256' "$results"/mnist-*.json
  for run in 1 2 3; do
    "$here/bin/mnist" --gpus 0 --epochs 100 --verbose 0 --report "$results/mnist-gpu-100-$run.json" || return 1
  done
  grep -h images_per_second "$results"/mnist-gpu-100-*.json
}

# A peer whose library is not there is passed over; one that fails fails the stage, once the others have run.
peers() {
  [ -n "$python" ] || { echo "no python3"; return 0; }
  local data=$here/bin/data broken=0 there=0
  if "$python" -c 'import torch'; then
    there=1
    "$python" "$here/peers/torch_mnist.py" --data "$data" --json "$results/torch-eager.json" || broken=1
    "$python" "$here/peers/torch_mnist.py" --compiled --data "$data" --json "$results/torch-compiled.json" || broken=1
  fi
  if "$python" -c 'import jax, optax'; then
    there=1
    "$python" "$here/peers/jax_mnist.py" --data "$data" --json "$results/jax.json" || broken=1
  fi
  ((there)) || { echo "neither PyTorch nor JAX is there"; return 0; }
  "$python" "$here/peers/compare.py" "$results" && return "$broken"
}

failed=0
for stage in "${stages[@]}"; do
  [ -e "$results/$stage.done" ] && { echo "$stage: done before"; continue; }
  start=$SECONDS
  export -f "$stage"
  export here results python
  if timeout --kill-after=20 "$limit" bash -c "set -uo pipefail; $stage" >"$results/$stage.log" 2>&1; then
    touch "$results/$stage.done"
    echo "$stage: passed in $((SECONDS - start)) s"
  else
    echo "$stage: FAILED ($?) after $((SECONDS - start)) s; the end of its log:"
    tail -n 40 "$results/$stage.log"
    failed=1
  fi
done
exit "$failed"
