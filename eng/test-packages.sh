#!/usr/bin/env bash
# Packs the libraries, looks at what is in the packages, and trains with them in a project that knows nothing of this
# repository: run as it is built, and published ahead of time where there is a linker, else trimmed. Installs the tool and
# has it examine this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
readonly most_bytes=$((5 * 1024 * 1024)) tool=Mirrored.Cli
unset NUGET_PACKAGES # Would override the folder that nuget.config gives.
# Official SDK images leave XML documentation out when they unpack.
export NUGET_XMLDOC_MODE=none

fail() {
  echo "$1" >&2
  exit 1
}

# Everything that the package of library $1 holds, sorted.
expected_content() {
  { echo README.md
    echo icon.png
    echo "lib/net10.0/$1.dll"
    echo "lib/net10.0/$1.xml"
    case $1 in
      Mirrored.Keras) echo build/Mirrored.Keras.props ;;
      Mirrored.Onnx | Mirrored.KerasFiles)
        echo "buildTransitive/$1.targets"
        echo "buildTransitive/Register${1/Mirrored.Onnx/OnnxFiles}.cs" | sed 's/Mirrored\.//'
        ;;
    esac
  } | LC_ALL=C sort
}

# What the unpacked package in folder $1 holds beside NuGet's own files, sorted.
content() {
  (cd "$1" && find . -type f ! -name '*.nuspec' ! -name '*.nupkg*' -printf '%P\n' | LC_ALL=C sort)
}

check_packages() {
  local library folder bytes dependency
  for project in src/*/*.csproj; do
    library=$(basename "$project" .csproj)
    [ "$library" != "$tool" ] || continue
    folder=$work/packages/${library,,}/$version
    diff -u --label expected <(expected_content "$library") --label "$library" <(content "$folder") \
      || fail "$library holds other files than it should."
    [ -s "$MIRRORED_FEED/$library.$version.snupkg" ] || fail "$library has no symbol package."
    while read -r dependency; do
      [[ $dependency == *"version=\"[$version]\""* ]] || fail "$library must ask for exactly $version: $dependency"
    done < <(grep -o '<dependency id="Mirrored[^>]*>' "$folder/${library,,}.nuspec" || true)
  done
  bytes=$(cat "$MIRRORED_FEED"/*.nupkg | wc -c)
  ((bytes <= most_bytes)) || fail "The packages have $bytes bytes together, more than $most_bytes."
  echo "The packages hold what they should: $bytes bytes together."
}

publish_and_run() {
  local how=(-p:PublishTrimmed=true)
  if command -v clang || command -v gcc; then how=(-p:PublishAot=true); fi >/dev/null
  echo "Publish with ${how[*]}"
  dotnet publish "$work/keras" -c Release --use-current-runtime --self-contained -o "$work/published" --nologo -v quiet "${how[@]}"
  "$work/published/Consumer"
}

install_and_run_tool() {
  dotnet tool install "$tool" --version "$version" --tool-path "$work/tool" --configfile "$work/nuget.config"
  "$work/tool/mirrored" doctor
  "$work/tool/mirrored" doctor --json | grep '"is_usable": true'
}

eng/pack.sh
version=$(dotnet msbuild src/Mirrored.Keras -getProperty:PackageVersion)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Each program in a folder beside the packages: else the packages' files would become part of it.
mkdir "$work/keras" "$work/files"
cp eng/package-consumer/nuget.config "$work"
cp eng/package-consumer/{Program.cs,Consumer.csproj} "$work/keras"
cp eng/package-files-consumer/* "$work/files"
export MIRRORED_FEED=$PWD/artifacts/packages MirroredVersion=$version

dotnet build "$work/files" -c Release --nologo -v quiet
dotnet build "$work/keras" -c Release --nologo -v quiet
check_packages
dotnet "$work/files/bin/Release/net10.0/Files.dll"
dotnet "$work/keras/bin/Release/net10.0/Consumer.dll"
publish_and_run
install_and_run_tool
