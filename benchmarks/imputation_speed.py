"""How long a multiple imputation of ratings takes.

    python benchmarks/imputation_speed.py --respondents 5000 --items 40

Ratings of 1 to 7 from eight constructs of items that correlate, a tenth of the answers missing; frame in, 20 completed
copies out. One thread is used whatever the machine has.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd

import survey as sv

CONSTRUCTS = 8


def draw_ratings(n: int, items: int, share: float, rng: np.random.Generator) -> pd.DataFrame:
    """Draw ratings with holes, shape (n, items)."""
    overall = rng.normal(size=(n, 1))
    factors = 0.6 * overall + 0.8 * rng.normal(size=(n, CONSTRUCTS))
    own = factors[:, np.arange(items) % CONSTRUCTS]
    ratings = np.clip(np.round(4.5 + own + rng.normal(size=(n, items))), 1, 7)
    return pd.DataFrame(ratings, columns=[f"q{item}" for item in range(items)]).mask(rng.random((n, items)) < share)


def main() -> None:
    """Print processor and wall time."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--respondents", type=int, default=5000)
    parser.add_argument("--items", type=int, default=40)
    parser.add_argument("--missing", type=float, default=0.1)
    parser.add_argument("--m", type=int, default=20)
    parser.add_argument("--iterations", type=int, default=10)
    given = parser.parse_args()
    frame = draw_ratings(given.respondents, given.items, given.missing, np.random.default_rng(1))
    wall, processor = time.perf_counter(), time.process_time()
    imputations = sv.impute_responses(frame, m=given.m, iterations=given.iterations, seed=1)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    print(f"survey {sv.__version__}: {given.respondents} x {given.items}, m {given.m}, {given.iterations} iterations")
    print(f"processor {processor:.1f} s, wall {wall:.1f} s; largest R-hat {imputations.table['r_hat'].max():.3f}")


if __name__ == "__main__":
    main()
