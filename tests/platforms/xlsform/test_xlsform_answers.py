"""Answers come back from every file that ODK Central and KoboToolbox write."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.load import load_questionnaire

WAYS = ["central", "central-split", "central-flat", "central-feed", "kobo-names", "kobo-groups", "kobo-dots"]
WAYS += ["kobo-details", "kobo-summary", "kobo-xlsx", "kobo-feed", "kobo-labels", "kobo-other-labels"]
WAYS += ["kobo-label-details"]
ENDINGS = {"central-feed": ".json", "kobo-feed": ".json", "kobo-xlsx": ".xlsx"}


def save(folder, way, content):
    path = folder / f"answers{ENDINGS.get(way, '.csv')}"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def same(responses, answers):
    assert_frame_equal(responses.data.reset_index(drop=True), answers.reset_index(drop=True))


def odd_cells(responses):
    return responses.problems[responses.problems["row"] > 0]


def read_back(questionnaire, form, answers, way, fill, writers, folder):
    path = save(folder, way, writers[way](form, fill(form, questionnaire, answers)))
    return read_responses(path, questionnaire, manifest=form.manifest)


@pytest.mark.parametrize("way", WAYS)
def test_simulated_answers_come_back(form_of, fill, writers, tmp_path, way):
    whole = load_questionnaire("ecommerce-service")
    questionnaire = load_questionnaire("ecommerce-service", modules=list(whole.modules))
    answers = simulate_responses(questionnaire, n=12, seed=3).data
    form = form_of(questionnaire)
    path = save(tmp_path, way, writers[way](form, fill(form, questionnaire, answers)))
    responses = read_responses(path, questionnaire)
    same(responses, answers)
    assert odd_cells(responses).empty
    assert responses.paradata["consent"].tolist() == [1] * 12


@pytest.mark.parametrize("way", ["central-split", "kobo-other-labels"])
def test_answers_to_every_shipped_questionnaire_come_back(shipped, form_of, fill, writers, tmp_path, way):
    answers = simulate_responses(shipped, n=12, seed=3).data
    responses = read_back(shipped, form_of(shipped), answers, way, fill, writers, tmp_path)
    same(responses, answers)
    assert odd_cells(responses).empty


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, form_of, fill, writers, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    way = data.draw(st.sampled_from(WAYS))
    responses = read_back(questionnaire, form_of(questionnaire), answers, way, fill, writers, tmp_path)
    same(responses, answers)
    assert odd_cells(responses).empty
