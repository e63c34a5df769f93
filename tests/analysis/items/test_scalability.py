"""The result of a scale analysis: frames, notes and bad input."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.stats.scalability.homogeneity import measure_homogeneity


@pytest.fixture
def frame() -> pd.DataFrame:
    draw = np.random.default_rng(11)
    latent = 1.2 * draw.normal(size=(400, 1)) + draw.normal(size=(400, 5))
    return pd.DataFrame(np.clip(np.round(latent + 3), 1, 5), columns=list("abcde"))


def test_responses_give_every_construct(simulated):
    found = sv.assess_scalability(simulated, language="en")
    assert found.table["construct"].tolist() == [
        name for name, one in simulated.questionnaire.constructs.items() if len(one.items) > 1
    ]
    assert found.table["scale_strength"].isin(["unscalable", "weak", "medium", "strong"]).all()
    assert set(found.groups.columns) >= {"rest_group", "share", "n_eff"}
    assert found.plot().get_xlabel() == "Estimate"
    assert "Mokken" in found.method.in_language("zh-CN")


def test_reverse_keyed_items_are_turned_round(simulated):
    keyed = simulated.keyed(["prfair", "prworth", "prworry", "prclear", "prsteady"]).dropna()
    found = sv.assess_scalability(simulated, constructs=["price"])
    assert found.table["estimate"].iloc[0] == pytest.approx(measure_homogeneity(keyed).scale)
    assert found.n == len(keyed)


def test_weights_are_used(frame):
    weights = np.where(frame["a"] > 3, 3.0, 1.0)
    plain, weighted = sv.assess_scalability(frame), sv.assess_scalability(frame, weights=weights)
    expected = measure_homogeneity(frame, weights, sampling=True)
    assert weighted.table["estimate"].iloc[0] == pytest.approx(expected.scale)
    assert weighted.table["std_error"].iloc[0] == pytest.approx(expected.scale_std_error)
    assert weighted.table["estimate"].iloc[0] != plain.table["estimate"].iloc[0]
    assert weighted.method.code == "scalability_weighted"


def test_a_reversed_item_is_noted_and_left_over(frame):
    found = sv.assess_scalability(frame.assign(e=6 - frame["e"]))
    codes = {note.code for note in found.notes}
    assert {"scalability_negative", "scalability_low", "scalability_split"} <= codes
    last = found.items.iloc[-1]
    assert last["subscale"] == 0
    assert set(last["flag"].split()) >= {"low_h", "unscalable", "falls"}


def test_incomplete_rows_constant_and_empty_items_are_noted(frame):
    holes = frame.assign(f=2.0, g=np.nan)
    holes.loc[:9, "a"] = np.nan
    found = sv.assess_scalability(holes)
    assert found.n == 390
    assert found.table["n_items"].iloc[0] == 5
    assert {note.code for note in found.notes} >= {"item_constant", "item_empty"}


def test_a_small_base_is_noted(frame):
    codes = {note.code for note in sv.assess_scalability(frame.head(60)).notes}
    assert {"small_base", "monotonicity_not_checked"} <= codes


def test_an_item_that_varies_only_in_incomplete_rows_is_left_out(frame):
    frame.loc[5:, "e"] = 3.0
    frame.loc[:4, "a"] = np.nan
    found = sv.assess_scalability(frame)
    assert "e" not in found.items["item"].tolist()
    assert "item_constant" in {note.code for note in found.notes}


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"constructs": {"x": ["a"]}}, sv.DataError, "two"),
        ({"constructs": {"x": ["a", "z"]}}, sv.OptionError, "'z'"),
        ({"confidence": 1.0}, sv.OptionError, "confidence"),
        ({"lower_bound": -0.1}, sv.OptionError, "lower_bound"),
        ({"weights": [1.0]}, sv.DataError, "weights"),
    ],
)
def test_bad_input_is_named(frame, change, error, words):
    with pytest.raises(error, match=words):
        sv.assess_scalability(frame, **change)


def test_nobody_complete_is_named(frame):
    frame.loc[::2, "a"] = np.nan
    frame.loc[1::2, "b"] = np.nan
    with pytest.raises(sv.DataError, match="complete rows"):
        sv.assess_scalability(frame)
