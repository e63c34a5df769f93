"""Answers in Microsoft Forms' files read back."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

FACTS = ["ID", "Start time", "Completion time", "Email", "Name"]
CELLS = ["1", "11/22/26 14:03:24", "11/22/26 14:04:24", "anonymous", ""]
FIXED = ["How many stars?", "Would you recommend us?", "How old are you?"]
GIVEN = ["4", "10", "30"]


def check(responses, data):
    assert responses.log[0].because.endswith("read as Microsoft Forms")
    assert_frame_equal(responses.data, data, check_index_type=False)
    assert not (responses.problems["row"] > 0).any()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_shipped_questionnaires_come_back(shipped, write_rows, save, language, kind):
    data = simulate_responses(shipped, n=40, seed=6, language=language).data
    data = data.set_axis(pd.RangeIndex(1, 41, name="respondent"))
    responses = read_responses(save(write_rows(shipped, data, language), kind), shipped)
    check(responses, data)
    assert responses.paradata["seconds"].tolist() == [90.0] * 40
    assert responses.paradata["started"].iloc[0] == pd.Timestamp(2026, 11, 22, 14, 3, 24)
    assert responses.personal.columns.tolist()[0] in ("Email", "电子邮件")
    assert responses.extra.empty


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_texts_of_ones_own_and_dates_come_back(shop, draw_answers, write_rows, save, language, kind):
    texts = ["fine", "很好", "10", "a, b; c", "two, three", "=1+1"]
    data = draw_answers(shop, 5, size=40, texts=texts)
    responses = read_responses(save(write_rows(shop, data, language), kind), shop)
    check(responses, data)
    said = responses.problems[responses.problems["reason"].str.contains("no option")]
    assert len(said) == 2
    assert set(said["row"]) == {0}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_rows, save, data):
    questionnaire = data.draw(drawn_questionnaires(nasty=False))
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    assume(answers.notna().any(axis=None))
    language = data.draw(st.sampled_from(questionnaire.languages))
    kind = data.draw(st.sampled_from(["xlsx", "csv"]))
    responses = read_responses(save(write_rows(questionnaire, answers, language), kind), questionnaire)
    assert_frame_equal(responses.data, answers, check_index_type=False)
    assert not (responses.problems["row"] > 0).any()


def test_quiz_columns_and_american_dates(save, shop):
    headings = [*FACTS, "Total points", "Quiz feedback", "总的来说我满意", "Points - 总的来说我满意", *FIXED]
    path = save([headings, [*CELLS, "3", "", "Agree", "1", *GIVEN]], "csv")
    responses = read_responses(path, shop)
    assert responses.data[["sat", "stars", "nps", "age"]].iloc[0].tolist() == [4, 4, 10, 30]
    assert responses.extra.columns.tolist() == ["Total points", "Quiz feedback", "Points - 总的来说我满意"]
    assert responses.paradata["submitted"].iloc[0] == pd.Timestamp(2026, 11, 22, 14, 4, 24)


def test_dates_left_as_numbers_of_days(save, shop):
    headings = [*FACTS, *FIXED, "On which day did you come?"]
    path = save([headings, ["1", "43905.64248", "43905.64375", "anonymous", "", *GIVEN, "43904"]], "csv")
    responses = read_responses(path, shop)
    assert responses.paradata["started"].iloc[0] == pd.Timestamp(2020, 3, 15, 15, 25, 10)
    assert responses.data["day"].iloc[0] == pd.Timestamp(2020, 3, 14)


def test_months_stand_first_where_no_date_tells(save, shop):
    headings = [*FACTS, *FIXED, "On which day did you come?"]
    row = ["1", "3/4/26 14:03:24", "3/4/26 14:04:24", "anonymous", "", *GIVEN, "5/6/2026"]
    responses = read_responses(save([headings, row], "csv"), shop)
    assert responses.paradata["started"].iloc[0] == pd.Timestamp(2026, 3, 4, 14, 3, 24)
    assert responses.data["day"].iloc[0] == pd.Timestamp(2026, 5, 6)


def test_days_before_months_are_found_out(save, shop):
    times = [["22/11/2026 14:03", "22/11/2026 14:04"], ["1/12/2026 14:03", "1/12/2026 14:04"]]
    headings = [*FACTS, *FIXED, "On which day did you come?"]
    rows = [[str(at), *time, "anonymous", "", *GIVEN, "2/12/2026"] for at, time in enumerate(times, start=1)]
    responses = read_responses(save([headings, *rows], "csv"), shop)
    assert responses.paradata["started"].tolist() == [
        pd.Timestamp(2026, 11, 22, 14, 3),
        pd.Timestamp(2026, 12, 1, 14, 3),
    ]
    assert responses.data["day"].tolist() == [pd.Timestamp(2026, 12, 2)] * 2


TWINS = """
id: twins
version: "1"
languages: [en]
title: {en: Parents}
pages:
  - id: only
    items:
      - {id: work1, type: short_text, text: {en: Father}}
      - {id: work2, type: short_text, text: {en: Mother}}
      - {id: school1, type: short_text, text: {en: Father}}
      - {id: called, type: short_text, text: {en: Name}}
      - {id: tongue, type: short_text, text: {en: Language}}
"""


def test_headings_that_excel_numbered(save, build_text):
    twins = build_text(TWINS)
    headings = [*FACTS, "Father", "Mother", "Father2", "Name2", "Language"]
    responses = read_responses(save([headings, [*CELLS, "miner", "nurse", "primary", "Li", "Welsh"]], "csv"), twins)
    assert responses.data.iloc[0].tolist() == ["miner", "nurse", "primary", "Li", "Welsh"]
    assert responses.personal.columns.tolist() == ["Email", "Name"]


def test_one_of_two_twins_is_not_guessed(save, build_text):
    twins = build_text(TWINS)
    headings = [*FACTS, "Father", "Mother", "Name2", "Language"]
    responses = read_responses(save([headings, [*CELLS, "miner", "nurse", "Li", "Welsh"]], "csv"), twins)
    assert responses.data[["work1", "school1"]].isna().all(axis=None)
    assert responses.extra["Father"].tolist() == ["miner"]
    assert responses.problems["reason"].str.contains("may mean school1, work1").any()


@pytest.mark.parametrize(
    "headings",
    [
        ["Id", "Startzeit", "Fertigstellungszeit", "E-Mail", "Name"],
        ["識別碼", "開始時間", "完成時間", "電子郵件", "名稱"],
        ["ID", "開始時刻", "完了時刻", "メール", "名前"],
        ["ID", "Heure de début", "Heure de fin", "Adresse de messagerie", "Nom"],
        ["ID", "Hora de inicio", "Hora de finalización", "Correo electrónico", "Nombre"],
    ],
)
def test_headings_in_the_language_of_the_owner(save, shop, headings):
    responses = read_responses(save([[*headings, *FIXED], [*CELLS, *GIVEN]], "csv"), shop)
    assert responses.log[0].because.endswith("read as Microsoft Forms")
    assert responses.personal.columns.tolist() == headings[3:]
    assert responses.paradata["seconds"].tolist() == [60.0]


@pytest.mark.parametrize("header", ["ID,Start time,sat", "Start time,Completion time,ID", "ID,Name,Start time"])
def test_other_tables_are_not_taken_for_responses(shop, save, header):
    path = save([[*header.split(","), *FIXED, "sat"], ["1", "2026-11-22", "5", *GIVEN, "5"]], "csv")
    assert "Microsoft" not in read_responses(path, shop).log[0].because
