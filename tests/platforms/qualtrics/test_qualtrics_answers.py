"""Answers come back from every kind of response file that Qualtrics writes."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

ERAS = ["modern", "insights", "legacy"]


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True)


def check_answers(read, answers) -> None:
    assert_frame_equal(plain(read.data), plain(answers))
    about_answers = read.problems[(read.problems["row"] > 0) & (read.problems["column"] != "Status")]
    assert about_answers.empty, about_answers.to_string()


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("texts", [False, True])
@pytest.mark.parametrize("split", [False, True])
def test_simulated_answers_to_shipped_questionnaires_come_back(shipped, exporter, tmp_path, era, texts, split):
    answers = simulate_responses(shipped, n=40, seed=7).data
    file = exporter(shipped, answers, era=era, texts=texts, split=split).save(tmp_path / "a.csv", ["zh-CN", "en"])
    read = read_responses(file, shipped)
    check_answers(read, answers)
    assert "read as Qualtrics" in read.log[0].because


MODES = st.fixed_dictionaries(
    {
        "era": st.sampled_from(ERAS),
        "texts": st.booleans(),
        "split": st.booleans(),
        "mark": st.sampled_from([None, "-99"]),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.data(), modes=MODES, given_manifest=st.booleans(), suffix=st.sampled_from([".csv", ".csv", ".tsv", ".xlsx"])
)
def test_drawn_answers_come_back(
    drawn_questionnaires, draw_answers, exporter, tmp_path_factory, data, modes, given_manifest, suffix
):
    folder = tmp_path_factory.mktemp("drawn")
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)))
    language = data.draw(st.sampled_from(questionnaire.languages))
    writer = exporter(questionnaire, answers, language=language, **modes)
    file = writer.save(folder / f"answers{suffix}", list(questionnaire.languages))
    manifest = None
    if given_manifest:
        form = export_questionnaire(questionnaire, "qualtrics", folder / "out" / "form.qsf", language=language)
        manifest = form.paths[-1]
    check_answers(read_responses(file, questionnaire, manifest=manifest), answers)
