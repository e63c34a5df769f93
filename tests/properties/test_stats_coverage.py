"""A 95 % interval covers in about 95 % of simulated surveys.

Bounds are the nominal share give or take what the number of simulated surveys allows (three standard errors), plus,
for bootstrap intervals, the two points by which percentile intervals are known to fall short at a few hundred rows.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.consistency import alpha, feldt_interval
from survey.stats.importance import lmg
from survey.stats.omega import omega_total
from survey.stats.proportions import adjusted_wald_recommend, wilson_interval
from survey.stats.regression import fit_ols
from survey.stats.scale_reliability import IntervalOptions, estimate_scale


def three_errors(surveys: int) -> float:
    return 3 * np.sqrt(0.95 * 0.05 / surveys)


def test_recommend_and_wilson():
    rng, surveys, n = np.random.default_rng(1), 2000, 60
    shares = np.array([0.45, 0.35, 0.2])
    drawn = rng.multinomial(n, shares, size=surveys)
    scores = [adjusted_wald_recommend(*map(float, row)) for row in drawn]
    covered = np.mean([found.low <= 0.25 <= found.high for found in scores])
    assert covered == pytest.approx(0.95, abs=three_errors(surveys))
    ends = [wilson_interval(row[0] / n, n) for row in drawn]
    covered = np.mean([low <= 0.45 <= high for low, high in ends])
    # a share of 60 takes few values, so coverage of any such interval wobbles by about a point more
    assert covered == pytest.approx(0.95, abs=three_errors(surveys) + 0.01)


def test_feldt_of_parallel_items():
    rng, surveys, n, k = np.random.default_rng(2), 1000, 80, 4
    x = rng.normal(size=(surveys, n, 1)) + rng.normal(size=(surveys, n, k))
    centred = x - x.mean(axis=1, keepdims=True)
    found = alpha(centred.swapaxes(1, 2) @ centred / (n - 1))
    ends = [feldt_interval(float(value), n, k) for value in found]
    covered = np.mean([low <= 0.8 <= high for low, high in ends])  # k / (k + 1) for one factor of unit loadings
    assert covered == pytest.approx(0.95, abs=three_errors(surveys))


@pytest.mark.slow
def test_hc3_under_unequal_variances():
    rng, surveys, n = np.random.default_rng(3), 500, 120
    covered = []
    for _ in range(surveys):
        x = rng.normal(size=(n, 2))
        y = 1 + x @ [0.5, 0.2] + np.exp(0.5 * x[:, 0]) * rng.normal(size=n)
        fit = fit_ols(y, x)
        covered.append(fit.conf_low[1] <= 0.5 <= fit.conf_high[1])
    assert np.mean(covered) == pytest.approx(0.95, abs=three_errors(surveys) + 0.01)


@pytest.mark.slow
def test_bootstrap_of_shares():
    rng, surveys, n = np.random.default_rng(4), 200, 300
    cov = np.array([[1.0, 0.5, 0.45, 0.4], [0.5, 1.0, 0.4, 0.3], [0.45, 0.4, 1.0, 0.2], [0.4, 0.3, 0.2, 1.0]])
    truth, root = lmg(cov), np.linalg.cholesky(cov)
    covered = []
    for survey in range(surveys):
        x = rng.normal(size=(n, 4)) @ root.T
        low, high = percentile_interval(lmg(bootstrap_covariances(x, n_boot=400, seed=survey)))
        covered.append((low <= truth) & (truth <= high))
    np.testing.assert_allclose(np.mean(covered, axis=0), 0.95, atol=three_errors(surveys) + 0.02)


@pytest.mark.slow
def test_bootstrap_of_omega():
    rng, surveys, n = np.random.default_rng(5), 150, 250
    loadings = np.array([0.8, 0.7, 0.6, 0.5])
    cov = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    truth, root, covered = omega_total(cov), np.linalg.cholesky(cov), []
    for survey in range(surveys):
        how = IntervalOptions(n_boot=300, seed=survey)
        [found] = estimate_scale(rng.normal(size=(n, 4)) @ root.T, ["omega_total"], intervals=how).estimates
        covered.append(found.low <= truth <= found.high)
    assert np.mean(covered) == pytest.approx(0.95, abs=three_errors(surveys) + 0.02)
