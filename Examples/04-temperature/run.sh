#!/usr/bin/env bash
# Runs the example and prints the README's tables: run.sh [FOLDER]    (default: runs/temperature)
# Needs ../shared/data/drb_temperature and a built program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder="${1:-runs/temperature}"
data=../shared/data/drb_temperature
[[ -d "$data" ]] || { echo "run.sh: $data is missing" >&2; exit 2; }
mkdir -p "$folder"
for name in gauges first-days others; do
  .build/release/thalweg train "Examples/04-temperature/$name.yaml" --output "$folder/$name" \
    --overwrite
done
.build/release/thalweg route Examples/04-temperature/network.yaml --output "$folder/network" \
  --overwrite
python3 Examples/04-temperature/brandywine.py "$data" runs/temperature/brandywine-inputs
.build/release/thalweg train Examples/04-temperature/brandywine.yaml \
  --output "$folder/brandywine" --overwrite
python3 Examples/04-temperature/table.py "$folder/gauges" "$folder/first-days" "$folder/others" \
  "$folder/network" "$data"
