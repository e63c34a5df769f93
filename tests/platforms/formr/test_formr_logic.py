"""Conditions in R say what the routing says, above all where nothing was answered."""

from __future__ import annotations

import pytest

from survey.platforms.condition import UntranslatableError, write_condition
from survey.platforms.formr.logic import NEVER, RCode
from survey.platforms.formr.names import name_form
from survey.questionnaire.routing import parse_condition

CONDITIONS = [
    "age < 40",
    "age != 30",
    "spent >= -1.5",
    "talked == 0",
    "talked != 1",
    "nps <= 6",
    "not (nps <= 6)",
    "sat in [1, 97]",
    "not (sat in [1, 97])",
    "bought includes 2",
    "not (bought includes 2)",
    "answered(bought)",
    "not answered(bought) or answered(age)",
    "not (age < 40 and (nps > 8 or talked == 0))",
    'comment == "it\'s \\"',
    'comment != "a"',
    "answered(comment)",
    "comment == 1 or bought == 1 or gone == 1",
]
ANSWERS = [
    {},
    {"age": 0.0, "talked": 0.0, "nps": 0.0, "comment": "a"},
    {"age": 9.0, "spent": -1.5, "nps": 10.0, "sat": 97.0, "bought__2": 1.0, "bought__1": 1.0, "comment": "it's \\"},
    {"age": 100.0, "spent": -2.0, "talked": 1.0, "nps": 7.0, "sat": 1.0, "bought__4": 1.0},
]


@pytest.fixture
def code(shop):
    return RCode(shop, name_form(shop))


def test_every_condition_holds_for_the_same_respondents(shop, code, evaluate_r):
    cases, expected = [], []
    for text in CONDITIONS:
        condition = parse_condition(text)
        written = write_condition(condition.node, code)
        for answers in ANSWERS:
            for kind in (str, float):  # formr hands some columns over as texts
                cases.append((record(shop, answers, kind), written))
                expected.append("TRUE" if condition.holds(answers) else "FALSE")
    assert evaluate_r(cases) == expected


def record(shop, answers, kind) -> dict[str, object]:
    values = {name: value if isinstance(value, str) else kind(value) for name, value in answers.items()}
    values = {name: str(value).removesuffix(".0") if kind is str else value for name, value in values.items()}
    chosen = [name.rpartition("__")[2] for name, value in answers.items() if "__" in name and value == 1]
    return dict.fromkeys(shop.items) | {
        **{name: value for name, value in values.items() if "__" not in name},
        "bought": ", ".join(chosen) or None,
    }


@pytest.mark.parametrize("text", ['day > "2026-01-01"', 'comment < "b"'])
def test_what_is_not_written_in_r_is_refused(code, text):
    with pytest.raises(UntranslatableError):
        write_condition(parse_condition(text).node, code)


@pytest.mark.parametrize("text", ["gone includes 1", "answered(gone)", "nps == 11", 'comment == ""'])
def test_what_can_never_hold_is_false(code, text):
    assert write_condition(parse_condition(text).node, code) == NEVER
