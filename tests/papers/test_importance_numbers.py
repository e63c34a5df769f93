"""Importance on two data sets that come with R, against relaimpo 2.2-7 and dominanceanalysis 2.1.0 (R 4.2.2).

The numbers are the ones the packages print for datasets::swiss and datasets::attitude; swiss is the example of
Grömping (2006), Journal of Statistical Software 17(1), and of relaimpo's help page.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.dominance import complete_dominance, conditional_dominance
from survey.stats.importance import beta_squared, first, last, lmg, lmg_grouped, pratt, r_squared, standardized_betas
from survey.stats.moments import take_moments
from survey.stats.relative_weights import relative_weights

SWISS = {  # Agriculture, Examination, Education, Catholic, Infant.Mortality
    lmg: [0.057091221, 0.171173029, 0.260134679, 0.105570150, 0.112765923],
    first: [0.12466491, 0.41716447, 0.44061565, 0.21500350, 0.17351893],
    last: [0.04286961, 0.00738742, 0.16196269, 0.06237263, 0.05694526],
    beta_squared: [0.09791973, 0.02715186, 0.44943721, 0.12082578, 0.06306928],
    pratt: [-0.11048599, 0.10642740, 0.44500457, 0.16117681, 0.10461221],
}
ATTITUDE_LMG = [0.3708161943, 0.0509037930, 0.1557659902, 0.1203450794, 0.0065887225, 0.0281822131]
ATTITUDE_LMG_WEIGHTED = [0.4110346976, 0.0350793235, 0.1479432593, 0.1396117033, 0.0099118951, 0.0373258940]
ATTITUDE_JOHNSON = [0.3627601997, 0.0560022788, 0.1636109108, 0.1217803997, 0.0082554665, 0.0201927372]


@pytest.mark.parametrize("measure", SWISS, ids=lambda measure: measure.__name__)
def test_swiss(swiss, measure):
    cov = take_moments(swiss).covariance
    np.testing.assert_allclose(measure(cov), SWISS[measure], atol=6e-9)


def test_swiss_r_squared(swiss):
    assert r_squared(take_moments(swiss).covariance) == pytest.approx(0.706735, abs=5e-7)


def test_attitude_lmg(attitude):
    cov = take_moments(attitude).covariance
    np.testing.assert_allclose(lmg(cov), ATTITUDE_LMG, atol=6e-11)
    assert r_squared(cov) == pytest.approx(0.73260199, abs=5e-9)


def test_attitude_lmg_weighted(attitude):
    cov = take_moments(attitude, np.arange(1, 31)).covariance
    np.testing.assert_allclose(lmg(cov), ATTITUDE_LMG_WEIGHTED, atol=6e-11)
    assert r_squared(cov) == pytest.approx(0.78090677, abs=5e-9)


def test_attitude_groups(attitude):
    found = lmg_grouped(take_moments(attitude).covariance, [[0, 1], [2, 3, 4, 5]])
    np.testing.assert_allclose(found, [0.43118682, 0.30141518], atol=6e-9)


def test_attitude_relative_weights(attitude):
    # Johnson (2000) on the same data, as relaimpo's genizi and the rwa package print them
    np.testing.assert_allclose(relative_weights(take_moments(attitude).covariance), ATTITUDE_JOHNSON, atol=6e-11)


def test_attitude_complaints_dominates_all_others(attitude):
    cov = take_moments(attitude).covariance
    assert complete_dominance(cov)[0].tolist() == [0.5, 1, 1, 1, 1, 1]
    levels = conditional_dominance(cov)
    assert (levels[0] > levels[1:]).all()
    np.testing.assert_allclose(levels.mean(axis=1), ATTITUDE_LMG, atol=6e-11)


def test_attitude_advance_is_a_suppressor(attitude):
    cov = take_moments(attitude).covariance
    assert cov[0, 6] > 0 > standardized_betas(cov)[5]


def test_attitude_bootstrap_of_complaints(attitude):
    # relaimpo's percentile interval of complaints, B = 1000: .214 to .467; read at sampling accuracy
    draws = lmg(bootstrap_covariances(attitude, n_boot=4000, seed=2))[:, 0]
    np.testing.assert_allclose(np.quantile(draws, [0.025, 0.975]), [0.214, 0.467], atol=0.02)
