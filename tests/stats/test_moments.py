"""Moments: what a covariance is divided by, what merging keeps, what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.moments import take_moments


def test_unweighted_is_numpy():
    x = np.random.default_rng(1).normal(size=(50, 4))
    np.testing.assert_allclose(take_moments(x).covariance, np.cov(x.T), rtol=1e-12)
    np.testing.assert_allclose(take_moments(x).correlation, np.corrcoef(x.T), rtol=1e-12)


def test_weighted_divisor():
    # 1, 3 with weights 1, 3: mean 2.5, sum w (x - m)^2 = 3, 4 - (1 + 9)/4 = 1.5
    moments = take_moments([[1.0], [3.0]], [1.0, 3.0])
    assert moments.covariance[0, 0] == pytest.approx(2.0)
    assert moments.effective_n == pytest.approx(1.6)


def test_large_means_keep_their_digits():
    x = np.random.default_rng(2).normal(size=(100, 2))
    np.testing.assert_allclose(take_moments(x + 1e8).covariance, np.cov(x.T), rtol=1e-6)


def test_constant_column():
    moments = take_moments([[1.0, 2.0], [1.0, 3.0]])
    assert moments.covariance[0].tolist() == [0, 0]
    assert np.isnan(moments.correlation[0]).all()


@pytest.mark.parametrize(
    ("x", "weights", "words"),
    [
        ([[1.0, np.nan]], None, "row 0, column 1"),
        ([1.0, 2.0], None, "shape"),
        (np.empty((0, 2)), None, "shape"),
        ([[1.0], [2.0]], [1.0], "2 weights"),
        ([[1.0], [2.0]], [1.0, -1.0], "at least zero"),
        ([[1.0], [2.0]], [0.0, 0.0], "not all zero"),
    ],
)
def test_refusals(x, weights, words):
    with pytest.raises(DataError, match=words):
        take_moments(x, weights)


def test_one_row_has_no_covariance():
    with pytest.raises(DataError, match="two rows"):
        _ = take_moments([[1.0, 2.0]]).covariance
    with pytest.raises(DataError, match="two rows"):
        _ = take_moments([[1.0], [2.0]], [0.0, 1.0]).covariance


def test_moments_of_different_columns_do_not_add():
    with pytest.raises(DataError, match="cannot be added"):
        _ = take_moments([[1.0]]) + take_moments([[1.0, 2.0]])
