#!/usr/bin/env bash
# Trains the built sample on all of MNIST, as README says and on several replicas, and compares what it reports.
set -euo pipefail
cd "$(dirname "$0")/.."
reports=$(mktemp -d)
trap 'rm -rf "$reports"' EXIT

fail() {
  echo "$1" >&2
  exit 1
}

# train NAME OPTIONS...: runs the sample and keeps its report as NAME.
train() {
  local name=$1
  shift
  echo "$name: mnist $*"
  dotnet run --no-build -c Release --project samples/Mnist -- --report "$reports/$name" "$@"
}

# value NAME KEY: a number or string of a report.
value() {
  local found
  found=$(sed -nE "s/^  \"$2\": \"?([^\",]+)\"?,?\$/\1/p" "$reports/$1")
  [ -n "$found" ] || fail "The report '$1' has no $2."
  echo "$found"
}

# holds CONDITION: true when the arithmetic does.
holds() {
  awk "BEGIN { exit !($1) }"
}

train one
train two --cpus 2
one=$(value one test_accuracy) two=$(value two test_accuracy)
holds "$one >= 0.945" || fail "Five epochs gave a test accuracy of $one, less than 0.945."
holds "($one - $two)^2 <= 0.003^2" || fail "The test accuracy is $one on one replica, $two on two: more than 0.003 apart."

train deterministic-one --deterministic --epochs 2 --verbose 2
train deterministic-three --deterministic --epochs 2 --verbose 2 --cpus 3
train other-seed --deterministic --epochs 2 --verbose 2 --seed 43
hash=$(value deterministic-one weights_sha256) three=$(value deterministic-three weights_sha256)
[ "$hash" = "$three" ] || fail "Deterministic mode gave other weights on three replicas than on one."
other=$(value other-seed weights_sha256)
[ "$hash" != "$other" ] || fail "Another seed gave the same weights."
for name in one two deterministic-one deterministic-three; do
  echo "$name: $(value $name images_per_second) images/s, $(($(value $name peak_memory_bytes) >> 10)) KiB"
done
