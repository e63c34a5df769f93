"""Time reliability beside psych of R in one run: python benchmarks/reliability.py [--repeat 3] [--no-r]

(a) alpha of 20 items x 5,000 rows with the percentile interval of 1,000 bootstrap samples: `survey.assess_reliability`,
    the public path from a data frame, beside psych::alpha(x, n.iter = 1000), whose loop is what an R user would run.
    psych uses two processes for its bootstrap where there are two cores. Left out without R and psych.
(b) every estimator of 6 seven-point items x 1,000 rows, without a bootstrap and with one of 1,000 samples.

Wall seconds, median of the repeats; times vary with what else the machine does, so read ratios from one run.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd

import survey as sv
from survey.analysis.measurement.reliability import ESTIMATORS, Reliability

N_BOOT = 1000
R_SCRIPT = """
suppressPackageStartupMessages(library(psych))
x <- read.csv("{path}")
invisible(suppressWarnings(alpha(x, n.iter = 2)))
for (i in seq_len({repeats})) {{
  s <- proc.time()[["elapsed"]]
  a <- suppressWarnings(alpha(x, n.iter = {n_boot}))
  cat("seconds", proc.time()[["elapsed"]] - s, "\\n")
}}
cat("ends", quantile(a$boot[, "raw_alpha"], c(.025, .975)), "\\n")
cat("versions", R.version.string, "psych", as.character(packageVersion("psych")), "\\n")
"""


def make_frame(items: int, rows: int, seed: int = 1) -> pd.DataFrame:
    """Return simulated 7-point answers to items of one factor."""
    rng = np.random.default_rng(seed)
    latent = 0.65 * rng.normal(size=(rows, 1)) + 0.76 * rng.normal(size=(rows, items))
    points = np.clip(np.round(4.6 + 1.3 * latent), 1, 7)
    return pd.DataFrame(points, columns=[f"item{j + 1}" for j in range(items)])


def time_median(call: Callable[[], object], repeat: int) -> float:
    """Return the median wall seconds of a call."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def run_psych(frame: pd.DataFrame, repeat: int) -> dict[str, str] | None:
    """Return what psych says and how long it takes; None where R or psych is not there."""
    if shutil.which("Rscript") is None:
        return None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "answers.csv"
        frame.to_csv(path, index=False)
        script = R_SCRIPT.format(path=path.as_posix(), repeats=repeat, n_boot=N_BOOT)
        done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    lines = [line.split(maxsplit=1) for line in done.stdout.splitlines() if " " in line]
    seconds = [float(rest) for name, rest in lines if name == "seconds"]
    return {**{name: rest for name, rest in lines if name != "seconds"}, "seconds": str(median(seconds))}


def main() -> None:
    """Run both comparisons and print their figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3, help="repeats per measurement")
    parser.add_argument("--no-r", action="store_true", help="leave psych out")
    given = parser.parse_args()
    names = ["numpy", "scipy", "pandas"]
    print(f"python {platform.python_version()}, " + ", ".join(f"{name} {metadata.version(name)}" for name in names))
    print(f"{os.cpu_count()} cores; wall seconds, median of {given.repeat}\n")

    frame = make_frame(20, 5000)

    def alpha() -> Reliability:
        return sv.assess_reliability(frame, estimators=["alpha"], interval="percentile", n_boot=N_BOOT, seed=1)

    row = alpha().table.iloc[0]  # imports are not timed
    wall = time_median(alpha, max(given.repeat, 5))
    print(f"(a) alpha, 20 items x 5,000 rows, {N_BOOT:,} bootstrap samples")
    print(f"    survey.assess_reliability: {wall:.3f} s, interval {row['conf_low']:.4f} to {row['conf_high']:.4f}")
    peer = None if given.no_r else run_psych(frame, given.repeat)
    if peer is None:
        print("    psych::alpha: not run")
    else:
        print(
            f"    psych::alpha, {peer['versions'].strip()}: {float(peer['seconds']):.2f} s, "
            f"interval {peer['ends'].strip()}"
        )
        print(f"    ratio: {float(peer['seconds']) / wall:.0f}")

    small = make_frame(6, 1000)
    plain = [name for name in ESTIMATORS if name != "omega_hierarchical"]
    alone = time_median(lambda: sv.assess_reliability(small, estimators=ESTIMATORS), given.repeat)
    drawn = time_median(
        lambda: sv.assess_reliability(small, estimators=plain, interval="bca", n_boot=N_BOOT, seed=1), 1
    )
    print("\n(b) 6 items x 1,000 rows")
    print(f"    all {len(ESTIMATORS)} estimators: {alone:.3f} s")
    print(f"    all but omega hierarchical with BCa intervals of {N_BOOT:,} samples: {drawn:.2f} s")


if __name__ == "__main__":
    main()
