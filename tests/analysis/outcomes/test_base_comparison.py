"""Drivers under several ways of handling missing answers: bases, verdict, weights, correlations that contradict."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError

ALL = ["indicator", "listwise", "imputed", "fiml", "pairwise"]
QUICK = {"m": 2, "iterations": 2, "n_boot": 5}


@pytest.fixture(scope="module")
def complete() -> pd.DataFrame:
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(200, 3)), columns=["a", "b", "c"])
    return frame.assign(y=frame["a"] + 0.8 * frame["b"] + 0.2 * frame["c"] + rng.normal(size=200))


@pytest.fixture(scope="module")
def holes(complete) -> pd.DataFrame:
    return complete.mask(np.random.default_rng(3).random(complete.shape) < 0.15)


@pytest.fixture(scope="module")
def contradicting() -> pd.DataFrame:
    """Three thirds of rows with two columns each: y goes with a and with b, which go against each other."""
    rng = np.random.default_rng(0)
    z, noise = rng.normal(size=300), 0.1 * rng.normal(size=300)
    frame = pd.DataFrame({"y": z, "a": z + noise, "b": z + noise})
    frame.loc[:99, "b"] = frame.loc[100:199, "a"] = frame.loc[200:, "y"] = np.nan
    frame.loc[200:, "b"] = -z[200:] + noise[200:]
    return frame


@pytest.fixture(scope="module")
def compared() -> sv.BaseComparison:
    responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    return sv.compare_bases(responses, handlings=ALL, **QUICK)


def shares(result: sv.BaseComparison, handling: str) -> pd.Series:
    part = result.table[result.table["handling"] == handling]
    return part.set_index("driver")["importance"].sort_index()


def test_every_handling_of_a_questionnaire_says_whom_it_speaks_for(compared):
    bases = compared.bases.set_index("handling")
    assert bases.index.tolist() == ALL
    assert bases["base"].nunique() == bases["base_zh"].nunique() == 5
    assert bases.loc["listwise", "n"] < bases.loc["indicator", "n"] < bases.loc["imputed", "n"] == 300
    for _, part in compared.table.groupby("handling"):
        assert part["importance_share"].sum() == pytest.approx(1)
        assert sorted(part["rank"]) == [1, 2, 3, 4, 5, 6]
    intervals = compared.table.set_index("handling")[["conf_low", "conf_high"]].notna().all(axis=1)
    assert intervals.groupby(level=0).all().to_dict() == {name: name != "pairwise" for name in ALL}


def test_shares_are_those_of_rank_drivers():
    responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)
    compared = sv.compare_bases(responses, handlings=["indicator", "listwise"], n_boot=0)
    for missing in ("indicator", "listwise"):
        ranked = sv.rank_drivers(responses, missing=missing, n_boot=0).table.set_index("driver")["importance"]
        pd.testing.assert_series_equal(shares(compared, missing), ranked.sort_index())


def test_the_verdict_names_what_depends_on_the_handling(compared, complete):
    first = compared.bases.set_index("handling")["top_drivers"]
    sets = {frozenset(order.split(" > ")) for order in first}
    assert compared.verdict.code == ("bases_set_differs" if len(sets) > 1 else "bases_order_differs")
    assert all(f"{handling}: {order}" in str(compared.verdict) for handling, order in first.items())
    assert compared.bases["first_order"].tolist() == (first == first.iloc[0]).tolist()
    same = sv.compare_bases(complete, outcome="y", handlings=["listwise", "fiml"], n_boot=0)
    assert same.verdict.code == "bases_same"
    assert "a > b > c" in str(same.verdict)
    assert "a > b > c" in same.verdict.in_language("zh-CN")
    alone = sv.compare_bases(complete, outcome="y", handlings=["fiml"], n_boot=0)
    assert alone.verdict.code == "bases_one"


def test_a_set_that_changes_is_told_from_an_order_that_does():
    rng = np.random.default_rng(7)
    x = rng.normal(size=(400, 3))
    y = np.where(np.arange(400) < 200, x @ [1.0, 0.6, 0.1], x @ [0.2, 1.6, 0.1]) + 0.3 * rng.normal(size=400)
    frame = pd.DataFrame(x, columns=["a", "b", "c"]).assign(y=y)
    frame.loc[200:, "c"] = np.nan
    for top, key in ((2, "bases_order_differs"), (1, "bases_set_differs")):
        found = sv.compare_bases(frame, outcome="y", handlings=["listwise", "fiml"], top=top, n_boot=0)
        assert found.verdict.code == key


def test_without_holes_every_handling_is_the_same(complete):
    found = sv.compare_bases(complete, outcome="y", handlings=ALL, n_boot=0)
    assert found.bases["handling"].tolist() == ["indicator", "listwise", "fiml", "pairwise"]
    assert {"bases_nothing_to_impute", "bases_nobody_unasked"} <= {note.code for note in found.notes}
    for handling in ("indicator", "fiml", "pairwise"):
        np.testing.assert_allclose(shares(found, handling), shares(found, "listwise"), rtol=1e-6)


def test_whole_weights_are_repeated_rows(holes):
    weights = np.random.default_rng(4).integers(1, 4, size=200).astype(float)
    handlings = ["listwise", "fiml", "pairwise"]
    weighted = sv.compare_bases(holes, outcome="y", handlings=handlings, weights=weights, n_boot=0)
    repeated = sv.compare_bases(
        holes.loc[holes.index.repeat(weights.astype(int))].reset_index(drop=True),
        outcome="y",
        handlings=handlings,
        n_boot=0,
    )
    for handling in handlings:
        np.testing.assert_allclose(shares(weighted, handling), shares(repeated, handling), rtol=1e-6)


def test_contradicting_correlations_are_repaired_with_a_note(contradicting):
    found = sv.compare_bases(contradicting, outcome="y", handlings=["pairwise"], n_boot=0)
    note = next(note for note in found.notes if note.code == "bases_repaired")
    assert note.values["r2"] > 1
    assert note.values["eigenvalue"] < 0 < note.values["change"]
    assert 0 <= found.bases["r2"].iloc[0] <= 1
    assert np.all(found.table["importance"] >= 0)


def test_contradicting_correlations_are_refused_if_asked(contradicting):
    for handlings in (["pairwise"], ["fiml", "pairwise"]):
        with pytest.raises(DataError, match="contradict"):
            sv.compare_bases(contradicting, outcome="y", handlings=handlings, improper="refuse", n_boot=0)


def test_a_handling_without_rows_is_left_out_with_its_reason(contradicting):
    found = sv.compare_bases(contradicting, outcome="y", handlings=["listwise", "pairwise"], n_boot=0)
    assert found.bases["handling"].tolist() == ["pairwise"]
    assert "listwise" in next(str(note) for note in found.notes if note.code == "bases_left_out")
    with pytest.raises(DataError, match="complete rows"):
        sv.compare_bases(contradicting, outcome="y", handlings=["listwise"], n_boot=0)


def test_moments_of_holes_are_nearer_the_whole_than_complete_rows(complete):
    gone = complete["a"] + 0.5 * np.random.default_rng(5).normal(size=200) > 0.3
    holed = complete.assign(c=complete["c"].mask(gone))
    found = sv.compare_bases(holed, outcome="y", handlings=["listwise", "fiml"], n_boot=0)
    whole = shares(sv.compare_bases(complete, outcome="y", handlings=["listwise"], n_boot=0), "listwise")
    gaps = {name: float(np.sum(np.abs(shares(found, name) - whole))) for name in ("listwise", "fiml")}
    assert gaps["fiml"] < gaps["listwise"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"handlings": ["guess"]}, "handlings"),
        ({"handlings": []}, "at least one"),
        ({"top": 0}, "top=0"),
        ({"outcome": "z"}, "outcome="),
        ({"drivers": ["a", "z"]}, "'z'"),
        ({"improper": "ignore"}, "improper"),
    ],
)
def test_bad_options_are_refused(complete, options, said):
    with pytest.raises(OptionError, match=said):
        sv.compare_bases(complete, **{"outcome": "y", "n_boot": 0, **options})
