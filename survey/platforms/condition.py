"""Routing conditions in the language of a platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from survey.questionnaire.routing import (
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


class UntranslatableError(Exception):
    """A platform's routing cannot say a part of a condition; exports turn it into a loss."""


class Dialect(Protocol):
    """How a platform writes the parts of a condition.

    Every part must be false where its item is unanswered or was not shown, also ``!=``: that is the meaning here.
    A method raises `UntranslatableError` where the platform has no words for the part.
    """

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``; the sign is one of ``== != <= >= < >``."""
        ...

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        ...

    def include(self, item: str, code: int) -> str:
        """Return that an option of a multiple choice is chosen."""
        ...

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        ...

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        ...

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or (``every=False``) that one of them does; bracketed as needed."""
        ...


def write_condition(node: Node, dialect: Dialect) -> str:
    """Return a condition in a platform's language.

    Raises
    ------
    UntranslatableError
        The platform cannot say a part of it.
    """
    if isinstance(node, Not):
        return dialect.negate(write_condition(node.part, dialect))
    if isinstance(node, All | AnyOf):
        return dialect.join([write_condition(part, dialect) for part in node.parts], every=isinstance(node, All))
    if isinstance(node, Comparison):
        return dialect.compare(node.item, node.sign, node.value)
    if isinstance(node, Membership):
        return dialect.belong(node.item, node.values)
    if isinstance(node, Includes):
        return dialect.include(node.item, node.code)
    assert isinstance(node, Answered)
    return dialect.answer(node.item)


def write_parts(condition: Condition | None, dialect: Dialect) -> tuple[list[str], bool]:
    """Return the parts of a condition that must all hold, and whether one of them cannot be said."""
    written: list[str] = []
    is_cut = False
    for part in list_parts(condition.node) if condition else ():
        try:
            written.append(write_condition(part, dialect))
        except UntranslatableError:
            is_cut = True
    return written, is_cut


def list_parts(node: Node) -> Iterator[Node]:
    """Yield the parts that must all hold, however deep they are nested."""
    if not isinstance(node, All):
        yield node
        return
    for part in node.parts:
        yield from list_parts(part)
