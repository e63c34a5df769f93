"""Partial pooling and control charts against the numbers printed in papers and handbooks."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.service.beta_binomial import fit_beta_binomial, shrink_shares
from survey.stats.service.control_limits import share_limits, value_limits
from survey.stats.service.random_effects import fit_random_effects
from survey.stats.service.run_rules import find_signals
from survey.stats.service.small_shifts import run_cusum, run_ewma

# Efron & Morris (1975), JASA 70, 311-319, table 1: hits in the first 45 at bats of 1970, average of the season's rest.
HITS = np.array([18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7], dtype=float)
_REST = ".346 .298 .276 .222 .273 .270 .263 .210 .269 .230 .264 .256 .303 .264 .226 .285 .316 .200"
REST = np.array(_REST.split(), dtype=float)
# Efron & Morris (1977), Scientific American 236, 119-127: James and Stein's estimates of the same averages.
_JAMES_STEIN = ".294 .289 .285 .280 .275 .275 .270 .266 .261 .261 .256 .256 .256 .256 .256 .252 .247 .242"
JAMES_STEIN = np.array(_JAMES_STEIN.split(), dtype=float)


def test_shrunken_batting_averages_foretell_the_season_three_times_as_well():
    at_bats = np.full(18, 45.0)
    fit = fit_beta_binomial(HITS, at_bats)
    estimate, drawn = shrink_shares(HITS, at_bats, fit)
    assert fit.mean == pytest.approx(0.265, abs=1e-3)  # the grand average of the paper
    raw_error = np.sum((HITS / 45 - REST) ** 2)
    assert raw_error == pytest.approx(0.077, abs=2e-3)
    assert np.sum((estimate - REST) ** 2) < raw_error / 3
    # The paper draws by .788; maximum likelihood, which sees no more spread than chance makes, draws all the way or so.
    assert (drawn > 0.75).all()
    np.testing.assert_allclose(estimate, JAMES_STEIN, atol=0.03)


def test_trials_of_a_vaccine():
    # Viechtbauer (2010), Journal of Statistical Software 36(3), section 3: log relative risks of 13 trials, REML
    tpos = np.array([4, 6, 3, 62, 33, 180, 8, 505, 29, 17, 186, 5, 27], dtype=float)
    tneg = np.array([119, 300, 228, 13536, 5036, 1361, 2537, 87886, 7470, 1699, 50448, 2493, 16886], dtype=float)
    cpos = np.array([11, 29, 11, 248, 47, 372, 10, 499, 45, 65, 141, 3, 29], dtype=float)
    cneg = np.array([128, 274, 209, 12619, 5761, 1079, 619, 87892, 7232, 1600, 27197, 2338, 17825], dtype=float)
    n1, n2 = tpos + tneg, cpos + cneg
    fit = fit_random_effects(np.log(tpos / n1 * n2 / cpos), 1 / tpos - 1 / n1 + 1 / cpos - 1 / n2)
    assert round(fit.variance, 4) == 0.3132
    assert (round(fit.mean, 4), round(fit.std_error, 4)) == (-0.7145, 0.1798)


def test_cans_of_orange_juice():
    # Montgomery (2013), example 7.1; NIST/SEMATECH e-Handbook 6.3.3.2 has the same 30 samples of 50.
    bad = "12 15 8 10 4 7 16 9 14 10 5 6 17 12 22 8 10 5 13 11 20 18 24 15 9 12 7 13 9 6"
    found = np.array(bad.split(), dtype=float)
    limits = share_limits(found, np.full(30, 50.0), np.ones(30, dtype=bool), laney=False)
    assert round(limits.centre, 4) == 0.2313
    ends = limits.centre + 3 * limits.sigma[0], limits.centre - 3 * limits.sigma[0]
    np.testing.assert_allclose(ends, (0.4102, 0.0524), atol=1.1e-4)
    signals = find_signals((found / 50 - limits.centre) / limits.sigma, "limits")["beyond_3"]
    assert (np.flatnonzero(signals) + 1).tolist() == [15, 23]


def test_flow_rates():
    # NIST/SEMATECH e-Handbook 6.3.2.2, individual values and moving ranges
    flow = np.array([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    limits = value_limits(flow, np.ones(10, dtype=bool))
    assert limits.centre == pytest.approx(50.81)
    np.testing.assert_allclose(limits.centre + 3 * limits.sigma[0] * np.array([1, -1]), (55.8041, 45.8159), atol=1e-4)


def test_a_moving_average():
    # NIST/SEMATECH e-Handbook 6.3.2.4: target 50, s 2.0539, weight 0.3, limits 50 ± 2.5884 (constant)
    values = "52.0 47.0 53.0 49.3 50.1 47.0 51.0 50.1 51.2 50.5 49.6 47.6 49.9 51.3 47.8 51.2 52.6 52.4 53.6 52.1"
    printed = (
        "50.60 49.52 50.56 50.18 50.16 49.21 49.75 49.85 50.26 50.33 "
        "50.11 49.36 49.52 50.05 49.38 49.92 50.73 51.23 51.94 51.99"
    )
    sigma = 2.0539
    average, limit = run_ewma((np.array(values.split(), dtype=float) - 50) / sigma, 0.3, 3.0)
    np.testing.assert_allclose(50 + sigma * average, np.array(printed.split(), dtype=float), atol=0.0051)
    assert sigma * limit[-1] == pytest.approx(2.5884, abs=2e-4)


def test_concentrations():
    # Montgomery & Runger (2003), example 16-6, table 16-8: target 99, K = 1 (SD 2, slack one half)
    x = "102.0 94.8 98.3 98.4 102.0 98.5 99.0 97.7 100.0 98.1 101.3 98.7 101.1 98.4 97.0 96.7 100.3 101.4 97.2 101.0"
    high = [2, 0, 0, 0, 2, 0.5, 0, 0, 0, 0, 1.3, 0, 1.1, 0, 0, 0, 0.3, 1.7, 0, 1]
    low = [0, 3.2, 2.9, 2.5, 0, 0, 0, 0.3, 0, 0, 0, 0, 0, 0, 1, 2.3, 0, 0, 0.8, 0]
    above, below = run_cusum((np.array(x.split(), dtype=float) - 99) / 2, 0.5)
    np.testing.assert_allclose(2 * above, high, atol=1e-9)
    np.testing.assert_allclose(2 * below, low, atol=1e-9)
