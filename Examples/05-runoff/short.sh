#!/usr/bin/env bash
# The forecast with one seed (seconds): its test NSE is above that of every baseline.
#   Examples/05-runoff/short.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
output="${1:?folder for the results}"
if [[ ! -d ../shared/data/camels ]]; then
  echo "05-runoff: skipped, there is no ../shared/data/camels"
  exit 0
fi
.build/release/thalweg runoff train Examples/05-runoff/forecast.yaml --seeds 1 --output "$output" \
  --overwrite --quiet
python3 - "$output/metrics.json" <<'P'
import json, sys
metrics = json.load(open(sys.argv[1]))
own = metrics["median_of_seeds"]["test"]["nse"]
bars = {name: metrics["medians"][name]["test"]["nse"]
        for name in ("climatology", "persistence", "linear_reservoir")}
print(f"05-runoff: median test NSE {own:.3f}; " + ", ".join(f"{k} {v:.3f}" for k, v in bars.items()))
missed = [name for name, bar in bars.items() if not own > bar]
sys.exit(f"05-runoff: not above {', '.join(missed)}" if missed else 0)
P
