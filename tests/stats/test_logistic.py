"""Logistic regression: closed forms, weights, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.logistic import fit_logistic


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(120, 3)) * [1, 10, 0.1] + [0, 50, 3]
    logit = x[:, 0] - 0.1 * (x[:, 1] - 50)
    return (rng.random(120) < 1 / (1 + np.exp(-logit))).astype(float), x


def test_a_two_by_two_table_gives_the_log_odds_ratio_and_woolf_standard_error():
    # cells 30, 10, 15, 45: log odds ratio log(30 * 45 / (10 * 15)), its variance the sum of reciprocals (Woolf 1955)
    y = np.repeat([0, 1, 0, 1], [30, 10, 15, 45])
    fit = fit_logistic(y, np.repeat([[0.0], [1.0]], [40, 60], axis=0))
    np.testing.assert_allclose(fit.coefficients, [np.log(10 / 30), np.log(9)], rtol=1e-12)
    np.testing.assert_allclose(fit.std_error[1], np.sqrt(1 / 30 + 1 / 10 + 1 / 15 + 1 / 45), rtol=1e-12)
    cells = np.array([30, 10, 15, 45])
    expected = cells @ np.log(cells / np.array([40, 40, 60, 60]))
    assert fit.log_likelihood == pytest.approx(expected, rel=1e-12)
    assert fit.log_likelihood_null == pytest.approx(45 * np.log(0.45) + 55 * np.log(0.55), rel=1e-12)


def test_the_score_is_zero_at_the_estimate(sample):
    y, x = sample
    fit = fit_logistic(y, x)
    design = np.column_stack([np.ones(len(y)), x])
    residual = y - 1 / (1 + np.exp(-design @ fit.coefficients))
    np.testing.assert_allclose(design.T @ residual, 0, atol=1e-7)
    assert fit.converged


def test_whole_number_weights_are_repeated_rows(sample):
    y, x = sample
    weights = np.random.default_rng(2).integers(0, 4, len(y))
    rows = np.repeat(np.arange(len(y)), weights)
    fit, repeated = fit_logistic(y, x, weights), fit_logistic(y[rows], x[rows])
    np.testing.assert_allclose(fit.coefficients, repeated.coefficients, rtol=1e-8)
    for name in ("mcfadden", "cox_snell", "nagelkerke"):
        assert getattr(fit, name) == pytest.approx(getattr(repeated, name), rel=1e-10)
    # weights are scaled to the rows that have one, so likelihoods and information are in proportion
    share = fit.n / repeated.n
    assert fit.log_likelihood == pytest.approx(repeated.log_likelihood * share, rel=1e-10)
    np.testing.assert_allclose(fit.std_error * np.sqrt(share), repeated.std_error, rtol=1e-8)


def test_units_do_not_matter(sample):
    y, x = sample
    fit, scaled = fit_logistic(y, x), fit_logistic(y, x * 1e6 + 1e7)
    np.testing.assert_allclose(scaled.coefficients[1:] * 1e6, fit.coefficients[1:], rtol=1e-6)
    assert scaled.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-10)


@pytest.mark.parametrize("tie", [False, True], ids=["complete", "but for a tie"])
def test_separation_is_refused(tie):
    x = np.arange(10.0)
    if tie:
        x[5] = 4.0
    with pytest.raises(DataError, match="separate"):
        fit_logistic(x > 4 if not tie else np.arange(10) > 4, x[:, None])


def test_a_strong_but_finite_association_is_not_separation():
    # log odds of 20 at the ends, and both answers found there: an estimate exists
    x = np.concatenate([np.linspace(-40, 40, 400), [0.5, -0.5]])
    y = np.concatenate([np.linspace(-40, 40, 400) > 0, [0, 1]])
    fit = fit_logistic(y, x[:, None])
    assert fit.converged
    assert np.abs(fit.coefficients[1] * 40) > 15


@pytest.mark.parametrize(
    ("outcome", "drivers", "message"),
    [
        ([0, 1, 2, 1], [[1], [2], [3], [5]], "0 or 1; row 2 has 2"),
        ([1, 1, 1, 1], [[1], [2], [3], [5]], "nothing to explain"),
        ([0, 1, 0, 1], [[1], [1], [1], [1]], "Driver 0 has the same value"),
        ([0, 1, 0, 1], [[1, 2], [2, 4], [3, 6], [5, 10]], "linear functions"),
        ([0, 1, 0], [[1], [2], [3], [5]], "as many rows"),
        ([0, 1, np.nan, 1], [[1], [2], [3], [5]], "missing"),
    ],
)
def test_what_is_refused(outcome, drivers, message):
    with pytest.raises(DataError, match=message):
        fit_logistic(outcome, np.array(drivers, float))
