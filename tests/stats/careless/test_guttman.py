"""Guttman errors counted by hand from the definition of Molenaar (1991) and Emons (2008)."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.careless import guttman_errors

NAN = np.nan
# Two items from 0 to 2. Steps passed by: A>=1 6 of 8, A>=2 4, B>=1 5, B>=2 2; in order A>=1, B>=1, A>=2, B>=2.
SAMPLE = np.array([[2, 2], [2, 1], [2, 1], [2, 0], [1, 1], [1, 0], [0, 0], [0, 2]], dtype=float)


def test_errors_by_hand():
    # (2, 0) passes A>=1, A>=2 and fails the easier B>=1: one error. (0, 2) fails A>=1 before B>=1 and B>=2, and A>=2
    # before B>=2: three. The others pass the easiest steps.
    assert guttman_errors(SAMPLE, 0, 2).errors.tolist() == [0, 0, 0, 1, 0, 0, 0, 3]


def test_the_most_errors_by_hand():
    # Sum 4 and 0: one way only. Sum 3: (2, 1) has none, (1, 2) passes B>=2 without A>=2: one. Sum 2: (0, 2), three.
    # Sum 1: (0, 1) fails A>=1 before B>=1: one.
    found = guttman_errors(SAMPLE, 0, 2)
    assert found.most.tolist() == [0, 1, 1, 3, 3, 1, 0, 3]
    np.testing.assert_allclose(found.normed, [NAN, 0, 0, 1 / 3, 0, 0, NAN, 1])


def test_two_points_are_the_classic_errors():
    # Easiness .75, .5, .25: (0, 0, 1) fails two easier items, (1, 0, 1) one.
    x = np.array([[1, 1, 0], [1, 0, 0], [1, 1, 0], [0, 0, 1]], dtype=float)
    assert guttman_errors(x, 0, 1).errors.tolist() == [0, 0, 0, 2]


def test_steps_of_missing_answers_do_not_count():
    x = np.vstack([SAMPLE, [[NAN, 2], [NAN, NAN], [0, NAN]]])
    found = guttman_errors(x, 0, 2)
    assert found.errors[8] == found.most[8] == 0
    assert np.isnan(found.errors[9]) and np.isnan(found.most[9]) and np.isnan(found.normed[9])


def test_scales_can_differ_and_start_anywhere():
    x = np.add(SAMPLE, [1, 5])
    found = guttman_errors(x, [1, 5], [3, 9])
    np.testing.assert_array_equal(found.errors, guttman_errors(SAMPLE, 0, [2, 4]).errors)


def test_one_item_has_no_errors():
    found = guttman_errors([[1], [2], [3]], 1, 3)
    assert not found.errors.any() and not found.most.any()


def test_integer_weights_are_replicated_rows():
    counts = np.array([1, 2, 1, 9, 1, 3, 1, 1])  # so that more pass A>=2 than B>=1
    weighted, replicated = guttman_errors(SAMPLE, 0, 2, counts), guttman_errors(np.repeat(SAMPLE, counts, axis=0), 0, 2)
    np.testing.assert_array_equal(np.repeat(weighted.errors, counts), replicated.errors)
    np.testing.assert_array_equal(np.repeat(weighted.most, counts), replicated.most)
    assert weighted.errors.tolist() != guttman_errors(SAMPLE, 0, 2).errors.tolist()


@pytest.mark.parametrize(
    ("x", "ends", "words"),
    [
        ([[1, 2], [3, 9]], (1, 5), "The answer 9 in row 1, column 1 is no point from 1 to 5"),
        ([[1, 2.5]], (1, 5), "2.5 in row 0, column 1"),
        ([[1, 2]], (3, 3), "two or more whole points"),
        ([[1, 2]], (1, 2.5), "two or more whole points"),
    ],
)
def test_answers_off_the_scale_are_named(x, ends, words):
    with pytest.raises(DataError, match=words):
        guttman_errors(x, *ends)


def test_weights_are_checked():
    with pytest.raises(DataError, match="at least zero"):
        guttman_errors(SAMPLE, 0, 2, [-1] + [1] * 7)
