"""Routing conditions in the form Qualtrics has: cases of which one must hold, each of tests that must hold together.

Qualtrics joins tests within a logic set and the sets with each other, but it has no brackets and no negation. So a
condition is taken apart until nothing else is left. "Not selected" also holds where a question was not answered; no
test is written that could hold of an unanswered question where the condition here would not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

from survey.platforms.condition import UntranslatableError
from survey.platforms.qualtrics.markup import break_pipes, escape
from survey.platforms.qualtrics.plan import Option, Plan, Question, Row
from survey.questionnaire.item import Item
from survey.questionnaire.routing import (
    COMPARISONS,
    All,
    Answered,
    AnyOf,
    Comparison,
    Condition,
    Includes,
    Membership,
    Node,
    Not,
    Value,
)

MOST_CASES = 60
_SIGNS = {
    "==": "EqualTo",
    "!=": "NotEqualTo",
    "<": "LessThan",
    "<=": "LessThanOrEqual",
    ">": "GreaterThan",
    ">=": "GreaterThanOrEqual",
}
_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


@dataclass(frozen=True)
class Test:
    """One test of one question.

    Attributes
    ----------
    qid
        The question.
    locator
        What of it is looked at, after the question's id.
    operator
        Qualtrics' word, such as ``Selected``.
    value
        What it is compared with; None where nothing is.
    """

    qid: str
    locator: str
    operator: str
    value: str | None = None

    @property
    def path(self) -> str:
        """The address of what is looked at."""
        return f"q://{self.qid}/{self.locator}"


Case = tuple[Test, ...]
Cases = tuple[Case, ...]  # () never holds; ((),) always does
NEVER: Cases = ()
ALWAYS: Cases = ((),)


def split_condition(condition: Condition, plan: Plan) -> Cases:
    """Return the cases in which a condition holds.

    Raises
    ------
    UntranslatableError
        Qualtrics has no test for a part of it, or there are too many cases.
    """
    return _Splitter(plan).split(condition.node, True) or _contradict(condition, plan)


def _contradict(condition: Condition, plan: Plan) -> Cases:
    """Return a case that never holds, of the question that a condition looks at, for one that never holds."""
    question, row = plan.places[min(condition.items)]
    option = next((option for option in question.options if not option.has_number), None)
    if option is not None:
        return ((_test_option(question, row, option, True), _test_option(question, row, option, False)),)
    locator = "ChoiceTextEntryValue"
    return ((Test(question.qid, locator, "NotEmpty"), Test(question.qid, locator, "Empty")),)


class _Splitter:
    """Takes conditions on the items of one survey apart."""

    def __init__(self, plan: Plan) -> None:
        self.places = plan.places

    def split(self, node: Node, holds: bool) -> Cases:
        """Return when a condition holds, or when it does not."""
        if isinstance(node, Not):
            return self.split(node.part, not holds)
        if isinstance(node, All | AnyOf):
            parts = [self.split(part, holds) for part in node.parts]
            return _all_of(parts) if isinstance(node, All) == holds else _any_of(parts)
        return self._leaf(node, holds)

    def _leaf(self, node: Comparison | Membership | Includes | Answered, holds: bool) -> Cases:
        question, row = self.places[node.item]
        item = row.item if row else question.item
        assert item is not None
        if isinstance(node, Includes if question.kind != "multiple" else Comparison | Membership):
            return NEVER if holds else ALWAYS
        if not question.options:
            return _test_entry(node, item, question, holds)
        chosen = _test_options(question, row, _accept(node), holds)
        number = next((option for option in question.options if option.has_number), None)
        if number is None:
            return chosen
        entry = _test_entry(node, item, question, holds, number)
        return _any_of([chosen, entry]) if holds else _all_of([chosen, entry])


def _accept(node: Comparison | Membership | Includes | Answered) -> Callable[[int], bool]:
    """Return which codes make a leaf true."""
    if isinstance(node, Comparison):
        return lambda code: not isinstance(node.value, str) and bool(COMPARISONS[node.sign](code, node.value))
    if isinstance(node, Membership):
        return lambda code: code in node.values
    if isinstance(node, Includes):
        return lambda code: code == node.code
    return lambda code: True


def _test_options(question: Question, row: Row | None, accepts: Callable[[int], bool], holds: bool) -> Cases:
    chosen = [option for option in question.options if not option.has_number and accepts(option.code)]
    tests = [_test_option(question, row, option, holds) for option in chosen]
    return tuple((test,) for test in tests) if holds else (tuple(tests),)


def _test_option(question: Question, row: Row | None, option: Option, holds: bool) -> Test:
    place = f"{row.id}/{option.id}" if row else str(option.id)
    return Test(question.qid, f"SelectableChoice/{place}", "Selected" if holds else "NotSelected")


def _test_entry(
    node: Comparison | Membership | Includes | Answered,
    item: Item,
    question: Question,
    holds: bool,
    option: Option | None = None,
) -> Cases:
    """Return the tests of a field for text, a number or a date; `option` is the one that the field stands beside."""
    locator = "ChoiceTextEntryValue" + (f"/{option.id}" if option else "")
    filled = Test(question.qid, locator, "NotEmpty" if holds else "Empty")
    if isinstance(node, Answered) or (isinstance(node, Comparison) and (node.sign, node.value) == ("!=", "")):
        return ((filled,),)
    if isinstance(node, Includes):
        return NEVER if holds else ALWAYS
    sign = node.sign if isinstance(node, Comparison) else "=="
    values = [node.value] if isinstance(node, Comparison) else list(node.values)
    possible = [value for value in values if isinstance(value, str) == (item.type != "number") and value != ""]
    texts = [_spell(value, sign, item) for value in possible]
    if holds:
        return tuple((filled, Test(question.qid, locator, _SIGNS[sign], text)) for text in texts)
    opposite = tuple(Test(question.qid, locator, _SIGNS[_OPPOSITE[sign]], text) for text in texts)
    return ((filled,), opposite) if opposite else ALWAYS


def _spell(value: Value, sign: str, item: Item) -> str:
    """Return a value as Qualtrics compares it; texts and dates are only compared for being equal."""
    if not isinstance(value, str):
        return str(int(value)) if value == int(value) else repr(value)
    if sign not in ("==", "!=") or break_pipes(value) != value:
        raise UntranslatableError(f"{item.id} {sign} {value!r}")
    return value


def _any_of(parts: Iterable[Cases]) -> Cases:
    return _tidy([case for cases in parts for case in cases])


def _all_of(parts: Iterable[Cases]) -> Cases:
    found: Cases = ALWAYS
    for cases in parts:
        found = _tidy([(*one, *other) for one, other in product(found, cases)])
    return found


def _tidy(cases: Iterable[Case]) -> Cases:
    """Return cases without those that cannot hold, and without those that another one covers."""
    sets = [frozenset(case) for case in cases if not _contradicts(case)]
    if len(sets) > MOST_CASES * 10:
        raise UntranslatableError("too many cases")
    kept = {frozen: None for frozen in sets if not any(other < frozen for other in sets)}
    if len(kept) > MOST_CASES:
        raise UntranslatableError("too many cases")
    ordered = {frozenset(case): tuple(dict.fromkeys(case)) for case in cases}
    return tuple(ordered[frozen] for frozen in kept)


_PAIRS = {("Selected", "NotSelected"), ("NotEmpty", "Empty")}


def _contradicts(case: Case) -> bool:
    """Tell whether two tests of a case cannot hold together."""
    found = {(test.path, test.operator) for test in case}
    return any((path, no) in found for path, yes in found for one, no in _PAIRS if yes == one)


# -- as Qualtrics stores them --------------------------------------------------------------------------------------

_WORDS = {
    "Selected": "Is Selected",
    "NotSelected": "Is Not Selected",
    "Empty": "Is Empty",
    "NotEmpty": "Is Not Empty",
    "EqualTo": "Is Equal to",
    "NotEqualTo": "Is Not Equal to",
    "LessThan": "Is Less Than",
    "LessThanOrEqual": "Is Less Than or Equal to",
    "GreaterThan": "Is Greater Than",
    "GreaterThanOrEqual": "Is Greater Than or Equal to",
    "MatchesRegex": "Matches Regex",
}


def write_logic(cases: Cases, describe: Callable[[Test], tuple[str, str]]) -> dict[str, Any]:
    """Return cases as Qualtrics stores a condition.

    Parameters
    ----------
    cases
        At least one, each of at least one test.
    describe
        Returns for a test the question and what of it is looked at, as HTML, for the editor's own display.

    Notes
    -----
    Tests of a set are joined by the word in ``Conjuction`` (Qualtrics' spelling), sets by ``ElseIf``, which is "or".
    """
    single = all(len(case) == 1 for case in cases)
    sets = [[test for case in cases for test in case]] if single else cases
    joint = "Or" if single else "And"
    logic: dict[str, Any] = {}
    for at, tests in enumerate(sets):
        parts: dict[str, Any] = {
            str(number): _write_test(test, joint if number else "", describe(test)) for number, test in enumerate(tests)
        }
        logic[str(at)] = parts | {"Type": "ElseIf" if at else "If"}
    return logic | {"Type": "BooleanExpression"}


def _write_test(test: Test, joint: str, words: tuple[str, str]) -> dict[str, Any]:
    question, looked_at = words
    value = "" if test.value is None else f' <span class="RightOpDesc"> {escape(test.value)} </span>'
    written: dict[str, Any] = {
        "LogicType": "Question",
        "QuestionID": test.qid,
        "QuestionIsInLoop": "no",
        "ChoiceLocator": test.path,
        "Operator": test.operator,
        "QuestionIDFromLocator": test.qid,
        "LeftOperand": test.path,
    }
    if test.value is not None:
        written["RightOperand"] = test.value
    written["Type"] = "Expression"
    written["Description"] = (
        f'<span class="ConjDesc">{joint or "If"}</span> <span class="QuestionDesc">{question}</span> '
        f'<span class="LeftOpDesc">{looked_at}</span> <span class="OpDesc">{_WORDS[test.operator]}</span>{value}'
    )
    return written | ({"Conjuction": joint} if joint else {})
