"""Rubin's rules where they are plain, at their bounds, and refused."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.missing.rubin import pool_correlations, pool_estimates


def test_the_formulas_one_by_one():
    estimates, variances, m = np.array([1.0, 1.4, 0.9, 1.1]), np.array([0.20, 0.25, 0.22, 0.21]), 4
    between, within = np.var(estimates, ddof=1), variances.mean()
    total = within + (1 + 1 / m) * between
    riv = (1 + 1 / m) * between / within
    large = (m - 1) * (1 + 1 / riv) ** 2
    pooled = pool_estimates(estimates, variances)
    np.testing.assert_allclose([pooled.within, pooled.between, pooled.total, pooled.riv], [within, between, total, riv])
    np.testing.assert_allclose(pooled.df, large)
    np.testing.assert_allclose(pooled.fmi, (riv + 2 / (large + 3)) / (riv + 1))
    complete, share = 46.0, (1 + 1 / m) * between / total
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    small = pool_estimates(estimates, variances, n=50, k=4)
    np.testing.assert_allclose(small.df, 1 / (1 / large + 1 / observed))
    low, high = small.interval(0.9)
    assert low < small.estimate < high
    assert high - low < np.subtract(*small.interval(0.99)[::-1])


def test_nothing_missing_leaves_the_complete_data():
    pooled = pool_estimates([[2.0, 3.0]] * 5, [[0.5, 0.1]] * 5, n=100, k=3)
    np.testing.assert_allclose(pooled.std_error, np.sqrt([0.5, 0.1]))
    np.testing.assert_allclose(pooled.riv, 0)
    # Barnard and Rubin's df of the data observed are 98/100 of n - k even then
    np.testing.assert_allclose(pooled.df, 97 * 98 / 100)
    assert np.all(np.isinf(pool_estimates([[2.0]] * 5, [[0.5]] * 5).df))


def test_no_variance_within():
    pooled = pool_estimates([1.0, 2.0], [0.0, 0.0])
    assert (float(pooled.fmi), float(pooled.share_between)) == (1.0, 1.0)
    assert np.isinf(pooled.riv)
    still = pool_estimates([1.0, 1.0], [0.0, 0.0])
    assert (float(still.std_error), float(still.fmi)) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("estimates", "variances", "n", "says"),
    [
        ([1.0], [0.1], None, "at least two"),
        ([1.0, 2.0], [0.1], None, "give one for each"),
        ([1.0, 2.0], [0.1, -0.1], None, "negative"),
        ([1.0, 2.0], [0.1, 0.1], 3, "degrees of freedom"),
    ],
)
def test_what_cannot_be_pooled(estimates, variances, n, says):
    with pytest.raises(DataError, match=says):
        pool_estimates(estimates, variances, n, k=3)


def test_correlations_on_fishers_scale():
    pooled = pool_correlations([[0.2, -0.9], [0.4, -0.8]], 53)
    np.testing.assert_allclose(pooled.estimate, np.mean(np.arctanh([[0.2, -0.9], [0.4, -0.8]]), axis=0))
    np.testing.assert_allclose(pooled.within, 1 / 50)
    with pytest.raises(DataError, match="between -1 and 1"):
        pool_correlations([1.2, 0.3], 50)
    with pytest.raises(DataError, match="more than 3"):
        pool_correlations([0.2, 0.3], 3)
