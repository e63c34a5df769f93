"""Answers written as SPSS, Stata and Parquet files come back as they were."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path
from zipfile import ZipFile

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal, assert_series_equal

from survey.errors import OptionError, ReadError
from survey.platforms import parquet, spss, stata
from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.responses import Responses

MODULES = {".sav": spss, ".zsav": spss, ".dta": stata, ".parquet": parquet}
NAMES = {".sav": "spss", ".zsav": "spss", ".dta": "stata", ".parquet": "parquet"}
# Every kind of text that a file can hold; SPSS fills texts up with blanks, so none ends in one.
TEXTS = ["fine", "很好", 'said "no"', "a\tb", "two\nlines", "=1+1", "🙂" * 80, "字" * 300, "0", ".a", " before"]


def assert_same(read: Responses, written: Responses, platform: str) -> None:
    assert_frame_equal(read.data, written.data, check_index_type=False)
    assert read.problems.empty, read.problems.to_string()
    assert read.log[0].because.lower().endswith(f"read as {platform}")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_simulated_answers_come_back(shipped, suffix, language, write_answers):
    simulated = simulate_responses(shipped, n=30, seed=11, language=language)
    path = write_answers(simulated, suffix, language)
    read = read_responses(path, shipped)
    assert_same(read, simulated, NAMES[suffix])
    assert_frame_equal(read.paradata[simulated.paradata.columns], simulated.paradata, check_index_type=False)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_the_manifest_of_the_template_reads_the_same(shipped, suffix, language, write_answers, tmp_path):
    simulated = simulate_responses(shipped, n=5, seed=12)
    export = export_questionnaire(shipped, NAMES[suffix], tmp_path / f"template{suffix}", language=language)
    path = write_answers(simulated, suffix, language)
    read = read_responses(path, shipped, manifest=export.paths[-1], platform=NAMES[suffix])
    assert_same(read, simulated, NAMES[suffix])


@settings(max_examples=10, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("ending", list(MODULES))
def test_drawn_answers_come_back(ending, drawn_questionnaires, draw_answers, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), texts=TEXTS)
    responses = Responses(questionnaire=questionnaire, data=answers)
    language = data.draw(st.sampled_from(questionnaire.languages))
    with tempfile.TemporaryDirectory() as folder:
        path = MODULES[ending].write_responses(responses, Path(folder) / f"a{ending}", language=language)
        if answers.isna().all().all():
            return
        read = read_responses(path, questionnaire)
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any(), read.problems.to_string()


def test_what_stands_beside_the_answers_comes_back(shop, suffix, answer_shop, write_answers):
    responses = answer_shop(sat=[1, 97, 5], day=["2026-11-01", None, "1999-12-31"], comment=["x" * 3000, None, "好"])
    index = pd.Index(["a-1", "乙", "0003"], name="respondent")
    moments = pd.to_datetime(["2026-11-01 10:00:01.5", None, "2026-11-03 23:59:59"], format="ISO8601").astype(
        "datetime64[us]"
    )
    paradata = pd.DataFrame({"started": moments, "seconds": [61.5, np.nan, 3.0], "language": ["en", "zh-CN", None]})
    responses = replace(
        responses,
        data=responses.data.set_axis(index),
        paradata=paradata.astype({"language": "str"}).set_axis(index),
        personal=pd.DataFrame({"email": ["a@example.org", "", ""]}, index=index),
        weights=pd.Series([0.5, 1.25, 1.25], index=index, name="weight"),
    )
    path = write_answers(responses, suffix)
    read = read_responses(path, shop)
    assert_frame_equal(read.data, responses.data)
    assert_frame_equal(read.paradata[["started", "seconds", "language"]], responses.paradata)
    assert read.extra["weight"].astype(float).tolist() == [0.5, 1.25, 1.25]
    assert read.personal.empty
    assert b"example.org" not in path.read_bytes()


def test_consent_and_marks_of_the_interview_come_back(suffix, write_answers):
    simulated = simulate_responses("csibank", n=3, seed=2)
    assert simulated.questionnaire.consent is not None
    flags = {"complete": [1.0, 0.0, 1.0], "test": [0.0, 0.0, 1.0], "consent": [1.0, np.nan, 0.0]}
    paradata = pd.DataFrame(flags, index=simulated.data.index)
    read = read_responses(write_answers(replace(simulated, paradata=paradata), suffix), simulated.questionnaire)
    assert_frame_equal(read.paradata[list(flags)], paradata, check_index_type=False)
    assert read.problems.empty


def test_a_score_that_is_called_test_is_no_mark_of_the_interview(kiosk, tmp_path):
    frame = pd.DataFrame({"sat": [5.0, 1.0], "talked": [1.0, 0.0], "comment": ["a", "b"], "test": [17.5, 20.0]})
    frame.to_parquet(tmp_path / "a.parquet")
    read = read_responses(tmp_path / "a.parquet", kiosk)
    assert "test" not in read.paradata and read.extra["test"].tolist() == ["17.5", "20"]


def test_dates_keep_their_time_of_day_to_the_millisecond(shop, suffix, answer_shop, write_answers):
    days = ["2026-02-28 23:59:59.999", "1901-01-01", None]
    responses = answer_shop(sat=[1, 2, 3], day=days)
    assert_series_equal(read_responses(write_answers(responses, suffix), shop).data["day"], responses.data["day"])


def test_a_template_is_no_file_of_answers(shop, suffix, tmp_path):
    path = export_questionnaire(shop, NAMES[suffix], tmp_path / f"template{suffix}").paths[0]
    with pytest.raises(ReadError, match="no respondents: it is a template"):
        read_responses(path, shop)


def test_templates_are_always_the_same(shipped, suffix, tmp_path):
    first = export_questionnaire(shipped, NAMES[suffix], tmp_path / f"one{suffix}").paths[0]
    second = export_questionnaire(shipped, NAMES[suffix], tmp_path / f"two{suffix}").paths[0]
    assert first.read_bytes() == second.read_bytes()


def test_a_suffix_that_is_none_of_the_programs_is_refused(shop, suffix, answer_shop, tmp_path):
    with pytest.raises(OptionError, match=r"answers\.csv"):
        MODULES[suffix].write_responses(answer_shop(sat=[1]), tmp_path / "answers.csv")


def test_a_data_file_of_another_survey_is_refused(suffix, answer_shop, write_answers):
    path = write_answers(answer_shop(sat=[1, 2]), suffix)
    with pytest.raises(ReadError):
        read_responses(path, "csibank")


def test_a_data_file_in_an_archive_is_read(shop, suffix, answer_shop, write_answers, tmp_path):
    responses = answer_shop(sat=[1, 5, 97])
    path = write_answers(responses, suffix)
    with ZipFile(tmp_path / "answers.zip", "w") as archive:
        archive.write(path, path.name)
    read = read_responses(tmp_path / "answers.zip", shop)
    assert_same(read, responses, NAMES[suffix])
