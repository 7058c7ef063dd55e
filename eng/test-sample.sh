#!/usr/bin/env bash
# Runs the built sample as a person would, and checks what it reports, in default and in deterministic mode.
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
  echo "mnist $*"
  dotnet run --no-build -c Release --project samples/Mnist -- --report "$reports/$name" "$@"
}

# value NAME KEY: one number or string of a report.
value() {
  sed -nE "s/^  \"$2\": \"?([^\",]+)\"?,?\$/\1/p" "$reports/$1"
}

# same KEY VALUE NAME: a report holds what it must.
same() {
  [ "$(value "$3" "$1")" = "$2" ] || fail "The report of $3 has $1 '$(value "$3" "$1")', expected '$2'."
}

# refuse OPTIONS...: bad input ends with exit code 2 and one line that says why.
refuse() {
  local code=0
  dotnet run --no-build -c Release --project samples/Mnist -- "$@" >"$reports/output" 2>"$reports/error" || code=$?
  ((code == 2)) || fail "mnist $* ended with exit code $code, expected 2: $(cat "$reports/output" "$reports/error")"
  (($(wc -l <"$reports/error") == 1)) || fail "mnist $* must say in one line what is wrong: $(cat "$reports/error")"
}

train default --cpus 2 --epochs 5
same replicas 2 default
same steps_run 295 default
awk -v accuracy="$(value default test_accuracy)" 'BEGIN { exit !(accuracy >= 0.945) }' \
  || fail "Five epochs gave a test accuracy of $(value default test_accuracy), less than 0.945."

deterministic=(--deterministic --limit 3000 --batch-size 509 --epochs 2 --verbose 0)
train one --cpus 1 --threads 1 "${deterministic[@]}"
train three --cpus 3 --threads 2 "${deterministic[@]}"
train other --cpus 3 --threads 2 "${deterministic[@]}" --seed 43
hash=$(value one weights_sha256)
[[ $hash =~ ^[0-9a-f]{64}$ ]] || fail "weights_sha256 is '$hash'."
same weights_sha256 "$hash" three
[ "$(value other weights_sha256)" != "$hash" ] || fail "Another seed gave the same weights."

refuse --epochs 0
refuse --learning-rate nan
refuse --data "$reports/nowhere"
echo "The sample trains, repeats itself and refuses bad input."
