#!/usr/bin/env bash
# The example with 2,000 reaches: stopped, continued, and foreseen for 64 ranks.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
program="${THALWEG_PROGRAM:-$here/../../.build/release/thalweg}"
folder="${1:?give a folder for the files}"
bash "$here/run.sh" "$folder" 2000
count="$(find "$folder/simulation" -name 'streamflow_*.nc' | wc -l)"
((count == 5)) || { echo "07-large-basin: $count files, not 5" >&2; exit 1; }
"$program" plan "$folder/basin/reaches.gpkg" --ranks 64
