"""Time path models: python benchmarks/paths.py DATA.csv [--samples 1000] [--repeat 5]

The European index model on the 24 items of `mobi` with bootstrap intervals, through `survey.estimate_paths`, beside
seminr::bootstrap_model where R has seminr. Wall seconds, least of the repeats. Without DATA.csv answers are simulated.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pandas as pd

import survey as sv

SCRIPT = Path(__file__).with_suffix(".R")


def time_seminr(frame: pd.DataFrame, samples: int) -> str:
    """Return what R says; nothing without R or seminr."""
    program = shutil.which("Rscript")
    if program is None:
        return ""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mobi.csv"
        frame.to_csv(path, index=False)
        done = subprocess.run(
            [program, str(SCRIPT), str(path), str(samples)], capture_output=True, text=True, check=False
        )
    return done.stdout.strip() if done.returncode == 0 else ""


def main() -> None:
    """Print ours, seminr's and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", nargs="?")
    parser.add_argument("--samples", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=5)
    given = parser.parse_args()
    questionnaire = sv.load_questionnaire("mobi")
    blocks = {name: list(one.items) for name, one in questionnaire.constructs.items()}
    items = [item for own in blocks.values() for item in own]
    simulated = sv.simulate_responses("mobi", n=300, seed=1).values(items).dropna()
    frame = pd.read_csv(given.data)[items] if given.data else simulated
    seconds = []
    for _ in range(given.repeat):
        start = time.perf_counter()
        sv.estimate_paths(frame, constructs=blocks, paths=questionnaire.analysis.paths, n_boot=given.samples, seed=1)
        seconds.append(time.perf_counter() - start)
    print(f"survey  {min(seconds):.3f} s for {given.samples} samples of {len(frame)} rows")
    peer = time_seminr(frame, given.samples)
    print(f"seminr  {peer} s, ratio {float(peer) / min(seconds):.0f}" if peer else "seminr is not installed: not timed")


if __name__ == "__main__":
    main()
