"""Branching logic says what the routing says, above all where nothing was answered."""

from __future__ import annotations

import pytest

from survey.platforms.condition import UntranslatableError, write_condition
from survey.platforms.redcap.logic import ALWAYS, NEVER, BranchingLogic
from survey.platforms.redcap.names import name_variables
from survey.questionnaire.routing import parse_condition

CONDITIONS = [
    "age < 40",
    "age <= 0",
    "age == 0",
    "age != 30",
    "spent >= -1.5",
    "talked == 0",
    "talked != 1",
    "nps <= 6",
    "nps == 0",
    "not (nps <= 6)",
    "sat in [1, 97]",
    "not (sat in [1, 97])",
    "bought includes 2",
    "not (bought includes 2)",
    "answered(bought)",
    "not answered(bought) or answered(age)",
    "not (age < 40 and (nps > 8 or talked == 0))",
    'comment == "it\'s"',
    'comment != "a"',
    "answered(comment)",
]
ANSWERS = [
    {},
    {"age": 0.0, "talked": 0.0, "nps": 0.0, "comment": "a"},
    {"age": 30.0, "spent": -1.5, "nps": 10.0, "sat": 97.0, "bought__2": 1.0, "bought__1": 0.0, "comment": "it's"},
    {"age": 40.0, "spent": -2.0, "talked": 1.0, "nps": 7.0, "sat": 1.0, "bought__1": 1.0, "bought__2": 0.0},
]


@pytest.fixture
def logic(shop):
    return BranchingLogic(shop, name_variables(shop))


@pytest.mark.parametrize("text", CONDITIONS)
def test_a_condition_holds_for_the_same_respondents(shop, logic, holds, text):
    condition = parse_condition(text)
    written = write_condition(condition.node, logic)
    for answers in ANSWERS:
        record = dict.fromkeys(shop.items, "") | {f"bought___{code}": "0" for code in (1, 2, 3, 4)}
        record |= {name.replace("__", "___"): write(value) for name, value in answers.items()}
        assert holds(written, record) == condition.holds(answers), (written, answers)


def write(value: object) -> str:
    return value if isinstance(value, str) else f"{value:g}"


def test_numbers_in_order_stand_without_quotes_and_codes_within(logic):
    # REDCap's guides: always quotes, unless > or < is used with numbers.
    said = {text: write_condition(parse_condition(text).node, logic) for text in CONDITIONS}
    assert said["nps <= 6"] == "([nps] <> '' and [nps] <= 6)"
    assert said["talked == 0"] == "[talked] = '0'" and said["bought includes 2"] == "[bought(2)] = '1'"
    assert said["talked != 1"] == "([talked] <> '' and [talked] <> '1')"


@pytest.mark.parametrize("text", ['day > "2026-01-01"', 'comment < "b"'])
def test_what_redcap_has_no_words_for_is_refused(logic, text):
    with pytest.raises(UntranslatableError):
        write_condition(parse_condition(text).node, logic)


@pytest.mark.parametrize("text", ["comment == 1", 'age == "x"', "bought == 1", "gone == 1", "gone includes 1"])
def test_what_can_never_hold_is_known(logic, text):
    node = parse_condition(text).node
    assert write_condition(node, logic) == NEVER and logic.negate(NEVER) == ALWAYS
