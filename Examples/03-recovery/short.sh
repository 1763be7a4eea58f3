#!/usr/bin/env bash
# The short form of the recovery experiment, for CI:   Examples/03-recovery/short.sh FOLDER
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
output="${1:-runs/recovery-short}"
.build/release/thalweg recover Examples/03-recovery/config-short.yaml --output "$output" --overwrite
error() {
  sed -n "/\"$1\" : {/,/}/s/.*\"median_relative_error\" : \([-0-9.e]*\).*/\1/p" \
    "$output/recovery.json"
}
learned="$(error seen)"
uniform="$(error uniform)"
echo "median error of n: $learned learned, $uniform uniform"
[[ -n "$learned" && -n "$uniform" ]] || { echo "short.sh: recovery.json holds no errors" >&2; exit 1; }
awk -v a="$learned" -v b="$uniform" 'BEGIN { exit !(a < 0.12 && a < b) }' ||
  { echo "short.sh: n was not recovered: median error within 12 % and below uniform n's" >&2; exit 1; }
