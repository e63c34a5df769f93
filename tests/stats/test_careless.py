"""Careless indices on rows small enough to check by eye; row by row against R in tests/reference."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.careless import (
    average_run,
    even_odd,
    intra_individual_sd,
    longest_run,
    mahalanobis,
    pairwise_covariance,
    psychometric_synonyms,
)

NAN = np.nan
ROWS = np.array([[3, 3, 3, 3], [1, 2, 1, 2], [1, NAN, NAN, 1], [2, 2, NAN, 2], [NAN, NAN, NAN, NAN]])


def test_runs():
    assert longest_run(ROWS).tolist() == [4, 1, 1, 2, 1]
    np.testing.assert_allclose(average_run(ROWS), [4, 1, 1, 4 / 3, 1])


def test_spread():
    np.testing.assert_allclose(intra_individual_sd(ROWS), [0, np.std([1, 2, 1, 2], ddof=1), 0, 0, NAN])


def test_mahalanobis_sums_to_its_expectation():
    # the mean squared distance of complete data is (n - 1) p / n
    x = np.random.default_rng(1).normal(size=(60, 4))
    assert mahalanobis(x).mean() == pytest.approx(59 * 4 / 60)


def test_mahalanobis_refuses_singular_items():
    with pytest.raises(DataError, match="cannot be inverted"):
        mahalanobis(np.repeat(np.arange(10.0)[:, None], 2, axis=1))


def test_pairwise_covariance_of_complete_data():
    x = np.random.default_rng(2).normal(size=(30, 3))
    np.testing.assert_allclose(pairwise_covariance(x), np.cov(x.T), rtol=1e-12)


def test_even_odd():
    consistent = [1, 1, 3, 3, 5, 5]
    opposed = [1, 5, 3, 3, 5, 1]
    flat = [4, 4, 4, 4, 4, 4]
    found = even_odd(np.array([consistent, opposed, flat]), [2, 2, 2])
    np.testing.assert_array_equal(found, [-1, 1, NAN])


@pytest.mark.parametrize("sizes", [[2, 2], [5, 1], []])
def test_even_odd_needs_scales(sizes):
    with pytest.raises(DataError, match="at least two each"):
        even_odd(np.ones((2, 6)), sizes)


def test_synonyms_without_pairs():
    x = np.random.default_rng(3).normal(size=(200, 4))
    assert np.isnan(psychometric_synonyms(x, 0.9)).all()


def test_shape_is_checked():
    with pytest.raises(DataError, match="respondents by items"):
        longest_run([1, 2, 3])
