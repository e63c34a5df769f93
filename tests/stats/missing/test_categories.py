"""Models of categories against other fits, and where predictors tell the category for sure."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.logistic import fit_logistic
from survey.stats.missing.categories import draw_categories, fit_multinomial


@pytest.fixture(scope="module")
def sample() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(400, 2))
    logit = np.column_stack([np.zeros(400), x[:, 0], 0.5 - x[:, 1]])
    codes = np.argmax(logit + rng.gumbel(size=logit.shape), axis=1)
    return x, codes


def test_multinomial_against_statsmodels(sample):
    from statsmodels.discrete.discrete_model import MNLogit

    x, codes = sample
    expected = MNLogit(codes, np.column_stack([np.ones(len(x)), x])).fit(disp=0, tol=1e-12)
    np.testing.assert_allclose(fit_multinomial(x, codes, np.ones(400), 3), expected.params.T, rtol=1e-6)


def test_two_categories_are_logistic_regression_and_weights_replicated_rows(sample):
    x, codes = sample
    two, weights = (codes > 0).astype(int), np.random.default_rng(2).integers(1, 4, 400)
    found = fit_multinomial(x, two, weights.astype(float), 2)
    np.testing.assert_allclose(found[0], fit_logistic(two, x, weights).coefficients, rtol=1e-8)
    again = fit_multinomial(np.repeat(x, weights, axis=0), np.repeat(two, weights), np.ones(weights.sum()), 2)
    np.testing.assert_allclose(found, again, rtol=1e-8)


@pytest.mark.parametrize("ordered", [False, True])
def test_draws_follow_the_model(sample, ordered):
    x, codes = sample
    rng = np.random.default_rng(3)
    new = np.repeat([[1.0, -1.0], [-1.0, 1.0]], 200, axis=0)
    drawn = [
        draw_categories(x, codes, np.ones(400), new, ordered=ordered, delta=0.0, rng=rng).reshape(2, 200)
        for _ in range(60)
    ]
    shares = np.mean([[np.bincount(half, minlength=3) / 200 for half in both] for both in drawn], axis=0)
    assert shares[0, 2] > shares[1, 2]
    if not ordered:
        logit = np.array([[0, 1.0, 1.5], [0, -1.0, -0.5]])
        expected = np.exp(logit) / np.exp(logit).sum(axis=1, keepdims=True)
        np.testing.assert_allclose(shares, expected, atol=0.08)


@pytest.mark.parametrize("ordered", [False, True])
def test_perfect_prediction_and_collinear_predictors(ordered):
    rng = np.random.default_rng(4)
    x = np.repeat(np.linspace(-2, 2, 100)[:, None], 3, axis=1)
    codes = (x[:, 0] > 0).astype(int)
    new = np.array([[-2.0] * 3, [2.0] * 3] * 200)
    drawn = draw_categories(x, codes, np.ones(100), new, ordered=ordered, delta=0.0, rng=rng)
    assert np.mean(drawn[::2] == 0) > 0.95
    assert np.mean(drawn[1::2] == 1) > 0.95


@pytest.mark.parametrize("ordered", [False, True])
def test_no_predictors_give_shares_and_delta_moves_log_odds(ordered):
    rng, codes = np.random.default_rng(5), np.repeat([0, 1], [150, 50])
    nothing, new = np.zeros((200, 0)), np.zeros((20_000, 0))
    draws = [
        draw_categories(nothing, codes, np.ones(200), new, ordered=ordered, delta=1.0, rng=rng).mean()
        for _ in range(200)
    ]
    share = 1 / (1 + 3 * np.exp(-1))
    assert np.mean(draws) == pytest.approx(share, abs=0.01)
    # the parameters are drawn: on the scale of log odds, a share of a quarter of 200 spreads by this much
    assert np.std(draws) == pytest.approx(share * (1 - share) / np.sqrt(200 * 0.25 * 0.75), rel=0.2)
