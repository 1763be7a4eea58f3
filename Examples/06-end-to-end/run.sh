#!/usr/bin/env bash
# A basin with made weather, whose runoff and roughness are known: an LSTM and the roughness learned
# from the outlet alone, in two steps and end to end.
#   Examples/06-end-to-end/run.sh FOLDER [SEED]
# SHORT=1 makes a small basin and trains a few epochs: seconds instead of minutes.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
thalweg="$here/../../.build/release/thalweg"
output="${1:?folder for the results}"
seed="${2:-4}"
reaches=80
[[ -n "${SHORT:-}" ]] && reaches=16
mkdir -p "$output"
"$thalweg" generate --reaches "$reaches" --seed "$seed" --years 24 --gauges 5 --weather \
  --observation-noise 0.05 --output "$output/basin" --overwrite --quiet
# The outlet is the first gauge; the others are scored only.
inner="$(tail -n +3 "$output/basin/gauges.csv" | cut -d, -f1 | sed 's/.*/"&"/' | paste -sd,)"
for name in runoff two-step end-to-end; do
  sed "s/held_out: .*/held_out: [$inner]/" "$here/$name.yaml" > "$output/$name.yaml"
  if [[ -n "${SHORT:-}" ]]; then
    sed -i -e 's/epochs: 150/epochs: 40/' -e 's/epochs: 20/epochs: 6/' -e 's/hidden: 24/hidden: 8/' \
      "$output/$name.yaml"
  fi
done
"$thalweg" runoff train "$output/runoff.yaml" --output "$output/runs/runoff" --overwrite --quiet
for name in two-step end-to-end; do
  "$thalweg" train "$output/$name.yaml" --output "$output/runs/$name" --overwrite --quiet
done

echo "test NSE: the outlet (first), then gauges that never trained"
for name in two-step end-to-end; do
  awk -F, -v name="$name" '
    $1 == "thalweg" && $3 == "test" { text = text sprintf("  %s %.3f", $2, $4) }
    END { printf "%-12s%s\n", name, text }' "$output/runs/$name/metrics.csv"
done
