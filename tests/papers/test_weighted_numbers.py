"""Weighted estimates on California's Academic Performance Index 2000 against R's survey 4.1 (R 4.2.2)."""

from __future__ import annotations

import numpy as np
import pytest

import survey as sv
from survey.stats.descriptives import design_effect, effective_n, weighted_mean
from survey.stats.raking import rake
from survey.stats.regression import fit_ols

# the population of the help page of survey::rake: 6194 schools by type and by whether they met the school-wide target
POPULATION = {"stype": {"E": 4421, "H": 755, "M": 1018}, "sch.wide": {"No": 1072, "Yes": 5122}}
SCHOOLS = 6194


def test_design_weighted_alpha(apistrat):
    # svycralpha(~ ell + mobility + meals, dstrat)
    found = sv.assess_reliability(apistrat[["ell", "mobility", "meals"]], weights=apistrat["pw"]).table
    alpha = found.set_index("estimator").loc["alpha", "estimate"]
    assert alpha == pytest.approx(0.6456508, abs=5e-8)


def test_stratified_mean(apistrat):
    # svymean(~ api00, dstrat) is 662.29 to the digits printed
    assert weighted_mean(apistrat["api00"], apistrat["pw"]) == pytest.approx(662.287363, abs=5e-7)


def test_weighted_coefficients(apistrat):
    # svyglm(api00 ~ ell + meals + mobility, dstrat); its standard errors are those of the design, ours are HC3
    fit = fit_ols(apistrat["api00"], apistrat[["ell", "meals", "mobility"]], apistrat["pw"])
    np.testing.assert_allclose(fit.coefficients, [820.8873, -0.4805866, -3.1415353, 0.2257132], rtol=1e-7)


@pytest.fixture(scope="module")
def raked(apiclus1) -> np.ndarray:
    codes = [apiclus1[name].map({code: i for i, code in enumerate(POPULATION[name])}) for name in POPULATION]
    targets = [np.array(list(counts.values())) / SCHOOLS for counts in POPULATION.values()]
    fit = rake(np.column_stack(codes), targets, apiclus1["pw"])
    assert fit.converged
    return fit.weights


def test_raked_weights(raked):
    # weights(rake(dclus1, list(~ stype, ~ sch.wide), ...)), which sum to the schools of the population
    weights = raked * SCHOOLS / len(raked)
    assert [round(weights.min(), 2), round(weights.max(), 2)] == [29.87, 67.13]
    assert round(design_effect(raked), 4) == 1.0517
    assert round(effective_n(raked), 1) == 174.0


def test_raked_mean(raked, apiclus1):
    assert weighted_mean(apiclus1["api00"], raked) == pytest.approx(641.23, abs=5e-3)
