"""Answers in SurveyMonkey's layouts read back."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

LANGUAGES = ("zh-CN", "en")
LAYOUTS = [(False, False), (False, True), (True, False), (True, True)]
HEADINGS = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
FACTS = ["{row}", "4461", "2026-11-22 10:00:00", "11/22/2026 10:02:00 AM", "192.0.2.1", "", "Li"]


def save(rows, path):
    stream = io.StringIO()
    csv.writer(stream).writerows(rows)
    path.write_text(stream.getvalue(), encoding="utf-8")
    return path


def check(responses, data):
    assert responses.log[0].because.endswith("read as SurveyMonkey")
    assert_frame_equal(responses.data.reset_index(drop=True), data.reset_index(drop=True))
    assert not (responses.problems["row"] > 0).any()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("expanded", "numbers"), LAYOUTS)
def test_shipped_questionnaires_come_back(shipped, write_rows, tmp_path, language, expanded, numbers):
    data = simulate_responses(shipped, n=40, seed=6, language=language).data
    rows = write_rows(shipped, data, language, expanded=expanded, numbers=numbers)
    responses = read_responses(save(rows, tmp_path / "answers.csv"), shipped)
    check(responses, data)
    assert responses.data.index[0] == 118_000_000_000
    assert responses.paradata["seconds"].tolist() == [120.0] * 40
    assert responses.paradata["collector"].unique().tolist() == ["4461"]
    assert responses.personal.columns.tolist() == ["IP Address", "Email Address", "First Name", "Last Name"]
    assert responses.extra.columns.tolist() == ["Custom Data 1"]


@pytest.mark.parametrize(("expanded", "numbers"), LAYOUTS)
def test_a_workbook_comes_back(shop, draw_answers, write_rows, tmp_path, expanded, numbers):
    data = draw_answers(shop, 8, size=20)
    book = Workbook()
    for row in write_rows(shop, data, "en", expanded=expanded, numbers=numbers):
        book.active.append([cell or None for cell in row])
    for cells in book.active.iter_rows():
        for cell in cells:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    book.save(tmp_path / "answers.xlsx")
    check(read_responses(tmp_path / "answers.xlsx", shop), data)


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_rows, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires(nasty=False))
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    assume(answers.notna().any(axis=None))
    expanded, numbers = data.draw(st.sampled_from(LAYOUTS))
    language = data.draw(st.sampled_from(questionnaire.languages))
    rows = write_rows(questionnaire, answers, language, expanded=expanded, numbers=numbers)
    path = save(rows, tmp_path_factory.mktemp("answers") / "answers.csv")
    responses = read_responses(path, questionnaire)
    assert_frame_equal(responses.data.reset_index(drop=True), answers.reset_index(drop=True))
    assert not (responses.problems["row"] > 0).any()


def read_lines(tmp_path, shop, headings, parts, *answers):
    rows = [[*HEADINGS, *headings], [*[""] * len(HEADINGS), *parts]]
    rows += [[*(fact.format(row=at) for fact in FACTS), *cells] for at, cells in enumerate(answers, start=1)]
    return read_responses(save(rows, tmp_path / "answers.csv"), shop)


FIXED = ["Overall, I am satisfied.", "How many stars?", "Would you recommend us?"]
GIVEN = ["Agree", "4", "9"]


def test_the_field_other_of_a_single_choice(shop, tmp_path, named):
    headings = [*FIXED, "How did you pay?", ""]
    parts = [*["Response"] * 4, "Other (please specify)"]
    cells = [["Cash", ""], ["Other (please specify)", "by card"], ["", "cheque"], ["Other", ""], ["Cash", "and card"]]
    responses = read_lines(tmp_path, shop, headings, parts, *([*GIVEN, *own] for own in cells))
    assert responses.data["paid"].tolist() == [1, 3, 3, 3, 1]
    assert responses.data["paid__3__text"].fillna("").tolist() == ["", "by card", "cheque", "", ""]
    assert named(responses, "row", "value", "reason") == [
        (7, "and card", "text beside an option that is not chosen; not read")
    ]


def test_the_field_other_of_a_multiple_choice_in_one_column_or_two(shop, tmp_path):
    for parts, cells in (
        (["Bread", "Something else"], [["Bread", "tea"], ["", "Something else"], ["", ""]]),
        (["Bread", "Other (please specify)"], [["Bread", "tea"], ["", "Other (please specify)"], ["", ""]]),
    ):
        headings = [*FIXED, "What did you buy?", ""]
        responses = read_lines(
            tmp_path, shop, headings, [*["Response"] * 3, *parts], *([*GIVEN, *own] for own in cells)
        )
        assert responses.data["bought__2"].fillna(-1).tolist() == [1, 0, -1]
        assert responses.data["bought__4"].fillna(-1).tolist() == [1, 1, -1]
        assert responses.data["bought__4__text"].fillna("").tolist() == ["tea", "", ""]


def test_the_label_of_other_in_a_column_of_its_own_is_no_text(shop, tmp_path):
    headings, parts = [*FIXED, "How did you pay?", ""], [*["Response"] * 3, "Cash", "Other"]
    cells = [["", "Other"], ["", "other"], ["Cash", ""]]
    responses = read_lines(tmp_path, shop, headings, parts, *([*GIVEN, *own] for own in cells))
    assert responses.data["paid"].tolist() == [3, 3, 1]
    assert responses.data["paid__3__text"].fillna("").tolist() == ["", "other", ""]


def test_two_answers_to_a_single_choice_are_named(shop, tmp_path, named):
    headings = [*FIXED, "Did you talk to anybody?", ""]
    responses = read_lines(
        tmp_path, shop, headings, [*["Response"] * 3, "Yes", "No"], [*GIVEN, "Yes", "No"], [*GIVEN, "", "No"]
    )
    assert responses.data["talked"].fillna(-1).tolist() == [-1, 0]
    assert named(responses, "row", "value") == [(3, "1; 0")]


def test_numbers_are_places_of_options_and_this_is_said(shop, tmp_path):
    headings, parts = [*FIXED, "Did you talk to anybody?"], ["Response"] * 4
    responses = read_lines(tmp_path, shop, headings, parts, ["4", "4", "9", "2"], ["7", "4", "9", "1"])
    assert responses.data["talked"].tolist() == [0, 1]
    assert responses.data["sat"].tolist() == [4, 98]
    assert responses.data["nps"].tolist() == [9, 9]
    said = responses.problems[responses.problems["reason"].str.contains("places of the options")]
    assert sorted(said["column"]) == ["Did you talk to anybody?", "Overall, I am satisfied."]


def test_a_file_with_one_heading_row_loses_nobody(shop, tmp_path):
    headings = [*HEADINGS, *FIXED, "What did you buy? - Bread"]
    rows = [headings, *([*(fact.format(row=at) for fact in FACTS), *GIVEN, "Bread"] for at in (1, 2))]
    responses = read_responses(save(rows, tmp_path / "answers.csv"), shop)
    assert responses.log[0].because.endswith("read as SurveyMonkey")
    assert responses.data.index.tolist() == [1, 2]
    assert responses.data["bought__2"].tolist() == [1, 1]
    assert responses.paradata["submitted"].iloc[0] == pd.Timestamp(2026, 11, 22, 10, 2)


def test_the_order_of_day_and_month_is_found_out(shop, tmp_path):
    headings, parts = [*FIXED, "On which day did you come?"], [*["Response"] * 3, "Date / Time"]
    responses = read_lines(tmp_path, shop, headings, parts, [*GIVEN, "11/22/2025"], [*GIVEN, "3/4/2025"])
    assert responses.data["day"].tolist() == [pd.Timestamp(2025, 11, 22), pd.Timestamp(2025, 3, 4)]


@pytest.mark.parametrize("heading", ["Respondent ID", "Collector ID", "Respondent"])
def test_other_tables_are_not_taken_for_responses(shop, write, heading):
    path = write(f"{heading},sat,nps,stars,age\n1,5,5,5,30\n2,5,5,5,30")
    assert "SurveyMonkey" not in read_responses(path, shop).log[0].because


NIGHTS = """
id: nights
version: "1"
languages: [en]
title: {en: Nights}
pages:
  - id: only
    items:
      - {id: stay, type: single_choice, text: {en: How many nights?}, choices: {1: {en: "2"}, 2: {en: "3"}}}
      - {id: runs, type: multiple_choice, text: {en: Which runs?}, choices: {1: {en: "2"}, 2: {en: "3"}}}
      - {id: said, type: short_text, text: {en: Anything?}}
"""


def test_labels_that_are_numbers_are_no_codes(build_text, tmp_path):
    questionnaire = build_text(NIGHTS)
    headings = ["How many nights?", "", "Which runs?", "", "Anything?"]
    responses = read_lines(tmp_path, questionnaire, headings, ["2", "3", "2", "3", "Text"], ["", "3", "", "3", "no"])
    assert responses.data.iloc[0, :3].tolist() == [2, 0, 1]
    assert not (responses.problems["row"] > 0).any()
