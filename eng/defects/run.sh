#!/usr/bin/env bash
# Plants the defects of defects.txt one after the other in a copy of the repository and runs the tests that cover them: a suite that
# does not fail is a hole.   run.sh [NAME...]   Exit code 0: at most one of twenty went unnoticed.
# DEFECTS_COPY names a folder for the copy, which is then kept and used again.
set -uo pipefail
cd "$(dirname "$0")/../.."
readonly list=$PWD/eng/defects/defects.txt
copy=${DEFECTS_COPY:-$(mktemp -d)}
[ -n "${DEFECTS_COPY:-}" ] || trap 'rm -rf "$copy"' EXIT
if [ ! -e "$copy/eng" ]; then
  mkdir -p "$copy"
  git ls-files -z | xargs -0 cp --parents -t "$copy"
fi
cd "$copy" || exit 1
[ -e .git ] || git init -q . # The build asks which commit it is of.

# field NAME KEY: what stands behind a key, further lines included.
field() {
  awk -v wanted="$1" -v key="$2" '
    /^name / { inside = ($2 == wanted); printing = 0 }
    !inside { next }
    /^(name|file|old|new|test) / { printing = ($1 == key); if (printing) { sub(/^[a-z]+ +/, ""); print }; next }
    printing && NF { print }' "$list"
}

plant() { # NAME: fails unless the text is there once.
  OLD=$(field "$1" old) NEW=$(field "$1" new) perl -0777 -i -pe '
    BEGIN { $count = 0 } $count += () = /\Q$ENV{OLD}\E/g; s/\Q$ENV{OLD}\E/$ENV{NEW}/; END { exit($count == 1 ? 0 : 1) }' "$(field "$1" file)"
}

caught=0 all=0
names=("$@")
((${#names[@]})) || mapfile -t names < <(sed -n 's/^name *//p' "$list")
for name in "${names[@]}"; do
  ((all += 1))
  file=$(field "$name" file)
  cp "$file" "$copy/.whole"
  read -r project filters < <(field "$name" test)
  result="NOT NOTICED"
  if ! plant "$name"; then
    result="NOT PLANTED: the text is not in $file, or more than once"
  elif ! dotnet build "tests/$project" -c Release -v q -nologo -p:TreatWarningsAsErrors=false >.build.log 2>&1; then
    result="NOT BUILT: $(grep -m 1 error .build.log)"
  else
    arguments=()
    for filter in $filters; do arguments+=(-class "$filter"); done
    timeout 300 "tests/$project/bin/Release/net10.0/$project" "${arguments[@]}" >.test.log 2>&1 || { result=caught; ((caught += 1)); }
    grep -q "Total: 0" .test.log && result="NO TEST RAN"
  fi
  cp "$copy/.whole" "$file"
  echo "$name: $result"
done
echo "$caught of $all defects were noticed"
((caught * 20 >= all * 19))
