#!/usr/bin/env bash
# Makes the API reference from the XML documentation of the built libraries: artifacts/api/index.html.
# Build first: dotnet build -c Release.
set -euo pipefail
cd "$(dirname "$0")/.."
rm -rf artifacts/api artifacts/api-assemblies artifacts/api-metadata
mkdir -p artifacts/api-assemblies
for project in src/*/*.csproj; do
  name=$(basename "$project" .csproj) folder=$(dirname "$project")/bin/Release/net10.0
  grep -q 'PackAsTool\|<PackageType>Template' "$project" && continue
  [ -f "$folder/$name.dll" ] || { echo "$name is not built: dotnet build -c Release" >&2; exit 1; }
  cp "$folder/$name".{dll,xml} artifacts/api-assemblies
done
dotnet tool restore
dotnet docfx docs/api/docfx.json --warningsAsErrors
echo "To read it: dotnet docfx serve artifacts/api"
