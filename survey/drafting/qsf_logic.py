"""Display and branch logic of Qualtrics: sets of tests, joined by words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from survey.drafting.condition import Subject, compare, simplify
from survey.drafting.formula import FormulaError
from survey.drafting.plain_text import read_html, write_remark
from survey.drafting.sketch import Route
from survey.questionnaire.routing import All, Answered, AnyOf, Node, Not

Tree = Mapping[str, Any]
_SIGNS = {
    "EqualTo": "==",
    "NotEqualTo": "!=",
    "GreaterThan": ">",
    "GreaterThanOrEqual": ">=",
    "LessThan": "<",
    "LessThanOrEqual": "<=",
}


@dataclass(eq=False)
class QsfSubject:
    """A question as logic looks at it.

    Attributes
    ----------
    subject
        The item; of a table the part without its rows.
    options
        The ids of its options, or of the columns of a table, to codes.
    rows
        The ids of its rows to items.
    """

    subject: Subject
    options: dict[str, int] = field(default_factory=dict)
    rows: dict[str, str] = field(default_factory=dict)


class LogicReader:
    """Reads the logic of one survey.

    Parameters
    ----------
    subjects
        The questions by Qualtrics' ids, filled in before anything is read.
    """

    def __init__(self, subjects: Mapping[str, QsfSubject]) -> None:
        self.subjects = subjects

    def read(self, logic: Tree) -> Route:
        """Return a condition, in words only where the routing language cannot say it."""
        try:
            node = simplify(self._read_sets(logic))
        except (FormulaError, KeyError, ValueError):
            node = None
        return Route(self.describe(logic), node)

    def describe(self, logic: Tree) -> str:
        """Return a condition in Qualtrics' words."""
        tests = [test for group in _numbered(logic) for test in _numbered(group)]
        return write_remark(" ".join(_describe(test) for test in tests))

    def _read_sets(self, logic: Tree) -> Node:
        groups = [(str(group.get("Type") or ""), self._read_tests(_numbered(group))) for group in _numbered(logic)]
        return _join(groups, "OrIf")

    def _read_tests(self, tests: Sequence[Tree]) -> Node:
        return _join([(str(test.get("Conjuction") or ""), self._read_test(test)) for test in tests], "Or")

    def _read_test(self, test: Tree) -> Node:
        if test.get("LogicType") != "Question":
            raise FormulaError("it asks for more than answers")
        place = str(test.get("ChoiceLocator") or test.get("LeftOperand") or "")
        qid, _, rest = place.removeprefix("q://").partition("/")
        what, *parts = rest.split("/")
        asked = self.subjects[qid]
        operator = str(test.get("Operator"))
        if what == "SelectableChoice":
            return self._read_choice(asked, parts, operator)
        subject = Subject(item=asked.rows[parts[0]]) if parts and parts[0] in asked.rows else asked.subject
        if operator in ("Empty", "NotEmpty"):
            return Answered(subject.item) if operator == "NotEmpty" else Not(Answered(subject.item))
        value = str(test.get("RightOperand") or "")
        if operator not in _SIGNS or not value:
            raise FormulaError(f"there is no {operator}")
        return compare(subject, _SIGNS[operator], value)

    def _read_choice(self, asked: QsfSubject, parts: Sequence[str], operator: str) -> Node:
        if operator not in ("Selected", "NotSelected") or not parts:
            raise FormulaError(f"there is no {operator}")
        if asked.rows:
            subject, option = Subject(item=asked.rows[parts[0]], many=asked.subject.many), parts[1]
        else:
            subject, option = asked.subject, parts[0]
        return compare(subject, "==" if operator == "Selected" else "!=", float(asked.options[option]))


def _numbered(tree: Any) -> list[Tree]:
    """Return the parts of a piece of logic that count from 0."""
    if not isinstance(tree, Mapping):
        return []
    return [part for key, part in tree.items() if str(key).isdecimal() and isinstance(part, Mapping)]


def _join(parts: Sequence[tuple[str, Node]], word: str) -> Node:
    """Join parts: the word before each says how it goes with those before; "and" binds more tightly."""
    if not parts:
        raise FormulaError("it is empty")
    cases: list[list[Node]] = []
    for joint, node in parts:
        if not cases or joint == word:
            cases.append([])
        cases[-1].append(node)
    return AnyOf(tuple(All(tuple(case)) for case in cases))


def _describe(test: Tree) -> str:
    joint = str(test.get("Conjuction") or "")
    said = read_html(str(test.get("Description") or ""))
    if not said:
        said = f"{test.get('LeftOperand') or ''} {test.get('Operator') or ''} {test.get('RightOperand') or ''}"
    return f"{joint} {said}".strip()
