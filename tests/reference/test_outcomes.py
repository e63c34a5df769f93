"""Models of outcomes against R: clm, polr, svyglm, svyolr, glm.nb, sandwich, dispersiontest, and Brant's formulas."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.logistic import fit_logistic
from survey.stats.ordinal import fit_proportional_odds
from survey.stats.outcomes.brant import compare_slopes
from survey.stats.outcomes.count_models import fit_negative_binomial, fit_poisson
from survey.stats.outcomes.overdispersion import regress_dispersion
from survey.stats.outcomes.partial_odds import fit_partial_odds

FOLDER = Path(__file__).parent / "outcomes"
TIGHT = {"rtol": 1e-6, "atol": 1e-8}
ITERATED = {"rtol": 1e-4, "atol": 1e-4}  # polr and svyolr stop where optim does
DRIVERS = ["x1", "x2", "x3"]


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "answers.csv")


@pytest.fixture(scope="module")
def results() -> dict:
    return json.loads((FOLDER / "results.json").read_text("utf-8"))


def column(results: dict, key: str, field: str = "estimate") -> pd.Series:
    return pd.Series(results[key][field], results[key]["names"])


CUTS = ["1|2", "2|3", "3|4"]


@pytest.mark.parametrize(
    ("key", "weights", "tolerance"),
    [("proportional", None, TIGHT), ("proportional_times", "times", TIGHT), ("polr", None, ITERATED)],
)
def test_proportional_odds(answers, results, key, weights, tolerance):
    given = None if weights is None else answers[weights]
    fit = fit_proportional_odds(answers["rating"], answers[DRIVERS], given)
    order = [*CUTS, *DRIVERS]
    found = np.concatenate([fit.thresholds, fit.coefficients])
    np.testing.assert_allclose(found, column(results, key)[order], **tolerance)
    errors = np.concatenate([fit.thresholds_std_error, fit.std_error])
    np.testing.assert_allclose(errors, column(results, key, "std_error")[order], **tolerance)
    if "log_likelihood" in results[key]:
        assert fit.log_likelihood == pytest.approx(results[key]["log_likelihood"], rel=1e-10)
    if "n" in results[key]:
        assert fit.n == results[key]["n"]


def test_probability_weights_in_ordered_answers(answers, results):
    fit = fit_proportional_odds(answers["rating"], answers[DRIVERS], answers["weight"], weighting="probability")
    found = np.concatenate([fit.coefficients, fit.thresholds])
    np.testing.assert_allclose(found, column(results, "svyolr")[[*DRIVERS, *CUTS]], **ITERATED)
    errors = np.concatenate([fit.std_error, fit.thresholds_std_error])
    np.testing.assert_allclose(errors, column(results, "svyolr", "std_error")[[*DRIVERS, *CUTS]], **ITERATED)


def test_logistic(answers, results):
    fit = fit_logistic(answers["top"], answers[DRIVERS])
    np.testing.assert_allclose(fit.coefficients, results["logistic"]["estimate"], **TIGHT)
    np.testing.assert_allclose(fit.std_error, results["logistic"]["std_error"], **TIGHT)
    assert fit.log_likelihood == pytest.approx(results["logistic"]["log_likelihood"], rel=1e-10)
    # sandwich() has no factor n / (n - 1)
    robust = fit_logistic(answers["top"], answers[DRIVERS], robust=True).std_error / np.sqrt(fit.n / (fit.n - 1))
    np.testing.assert_allclose(robust, results["logistic"]["robust"], **TIGHT)


def test_probability_weights_in_logistic_and_poisson(answers, results):
    fit = fit_logistic(answers["top"], answers[DRIVERS], answers["weight"], weighting="probability")
    np.testing.assert_allclose(fit.coefficients, results["svyglm_top"]["estimate"], **TIGHT)
    np.testing.assert_allclose(fit.std_error, results["svyglm_top"]["std_error"], **TIGHT)
    counts = fit_poisson(answers["calls"], answers[DRIVERS], answers["weight"], weighting="probability")
    np.testing.assert_allclose(counts.coefficients, results["svyglm_calls"]["estimate"], **TIGHT)
    np.testing.assert_allclose(counts.std_error, results["svyglm_calls"]["std_error"], **TIGHT)


def test_brant(answers, results):
    found, expected = compare_slopes(answers["rating"], answers[DRIVERS]), results["brant"]
    assert found.statistic == pytest.approx(expected["statistic"], rel=1e-8)
    assert (found.df, found.driver_df) == (expected["df"], 2)
    assert found.p_value == pytest.approx(expected["p_value"], rel=1e-7)
    np.testing.assert_allclose(found.driver_statistic, expected["driver_statistic"], rtol=1e-7)
    np.testing.assert_allclose(found.driver_p_value, expected["driver_p_value"], rtol=1e-7)
    np.testing.assert_allclose(found.slopes, expected["slopes"], rtol=1e-7)


@pytest.mark.parametrize(("key", "free"), [("partial_x2", [1]), ("partial_x2_x3", [1, 2])])
def test_partial_proportional_odds(answers, results, key, free):
    fit = fit_partial_odds(answers["rating"], answers[DRIVERS], free)
    estimates, errors = column(results, key), column(results, key, "std_error")
    cuts = [f"{cut}.(Intercept)" for cut in CUTS]
    np.testing.assert_allclose(fit.thresholds, estimates[cuts], **TIGHT)
    np.testing.assert_allclose(fit.thresholds_std_error, errors[cuts], **TIGHT)
    for j, name in enumerate(DRIVERS):
        # clm takes nominal effects off the thresholds, so their sign is turned
        rows, sign = ([f"{cut}.{name}" for cut in CUTS], -1) if j in free else ([name] * 3, 1)
        np.testing.assert_allclose(fit.slopes[:, j], sign * estimates[rows], **TIGHT)
        np.testing.assert_allclose(fit.std_error[:, j], errors[rows], **TIGHT)
    assert fit.log_likelihood == pytest.approx(results[key]["log_likelihood"], rel=1e-10)
    gain = 2 * (results[key]["log_likelihood"] - results["proportional"]["log_likelihood"])
    assert fit.statistic == pytest.approx(gain, rel=1e-6)
    assert fit.df == 2 * len(free)


def test_poisson(answers, results):
    expected = results["poisson"]
    fit = fit_poisson(answers["calls"], answers[DRIVERS])
    np.testing.assert_allclose(fit.coefficients, expected["estimate"], **TIGHT)
    np.testing.assert_allclose(fit.std_error / np.sqrt(fit.n / (fit.n - 1)), expected["robust"], **TIGHT)
    plain = fit_poisson(answers["calls"], answers[DRIVERS], robust=False)
    np.testing.assert_allclose(plain.std_error, expected["std_error"], **TIGHT)
    found = [fit.log_likelihood, fit.log_likelihood_null, fit.deviance]
    np.testing.assert_allclose(found, [expected["log_likelihood"], expected["null"], expected["deviance"]], rtol=1e-9)
    over = fit_poisson(answers["complaints"], answers[DRIVERS])
    assert over.pearson == pytest.approx(results["poisson_complaints"]["pearson"], rel=1e-8)


def test_overdispersion(answers, results):
    fit = fit_poisson(answers["complaints"], answers[DRIVERS])
    found, expected = regress_dispersion(answers["complaints"], fit.fitted), results["dispersion_test"]
    assert found.statistic == pytest.approx(expected["statistic"], rel=1e-7)
    assert found.p_value == pytest.approx(expected["p_value"], rel=1e-6)
    assert found.alpha == pytest.approx(expected["alpha"], rel=1e-7)


def test_negative_binomial(answers, results):
    fit, expected = fit_negative_binomial(answers["complaints"], answers[DRIVERS]), results["negative_binomial"]
    np.testing.assert_allclose(fit.coefficients, expected["estimate"], **TIGHT)
    np.testing.assert_allclose(fit.std_error, expected["std_error"], **TIGHT)
    assert 1 / fit.dispersion == pytest.approx(expected["theta"], rel=1e-6)
    # by the delta method from theta's
    assert fit.dispersion_std_error / fit.dispersion**2 == pytest.approx(expected["theta_std_error"], rel=1e-5)
    found = [fit.log_likelihood, fit.log_likelihood_null, fit.deviance]
    np.testing.assert_allclose(found, [expected["log_likelihood"], expected["null"], expected["deviance"]], rtol=1e-8)
