"""After imputation, answers missing at random leave no bias, and a 95 % interval covers in about 95 % of surveys.

benchmarks/imputation_coverage.py does the same with more surveys; here coverage is within three errors of the
simulation and the two points that matching from few donors may lack at some hundred respondents (van Buuren 2018,
section 3.4.2).
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from survey.prepare.imputation import impute_responses
from survey.stats.missing.rubin import pool_estimates


def hide(values: np.ndarray, cause: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return np.where(rng.random(len(values)) < 1 / (1 + np.exp(1.5 - 1.2 * cause)), np.nan, values)


def covers(estimates: list[float], variances: list[float], n: int, truth: float) -> bool:
    pooled = pool_estimates(estimates, variances, n=n)
    return bool(abs(pooled.estimate - truth) <= t.ppf(0.975, pooled.df) * pooled.std_error)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "method", "truth"),
    [
        ("number", "matching", 0.0),
        ("two", "logistic", 0.5),
        ("several", "multinomial", 0.0),
        ("order", "proportional_odds", 0.5),
    ],
)
def test_coverage_of_a_mean_or_share(kind, method, truth):
    rng, surveys, n = np.random.default_rng(11), 120, 250
    if kind == "several":
        truth = share_of_first()
    covered, listwise = [], []
    for survey in range(surveys):
        cause = rng.normal(size=n)
        answer = draw(kind, cause, rng)
        hidden = hide(answer, cause, rng)
        frame = pd.DataFrame({"answer": hidden, "cause": cause})
        if kind in ("two", "several"):
            frame["answer"] = frame["answer"].map({0.0: "first", 1.0: "second", 2.0: "third"})
        copies = impute_responses(frame, m=10, iterations=1, seed=survey, methods={"answer": method})
        marks = [mark(kind, copy["answer"]) for copy in copies]
        covered.append(covers([x.mean() for x in marks], [x.var(ddof=1) / n for x in marks], n, truth))
        given = mark(kind, frame["answer"].dropna())
        listwise.append(abs(given.mean() - truth) <= 1.96 * given.std(ddof=1) / np.sqrt(len(given)))
    error = 3 * np.sqrt(0.95 * 0.05 / surveys)
    assert np.mean(covered) == pytest.approx(0.95, abs=error + 0.02)
    assert np.mean(listwise) < 0.8


@pytest.mark.slow
def test_weights_that_go_with_the_answers_leave_little_bias():
    """The higher the answer, the likelier its giver is in the sample: unweighted, imputed answers are too high."""
    rng, gaps = np.random.default_rng(12), []
    for survey in range(60):
        cause = rng.normal(size=8000)
        answer = cause + rng.normal(size=8000)
        chance = 0.3 / (1 + np.exp(2.5 - answer))
        taken = rng.random(8000) < chance
        weights = 1 / chance[taken]
        hidden = np.where(rng.random(taken.sum()) < 0.3, np.nan, answer[taken])
        frame = pd.DataFrame({"answer": hidden, "cause": cause[taken]})
        copies = [impute_responses(frame, m=3, iterations=1, seed=survey, weights=given) for given in (weights, None)]
        means = [np.mean([np.average(copy["answer"], weights=weights) for copy in each]) for each in copies]
        gaps.append(means - np.average(answer[taken], weights=weights))
    weighted, plain = np.mean(gaps, axis=0)
    assert plain > 0.15
    assert abs(weighted) < 0.5 * plain


def draw(kind: str, cause: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    if kind == "number":
        return cause + rng.normal(size=len(cause))
    if kind == "several":
        logit = np.column_stack([np.zeros(len(cause)), 1.2 * cause, 0.8 * cause - 0.3])
        return np.argmax(logit + rng.gumbel(size=logit.shape), axis=1).astype(float)
    latent = 1.2 * cause + rng.logistic(size=len(cause))
    return (latent > 0).astype(float) if kind == "two" else np.digitize(latent, [-1.5, 0.0, 1.5]).astype(float)


def share_of_first() -> float:
    return float(
        np.mean(draw("several", np.random.default_rng(1).normal(size=1_000_000), np.random.default_rng(2)) == 0)
    )


def mark(kind: str, answers: pd.Series) -> np.ndarray:
    if kind in ("two", "several"):
        return (answers == ("second" if kind == "two" else "first")).to_numpy(dtype=float)
    return (answers >= 2).to_numpy(dtype=float) if kind == "order" else answers.to_numpy(dtype=float)
