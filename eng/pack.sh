#!/usr/bin/env bash
# Packs the libraries and the tool into artifacts/packages.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf artifacts/packages
for project in src/*/*.csproj; do
  # Paths of this machine must not end up in symbols.
  dotnet pack "$project" -c Release -o artifacts/packages -p:ContinuousIntegrationBuild=true --nologo -v quiet
done
ls -l artifacts/packages
