"""Variation within a respondent, whole and by parts."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import OptionError
from survey.stats.careless import intra_individual_sd, split_sd

NAN = np.nan


def test_spread():
    rows = [[3, 3, 3, 3], [1, 2, 1, 2], [1, NAN, NAN, 1], [2, NAN, NAN, NAN], [NAN, NAN, NAN, NAN]]
    np.testing.assert_allclose(intra_individual_sd(rows), [0, np.std([1, 2, 1, 2], ddof=1), 0, NAN, NAN])


def test_one_item_has_no_spread():
    assert np.isnan(intra_individual_sd([[1], [NAN]])).all()


def test_parts_hold_every_item_once():
    row = np.arange(15.0)[None] ** 2
    sizes = [4, 4, 3, 4]
    expected = [np.std(part, ddof=1) for part in np.split(row[0], np.cumsum(sizes)[:-1])]
    np.testing.assert_allclose(split_sd(row, 4)[0], expected)
    np.testing.assert_allclose(split_sd(row, 1)[:, 0], intra_individual_sd(row))


def test_a_part_without_two_answers_has_no_spread():
    assert np.isnan(split_sd([[1, NAN, 2, 4]], 2)).tolist() == [[True, False]]


@pytest.mark.parametrize("parts", [0, 3])
def test_a_part_needs_two_items(parts):
    with pytest.raises(OptionError, match="give 1 to 2"):
        split_sd([[1, 2, 3, 4]], parts)
