"""Weighted descriptives against numpy and scipy, and at their edges."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from survey.errors import DataError
from survey.stats.descriptives import mean_interval, skewness, weighted_mean, weighted_quantile, weighted_variance
from survey.stats.proportions import (
    adjusted_wald_recommend,
    recommend_score,
    recommend_score_of_shares,
    wilson_interval,
)

X = np.random.default_rng(1).gamma(2, size=31)


def test_unweighted_is_numpy():
    assert weighted_mean(X) == pytest.approx(X.mean())
    assert weighted_variance(X) == pytest.approx(X.var(ddof=1))
    assert skewness(X) == pytest.approx(stats.skew(X))
    found = stats.t.interval(0.95, 30, X.mean(), X.std(ddof=1) / np.sqrt(31))
    np.testing.assert_allclose(mean_interval(X), found)


@pytest.mark.parametrize("q", [0.0, 0.1, 0.25, 0.5, 0.9, 1.0])
@pytest.mark.parametrize("n", [4, 5, 10])
def test_quantile_is_type_two(q, n):
    assert weighted_quantile(X[:n], q) == pytest.approx(np.quantile(X[:n], q, method="averaged_inverted_cdf"))


def test_quantile_of_tenths():
    # ten weights of .1: the median lies exactly between the fifth and sixth value in spite of rounding
    assert weighted_quantile(np.arange(10.0), 0.5, np.full(10, 0.1)) == 4.5


def test_quantile_ignores_weight_zero():
    assert weighted_quantile([1.0, 2.0, 3.0], 0.0, [0.0, 1.0, 1.0]) == 2.0


def test_single_value():
    assert np.isnan(weighted_variance([3.0])) and np.isnan(mean_interval([3.0])).all()
    assert np.isnan(skewness([3.0, 3.0]))


def test_refusals():
    with pytest.raises(DataError, match="missing"):
        weighted_mean([1.0, np.nan])
    with pytest.raises(DataError, match="between 0 and 1"):
        weighted_quantile([1.0], 1.5)
    with pytest.raises(DataError, match="at least one answer"):
        wilson_interval(0.5, 0)
    with pytest.raises(DataError, match="not all zero"):
        recommend_score(0, 0, 0)
    with pytest.raises(DataError, match="exceed 1"):
        recommend_score_of_shares(0.7, 0.5, 10)
    with pytest.raises(DataError, match="between 0 and 1"):
        wilson_interval(0.5, 10, confidence=95)


def test_intervals_stay_inside():
    assert wilson_interval(1.0, 3)[1] == 1.0
    assert adjusted_wald_recommend(2, 0, 0).high <= 1.0
