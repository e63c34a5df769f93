"""Shrout & Fleiss (1979), Psychological Bulletin 86, 420-428: six targets, four judges, table 2 and table 4."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.intraclass import take_mean_squares

RATINGS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def test_mean_squares():
    squares = take_mean_squares(np.array(RATINGS, dtype=float))
    found = [squares.between, squares.within, squares.raters, squares.error]
    np.testing.assert_allclose(found, [11.24, 6.26, 32.49, 1.02], atol=0.005)


def test_six_forms():
    table = sv.assess_agreement(pd.DataFrame(RATINGS, columns=list("abcd"))).table
    np.testing.assert_allclose(table["estimate"], [0.17, 0.29, 0.71, 0.44, 0.62, 0.91], atol=0.005)
    assert table["statistic"].tolist() == pytest.approx([1.79, 11.03, 11.03, 1.79, 11.03, 11.03], abs=0.006)
