"""Answers written as the site writes them come back as they were given, in every mode."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

MODES = ("text", "number", "score")


def drop_lost_texts(data, questionnaire, mode):
    """Return the data without texts beside options, which only a download by text holds."""
    texts = [column for column in questionnaire.columns if column.endswith("__text")]
    return (
        data if mode == "text" else data.assign(**{column: data[column].mask(data[column].notna()) for column in texts})
    )


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("mode", MODES)
def test_simulated_answers_come_back(shipped, write_download, style, alike, expect_hidden, tmp_path, mode, language):
    data = simulate_responses(shipped, n=60, seed=3, language=language).data
    name = {"text": "1_按文本_2.xlsx", "number": "1_按序号_2.xlsx", "score": "1_按分数_2.xlsx"}[mode]
    path = write_download(data, shipped, style(mode, language), tmp_path, name)
    responses = read_responses(path, shipped)
    alike(responses, drop_lost_texts(data, shipped, mode))
    assert "read as Wenjuanxing" in responses.log[0].because
    hidden = expect_hidden(shipped, data)
    if hidden.to_numpy().any():
        assert responses.hidden.equals(hidden)
    exported = export_questionnaire(shipped, "wjx", tmp_path / "out" / "form.jsonl", language=language)
    alike(read_responses(path, shipped, manifest=exported.manifest), drop_lost_texts(data, shipped, mode))


@pytest.mark.parametrize("new", [True, False])
@pytest.mark.parametrize(("name", "encoding"), [("a.csv", "gb18030"), ("a.csv", "utf-8-sig"), ("a.csv", "utf-16")])
def test_answers_come_back_from_every_encoding(
    shop, draw_answers, write_download, style, alike, tmp_path, new, name, encoding
):
    data = draw_answers(shop, 5, size=30)
    for mode in MODES[:2]:
        path = write_download(data, shop, style(mode, "zh-CN", new=new), tmp_path, name, encoding=encoding)
        alike(read_responses(path, shop), drop_lost_texts(data, shop, mode))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_download, style, alike, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    language = data.draw(st.sampled_from(questionnaire.languages))
    mode = data.draw(st.sampled_from(MODES))
    chosen = style(mode, language, new=data.draw(st.booleans()), spaced=data.draw(st.booleans()))
    name = {"text": "1_按文本_2.csv", "number": "a.csv", "score": "1_按分数_2.csv"}[mode]
    path = write_download(answers, questionnaire, chosen, tmp_path, name)
    given_manifest = data.draw(st.booleans())
    manifest = export_questionnaire(questionnaire, "wjx", tmp_path / "out.txt", language=language).manifest
    responses = read_responses(path, questionnaire, manifest=manifest if given_manifest else None, platform="wjx")
    alike(responses, drop_lost_texts(answers, questionnaire, mode))
