"""`Responses`: codes stay as answered, missing has its reason, and only three ways change anything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.responses import Responses

CODES = {97: "not_applicable", 98: "dont_know", 99: "no_answer"}


@pytest.fixture
def responses() -> Responses:
    questionnaire = sv.load_questionnaire("ecommerce-service")
    data = pd.DataFrame(np.nan, index=pd.Index(range(1, 7), name="respondent"), columns=list(questionnaire.columns))
    data["prworry"] = [1.0, 7, 97, 98, 99, np.nan]
    data["hadaftersales"] = [1.0, 2, 1, 2, 1, np.nan]
    data["asrefund"] = [5.0, np.nan, np.nan, 6, 99, np.nan]
    data["ashard"] = [2.0, np.nan, np.nan, np.nan, np.nan, np.nan]
    return Responses(questionnaire=questionnaire, data=data)


def test_codes_stay_and_values_are_substantive(responses: Responses) -> None:
    assert responses.data["prworry"].tolist()[2:5] == list(CODES)
    np.testing.assert_array_equal(responses.values(["prworry"])["prworry"], [1, 7, *[np.nan] * 4])


def test_only_keyed_flips(responses: Responses) -> None:
    before = responses.data.copy()
    np.testing.assert_array_equal(responses.keyed(["prworry"])["prworry"], [7, 1, *[np.nan] * 4])
    np.testing.assert_array_equal(responses.keyed(["asrefund"])["asrefund"], responses.values(["asrefund"])["asrefund"])
    pd.testing.assert_frame_equal(responses.data, before)


def test_every_missing_answer_has_its_reason(responses: Responses) -> None:
    assert responses.missing(["prworry"])["prworry"].tolist() == ["", "", *CODES.values(), "blank"]
    # asked only where hadaftersales == 1; an answer given though hidden stays an answer
    assert responses.missing(["asrefund"])["asrefund"].tolist() == [
        "",
        "not_shown",
        "blank",
        "",
        "no_answer",
        "not_shown",
    ]


def test_routing_on_an_unanswered_item_hides(responses: Responses) -> None:
    assert responses.shown("asrefund").tolist() == [True, False, True, False, True, False]
    assert responses.shown("prworry").all()


def test_a_column_that_is_not_there_is_missing_throughout(responses: Responses) -> None:
    fewer = Responses(questionnaire=responses.questionnaire, data=responses.data.drop(columns="sat1"))
    assert fewer.values(["sat1"])["sat1"].isna().all()
    assert set(fewer.missing(["sat1"])["sat1"]) == {"blank"}


def test_each_change_is_a_copy_with_a_step(responses: Responses) -> None:
    fewer = responses.without([2, 4], because="two of them")
    assert fewer.data.index.tolist() == [1, 3, 5, 6]
    assert (fewer.log[-1].because, fewer.log[-1].n_before, fewer.log[-1].n_after) == ("two of them", 6, 4)
    weighted = fewer.with_weights(pd.Series({6: 4.0, 5: 3.0, 3: 2.0, 1: 1.0}), because="by label")
    assert weighted.weights is not None
    assert weighted.weights.tolist() == [1, 2, 3, 4]
    assert weighted.without([1], because="one").weights.tolist() == [2, 3, 4]  # type: ignore[union-attr]
    assert weighted.with_weights(None, because="none").weights is None
    assert len(responses) == 6
    assert responses.log == ()


def test_unknown_respondents_and_an_empty_rest_are_refused(responses: Responses) -> None:
    with pytest.raises(sv.DataError, match=r"no respondent has the id \[77\]"):
        responses.without([1, 77], because="a test")
    with pytest.raises(sv.DataError, match="would leave nobody"):
        responses.without(responses.data.index, because="a test")


def test_other_rows_or_columns_are_no_replacement(responses: Responses) -> None:
    with pytest.raises(sv.DataError, match="same respondents and columns"):
        responses.with_data(responses.data.iloc[:3], because="a test")
    with pytest.raises(sv.DataError, match="same respondents and columns"):
        responses.with_data(responses.data.drop(columns="sat1"), because="a test")


@pytest.mark.parametrize(
    "weights", [[1.0] * 5, [1, 1, 1, 1, 1, -1], [np.inf] * 6, [0] * 6, pd.Series({1: 1.0, 2: 1.0})]
)
def test_unusable_weights_are_refused(responses: Responses, weights: object) -> None:
    with pytest.raises(sv.DataError, match="weight"):
        responses.with_weights(weights, because="a test")  # type: ignore[arg-type]


def test_respondents_are_told_apart(responses: Responses) -> None:
    with pytest.raises(sv.DataError, match=r"occur twice or more: \[1\]"):
        Responses(questionnaire=responses.questionnaire, data=responses.data.rename(index={2: 1}))


def test_what_was_done_reads_as_sentences(responses: Responses) -> None:
    assert repr(responses).endswith("unweighted, no problems, 0 step(s)")
    fewer = responses.without([1], because="careless responding").with_weights([1.0] * 5, because="a test")
    assert [repr(step) for step in fewer.log] == [
        "respondents left out: careless responding (6 → 5 respondents)",
        "weights set: a test (5 respondents)",
    ]
    problem = pd.DataFrame([("a.csv", 2, "sat1", "77", "no answer of this item")], columns=responses.problems.columns)
    assert "1 problem(s)" in repr(replace(responses, problems=problem))
