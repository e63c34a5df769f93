"""How often intervals of a raked mean cover the truth: many stratified, clustered surveys of one known population.

    python benchmarks/weights_coverage.py --surveys 500 --n-boot 200

Each survey draws clusters in strata; members answer with a probability that depends on sex and age, so that the
sample is off, and is raked to the shares of the population. Ratings depend on sex, age, stratum and cluster. The 95 %
intervals of the raked mean, of the proportion of high ratings, and of a driver's share of R² are held against the
population's values. Four ways to a standard error, all on the same raked weights:

  raked again     rescaling bootstrap of clusters within strata, raked again inside every replicate
  linearised      Taylor linearisation with residuals on the margins, clusters and strata
  weights fixed   the same bootstrap with the raked weights multiplied and left alone
  Kish            simple random sampling of Kish's effective n, no clusters and no strata

Printed: coverage with its simulation error, and mean width over that of "raked again".
"""

from __future__ import annotations

import argparse
from time import perf_counter

import numpy as np
from scipy.stats import t

from survey.stats.descriptives import effective_n
from survey.stats.importance import lmg
from survey.stats.linearisation import linearised_means
from survey.stats.moments import take_moments
from survey.stats.raking import rake, rake_replicates
from survey.stats.replicate_multipliers import rescaling_multipliers
from survey.stats.replicate_statistics import replicate_importance, replicate_means
from survey.stats.replicates import Replicates
from survey.stats.sample_design import take_design

SEX, AGE = np.array([0.5, 0.5]), np.array([0.3, 0.45, 0.25])
ANSWERS = np.outer([0.95, 0.55], [0.6, 0.85, 1.0])  # probability of an answer, by sex and age
EFFECT_SEX, EFFECT_AGE = np.array([0.0, 1.6]), np.array([-1.4, 0.2, 1.2])
NOISE_SD, STRATUM_STEP = 1.0, 0.15
HIGH = 1.0


def draw(rng, strata: int, clusters: int, size: int, spread: float, *, everybody: bool = False):
    """Return stratum, cluster, sex, age, and outcome with two drivers, of those who answer."""
    n = strata * clusters * size
    stratum, cluster = np.repeat(np.arange(strata), clusters * size), np.repeat(np.arange(strata * clusters), size)
    sex, age = rng.choice(2, n, p=SEX), rng.choice(3, n, p=AGE)
    shift = rng.normal(0, spread, (strata * clusters, 3))[cluster]
    place = STRATUM_STEP * (stratum - (strata - 1) / 2)
    first = shift[:, 0] + 0.3 * EFFECT_AGE[age] + rng.normal(size=n)
    second = shift[:, 1] + 0.4 * first + rng.normal(size=n)
    outcome = place + shift[:, 2] + EFFECT_SEX[sex] + EFFECT_AGE[age] + 0.5 * first + 0.3 * second * (1 + sex)
    outcome = outcome + rng.normal(0, NOISE_SD, n)
    stays = np.ones(n, bool) if everybody else rng.random(n) < ANSWERS[sex, age]
    columns = (stratum, cluster, sex, age, np.column_stack([outcome, first, second]))
    return tuple(column[stays] for column in columns)


def population(strata: int, spread: float) -> np.ndarray:
    """Return mean, high share and the first driver's share of R² among some four million."""
    rows = draw(np.random.default_rng(0), strata, 400_000 // strata, 10, spread, everybody=True)[4]
    importance = lmg(take_moments(rows).covariance)
    return np.array([rows[:, 0].mean(), (rows[:, 0] > HIGH).mean(), importance[0] / importance.sum()])


def survey(
    seed: int, strata: int, clusters: int, size: int, spread: float, n_boot: int
) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Return the lower and upper ends of the intervals of one survey, by way; NaN where a way has none."""
    rng = np.random.default_rng([1, seed])
    stratum, cluster, sex, age, rows = draw(rng, strata, clusters, size, spread)
    codes, targets = np.column_stack([sex, age]), [SEX, AGE]
    design = take_design(len(rows), stratum, cluster)
    w = rake(codes, targets).weights
    x = np.column_stack([rows[:, 0], rows[:, 0] > HIGH]).astype(float)
    times = rescaling_multipliers(design, n_boot=n_boot, seed=seed)
    scales = np.full(n_boot, 1 / n_boot)
    ends = {}
    for way, weights in (("raked again", rake_replicates(codes, targets, times).weights), ("weights fixed", times * w)):
        replicates = Replicates(weights, w, scales, design.df)
        means, _ = replicate_means(x, replicates)
        _, shares = replicate_importance(rows, replicates)
        ends[way] = (np.append(means.conf_low, shares.conf_low[0]), np.append(means.conf_high, shares.conf_high[0]))
    linear = linearised_means(x, w, design, calibrated_on=codes)
    half = t.ppf(0.975, design.df) * linear.std_error
    ends["linearised"] = (np.append(linear.estimate - half, np.nan), np.append(linear.estimate + half, np.nan))
    size_eff = effective_n(w)
    margin = np.sqrt((w @ (x - linear.estimate) ** 2) / w.sum() / size_eff) * t.ppf(0.975, size_eff - 1)
    ends["Kish"] = (np.append(linear.estimate - margin, np.nan), np.append(linear.estimate + margin, np.nan))
    return ends


def main() -> None:
    """Print the coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--strata", type=int, default=8)
    parser.add_argument("--clusters", type=int, default=6, help="clusters in each stratum")
    parser.add_argument("--size", type=int, default=20, help="members of a cluster who are asked")
    parser.add_argument("--spread", type=float, default=0.3, help="standard deviation between clusters")
    parser.add_argument("--n-boot", type=int, default=200)
    given = parser.parse_args()
    started = perf_counter()
    truth = population(given.strata, given.spread)
    settings = (given.strata, given.clusters, given.size, given.spread, given.n_boot)
    found = [survey(seed, *settings) for seed in range(given.surveys)]
    values = f"mean {truth[0]:.3f}, high {truth[1]:.3f}, share {truth[2]:.3f}"
    print(f"{given.surveys} surveys, {perf_counter() - started:.0f} s; truth: {values}")
    widths = {way: np.mean([high - low for low, high in (ends[way] for ends in found)], axis=0) for way in found[0]}
    for way in ("raked again", "linearised", "weights fixed", "Kish"):
        lows, highs = (np.array([ends[way][side] for ends in found]) for side in (0, 1))
        covered = np.mean((lows <= truth) & (truth <= highs), axis=0)
        texts = [
            f"{name} {rate:.3f} ± {np.sqrt(rate * (1 - rate) / given.surveys):.3f} (width {width:.2f})"
            for name, rate, width in zip(
                ("mean", "high", "share"), covered, widths[way] / widths["raked again"], strict=True
            )
            if np.isfinite(width)
        ]
        print(f"  {way:<14} " + "   ".join(texts))


if __name__ == "__main__":
    main()
