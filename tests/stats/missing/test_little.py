"""Little's test: identities, and patterns that cannot be compared."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.missing.little import compare_patterns


@pytest.fixture
def rows() -> np.ndarray:
    rng = np.random.default_rng(1)
    x = rng.normal(size=(150, 3)) + rng.normal(size=(150, 1))
    x[rng.random(150) < 0.2, 1] = np.nan
    x[rng.random(150) < 0.2, 2] = np.nan
    return x


def test_integer_weights_are_replicated_rows(rows):
    weights = np.random.default_rng(2).integers(1, 4, len(rows))
    weighted, replicated = compare_patterns(rows, weights), compare_patterns(np.repeat(rows, weights, axis=0))
    assert weighted.statistic == pytest.approx(replicated.statistic, rel=1e-8)
    assert weighted.df == replicated.df


def test_units_and_order_do_not_matter(rows):
    again = compare_patterns(rows[:, ::-1] * [10, -2, 0.1] + 5)
    assert again.statistic == pytest.approx(compare_patterns(rows).statistic, rel=1e-6)


def test_size_under_the_hypothesis_and_power_off_it():
    rng, size, power = np.random.default_rng(3), [], []
    for _ in range(80):
        x = rng.normal(size=(100, 2)) + rng.normal(size=(100, 1))
        chance, slope = rng.random(100), 1 / (1 + np.exp(-1.5 * x[:, 0]))
        size.append(compare_patterns(np.column_stack([x[:, 0], np.where(chance < 0.3, np.nan, x[:, 1])])).p_value)
        power.append(compare_patterns(np.column_stack([x[:, 0], np.where(chance < slope, np.nan, x[:, 1])])).p_value)
    assert np.mean(np.array(size) < 0.05) <= 0.1
    assert np.mean(np.array(power) < 0.05) > 0.9


def test_rows_without_any_answer_count_for_nothing(rows):
    empty = np.vstack([rows, np.full((5, 3), np.nan)])
    assert compare_patterns(empty).statistic == pytest.approx(compare_patterns(rows).statistic)


def test_items_that_determine_one_another_leave_their_patterns_out():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(80, 2))
    twin = np.where(rng.random(80) < 0.4, np.nan, x[:, 0])
    test = compare_patterns(np.column_stack([x, twin]))
    assert test.left_out == np.sum(~np.isnan(twin))


def test_a_single_pattern_and_a_constant_item(rows):
    complete = rows[~np.isnan(rows).any(axis=1)]
    test = compare_patterns(complete)
    assert (test.df, test.n_patterns) == (0, 1)
    assert np.isnan(test.statistic)
    with pytest.raises(DataError, match="only one kind of answer"):
        compare_patterns(np.column_stack([rows, np.ones(len(rows))]))
