"""The estimators against R on data of our own, so that the comparison runs everywhere.

``simulated/make_reference.R`` makes the data and the numbers (R 4.2 with psych, lavaan, survey); LMG there is an
independent computation: lm() on every subset of drivers, averaged over every order of entering them.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats import consistency, raking, regression
from survey.stats.importance import lmg, lmg_grouped, partial_out
from survey.stats.moments import take_moments
from survey.stats.omega import omega_total
from survey.stats.one_factor import fit_one_factor
from survey.stats.proportions import wilson_interval
from survey.stats.relative_weights import relative_weights

FOLDER = Path(__file__).parent / "simulated"
DRIVERS = ["quality", "delivery", "price", "service", "returns"]
EXACT = {"rtol": 1e-9, "atol": 1e-12}


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "simulated.csv")


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def cov(frame) -> np.ndarray:
    return take_moments(frame[["overall", *DRIVERS]]).covariance


@pytest.fixture(scope="module")
def cov_weighted(frame) -> np.ndarray:
    return take_moments(frame[["overall", *DRIVERS]], frame["weight"]).covariance


def test_lmg(cov, cov_weighted, reference):
    np.testing.assert_allclose(lmg(cov), reference["lmg"], **EXACT)
    np.testing.assert_allclose(lmg(cov_weighted), reference["lmg_weighted"], **EXACT)
    np.testing.assert_allclose(lmg_grouped(cov, [[0, 1], [2, 3, 4]]), reference["lmg_grouped"], **EXACT)


def test_lmg_with_a_factor(frame, reference):
    region = np.column_stack([frame["region"] == level for level in ("north", "south")]).astype(float)
    x = np.column_stack([frame[["overall", *DRIVERS[:3]]], region])
    found = lmg_grouped(take_moments(x).covariance, [[0], [1], [2], [3, 4]])
    np.testing.assert_allclose(found, reference["lmg_with_factor"], **EXACT)


def test_lmg_given_a_control(cov, reference):
    found = lmg(partial_out(cov, [4]), total_variance=cov[0, 0])
    np.testing.assert_allclose(found, reference["lmg_given_service"], **EXACT)


def test_relative_weights(cov, cov_weighted, reference):
    np.testing.assert_allclose(relative_weights(cov), reference["relative_weights"], **EXACT)
    np.testing.assert_allclose(relative_weights(cov_weighted), reference["relative_weights_weighted"], **EXACT)


def test_weighted_covariance_is_cov_wt(cov_weighted, reference):
    np.testing.assert_allclose(cov_weighted.ravel(), reference["covariance_weighted"], **EXACT)


@pytest.mark.parametrize(("field", "weight"), [("ols", None), ("ols_weighted", "weight")])
def test_least_squares(frame, reference, field, weight):
    weights = None if weight is None else frame[weight]
    fit = regression.fit_ols(frame["overall"], frame[DRIVERS], weights)
    expected = reference[field]
    np.testing.assert_allclose(fit.coefficients, expected["coefficients"], **EXACT)
    np.testing.assert_allclose(fit.std_error_classic, expected["classic"], **EXACT)
    np.testing.assert_allclose(fit.std_error, expected["hc3"], **EXACT)
    scale = 1.0 if weights is None else np.sqrt(weights.mean())  # R keeps the weights as they are
    found = [fit.r2, fit.adj_r2, fit.sigma * scale]
    np.testing.assert_allclose(found, [expected["r2"], expected["adj_r2"], expected["sigma"]], **EXACT)


def test_alpha(frame, reference):
    items, expected = take_moments(frame[DRIVERS]).covariance, reference["alpha"]
    assert consistency.alpha(items) == pytest.approx(expected["raw"], rel=1e-9)
    assert consistency.alpha_standardized(items) == pytest.approx(expected["std"], rel=1e-9)
    assert consistency.lambda6(items) == pytest.approx(expected["lambda6"], rel=1e-9)
    assert consistency.duhachek_std_error(items, len(frame)) == pytest.approx(expected["ase"], rel=1e-9)
    np.testing.assert_allclose(consistency.alpha_if_dropped(items), expected["dropped"], **EXACT)
    np.testing.assert_allclose(consistency.alpha_standardized_if_dropped(items), expected["dropped_std"], **EXACT)
    np.testing.assert_allclose(consistency.item_rest_correlation(items), expected["r_drop"], **EXACT)
    ends = consistency.feldt_interval(expected["raw"], len(frame), len(DRIVERS))
    np.testing.assert_allclose(ends, expected["feldt"], **EXACT)


def test_alpha_with_design_weights(frame, reference):
    items = take_moments(frame[DRIVERS], frame["weight"]).covariance
    assert consistency.alpha(items) == pytest.approx(reference["alpha"]["design_weighted"], rel=1e-9)


def test_one_factor(frame, reference):
    items, expected = take_moments(frame[DRIVERS]).covariance, reference["one_factor"]
    fit = fit_one_factor(items * (len(frame) - 1) / len(frame))  # lavaan divides covariances by n
    # lavaan stops at a relative change of the objective of 1e-10; factanal was run tight
    np.testing.assert_allclose(fit.loadings, expected["lavaan_loadings"], rtol=1e-4)
    np.testing.assert_allclose(fit.uniquenesses, expected["lavaan_unique"], rtol=1e-4)
    assert omega_total(items) == pytest.approx(expected["omega"], abs=1e-5)
    np.testing.assert_allclose(fit.loadings / np.sqrt(np.diag(items) * (len(frame) - 1) / len(frame)),
                               expected["factanal_loadings"], atol=1e-5)  # fmt: skip


def test_raking(frame, reference):
    codes = np.column_stack(
        [frame["region"].map({"east": 0, "north": 1, "south": 2}), frame["gender"].map({"f": 0, "m": 1})]
    )
    targets = [[0.4, 0.35, 0.25], [0.5, 0.5]]
    expected = reference["raking"]
    fit = raking.rake(codes, targets, frame["weight"], tolerance=1e-13)
    np.testing.assert_allclose(fit.weights, expected["weights"], rtol=1e-9)
    np.testing.assert_allclose(raking.rake(codes, targets, tolerance=1e-13).weights, expected["flat"], rtol=1e-9)
    bounded = raking.rake(codes, targets, bounds=(0.82, 1.27), tolerance=1e-13)
    assert bounded.trimmed > 0
    np.testing.assert_allclose(bounded.weights, expected["bounded"], rtol=1e-9)


def test_wilson(frame, reference):
    top = (frame["overall"] >= 6).mean()
    np.testing.assert_allclose(wilson_interval(top, len(frame)), reference["wilson"], **EXACT)
