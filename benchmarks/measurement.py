"""Time measurement models beside R in one run: python benchmarks/measurement.py [--items 30] [--rows 5000] [--repeat 3]

(a) polychoric correlations of 30 five-point items x 5,000 rows: `estimate_polychoric` beside psych::polychoric.
(b) a confirmatory factor analysis of the same items as ordinal, six factors: `survey.confirm_factors` from the data
    frame, tables and all, beside lavaan::cfa(ordered = TRUE) with its fit measures and modification indices.
(c) 36 items x 1,000 rows with holes in 300 patterns by full information: `survey.confirm_factors(missing="fiml")`,
    tables and all, beside lavaan::cfa(missing = "fiml") with the same.

Wall seconds, least of the repeats. Left out where R, psych or lavaan is missing.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

import survey as sv
from survey.stats.correlations.polychoric import estimate_polychoric

PER_FACTOR = 5
CUTS = [-1.6, -0.9, 0.1, 1.0]
HOLES_ITEMS, HOLES_ROWS, HOLES_PATTERNS, HOLES_PER_FACTOR = 36, 1000, 300, 6
R_SCRIPT = """
suppressPackageStartupMessages({{library(psych); library(lavaan)}})
x <- read.csv("{path}")
seconds <- function(work) min(sapply(seq_len({repeats}), function(i) {{
  s <- proc.time()[["elapsed"]]; work(); proc.time()[["elapsed"]] - s }}))
cat("polychoric", seconds(function() suppressWarnings(polychoric(x))), "\\n")
model <- "{model}"
cat("cfa", seconds(function() {{
  fit <- cfa(model, x, ordered = TRUE); fitMeasures(fit); standardizedSolution(fit); modindices(fit) }}), "\\n")
holes <- read.csv("{holes}")
cat("fiml", seconds(function() {{
  fit <- cfa("{holes_model}", holes, missing = "fiml"); fitMeasures(fit)
  standardizedSolution(fit); modindices(fit) }}), "\\n")
cat("versions", R.version.string, "psych", as.character(packageVersion("psych")),
    "lavaan", as.character(packageVersion("lavaan")), "\\n")
"""


def make_frame(items: int, rows: int) -> pd.DataFrame:
    """Return simulated five-point answers to items of factors that correlate by about .5."""
    rng = np.random.default_rng(1)
    factors = 0.7 * rng.normal(size=(rows, 1)) + 0.71 * rng.normal(size=(rows, -(-items // PER_FACTOR)))
    latent = np.repeat(factors, PER_FACTOR, axis=1)[:, :items] * 0.75 + rng.normal(size=(rows, items)) * 0.66
    return pd.DataFrame(np.digitize(latent, CUTS) + 1, columns=[f"x{number + 1}" for number in range(items)])


def make_holes() -> pd.DataFrame:
    """Return answers of which some are hidden, in a given number of patterns."""
    rng = np.random.default_rng(2)
    hidden = rng.random((HOLES_PATTERNS, HOLES_ITEMS)) < 0.12
    kinds = np.concatenate([np.arange(HOLES_PATTERNS), rng.integers(0, HOLES_PATTERNS, HOLES_ROWS - HOLES_PATTERNS)])
    return make_frame(HOLES_ITEMS, HOLES_ROWS).astype("float64").mask(hidden[kinds])


def sort_factors(names: list[str], per_factor: int) -> dict[str, list[str]]:
    """Return factors with as many items each."""
    return {f"f{at // per_factor + 1}": names[at : at + per_factor] for at in range(0, len(names), per_factor)}


def write_model(factors: dict[str, list[str]]) -> str:
    """Return the factors as lines of a model."""
    return "; ".join(f"{factor} =~ {' + '.join(items)}" for factor, items in factors.items())


def time_least(call: Callable[[], object], repeat: int) -> float:
    """Return the least wall seconds of a call."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def time_r(frame: pd.DataFrame, model: str, holes: pd.DataFrame, holes_model: str, repeat: int) -> dict[str, str]:
    """Return what R says of the same work; nothing without R or its packages."""
    program = shutil.which("Rscript")
    if program is None:
        return {}
    with tempfile.TemporaryDirectory() as folder:
        path, holes_path, script = (Path(folder) / name for name in ("x.csv", "holes.csv", "time.R"))
        frame.to_csv(path, index=False)
        holes.to_csv(holes_path, index=False)
        text = R_SCRIPT.format(path=path, model=model, holes=holes_path, holes_model=holes_model, repeats=repeat)
        script.write_text(text, encoding="utf-8")
        done = subprocess.run([program, str(script)], capture_output=True, text=True, check=False)
    return dict(line.split(" ", 1) for line in done.stdout.splitlines()) if done.returncode == 0 else {}


def main() -> None:
    """Print ours, R's and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--repeat", type=int, default=3)
    given = parser.parse_args()
    frame = make_frame(given.items, given.rows)
    factors = sort_factors(list(frame), PER_FACTOR)
    answers = frame.to_numpy(dtype=float)
    holes = make_holes()
    holes_factors = sort_factors(list(holes), HOLES_PER_FACTOR)
    ours = {
        "polychoric": time_least(lambda: estimate_polychoric(answers), given.repeat),
        "cfa": time_least(lambda: sv.confirm_factors(frame, constructs=factors, estimator="WLSMV"), given.repeat),
        "fiml": time_least(lambda: sv.confirm_factors(holes, constructs=holes_factors, missing="fiml"), given.repeat),
    }
    theirs = time_r(frame, write_model(factors), holes, write_model(holes_factors), given.repeat)
    print(
        f"{given.items} items x {given.rows:,} rows, least of {given.repeat}; R: {theirs.get('versions', 'not here')}"
    )
    for name, seconds in ours.items():
        peer = float(theirs[name]) if name in theirs else float("nan")
        print(f"{name:12}{seconds:9.3f} s   R {peer:9.3f} s   ratio {peer / seconds:7.1f}")


if __name__ == "__main__":
    main()
