"""Answers come back from every kind of response file that LimeSurvey writes."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

HEADINGS = {
    "code": {"mode": "code"},
    "expression code": {"mode": "em"},
    "full": {"mode": "text"},
    "abbreviated": {"mode": "text", "limit": 15},
    "cut at 40": {"mode": "both", "limit": 40},
    "code and text": {"mode": "both"},
}
ANSWERS = {"short": {}, "long": {"long": True}, "long, stripped": {"long": True, "stripped": True}}
SEPARATORS = {"comma": ",", "semicolon": ";", "tab": "\t"}
VV = "vv"


def write(survey, way, language):
    """Return a response file: headings, answers and separator, or VV."""
    if way == VV:
        return survey.write_vv()
    headings, answers, separator = way
    given = {**HEADINGS[headings], **ANSWERS[answers], "separator": SEPARATORS[separator]}
    return survey.write_csv(language=language, **given)


def check(survey, questionnaire, answers, folder, way, language=None):
    path = folder / "responses.csv"
    path.write_bytes(write(survey, way, language))
    read = read_responses(path, questionnaire)
    assert read.sources and "read as LimeSurvey" in read.log[0].because
    assert_frame_equal(read.data, answers, check_index_type=False, obj=f"{way}, {language}")
    damaged = 1 if way == VV else 0  # a quotation mark after a backslash spoils a heading of the kiosk's VV file
    assert not (read.problems["row"] > damaged).any(), read.problems.to_dict("records")
    return read


@pytest.mark.parametrize("headings", HEADINGS)
def test_simulated_answers_to_shipped_questionnaires(shipped, field_survey, tmp_path, headings):
    answers = simulate_responses(shipped, n=20, seed=5).data
    survey = field_survey(shipped, answers)
    for language, kind, separator in product(survey.languages, ("short", "long"), ("comma", "semicolon")):
        check(survey, shipped, answers, tmp_path, (headings, kind, separator), language)


def test_simulated_answers_come_back_from_a_vv_file(shipped, field_survey, tmp_path):
    answers = simulate_responses(shipped, n=40, seed=7).data
    check(field_survey(shipped, answers), shipped, answers, tmp_path, VV)


@pytest.mark.parametrize("way", [("code", "short", "semicolon"), ("full", "long", "comma"), VV])
def test_with_the_manifest_beside_the_answers(shipped, field_survey, tmp_path, way):
    export_questionnaire(shipped, "limesurvey", tmp_path / "form.txt")
    answers = simulate_responses(shipped, n=10, seed=6).data
    check(field_survey(shipped, answers), shipped, answers, tmp_path, way)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_drawn_answers_to_drawn_questionnaires(
    drawn_questionnaires, draw_answers, field_survey, tmp_path_factory, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    survey = field_survey(questionnaire, answers)
    way = data.draw(st.sampled_from([*product(HEADINGS, ANSWERS, SEPARATORS), *[VV] * 10]))
    language = data.draw(st.sampled_from(survey.languages))
    check(survey, questionnaire, answers, tmp_path_factory.mktemp("drawn"), way, language)


@pytest.mark.parametrize("headings", HEADINGS)
def test_unusual_codes_texts_and_special_answers(kiosk, draw_answers, field_survey, tmp_path, headings):
    answers = draw_answers(kiosk, 1, size=60)
    survey = field_survey(kiosk, answers)
    for language, kind, separator in product(survey.languages, ANSWERS, SEPARATORS):
        check(survey, kiosk, answers, tmp_path, (headings, kind, separator), language)


def test_vv_tells_what_was_not_shown(kiosk, draw_answers, field_survey, tmp_path):
    answers = draw_answers(kiosk, 2, size=60)
    read = check(field_survey(kiosk, answers), kiosk, answers, tmp_path, VV)
    told = [item for item in kiosk.items if item not in ("spent", "day")]
    assert list(read.hidden) == told
    for item in told:
        assert (read.hidden[item] == ~read.shown(item)).all(), item


ALIKE = """
id: alike
version: "1.0"
languages: [en]
title: {en: Alike}
scales: {s: {points: {1: {en: Low}, 2: {en: High}}}}
pages:
  - id: one
    items:
      - {id: price, type: scale, scale: s, text: {en: How satisfied are you with the price?}}
      - {id: goods, type: scale, scale: s, text: {en: How satisfied are you with the goods?}}
      - {id: staff, type: scale, scale: s, text: {en: How satisfied are you with the staff?}}
      - {id: again, type: scale, scale: s, text: {en: Come again?}}
      - {id: tell, type: scale, scale: s, text: {en: Tell others?}}
      - {id: all, type: scale, scale: s, text: {en: All in all?}}
"""
BRIEF = ("abbreviated", "long", "comma")


def test_columns_whose_headings_are_cut_to_the_same_are_told_apart_by_their_order(
    build_text, field_survey, draw_answers, tmp_path
):
    questionnaire = build_text(ALIKE)
    answers = draw_answers(questionnaire, 5, size=30)
    check(field_survey(questionnaire, answers), questionnaire, answers, tmp_path, BRIEF)


def test_one_of_them_left_out_of_the_export_makes_the_others_unclear(build_text, field_survey, draw_answers, tmp_path):
    questionnaire = build_text(ALIKE)
    answers = draw_answers(questionnaire, 5, size=30, blanks=0)
    survey = field_survey(questionnaire, answers)
    survey.columns.remove(("goods", ""))
    path = tmp_path / "responses.csv"
    path.write_bytes(write(survey, BRIEF, "en"))
    read = read_responses(path, questionnaire)
    assert_frame_equal(read.data[["again", "tell", "all"]], answers[["again", "tell", "all"]], check_index_type=False)
    assert read.data[["price", "goods", "staff"]].isna().all(axis=None)
    reasons = read.problems.groupby("reason")["column"].agg(list).to_dict()
    assert reasons["no column for this item"] == ["price", "goods", "staff"]
    labels = {1: "Low", 2: "High"}
    kept = [answers[name].map(labels).tolist() for name in ("price", "staff")]
    assert [read.extra[name].tolist() for name in read.extra] == kept
