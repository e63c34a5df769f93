"""Least squares: weights, refusals and agreement with the covariance route."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.importance import r_squared, standardized_betas
from survey.stats.moments import take_moments
from survey.stats.regression import fit_ols

RNG = np.random.default_rng(1)
X = RNG.normal(size=(80, 3))
Y = X @ [1.0, 0.5, -0.3] + RNG.normal(size=80)
W = RNG.uniform(0.5, 2, size=80)


@pytest.mark.parametrize("weights", [None, W], ids=["plain", "weighted"])
def test_agrees_with_covariances(weights):
    fit = fit_ols(Y, X, weights)
    cov = take_moments(np.column_stack([Y, X]), weights).covariance
    assert fit.r2 == pytest.approx(float(r_squared(cov)), rel=1e-10)
    raw = standardized_betas(cov) * np.sqrt(cov[0, 0] / np.diag(cov)[1:])
    np.testing.assert_allclose(fit.coefficients[1:], raw, rtol=1e-10)


def test_scale_of_weights_does_not_matter():
    one, other = fit_ols(Y, X, W), fit_ols(Y, X, 100 * W)
    for field in ("coefficients", "std_error", "std_error_classic", "p_value"):
        np.testing.assert_allclose(getattr(one, field), getattr(other, field), rtol=1e-9)
    assert one.sigma == pytest.approx(other.sigma)


def test_equal_weights_are_none():
    one, other = fit_ols(Y, X), fit_ols(Y, X, np.full(80, 3.0))
    np.testing.assert_allclose(one.std_error, other.std_error, rtol=1e-10)


def test_rows_of_weight_zero_are_left_out():
    weights = W.copy()
    weights[:10] = 0
    one, other = fit_ols(Y, X, weights), fit_ols(Y[10:], X[10:], W[10:])
    assert one.n == 70
    np.testing.assert_allclose(one.std_error, other.std_error, rtol=1e-10)


def test_interval_width_follows_confidence():
    wide, narrow = fit_ols(Y, X, confidence=0.99), fit_ols(Y, X, confidence=0.8)
    assert (wide.conf_high - wide.conf_low > narrow.conf_high - narrow.conf_low).all()


@pytest.mark.parametrize(
    ("x", "words"),
    [
        (np.column_stack([X[:, 0], X[:, 0]]), "linear functions"),
        (np.column_stack([X[:, 0], np.ones(80)]), "same value"),
        (np.column_stack([X[:, 0], np.eye(80)[:, 0]]), "Row 0 alone"),
        (X[:5], "have to match"),
    ],
)
def test_refusals(x, words):
    with pytest.raises(DataError, match=words):
        fit_ols(Y, x)


def test_too_few_rows():
    with pytest.raises(DataError, match="cannot carry"):
        fit_ols(Y[:4], X[:4])


@pytest.mark.parametrize("weights", [None, W], ids=["plain", "weighted"])
def test_equals_statsmodels_own_decomposition(weights):
    from statsmodels.regression.linear_model import OLS, WLS

    x = X * [1.0, 1e3, 1e-3] + [0.0, 1e5, 7.0]
    design = np.column_stack([np.ones(80), x])
    plain = OLS(Y, design).fit() if weights is None else WLS(Y, design, weights=W * 80 / W.sum()).fit()
    fit = fit_ols(Y, x, weights)
    np.testing.assert_allclose(fit.coefficients, plain.params, rtol=1e-8)
    np.testing.assert_allclose(fit.std_error, plain.HC3_se, rtol=1e-8)
    np.testing.assert_allclose(fit.std_error_classic, plain.bse, rtol=1e-8)
    found = [fit.r2, fit.adj_r2, fit.sigma**2]
    np.testing.assert_allclose(found, [plain.rsquared, plain.rsquared_adj, plain.scale], rtol=1e-8)
