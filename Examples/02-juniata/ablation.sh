#!/usr/bin/env bash
# Learns the Juniata under different beliefs of roughness and writes the table ablation.md: fitted on
# training less validation, scored on the held-out days; the test years are not looked at.
#   Examples/02-juniata/ablation.sh [FOLDER]
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
output="${1:-runs/juniata-ablation}"
.build/release/thalweg ablate Examples/02-juniata/ablation.yaml --output "$output" --overwrite
cat "$output/ablation.md"
