"""Conditions of every form mean in the survey file what they mean here."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.condition import UntranslatableError
from survey.platforms.qualtrics.logic import ALWAYS, split_condition, write_logic
from survey.platforms.qualtrics.planner import plan_survey
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.routing import parse_condition
from survey.questionnaire.yaml_file import read_tree

LEAVES = [
    "sat >= 4", "sat != 3", "sat == 97", "shop_clean in [1, 5]", "shop_dear < 3", "paid in [1, 3]", "paid != 2",
    "bought includes 2", "bought includes 4", "nps <= 6", "age < 40", "age >= 16.5", "age != 30", "age in [20, 30]",
    "spent > 0", 'comment == "x"', 'comment != "x"', 'comment != ""', "answered(comment)", "answered(bought)",
    "answered(age)", "answered(nps)", "answered(day)", "stars > 2", "talked == 1", "talked != 0", "children >= 2",
    "children != 98", "answered(children)", "children in [0, 99]",
]  # fmt: skip
CONDITIONS = st.recursive(
    st.sampled_from(LEAVES),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.lists(inner, min_size=2, max_size=3).map(lambda many: " and ".join(f"({one})" for one in many)),
        st.lists(inner, min_size=2, max_size=3).map(lambda many: " or ".join(f"({one})" for one in many)),
    ),
    max_leaves=5,
)
ANSWERS = {
    "sat": [1, 3, 4, 97], "shop_clean": [1, 3], "shop_dear": [2, 5], "paid": [1, 2, 3, 99], "nps": [0, 6, 7],
    "stars": [2, 3], "age": [16, 30, 39.5, 40], "spent": [0, 0.5], "comment": ["x", "y z"], "talked": [0, 1],
    "children": [0, 1, 2, 98, 99], "day": [pd.Timestamp(2026, 3, 1)], "polite": [3], "topics__1": [1],
    "topics__2": [0],
}  # fmt: skip
BOUGHT = [(0, 1, 0, 0), (1, 0, 0, 1), (0, 0, 1, 0), (1, 1, 1, 1), (np.nan,) * 4]
MORE = """
      - id: children
        type: number
        min: 0
        text: {zh-CN: 您有几个孩子？, en: How many children do you have?}
        special:
          dont_know: {code: 98, label: {zh-CN: 不知道, en: "Don't know"}}
          no_answer: {code: 99, label: {zh-CN: 不想回答, en: Prefer not to answer}}
"""


@pytest.fixture(scope="module")
def big_shop(shop, tmp_path_factory):
    path = tmp_path_factory.mktemp("shop") / "shop.yaml"
    path.write_text(shop.path.read_text(encoding="utf-8").rstrip() + MORE, encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


@pytest.fixture(scope="module")
def big_file(big_shop, draft):
    return draft(big_shop)


def draw_one(seed) -> dict:
    answers = {name: seed.choice([np.nan, *values]) for name, values in ANSWERS.items()}
    return answers | {f"bought__{code}": tick for code, tick in enumerate(seed.choice(BOUGHT), 1)}


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=CONDITIONS, seed=st.randoms(use_true_random=False))
def test_conditions_of_every_form_are_taken_apart_without_a_change(big_shop, big_file, logic, text, seed):
    is_true, put_down, map_tags = logic
    condition = parse_condition(text)
    draws = [draw_one(seed) for _ in range(40)]
    expected = [condition.holds(one) for one in draws]
    try:
        cases = split_condition(condition, plan_survey(big_shop))
    except UntranslatableError as error:
        assert str(error) == "too many cases"
        return
    if cases == ALWAYS:
        assert all(expected)
        return
    items, written = map_tags(big_file.export.manifest), write_logic(cases, lambda test: ("", ""))
    asked = [payload for payload in big_file.questions.values() if payload["QuestionType"] != "DB"]
    marks = [{at: text for one in asked for at, text in put_down(one, items, answers).items()} for answers in draws]
    assert [is_true(written, one) for one in marks] == expected


@pytest.mark.parametrize("text", ["talked == 1 and not talked == 1", "sat > 200", "age < 18 and not answered(age)"])
def test_what_never_holds_is_never_shown(big_shop, logic, text):
    written = write_logic(split_condition(parse_condition(text), plan_survey(big_shop)), lambda test: ("", ""))
    address = written["0"]["0"]["LeftOperand"]
    assert [logic[0](written, marks) for marks in ({}, {address: ""}, {address: "17"})] == [False, False, False]


def test_an_alternative_of_options_is_one_set(big_shop):
    plan = plan_survey(big_shop)
    logic = write_logic(split_condition(parse_condition("paid in [1, 3]"), plan), lambda test: ("", ""))
    qid = plan.places["paid"][0].qid
    assert list(logic) == ["0", "Type"]
    assert [logic["0"][key]["LeftOperand"] for key in "01"] == [f"q://{qid}/SelectableChoice/{code}" for code in (1, 3)]
    assert [logic["0"][key].get("Conjuction") for key in "01"] == [None, "Or"]


def test_cases_of_several_tests_are_sets_joined_by_or(big_shop):
    text = "talked == 1 and paid == 2 or talked == 0 and age >= 18"
    logic = write_logic(split_condition(parse_condition(text), plan_survey(big_shop)), lambda test: ("", ""))
    assert [logic[key]["Type"] for key in "01"] == ["If", "ElseIf"]
    operators = [test["Operator"] for key, test in logic["1"].items() if key.isdigit()]
    assert operators == ["Selected", "NotEmpty", "GreaterThanOrEqual"]
    assert logic["1"]["2"]["RightOperand"] == "18"


# -- what cannot be said -------------------------------------------------------------------------------------------

TOO_MANY = " and ".join(
    f"({' or '.join(f'{name} == {code}' for name in ('sat', 'shop_clean', 'shop_dear'))})" for code in (1, 2, 3, 4, 5)
)


@pytest.mark.parametrize(
    "text",
    [
        'comment < "x"',
        'day >= "2026-03-01"',
        'comment == "${e://Field/x}"',
        TOO_MANY,
    ],
)
def test_what_qualtrics_has_no_words_for_is_refused(big_shop, text):
    with pytest.raises(UntranslatableError):
        split_condition(parse_condition(text), plan_survey(big_shop))


DAYS = """
id: days
version: "1.0"
languages: [en]
title: {en: Days}
pages:
  - id: one
    items:
      - {id: day, type: date, text: {en: When?}}
      - {id: later, type: short_text, shown_if: 'day >= "2026-03-01"', text: {en: Later?}}
      - {id: more, type: short_text, shown_if: 'day == "2026-03-01"', text: {en: More?}}
"""


def test_a_lost_condition_is_a_loss_and_leaves_the_question_to_everybody(build_text, draft):
    tree = draft(build_text(DAYS))
    lost = [(loss.where, "day >= " in str(loss)) for loss in tree.export.losses if "display logic" in str(loss)]
    assert lost == [("later", True)]
    questions = tree.questions
    assert "DisplayLogic" not in questions["later"]
    assert questions["more"]["DisplayLogic"]["0"]["1"]["RightOperand"] == "2026-03-01"
