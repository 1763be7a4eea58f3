#!/usr/bin/env python3
"""The tables of this folder's README: what each choice brings, with every run made anew.

    Examples/02-juniata/table.py folds [NAME ...]   settings compared inside the training period
    Examples/02-juniata/table.py seeds [NAME ...]   schemes and parameterizations, seeds 1 to 5, test read

`folds` holds out one of four stretches of 1981-1995 at a time, trains on the rest and never reads
a later day. Prints Markdown. Needs ../shared/data/juniata and the built program; standard library only.
"""
import json, pathlib, statistics, subprocess, sys, tempfile

root = pathlib.Path(__file__).resolve().parents[2]
data = root.parent / "shared/data/juniata"
program = root / ".build/release/thalweg"
gauge = "01567000"
folds = ["1981-10-01..1984-09-30", "1984-10-01..1988-09-30", "1988-10-01..1992-09-30",
         "1992-10-01..1995-09-30"]
free = {"model": "per_reach"}


def settings(scheme="conservative", n=free, p=free, q=free, expansion="repeat", factor=True,
             rate=0.1, epochs=20, **training):
    return {
        "network": {"file": data / "reaches.gpkg"}, "gauges": {"file": data / "gages.csv"},
        "attributes": {"file": data / "attributes.nc", "missing": "mean"},
        "inflow": {"file": data / "lateral_inflow.nc", "expansion": expansion,
                   "learn_factor": str(factor).lower()},
        "observations": {"file": data / "observations.nc"},
        "routing": {"scheme": scheme},
        "parameters": {"roughness": n, "width_factor": p, "width_exponent": q},
        "time_offset": {"hours": "auto", "learn": "true"},
        "uncertainty": {"profile": "false", "sensitivity": "false"},
        "training": {"loss": "nse", "epochs": epochs, "window_days": 395, "warm_up_days": 30,
                     "learning_rate": rate, "offset_rate_factor": 5, "keep": "last"} | training,
    }


fixed, constant = {"model": "fixed"}, {"model": "constant"}
mlp = {"model": "mlp"}
runs = {
    "lagged, free": settings("lagged", factor=False),
    "lagged, free, inflow factor": settings("lagged"),
    "conservative, constant": settings(n=constant, p=fixed, q=fixed, factor=False, rate=0.03),
    "conservative, constant, inflow factor": settings(n=constant, p=fixed, q=fixed, rate=0.03),
    "conservative, power law, inflow factor": settings(
        n={"model": "power_law"}, p=fixed, q=fixed, rate=0.03),
    "conservative, MLP, inflow factor": settings(n=mlp, p=mlp, q=fixed, rate=0.01, epochs=30),
    "conservative, free": settings(factor=False),
    "conservative, free, inflow factor": settings(),
    "conservative, free, inflow factor, linear": settings(expansion="linear"),
    "conservative, free, inflow factor, rate 0.05": settings(rate=0.05),
    "conservative, free n, inflow factor": settings(p=fixed, q=fixed),
}


def text(value, depth=0):
    lines = []
    for key, item in value.items():
        if isinstance(item, dict):
            lines += ["  " * depth + f"{key}:", text(item, depth + 1)]
        else:
            lines.append("  " * depth + f"{key}: {item}")
    return "\n".join(lines)


def train(configuration, seed, folder):
    file = pathlib.Path(folder) / "config.yaml"
    file.write_text(text(configuration) + "\n")
    output = pathlib.Path(folder) / "run"
    subprocess.run([program, "train", file, "--seed", str(seed), "--output", output, "--overwrite",
                    "--quiet"], check=True)
    return json.loads((output / "metrics.json").read_text())


def compare_folds(names):
    print("| settings | held out, 1 - NSE | fitted, 1 - NSE | inflow factor |\n| --- | --- | --- | --- |")
    for name in names:
        held, fitted, variance, factors = 0.0, [], 0.0, []
        for fold in folds:
            with tempfile.TemporaryDirectory() as folder:
                periods = {"train": "1981-10-01..1995-09-30", "validation": fold}
                metrics = train(runs[name] | {"periods": periods}, 1, folder)
            part = metrics["gauges"][gauge]["validation"]
            square = part["rmse"] ** 2 * part["days"]
            held += square
            variance += square / (1 - part["nse"])
            fitted.append(1 - metrics["gauges"][gauge]["fit"]["nse"])
            factors.append(metrics["inflow_factor"])
        print(f"| {name} | {held / variance:.4f} | {statistics.mean(fitted):.4f} "
              f"| {min(factors):.3f} to {max(factors):.3f} |", flush=True)


def compare_seeds(names):
    print("| settings | training NSE / KGE, median | test NSE, seeds 1 to 5 | test KGE | residual of the balance |"
          "\n| --- | --- | --- | --- | --- |")
    for name in names:
        all_metrics = []
        for seed in range(1, 6):
            with tempfile.TemporaryDirectory() as folder:
                periods = {"train": "1981-10-01..1995-09-30", "test": "1995-10-01..2010-09-30"}
                all_metrics.append(train(runs[name] | {"periods": periods}, seed, folder))
        score = lambda part, key: [m["gauges"][gauge][part][key] for m in all_metrics]
        listed = lambda values: ", ".join(f"{value:.3f}" for value in values)
        residual = max(abs(m["water_balance"]["relative_residual"]) for m in all_metrics)
        print(f"| {name} | {statistics.median(score('train', 'nse')):.3f} / "
              f"{statistics.median(score('train', 'kge')):.3f} | {listed(score('test', 'nse'))} "
              f"| {listed(score('test', 'kge'))} | {residual:.0e} |", flush=True)


if __name__ == "__main__":
    if len(sys.argv) < 2 or sys.argv[1] not in ("folds", "seeds"):
        sys.exit(__doc__)
    if not data.exists():
        sys.exit(f"there is no {data}")
    names = sys.argv[2:] or list(runs)
    unknown = [name for name in names if name not in runs]
    if unknown:
        sys.exit(f"unknown: {unknown}; known: {list(runs)}")
    (compare_folds if sys.argv[1] == "folds" else compare_seeds)(names)
