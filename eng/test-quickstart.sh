#!/usr/bin/env bash
# Runs the single-file program from the clone, as README says, and looks at what it prints.
set -euo pipefail
cd "$(dirname "$0")/../samples/Quickstart"
output=$(dotnet run mnist.cs)
echo "$output"
accuracy=$(sed -nE 's/^Test loss: .* - test accuracy: ([0-9.]+)$/\1/p' <<<"$output")
awk "BEGIN { exit !(${accuracy:-0} >= 0.945) }" || { echo "The accuracy is '$accuracy', not 0.945 or more." >&2; exit 1; }
