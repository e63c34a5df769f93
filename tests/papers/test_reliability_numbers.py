"""Reliability of attitude's seven items against psych 2.2.9 (R 4.2.2), the example of its help page for alpha."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats import consistency
from survey.stats.moments import take_moments
from survey.stats.omega import omega_total


@pytest.fixture(scope="module")
def cov(attitude):
    return take_moments(attitude).covariance


def test_alpha(cov):
    assert consistency.alpha(cov) == pytest.approx(0.84314277, abs=5e-9)
    assert consistency.alpha_standardized(cov) == pytest.approx(0.8390838, abs=5e-8)
    assert consistency.lambda6(cov) == pytest.approx(0.87521514, abs=5e-9)
    assert consistency.average_correlation(cov) == pytest.approx(0.42690664, abs=5e-9)


def test_intervals(cov):
    assert consistency.duhachek_std_error(cov, 30) == pytest.approx(0.042435696, abs=5e-10)
    low, high = consistency.feldt_interval(float(consistency.alpha(cov)), 30, 7)
    assert (round(low, 2), round(high, 2)) == (0.74, 0.92)


def test_items(cov):
    dropped = [0.80976, 0.79692, 0.82785, 0.80303, 0.79539, 0.86387, 0.84046]
    np.testing.assert_allclose(consistency.alpha_if_dropped(cov), dropped, atol=6e-6)
    rest = [0.67126, 0.74211, 0.56071, 0.71445, 0.78628, 0.26503, 0.46081]
    np.testing.assert_allclose(consistency.item_rest_correlation(cov), rest, atol=6e-6)


def test_omega_by_four_conventions(cov):
    # psych::fa(fm = "minres") and stats::factanal, one factor, R 4.2.2: four defensible numbers for one scale
    found = [
        omega_total(cov, method="minres", standardized=True, denominator="observed"),
        omega_total(cov, method="minres", standardized=True),
        omega_total(cov),
        omega_total(cov, denominator="observed"),
    ]
    np.testing.assert_allclose(found, [0.848916, 0.850682, 0.856327, 0.826317], atol=1e-5)


def test_two_items_are_spearman_brown():
    # Eisinga, te Grotenhuis & Pelzer (2013): for two items standardised alpha is Spearman-Brown
    pair = np.array([[2.0, 0.9], [0.9, 1.5]])
    r = 0.9 / np.sqrt(3.0)
    assert consistency.alpha_standardized(pair) == pytest.approx(consistency.spearman_brown(r))
