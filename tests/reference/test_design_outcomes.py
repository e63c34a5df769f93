"""Models of outcomes under clusters and strata against R's svyglm and svyolr."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.logistic import fit_logistic
from survey.stats.ordinal import fit_proportional_odds
from survey.stats.outcomes.count_models import fit_poisson
from survey.stats.outcomes.least_squares import linearised_errors
from survey.stats.regression import fit_ols
from survey.stats.sample_design import take_design

FOLDER = Path(__file__).parent / "outcomes"
TIGHT = {"rtol": 1e-6, "atol": 1e-8}
ITERATED = {"rtol": 1e-4, "atol": 1e-4}  # svyolr stops where optim does
DRIVERS = ["x1", "x2", "x3"]
DESIGNS = ["clusters", "stratified"]


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    frame = pd.read_csv(FOLDER / "answers.csv")
    cluster = np.arange(len(frame)) // 8
    return frame.assign(cluster=cluster, stratum=cluster % 4)


@pytest.fixture(scope="module")
def results() -> dict:
    return json.loads((FOLDER / "design.json").read_text("utf-8"))


def arrange(answers, key):
    strata = answers["stratum"] if key == "stratified" else None
    design = take_design(len(answers), strata=strata, clusters=answers["cluster"])
    return design, answers["weight"] if key == "stratified" else None


@pytest.mark.parametrize("key", DESIGNS)
def test_least_squares(answers, results, key):
    design, weights = arrange(answers, key)
    expected = results[key]["continuous"]
    fit = fit_ols(answers["rating"], answers[DRIVERS], weights)
    np.testing.assert_allclose(fit.coefficients, expected["estimate"], **TIGHT)
    errors = linearised_errors(answers["rating"], answers[DRIVERS], weights, fit.coefficients, design)
    np.testing.assert_allclose(errors, expected["std_error"], **TIGHT)


@pytest.mark.parametrize("key", DESIGNS)
def test_logistic_and_poisson(answers, results, key):
    design, weights = arrange(answers, key)
    for fit_model, outcome, name in ((fit_logistic, "top", "logistic"), (fit_poisson, "calls", "poisson")):
        fit = fit_model(answers[outcome], answers[DRIVERS], weights, weighting="probability", design=design)
        np.testing.assert_allclose(fit.coefficients, results[key][name]["estimate"], **TIGHT)
        np.testing.assert_allclose(fit.std_error, results[key][name]["std_error"], **TIGHT)


@pytest.mark.parametrize("key", DESIGNS)
def test_ordered_answers(answers, results, key):
    design, weights = arrange(answers, key)
    fit = fit_proportional_odds(answers["rating"], answers[DRIVERS], weights, weighting="probability", design=design)
    expected = results[key]["ordinal"]
    np.testing.assert_allclose(np.concatenate([fit.coefficients, fit.thresholds]), expected["estimate"], **ITERATED)
    errors = np.concatenate([fit.std_error, fit.thresholds_std_error])
    np.testing.assert_allclose(errors, expected["std_error"], **ITERATED)


@pytest.mark.parametrize(
    ("kind", "name", "outcome"),
    [("continuous", "continuous", "rating"), ("top_box", "logistic", "top"), ("ordered", "ordinal", "rating")],
)
def test_through_the_public_call(answers, results, kind, name, outcome):
    expected = results["stratified"][name]
    frame = answers[[outcome, *DRIVERS, "weight", "cluster", "stratum"]]
    told = {"clusters": "cluster", "strata": frame["stratum"], "weights": "weight", "drivers": DRIVERS}
    found = sv.model_outcome(frame, outcome=outcome, kind=kind, importance=False, **told).table
    errors = pd.Series(expected["std_error"], expected["names"])[DRIVERS]
    np.testing.assert_allclose(found["std_error"], errors, **ITERATED)
    assert set(found["df"]) == {expected["df"]}
