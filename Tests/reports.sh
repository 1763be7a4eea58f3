#!/usr/bin/env bash
# Makes the reports of the examples and passes each to Tests/report-browser.sh: the quickstart, the
# temperature of a generated river, the Juniata, the Delaware's temperature (gauges, network, learned
# on the Brandywine), the Lower Colorado (11,248 reaches), CAMELS catchments, two runs side by side, an
# ensemble. A minute or two.
#
#   Tests/reports.sh [--shots FOLDER] [FOLDER]     runs go to FOLDER, default a temporary one
#
# What needs ../shared is skipped, with a word, where that is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
shots=()
if [[ "${1:-}" == --shots ]]; then shots=(--shots "$2"); shift 2; fi
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT
runs="${1:-$work}"
mkdir -p "$runs"
thalweg=.build/release/thalweg
pages=()

report() {  # NAME: the page of a run that is there
  "$thalweg" report "$runs/$1" --output "$runs/$1/report.html" 2>/dev/null
  pages+=("$runs/$1/report.html")
}
needs() {  # NAME FOLDER
  [[ -d "../shared/data/$2" ]] || { echo "reports: $1 skipped, no ../shared/data/$2"; return 1; }
}

"$thalweg" train Examples/01-quickstart/config.yaml --output "$runs/quickstart" --overwrite --quiet
report quickstart

# The same with an ensemble, and with errors of observation such as rivers have: bands, intervals of
# n, and a page with both runs side by side.
sed -e "s|file: \.\./\.\./Networks|file: $PWD/Networks|" \
  -e 's/^training:/&\n  method: gauss_newton/' -e '/epochs:\|learning_rate:/d' \
  -e 's/observation_error: .*/observation_error: 0.1/' \
  Examples/01-quickstart/config.yaml > "$runs/ensemble.yaml"
"$thalweg" train "$runs/ensemble.yaml" --ensemble 20 --output "$runs/ensemble" --overwrite --quiet
report ensemble
mkdir -p "$runs/side-by-side"
"$thalweg" report "$runs/quickstart" "$runs/ensemble" --output "$runs/side-by-side/report.html"
pages+=("$runs/side-by-side/report.html")

# Discharge and temperature learned on a network, from a simulation with another shade and exchange.
river="$runs/warm-river-inputs"
rm -rf "$river"
"$thalweg" generate --reaches 60 --seed 3 --years 2 --gauges 3 --weather --quiet \
  --output "$river/basin"
awk -F, -v OFS=, '{ print (NR == 1 ? "station" : $2), $2 }' "$river/basin/gauges.csv" \
  > "$river/gauges.csv"
cp Tests/reports/warm-river.yaml "$river/train.yaml"
{ sed '/^observations/,$d' "$river/train.yaml"; echo 'temperature: {shade: 0.5, exchange_factor: 1.3}'
} > "$river/truth.yaml"
"$thalweg" route "$river/truth.yaml" --output "$river/truth" --quiet
"$thalweg" train "$river/train.yaml" --output "$runs/warm-river" --overwrite --quiet
report warm-river

if needs juniata juniata; then
  "$thalweg" train Examples/02-juniata/config.yaml --seed 1 --output "$runs/juniata" --overwrite \
    --quiet
  report juniata
fi
if needs "Delaware temperature" drb_temperature; then
  "$thalweg" train Examples/04-temperature/gauges.yaml --output "$runs/delaware-gauges" \
    --overwrite --quiet
  report delaware-gauges
  "$thalweg" route Examples/04-temperature/network.yaml --output "$runs/delaware-network" \
    --overwrite --quiet
  report delaware-network
  python3 Examples/04-temperature/brandywine.py ../shared/data/drb_temperature \
    runs/temperature/brandywine-inputs
  "$thalweg" train Examples/04-temperature/brandywine.yaml --output "$runs/brandywine" --overwrite \
    --quiet
  report brandywine
fi
if needs "Lower Colorado" lower_colorado; then
  "$thalweg" route Tests/reports/lower-colorado.yaml --output "$runs/lower-colorado" --overwrite \
    --quiet
  report lower-colorado
fi
if needs "CAMELS runoff" camels; then
  "$thalweg" runoff train Examples/05-runoff/forecast.yaml --seeds 1,2 --output "$runs/camels" \
    --overwrite --quiet
  report camels
fi
bash Tests/report-browser.sh "${shots[@]}" "${pages[@]}"
