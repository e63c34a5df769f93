"""Raking against survey::rake, survey::calibrate and anesrake; design-based estimates against survey::svymean.

Not compared, because the toolkit does not offer them: linear and logit calibration, ``trimWeights`` (which spreads
what it cuts without raking again: its margins are off the targets; ours rakes again), svyglm, tests and quantiles.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.descriptives import design_effect, effective_n
from survey.stats.linearisation import linearised_means, linearised_totals
from survey.stats.post_stratification import post_stratify_weights
from survey.stats.raking import rake
from survey.stats.replicate_multipliers import jackknife_multipliers
from survey.stats.replicates import Replicates, replicate_estimates
from survey.stats.sample_design import take_design
from survey.stats.t_intervals import logit_interval

PATTERNS = ["*__rake__*.json"]


def margins(case):
    rows = case.data()[list(case.results["targets"])].dropna()
    codes = np.column_stack(
        [
            rows[name].astype(str).map({label: code for code, label in enumerate(target)}).to_numpy(int)
            for name, target in case.results["targets"].items()
        ]
    )
    return rows, codes, [list(target.values()) for target in case.results["targets"].values()]


def test_raked_weights(shared_case):
    rows, codes, targets = margins(shared_case)
    expected = shared_case.scores("weights_csv")
    assert len(rows) == shared_case.results["n"] == len(expected)
    fit = rake(codes, targets)
    assert fit.converged and fit.margin_error < 1e-9
    for column in ("w_rake", "w_cal_raking"):
        np.testing.assert_allclose(fit.weights, expected[column], rtol=1e-6)
    stats = shared_case.results["weight_stats"]["w_rake"]
    assert design_effect(fit.weights) == pytest.approx(stats["kish_deff"], rel=1e-6)
    assert effective_n(fit.weights) == pytest.approx(stats["kish_neff"], rel=1e-6)
    achieved = [share for target in shared_case.results["achieved"].values() for share in target.values()]
    found = np.concatenate(
        [np.bincount(codes[:, j], weights=fit.weights) / fit.weights.sum() for j in range(codes.shape[1])]
    )
    np.testing.assert_allclose(found, achieved, atol=1e-8)


def test_raked_with_bounds(shared_case):
    _, codes, targets = margins(shared_case)
    expected = shared_case.scores("weights_csv")["w_anesrake_cap5"]
    fit = rake(codes, targets, bounds=(0.0, 5.0))
    assert fit.weights.max() <= 5 + 1e-12
    assert fit.converged
    np.testing.assert_allclose(fit.weights, expected, atol=1e-3)  # stated for anesrake


def test_post_stratified_on_the_first_margin(shared_case):
    _, codes, targets = margins(shared_case)
    found = post_stratify_weights(codes[:, 0], targets[0]).weights
    np.testing.assert_allclose(found, shared_case.scores("weights_csv")["w_poststrat_first"], rtol=1e-9)


def test_standard_errors_of_a_raked_mean(shared_case):
    rows, codes, targets = margins(shared_case)
    value = shared_case.results["value"]
    x, design = shared_case.data().loc[rows.index, [value["variable"]]].to_numpy(float), take_design(len(rows))
    raked = rake(codes, targets).weights
    for key, settings in (("raked_calibration_se", {"calibrated_on": codes}), ("raked_weights_treated_as_fixed", {})):
        found = linearised_means(x, raked, design, **settings)
        assert found.estimate[0] == pytest.approx(value[key]["mean"], rel=1e-8)
        assert found.std_error[0] == pytest.approx(value[key]["se"], rel=1e-8)
    plain = linearised_means(x, None, design)
    assert plain.std_error[0] == pytest.approx(value["unweighted"]["se"], rel=1e-8)


DESIGNS = ["*__svy__*.json"]
EXACT = {"rel": 1e-8}


def svy(case):
    rows = case.data()
    return rows, take_design(len(rows), rows["SDMVSTRA"], rows["SDMVPSU"]), rows["WTMEC2YR"].to_numpy(float)


def check(found, expected, k: int = 0) -> None:
    assert found.estimate[k] == pytest.approx(next(iter(expected["estimate"].values())), **EXACT)
    assert found.std_error[k] == pytest.approx(next(iter(expected["se"].values())), **EXACT)


def test_design_means_and_totals(shared_case):
    rows, design, w = svy(shared_case)
    results = shared_case.results
    assert design.df == results["degf"]
    assert design_effect(w) == pytest.approx(results["kish_deff"], **EXACT)
    assert effective_n(w) == pytest.approx(results["kish_neff"], **EXACT)
    expected = results["means"]["HI_CHOL"]
    found = linearised_means(rows[["HI_CHOL"]], w, design)
    check(found, expected)
    assert found.deff[0] == pytest.approx(expected["deff_replace"], **EXACT)
    # deff = TRUE compares with sampling without replacement from as many people as the weights sum to
    people = w[rows["HI_CHOL"].notna()].sum()
    assert found.deff[0] / (1 - found.n[0] / people) == pytest.approx(expected["deff"]["HI_CHOL"], **EXACT)
    check(linearised_totals(rows[["HI_CHOL"]], w, design), results["totals"]["HI_CHOL"])
    women = rows[["HI_CHOL"]].where(rows["RIAGENDR"] == 2)
    check(linearised_means(women, w, design), results["subpopulation"]["HI_CHOL"])


test_design_means_and_totals.patterns = DESIGNS


def test_design_proportions(shared_case):
    rows, design, w = svy(shared_case)
    for name, expected in shared_case.results["proportions"].items():
        labels = [key.removeprefix(name) for key in expected["estimate"]]
        dummies = np.column_stack([(rows[name].astype(str) == label).astype(float) for label in labels])
        found = linearised_means(dummies, w, design)
        np.testing.assert_allclose(found.estimate, list(expected["estimate"].values()), rtol=1e-8)
        np.testing.assert_allclose(found.std_error, list(expected["se"].values()), rtol=1e-8)
        deff = found.deff / (1 - len(rows) / w.sum())
        np.testing.assert_allclose(deff, list(expected["deff"].values()), rtol=1e-8)


test_design_proportions.patterns = DESIGNS


def test_design_by_group_and_logit_interval(shared_case):
    rows, design, w = svy(shared_case)
    for group, mean, se, *_ in shared_case.results["by"]["HI_CHOL"]["values"]:
        found = linearised_means(rows[["HI_CHOL"]].where(rows["agecat"] == group), w, design)
        assert (found.estimate[0], found.std_error[0]) == (pytest.approx(mean, **EXACT), pytest.approx(se, **EXACT))
    found = linearised_means(rows[["HI_CHOL"]], w, design)
    expected = shared_case.results["svyciprop"]["xlogit"]
    low, high = logit_interval(found.estimate[0], found.std_error[0], design.df)
    assert (low, high) == (pytest.approx(expected["low"], **EXACT), pytest.approx(expected["high"], **EXACT))


test_design_by_group_and_logit_interval.patterns = DESIGNS


def test_design_jackknife(shared_case):
    rows, design, w = svy(shared_case)
    expected = shared_case.results["replicate"]
    times, scales = jackknife_multipliers(design)
    assert len(scales) == expected["nrep"]
    there = rows["HI_CHOL"].notna().to_numpy()
    x = rows["HI_CHOL"].fillna(0).to_numpy()
    found = replicate_estimates(Replicates(times * w, w, scales, design.df), lambda v: v @ x / (v @ there))
    assert float(found.estimate) == pytest.approx(expected["means"]["HI_CHOL"]["est"], **EXACT)
    # R takes deviations from the mean of the replicates unless mse = TRUE; ours are from the estimate
    about_mean = np.sqrt(scales @ (found.draws - found.draws.mean()) ** 2)
    assert about_mean == pytest.approx(expected["means"]["HI_CHOL"]["se"], **EXACT)
    assert float(found.std_error) == pytest.approx(about_mean, rel=1e-3)


test_design_jackknife.patterns = DESIGNS
