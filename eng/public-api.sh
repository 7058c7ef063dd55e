#!/usr/bin/env bash
# Brings src/*/PublicAPI.Unshipped.txt up to date with the code: adds what the analyzer misses, removes what is gone.
set -euo pipefail
cd "$(dirname "$0")/.."
log=$(mktemp)
trap 'rm -f "$log"' EXIT
for file in src/*/PublicAPI.Unshipped.txt; do
  project=$(dirname "$file")
  dotnet build "$project" -c Release --no-incremental -p:TreatWarningsAsErrors=false >"$log" || { grep -E 'error ' "$log" | sort -u | head -20; exit 1; }
  name=$(basename "$project")
  missing=$(grep -E "RS0016.*\[.*/$name\.csproj" "$log" | sed -E "s/.*RS0016: Symbol '(.*)' is not part of the declared.*/\1/" | sort -u || true)
  gone=$(grep -E "RS0017.*\[.*/$name\.csproj" "$log" | sed -E "s/.*RS0017: Symbol '(.*)' is part of the declared.*/\1/" | sort -u || true)
  { echo '#nullable enable'
    { grep -v '^#' "$file" || true; echo "$missing"; } | { if [ -n "$gone" ]; then grep -vxF "$gone"; else cat; fi; } | grep -v '^$' | LC_ALL=C sort -u || true
  } >"$file.new"
  mv "$file.new" "$file"
done
