"""Cells of one item, read from a file."""

from __future__ import annotations

from datetime import datetime

import pandas as pd
import pytest


def values(responses, column):
    return [None if pd.isna(value) else value for value in responses.data[column]]


def test_a_rating(read_item, named):
    responses = read_item("sat", "5", "Agree", "", "98", "8", "NA")
    assert responses.data["sat"].dtype == "float32"
    assert values(responses, "sat") == [5, 4, None, 98, None, None]
    assert named(responses) == [(6, "sat", "8"), (7, "sat", "NA")]


def test_a_recommendation_of_zero_is_an_answer(read_item):
    assert values(read_item("nps", "0", "10", ""), "nps") == [0, 10, None]


@pytest.mark.parametrize("cell", ["42", "42.0", "４２", "42岁", "42 years", "42 Years"])
def test_a_number_with_its_unit(read_item, cell):
    assert values(read_item("age", cell), "age") == [42]


@pytest.mark.parametrize(
    ("cell", "reason"),
    [("15", "outside the allowed range: 16 to 100"), ("101", "outside the allowed range: 16 to 100"),
     ("42.5", "not a whole number"),
     ("forty", "not a number"), ("42 kg", "not a number"), ("1e999", "not a number"), ("NA", "not a number")],
)  # fmt: skip
def test_a_number_out_of_bounds(read_item, named, cell, reason):
    responses = read_item("age", cell)
    assert values(responses, "age") == [None]
    assert named(responses, "value", "reason") == [(cell, reason)]


def test_numbers_without_an_upper_limit(read_item, named):
    responses = read_item("spent", "1,234.5", "3,5", "-1", "1 000")
    assert values(responses, "spent") == [1234.5, 3.5, None, 1000]
    assert named(responses, "value", "reason") == [("-1", "outside the allowed range: 0 or more")]


def test_grouping_beside_decimal_commas(read_item, named):
    responses = read_item("spent", "1,234", "3,5")
    assert values(responses, "spent") == [None, 3.5]
    assert named(responses, "value", "reason")[0][1].startswith("ambiguous: the comma or dot")


def test_special_answers_of_a_number(build_text, write):
    from survey.platforms.read import read_responses

    questionnaire = build_text("""
id: one
version: "1.0"
languages: [en]
title: {en: One}
pages:
  - id: one
    items:
      - {id: age, type: number, min: 16, max: 90, text: {en: Age},
         special: {no_answer: {code: 99, label: {en: Prefer not to answer}}}}
""")
    responses = read_responses(write("age\n99\nPrefer not to answer\n16\n98\n"), questionnaire)
    assert values(responses, "age") == [99, 99, 16, None]
    assert responses.missing(["age"])["age"].tolist() == ["no_answer", "no_answer", "", "blank"]


def test_dates(read_item, named):
    responses = read_item("day", "2026-11-22", "2026/11/22", "2026年11月22日", "", "22/11/2026")
    assert responses.data["day"].dtype == "datetime64[us]"
    day = datetime(2026, 11, 22)
    assert values(responses, "day") == [day, day, day, None, None]
    assert named(responses, "value", "reason") == [("22/11/2026", "not a date; write it as 2026-11-22")]


@pytest.mark.parametrize(
    "text", ["=1+1", "@cmd", " two  blanks ", "<b>x</b>", "a\nb", "NA", "null", '"quoted"', "逗号，", "1", "𠀀"]
)
def test_free_text_stays_as_written(read_item, named, text):
    responses = read_item("comment", text)
    assert responses.data["comment"].dtype == "str"
    assert values(responses, "comment") == [text]
    assert named(responses) == []


def test_a_nul_in_free_text_is_kept_and_named(read_item, named):
    responses = read_item("comment", "a\x00b", "  ")
    assert values(responses, "comment") == ["a\x00b", None]
    assert named(responses, "row", "column", "reason") == [(2, "comment", "holds a NUL character; kept as written")]


def test_the_text_beside_an_option(read_item, named):
    responses = read_item("paid", "Other: By Card", "Cash", "3")
    assert values(responses, "paid") == [3, 1, 3]
    assert values(responses, "paid__3__text") == ["By Card", None, None]
    assert named(responses) == []


def test_several_options_in_one_column(read_item, named):
    responses = read_item(
        "bought", "Bread, cakes; Bread", "饮料; 酒┋别的", "", "4", "Bread; toys", "toys", "Something else: Wool"
    )
    assert [values(responses, f"bought__{code}") for code in (1, 2, 3, 4)] == [
        [1, 0, None, 0, 0, None, 0],
        [1, 0, None, 0, 1, None, 0],
        [0, 1, None, 0, 0, None, 0],
        [0, 1, None, 1, 0, None, 1],
    ]
    assert responses.data["bought__1"].dtype == "float32"
    assert values(responses, "bought__4__text") == [None] * 6 + ["Wool"]
    assert named(responses, "row", "column", "value", "reason") == [
        (6, "bought", "Bread; toys", "no option of this item: 'toys'; the other options of the cell are coded"),
        (7, "bought", "toys", "no option of this item: 'toys'"),
    ]
