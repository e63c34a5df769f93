"""Even and odd halves, synonyms and antonyms on rows small enough to check by hand."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.careless import correlate_pairs, even_odd, find_synonyms, psychometric_synonyms

NAN = np.nan


def test_even_odd():
    consistent = [1, 1, 3, 3, 5, 5]
    opposed = [1, 5, 3, 3, 5, 1]
    flat = [4, 4, 4, 4, 4, 4]
    missing = [1, 1, 3, NAN, 5, 5]
    found = even_odd(np.array([consistent, opposed, flat, missing, [NAN] * 6]), [2, 2, 2])
    np.testing.assert_array_equal(found, [-1, 1, NAN, -1, NAN])


@pytest.mark.parametrize("sizes", [[2, 2], [5, 1], []])
def test_even_odd_needs_scales(sizes):
    with pytest.raises(DataError, match="at least two each"):
        even_odd(np.ones((2, 6)), sizes)


def test_synonyms_without_pairs():
    x = np.random.default_rng(3).normal(size=(200, 4))
    assert np.isnan(psychometric_synonyms(x, 0.9)).all()
    assert not find_synonyms(x, 0.9).any()


def test_constant_and_empty_items_are_in_no_pair():
    x = np.repeat(np.random.default_rng(4).normal(size=(50, 1)), 4, axis=1)
    x[:, 1], x[:, 2] = 0.1, NAN
    weights = np.random.default_rng(5).uniform(0.5, 2, size=50)
    for found in (find_synonyms(x, 0.5), find_synonyms(x, 0.5, weights)):
        assert np.argwhere(found).tolist() == [[3, 0]]


def test_items_that_do_not_vary_where_both_are_answered_are_no_pair():
    x = np.full((300, 2), 0.1)
    x[:100] = np.random.default_rng(8).normal(size=(100, 2))
    x[:100, 1] = NAN
    x[100:200, 1] = np.random.default_rng(9).normal(size=100)
    x[200:, 1] = 5.0
    weights = np.random.default_rng(10).uniform(0.1, 2, size=300)
    for critical in (1e-9, -1e-9):
        assert not find_synonyms(x, critical, weights).any()


def test_weights_choose_the_pairs():
    x = np.array([[1, 1], [2, 2], [3, 3], [1, 3], [2, 2], [3, 1]])
    assert not find_synonyms(x, 0.5).any()
    assert find_synonyms(x, 0.5, [9, 9, 9, 1, 1, 1])[1, 0]
    assert find_synonyms(x, -0.5, [1, 1, 1, 9, 9, 9])[1, 0]
    with pytest.raises(DataError, match="at least zero"):
        find_synonyms(x, 0.5, [-1, 1, 1, 1, 1, 1])


def test_correlation_needs_three_pairs_and_two_spreads():
    pairs = np.eye(8, k=4)
    rows = [[1, 2, 3, 4, 2, 3, 4, 5], [1, 2, 3, NAN, 2, 3, 4, 5], [1, 2, NAN, NAN, 2, 3, 4, 5]]
    rows += [[4, 4, 4, 4, 2, 3, 4, 5], [0.1] * 8, [1, 2, 3, 4, 5, 4, 3, 2]]
    np.testing.assert_allclose(correlate_pairs(rows, pairs), [1, 1, NAN, NAN, NAN, -1])


def test_the_unit_of_the_answers_does_not_matter():
    rng = np.random.default_rng(6)
    x, pairs = rng.integers(1, 6, size=(30, 8)).astype(float), np.eye(8, k=4)
    np.testing.assert_allclose(correlate_pairs(x * 1e-9 + 5e-9, pairs), correlate_pairs(x, pairs), atol=1e-9)
