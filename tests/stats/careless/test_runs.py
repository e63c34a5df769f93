"""Runs and patterns on rows small enough to check by eye."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError, OptionError
from survey.stats.careless import average_run, longest_pattern, longest_run

NAN = np.nan
ROWS = np.array([[3, 3, 3, 3], [1, 2, 1, 2], [1, NAN, NAN, 1], [2, 2, NAN, 2], [NAN, NAN, NAN, NAN]])


def test_runs():
    assert longest_run(ROWS).tolist() == [4, 1, 1, 2, 1]
    np.testing.assert_allclose(average_run(ROWS), [4, 1, 1, 4 / 3, 1])


def test_items_not_shown_do_not_shorten_the_average():
    rows = np.array([[1, 1, 2, NAN], [NAN, NAN, NAN, NAN]])
    np.testing.assert_allclose(average_run(rows, [3, 0]), [1.5, NAN])


@pytest.mark.parametrize(
    ("row", "length"),
    [
        ([1, 2, 1, 2, 1, 2, 1, 2], 8),
        ([1, 2, 3, 1, 2, 3, 5, 5], 6),
        ([5, 1, 2, 3, 4, 1, 2, 3, 4, 1], 9),
        ([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], 10),
        ([1, 2, 3, 2, 1, 2, 3, 2, 1, 5], 9),
        ([4, 4, 4, 4, 4, 4, 4, 4], 0),
        ([4, 4, 4, 5, 4, 4, 4, 5, 4, 4], 10),
        ([4, 4, 4, 4, 4, 4, 1, 4], 0),
        ([1, 2, 1, 3, 1, 4, 1, 5], 0),
        ([1, 2, 1, NAN, 1, 2, 1, 5], 0),
        ([1, 2, 1, 2, NAN, 1, 2, 1], 4),
        ([1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6], 0),
        ([7, 3, 3, 3, 1, 3, 1, 3, 1], 6),
    ],
)
def test_a_pattern_repeats_twice_or_more_and_is_no_run(row, length):
    assert longest_pattern([row]).tolist() == [length]


def test_longer_patterns_can_be_asked_for():
    row = [[1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6]]
    assert longest_pattern(row, (2, 6)).tolist() == [12]
    assert longest_pattern([[1, 2, 1, 2]], (3, 5)).tolist() == [0]


@pytest.mark.parametrize("periods", [(1, 5), (4, 3), (0, 0)])
def test_periods_are_checked(periods):
    with pytest.raises(OptionError, match="2 or more"):
        longest_pattern([[1, 2, 1, 2]], periods)


def test_one_item_and_nobody_are_no_trouble():
    assert longest_run([[3], [NAN]]).tolist() == [1, 1]
    assert average_run([[3], [NAN]]).tolist() == [1, 1]
    assert longest_pattern([[3], [NAN]]).tolist() == [0, 0]
    for index in (longest_run, average_run, longest_pattern):
        assert len(index(np.empty((0, 4)))) == 0


@pytest.mark.parametrize("index", [longest_run, average_run, longest_pattern])
def test_shape_and_numbers_are_checked(index):
    with pytest.raises(DataError, match="respondents by items"):
        index([1, 2, 3])
    with pytest.raises(DataError, match="row 1, column 0 is infinite"):
        index([[1, 2], [np.inf, 2]])
