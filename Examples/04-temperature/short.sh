#!/usr/bin/env bash
# The short form of the example, for CI:   Examples/04-temperature/short.sh FOLDER
# A generated basin with a shade and an exchange that are known makes a year of water temperatures;
# `thalweg train` finds both again from the outlet's. Needs nothing but the built program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
folder="${1:-runs/temperature-short}"
thalweg="$PWD/.build/release/thalweg"
fail() { echo "short.sh: $*" >&2; exit 1; }
rm -rf "$folder"
mkdir -p "$folder"
"$thalweg" generate --reaches 40 --seed 3 --years 2 --weather --quiet --output "$folder/basin"

inputs='
network: {file: basin/reaches.gpkg}
gauges: {file: basin/gauges.csv}
inflow: {file: basin/lateral_inflow.nc}
meteorology: {file: basin/meteorology.nc}
processes: [discharge, temperature]
routing: {scheme: conservative}'
truth='
temperature: {ground_memory: exponential, groundwater_lag_days: 25, shade: 0.6, exchange_factor: 1.4}'

echo "-- the truth: shade 0.6, exchange 1.4"
cat > "$folder/truth.yaml" <<YAML
$inputs
$truth
YAML
"$thalweg" route "$folder/truth.yaml" --output "$folder/truth" --quiet

echo "-- learned from the temperature of the outlet"
outlet="$(sed -n 2p "$folder/basin/gauges.csv" | cut -d, -f1,2)"
printf 'station,reach_id\n%s\n' "${outlet#*,},${outlet#*,}" > "$folder/outlet.csv"
cat > "$folder/train.yaml" <<YAML
$inputs
temperature_gauges: {file: outlet.csv}
temperature_observations: {file: truth/water_temperature.nc, variable: water_temperature}
temperature: {ground_memory: exponential, groundwater_lag_days: 25}
parameters:
  roughness: {model: fixed}
  shade: {model: constant, start: 0.2}
  exchange_factor: {model: constant, start: 1}
periods:
  train: 1991-01-01..1992-03-31
  validation: 1992-01-01..1992-03-31
  test: 1992-04-01..1992-09-30
  spin_up_days: 60
training: {epochs: 40, window_days: 150, warm_up_days: 30, learning_rate: 0.2}
YAML
"$thalweg" train "$folder/train.yaml" --output "$folder/learned" --quiet
value() {
  sed -n "/\"$1\" : {/,/}/s/.*\"median\" : \([-0-9.e]*\).*/\1/p" "$folder/learned/metrics.json"
}
shade="$(value shade)"
exchange="$(value exchange_factor)"
rmse="$(awk -F, '$1 == "thalweg" && $3 == "test" { print $4 }' "$folder/learned/metrics.csv")"
sine="$(awk -F, '$1 == "season" && $3 == "test" { print $4 }' "$folder/learned/metrics.csv")"
echo "shade $shade, exchange $exchange; test RMSE $rmse degC, sine of the year $sine"
awk -v s="$shade" -v e="$exchange" -v r="$rmse" -v b="$sine" 'BEGIN {
  exit !(s > 0.58 && s < 0.62 && e > 1.33 && e < 1.47 && r < 0.1 && r < b)
}' || fail "shade within 0.02, exchange within 5 %, 0.1 degC and less than the sine: not so"
