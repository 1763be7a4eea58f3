#!/usr/bin/env bash
# Builds the documentation of every library module with DocC; a warning is an error. From what a
# release build left (swift build -c release), half a minute.
#
#   Tests/docs.sh [FOLDER]     archives go to FOLDER, default a temporary one
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
archives="${1:-$work}"
mkdir -p "$archives"
toolchain="$(dirname "$(readlink -f "$(command -v swift)")")"
docc="$toolchain/docc"
[[ -x "$docc" ]] || { echo "docs: skipped, the toolchain has no docc"; exit 0; }
modules=.build/release/Modules
[[ -d "$modules" ]] || { echo "docs: no $modules: swift build -c release" >&2; exit 2; }
target="$(swiftc -print-target-info | sed -n 's/.*"unversionedTriple": "\(.*\)".*/\1/p' | head -1)"

# The modules of C that ours are built on.
headers=()
for map in Sources/*/module.modulemap .build/checkouts/*/Sources/*/include/module.modulemap; do
  headers+=(-Xcc "-fmodule-map-file=$map" -Xcc "-I$(dirname "$map")")
done
for flag in $(pkg-config --cflags-only-I gdal netcdf openblas 2>/dev/null); do
  headers+=(-Xcc "$flag")
done

failed=0
# The libraries that Package.swift declares, and what they stand on.
for module in RiverNetworks ReachOperators SpaceTimeSweep NeuralNetworks RiverModels Training \
  Hydrography RiverSeries Reports SyntheticRivers MessagePassing; do
  mkdir -p "$work/$module"
  swift symbolgraph-extract -module-name "$module" -I "$modules" "${headers[@]}" \
    -target "$target" -minimum-access-level public -output-dir "$work/$module" \
    >"$work/$module.log" 2>&1 || { cat "$work/$module.log" >&2; failed=1; continue; }
  # Symbols that a module adds to another's types are told in that module's pages.
  catalogue=()
  [[ ! -d "Sources/$module/$module.docc" ]] || catalogue=("Sources/$module/$module.docc")
  "$docc" convert "${catalogue[@]}" --additional-symbol-graph-dir "$work/$module" \
    --fallback-display-name "$module" --fallback-bundle-identifier "thalweg.$module" \
    --warnings-as-errors --output-path "$archives/$module.doccarchive" \
    >"$work/$module.log" 2>&1 || failed=1
  count="$(grep -c '^\(warning\|error\):' "$work/$module.log" || true)"
  echo "$module: $count warning(s)"
  [[ "$count" == 0 ]] || { cat "$work/$module.log"; failed=1; }
done
exit $failed
