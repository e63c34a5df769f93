"""Reliability against lavaan, psych and boot on a small simulated study, made by reliability/make_reference.R."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.factors.general_factor import split_general_factor
from survey.stats.guttman import lambda2, lambda5, lambda6
from survey.stats.influence import influence_std_error
from survey.stats.item_covariances import correlations
from survey.stats.moments import take_moments
from survey.stats.ordinal_stack import take_ordinal_stack
from survey.stats.resampled_interval import bca_interval
from survey.stats.retest import estimate_retest
from survey.stats.scale_estimators import ScaleOptions, estimate_from_covariances, fit_ordinal_factor
from survey.stats.scale_reliability import IntervalOptions, estimate_scale
from survey.stats.split_half import list_splits, summarize_halves
from survey.stats.tau_equivalence import compare_loadings

FOLDER = Path(__file__).parent / "reliability"
SIX = [f"x{j}" for j in range(1, 7)]


@pytest.fixture(scope="module")
def said() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "answers.csv")


@pytest.fixture(scope="module")
def rows(answers) -> np.ndarray:
    return answers[SIX].to_numpy(float)


def std_error(rows: np.ndarray, name: str) -> float:
    options = ScaleOptions(names=(name,), splits=list_splits(rows.shape[1], most=1))
    return float(influence_std_error(lambda cov: estimate_from_covariances(cov, options)[name], rows))


@pytest.mark.parametrize("name", ["alpha", "omega"])
def test_distribution_free_errors_are_those_of_lavaan(rows, said, name):
    """lavaan's delta method on the sandwich covariance (MLR): of free covariances, and of a one-factor model."""
    ours = {"alpha": "alpha", "omega": "omega_total"}[name]
    [found] = estimate_scale(rows, [ours]).estimates
    assert found.estimate == pytest.approx(said[name]["estimate"], abs=1e-6)
    assert std_error(rows, ours) == pytest.approx(said[name]["se"], rel=1e-4)


def test_composite_reliability_and_variance_extracted(rows, said):
    found = {one.estimator: one.estimate for one in estimate_scale(rows, ["composite_reliability", "ave"]).estimates}
    assert found["composite_reliability"] == pytest.approx(said["composite_reliability"], abs=1e-6)
    assert found["ave"] == pytest.approx(said["ave"], abs=1e-6)


def test_equal_loadings_against_free_ones(rows, said):
    """lavTestLRT of maximum likelihood, and of MLR by Satorra & Bentler (2001)."""
    tested, expected = compare_loadings(rows), said["equivalence"]
    assert tested.df == expected["df"]
    assert tested.plain == pytest.approx(expected["plain"], rel=1e-5)
    assert tested.statistic == pytest.approx(expected["scaled"], rel=1e-5)
    assert tested.p_value == pytest.approx(expected["p"], rel=1e-4)


def test_ordinal_loadings_and_alpha(rows, said):
    """lavaan's WLSMV with one factor, and standardised alpha of lavCor."""
    stack = take_ordinal_stack(rows, np.ones((1, len(rows))))
    np.testing.assert_allclose(fit_ordinal_factor(stack).loadings[0], said["ordinal"]["loadings"], atol=1e-5)
    [found] = estimate_scale(rows, ["alpha_ordinal"]).estimates
    assert found.estimate == pytest.approx(said["ordinal"]["alpha"], abs=1e-6)


def test_all_halves(rows, said):
    best, mean, worst = summarize_halves(take_moments(rows).covariance[None], list_splits(6))
    found = {"best": best[0], "mean": mean[0], "worst": worst[0]}
    assert found == pytest.approx(said["split_half"], rel=1e-8)


def test_bounds(rows, said):
    corr = correlations(take_moments(rows).covariance)
    found = [lambda2(corr), lambda5(corr), lambda6(corr)]
    np.testing.assert_allclose(found, [said["lambda2"], said["lambda5"], said["lambda6"]], rtol=1e-8)


def test_general_factor(answers, said):
    """psych's omega with maximum likelihood; its second-order step stops some 1e-5 early."""
    corr = answers[[f"x{j}" for j in range(1, 10)]].corr().to_numpy()
    found = split_general_factor(corr, 3, method="ml").omega_hierarchical
    assert found == pytest.approx(said["omega_hierarchical"], abs=1e-4)


def test_bca_from_the_same_draws(said):
    """boot.ci interpolates between draws on the normal scale, ours on their own: neighbours of 999 are .0003 apart."""
    kept = said["bca"]
    found = bca_interval(kept["draws"], said["alpha"]["estimate"], kept["left_out"])
    np.testing.assert_allclose(found, [kept["low"], kept["high"]], atol=3e-4)


def test_bca_of_own_draws_is_near(rows, said):
    how = IntervalOptions(method="bca", n_boot=4000, seed=3)
    [found] = estimate_scale(rows, ["alpha"], intervals=how).estimates
    width = said["bca"]["high"] - said["bca"]["low"]
    np.testing.assert_allclose([found.low, found.high], [said["bca"]["low"], said["bca"]["high"]], atol=0.08 * width)


def test_retest(answers, said):
    expected = said["retest"]
    found = {one.name: one for one in estimate_retest(answers["before"], answers["after"])}
    for name, key in (("icc_a1", "icc"), ("icc_c1", "consistency")):
        ends = [expected[key][0][field] for field in ("ICC", "lower bound", "upper bound")]
        np.testing.assert_allclose([found[name].estimate, found[name].low, found[name].high], ends, rtol=1e-8)
    for name, key in (("pearson", "pearson"), ("mean_change", "change")):
        one = found[name]
        np.testing.assert_allclose([one.estimate, one.low, one.high], expected[key], rtol=1e-8)
    assert found["sem"].estimate == pytest.approx(expected["sem"], rel=1e-8)
    assert found["sdc"].estimate == pytest.approx(1.959963984540054 * 2**0.5 * expected["sem"], rel=1e-8)
