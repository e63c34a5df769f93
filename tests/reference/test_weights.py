"""Weights and sample designs against R's survey 4.1 on data of our own; ``weights/make_reference.R`` makes both.

R rounds to 15 digits. The residuals in the standard error of a raked mean come from a regression on the margins with
the weights before raking (Deville & Särndal 1992): so do ours and those of ``calibrate(calfun = "raking")``, which ends
at the same weights as ``rake``. R's ``rake`` regresses without weights; where the weights before raking are equal, as
in the shared reference, that is the same, and elsewhere its number is ours with ``base=None``.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.linearisation import linearised_means, linearised_ratio, linearised_totals
from survey.stats.post_stratification import cross_codes, post_stratify_weights
from survey.stats.raking import rake, rake_replicates
from survey.stats.replicate_multipliers import jackknife_multipliers
from survey.stats.replicates import Replicates, replicate_estimates
from survey.stats.sample_design import take_design
from survey.stats.t_intervals import logit_interval

FOLDER = Path(__file__).parent / "weights"
TARGETS = [[0.51, 0.49], [0.3, 0.4, 0.3]]
# gender by age, the age running fastest; the script lists gender fastest
CELLS = [0.14, 0.21, 0.16, 0.16, 0.19, 0.14]
EXACT = {"rel": 1e-9}


@pytest.fixture(scope="module")
def sample() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "sample.csv")


@pytest.fixture(scope="module")
def reference() -> dict:
    return json.loads((FOLDER / "reference.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def weights() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "weights.csv")


@pytest.fixture(scope="module")
def design(sample):
    return take_design(len(sample), sample["stratum"], sample["cluster"])


@pytest.fixture(scope="module")
def codes(sample) -> np.ndarray:
    return np.column_stack(
        [sample["gender"].map({"f": 0, "m": 1}), sample["age"].map({"young": 0, "middle": 1, "old": 2})]
    )


def check(found, expected, k: int = 0) -> None:
    assert found.estimate[k] == pytest.approx(expected["estimate"], **EXACT)
    assert found.std_error[k] == pytest.approx(expected["se"], **EXACT)


def test_design(design, reference):
    assert design.df == reference["degf"]


@pytest.mark.parametrize("name", ["rating", "spent"])
def test_means_with_design_effects(name, sample, design, reference):
    found = linearised_means(sample[[name]], sample["base"], design)
    check(found, reference[f"mean_{name}"])
    assert found.deff[0] == pytest.approx(reference[f"mean_{name}"]["deff"], **EXACT)


def test_total_ratio_and_domain(sample, design, reference):
    check(linearised_totals(sample[["spent"]], sample["base"], design), reference["total_spent"])
    check(linearised_ratio(sample["spent"], sample["visits"], sample["base"], design), reference["ratio"])
    women = sample[["spent"]].where(sample["gender"] == "f")
    check(linearised_means(women, sample["base"], design), reference["domain"])


def test_proportions_with_covariances(sample, design, reference):
    ages = pd.get_dummies(sample["age"])[["middle", "old", "young"]].astype(float)
    found = linearised_means(ages, sample["base"], design)
    np.testing.assert_allclose(found.estimate, reference["proportions"]["estimate"], rtol=1e-9)
    np.testing.assert_allclose(found.std_error, reference["proportions"]["se"], rtol=1e-9)
    np.testing.assert_allclose(found.covariance, reference["covariance_proportions"], rtol=1e-8)
    ends = logit_interval(found.estimate[2], found.std_error[2], design.df)
    np.testing.assert_allclose(ends, reference["logit_interval"], rtol=1e-9)


def test_raked_and_post_stratified_weights(sample, codes, weights):
    raked = rake(codes, TARGETS, sample["base"])
    np.testing.assert_allclose(raked.weights, weights["raked"], rtol=1e-8)
    cells = cross_codes(codes, [2, 3])
    np.testing.assert_allclose(
        post_stratify_weights(cells, CELLS, sample["base"]).weights, weights["post_stratified"], rtol=1e-9
    )


def test_weights_bounded_while_raking(codes, weights):
    # calibrate(calfun = "raking", bounds = c(0.72, 1.52)) from equal weights
    bounded = rake(codes, TARGETS, bounds=(0.72, 1.52))
    assert bounded.converged and np.isclose(bounded.weights, 1.52).any() and np.isclose(bounded.weights, 0.72).any()
    np.testing.assert_allclose(bounded.weights, weights["bounded"], rtol=1e-7)


@pytest.mark.parametrize("name", ["rating", "spent"])
def test_raked_and_post_stratified_means(name, sample, codes, design, reference):
    raked = rake(codes, TARGETS, sample["base"]).weights
    found = linearised_means(sample[[name]], raked, design, calibrated_on=codes, base=sample["base"])
    check(found, reference["calibrated"][name])
    check(linearised_means(sample[[name]], raked, design, calibrated_on=codes), reference["raked"][name])
    fixed = linearised_means(sample[[name]], raked, design)
    assert fixed.std_error[0] != pytest.approx(found.std_error[0], rel=1e-3)
    cells = cross_codes(codes, [2, 3])
    weights = post_stratify_weights(cells, CELLS, sample["base"]).weights
    found = linearised_means(sample[[name]], weights, design, calibrated_on=cells[:, None], base=sample["base"])
    check(found, reference["post_stratified"][name])


def test_a_raked_share_of_its_own_margin_has_no_error(sample, codes, design):
    raked = rake(codes, TARGETS, sample["base"]).weights
    young = (sample[["age"]] == "young").astype(float)
    found = linearised_means(young, raked, design, calibrated_on=codes, base=sample["base"])
    assert found.estimate[0] == pytest.approx(0.3) and found.std_error[0] < 1e-12


@pytest.mark.parametrize("again", [False, True], ids=["jackknife", "raked_jackknife"])
def test_replicates(again, sample, codes, design, reference, weights):
    # as.svrepdesign(type = "JKn", mse = TRUE), then rake(): every replicate is raked again
    times, scales = jackknife_multipliers(design)
    base = sample["base"].to_numpy()
    if again:
        made = rake_replicates(codes, TARGETS, times, base)
        assert made.missed == 0 and made.emptied == 0
        np.testing.assert_allclose(made.weights[0], weights["first_replicate"], rtol=1e-6)
        replicates = Replicates(made.weights, rake(codes, TARGETS, base).weights, scales, design.df)
    else:
        replicates = Replicates(times * base, base, scales, design.df)
    expected = reference["raked_jackknife" if again else "jackknife"]
    tolerance = {"rel": 1e-6 if again else 1e-9}
    statistics = {
        "rating": lambda w: np.nansum(w * sample["rating"]) / w[sample["rating"].notna()].sum(),
        "spent": lambda w: w @ sample["spent"] / w.sum(),
        "ratio": lambda w: w @ sample["spent"] / (w @ sample["visits"]),
    }
    for name, statistic in statistics.items():
        found = replicate_estimates(replicates, statistic)
        assert float(found.estimate) == pytest.approx(expected[name]["estimate"], **tolerance)
        assert float(found.std_error) == pytest.approx(expected[name]["se"], **tolerance)
