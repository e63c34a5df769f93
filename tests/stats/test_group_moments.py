"""Moments of groups of rows: against sums written out, in every way of multiplying."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.group_moments import GroupMoments, assign_groups, covariances, take_group_moments
from survey.stats.moments import take_moments

N_GROUPS = 7


def write_out(columns, groups, weights):
    rows = np.column_stack([np.ones(len(groups)), *columns]).astype(float)
    heavy = rows * weights[:, None]
    return np.array([heavy[groups == one].T @ rows[groups == one] for one in range(N_GROUPS)])


@pytest.mark.parametrize("sizes", ["even", "one large", "some empty", "some left out"])
@pytest.mark.parametrize("kind", ["small codes", "large codes", "fractions", "weights"])
def test_every_group_has_its_sums(sizes, kind):
    rng = np.random.default_rng(1)
    n = 3000
    groups = {
        "even": rng.integers(0, N_GROUPS, n),
        "one large": np.where(rng.random(n) < 0.9, 3, rng.integers(0, N_GROUPS, n)),
        "some empty": rng.choice([1, 4], n),
        "some left out": rng.integers(0, N_GROUPS + 1, n),
    }[sizes].astype(np.uint16)
    largest = {"small codes": 5, "large codes": 700, "fractions": None, "weights": 5}[kind]
    if largest is None:
        columns = list(rng.normal(size=(3, n)))
    else:
        columns = list(rng.integers(-largest, largest + 1, (3, n)).astype(np.int16))
    weights = rng.integers(0, 4, n).astype(float) if kind == "weights" else None
    found = take_group_moments(columns, groups, N_GROUPS, weights, largest=largest)
    given = np.ones(n) if weights is None else weights
    expected = write_out(columns, groups, given)
    if largest is None:
        np.testing.assert_allclose(found.products, expected, rtol=1e-11, atol=1e-9)
    else:
        np.testing.assert_array_equal(found.products, expected)
    kept = groups < N_GROUPS
    np.testing.assert_array_equal(found.n, np.bincount(groups[kept], minlength=N_GROUPS))
    np.testing.assert_array_equal(found.squared_weights, np.bincount(groups[kept], given[kept] ** 2, N_GROUPS))


def test_the_whole_is_that_of_all_rows_and_parts_add_up():
    rng = np.random.default_rng(2)
    rows, weights, groups = rng.normal(size=(900, 3)), rng.uniform(0.2, 3, 900), rng.integers(0, 9, 900)
    parts = [
        take_group_moments(list(rows[part].T), groups[part], 9, weights[part])
        for part in (slice(0, 100), slice(100, 900))
    ]
    found, expected = (parts[0] + parts[1]).whole, take_moments(rows, weights)
    np.testing.assert_allclose(found.mean, expected.mean, rtol=1e-12)
    np.testing.assert_allclose(found.covariance, expected.covariance, rtol=1e-11)
    both = parts[0] + parts[1]
    np.testing.assert_allclose(
        covariances(both.products.sum(axis=0), both.squared_weights.sum()), expected.covariance, rtol=1e-11
    )
    with pytest.raises(DataError, match="cannot be added"):
        parts[0] + take_group_moments([rows[:, 0]], groups, 9)


def test_linear_functions_have_the_moments_of_mapped_rows():
    rng = np.random.default_rng(3)
    rows, groups = rng.normal(size=(200, 2)), rng.integers(0, 4, 200)
    matrix = np.array([[1.0, 0, 0], [5, 2, -1]])
    found = take_group_moments(list(rows.T), groups, 4).map(matrix)
    expected = take_group_moments([5 + 2 * rows[:, 0] - rows[:, 1]], groups, 4)
    np.testing.assert_allclose(found.products, expected.products, rtol=1e-12)


def test_no_weight_makes_no_moments_and_empty_groups_are_left_out():
    nothing = GroupMoments(np.zeros(2), np.zeros(2), np.zeros((2, 2, 2)))
    with pytest.raises(DataError, match="No row has a positive weight"):
        _ = nothing.whole
    one = take_group_moments([np.array([1, 2])], np.array([1, 1]), 3)
    assert len(one.filled.n) == 1


def test_no_rows_have_no_sums():
    found = take_group_moments([np.empty(0, np.int8)], np.empty(0, np.uint16), 3, largest=0)
    np.testing.assert_array_equal(found.products, np.zeros((3, 2, 2)))


def test_keys_are_spread_evenly_and_the_same_however_they_are_cut():
    keys = np.arange(200_000, dtype=np.uint64)
    groups = assign_groups(keys, 1000)
    counts = np.bincount(groups, minlength=1000)
    assert len(counts) == 1000
    chi_square = ((counts - 200) ** 2 / 200).sum()
    assert abs(chi_square - 999) < 5 * np.sqrt(2 * 999)
    np.testing.assert_array_equal(
        np.concatenate([assign_groups(keys[:777], 1000), assign_groups(keys[777:], 1000)]), groups
    )
    assert (keys == np.arange(200_000)).all()
