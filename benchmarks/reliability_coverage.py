"""How often 95 % intervals of reliability cover the truth: python benchmarks/reliability_coverage.py [--surveys 1000]

Each survey asks six items, with loadings from .5 to .8 on one factor, of 300 respondents on skewed 5- or 7-point scales
(skewness about -1, as satisfaction ratings have). The truth of an estimator is its value in a very large sample of the
same population. Printed: the share of surveys whose interval covers it, and those below and above. The simulation error
of a share of .95 is .007 in 1,000 surveys. Polychoric estimators are resampled too with --ordinal, which takes longer.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from survey.stats.scale_reliability import IntervalOptions, ScaleEstimate, estimate_scale

CUTS = {5: [-2.0, -1.4, -0.7, 0.3], 7: [-2.2, -1.7, -1.2, -0.7, -0.1, 0.6]}
LOADINGS = np.linspace(0.5, 0.8, 6)
CLOSED = ("alpha",)
SMOOTH = ("alpha", "omega_total", "lambda2", "lambda6")
ORDINAL = ("alpha_ordinal", "omega_ordinal", "omega_categorical")
POPULATION = 400_000


def draw_answers(rng: np.random.Generator, respondents: int, points: int) -> np.ndarray:
    """Return answers of one survey, shape (respondents, 6)."""
    own = np.sqrt(1 - LOADINGS**2) * rng.normal(size=(respondents, len(LOADINGS)))
    return np.searchsorted(CUTS[points], rng.normal(size=(respondents, 1)) * LOADINGS + own) + 1.0


def estimate_survey(rows: np.ndarray, seed: int, n_boot: int, bootstrapped: tuple[str, ...]) -> Iterator[ScaleEstimate]:
    """Yield the estimates with each kind of interval offered for them."""
    plans = {"feldt": CLOSED, "duhachek": CLOSED, "distribution_free": SMOOTH}
    for method, names in {**plans, "percentile": bootstrapped, "bca": bootstrapped}.items():
        resampled = method in ("percentile", "bca")
        how = IntervalOptions(method=method, n_boot=n_boot if resampled else 0, seed=seed)
        yield from estimate_scale(rows, names, intervals=how).estimates


def main() -> None:
    """Print the coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=1000)
    parser.add_argument("--respondents", type=int, default=300)
    parser.add_argument("--n-boot", type=int, default=400)
    parser.add_argument("--ordinal", action="store_true", help="resample polychoric estimators too")
    given = parser.parse_args()
    bootstrapped = SMOOTH + (ORDINAL if given.ordinal else ())
    for points in CUTS:
        population = draw_answers(np.random.default_rng(2**31), POPULATION, points)
        truth = {one.estimator: one.estimate for one in estimate_scale(population, bootstrapped).estimates}
        sides = defaultdict(list)
        for seed in range(given.surveys):
            rows = draw_answers(np.random.default_rng(seed), given.respondents, points)
            for one in estimate_survey(rows, seed, given.n_boot, bootstrapped):
                value = truth[one.estimator]
                sides[one.interval, one.estimator].append((value < one.low, value > one.high))
        print(f"\n{points} points, {given.surveys} surveys of {given.respondents}, {given.n_boot} bootstrap samples")
        for (method, name), missed in sides.items():
            below, above = np.mean(missed, axis=0)
            print(f"  {method:<18}{name:<26}true {truth[name]:.4f}  covered {1 - below - above:.3f}"
                  f"  (truth below {below:.3f}, above {above:.3f})")  # fmt: skip


if __name__ == "__main__":
    main()
