"""`Result`: what it refuses, and how it shows itself."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import OptionError
from survey.glossary import COLUMNS
from survey.glossary_terms import ALL_TERMS
from survey.notes import Note
from survey.result import Result


@pytest.fixture
def drivers() -> Result:
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(40, 3)), columns=["<b>speed", "price", "y"])
    return sv.rank_drivers(frame, outcome="y", n_boot=20, seed=1)


def test_no_column_is_explained_twice() -> None:
    assert len(ALL_TERMS) == len(COLUMNS)


def test_a_column_the_glossary_lacks_is_refused() -> None:
    with pytest.raises(KeyError, match=r"Result.table: column\(s\) mystery are not in survey/glossary_terms"):
        Result(table=pd.DataFrame({"mystery": [1]}), n=1, method=Note("listwise", n=1, n_total=1))


def test_html_escapes_names_and_sets_numbers_right(drivers: Result) -> None:
    html = drivers._repr_html_()
    assert "<b>speed" not in html
    assert '<td style="text-align:left">&lt;b&gt;speed</td>' in html
    assert html.count("<tr>") == 3
    assert '<th style="text-align:right">Share of R²</th>' in html


def test_the_summary_names_base_and_method(drivers: Result) -> None:
    assert repr(drivers).startswith(
        "Drivers · n = 40 · LMG (Shapley) shares of R²; complete rows (40 of 40), unweighted"
    )


def test_plain_values_go_through_json(drivers: Result) -> None:
    plain = json.loads(json.dumps(drivers.to_dict()))
    assert plain["n"] == 40
    assert [row["driver"] for row in plain["table"]] == drivers.table["driver"].tolist()


def test_missing_values_become_none() -> None:
    frame = pd.DataFrame({"a": [1.0, 2, 3, 5, 4], "y": [1.0, 3, 2, 5, 4]})
    assert sv.rank_drivers(frame, outcome="y").to_dict()["table"][0]["conf_low"] is None


def test_a_result_without_a_picture_says_so() -> None:
    responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=30, seed=1)
    with pytest.raises(sv.OptionError, match=r"Careless has no picture; use its \.table"):
        sv.flag_careless(responses).plot()


def test_a_view_speaks_the_language_and_formats_each_frame(drivers: Result) -> None:
    shown = drivers.view(language="zh-CN")
    assert "重要性占比" in repr(shown)
    assert "Complete rows" not in repr(shown)
    assert repr(drivers.view()) == repr(drivers)
    pairs = drivers.view("differences").shown
    assert pairs["Estimate"].iloc[0] == f"{100 * drivers.differences['estimate'].iloc[0]:+.1f}"
    cut = drivers.view(drivers.table[["driver", "conf_low"]].head(2))
    assert list(cut.shown.columns) == ["Driver", "Low"]
    assert all(text.endswith("%") for text in cut.shown["Low"])
    assert "<b>speed" not in cut._repr_html_()
    assert cut._repr_html_().startswith("<table>")


def test_a_result_shows_itself_in_the_language_of_the_call() -> None:
    responses = sv.simulate_responses("ecommerce-service", n=60, seed=1)
    shown = sv.describe_items(responses, language="zh-CN")
    assert shown.language == "zh-CN"
    assert repr(shown) == repr(shown.view(language="zh-CN")) == repr(shown.view())
    assert "题目" in repr(shown) and "题目" in shown._repr_html_()
    assert "Item" in repr(shown.view(language="en"))
    unnamed = sv.describe_items(responses)
    assert repr(unnamed) == repr(unnamed.view(language="en"))


def test_a_view_of_a_frame_that_is_not_there_names_those_that_are(drivers: Result) -> None:
    with pytest.raises(OptionError, match="it has: table, differences"):
        drivers.view("pairs")
