#!/usr/bin/env bash
# Makes a basin and simulates a year of it, daily means of all reaches, on one machine.
#
#   Examples/07-large-basin/run.sh FOLDER [REACHES]      (default: 1,000,000 reaches)
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="${THALWEG_PROGRAM:-$here/../../.build/release/thalweg}"
folder="${1:?give a folder for the files}"
reaches="${2:-1000000}"
mkdir -p "$folder"
if [[ ! -e "$folder/basin/truth.json" ]]; then
  rm -rf "$folder/basin"
  "$program" generate --reaches "$reaches" --years 1 --seed 3 --gauges 4 --output "$folder/basin"
fi
cp "$here/config.yaml" "$folder/config.yaml"
"$program" route "$folder/config.yaml" --output "$folder/simulation" --overwrite
