"""Missing answers described: kinds, patterns, Little's test among those asked the same."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.missing.missing import describe_missing
from survey.errors import DataError, OptionError
from survey.stats.missing.little import compare_patterns

NON_RESPONSE = ["dont_know_share", "no_answer_share", "blank_share"]


def test_kinds_are_shares_of_their_own_bases(simulated):
    weights = np.random.default_rng(1).uniform(0.5, 2, len(simulated))
    for responses, weight in (
        (simulated, np.ones(len(simulated))),
        (simulated.with_weights(weights, because="x"), weights),
    ):
        described = describe_missing(responses, language="en")
        kinds = responses.missing()
        row = described.table.set_index("item").loc["cmclear"]
        here = kinds["cmclear"]
        asked = ~here.isin(["not_shown", "not_applicable"])
        assert row["n_asked"] == asked.sum()
        assert row["n"] == (here == "").sum()
        assert row["not_shown_share"] == pytest.approx(weight[here == "not_shown"].sum() / weight.sum())
        assert row["no_answer_share"] == pytest.approx(weight[here == "no_answer"].sum() / weight[asked].sum())
        assert row["nonresponse_share"] == pytest.approx(row[NON_RESPONSE].sum())
        assert len(described.table) == len(responses.questionnaire.rating_items)


def test_patterns_add_up(simulated):
    described = describe_missing(simulated, mcar=False)
    patterns = described.patterns
    assert patterns["count"].sum() == len(simulated)
    assert patterns["share"].sum() == pytest.approx(1)
    assert patterns["count"].is_monotonic_decreasing
    assert patterns.loc[0, ["n_missing", "missing_items"]].tolist() == [0, ""]
    assert described.mcar.empty
    single = patterns[patterns["missing_items"] == "pqmatch"].iloc[0]
    absent = simulated.missing().isin(["blank", "dont_know", "no_answer"])
    assert single["count"] == (absent["pqmatch"] & (absent.sum(axis=1) == 1)).sum()


def test_littles_test_is_run_among_those_asked_the_same(simulated):
    items = ["pqmatch", "pqperform", "cmfast", "cmclear"]
    described = describe_missing(simulated, items=items)
    tests = described.mcar
    assert tests["base"].tolist() == ["all", "same_items", "same_items"]
    assert tests["hidden_items"].tolist()[1:] == ["", "cmfast, cmclear"]
    shown = simulated.shown("cmfast").to_numpy()
    values = simulated.values(items).to_numpy()
    parts = [compare_patterns(values[shown]), compare_patterns(values[~shown][:, :2])]
    np.testing.assert_allclose(tests["statistic"][1:], [part.statistic for part in parts])
    whole = tests.iloc[0]
    assert whole["statistic"] == pytest.approx(sum(part.statistic for part in parts))
    assert whole["df"] == sum(part.df for part in parts)
    assert any("asked the same items" in note for note in described.notes)


def test_weights_count_as_their_effective_number():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["a", "b"])
    frame["b"] = frame["b"].mask(rng.random(200) < 0.3)
    weights = rng.uniform(0.5, 2, 200)
    scaled = weights * (weights.sum() / np.sum(weights**2))
    found = describe_missing(frame, weights=weights).mcar["statistic"].iloc[0]
    assert found == pytest.approx(compare_patterns(frame.to_numpy(), scaled).statistic)
    again = describe_missing(frame, weights=weights * 7).mcar["statistic"].iloc[0]
    assert again == pytest.approx(found)


@pytest.mark.parametrize(
    ("frame", "flag"),
    [
        (pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 2, 2]}), "complete"),
        (pd.DataFrame({"a": [1.0, 2, None], "b": [1.0, 1, 1]}), "few_items"),
        (pd.DataFrame({"a": [1.0, 2, None], "b": [1.0, 3, 2]}), "few_respondents"),
        (pd.DataFrame({"a": [1.0, 2, 3, None] * 3, "b": [1.0, 2, None, 4] * 3, "c": ["x"] * 12}), "singular"),
    ],
)
def test_what_cannot_be_compared_is_said(frame, flag):
    described = describe_missing(frame)
    assert described.mcar["flag"].tolist() == ["nothing_to_compare", flag]
    assert described.mcar["p_value"].isna().all()
    assert len(described.notes) == 1
    assert described.notes[0].in_language("zh-CN") != str(described.notes[0])


def test_patterns_without_a_distance_are_counted():
    rng = np.random.default_rng(3)
    x = rng.normal(size=(100, 2))
    frame = pd.DataFrame({"a": x[:, 0], "b": x[:, 1], "twin": x[:, 0]})
    frame["twin"] = frame["twin"].mask(rng.random(100) < 0.4)
    frame["b"] = frame["b"].mask(rng.random(100) < 0.2)
    notes = describe_missing(frame).notes
    assert any(f"determine one another: {frame['twin'].notna().sum()} respondents" in note for note in notes)


def test_too_many_patterns_for_a_chi_square():
    rng = np.random.default_rng(4)
    x = rng.normal(size=(60, 6))
    x[rng.random((60, 6)) < 0.3] = np.nan
    assert any("do not rely" in note for note in describe_missing(pd.DataFrame(x)).notes)


def test_texts_and_every_column_of_a_frame():
    frame = pd.DataFrame({"name": ["a", None, "b", "c"], 5: [1, None, 3, 4], "flag": [True, None, False, True]})
    described = describe_missing(frame)
    assert described.table["item"].tolist() == ["name", "5", "flag"]
    assert described.table["blank_share"].tolist() == [0.25, 0.25, 0.25]
    assert isinstance(repr(described), str)


def test_what_is_refused(simulated):
    frame = pd.DataFrame({"a": [1.0, None]})
    with pytest.raises(OptionError, match="no column 'b'"):
        describe_missing(frame, items=["b"])
    with pytest.raises(OptionError, match="has no item 'nope'"):
        describe_missing(simulated, items=["nope"])
    with pytest.raises(OptionError, match="their own weights"):
        describe_missing(simulated, weights=np.ones(len(simulated)))
    with pytest.raises(DataError, match="finite numbers >= 0"):
        describe_missing(frame, weights=[-1.0, 1.0])
    with pytest.raises(DataError, match="occurs twice"):
        describe_missing(pd.concat([frame, frame], axis=1))
    with pytest.raises(DataError, match="nothing can be missing"):
        describe_missing(frame.iloc[:0])
    with pytest.raises(OptionError, match="takes Responses or a pandas DataFrame"):
        describe_missing([1])


def test_choices_are_described_and_left_out_of_the_test(simulated):
    described = sv.describe_missing(simulated, items=["gender", "region", "sat1", "sat2"])
    assert described.table["item"].tolist() == ["gender", "region", "sat1", "sat2"]
    assert described.mcar["n_items"].iloc[0] == 2
