"""Service formulas against R: optim, metafor, survey, sandwich, and a simulated scan statistic.

``service/make_reference.R`` makes the data and the numbers. What is iterated agrees to 1e-4, the rest to 1e-6.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm, t

from survey.stats.service.beta_binomial import fit_beta_binomial, posterior_parameters, shrink_shares
from survey.stats.service.bursts import burst_probability
from survey.stats.service.clustered_regression import fit_clustered
from survey.stats.service.clustered_shares import effective_units
from survey.stats.service.control_limits import share_limits
from survey.stats.service.random_effects import fit_random_effects, shrink_means
from survey.stats.service.small_shifts import run_cusum, run_ewma

FOLDER = Path(__file__).parent / "service"


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def contacts() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "contacts.csv")


def test_beta_binomial(reference):
    from scipy.stats import beta

    frame = pd.read_csv(FOLDER / "shares.csv").astype(float)
    hits, n, r = frame["hits"].to_numpy(), frame["n"].to_numpy(), reference["shares"]
    fit = fit_beta_binomial(hits, n)
    assert fit.log_likelihood >= r["log_likelihood"] - 1e-8
    np.testing.assert_allclose([fit.mean, fit.precision], [r["mean"], r["precision"]], rtol=1e-4)
    np.testing.assert_allclose(shrink_shares(hits, n, fit)[0], r["estimate"], rtol=1e-4)
    a, b = posterior_parameters(hits, n, fit)
    np.testing.assert_allclose([beta.ppf(0.025, a, b), beta.ppf(0.975, a, b)], [r["low"], r["high"]], rtol=1e-4)


@pytest.mark.parametrize("case", ["made_up", "bcg"])
def test_random_effects(reference, case):
    r = reference["means"][case]
    means, variances = np.array(r["yi"]), np.array(r["vi"])
    fit = fit_random_effects(means, variances)
    np.testing.assert_allclose(
        [fit.mean, fit.std_error, fit.variance], [r["mean"], r["std_error"], r["tau2"]], rtol=1e-6
    )
    shrunk = shrink_means(means, variances, fit)
    np.testing.assert_allclose(shrunk.estimate, r["estimate"], rtol=1e-6)
    np.testing.assert_allclose(shrunk.std_error, r["error"], rtol=1e-6)


def test_clustered_share(reference, contacts):
    hits, clusters = contacts["quick"].to_numpy(float), pd.factorize(contacts["agent"])[0]
    share, error = reference["contacts"]["share"], reference["contacts"]["share_error"]
    shrink = (norm.ppf(0.975) / t.ppf(0.975, clusters.max())) ** 2
    assert effective_units(hits, clusters, 0.95) == pytest.approx(share * (1 - share) / error**2 * shrink, rel=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_clustered_regression(reference, contacts, weighted):
    x = np.column_stack([np.ones(len(contacts)), contacts[["wait", "quick"]]])
    weights = contacts["w"].to_numpy(float) if weighted else None
    fit = fit_clustered(x, contacts["sat"].to_numpy(), pd.factorize(contacts["agent"])[0], weights)
    r = reference["contacts"]["weighted" if weighted else "plain"]
    np.testing.assert_allclose(fit.coefficients, r["coefficients"], rtol=1e-8)
    np.testing.assert_allclose(np.sqrt(np.diag(fit.covariance)), r["std_error"], rtol=1e-8)


def test_charts(reference):
    r = reference["chart"]
    size, good = np.array(r["size"], float), np.array(r["good"], float)
    limits = share_limits(good, size, np.ones(30, dtype=bool), laney=True)
    assert limits.centre == pytest.approx(r["centre"], rel=1e-12)
    assert limits.inflation == pytest.approx(r["factor"], rel=1e-10)
    z = (good / size - limits.centre) / limits.sigma
    np.testing.assert_allclose(z, r["z"], rtol=1e-9)
    np.testing.assert_allclose(run_ewma(z)[0], r["ewma"], rtol=1e-9)
    np.testing.assert_allclose(run_cusum(z), [r["up"], r["down"]], rtol=1e-9)


def test_scan_statistic(reference):
    exact, *large = reference["scans"]
    assert burst_probability(5, 8, 0.1) == pytest.approx(exact["p"], abs=4 * np.sqrt(exact["p"] / 200_000))
    for case in large:  # the approximation, which may be above and hardly below
        found = burst_probability(case["k"], case["n"], case["w"])
        assert 0.95 * case["p"] < found < 1.15 * case["p"]
