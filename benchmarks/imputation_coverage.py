"""How often intervals after multiple imputation cover the truth, beside complete rows: many simulated surveys.

    python benchmarks/imputation_coverage.py --surveys 500 --respondents 300

Each survey has three ratings of 1 to 7: the outcome, answered by all, and two drivers of it. A fifth of the answers to
each driver is missing, the more the lower the outcome: at random, given an answer that is there. Estimated are the mean
of the first driver and its slope in the regression of the outcome on both, from the data before any went missing, from
complete rows, and from 20 completed copies pooled by Rubin's rules. The truth is that of a sample of a million.

Printed: bias, mean standard error, standard deviation of the estimates, and coverage of 95 % intervals with its
simulation error.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import pandas as pd
from scipy.stats import t

import survey as sv
from survey.prepare.imputation import impute_responses
from survey.stats.missing.rubin import pool_estimates
from survey.stats.regression import fit_ols

DRIVERS = ["speed", "price"]
WAYS = ("before deletion", "complete rows", "imputation")
QUANTITIES = ("mean", "slope")


def draw_survey(n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw ratings of two drivers that correlate by one half, and of an outcome of which they explain about a half."""
    latent = rng.multivariate_normal([0.0, 0.0], [[1.0, 0.5], [0.5, 1.0]], size=n)
    outcome = 0.5 * latent[:, 0] + 0.35 * latent[:, 1] + rng.normal(scale=0.7, size=n)
    ratings = np.clip(np.round(4.5 + 1.5 * np.column_stack([latent, outcome])), 1, 7)
    return pd.DataFrame(ratings, columns=[*DRIVERS, "overall"])


def hide_answers(ratings: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Leave out a fifth of the answers to each driver, the more the lower the outcome."""
    chance = 1 / (1 + np.exp(0.9 * (ratings["overall"].to_numpy() - 2.5)))
    hidden = rng.random((len(ratings), len(DRIVERS))) < chance[:, None]
    return ratings.assign(**{name: ratings[name].mask(hidden[:, place]) for place, name in enumerate(DRIVERS)})


def estimate(ratings: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return mean and slope of the first driver, and their variances."""
    first = ratings[DRIVERS[0]].to_numpy()
    fit = fit_ols(ratings["overall"], ratings[DRIVERS])
    return (
        np.array([first.mean(), fit.coefficients[1]]),
        np.array([first.var(ddof=1) / len(first), fit.std_error_classic[1] ** 2]),
    )


def analyse(ratings: pd.DataFrame, hidden: pd.DataFrame, *, m: int, iterations: int, seed: int) -> list[np.ndarray]:
    """Return for each way estimate, standard error and degrees of freedom, shape (3, 2)."""
    found = []
    for rows in (ratings, hidden.dropna()):
        values, variances = estimate(rows)
        found.append(np.array([values, np.sqrt(variances), len(rows) - np.array([1, 3])]))
    copies = [estimate(copy) for copy in impute_responses(hidden, m=m, iterations=iterations, seed=seed)]
    values, variances = (np.array(part) for part in zip(*copies, strict=True))
    pooled = pool_estimates(values, variances, n=len(ratings), k=np.array([1, 3]))
    return [*found, np.array([pooled.estimate, pooled.std_error, pooled.df])]


def main() -> None:
    """Print bias and coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--surveys", type=int, default=500)
    parser.add_argument("--respondents", type=int, default=300)
    parser.add_argument("--m", type=int, default=20)
    parser.add_argument("--iterations", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    start = time.process_time()
    truth, _ = estimate(draw_survey(1_000_000, np.random.default_rng(0)))
    rng = np.random.default_rng(given.seed)
    found, missing = [], []
    for number in range(given.surveys):
        ratings = draw_survey(given.respondents, rng)
        hidden = hide_answers(ratings, rng)
        missing.append(hidden[DRIVERS].isna().mean().mean())
        found.append(analyse(ratings, hidden, m=given.m, iterations=given.iterations, seed=number))
    values, errors, df = np.moveaxis(np.array(found), 2, 0)
    covered = np.abs(values - truth) <= t.ppf(0.975, df) * errors
    print(f"survey {sv.__version__}; {given.surveys} surveys of {given.respondents}, seed {given.seed}")
    print(f"{np.mean(missing):.1%} of the drivers' answers missing; {time.process_time() - start:.0f} s of one core")
    for place, quantity in enumerate(QUANTITIES):
        print(f"\n{quantity}, true value {truth[place]:.4f}")
        for way, name in enumerate(WAYS):
            rate = covered[:, way, place].mean()
            print(
                f"  {name:<16} bias {values[:, way, place].mean() - truth[place]:+.4f}"
                f"   SE {errors[:, way, place].mean():.4f}   SD {values[:, way, place].std(ddof=1):.4f}"
                f"   covered {rate:.3f} ± {np.sqrt(rate * (1 - rate) / given.surveys):.3f}"
            )


if __name__ == "__main__":
    main()
