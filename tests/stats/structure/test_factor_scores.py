"""Identities of factor scores."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.structure.factor_scores import score_factors
from survey.stats.structure.model import estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import parse_model

RANDOM = np.random.default_rng(6)
LATENT = RANDOM.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], 500)
ROWS = np.repeat(LATENT, 3, axis=1) * 0.8 + RANDOM.normal(size=(500, 6)) * 0.6 + 3
SAMPLE = CompleteSample(rows=ROWS, weights=np.ones(500))
FIT = estimate_by_likelihood(Plan(terms=parse_model("f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6")), [SAMPLE]).fit
MATRICES = FIT.matrices[0]


def test_bartlett_scores_give_the_factors_back():
    """Answers without errors are scored exactly: the weights times the loadings are the identity."""
    factors = RANDOM.normal(size=(20, 2))
    found = score_factors(SAMPLE.mean + factors @ MATRICES.loading.T, MATRICES, SAMPLE.mean, method="bartlett")
    np.testing.assert_allclose(found, factors, atol=1e-10)


def test_regression_scores_are_the_expected_factors():
    """Thurstone's weights: the covariance of factors with items, over the implied covariance of the items."""
    weights = MATRICES.factor_covariance @ MATRICES.loading.T @ np.linalg.inv(MATRICES.covariance)
    found = score_factors(ROWS, MATRICES, SAMPLE.mean, method="regression")
    np.testing.assert_allclose(found, (ROWS - SAMPLE.mean) @ weights.T, atol=1e-10)


def test_regression_scores_are_shrunk_bartlett_scores():
    """By Ψ (Ψ + (Λ'Θ⁻¹Λ)⁻¹)⁻¹, Ψ the factors' covariance."""
    own = np.linalg.inv(MATRICES.loading.T @ np.linalg.inv(MATRICES.residual) @ MATRICES.loading)
    shrink = MATRICES.factor_covariance @ np.linalg.inv(MATRICES.factor_covariance + own)
    both = {name: score_factors(ROWS, MATRICES, SAMPLE.mean, method=name) for name in ("regression", "bartlett")}
    np.testing.assert_allclose(both["regression"], both["bartlett"] @ shrink.T, atol=1e-9)
    assert np.all(np.var(both["regression"], axis=0) < np.var(both["bartlett"], axis=0))


@pytest.mark.parametrize("method", ["regression", "bartlett"])
def test_scores_have_mean_zero_and_need_only_what_was_answered(method):
    found = score_factors(ROWS, MATRICES, SAMPLE.mean, method=method)
    np.testing.assert_allclose(np.mean(found, axis=0), 0, atol=1e-10)
    holes = ROWS.copy()
    holes[0, 0], holes[1] = np.nan, np.nan
    scored = score_factors(holes, MATRICES, SAMPLE.mean, method=method)
    assert np.all(np.isfinite(scored[0]))
    assert np.all(np.isnan(scored[1]))
    np.testing.assert_allclose(scored[2:], found[2:], atol=1e-12)
