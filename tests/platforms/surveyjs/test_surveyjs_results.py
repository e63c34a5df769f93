"""Results of SurveyJS read back."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.coding.routing import HIDDEN
from survey.platforms.export import export_questionnaire
from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses

FORMS = {
    "array": lambda results: json.dumps(results, ensure_ascii=False),
    "lines": lambda results: "\n".join(json.dumps(one, ensure_ascii=False) for one in results),
    "wrapper": lambda results: json.dumps({"ResultCount": len(results), "Data": results}),
    "inside": lambda results: json.dumps([{"id": 1000 + at, "data": one} for at, one in enumerate(results)]),
}


@pytest.mark.parametrize("kind", FORMS)
def test_shipped_questionnaires_come_back(shipped, write_results, write, kind):
    answers = simulate_responses(shipped, n=60, seed=8).data
    read = read_responses(write(FORMS[kind](write_results(shipped, answers)), "results.json"), shipped)
    assert_frame_equal(read.data.reset_index(drop=True), answers.reset_index(drop=True))
    assert not (read.problems["row"] > 0).any()
    assert list(read.extra.columns) == []
    assert read.log[0].because.endswith("read as SurveyJS")


def test_the_manifest_of_the_export_gives_the_same(market, draw_answers, write_results, write, tmp_path):
    export = export_questionnaire(market, "surveyjs", tmp_path / "form.json")
    answers = draw_answers(market, 11, size=40)
    path = write(FORMS["array"](write_results(market, answers)), "results.json")
    for manifest in (export.paths[-1], None):
        read = read_responses(path, market, platform="surveyjs", manifest=manifest)
        assert_frame_equal(read.data, answers, check_index_type=False)
    assert read.paradata["consent"].tolist() == [1] * 40


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_drawn_answers_come_back(drawn_questionnaires, draw_answers, write_results, tmp_path_factory, data):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1))).dropna(how="all").reset_index(drop=True)
    assume(len(answers))
    path = tmp_path_factory.mktemp("results") / "results.json"
    path.write_text(FORMS["array"](write_results(questionnaire, answers)), encoding="utf-8")
    read = read_responses(path, questionnaire, platform="surveyjs")
    assert_frame_equal(read.data.reset_index(drop=True), answers)
    assert not (read.problems["row"] > 0).any()


@pytest.fixture
def read_market(write, market):
    def read(*results):
        base = {"tell": 5, "effort": 2, "rating": 3, "localex2": 1}
        return read_responses(write(json.dumps([base | one for one in results]), "r.json"), market, platform="surveyjs")

    return read


def test_the_text_beside_other_of_older_versions_is_read(read_market):
    read = read_market(
        {"localex2": "other", "localex2-Comment": "Oslo", "bought": [1, "other"], "bought-Comment": "tea"},
        {"localex2": 2, "localex2-Comment": "Rome", "bought": [1, 2], "bought-Comment": "milk"},
    )
    assert read.data["locale__2__text"].tolist()[1] == "Rome"
    assert read.data["bought__2"].tolist() == [1, 1]
    assert read.data["bought__2__text"].tolist() == ["tea", "milk"]


def test_a_text_without_its_option_is_named(read_market, named):
    read = read_market({"localex2": 1, "localex2-Comment": "Oslo"}, {"localex2": 2})
    assert named(read, "row", "column", "value") == [(1, "localex2", "Oslo")]


def test_an_answer_beside_a_special_answer_is_named_and_taken(read_market, named):
    read = read_market({"age": 30, "age-special": -9}, {"age-special": -9}, {"age": 40})
    assert read.data["age"].tolist() == [30, -9, 40]
    assert named(read, "row", "column", "value") == [(1, "age-special", "-9")]


def test_what_is_no_answer_is_named_as_the_file_shows_it(read_market, named):
    read = read_market({"bought": [1, "cheese", {"a": 2}], "stalls": {"clean": 8}, "age": "old"})
    assert read.data["bought__1"].tolist() == [1]
    values = {(column, value) for column, value in named(read, "column", "value")}
    assert ("stalls.clean", "8") in values
    assert ("age", "old") in values
    assert any(column == "bought" and "cheese" in value and '{"a": 2}' in value for column, value in values)


def test_partial_results_may_hold_answers_that_are_hidden_now(read_market, named):
    read = read_market({"bought": [2], "stalls": {"cheap": 3, "clean": 1}, "pageNo": 2})
    assert read.data["cheap"].tolist() == [3]
    assert named(read, "column", "value", "reason") == [("stalls.cheap", "3", HIDDEN)]
    assert read.extra["pageNo"].tolist() == ["2"]


@pytest.mark.parametrize(("value", "told"), [([1], 1.0), ([], 0.0), (True, 1.0), (False, 0.0)])
def test_consent_is_told_apart(read_market, value, told):
    assert read_market({"consent-given": value}, {}).paradata["consent"].fillna(-1).tolist() == [told, -1]


def test_another_table_is_not_taken_for_results(shop, write):
    plain = write(json.dumps([{"sat": 5, "nps": 4, "stars": 3, "age": 30}]), "plain.json")
    assert "SurveyJS" not in read_responses(plain, shop).log[0].because
