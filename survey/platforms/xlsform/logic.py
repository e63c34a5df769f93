"""Routing conditions as XPath."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from survey.platforms.condition import UntranslatableError, list_parts, write_condition
from survey.questionnaire.item import Choice, Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition, Node, Value

NEVER = "false()"
_ORDERED = frozenset({"<", "<=", ">", ">="})
_CURLY = re.compile("[‘’“”]")  # pyxform straightens them, in conditions too
_BROKEN = re.compile(r"(?<=\$)(?=\{)|(?<= )(?= )")  # a reference to pyxform, and blanks that it joins


class XPath:
    """The words of XPath for the parts of a condition.

    An item that is not asked, because its module is off, is never answered.
    """

    def __init__(self, questionnaire: Questionnaire, names: Mapping[str, str]) -> None:
        self.items = questionnaire.items
        self.names = names

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return a comparison that is false of an empty answer."""
        if item not in self.items:
            return NEVER
        own, operator = self._refer(item), "=" if sign == "==" else sign
        if sign in _ORDERED:
            return self._order(self.items[item], own, operator, value)
        wanted = write_number(value) if isinstance(value, float | int) else write_string(value)
        compared = f"{own} {operator} {wanted}"
        needs_answer = sign == "!=" or wanted == "''"
        return f"({own} != '' and {compared})" if needs_answer else compared

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return that an item is one of several values."""
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option is chosen."""
        return f"selected({self._refer(item)}, '{code}')" if item in self.items else NEVER

    def answer(self, item: str) -> str:
        """Return that an item has an answer."""
        return f"{self._refer(item)} != ''" if item in self.items else NEVER

    def negate(self, part: str) -> str:
        """Return the opposite."""
        return f"not({part})"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or one of them."""
        if len(parts) == 1:
            return parts[0]
        return "(" + (" and " if every else " or ").join(parts) + ")"

    def _refer(self, item: str) -> str:
        return f"${{{self.names[item]}}}"

    def _order(self, item: Item, own: str, operator: str, value: Value) -> str:
        if isinstance(value, float | int):
            return f"({own} != '' and {own} {operator} {write_number(value)})"
        if item.type != "date" or not _is_day(value):
            raise UntranslatableError(f"{item.id} {operator} '{value}'")
        return f"({own} != '' and date({own}) {operator} date('{value}'))"


def write_parts(condition: Condition | None, dialect: XPath) -> tuple[list[str], list[Node]]:
    """Return the parts of a condition that must all hold, and those that cannot be said."""
    written: dict[str, None] = {}
    broken: list[Node] = []
    for part in list_parts(condition.node) if condition else ():
        try:
            written[write_condition(part, dialect)] = None
        except UntranslatableError:
            broken.append(part)
    return list(written), broken


def filter_choices(choices: Sequence[Choice], dialect: XPath) -> tuple[str, list[int]]:
    """Return the choice filter of a list, and the codes whose condition cannot be said in full."""
    tests: list[str] = []
    cut: list[int] = []
    for choice in choices:
        parts, broken = write_parts(choice.shown_if, dialect)
        if broken:
            cut.append(choice.code)
        if parts:
            tests.append(f"(name != '{choice.code}' or {dialect.join(parts, every=True)})")
    return " and ".join(tests), cut


def write_number(value: float) -> str:
    """Return a number without an exponent, which XPath does not know.

    Examples
    --------
    >>> write_number(3.0), write_number(1e-7), write_number(-2.5)
    ('3', '0.0000001', '-2.5')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def write_string(text: str) -> str:
    """Return a text in quotes, in pieces where pyxform would take or change something in it.

    Raises
    ------
    UntranslatableError
        It holds a curly quote.

    Examples
    --------
    >>> write_string("it's"), write_string("${a}")
    ('"it\\'s"', "concat('$', '{a}')")
    """
    if _CURLY.search(text):
        raise UntranslatableError(text)
    pieces = [f'"{piece}"' if "'" in piece else f"'{piece}'" for piece in _BROKEN.split(text)]
    return pieces[0] if len(pieces) == 1 else f"concat({', '.join(pieces)})"


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
