#!/usr/bin/env bash
# Packs everything, looks at what is in the packages and what they bring along, and uses them where nothing is known of this
# repository: a program made by the template is built and trains; the quick start is published as native code (where there is a
# linker, else trimmed) without a warning, and trains; files of other libraries are written and read; the tool examines this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
# What "dotnet add package Mirrored.Keras" may download in all.
readonly most_bytes=5000000 tool=Mirrored.Cli templates=Mirrored.Templates
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
      Mirrored.Keras) printf 'build/Mirrored.Keras.%s\n' props targets ;;
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

# Looks at the libraries' packages, which programs in folder $1 have restored.
check_packages() {
  local library folder dependency
  for library in $(libraries); do
    folder=$1/packages/${library,,}/$version
    diff -u --label expected <(expected_content "$library") --label "$library" <(content "$folder") \
      || fail "$library holds other files than it should."
    [ -s "$MIRRORED_FEED/$library.$version.snupkg" ] || fail "$library has no symbol package."
    while read -r dependency; do
      [[ $dependency == *"version=\"[$version]\""* ]] || fail "$library must ask for exactly $version: $dependency"
    done < <(grep -o '<dependency id="Mirrored[^>]*>' "$folder/${library,,}.nuspec" || true)
  done
}

libraries() {
  local project
  for project in src/*/*.csproj; do
    basename "$project" .csproj
  done | grep -vx -e "$tool" -e "$templates"
}

# Looks at what a program in folder $1 with nothing but Mirrored.Keras has downloaded.
check_footprint() {
  local bytes native
  native=$(find "$1/packages" -path '*/runtimes/*/native/*' -o -name '*.so' -o -name '*.dylib' -o -iname '*cuda*.dll')
  [ -z "$native" ] || fail "Mirrored.Keras brings native libraries: $native"
  bytes=$(find "$1/packages" -name '*.nupkg' -exec cat {} + | wc -c)
  ((bytes <= most_bytes)) || fail "Mirrored.Keras downloads $bytes bytes, more than $most_bytes."
  echo "Mirrored.Keras downloads $bytes bytes and no native library:"
  (cd "$1/packages" && find . -name '*.nupkg' -printf '%s %f\n' | sort -rn)
}

# check_accuracy LOG: the last line about accuracy says what five epochs reach.
check_accuracy() {
  local accuracy
  accuracy=$(sed -nE 's/^Test loss: .* - test accuracy: ([0-9.]+)$/\1/p' "$1")
  awk "BEGIN { exit !(${accuracy:-0} >= 0.94) }" || fail "The accuracy is '$accuracy', less than 0.94."
}

new_program_from_template() {
  local hive=(--debug:custom-hive "$work/hive")
  dotnet new install "$MIRRORED_FEED/$templates.$version.nupkg" "${hive[@]}"
  dotnet new mirrored --name Digits --output "$work/small/Digits" "${hive[@]}"
  dotnet build "$work/small/Digits" -c Release --nologo -v quiet -warnaserror
  (cd "$work/small" && dotnet Digits/bin/Release/net10.0/Digits.dll | tee digits.log)
  check_accuracy "$work/small/digits.log"
  [ -s "$work/small/mnist.safetensors" ] || fail "The template's program saved no weights."
}

publish_and_run_quickstart() {
  local how=(-p:PublishAot=true) program=$work/small/quick/mnist.cs
  command -v clang || command -v gcc || how=(-p:PublishAot=false -p:PublishTrimmed=true --self-contained)
  mkdir "$work/small/quick"
  sed "s|^#:project .*|#:package Mirrored.Keras@$version|" samples/Quickstart/mnist.cs >"$program"
  grep -q '^#:package' "$program" || fail "The quick start has no line to put the package into."
  echo "Publish with ${how[*]}"
  dotnet publish "$program" -c Release --use-current-runtime -o "$work/published" -v quiet "${how[@]}" \
    -p:TrimmerSingleWarn=false -p:TreatWarningsAsErrors=true -p:MSBuildTreatWarningsAsErrors=true
  # Without the processor's vectors this takes an hour.
  timeout 60 "$work/published/mnist" | tee "$work/quick.log"
  check_accuracy "$work/quick.log"
  echo "$(stat -c %s "$work/published/mnist") bytes as one program"
}

install_and_run_tool() {
  dotnet tool install "$tool" --version "$version" --tool-path "$work/tool" --configfile "$work/small/nuget.config"
  "$work/tool/mirrored" doctor
  "$work/tool/mirrored" doctor --json | grep '"is_usable": true'
}

eng/pack.sh
version=$(dotnet msbuild src/Mirrored.Keras -getProperty:PackageVersion)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export MIRRORED_FEED=$PWD/artifacts/packages MIRRORED_DATA=$PWD/samples/Mnist/data
export MirroredVersion=$version MirroredLibraries=$(libraries | paste -sd ';')
# Two folders of programs, each with packages of its own: "small" gets nothing but Mirrored.Keras, "all" every library.
mkdir "$work/small" "$work/all" "$work/all/Files"
cp eng/package-consumer/nuget.config "$work/small"
cp eng/package-consumer/nuget.config "$work/all"
cp eng/package-consumer/{Files.csproj,Program.cs} "$work/all/Files"

new_program_from_template
check_footprint "$work/small"
dotnet build "$work/all/Files" -c Release --nologo -v quiet
check_packages "$work/all"
dotnet "$work/all/Files/bin/Release/net10.0/Files.dll"
publish_and_run_quickstart
install_and_run_tool
