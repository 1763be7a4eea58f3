#!/usr/bin/env bash
# The example on a small basin, a few epochs: that the whole chain runs, and that training through
# the river fits the outlet's training days better than two steps.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
output="${1:?folder for the results}"
SHORT=1 bash "$here/run.sh" "$output"
fit() {
  awk -F, '$1 == "thalweg" && $2 == "00000001" && $3 == "train" { print $4 }' \
    "$output/runs/$1/metrics.csv"
}
echo "training NSE at the outlet: two steps $(fit two-step), end to end $(fit end-to-end)"
awk -v two="$(fit two-step)" -v one="$(fit end-to-end)" 'BEGIN { exit !(one > two) }' || {
  echo "06-end-to-end: end to end does not fit the outlet better than two steps" >&2
  exit 1
}
