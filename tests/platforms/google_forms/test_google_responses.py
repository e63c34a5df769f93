"""Responses to a Google form read back."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from survey.platforms.coding.routing import HIDDEN
from survey.platforms.export import export_questionnaire
from survey.platforms.files.column import Column
from survey.platforms.google_forms.choices import OTHER_TEXT
from survey.platforms.google_forms.moments import write_moments
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

LANGUAGES = ("zh-CN", "en")


def check(read, answers):
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any()


@pytest.mark.parametrize("joint", [", ", ";"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_shipped_questionnaires_come_back(shipped, write_responses, write, language, joint):
    simulated = simulate_responses(shipped, n=60, seed=9, language=language)
    answers = simulated.data.set_axis(pd.RangeIndex(1, 61, name="respondent"), axis=0)
    first = {"zh-CN": "时间戳记", "en": "Timestamp"}[language]
    path = write(write_responses(shipped, answers, language, joint=joint, first=first))
    read = read_responses(path, shipped)
    check(read, answers)
    assert read.log[0].because.endswith("read as Google Forms")
    assert read.paradata["submitted"].iloc[0] == pd.Timestamp("2026-11-22 07:04:05")
    assert list(read.personal.columns) == ["Email Address"]


def test_a_workbook_comes_back(fair, draw_answers, write_responses, tmp_path):
    answers = draw_answers(fair, 2, size=30)
    book = Workbook()
    for at, row in enumerate(csv.reader(io.StringIO(write_responses(fair, answers, "en")))):
        book.active.append([datetime(2026, 11, 22, 15, 4, 5), *row[1:]] if at else row)
        for cell in book.active[at + 1]:
            cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    path = tmp_path / "responses.xlsx"
    book.save(path)
    read = read_responses(path, fair)
    check(read, answers)
    assert read.paradata["submitted"].iloc[0] == pd.Timestamp("2026-11-22 15:04:05")


def test_the_manifest_of_the_export_gives_the_same(fair, draw_answers, write_responses, write, tmp_path):
    for language in LANGUAGES:
        export = export_questionnaire(fair, "google-forms", tmp_path / f"{language}.gs", language=language)
        answers = draw_answers(fair, 7, size=30)
        path = write(write_responses(fair, answers, language), f"{language}.csv")
        read = read_responses(path, fair, platform="google-forms", manifest=export.paths[-1])
        check(read, answers)
        assert read.paradata["consent"].tolist() == [1] * 30


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_responses, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    assume(answers.notna().any(axis=None))
    language = data.draw(st.sampled_from(questionnaire.languages))
    path = tmp_path_factory.mktemp("responses") / "responses.csv"
    path.write_text(write_responses(questionnaire, answers, language), encoding="utf-8")
    check(read_responses(path, questionnaire, platform="google-forms"), answers)


@pytest.fixture
def read_fair(write, fair, write_responses, draw_answers):
    """Read a file of Google's in which some cells of the first respondent are other ones."""

    def read(changes, **options):
        answers = draw_answers(fair, 1, size=3, blanks=1)
        table = pd.read_csv(io.StringIO(write_responses(fair, answers, "en")), dtype=str, keep_default_na=False)
        for heading, cell in changes.items():
            table.loc[0, heading] = cell
        return read_responses(write(table.to_csv(index=False)), fair, **options)

    return read


def test_what_is_written_under_other_is_a_text(read_fair, named):
    read = read_fair({"Did you come? (2)": "Bread, tea, milk"})
    assert read.data.loc[1, ["bought__2", "bought__4", "bought__1"]].tolist() == [1, 1, 0]
    assert read.data.loc[1, "bought__4__text"] == "tea, milk"
    assert (2, OTHER_TEXT.format(code=4)) in named(read, "row", "reason")


def test_labels_with_commas_are_found_first(shop, write):
    lines = ["Timestamp,What did you buy?,Overall I am satisfied.,How old are you? (years),How many stars?"]
    lines.append('2026/11/22 3:04:05 PM GMT+8,"Bread, cakes, Drinks; wine",Agree,30,4')
    lines.append('2026/11/22 3:04:05 PM GMT+8,"Bread;Drinks; wine",Agree,30,4')
    read = read_responses(write("\n".join(lines)), shop)
    assert read.data["bought__1"].tolist() == [1, 0]
    assert read.data["bought__2"].tolist() == [0, 1]
    assert read.data["bought__3"].tolist() == [1, 1]


def test_what_is_no_label_is_named_as_the_file_shows_it(read_fair, named):
    read = read_fair({"Did you come?": "Perhaps", "The stalls [Clean]": "Maybe", "Spent?": "much"})
    assert {("Did you come?", "Perhaps"), ("The stalls [Clean]", "Maybe"), ("Spent?", "much")} <= set(
        named(read, "column", "value")
    )
    assert pd.isna(read.data.loc[1, "came"])


def test_a_special_answer_stands_in_for_a_number(read_fair, named):
    title = "Timestamp (years)"
    assert read_fair({f"{title} (or choose)": "Not said"}).data["age"].iloc[0] == 99
    read = read_fair({title: "44", f"{title} (or choose)": "Not said"})
    assert read.data["age"].iloc[0] == 44
    assert (2, f"{title} (or choose)", "Not said") in named(read)


def test_a_text_without_its_option_is_named(read_fair, named):
    title = "Did you come? (2)"
    read = read_fair({title: "Bread", f"{title} (Other: please specify)": "tea"})
    assert pd.isna(read.data.loc[1, "bought__4__text"])
    assert (2, f"{title} (Other: please specify)", "tea") in named(read)


def test_an_answer_that_words_asked_to_leave_out_is_named(read_fair, named):
    read = read_fair({"Did you come?": "No", "Later?": "tomorrow"})
    assert read.data.loc[1, "later"] == "tomorrow"
    assert named(read, "column", "reason") == [("Later?", HIDDEN)]


def test_who_does_not_agree_is_told_apart(read_fair):
    read = read_fair({"I take part.": "I do not agree"})
    assert read.paradata["consent"].tolist() == [0, 1, 1]


def test_points_of_a_quiz_and_addresses_are_kept_apart(read_fair):
    read = read_fair({"Total score": "3 / 5", "Spent? [Score]": "1.00 / 1", "Username": "me"})
    assert {"Total score", "Spent? [Score]"} <= set(read.extra.columns)
    assert "Username" in read.personal


@pytest.mark.parametrize(
    ("times", "day", "expected"),
    [
        (["11/22/2026 15:04:05", "1/2/2026 9:00:00"], "3/4/2026", ("2026-01-02 09:00:00", "2026-03-04")),
        (["22/11/2026 15:04:05", "1/2/2026 9:00:00"], "3/4/2026", ("2026-02-01 09:00:00", "2026-04-03")),
        (["22.11.2026 15:04:05", "1.2.2026 9:00:00"], "3.4.2026", ("2026-02-01 09:00:00", "2026-04-03")),
        (["2026/11/22 下午3:04:05", "2026/1/2 上午9:00:00"], "2026/3/4", ("2026-01-02 09:00:00", "2026-03-04")),
    ],
)
def test_the_order_of_day_and_month_is_found_out(read_fair, times, day, expected):
    read = read_fair({"Timestamp": times[0], "Day?": day})
    assert read.paradata["submitted"].notna().all()
    assert read.data["day"].iloc[0] == pd.Timestamp(expected[1])


@pytest.mark.parametrize(
    ("first", "time"),
    [
        ("Zeitstempel", "22.11.2026 15:04:05"),
        ("Horodateur", "22/11/2026 15:04:05"),
        ("Marca temporal", "22/11/2026 15:04:05"),
        ("时间戳记", "2026/11/22 下午3:04:05"),
        ("時間戳記", "2026/11/22 下午 3:04:05"),
        ("タイムスタンプ", "2026/11/22 15:04:05"),
        ("Timestamp", "11/22/2026 15:04:05"),
        ("Timestamp", "2026-11-22 15:04:05"),
        ("Timestamp", "2026/11/22 11:04:05 PM GMT+8"),
    ],
)
def test_sheets_of_other_countries(fair, draw_answers, write_responses, write, first, time):
    answers = draw_answers(fair, 4, size=6)
    path = write(write_responses(fair, answers, "zh-CN", first=first, time=time))
    read = read_responses(path, fair)
    assert read.log[0].because.endswith("read as Google Forms")
    check(read, answers)
    assert (read.paradata["submitted"] == pd.Timestamp(2026, 11, 22, 15, 4, 5)).all()


def test_day_and_month_that_cannot_be_told_apart_are_named(read_fair, named):
    read = read_fair({"Timestamp": "1/2/2026 9:00:00", "Day?": "3/4/2026"})
    assert read.data["day"].isna().all()
    assert {(2, "Timestamp", "1/2/2026 9:00:00"), (2, "Day?", "3/4/2026")} <= set(named(read))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026/11/22 3:04:05 PM MST", "2026/11/22 3:04:05 PM GMT-7"),
        ("2026/11/22 3:04:05 PM CEST", "2026/11/22 3:04:05 PM GMT+2"),
        ("2026/11/22 3:04:05 PM GMT", "2026/11/22 3:04:05 PM GMT+0"),
        ("2026/11/22 下午3:04:05 [GMT+8]", "2026/11/22 下午3:04:05 GMT+8"),
        ("13/1/2026, 9:00:00", "2026-1-13 9:00:00"),
    ],
)
def test_zones_become_numbers(text, expected):
    assert list(write_moments([Column.from_cells([text])])[0]) == [expected]


def test_dates_that_contradict_each_other_stay_as_they_are():
    texts = ["22/11/2026 15:04:05", "11/22/2026 15:04:05"]
    assert list(write_moments([Column.from_cells(texts)])[0]) == texts


@pytest.mark.parametrize(
    "header", ["timestamp,sat,nps,stars,age", "Timestamp,sat,nps,stars,age", "id,sat,nps,stars,age"]
)
def test_other_tables_are_not_taken_for_responses(shop, write, header):
    first = "1" if header.startswith("id") else "2026/11/22 3:04:05 PM GMT+8"
    assert "Google" not in read_responses(write(f"{header}\n{first},5,5,5,30"), shop).log[0].because


def test_what_is_written_under_other_stands_before_the_text_asked_for(read_fair):
    title = "Did you come? (2)"
    read = read_fair({title: "Bread, tea", f"{title} (Other: please specify)": "and milk"})
    assert read.data.loc[1, "bought__4__text"] == "tea; and milk"


NIGHTS = """
id: nights
version: "1"
languages: [en]
title: {en: Nights}
pages:
  - id: only
    items:
      - {id: stay, type: single_choice, text: {en: How many nights?}, choices: {1: {en: "2"}, 2: {en: "3"}}}
      - {id: runs, type: multiple_choice, text: {en: Which runs?}, choices: {1: {en: "2"}, 2: {en: "3"}, 3: {en: "5"}}}
      - {id: said, type: short_text, text: {en: Anything?}}
"""


def test_labels_that_are_numbers_are_no_codes(build_text, write):
    lines = ["Timestamp,How many nights?,Which runs?,Anything?", '2026/11/22 3:04:05 PM GMT+8,2,"2, 3",no']
    read = read_responses(write("\n".join(lines)), build_text(NIGHTS))
    assert read.data.iloc[0, :4].tolist() == [1, 1, 1, 0]
    assert not (read.problems["row"] > 0).any()
