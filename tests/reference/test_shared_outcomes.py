"""Logistic regression against glm, proportional odds against polr and clm, dominance against two packages.

Not compared, because the toolkit does not offer them: profile intervals, adjusted McFadden, Aldrich-Nelson, Tjur,
Efron, AUC, average marginal effects, probit, Estrella's measure, dominance by level and complete dominance of these
measures. The files' tests of nominal effects are empty; free slopes are compared in `test_outcomes.py`.
"""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest

from survey.stats.general_dominance import general_dominance, outcome_dominance, subset_values
from survey.stats.logistic import fit_logistic
from survey.stats.ordinal import fit_proportional_odds
from survey.stats.outcomes.criteria import akaike, bayesian

TIGHT = {"rtol": 1e-6, "atol": 1e-8}  # glm and clm, the files' stated tolerance
LOOSE = {"rtol": 1e-4, "atol": 1e-4}  # MASS::polr


def patterns(*names: str):
    """Name the files of one test; the module has three kinds."""

    def mark(function):
        function.patterns = names
        return function

    return mark


def rows_of(case) -> tuple[pd.Series, pd.DataFrame]:
    """Outcome, cut as the file says it is, and drivers."""
    rows = case.listwise()
    outcome = rows[case.about["columns"][0]]
    definition = case.about.get("outcome_definition")
    if definition:
        outcome = (outcome >= int(re.search(r">= (\d+)$", definition)[1])).astype(float)
    return outcome, rows[case.about["columns"][1:]]


@patterns("*__logit__*.json")
def test_logistic(shared_case):
    fit, results = fit_logistic(*rows_of(shared_case)), shared_case.results
    table = shared_case.table("coefficients")
    assert fit.converged
    assert fit.n == results["n"]
    np.testing.assert_allclose(fit.coefficients, table["estimate"], **TIGHT)
    np.testing.assert_allclose(fit.std_error, table["se"], **TIGHT)
    found = [fit.log_likelihood, fit.log_likelihood_null, fit.mcfadden, fit.cox_snell, fit.nagelkerke]
    expected = [results[key] for key in ("logLik", "logLik0", "mcfadden", "cox_snell", "nagelkerke")]
    np.testing.assert_allclose(found, expected, rtol=1e-9)


@patterns("*__logit__*.json")
def test_logistic_robust_errors_and_criteria(shared_case):
    outcome, drivers = rows_of(shared_case)
    fit, results = fit_logistic(outcome, drivers, robust=True), shared_case.results
    # sandwich's HC0 has no factor n / (n - 1)
    expected = pd.Series(results["hc_robust_se_HC0"])[["(Intercept)", *drivers.columns]] * np.sqrt(fit.n / (fit.n - 1))
    np.testing.assert_allclose(fit.std_error, expected, **TIGHT)
    terms = len(fit.coefficients)
    found = [fit.deviance, akaike(fit.log_likelihood, terms), bayesian(fit.log_likelihood, terms, fit.n)]
    np.testing.assert_allclose(found, [results[key] for key in ("deviance", "AIC", "BIC")], rtol=1e-9)
    weights = np.full(len(outcome), 2.5)
    weighted = fit_logistic(outcome, drivers, weights, weighting="probability")
    np.testing.assert_allclose(weighted.std_error, expected, **TIGHT)


@patterns("*__logit_dominance__*.json")
def test_logistic_dominance(shared_case):
    outcome, drivers = rows_of(shared_case)
    for measure, tables in shared_case.results["domir"].items():
        found = outcome_dominance(outcome, drivers, measure=measure)
        np.testing.assert_allclose(found, pd.Series(tables["general"])[drivers.columns], **TIGHT, err_msg=measure)
        assert found.sum() == pytest.approx(tables["fit_overall"], rel=1e-8)


@patterns("*__logit_dominance__*.json")
def test_logistic_dominance_by_another_package(shared_case):
    outcome, drivers = rows_of(shared_case)
    tables = shared_case.results["dominanceanalysis_general"]
    found = outcome_dominance(outcome, drivers)
    np.testing.assert_allclose(found, pd.Series(tables["r2.m"])[drivers.columns], **TIGHT)
    found = outcome_dominance(outcome, drivers, measure="nagelkerke")
    null = fit_logistic(outcome, drivers).log_likelihood_null
    if np.exp(null) == 0:
        # On 1707 rows the likelihood of the null model is below the smallest double, so dominanceanalysis divides by
        # 1 - 0 and its r2.n repeats its r2.cs; domir's Nagelkerke, compared above, is right.
        assert tables["r2.n"] == tables["r2.cs"]
        found *= -np.expm1(2 * null / len(outcome))
    np.testing.assert_allclose(found, pd.Series(tables["r2.n"])[drivers.columns], **TIGHT)


@patterns("*__logit_dominance__*.json")
def test_logistic_dominance_by_cox_snell(shared_case):
    outcome, drivers = rows_of(shared_case)
    x = drivers.to_numpy(float)
    fits = subset_values(x.shape[1], lambda chosen: fit_logistic(outcome, x[:, chosen]).cox_snell if chosen else 0.0)
    expected = pd.Series(shared_case.results["dominanceanalysis_general"]["r2.cs"])[drivers.columns]
    np.testing.assert_allclose(general_dominance(fits), expected, **TIGHT)


@patterns("*__polr__*.json")
def test_proportional_odds(shared_case):
    outcome, drivers = rows_of(shared_case)
    fit, results = fit_proportional_odds(outcome, drivers), shared_case.results
    assert fit.converged
    assert fit.n == results["n"]
    assert fit.categories.tolist() == [float(level) for level in results["levels"]]
    names = [*drivers.columns, *results["zeta"]]
    estimates = np.concatenate([fit.coefficients, fit.thresholds])
    std_errors = np.concatenate([fit.std_error, fit.thresholds_std_error])
    for table, tolerance in ((shared_case.table("clm"), TIGHT), (shared_case.table("polr"), LOOSE)):
        np.testing.assert_allclose(estimates, table.loc[names, "estimate"], **tolerance)
        np.testing.assert_allclose(std_errors, table.loc[names, "se"], **tolerance)


@patterns("*__polr__*.json")
def test_proportional_odds_fit(shared_case):
    fit, results = fit_proportional_odds(*rows_of(shared_case)), shared_case.results
    assert fit.log_likelihood == pytest.approx(results["clm_logLik"], rel=1e-10)
    found = [fit.log_likelihood_null, fit.deviance, fit.mcfadden, fit.cox_snell, fit.nagelkerke]
    expected = [results[key] for key in ("logLik0", "deviance", "mcfadden", "cox_snell", "nagelkerke")]
    np.testing.assert_allclose(found, expected, rtol=1e-6)
    assert akaike(fit.log_likelihood, len(fit.covariance)) == pytest.approx(results["AIC"], rel=1e-6)


@patterns("*__polr__*.json")
def test_ordinal_dominance(shared_case):
    outcome, drivers = rows_of(shared_case)
    for measure, tables in shared_case.results["domir"].items():
        found = outcome_dominance(outcome, drivers, model="ordinal", measure=measure)
        np.testing.assert_allclose(found, pd.Series(tables["general"])[drivers.columns], **TIGHT, err_msg=measure)
