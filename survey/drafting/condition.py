"""Conditions: from a formula, or from tests of answers, to the routing language."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from survey.drafting.formula import Call, Formula, FormulaError, Junction, Literal, Name, Negation, parse_formula
from survey.questionnaire.routing import (
    All,
    Answered,
    AnyOf,
    Comparison,
    Includes,
    Membership,
    Node,
    Not,
    Value,
)

ALWAYS: Node = All(())
NEVER: Node = AnyOf(())
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}
_OPEN = frozenset({"number", "int", "string", "date", "trim", "floatval", "intval"})  # what says what it is given
_EMPTY = frozenset({"is_empty", "empty"})
_CONSTANTS: Mapping[str, Node] = {"true": ALWAYS, "false": NEVER}


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a name in a formula stands for.

    Attributes
    ----------
    item
        The name of the question.
    many
        Whether several answers can be chosen.
    texts
        Whether the answer is a text or a date.
    codes
        What the file calls an answer to its code; a number that is not there is a code as it stands.
    option
        The code of the option whose tick the name stands for, or None.
    given
        Whether the answer is known beforehand, as a consent's is: every comparison holds.
    """

    item: str
    many: bool = False
    texts: bool = False
    codes: Mapping[str, int] = field(default_factory=dict)
    option: int | None = None
    given: bool = False


Finder = Callable[[str], Subject | None]


def read_formula(text: str, find: Finder) -> Node | None:
    """Return a condition, or None where the routing language cannot say it.

    Parameters
    ----------
    text
        As in the file.
    find
        Returns what a name stands for, or None.

    Examples
    --------
    >>> node = read_formula("(!is_empty(q1.NAOK) and q1.NAOK == 6)", lambda name: Subject(item=name[:2]))
    >>> say_condition(node)
    'q1 == 6'
    """
    try:
        return simplify(_translate(parse_formula(text), find))
    except FormulaError:
        return None


def _translate(formula: Formula, find: Finder) -> Node:
    if isinstance(formula, Junction):
        parts = tuple(_translate(part, find) for part in formula.parts)
        return All(parts) if formula.every else AnyOf(parts)
    if isinstance(formula, Negation):
        return Not(_translate(formula.part, find))
    if isinstance(formula, Call):
        return _translate_call(formula, find)
    if isinstance(formula, Literal):
        return ALWAYS if formula.value not in (0, "", "0") else NEVER
    if isinstance(formula, Name):
        return _has_answer(_find(formula, find))
    left, right = _open(formula.left), _open(formula.right)
    if isinstance(left, Literal):
        left, right, sign = right, left, _MIRRORED.get(formula.sign, formula.sign)
    else:
        sign = formula.sign
    if not isinstance(left, Name) or not isinstance(right, Literal):
        raise FormulaError("it does more than to compare an answer with a value")
    return compare(_find(left, find), sign, right.value)


def _translate_call(call: Call, find: Finder) -> Node:
    if call.name in _CONSTANTS and not call.parts:
        return _CONSTANTS[call.name]
    if call.name == "selected" and len(call.parts) == 2:
        subject, wanted = call.parts
        if isinstance(subject, Name) and isinstance(wanted, Literal):
            return compare(_find(subject, find), "==", wanted.value)
    if call.name in _EMPTY and len(call.parts) == 1:
        return Not(_has_answer(_find(_open(call.parts[0]), find)))
    raise FormulaError(f"there is no function {call.name}")


def _open(formula: Formula) -> Formula:
    while isinstance(formula, Call) and formula.name in _OPEN and len(formula.parts) == 1:
        formula = formula.parts[0]
    return formula


def _find(formula: Formula, find: Finder) -> Subject:
    subject = find(formula.text) if isinstance(formula, Name) else None
    if subject is None:
        raise FormulaError("it asks for something that is no question")
    return subject


def _has_answer(subject: Subject) -> Node:
    if subject.given:
        return ALWAYS
    return Answered(subject.item) if subject.option is None else Includes(subject.item, subject.option)


def compare(subject: Subject, sign: str, value: float | str) -> Node:
    """Return a comparison of an answer with a value as the file writes it.

    Raises
    ------
    FormulaError
        The answer cannot be compared with that.
    """
    if subject.given:
        return ALWAYS
    if value == "":
        answered = _has_answer(subject)
        return answered if sign == "!=" else Not(answered)
    if subject.option is not None:
        ticked = str(value).upper() in ("Y", "1", "1.0", "TRUE")
        same = Includes(subject.item, subject.option)
        return same if ticked == (sign == "==") else Not(same)
    wanted = _find_value(subject, value)
    if subject.many:
        if isinstance(wanted, str) or sign not in ("==", "!="):
            raise FormulaError("several answers are compared with one value")
        chosen = Includes(subject.item, int(wanted))
        return chosen if sign == "==" else Not(chosen)
    if sign == "!=":
        return Not(Comparison(subject.item, "==", wanted))
    return Comparison(subject.item, sign, wanted)


def _find_value(subject: Subject, value: float | str) -> Value:
    if subject.texts:
        return value if isinstance(value, str) else f"{value:g}"
    key = value if isinstance(value, str) else f"{value:g}"
    if key in subject.codes:
        return float(subject.codes[key])
    try:
        return float(key)
    except ValueError:
        raise FormulaError(f"'{key}' is no answer") from None


def simplify(node: Node) -> Node:
    """Return a condition without constants, doubled parts, and guards that a comparison here does not need."""
    if isinstance(node, Not):
        part = simplify(node.part)
        if part in (ALWAYS, NEVER):
            return NEVER if part == ALWAYS else ALWAYS
        return part.part if isinstance(part, Not) else Not(part)
    if not isinstance(node, All | AnyOf):
        return node
    every = isinstance(node, All)
    own, other = (ALWAYS, NEVER) if every else (NEVER, ALWAYS)
    parts: list[Node] = []
    for part in map(simplify, node.parts):
        inner = part.parts if isinstance(part, All if every else AnyOf) else (part,)
        parts += [one for one in inner if one not in parts]
    if other in parts:
        return other
    parts = [part for part in parts if part != own]
    parts = _drop_guards(parts) if every else _join_values(parts)
    if len(parts) == 1:
        return parts[0]
    return All(tuple(parts)) if every else AnyOf(tuple(parts))


def _drop_guards(parts: Sequence[Node]) -> list[Node]:
    guarded = {part.item for part in parts if isinstance(part, Answered)}
    sharp = [_sharpen(part, guarded) for part in parts]
    compared = {part.item for part in sharp if isinstance(part, Comparison | Membership)}
    return [part for part in sharp if not (isinstance(part, Answered) and part.item in compared)]


def _sharpen(part: Node, guarded: set[str]) -> Node:
    """Return ``item != value`` for "not item == value" where the item is said to be answered."""
    if isinstance(part, Not) and isinstance(part.part, Comparison) and part.part.item in guarded:
        inner = part.part
        return replace(inner, sign="!=") if inner.sign == "==" else part
    return part


def _join_values(parts: Sequence[Node]) -> list[Node]:
    """Return the parts with several values of one item as one list."""
    values: dict[str, list[Value]] = {}
    for part in parts:
        if isinstance(part, Comparison) and part.sign == "==" and not isinstance(part.value, str):
            values.setdefault(part.item, []).append(part.value)
    joined: list[Node] = []
    for part in parts:
        if isinstance(part, Comparison) and part.sign == "==" and len(values.get(part.item, ())) > 1:
            member = Membership(part.item, tuple(values[part.item]))
            joined += [] if member in joined else [member]
        else:
            joined.append(part)
    return joined


def rename_items(node: Node, names: Mapping[str, str]) -> Node:
    """Return a condition over other names."""
    if isinstance(node, Not):
        return Not(rename_items(node.part, names))
    if isinstance(node, All | AnyOf):
        return type(node)(tuple(rename_items(part, names) for part in node.parts))
    return replace(node, item=names.get(node.item, node.item))


def say_condition(node: Node) -> str:
    """Return a condition in the routing language.

    Raises
    ------
    FormulaError
        A text in it holds both kinds of quotes.
    """
    if isinstance(node, Not):
        return f"not ({say_condition(node.part)})"
    if isinstance(node, All | AnyOf):
        inner = [
            f"({say_condition(part)})" if isinstance(part, All | AnyOf) else say_condition(part) for part in node.parts
        ]
        return (" and " if isinstance(node, All) else " or ").join(inner)
    if isinstance(node, Answered):
        return f"answered({node.item})"
    if isinstance(node, Includes):
        return f"{node.item} includes {node.code}"
    if isinstance(node, Membership):
        return f"{node.item} in [{', '.join(map(_say_value, node.values))}]"
    return f"{node.item} {node.sign} {_say_value(node.value)}"


def _say_value(value: Value) -> str:
    if not isinstance(value, str):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if re.search(r"[\r\n]", value) or ('"' in value and "'" in value):
        raise FormulaError("a text cannot be quoted")
    return f"'{value}'" if '"' in value else f'"{value}"'
