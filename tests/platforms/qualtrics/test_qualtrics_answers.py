"""Answers come back from every kind of response file that Qualtrics writes."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

ERAS = ["modern", "insights", "legacy"]


def plain(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reset_index(drop=True)


def check_answers(read, answers) -> None:
    assert_frame_equal(plain(read.data), plain(answers))
    about_answers = read.problems[(read.problems["row"] > 0) & (read.problems["column"] != "Status")]
    assert about_answers.empty, about_answers.to_string()


def check_hidden(read, answers) -> None:
    """Assert that a file which marks what was seen tells who did not see an item."""
    asked = Responses(questionnaire=read.questionnaire, data=plain(answers))
    for item in read.questionnaire.items:
        assert read.hidden[item].tolist() == (~asked.shown(item)).tolist(), item


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_simulated_answers_to_shipped_questionnaires_come_back(shipped, exporter, tmp_path, language):
    answers = simulate_responses(shipped, n=25, seed=7).data
    for number, (era, texts, split) in enumerate(product(ERAS, (False, True), (False, True))):
        mark = "-99" if number % 2 else None
        writer = exporter(shipped, answers, language=language, era=era, texts=texts, split=split, mark=mark)
        read = read_responses(writer.save(tmp_path / f"{number}.csv", ["zh-CN", "en"]), shipped)
        assert "read as Qualtrics" in read.log[0].because
        check_answers(read, answers)
        if mark:
            check_hidden(read, answers)


MODES = st.fixed_dictionaries(
    {
        "era": st.sampled_from(ERAS),
        "texts": st.booleans(),
        "split": st.booleans(),
        "mark": st.sampled_from([None, "-99"]),
    }
)


@settings(max_examples=35, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
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
    read = read_responses(file, questionnaire, manifest=manifest)
    check_answers(read, answers)
    if any("-99" in column.values for column in writer.columns()):  # where nothing was left blank no file tells
        check_hidden(read, answers)
