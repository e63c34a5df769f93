"""Answers come back from every kind of response file that LimeSurvey writes."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

WAYS = {
    "codes": {},
    "codes, long": {"long": True},
    "expression codes, tab": {"mode": "em", "separator": "\t"},
    "text": {"mode": "text", "separator": ","},
    "text, long": {"mode": "text", "long": True, "separator": ","},
    "text, cut, long": {"mode": "text", "long": True, "limit": 15},
    "code and text, long, stripped": {"mode": "both", "long": True, "stripped": True, "separator": ","},
}


def check(survey, questionnaire, answers, folder, way, language=None):
    path = folder / "responses.csv"
    path.write_bytes(survey.write_vv() if way == "vv" else survey.write_csv(language=language, **WAYS[way]))
    read = read_responses(path, questionnaire)
    assert read.sources and "read as LimeSurvey" in read.log[0].because
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any(), read.problems
    return read


@pytest.mark.parametrize("way", [*WAYS, "vv"])
def test_simulated_answers_to_shipped_questionnaires(shipped, field_survey, tmp_path, way):
    answers = simulate_responses(shipped, n=40, seed=5).data
    survey = field_survey(shipped, answers)
    check(survey, shipped, answers, tmp_path, way, survey.languages[len(way) % 2])


@pytest.mark.parametrize("way", ["codes", "text, long", "vv"])
def test_with_the_manifest_beside_the_answers(shipped, field_survey, tmp_path, way):
    export_questionnaire(shipped, "limesurvey", tmp_path / "form.txt")
    answers = simulate_responses(shipped, n=10, seed=6).data
    check(field_survey(shipped, answers), shipped, answers, tmp_path, way)


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_drawn_answers_to_drawn_questionnaires(
    drawn_questionnaires, draw_answers, field_survey, tmp_path_factory, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    survey = field_survey(questionnaire, answers)
    way = data.draw(st.sampled_from([*WAYS, "vv"]))
    language = data.draw(st.sampled_from(survey.languages))
    check(survey, questionnaire, answers, tmp_path_factory.mktemp("drawn"), way, language)


@pytest.mark.parametrize("way", [*WAYS, "vv"])
def test_unusual_codes_texts_and_special_answers(kiosk, draw_answers, field_survey, tmp_path, way):
    answers = draw_answers(kiosk, 1, size=60)
    survey = field_survey(kiosk, answers)
    for language in survey.languages:
        check(survey, kiosk, answers, tmp_path, way, language)


def test_vv_tells_what_was_not_shown(kiosk, draw_answers, field_survey, tmp_path):
    answers = draw_answers(kiosk, 2, size=60)
    read = check(field_survey(kiosk, answers), kiosk, answers, tmp_path, "vv")
    told = [item for item in kiosk.items if item not in ("spent", "day")]
    assert list(read.hidden) == told
    for item in told:
        assert (read.hidden[item] == ~read.shown(item)).all(), item
