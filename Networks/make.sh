#!/usr/bin/env bash
# Makes the networks of this folder again, with `thalweg generate`, here or in another folder:
#   Networks/make.sh [FOLDER]
# The program is $THALWEG_PROGRAM, or the one built in .build/release.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
target="${1:-$here}"
program="${THALWEG_PROGRAM:-$here/../.build/release/thalweg}"
[[ -x "$program" ]] || {
  echo "make.sh: no program at $program; build it (swift build -c release -Xcc -march=native)" >&2
  exit 1
}
# GeoPackages carry a date; keep it from changing.
export OGR_CURRENT_DATE="2000-01-01T00:00:00.000Z"
make() {
  local name="$1"
  shift
  echo "make.sh: $name"
  "$program" generate --output "$target/$name" --overwrite --quiet "$@"
}
make single-reach --shape single --format geojson --years 1
make y --shape y --format geojson --years 1
make five-reach-chain --shape chain --format geojson --years 1
make diamond --shape diamond --format geojson --years 1
make basin-200 --reaches 200 --seed 3 --years 4
make broken --faults
