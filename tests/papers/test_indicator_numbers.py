"""Indicators against the numbers printed in papers and handbooks."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.descriptives import design_effect, effective_n
from survey.stats.proportions import (
    adjusted_wald_recommend,
    adjusted_wald_recommend_of_shares,
    recommend_score,
    recommend_score_of_shares,
    wilson_interval,
)


def test_recommend_score_of_a_hundred():
    score, std_error = recommend_score(50, 30, 20)
    assert score == pytest.approx(0.30)
    assert std_error == pytest.approx(0.0781025, abs=5e-8)
    np.testing.assert_allclose(recommend_score_of_shares(0.5, 0.2, 100), (score, std_error))


def test_adjusted_wald_of_rocks():
    # Rocks (2016): three respondents more, three quarters at each end; 1.96 times .0769151
    found = adjusted_wald_recommend(50, 30, 20)
    assert found.centre == pytest.approx(0.2912621, abs=5e-8)
    assert found.std_error == pytest.approx(0.0769151, abs=5e-8)
    assert (round(found.low, 4), round(found.high, 4)) == (0.1405, 0.4420)
    assert adjusted_wald_recommend_of_shares(0.5, 0.2, 100).low == pytest.approx(found.low)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_of_newcombe(successes, n, low, high):
    # Newcombe (1998), Statistics in Medicine 17, 857-872, table I, method 3 (score without correction)
    np.testing.assert_allclose(wilson_interval(successes / n, n), (low, high), atol=5.1e-5)


def test_kish():
    # Kish (1965), 11.7: n sum(w^2) / (sum w)^2, here by hand for weights 1, 1, 2
    assert design_effect([1, 1, 2]) == pytest.approx(3 * 6 / 16)
    assert effective_n([1, 1, 2]) == pytest.approx(16 / 6)
