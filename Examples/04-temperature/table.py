#!/usr/bin/env python3
"""Tables of this example's README from the runs' folders; ncdump reads the NetCDF files.

    table.py GAUGES FIRST_DAYS OTHERS [NETWORK DATA]

The first three are run folders of `thalweg train`, NETWORK one of `thalweg route`, DATA the folder
drb_temperature.
"""
import csv
import datetime
import json
import math
import os
import subprocess
import sys

MODELS = [
    ("same_day_air", "air of the same day"),
    ("season", "sine of the year"),
    ("comparison", "PRMS-SNTemp, uncalibrated"),
    ("lagged_air", "lagged-air regression"),
    ("lagged_air_and_season", "... with a sine of the year"),
    ("learned", "**learned box**"),
]


def table(title, folder):
    with open(os.path.join(folder, "metrics.json")) as file:
        results = json.load(file)
    print(f"\n{title}\n\n| model | " + " | ".join(r["station"] for r in results) + " |")
    print("| --- |" + " ---: |" * len(results))
    for key, name in MODELS:
        print(f"| {name} | " + " | ".join(f"{r['test'][key]['rmse']:.2f}" for r in results) + " |")
    print("| *days of training, of test* | "
          + " | ".join(f"{r['trained_days']}, {r['test']['learned']['days']}" for r in results)
          + " |")


def parameters(folder):
    with open(os.path.join(folder, "metrics.json")) as file:
        results = json.load(file)
    print("\n| learned parameter | " + " | ".join(r["station"] for r in results) + " |")
    print("| --- |" + " ---: |" * len(results))
    for name in sorted(results[0]["parameters"]):
        print(f"| {name} | " + " | ".join(f"{r['parameters'][name]:.2f}" for r in results) + " |")


def values(path, name):
    text = subprocess.run(["ncdump", "-v", name, path], check=True, capture_output=True,
                          text=True).stdout
    text = text.rsplit(f"\n {name} =", 1)[1].split(";")[0].replace("{", "").replace("}", "")
    return [math.nan if v.strip() in ("_", "NaN", "NaNf") else float(v) for v in text.split(",")]


def network(run, data):
    with open(os.path.join(data, "prms_segments.csv")) as file:
        segment = {row["seg_id_nat"]: float(row["segment"]) for row in csv.DictReader(file)}
    ids = values(os.path.join(run, "water_temperature.nc"), "feature_id")
    found = values(os.path.join(run, "water_temperature.nc"), "water_temperature")
    path = os.path.join(data, "drb_pred_obs_1980_2016.nc")
    names = values(path, "seg_id_nat")
    other = values(path, "sntemp_water_temperature")
    observed = values(path, "observed_water_temperature")
    days, total = 731, 13241
    december = 31
    print("\n| segment | mean of December 1980: here | SNTemp | grab samples 1980-2016 "
          "| RMSE against the same days of 1979-80 | bias |")
    print("| --- |" + " ---: |" * 5)
    for row, name in enumerate(names):
        place = ids.index(segment[str(int(name))])
        mine = found[place * days:(place + 1) * days]
        # The other model begins at 0 degC on 1980-10-01 and needs two months to forget it.
        theirs = other[row * total + 61:row * total + 61 + december]
        errors = []
        for day, value in enumerate(observed[row * total:(row + 1) * total]):
            if not math.isnan(value):
                date = datetime.date(1980, 10, 1) + datetime.timedelta(day)
                same = min(date.timetuple().tm_yday, 365) - 1
                errors.append((mine[same] + mine[same + 365]) / 2 - value)
        error = math.sqrt(sum(e * e for e in errors) / len(errors))
        print(f"| {int(name)} | {sum(mine[-december:]) / december:.1f} | "
              f"{sum(theirs) / december:.1f} | {len(errors)} | {error:.1f} | "
              f"{sum(errors) / len(errors):.1f} |")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 6):
        sys.exit(__doc__)
    table("Trained on 2003-09-15..2005-09-30:", sys.argv[1])
    table("Trained on the first 100 observed days:", sys.argv[2])
    table("Trained on the other two stations:", sys.argv[3])
    parameters(sys.argv[1])
    if len(sys.argv) == 6:
        network(sys.argv[4], sys.argv[5])
