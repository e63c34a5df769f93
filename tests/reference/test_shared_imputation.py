"""Rubin's rules against mice and mitools, on completed data that the reference supplies."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.drivers.drivers import Drivers, rank_drivers
from survey.analysis.missing.pooling import pool_results
from survey.stats.missing.rubin import pool_correlations, pool_estimates
from survey.stats.regression import fit_ols

PATTERNS = ["*__mi__*.json"]
CLOSED_FORM = {"rtol": 1e-8}  # the files' stated tolerance


def copies_of(case) -> list[pd.DataFrame]:
    completed = pd.read_csv(case.folder / case.results["completed_csv"])
    return [copy[case.about["columns"]].reset_index(drop=True) for _, copy in completed.groupby(".imp")]


def fits_of(case) -> list:
    return [fit_ols(copy.iloc[:, 0], copy.iloc[:, 1:]) for copy in copies_of(case)]


def test_each_copy(shared_case):
    for fit, expected in zip(fits_of(shared_case), shared_case.results["each_imputation"], strict=True):
        np.testing.assert_allclose(fit.coefficients, list(expected["est"].values()), **CLOSED_FORM)
        np.testing.assert_allclose(fit.std_error_classic, list(expected["se"].values()), **CLOSED_FORM)


def test_small_sample_rules(shared_case):
    fits, table = fits_of(shared_case), shared_case.table("pooled")
    estimates = np.array([fit.coefficients for fit in fits])
    variances = np.array([fit.std_error_classic for fit in fits]) ** 2
    pooled = pool_estimates(estimates, variances, n=fits[0].n, k=estimates.shape[1])
    names = {"estimate": "estimate", "ubar": "within", "b": "between", "t": "total", "df": "df"}
    for theirs, ours in (names | {"riv": "riv", "lambda": "share_between", "fmi": "fmi"}).items():
        np.testing.assert_allclose(getattr(pooled, ours), table[theirs].astype(float), **CLOSED_FORM, err_msg=theirs)
    summary = shared_case.table("summary")
    np.testing.assert_allclose(pooled.statistic, summary["statistic"].astype(float), **CLOSED_FORM)
    np.testing.assert_allclose(pooled.p_value, summary["p.value"].astype(float), rtol=1e-7)
    low, high = pooled.interval()
    np.testing.assert_allclose(low, summary["2.5 %"].astype(float), **CLOSED_FORM)
    np.testing.assert_allclose(high, summary["97.5 %"].astype(float), **CLOSED_FORM)


def test_large_sample_rules(shared_case):
    fits, expected = fits_of(shared_case), shared_case.results["mitools"]
    pooled = pool_estimates([fit.coefficients for fit in fits], [fit.std_error_classic**2 for fit in fits])
    for theirs, ours in {"coef": "estimate", "se": "std_error", "df": "df", "missinfo": "fmi"}.items():
        np.testing.assert_allclose(
            getattr(pooled, ours), list(expected[theirs].values()), **CLOSED_FORM, err_msg=theirs
        )


@pytest.mark.parametrize(("quantity", "field"), [("r2", "pooled_r2"), ("adj_r2", "pooled_adj_r2")])
def test_explained_share(shared_case, quantity, field):
    fits, expected = fits_of(shared_case), shared_case.results[field]["values"][0]
    pooled = pool_correlations([np.sqrt(getattr(fit, quantity)) for fit in fits], fits[0].n)
    # mice takes 1.96 for the normal quantile 1.95996
    ends = [np.tanh(pooled.estimate + sign * 1.96 * pooled.std_error) ** 2 for sign in (-1, 1)]
    np.testing.assert_allclose([np.tanh(pooled.estimate) ** 2, *ends, pooled.fmi], expected, **CLOSED_FORM)


def test_pooling_of_results(shared_case):
    """The public call pools the regression in driver analysis, whose standard errors are HC3 and not classic ones."""

    def analyse(copy: pd.DataFrame) -> Drivers:
        return rank_drivers(copy, outcome=copy.columns[0])

    table = pool_results(copies_of(shared_case), analyse, frame="coefficients").table
    fits, expected = fits_of(shared_case), shared_case.table("pooled")
    assert table["pooled"].unique().tolist() == ["estimate"]
    assert table["term"].tolist()[1:] == expected["term"].tolist()[1:]
    np.testing.assert_allclose(table["estimate"], expected["estimate"].astype(float), **CLOSED_FORM)
    k = len(table)
    again = pool_estimates([fit.coefficients for fit in fits], [fit.std_error**2 for fit in fits], fits[0].n, k)
    np.testing.assert_allclose(table["std_error"], again.std_error, **CLOSED_FORM)
    np.testing.assert_allclose(table["df"], again.df, **CLOSED_FORM)
    np.testing.assert_allclose(table["conf_low"], again.interval()[0], **CLOSED_FORM)
    fit = pool_results(copies_of(shared_case), analyse, frame="fit").table.set_index("pooled")
    np.testing.assert_allclose(
        fit.loc["r2", "estimate"], shared_case.results["pooled_r2"]["values"][0][0], **CLOSED_FORM
    )
