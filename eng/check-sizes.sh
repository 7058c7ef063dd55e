#!/usr/bin/env bash
# Fails when a source file is longer than 400 lines and eng/long-files.txt does not say why.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly most=400

# "lines path" of every source file that is written by hand, shortest first.
lengths=$(git ls-files '*.cs' '*.cu' '*.cuh' '*.c' '*.h' '*.cpp' '*.py' '*.sh' '.ci/run' | tr '\n' '\0' | xargs -0 wc -l \
  | awk '$2 != "total" { print $1, $2 }' | sort -n)
count=$(wc -l <<<"$lengths")
echo "$count source files, median $(sed -n "$(((count + 1) / 2))p" <<<"$lengths" | cut -d' ' -f1) lines"

failed=0
while read -r lines path; do
  ((lines > most)) || continue
  if reason=$(grep -m1 "^$path: ." eng/long-files.txt); then
    echo "$lines lines: $reason"
  else
    echo "$path has $lines lines, more than $most: split it, or give the reason in eng/long-files.txt." >&2
    failed=1
  fi
done <<<"$lengths"

while IFS=: read -r path _; do
  if ! awk -v path="$path" -v most=$most '$2 == path && $1 > most { found = 1 } END { exit !found }' <<<"$lengths"; then
    echo "eng/long-files.txt names $path, which is not longer than $most lines: take it out." >&2
    failed=1
  fi
done < <(grep -v -e '^#' -e '^$' eng/long-files.txt)
exit $failed
