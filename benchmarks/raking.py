"""How long raking takes: a large sample, with and without bounds, and replicates that rake again.

    python benchmarks/raking.py --rows 1000000

No peer is timed beside it: the raking packages of the Python ecosystem work on counts, or do not run on today's stack.
Printed with each time: the largest difference of a share from its target, so that nothing fast is wrong.
"""

from __future__ import annotations

import argparse
from time import perf_counter

import numpy as np

from survey.stats.raking import rake, rake_replicates
from survey.stats.replicate_multipliers import rescaling_multipliers
from survey.stats.sample_design import take_design

SIZES = (2, 6, 7, 4, 5)


def make(rows: int, seed: int = 1) -> tuple[np.ndarray, list[np.ndarray], np.ndarray]:
    """Return codes on five margins, targets away from the sample's shares, and base weights."""
    rng = np.random.default_rng(seed)
    codes = np.column_stack([rng.integers(0, size, rows) for size in SIZES])
    targets = [share / share.sum() for share in (rng.uniform(0.6, 1.4, size) for size in SIZES)]
    return codes, targets, rng.uniform(0.5, 2, rows)


def main() -> None:
    """Print the times."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=1000, help="respondents of the replicates")
    parser.add_argument("--n-boot", type=int, default=500)
    given = parser.parse_args()
    codes, targets, start = make(given.rows)
    holes = np.where(np.random.default_rng(2).random(codes.shape) < 0.03, -1, codes)
    for name, answers, bounds in (
        ("plain", codes, None),
        ("3 % without an answer", holes, None),
        ("bounds 0.3 to 3", codes, (0.3, 3.0)),
    ):
        began = perf_counter()
        fit = rake(answers, targets, start, bounds=bounds)
        print(f"{given.rows:,} rows, {len(SIZES)} margins, {name}: {perf_counter() - began:.2f} s, "
              f"{fit.iterations} passes, error {fit.margin_error:.1e}")  # fmt: skip
    codes, targets, start = make(given.sample)
    times = rescaling_multipliers(take_design(given.sample), n_boot=given.n_boot, seed=1)
    for name, bounds in (("plain", None), ("bounds 0.2 to 4", (0.2, 4.0))):
        began = perf_counter()
        made = rake_replicates(codes, targets, times, start, bounds=bounds)
        print(f"{given.n_boot} replicates of {given.sample:,} rows, raked again, {name}: "
              f"{perf_counter() - began:.2f} s, {made.missed} missed")  # fmt: skip


if __name__ == "__main__":
    main()
