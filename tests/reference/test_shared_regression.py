"""Least squares against lm, sandwich::vcovHC and car::vif.

Not compared, because the toolkit does not offer them: F test, HC0-HC2 and HC4, PRESS,
Breusch-Pagan, RESET, Durbin-Watson, Cook's distances, type II ANOVA, condition indices, partial and Spearman
correlations, GVIF of factors with several dummies. ``eigen_cor`` needs no estimator of ours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.stats.importance import last, standardized_betas
from survey.stats.moments import take_moments
from survey.stats.outcomes.criteria import akaike, bayesian, gaussian_log_likelihood
from survey.stats.regression import fit_ols

PATTERNS = ["*__ols__*.json"]
CLOSED_FORM = {"rtol": 1e-8, "atol": 1e-10}  # the files' stated tolerance


def fit_case(case):
    x, _, _ = case.dummies()
    return fit_ols(x[:, 0], x[:, 1:], case.weights())


def test_coefficients(shared_case):
    fit, table = fit_case(shared_case), shared_case.table("coefficients")
    results = shared_case.results
    np.testing.assert_allclose(fit.coefficients, table["estimate"], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(fit.std_error_classic, table["se"], **CLOSED_FORM)
    np.testing.assert_allclose(fit.coefficients / fit.std_error_classic, table["t"], rtol=1e-7, atol=1e-8)
    assert fit.n == results["n"]
    assert [len(fit.coefficients), fit.df] == results["df"][:2]
    np.testing.assert_allclose([fit.r2, fit.adj_r2], [results["r2"], results["adj_r2"]], rtol=1e-9)
    # our weights are scaled to mean 1, R's are taken as they are
    scale = 1.0 if shared_case.weights() is None else np.sqrt(shared_case.weights().mean())
    np.testing.assert_allclose(fit.sigma * scale, results["sigma"], rtol=1e-9)


def test_likelihood(shared_case):
    x, _, _ = shared_case.dummies()
    weights, results = shared_case.weights(), shared_case.results
    if weights is not None:
        pytest.skip("lm's likelihood takes weights as known variances; ours takes them as chances of being asked")
    fit = fit_ols(x[:, 0], x[:, 1:])
    residuals = x[:, 0] - fit.coefficients[0] - x[:, 1:] @ fit.coefficients[1:]
    value, terms = gaussian_log_likelihood(residuals), len(fit.coefficients) + 1
    found = [value, akaike(value, terms), bayesian(value, terms, fit.n)]
    np.testing.assert_allclose(found, [results[key] for key in ("logLik", "AIC", "BIC")], rtol=1e-9)


def test_hc3(shared_case):
    fit = fit_case(shared_case)
    np.testing.assert_allclose(fit.std_error, shared_case.table("robust_se")["HC3"], **CLOSED_FORM)
    table = shared_case.table("hc3_test")
    np.testing.assert_allclose(fit.std_error, table["Std. Error"], **CLOSED_FORM)
    np.testing.assert_allclose(fit.statistic, table["t value"], rtol=1e-7, atol=1e-8)
    # probabilities below 1e-30 lose relative digits with those of t
    np.testing.assert_allclose(fit.p_value, table["Pr(>|t|)"], rtol=1e-6, atol=1e-30)


def test_inflation(shared_case):
    fit, expected = fit_case(shared_case), shared_case.results["vif"]
    if "values" in expected:
        _, groups, names = shared_case.dummies()
        table = shared_case.table("vif")
        assert table["Df"].tolist() == [len(group) for group in groups]
        single = [name for name, group in zip(names, groups, strict=True) if len(group) == 1]
        found = [fit.vif[groups[names.index(name)][0]] for name in single]
        np.testing.assert_allclose(found, table.loc[single, "GVIF"], **CLOSED_FORM)
    else:
        np.testing.assert_allclose(fit.vif, list(expected.values()), **CLOSED_FORM)


def test_standardized_and_semipartial(shared_case):
    if "beta_std" not in shared_case.results:
        pytest.skip("factor and weighted cases have no standardised coefficients in the file")
    x, _, names = shared_case.dummies()
    cov = take_moments(x).covariance
    for field, found in (("beta_std", standardized_betas(cov)), ("semipartial_r", np.sqrt(last(cov)))):
        expected = pd.Series(shared_case.results[field])[names]
        if field == "semipartial_r":
            expected = expected.abs()
        np.testing.assert_allclose(found, expected, rtol=1e-7, atol=1e-8, err_msg=field)
