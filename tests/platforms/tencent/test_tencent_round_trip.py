"""Answers written as the site writes them come back as they were given."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", ["9_1.csv", "9_1.xlsx"])
def test_simulated_answers_come_back(shipped, write_download, style, alike, tmp_path, name, language):
    data = simulate_responses(shipped, n=60, seed=3, language=language).data
    path = write_download(data, shipped, style(language), tmp_path, name)
    responses = read_responses(path, shipped)
    alike(responses, data)
    assert "read as Tencent Survey" in responses.log[0].because
    assert responses.paradata["seconds"].tolist() == [3625] * 60
    assert (responses.paradata["language"] == language).all()
    exported = export_questionnaire(shipped, "tencent", tmp_path / "out" / "form.txt", language=language)
    alike(read_responses(path, shipped, manifest=exported.manifest), data)


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-8"])
def test_answers_come_back_from_every_encoding(
    shop, draw_answers, write_download, style, alike, tmp_path, new, encoding
):
    texts = ["13800138000", "很好", 'said "no"', "two\nlines", "=1+1", "a, b; c"]
    data = draw_answers(shop, 5, size=30, texts=texts)
    path = write_download(data, shop, style("zh-CN", new=new), tmp_path, encoding=encoding)
    alike(read_responses(path, shop), data)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_download, style, alike, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    language = data.draw(st.sampled_from(questionnaire.languages))
    field = data.draw(st.sampled_from(["", "____", " ____", "____{fillblank-345b}"]))
    path = write_download(answers, questionnaire, style(language, data.draw(st.booleans()), field), tmp_path)
    manifest = export_questionnaire(questionnaire, "tencent", tmp_path / "out.txt", language=language).manifest
    given_manifest = manifest if data.draw(st.booleans()) else None
    alike(read_responses(path, questionnaire, manifest=given_manifest, platform="tencent"), answers)
