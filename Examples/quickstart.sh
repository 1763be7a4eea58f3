#!/usr/bin/env bash
# Installs what is missing, builds, trains on a small basin whose roughness is known, writes the map.
#   Examples/quickstart.sh [FOLDER]        results go to FOLDER, default runs/quickstart
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
output="${1:-runs/quickstart}"

echo "== 1/4 what is needed"
bash Tests/install.sh

echo "== 2/4 build (a few minutes, the first time)"
swift build -c release -Xcc -march=native --product thalweg

echo "== 3/4 train on Networks/basin-200, made with n = 0.06 (A / 100 km2)^-0.15"
.build/release/thalweg train Examples/01-quickstart/config.yaml --output "$output" --overwrite

echo "== 4/4 the learned law"
ogrinfo -ro -q -sql "SELECT min(roughness) AS least, max(roughness) AS greatest,
  max(abs(roughness / true_roughness - 1)) AS largest_error FROM reaches" "$output/parameters.gpkg"
echo "$output/parameters.gpkg holds the map (roughness beside true_roughness): open it in QGIS"
