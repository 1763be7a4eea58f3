#!/usr/bin/env bash
# The whole run on the Juniata with one seed (seconds), and its bars.
#   Examples/02-juniata/short.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
output="${1:?folder for the results}"
if [[ ! -d ../shared/data/juniata ]]; then
  echo "02-juniata: skipped, there is no ../shared/data/juniata"
  exit 0
fi
.build/release/thalweg train Examples/02-juniata/config.yaml --seed 1 --output "$output" --quiet
python3 - "$output/metrics.json" <<'P'
import json, sys
skill = json.load(open(sys.argv[1]))["gauges"]["01567000"]
print("02-juniata: test NSE {nse:.4f}, KGE {kge:.4f}".format(**skill["test"]))
bars = [("train", "nse", 0.9235), ("test", "nse", 0.880), ("test", "kge", 0.930)]
missed = [f"{part} {score} {skill[part][score]:.4f} < {bar}" for part, score, bar in bars
          if not skill[part][score] >= bar]
sys.exit("02-juniata: " + "; ".join(missed) if missed else 0)
P
