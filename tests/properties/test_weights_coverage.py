"""Coverage of intervals of a raked mean in simulated stratified, clustered surveys.

`benchmarks/weights_coverage.py` does the same at length, for shares of R² too.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.linearisation import linearised_means
from survey.stats.raking import rake, rake_replicates
from survey.stats.replicate_multipliers import rescaling_multipliers
from survey.stats.replicate_statistics import replicate_means
from survey.stats.replicates import Replicates
from survey.stats.sample_design import take_design
from survey.stats.t_intervals import t_interval

SURVEYS, N_BOOT, STRATA, CLUSTERS, SIZE = 300, 100, 5, 6, 10
SEX, AGE = np.array([0.5, 0.5]), np.array([0.3, 0.45, 0.25])
ANSWERS = np.outer([0.95, 0.55], [1.0, 0.85, 0.6])
EFFECT_SEX, EFFECT_AGE = np.array([-0.8, 0.8]), np.array([-1.4, 0.2, 1.2])
TRUTH = float(SEX @ EFFECT_SEX + AGE @ EFFECT_AGE)  # strata and clusters have mean 0


def draw(rng: np.random.Generator) -> tuple[np.ndarray, ...]:
    n = STRATA * CLUSTERS * SIZE
    stratum = np.repeat(np.arange(STRATA), CLUSTERS * SIZE)
    cluster = np.repeat(np.arange(STRATA * CLUSTERS), SIZE)
    sex, age = rng.choice(2, n, p=SEX), rng.choice(3, n, p=AGE)
    shift = rng.normal(0, 0.3, STRATA * CLUSTERS)[cluster] + 0.2 * (stratum - (STRATA - 1) / 2)
    rating = shift + EFFECT_SEX[sex] + EFFECT_AGE[age] + rng.normal(size=n)
    stays = rng.random(n) < ANSWERS[sex, age]
    return tuple(column[stays] for column in (stratum, cluster, np.column_stack([sex, age]), rating[:, None]))


@pytest.fixture(scope="module")
def ends() -> dict[str, np.ndarray]:
    """Lower and upper ends of each survey's interval, by way, shape (surveys, 2)."""
    found: dict[str, list[list[float]]] = {"again": [], "fixed": [], "linearised": [], "unweighted": []}
    for seed in range(SURVEYS):
        stratum, cluster, codes, x = draw(np.random.default_rng([7, seed]))
        design, targets = take_design(len(x), stratum, cluster), [SEX, AGE]
        w = rake(codes, targets).weights
        times = rescaling_multipliers(design, n_boot=N_BOOT, seed=seed)
        for way, weights in (("again", rake_replicates(codes, targets, times).weights), ("fixed", times * w)):
            means, _ = replicate_means(x, Replicates(weights, w, np.full(N_BOOT, 1 / N_BOOT), design.df))
            found[way].append([means.conf_low[0], means.conf_high[0]])
        for way, settings in (
            ("linearised", {"weights": w, "calibrated_on": codes}),
            ("unweighted", {"weights": None}),
        ):
            linear = linearised_means(x, design=design, **settings)
            low, high = t_interval(linear.estimate, linear.std_error, design.df)
            found[way].append([low[0], high[0]])
    return {way: np.array(rows) for way, rows in found.items()}


def coverage(ends: np.ndarray) -> float:
    return float(np.mean((ends[:, 0] <= TRUTH) & (ends[:, 1] >= TRUTH)))


@pytest.mark.parametrize("way", ["again", "linearised"])
def test_raking_again_and_residuals_cover(ends, way):
    # 0.95 less three simulation errors of 300 surveys is 0.912
    assert 0.915 <= coverage(ends[way]) <= 0.985


def test_weights_taken_for_fixed_are_too_wide_and_no_weights_miss(ends):
    widths = {way: float(np.mean(rows[:, 1] - rows[:, 0])) for way, rows in ends.items()}
    assert widths["fixed"] > 1.15 * widths["again"]
    assert widths["linearised"] == pytest.approx(widths["again"], rel=0.03)
    assert coverage(ends["fixed"]) > coverage(ends["again"])
    assert coverage(ends["unweighted"]) < 0.5
