"""The routing language: small, safe, never evaluated as code.

``contacted == 1 and not (platform in [3, 4]) or channels includes 2 or answered(comment)``

A comparison with an unanswered item is false, so a condition is always true or false.

Examples
--------
>>> condition = parse_condition("contacted == 1 and age >= 18")
>>> condition.items == {"contacted", "age"}
True
>>> condition.holds({"contacted": 1, "age": 30}), condition.holds({"contacted": 1})
(True, False)
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.errors import QuestionnaireError

COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_TOKEN = re.compile(
    r"""\s*(?:(?P<number>-?\d+(?:\.\d+)?)|(?P<string>"[^"]*"|'[^']*')|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
    r"""|(?P<sign>==|!=|<=|>=|<|>|\(|\)|\[|\]|,))"""
)
_WORDS = {"and", "or", "not", "in", "includes", "answered"}

Value = float | str


@dataclass(frozen=True)
class Comparison:
    """An item beside one value: ``item == 3``."""

    item: str
    sign: str
    value: Value


@dataclass(frozen=True)
class Membership:
    """An item among several values: ``item in [1, 2]``."""

    item: str
    values: tuple[Value, ...]


@dataclass(frozen=True)
class Includes:
    """A multiple choice with an option chosen: ``channels includes 2``."""

    item: str
    code: int


@dataclass(frozen=True)
class Answered:
    """An item with any answer at all: ``answered(item)``."""

    item: str


@dataclass(frozen=True)
class Not:
    """The opposite of a condition."""

    part: Node


@dataclass(frozen=True)
class All:
    """Several conditions that must hold together."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class AnyOf:
    """Several conditions of which one must hold."""

    parts: tuple[Node, ...]


Node = Comparison | Membership | Includes | Answered | Not | All | AnyOf


@dataclass(frozen=True)
class Condition:
    """A parsed routing condition.

    Attributes
    ----------
    text
        The condition as written.
    node
        Its tree, for evaluation here and for translation to a platform's own language.
    """

    text: str
    node: Node

    @property
    def items(self) -> frozenset[str]:
        """The ids of the items the condition looks at."""
        return frozenset(leaf.item for leaf in leaves(self.node))

    def holds(self, answers: Mapping[str, Any]) -> bool:
        """Tell whether the condition is true of a respondent's answers (column to value)."""
        return _holds(self.node, answers)


def combine(*conditions: Condition | None) -> Condition | None:
    """Join conditions that must all hold; None stands for always."""
    given = [condition for condition in conditions if condition is not None]
    if len(given) < 2:
        return given[0] if given else None
    return Condition(
        " and ".join(f"({condition.text})" for condition in given), All(tuple(condition.node for condition in given))
    )


def leaves(node: Node) -> Iterator[Comparison | Membership | Includes | Answered]:
    """Walk through the parts of a condition that look at an item."""
    if isinstance(node, Not):
        yield from leaves(node.part)
    elif isinstance(node, All | AnyOf):
        for part in node.parts:
            yield from leaves(part)
    else:
        yield node


def parse_condition(text: str) -> Condition:
    """Parse a routing condition.

    Raises
    ------
    QuestionnaireError
        The text is not of the routing language; the message names the place.
    """
    return Condition(text, _Parser(text).whole())


def _holds(node: Node, answers: Mapping[str, Any]) -> bool:
    if isinstance(node, All):
        return all(_holds(part, answers) for part in node.parts)
    if isinstance(node, AnyOf):
        return any(_holds(part, answers) for part in node.parts)
    if isinstance(node, Not):
        return not _holds(node.part, answers)
    if isinstance(node, Includes):
        return _same(answers.get(f"{node.item}__{node.code}"), 1)
    if isinstance(node, Answered):
        column = re.compile(rf"{re.escape(node.item)}(?:__-?\d+(?:__text)?)?")
        own = [value for key, value in answers.items() if column.fullmatch(key)]
        return any(not _empty(value) for value in own)
    value = answers.get(node.item)
    if isinstance(node, Membership):
        return any(_same(value, wanted) for wanted in node.values)
    return _compare(value, node.sign, node.value)


def _empty(value: Any) -> bool:
    return value is None or value != value or value == ""


def _same(value: Any, wanted: Value) -> bool:
    return _compare(value, "==", wanted)


def _compare(value: Any, sign: str, wanted: Value) -> bool:
    if _empty(value) or isinstance(value, str) != isinstance(wanted, str):
        return False
    return bool(COMPARISONS[sign](value, wanted))


class _Parser:
    """Recursive descent over: any := all (or all)*; all := part (and part)*; part := not part | ( any ) | leaf."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = list(self._split())
        self.at = 0

    def _split(self) -> Iterator[tuple[str, str, int]]:
        end = 0
        while match := _TOKEN.match(self.text, end):
            kind = match.lastgroup or ""
            yield kind, match.group(kind), match.start(kind)
            end = match.end()
        if self.text[end:].strip():
            blanks = len(self.text[end:]) - len(self.text[end:].lstrip())
            raise self._error(f"'{self.text[end + blanks]}' is not understood", end + blanks)

    def _error(self, what: str, place: int | None = None) -> QuestionnaireError:
        where = len(self.text) if place is None else place
        return QuestionnaireError(
            f"routing condition '{self.text}': {what} (character {where + 1}). Write for example: item == 1 and "
            f'(other in [2, 3] or choices includes 4), with the signs {" ".join(COMPARISONS)} and "text" in quotes.'
        )

    def _peek(self) -> tuple[str, str, int]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "", len(self.text))

    def _take(self) -> tuple[str, str, int]:
        token = self._peek()
        self.at += 1
        return token

    def _expect(self, sign: str) -> None:
        _, value, place = self._take()
        if value != sign:
            raise self._error(f"'{sign}' is expected", place)

    def whole(self) -> Node:
        node = self._any()
        if self._peek()[0] != "end":
            raise self._error(f"'{self._peek()[1]}' is not expected", self._peek()[2])
        return node

    def _any(self) -> Node:
        parts = [self._all()]
        while self._peek()[:2] == ("name", "or"):
            self._take()
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))

    def _all(self) -> Node:
        parts = [self._part()]
        while self._peek()[:2] == ("name", "and"):
            self._take()
            parts.append(self._part())
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _part(self) -> Node:
        kind, value, place = self._take()
        if (kind, value) == ("name", "not"):
            return Not(self._part())
        if value == "(":
            node = self._any()
            self._expect(")")
            return node
        if (kind, value) == ("name", "answered"):
            self._expect("(")
            item = self._name()
            self._expect(")")
            return Answered(item)
        if kind != "name" or value in _WORDS:
            raise self._error("an item id, 'not' or '(' is expected", place)
        return self._relation(value)

    def _relation(self, item: str) -> Node:
        kind, value, place = self._take()
        if value in COMPARISONS:
            return Comparison(item, value, self._literal())
        if (kind, value) == ("name", "in"):
            return Membership(item, self._list())
        if (kind, value) == ("name", "includes"):
            code = self._literal()
            if isinstance(code, str) or not code.is_integer():
                raise self._error("'includes' needs the code of an option", place)
            return Includes(item, int(code))
        raise self._error(f"a comparison is expected after '{item}'", place)

    def _name(self) -> str:
        kind, value, place = self._take()
        if kind != "name" or value in _WORDS:
            raise self._error("an item id is expected", place)
        return value

    def _literal(self) -> Value:
        kind, value, place = self._take()
        if kind == "number":
            return float(value)
        if kind == "string":
            return value[1:-1]
        raise self._error('a number or a "text" is expected', place)

    def _list(self) -> tuple[Value, ...]:
        self._expect("[")
        values = [self._literal()]
        while self._peek()[1] == ",":
            self._take()
            values.append(self._literal())
        self._expect("]")
        return tuple(values)
