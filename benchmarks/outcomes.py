"""Time ordered answers beside statsmodels in one run: python benchmarks/outcomes.py [--repeat 3] [--importance]

10 drivers x 100,000 rows, an outcome of five ordered answers. `survey.model_outcome(…, kind="ordered")` is the full
public path from a data frame: the model, Brant's test, variance inflation, every table. The peer is one call of
statsmodels' OrderedModel(…, distr="logit").fit(method="bfgs"), which gives the model alone. Both run in this process,
on the same data, in turn; the median of the repeats is printed, and how far apart the coefficients are. With
importance (1,024 models of subsets) ours runs alone, for statsmodels has no such call.
"""

from __future__ import annotations

import argparse
import platform
import time
import warnings
from collections.abc import Callable
from importlib import metadata
from statistics import median

import numpy as np
import pandas as pd

import survey as sv

DRIVERS = [f"driver{j + 1}" for j in range(10)]


def make_frame(rows: int, *, points: int | None = None, seed: int = 1) -> pd.DataFrame:
    """Return correlated drivers, scores or answers of so many points, and an outcome of five answers."""
    rng = np.random.default_rng(seed)
    latent = 0.6 * rng.normal(size=(rows, 1)) + 0.8 * rng.normal(size=(rows, len(DRIVERS)))
    seen = latent if points is None else np.clip(np.round(latent * 1.2) + 3, 1, points)
    outcome = seen @ np.linspace(0.1, 0.6, len(DRIVERS)) + rng.logistic(size=rows)
    answers = np.digitize(outcome, np.quantile(outcome, [0.08, 0.22, 0.5, 0.8])) + 1
    return pd.DataFrame(seen, columns=DRIVERS).assign(rating=answers)


def time_median(call: Callable[[], object], repeat: int) -> float:
    """Return median wall seconds of a call."""
    seconds = []
    for _ in range(repeat):
        start = time.perf_counter()
        call()
        seconds.append(time.perf_counter() - start)
    return median(seconds)


def fit_peer(frame: pd.DataFrame) -> np.ndarray:
    """Return the coefficients of statsmodels."""
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = OrderedModel(frame["rating"], frame[DRIVERS], distr="logit").fit(method="bfgs", disp=False)
    return np.asarray(fit.params[: len(DRIVERS)])


def main() -> None:
    """Print seconds and ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--importance", action="store_true", help="also with importance, half a minute each")
    options = parser.parse_args()
    print(f"Python {platform.python_version()}, numpy {np.__version__}, statsmodels {metadata.version('statsmodels')}")
    frame = make_frame(options.rows)

    def fit_ours(test_slopes: bool = False) -> sv.OutcomeModel:
        return sv.model_outcome(frame, outcome="rating", kind="ordered", importance=False, test_slopes=test_slopes)

    apart = np.max(np.abs(fit_ours().table["coefficient"].to_numpy() - fit_peer(frame)))
    ours, peer = time_median(fit_ours, options.repeat), time_median(lambda: fit_peer(frame), options.repeat)
    print(f"{options.rows:,} rows x {len(DRIVERS)} drivers: model_outcome {ours:.3f} s, OrderedModel {peer:.2f} s")
    print(f"ratio {peer / ours:.1f}; coefficients differ by at most {apart:.1e}")
    tested = time_median(lambda: fit_ours(test_slopes=True), options.repeat)
    print(f"with Brant's test, which the peer lacks: {tested:.3f} s, ratio {peer / tested:.1f}")
    for name, points in (("scores", None), ("answers of 5 points", 5)) if options.importance else ():
        data = make_frame(options.rows, points=points)
        start = time.perf_counter()
        sv.model_outcome(data, outcome="rating", kind="ordered")
        print(f"with importance, drivers are {name}: model_outcome {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main()
