#!/usr/bin/env bash
# Files of `thalweg route` before outsiders: the IOOS compliance checker (CF 1.11) finds no error,
# xarray opens them, and one hydrograph and one map are read from them.
#
#   Tests/cf-check.sh [FILE ...]      without files: those of a small basin made here
#
# Needs Python with venv, and PyPI for compliance-checker, xarray and netCDF4; says so and ends well
# where they cannot be installed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
program="${THALWEG_PROGRAM:-.build/release/thalweg}"
work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

skip() { echo "cf-check.sh: skipped: $*"; exit 0; }
command -v python3 > /dev/null || skip "there is no python3"
python3 -m venv "$work/python" > "$work/log" 2>&1 || skip "python3 -m venv does not work here"
"$work/python/bin/pip" install -q --retries 1 --timeout 10 \
  compliance-checker xarray netCDF4 dask > "$work/log" 2>&1 ||
  skip "PyPI cannot be reached: $(tail -n 1 "$work/log")"

files=("$@")
if ((${#files[@]} == 0)); then
  "$program" generate --reaches 60 --years 1 --output "$work/basin" --quiet
  cp "$work/basin/config.yaml" "$work/basin/daily.yaml"
  cat >> "$work/basin/daily.yaml" << 'YAML'
output:
  reaches: all
  variables: [discharge, velocity, depth, width]
  statistics: [mean, maximum]
  restart_days: 100
YAML
  cp "$work/basin/config.yaml" "$work/basin/hourly.yaml"
  printf 'output:\n  reaches: outlets\n  interval: step\n' >> "$work/basin/hourly.yaml"
  "$program" route "$work/basin/daily.yaml" --output "$work/daily" --quiet
  "$program" route "$work/basin/hourly.yaml" --output "$work/hourly" --quiet
  files=("$work"/daily/streamflow_*.nc "$work/hourly/streamflow.nc" "$work/daily/restart.nc")
fi

for file in "${files[@]}"; do
  # The pieces of a run are alike: the first one speaks for them.
  [[ "$file" != */daily/streamflow_* || "$file" == "${files[0]}" ]] || continue
  "$work/python/bin/compliance-checker" -t cf:1.11 -c lenient "$file" > "$work/report" 2>&1 || {
    cat "$work/report" >&2
    echo "cf-check.sh: $file is not CF-1.11" >&2
    exit 1
  }
  echo "CF-1.11: $(basename "$file")"
done

"$work/python/bin/python" - "${files[@]}" << 'PYTHON'
import sys
import numpy
import xarray

series = [path for path in sys.argv[1:] if "restart" not in path]
for path in series:
    data = xarray.open_dataset(path)
    flow = data["streamflow"]
    assert flow.dims == ("feature", "time"), flow.dims
    assert "feature_id" in data.coords, list(data.coords)
    assert numpy.isfinite(flow[0].values).all() and numpy.isfinite(flow[:, 0].values).all()
    steps = numpy.diff(data["time"].values)
    assert (steps == steps[0]).all(), path
pieces = [path for path in series if "streamflow_" in path]
if pieces:
    whole = xarray.open_mfdataset(pieces, combine="by_coords", data_vars="minimal")
    assert (numpy.diff(whole["time"].values) > numpy.timedelta64(0)).all()
    print(f"xarray: {len(pieces)} pieces make {dict(whole.sizes)}")
print(f"xarray: {len(series)} file(s) opened")
PYTHON
