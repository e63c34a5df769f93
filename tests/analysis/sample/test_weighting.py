"""Means and driver shares with standard errors that know the design and the weighting."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError

TARGETS = {"gender": {"Female": 0.6, "Male": 0.4}}


@pytest.fixture(scope="module")
def responses() -> sv.Responses:
    return sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=400, seed=5)


@pytest.fixture(scope="module")
def areas(responses) -> pd.Series:
    return pd.Series(np.arange(400) // 10, index=responses.data.index)


def test_without_design_it_is_the_mean_and_its_textbook_error(responses):
    table = sv.estimate_means(responses, items=["sat1"]).table
    values = responses.values(["sat1"])["sat1"].dropna()
    row = table.iloc[0]
    assert row["estimate"] == pytest.approx(values.mean())
    # those without an answer stay in the design, so that n is random too
    assert row["std_error"] == pytest.approx(values.sem(), rel=5e-3)
    assert row["n"] == len(values) and row["n_eff"] == pytest.approx(len(values), rel=0.01)


def test_scores_are_the_default(responses):
    table = sv.estimate_means(responses).table.set_index("quantity")
    scores = sv.score_constructs(responses).table
    assert list(table.index) == list(scores.columns)
    np.testing.assert_allclose(table["estimate"], scores.mean())


def test_replicates_and_linearisation_agree(responses, areas):
    weighting = sv.rake_weights(responses, targets=TARGETS)
    made = sv.replicate_weights(responses, n_boot=2000, clusters=areas, weighting=weighting)
    resampled = sv.estimate_means(responses, replicates=made)
    linear = sv.estimate_means(responses, clusters=areas, weighting=weighting)
    assert resampled.table["df"].tolist() == linear.table["df"].tolist() == [39] * len(linear.table)
    np.testing.assert_allclose(resampled.table["estimate"], linear.table["estimate"])
    np.testing.assert_allclose(resampled.table["std_error"], linear.table["std_error"], rtol=0.08)
    np.testing.assert_allclose(resampled.table["n_eff"], linear.table["n_eff"], rtol=0.16)
    assert "gender" in " ".join(linear.notes)


def test_what_is_not_known_of_the_weights_is_said(responses):
    weighted = responses.with_weights(np.linspace(0.5, 1.5, 400), because="test")
    assert any("treated as fixed" in note for note in sv.estimate_means(weighted).notes)
    assert not sv.estimate_means(responses).notes


def test_proportions_have_logit_intervals(responses, areas):
    found = sv.estimate_proportions(responses, items=["gender", "sat1"], clusters=areas, language="en")
    table = found.table.set_index(["item", "code"])
    gender = responses.values(["gender"])["gender"].dropna()
    assert table.loc[("gender", 1), "estimate"] == pytest.approx((gender == 1).mean())
    assert table.loc[("gender", 1), "n"] == len(gender)
    for item in ("gender", "sat1"):
        assert table.loc[item, "estimate"].sum() == pytest.approx(1)
    inside = table["estimate"].between(0, 1, inclusive="neither")
    assert (table.loc[inside, "conf_low"] > 0).all() and (table.loc[inside, "conf_high"] < 1).all()
    assert "Gender" not in repr(found) and "Female" in repr(found)
    assert found.plot().get_xlabel()


def test_a_share_that_weighting_fixed_has_no_error(responses, areas):
    answered = responses.values(["gender"])["gender"].notna()
    kept = responses.without(responses.data.index[~answered], because="test")
    weighting = sv.rake_weights(kept, targets=TARGETS)
    for settings in (
        {"weighting": weighting, "clusters": areas},
        {"replicates": sv.replicate_weights(kept, n_boot=50, weighting=weighting, clusters=areas)},
    ):
        table = sv.estimate_proportions(kept, items=["gender"], **settings).table
        np.testing.assert_allclose(table["estimate"], [0.6, 0.4])
        assert (table["std_error"] < 1e-6).all() and table["n_eff"].isna().all()


def test_shares_of_replicates_are_those_of_rank_drivers(responses, areas):
    weighting = sv.rake_weights(responses, targets=TARGETS)
    made = sv.replicate_weights(responses, n_boot=200, clusters=areas, weighting=weighting)
    shares = sv.estimate_driver_shares(responses, replicates=made, language="en").table.set_index("driver")
    ranked = sv.rank_drivers(responses.with_weights(weighting.weights, because="raked"), n_boot=0).table
    ranked = ranked.set_index("driver").loc[shares.index]
    np.testing.assert_allclose(shares["importance"], ranked["importance"])
    np.testing.assert_allclose(shares["importance_share"], ranked["importance_share"])
    assert (shares["conf_low"] < shares["importance_share"]).all()
    assert (shares["conf_high"] > shares["importance_share"]).all()
    assert (shares["n_eff"] < shares["n"]).all()


def test_indicators_take_replicates(responses, areas):
    weighting = sv.rake_weights(responses, targets=TARGETS)
    made = sv.replicate_weights(responses, n_boot=300, clusters=areas, weighting=weighting)
    found = sv.measure_indicators(responses, replicates=made)
    plain = sv.measure_indicators(responses.with_weights(weighting.weights, because="raked"))
    pd.testing.assert_frame_equal(found.table[["indicator", "item", "n"]], plain.table[["indicator", "item", "n"]])
    np.testing.assert_allclose(found.table["estimate"], plain.table["estimate"])
    np.testing.assert_allclose(found.distribution["share"], plain.distribution["share"])
    index = sv.estimate_means(responses, replicates=made).table.set_index("quantity")
    last = found.table.set_index("indicator").loc["index"]
    ends = ["conf_low", "conf_high", "n_eff"]
    assert last[ends].tolist() == pytest.approx(index.loc[last["item"], ends].tolist())
    share = found.table.set_index("indicator").loc["csat"]
    top = sv.estimate_proportions(responses, items=[share["item"]], replicates=made).table.tail(2)["estimate"].sum()
    assert share["estimate"] == pytest.approx(top) and 0 < share["conf_low"] < top < share["conf_high"] < 1
    assert "300 replicate weights" in found.method and found.n == 400


def test_any_statistic_of_weights_has_a_standard_error(responses):
    made = sv.replicate_weights(responses, n_boot=100)
    x = responses.values(["sat1"])["sat1"].fillna(0).to_numpy()
    found = sv.replicate_estimates(made.replicates, lambda w: w @ x)
    assert float(found.estimate) == pytest.approx(x.sum()) and float(found.std_error) > 0


def several(responses: sv.Responses) -> list[str]:
    items = responses.questionnaire.items.values()
    return [item.id for item in items if item.type in ("multiple_choice", "long_text")][:1]


def test_refusals(responses):
    made = sv.replicate_weights(responses, n_boot=5)
    weighting = sv.rake_weights(responses, targets=TARGETS)
    fewer = responses.without([responses.data.index[0]], because="test")
    with pytest.raises(OptionError, match="replicates know the design"):
        sv.estimate_means(responses, replicates=made, weighting=weighting)
    with pytest.raises(DataError, match="of other respondents"):
        sv.estimate_means(fewer, replicates=made)
    with pytest.raises(DataError, match="of other respondents"):
        sv.estimate_means(fewer, weighting=weighting)
    with pytest.raises(DataError, match="of other respondents"):
        sv.estimate_driver_shares(fewer, replicates=made)
    with pytest.raises(DataError, match="of other respondents"):
        sv.measure_indicators(fewer, replicates=made)
    with pytest.raises(DataError, match="items without a mean: gender"):
        sv.estimate_means(responses, items=["sat1", "gender"])
    with pytest.raises(DataError, match="no items were given"):
        sv.estimate_means(responses, items=[])
    with pytest.raises(DataError, match="no items were given"):
        sv.estimate_proportions(responses, items=[])
    with pytest.raises(DataError, match="no single coded answer"):
        sv.estimate_proportions(responses, items=["sat1", *several(responses)])
    with pytest.raises(OptionError, match="no item 'nothing'"):
        sv.estimate_means(responses, items=["nothing"])
