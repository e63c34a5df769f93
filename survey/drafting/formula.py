"""Formulas: the conditions of LimeSurvey, XLSForm and REDCap, which differ in how they write names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""\s*(?:(?P<string>"[^"]*"|'[^']*')|(?P<column>\d+X\d+X\d+\w*(?:\.\w+)?)|(?P<number>\d+(?:\.\d+)?)"""
    r"""|(?P<name>\$\{[^{}]*\}|\[[^\[\]]*\]|[A-Za-z_]\w*(?:[.:-][A-Za-z_]\w*)*|\.(?!\d))"""
    r"""|(?P<sign>==|!=|<>|<=|>=|&&|\|\||[=<>!(),+*/-]))"""
)
_SIGNS = {
    **{"=": "==", "<>": "!=", "eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="},
    **{sign: sign for sign in ("==", "!=", "<", "<=", ">", ">=")},
}
_LONGEST, _DEEPEST = 20_000, 40


class FormulaError(ValueError):
    """Say that a formula cannot be read, or not be said in the routing language."""


@dataclass(frozen=True)
class Name:
    """A name, without the signs round it."""

    text: str


@dataclass(frozen=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True)
class Call:
    """A function of some parts."""

    name: str
    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class Relation:
    """Two parts compared."""

    sign: str
    left: Formula
    right: Formula


@dataclass(frozen=True)
class Negation:
    """The opposite."""

    part: Formula


@dataclass(frozen=True)
class Junction:
    """Parts of which all must hold, or one."""

    every: bool
    parts: tuple[Formula, ...]


Formula = Name | Literal | Call | Relation | Negation | Junction


def parse_formula(text: str) -> Formula:
    """Parse a formula.

    Raises
    ------
    FormulaError
        It is none, or it calculates.

    Examples
    --------
    >>> parse_formula("${age} >= 18 and not(selected(${shops}, '2'))").parts[1].part.parts[1]
    Literal(value='2')
    """
    if len(text) > _LONGEST:
        raise FormulaError("it is too long")
    return _Parser(text).whole()


class _Parser:
    def __init__(self, text: str) -> None:
        self.tokens = list(_split(text))
        self.at = 0
        self.depth = 0

    def whole(self) -> Formula:
        formula = self._any()
        if self.at < len(self.tokens):
            raise FormulaError(f"'{self.tokens[self.at][1]}' is not expected")
        return formula

    def _peek(self) -> tuple[str, str]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "")

    def _accept(self, *words: str) -> bool:
        kind, value = self._peek()
        if kind in ("name", "sign") and value.lower() in words:
            self.at += 1
            return True
        return False

    def _expect(self, sign: str) -> None:
        if not self._accept(sign):
            raise FormulaError(f"'{sign}' is expected")

    def _any(self) -> Formula:
        self._deepen()
        parts = [self._all()]
        while self._accept("or", "||"):
            parts.append(self._all())
        self.depth -= 1
        return parts[0] if len(parts) == 1 else Junction(False, tuple(parts))

    def _all(self) -> Formula:
        parts = [self._relation()]
        while self._accept("and", "&&"):
            parts.append(self._relation())
        return parts[0] if len(parts) == 1 else Junction(True, tuple(parts))

    def _relation(self) -> Formula:
        left = self._part()
        kind, value = self._peek()
        sign = _SIGNS.get(value.lower()) if kind in ("name", "sign") else None
        if sign is None:
            return left
        self.at += 1
        return Relation(sign, left, self._part())

    def _part(self) -> Formula:
        if self._accept("!"):
            return self._negate()
        if self._accept("("):
            inner = self._any()
            self._expect(")")
            return inner
        minus = self._accept("-")
        kind, value = self._peek()
        self.at += 1
        if kind == "number":
            return Literal(-float(value) if minus else float(value))
        if minus or kind not in ("name", "string", "column"):
            raise FormulaError(f"'{value or 'the end'}' is not expected")
        if kind == "string":
            return Literal(value[1:-1])
        return Name(value) if kind == "column" else self._named(value)

    def _negate(self) -> Formula:
        self._deepen()
        part = self._part()
        self.depth -= 1
        return Negation(part)

    def _deepen(self) -> None:
        self.depth += 1
        if self.depth > _DEEPEST:
            raise FormulaError("it is nested too deeply")

    def _named(self, value: str) -> Formula:
        if value.startswith("${"):
            return Name(value[2:-1].strip())
        if value.startswith("["):
            return Name(value[1:-1].strip())
        if not self._accept("("):
            return self._negate() if value.lower() == "not" else Name(value)
        parts: list[Formula] = []
        if not self._accept(")"):
            parts.append(self._any())
            while self._accept(","):
                parts.append(self._any())
            self._expect(")")
        if value.lower() == "not" and len(parts) == 1:
            return Negation(parts[0])
        return Call(value.lower(), tuple(parts))


def _split(text: str) -> Iterator[tuple[str, str]]:
    end = 0
    while match := _TOKEN.match(text, end):
        kind = match.lastgroup or ""
        yield kind, match.group(kind)
        end = match.end()
    if text[end:].strip():
        raise FormulaError(f"'{text[end:].strip()[0]}' is not understood")
