#!/usr/bin/env python3
"""Inputs of brandywine.yaml from ../shared/data/drb_temperature: the segments above 2037, with the
four gauges of temperature on them.

    brandywine.py DATA FOLDER        (needs ncdump and ncgen)

Nothing is known of these days but air temperature and modelled discharge at the four gauges, so:
lateral inflow is the discharge of PRMS-SNTemp at the nearest gauge below, by drainage area; weather
is that gauge's; the sun is a climatology (Angstrom's formula with half the hours sunny, Allen et al.
1998, equations 21 and 35).
"""
import csv
import math
import os
import subprocess
import sys

GAUGES = ["2007", "2012", "2014", "2037"]
SQUARE_METRES_PER_ACRE = 4046.856


def values(path, name):
    text = subprocess.run(["ncdump", "-v", name, path], check=True, capture_output=True,
                          text=True).stdout
    text = text.rsplit(f"\n {name} =", 1)[1].split(";")[0]
    return [math.nan if v.strip() in ("_", "NaN", "NaNf") else float(v) for v in text.split(",")]


def shortwave(latitude, day):
    """W m-2; `day` counted from 1 January."""
    angle = 2 * math.pi * day / 365
    distance = 1 + 0.033 * math.cos(angle)
    declination = 0.409 * math.sin(angle - 1.39)
    phi = math.radians(latitude)
    sunset = math.acos(-math.tan(phi) * math.tan(declination))
    above = 1367 / math.pi * distance * (
        sunset * math.sin(phi) * math.sin(declination)
        + math.cos(phi) * math.cos(declination) * math.sin(sunset))
    return (0.25 + 0.5 * 0.5) * above


def main(data, folder):
    with open(os.path.join(data, "prms_segments.csv")) as file:
        rows = {int(row["segment"]): row for row in csv.DictReader(file)}
    below = {segment: int(row["tosegment"]) for segment, row in rows.items()}
    gauged = {next(s for s, row in rows.items() if row["seg_id_nat"] == g): place
              for place, g in enumerate(GAUGES)}
    outlet = next(s for s, place in gauged.items() if GAUGES[place] == "2037")

    def gauge_below(segment):
        while segment and segment not in gauged:
            segment = below[segment]
        return segment

    def drains(segment):
        while segment and segment != outlet:
            segment = below[segment]
        return segment == outlet

    segments = [s for s in rows if drains(s)]
    area = {s: float(rows[s]["cum_area"]) * SQUARE_METRES_PER_ACRE / 1e6 for s in segments}
    unit = {s: max(area[s] - sum(area[u] for u in segments if below[u] == s), 0.01)
            for s in segments}

    path = os.path.join(data, "drb_drivers_obs_2003_2006.nc")
    discharge = values(path, "sntemp_discharge")
    air = values(path, "air_temperature")
    observed = values(path, "observed_water_temperature")
    days = len(air) // len(GAUGES)
    row = lambda series, place: series[place * days:(place + 1) * days]
    inflow, warmth, sun = [], [], []
    for s in segments:
        gauge = gauge_below(s)
        place = gauged[gauge]
        inflow += [q * unit[s] / area[gauge] for q in row(discharge, place)]
        warmth += row(air, place)
        # Day 0 is 15 September.
        sun += [shortwave(float(rows[s]["latitude"]), 258 + d) for d in range(days)]

    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "segments.csv"), "w") as file:
        file.write("segment,tosegment,length_m,slope,drainage_area_km2\n")
        for s in segments:
            to = below[s] if s != outlet else 0
            file.write(f"{s},{to},{rows[s]['length_m']},{rows[s]['slope']},{area[s]:.3f}\n")
    with open(os.path.join(folder, "gauges.csv"), "w") as file:
        file.write("station,reach_id\n")
        for s, place in sorted(gauged.items()):
            file.write(f"{GAUGES[place]},{s}\n")

    def write(name, feature, ids, variables):
        lines = ["netcdf x {", "dimensions:", f" {feature} = {len(ids)} ;",
                 f" time = {days} ;", "variables:", f" int64 {feature}({feature}) ;",
                 " int64 time(time) ;", ' time:units = "days since 2003-09-15" ;',
                 ' time:calendar = "proleptic_gregorian" ;']
        for variable, unit_text, _ in variables:
            lines += [f" float {variable}({feature}, time) ;",
                      f' {variable}:units = "{unit_text}" ;', f" {variable}:_FillValue = NaNf ;"]
        lines += ["data:", f" {feature} = {', '.join(map(str, ids))} ;",
                  f" time = {', '.join(map(str, range(days)))} ;"]
        for variable, _, series in variables:
            numbers = ", ".join("_" if math.isnan(v) else f"{v:.7g}" for v in series)
            lines.append(f" {variable} = {numbers} ;")
        target = os.path.join(folder, name)
        with open(target + ".cdl", "w") as file:
            file.write("\n".join(lines + ["}"]))
        subprocess.run(["ncgen", "-4", "-o", target, target + ".cdl"], check=True)
        os.remove(target + ".cdl")

    count = len(segments) * days
    write("drivers.nc", "segment", segments, [
        ("lateral_inflow", "m3 s-1", inflow), ("air_temperature", "degC", warmth),
        ("relative_humidity", "1", [0.7] * count), ("shortwave", "W m-2", sun)])
    write("observations.nc", "station", GAUGES, [("water_temperature", "degC", observed)])
    print(f"{len(segments)} segments, {days} days in {folder}")


main(*sys.argv[1:])
