"""How answers are used: empty and rare ones, their order, floors and ceilings, curves, and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv


@pytest.fixture
def frame() -> pd.DataFrame:
    draw = np.random.default_rng(21)
    latent = 1.4 * draw.normal(size=(500, 1)) + draw.normal(size=(500, 4))
    return pd.DataFrame(1 + (latent[:, :, None] > [-2, -0.7, 0.6, 1.8]).sum(axis=2).astype(float), columns=list("abcd"))


def test_shares_and_rest_means(frame):
    found = sv.describe_categories(frame)
    rows = found.categories[found.categories["item"] == "b"].set_index("code")
    for code, row in rows.iterrows():
        chosen = frame["b"] == code
        assert row["share"] == pytest.approx(chosen.mean())
        assert row["rest_mean"] == pytest.approx(frame.loc[chosen, ["a", "c", "d"]].mean(axis=1).mean())
    assert rows["rest_mean"].is_monotonic_increasing
    assert found.table["flag"].eq("").all()
    assert found.notes == ()


def test_weights_are_used(frame):
    weights = np.where(frame["a"] == 5, 2.0, 1.0)
    found = sv.describe_categories(frame, weights=weights)
    top = found.table.set_index("item").loc["a", "ceiling_share"]
    assert top == pytest.approx(weights[frame["a"] == 5].sum() / weights.sum())
    again = sv.describe_categories(frame.loc[np.repeat(np.arange(500), weights.astype(int))].reset_index(drop=True))
    np.testing.assert_allclose(found.table["slope"], again.table["slope"], rtol=1e-6)
    np.testing.assert_allclose(found.categories["rest_mean"], again.categories["rest_mean"])
    assert found.categories["count"].sum() == 4 * 500


def test_disordered_unused_and_rare_answers_are_named(frame):
    frame["a"] = frame["a"].map({1: 1, 2: 4, 3: 3, 4: 2, 5: 5}).astype(float)
    frame["b"] = frame["b"].replace(2, 3)
    frame.loc[frame.index[frame["c"] == 1][3:], "c"] = 2
    found = sv.describe_categories(frame)
    flags = dict(zip(found.table["item"], found.table["flag"], strict=True))
    assert flags == {"a": "disordered", "b": "unused", "c": "rare", "d": ""}
    notes = {note.code: note for note in found.notes}
    assert notes["categories_disordered"].values["items"] == "a"
    assert notes["categories_unused"].values["cells"] == "b = 2"
    assert notes["categories_rare"].values["cells"] == "c = 1"
    assert found.thresholds.query("item == 'b'")["code"].tolist() == [3, 4, 5]


def test_points_show_ends_that_nobody_chose(frame):
    found = sv.describe_categories(frame, points=range(7))
    assert found.table["n_categories"].eq(7).all()
    assert found.table[["floor_share", "ceiling_share"]].eq(0).all(axis=None)


def test_floors_and_ceilings_of_the_score_are_flagged(frame):
    high = frame + (frame < 5).to_numpy() * 1.0
    high[high.mean(axis=1) > 4.2] = 5.0
    found = sv.describe_categories(high, points=[1, 2, 3, 4, 5])
    row = found.scales.iloc[0]
    assert row["flag"] == "ceiling"
    assert row["ceiling_share"] == pytest.approx(high.eq(5).all(axis=1).mean())
    assert "floor_or_ceiling" in {note.code for note in found.notes}


def test_curves_rise_and_shares_sum_to_one(frame):
    found = sv.describe_categories(frame)
    curve = found.curves[found.curves["item"] == "a"].sort_values("rest_score")["mean"]
    assert curve.iloc[-1] - curve.iloc[0] > 2
    totals = found.options.groupby(["item", "rest_score"])["share"].sum()
    np.testing.assert_allclose(totals, 1.0)


def test_both_estimates_of_the_graded_model_agree(frame):
    factor, likelihood = (sv.describe_categories(frame, model=name) for name in ("factor", "likelihood"))
    np.testing.assert_allclose(factor.table["slope"], likelihood.table["slope"], rtol=0.15)
    np.testing.assert_allclose(factor.thresholds["threshold"], likelihood.thresholds["threshold"], atol=0.25)
    assert factor.table["slope_std_error"].isna().all()
    assert likelihood.table["slope_std_error"].gt(0).all() and likelihood.thresholds["std_error"].gt(0).all()
    assert "likelihood" in likelihood.method
    with pytest.raises(sv.OptionError, match="model='rasch'"):
        sv.describe_categories(frame, model="rasch")


def test_labels_of_reverse_keyed_items_are_turned_with_them(simulated):
    found = sv.describe_categories(simulated, constructs=["price"], language="en")
    worry = found.categories[found.categories["item"] == "prworry"].set_index("code")
    answered = simulated.values(["prworry"])["prworry"]
    assert simulated.questionnaire.item("prworry").reverse
    complete = simulated.keyed(["prfair", "prworth", "prworry", "prclear", "prsteady"]).notna().all(axis=1)
    for point in simulated.questionnaire.item("prworry").scale.points:
        turned = worry[worry["answer"] == point.label.in_language("en")]
        assert turned["count"].item() == int((answered[complete] == point.code).sum())
    assert worry["rest_mean"].iloc[-1] > worry["rest_mean"].iloc[0]


def test_pictures_in_both_languages(simulated):
    found = sv.describe_categories(simulated, constructs=["price"])
    assert found.plot().get_ylabel() == "Mean answer"
    assert found.draw_item("prworry", language="zh-CN").get_ylabel() == "回答占比"
    with pytest.raises(sv.OptionError, match="item='sat1'"):
        found.draw_item("sat1")


def test_two_items_and_two_answers_are_noted(frame):
    two = (frame[["a", "b"]] > 3).astype(float)
    found = sv.describe_categories(two)
    assert {note.code for note in found.notes} == {"graded_failed", "two_answers_only", "floor_or_ceiling"}
    assert found.table["slope"].isna().all()
    assert found.thresholds.empty


def test_a_small_base_is_noted(frame):
    assert "small_base" in {note.code for note in sv.describe_categories(frame.head(300)).notes}


def test_empty_and_constant_items_are_left_out_with_a_note(frame):
    found = sv.describe_categories(frame.assign(e=np.nan, f=3.0))
    assert found.table["item"].tolist() == list("abcd")
    assert {note.code for note in found.notes} == {"item_empty", "item_constant"}


def test_bad_input_is_named(frame, simulated):
    with pytest.raises(sv.DataError, match="points does not offer"):
        sv.describe_categories(frame, points=[1, 2, 3])
    with pytest.raises(sv.DataError, match="different answers"):
        sv.describe_categories(frame.assign(e=np.random.default_rng(1).normal(size=500)))
    with pytest.raises(sv.OptionError, match="points"):
        sv.describe_categories(simulated, points=[1, 2])
    with pytest.raises(sv.OptionError, match="DataFrame"):
        sv.describe_categories([1, 2])
