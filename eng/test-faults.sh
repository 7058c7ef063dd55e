#!/usr/bin/env bash
# Runs the built tests of faults many times over and counts how often each program failed: a test that fails once in a while fails
# here.   test-faults.sh [TIMES]   default 20
set -uo pipefail
cd "$(dirname "$0")/.."
readonly times=${1:-20}
failures=0
run() { # PROJECT CLASS...
  local project=$1 arguments=() class
  shift
  for class in "$@"; do arguments+=(-class "$class"); done
  "tests/$project/bin/Release/net10.0/$project" "${arguments[@]}" >"$log" 2>&1 && ! grep -q 'Total: 0' "$log" && return
  ((failures += 1))
  echo "run $i of $project failed:"
  grep -a 'FAIL\]\|Total:' "$log"
}
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for ((i = 1; i <= times; i++)); do
  run Mirrored.Core.Tests '*Fault*' '*NonFinite*' '*ReplicaGroup*' '*ReplicaCheck*' '*Ending*' '*CacheFile*'
  run Mirrored.Keras.Tests '*Fault*' '*NonFinite*' '*HungDevice*' '*NcclLost*' '*AtomicFile*' '*Hostile*' '*DisposeTests' '*DownloaderTests'
  run Mirrored.Files.Tests '*Hostile*'
done
echo "$times times, $failures failures"
((failures == 0))
