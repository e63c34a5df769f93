"""Halves of a scale, and Guttman's bounds."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.consistency import alpha, spearman_brown
from survey.stats.guttman import lambda1, lambda2, lambda5, lambda6
from survey.stats.split_half import (
    compare_all_halves,
    compare_halves,
    list_splits,
    split_by_parity,
    split_in_middle,
    summarize_halves,
)

COV = np.array([[2.0, 0.8, 0.6, 0.5], [0.8, 1.5, 0.7, 0.4], [0.6, 0.7, 1.0, 0.3], [0.5, 0.4, 0.3, 3.0]])


@pytest.fixture(scope="module")
def rows() -> np.ndarray:
    rng = np.random.default_rng(3)
    return np.round(4 + rng.normal(size=(90, 1)) + rng.normal(size=(90, 7)))


def test_halves_are_those_of_the_sums(rows):
    first = split_in_middle(7)
    one, other = rows[:, first].sum(axis=1), rows[:, ~first].sum(axis=1)
    found = compare_halves(np.cov(rows.T), first)
    r = np.corrcoef(one, other)[0, 1]
    assert found.correlation == pytest.approx(r)
    assert found.spearman_brown == pytest.approx(spearman_brown(r))
    assert found.rulon == pytest.approx(1 - np.var(one - other) / np.var(one + other))
    assert found.flanagan == pytest.approx(2 * (1 - (np.var(one) + np.var(other)) / np.var(one + other)))


def test_horst_finds_the_reliability_of_parallel_items_from_unequal_halves():
    """Seven parallel items of correlation .4: 7 * .4 / (1 + 6 * .4), whatever the split."""
    cov = np.full((7, 7), 0.4) + 0.6 * np.eye(7)
    for size in range(1, 7):
        assert compare_halves(cov, np.arange(7) < size).horst == pytest.approx(7 * 0.4 / (1 + 6 * 0.4))


def test_equal_halves_need_no_correction():
    found = compare_halves(COV, split_by_parity(4))
    assert found.horst == pytest.approx(found.spearman_brown)


def test_perfect_halves():
    found = compare_halves(np.ones((4, 4)), split_by_parity(4))
    assert [found.horst, found.spearman_brown, found.rulon] == pytest.approx([1, 1, 1])


@pytest.mark.parametrize("k", [2, 3, 6, 7])
def test_every_split_comes_once(k):
    splits = list_splits(k)
    keys = {frozenset((frozenset(np.flatnonzero(one)), frozenset(np.flatnonzero(~one)))) for one in splits.first}
    assert splits.complete and len(keys) == len(splits.first)
    assert set(splits.first.sum(axis=1)) == {k // 2}


def test_all_splits_at_once_are_each_alone(rows):
    stack = np.stack([np.cov(rows.T), np.corrcoef(rows.T)])
    splits = list_splits(7)
    found = compare_all_halves(stack, splits)
    for place, first in enumerate(splits.first):
        np.testing.assert_allclose(found[:, place], compare_halves(stack, first).flanagan, rtol=1e-12)


def test_the_mean_of_all_equal_splits_is_alpha():
    best, mean, worst = summarize_halves(COV[None], list_splits(4))
    assert mean[0] == pytest.approx(float(alpha(COV)))
    assert worst[0] < mean[0] < best[0]


def test_too_many_splits_are_drawn_by_seed():
    drawn, again, other = (list_splits(20, most=500, seed=seed) for seed in (1, 1, 2))
    assert not drawn.complete and len(drawn.first) <= 500
    assert (drawn.first == again.first).all()
    assert drawn.first.shape != other.first.shape or (drawn.first != other.first).any()
    assert set(drawn.first.sum(axis=1)) == {10}
    assert len({tuple(one) for one in drawn.first}) == len(drawn.first)


@pytest.mark.parametrize("first", [np.ones(4, bool), np.zeros(4, bool), np.ones(3, bool)])
def test_an_empty_half_is_an_error(first):
    with pytest.raises(DataError, match="none of them empty"):
        compare_halves(COV, first)


def test_one_item_has_no_halves():
    with pytest.raises(DataError, match="at least two items"):
        list_splits(1)


def test_bounds_by_hand():
    total, trace = COV.sum(), np.trace(COV)
    off = COV - np.diag(np.diag(COV))
    assert lambda1(COV) == pytest.approx(1 - trace / total)
    assert lambda2(COV) == pytest.approx(1 - trace / total + np.sqrt(4 / 3 * (off**2).sum()) / total)
    assert lambda5(COV) == pytest.approx(1 - trace / total + 2 * np.sqrt((off**2).sum(axis=0).max()) / total)
    errors = 1 / np.diag(np.linalg.inv(COV))
    assert lambda6(COV, standardized=False) == pytest.approx(1 - errors.sum() / total)


def test_equal_covariances_make_bounds_equal():
    cov = np.full((5, 5), 0.5) + 0.5 * np.eye(5)
    assert lambda2(cov) == pytest.approx(float(alpha(cov)))


def test_bounds_of_a_constant_item_are_not_numbers():
    cov = COV.copy()
    cov[0] = cov[:, 0] = 0
    assert np.isnan(lambda6(cov, standardized=False))
