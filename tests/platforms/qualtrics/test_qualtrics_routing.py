"""Conditions mean in Qualtrics what they mean here: a stand-in for its evaluation says so for answers of every kind.

The stand-in follows what Qualtrics documents and public survey files show: within a logic set and between sets "and"
binds before "or" (sets joined by ``ElseIf`` are alternatives), "not selected", "is empty" and "is not equal to" also
hold of an unanswered question, and no order holds of one.
"""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.condition import UntranslatableError
from survey.platforms.export import export_questionnaire
from survey.platforms.qualtrics.logic import ALWAYS, split_condition, write_logic
from survey.platforms.qualtrics.planner import plan_survey
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.routing import parse_condition
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Responses

ORDERS = {
    "LessThan": lambda one, other: one < other,
    "LessThanOrEqual": lambda one, other: one <= other,
    "GreaterThan": lambda one, other: one > other,
    "GreaterThanOrEqual": lambda one, other: one >= other,
}


def evaluate(logic, look) -> bool:
    """Evaluate a condition as stored; `look` returns the selected options, or the text, of an address."""
    sets = [logic[key] for key in sorted((key for key in logic if key.isdigit()), key=int)]
    alternatives: list[list[bool]] = [[]]
    for group in sets:
        if group["Type"] == "ElseIf":
            alternatives.append([])
        alternatives[-1].append(evaluate_set(group, look))
    return any(all(parts) for parts in alternatives)


def evaluate_set(group, look) -> bool:
    alternatives: list[list[bool]] = [[]]
    for key in sorted((key for key in group if key.isdigit()), key=int):
        if group[key].get("Conjuction") == "Or":
            alternatives.append([])
        alternatives[-1].append(evaluate_test(group[key], look))
    return any(all(parts) for parts in alternatives)


def evaluate_test(test, look) -> bool:
    operator, value = test["Operator"], test.get("RightOperand")
    seen = look(test["LeftOperand"])
    if operator in ("Selected", "NotSelected"):
        return seen == (operator == "Selected")
    if operator in ("Empty", "NotEmpty"):
        return (seen == "") == (operator == "Empty")
    numbers = as_number(seen), as_number(value)
    both = None not in numbers
    if operator in ("EqualTo", "NotEqualTo"):
        same = numbers[0] == numbers[1] if both else seen == value
        return same == (operator == "EqualTo")
    return both and ORDERS[operator](*numbers)


def as_number(text):
    try:
        return float(text)
    except ValueError:
        return None


def looker(payloads, data, row):
    """Return how a respondent's answers are looked up by address."""
    by_qid = {payload["QuestionID"]: payload for payload in payloads}

    def look(address):
        qid, kind, *rest = address.removeprefix("q://").split("/")
        payload = by_qid[qid]
        recode = payload.get("RecodeValues", {})
        if kind == "SelectableChoice" and len(rest) == 2:
            return data[payload["ChoiceDataExportTags"][rest[0]]].iloc[row] == float(recode[rest[1]])
        tag = payload["DataExportTag"]
        if kind == "SelectableChoice" and payload["Selector"] == "MAVR":
            return data[f"{tag}__{recode[rest[0]]}"].iloc[row] == 1
        value = data[tag].iloc[row]
        if kind == "SelectableChoice":
            return value == float(recode[rest[0]])
        special = {float(code) for key, code in recode.items() if [key] != rest}
        if pd.isna(value) or value in special:
            return ""
        return (
            value if isinstance(value, str) else value.strftime("%Y-%m-%d") if hasattr(value, "year") else f"{value:g}"
        )

    return look


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), seed=st.integers(0, 2**32 - 1))
def test_questions_are_shown_to_whom_the_routing_shows_them(drawn_questionnaires, draw_answers, draft, data, seed):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, seed, size=12)
    payloads = list(draft(questionnaire).questions.values())
    responses = Responses(questionnaire=questionnaire, data=answers)
    for payload in payloads:
        for item, row_logic in asked(payload, questionnaire):
            logics = [logic for logic in (payload.get("DisplayLogic"), row_logic) if logic]
            seen = [all(evaluate(one, looker(payloads, answers, row)) for one in logics) for row in range(len(answers))]
            assert seen == responses.shown(item).tolist(), (item, questionnaire.items[item].shown_if)


def asked(payload, questionnaire):
    """Yield the items of a question and the condition of the row of each."""
    if payload["DataExportTag"] in questionnaire.items:
        yield payload["DataExportTag"], None
    for key, tag in (payload.get("ChoiceDataExportTags") or {}).items():
        yield tag, payload["Choices"][key].get("DisplayLogic")


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
    "bought__1": [0, 1], "bought__2": [0, 1], "bought__4": [0, 1], "children": [0, 1, 2, 98, 99],
    "day": [pd.Timestamp(2026, 3, 1)],
}  # fmt: skip
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


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=CONDITIONS, seed=st.randoms(use_true_random=False))
def test_conditions_of_every_form_are_taken_apart_without_a_change(big_shop, draft, text, seed):
    condition = parse_condition(text)
    draws = [draw(seed) for _ in range(40)]
    holds = [condition.holds(one) for one in draws]
    try:
        cases = split_condition(condition, plan_survey(big_shop))
    except UntranslatableError as error:
        assert str(error) == "too many cases" or not any(holds)
        return
    if cases == ALWAYS:
        assert all(holds)
        return
    logic = write_logic(cases, lambda test: ("", ""))
    payloads, frame = list(draft(big_shop).questions.values()), pd.DataFrame(draws)
    assert [evaluate(logic, looker(payloads, frame, row)) for row in range(len(draws))] == holds


def draw(seed) -> dict:
    answers = {name: seed.choice([None, *values]) for name, values in ANSWERS.items()}
    if answers["bought__1"] is None:
        answers |= {"bought__2": None, "bought__4": None}
    return {name: math.nan if value is None else value for name, value in answers.items()}


def test_an_alternative_of_options_is_one_set(big_shop):
    logic = write_logic(
        split_condition(parse_condition("paid in [1, 3]"), plan_survey(big_shop)), lambda test: ("", "")
    )
    qid = plan_survey(big_shop).places["paid"][0].qid
    assert list(logic) == ["0", "Type"]
    assert [logic["0"][key]["LeftOperand"] for key in "01"] == [f"q://{qid}/SelectableChoice/{code}" for code in (1, 3)]
    assert [logic["0"][key].get("Conjuction") for key in "01"] == [None, "Or"]


def test_cases_of_several_tests_are_sets_joined_by_or(big_shop):
    text = "talked == 1 and paid == 2 or talked == 0 and age >= 18"
    logic = write_logic(split_condition(parse_condition(text), plan_survey(big_shop)), lambda test: ("", ""))
    assert [logic[key]["Type"] for key in "01"] == ["If", "ElseIf"]
    assert [test["Operator"] for key, test in logic["1"].items() if key.isdigit()] == [
        "Selected", "NotEmpty", "GreaterThanOrEqual",
    ]  # fmt: skip
    assert logic["1"]["2"]["RightOperand"] == "18"


@pytest.mark.parametrize(
    "text",
    ['comment < "x"', 'day >= "2026-03-01"', 'comment == "${e://Field/x}"', "talked == 1 and not talked == 1",
     " and ".join(f"({' or '.join(f'{name} == {code}' for name in ('sat', 'shop_clean', 'shop_dear'))})"
                  for code in (1, 2, 3, 4, 5))],
)  # fmt: skip
def test_what_qualtrics_has_no_words_for_is_refused(big_shop, text):
    with pytest.raises(UntranslatableError):
        split_condition(parse_condition(text), plan_survey(big_shop))


def test_a_lost_condition_is_a_loss_and_leaves_the_question_to_everybody(build_text, draft, tmp_path):
    made = build_text(PATHS)
    export = export_questionnaire(made, "qualtrics", tmp_path / "out" / "form.qsf")
    assert [(loss.where, "day >= " in str(loss)) for loss in export.losses if "display logic" in str(loss)] == [
        ("later", True)
    ]
    questions = draft(made).questions
    assert "DisplayLogic" not in questions["later"]
    assert questions["more"]["DisplayLogic"]["0"]["0"]["RightOperand"] == "2026-03-01"


PATHS = """
id: paths
version: "1.0"
languages: [en]
title: {en: Paths}
pages:
  - id: one
    items:
      - {id: day, type: date, text: {en: When?}}
      - {id: later, type: short_text, shown_if: 'day >= "2026-03-01"', text: {en: Later?}}
      - {id: more, type: short_text, shown_if: 'day == "2026-03-01"', text: {en: More?}}
"""


def test_what_hangs_on_the_same_page_comes_on_a_later_screen(big_shop, draft):
    tree = draft(big_shop)
    tags = {payload["QuestionID"]: tag for tag, payload in tree.questions.items()}
    block = tree.element("BL")["Payload"][2]
    screens: list[list[str]] = [[]]
    for element in block["BlockElements"]:
        if element["Type"] == "Page Break":
            screens.append([])
        else:
            screens[-1].append(tags[element["QuestionID"]])
    assert screens == [["age", "spent", "day", "talked"], ["polite", "topics", "comment", "children"]]
