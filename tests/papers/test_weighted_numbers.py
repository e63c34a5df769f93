"""Weighted estimates on California's Academic Performance Index 2000 against R's survey 4.1 (R 4.2.2)."""

from __future__ import annotations

import numpy as np
import pytest

import survey as sv
from survey.stats.descriptives import design_effect, effective_n, weighted_mean
from survey.stats.linearisation import linearised_means, linearised_ratio, linearised_totals
from survey.stats.post_stratification import post_stratify_weights
from survey.stats.raking import rake
from survey.stats.regression import fit_ols
from survey.stats.replicate_multipliers import jackknife_multipliers, rescaling_multipliers
from survey.stats.replicate_statistics import replicate_means
from survey.stats.replicates import Replicates
from survey.stats.sample_design import SampleDesign, take_design

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


def margin_codes(frame) -> np.ndarray:
    codes = [frame[name].map({code: i for i, code in enumerate(POPULATION[name])}) for name in POPULATION]
    return np.column_stack(codes)


@pytest.fixture(scope="module")
def raked(apiclus1) -> np.ndarray:
    targets = [np.array(list(counts.values())) / SCHOOLS for counts in POPULATION.values()]
    fit = rake(margin_codes(apiclus1), targets, apiclus1["pw"])
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


@pytest.fixture(scope="module")
def schools(apistrat) -> SampleDesign:
    # dstrat <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat, fpc = ~fpc)
    return take_design(len(apistrat), apistrat["stype"], population=apistrat["fpc"])


@pytest.fixture(scope="module")
def districts(apiclus1) -> SampleDesign:
    # dclus1 <- svydesign(id = ~dnum, weights = ~pw, data = apiclus1, fpc = ~fpc)
    return take_design(len(apiclus1), clusters=apiclus1["dnum"], population=apiclus1["fpc"])


def test_stratified_estimates(apistrat, schools):
    # svymean(~ api00), svytotal(~ enroll), svyratio(~ api.stu, ~ enroll)
    mean = linearised_means(apistrat[["api00"]], apistrat["pw"], schools)
    assert (round(mean.estimate[0], 2), round(mean.std_error[0], 4)) == (662.29, 9.4089)
    total = linearised_totals(apistrat[["enroll"]], apistrat["pw"], schools)
    assert (round(total.estimate[0]), round(total.std_error[0])) == (3687178, 114642)
    ratio = linearised_ratio(apistrat["api.stu"], apistrat["enroll"], apistrat["pw"], schools)
    assert (round(ratio.estimate[0], 7), round(ratio.std_error[0], 9)) == (0.8369569, 0.007757103)


def test_clustered_and_raked_mean(apiclus1, districts, raked):
    # svymean(~ api00, dclus1), and after rake()
    plain = linearised_means(apiclus1[["api00"]], apiclus1["pw"], districts)
    assert (round(plain.estimate[0], 2), round(plain.std_error[0], 3)) == (644.17, 23.542)
    found = linearised_means(apiclus1[["api00"]], raked, districts, calibrated_on=margin_codes(apiclus1))
    assert (round(found.estimate[0], 2), round(found.std_error[0], 3)) == (641.23, 23.704)


def test_post_stratified_total(apiclus1, districts):
    # svytotal(~ enroll, postStratify(dclus1, ~ stype, pop.types))
    codes = margin_codes(apiclus1)[:, 0]
    shares = np.array(list(POPULATION["stype"].values())) / SCHOOLS
    weights = post_stratify_weights(codes, shares).weights
    found = linearised_means(apiclus1[["enroll"]], weights, districts, calibrated_on=codes[:, None])
    assert found.estimate[0] * SCHOOLS == pytest.approx(3680892.945, abs=5e-3)
    assert found.std_error[0] * SCHOOLS == pytest.approx(406292.6363, abs=5e-3)


def test_jackknife_mean(apiclus1, districts):
    # svymean(~ api00, as.svrepdesign(dclus1)), about the mean of its replicates
    times, scales = jackknife_multipliers(districts)
    w = apiclus1["pw"].to_numpy()
    found, _ = replicate_means(apiclus1[["api00"]], Replicates(times * w, w, scales, districts.df))
    about_mean = np.sqrt(scales @ (found.draws[:, 0] - found.draws[:, 0].mean()) ** 2)
    assert about_mean == pytest.approx(26.32936, abs=5e-6)
    assert found.std_error[0] == pytest.approx(about_mean, rel=0.01)


def test_bootstrap_of_a_finite_population(apistrat, schools):
    # 4,000 replicates: a simulation error of 1.1 % of the standard error
    times = rescaling_multipliers(schools, n_boot=4000, seed=1)
    w = apistrat["pw"].to_numpy()
    found, _ = replicate_means(apistrat[["api00"]], Replicates(times * w, w, np.full(4000, 1 / 4000), schools.df))
    assert found.std_error[0] == pytest.approx(9.40894, rel=0.035)
