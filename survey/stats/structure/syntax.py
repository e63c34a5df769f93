"""Model syntax: one line a factor, as lavaan has made usual, read into terms."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.errors import OptionError

OPERATORS = ("=~", "~~", "~")
_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_OPERATOR = re.compile(r"=~|~~|~(?!~)")
_LINE = re.compile(r"[\n;]")
_COMMENT = re.compile(r"[#!].*")


@dataclass(frozen=True)
class Term:
    """One relation of the model.

    Attributes
    ----------
    left, right
        Names; `right` is ``1`` for a mean or intercept.
    operator
        ``=~`` is measured by, ``~~`` varies with, ``~`` depends on.
    fixed
        The value it is fixed to, or None.
    label
        Terms of one label share a parameter.
    freed
        Whether the term was freed with ``NA*``.
    """

    left: str
    operator: str
    right: str
    fixed: float | None = None
    label: str | None = None
    freed: bool = False


def list_terms(factors: Mapping[str, Sequence[str]]) -> tuple[Term, ...]:
    """Return the terms of a measurement model: each factor and its items."""
    return tuple(Term(factor, "=~", item) for factor, items in factors.items() for item in items)


def list_measures(terms: Sequence[Term]) -> dict[str, list[str]]:
    """Return each factor that items measure, with those items; factors of factors have none."""
    factors = {term.left for term in terms if term.operator == "=~"}
    measured: dict[str, list[str]] = {}
    for term in terms:
        if term.operator == "=~" and term.right not in factors:
            measured.setdefault(term.left, []).append(term.right)
    return measured


def parse_model(text: str) -> tuple[Term, ...]:
    """Read a model.

    Parameters
    ----------
    text
        Lines such as ``price =~ pr1 + pr2``, ``price ~~ 0*brand``, ``pr1 ~~ pr2``, ``overall ~ price`` or ``pr1 ~ 1``,
        ended by a line break or a semicolon. ``1*x`` fixes a term, ``a*x`` names its parameter, ``NA*x`` frees it. A
        line that ends in an operator or a plus goes on.

    Raises
    ------
    OptionError
        A line cannot be read; the message shows it.

    Examples
    --------
    >>> [term.right for term in parse_model("f =~ x1 + a*x2 + 0.5*x3")]
    ['x1', 'x2', 'x3']
    """
    terms: list[Term] = []
    for line in _lines(text):
        found = list(_OPERATOR.finditer(line))
        if len(found) != 1:
            raise OptionError(f"model line '{line}': there must be one of {', '.join(OPERATORS)} in it.")
        operator, lefts = found[0][0], line[: found[0].start()]
        for left in lefts.split("+"):
            if not _NAME.fullmatch(left.strip()):
                raise OptionError(f"model line '{line}': '{left.strip()}' is no name.")
            terms += [_term(line, left.strip(), operator, part) for part in line[found[0].end() :].split("+")]
    if not terms:
        raise OptionError("the model is empty; write for example 'price =~ pr1 + pr2 + pr3'.")
    return tuple(terms)


def _lines(text: str) -> list[str]:
    """Return the statements of a model, without comments, continued lines joined."""
    joined: list[str] = []
    for raw in _LINE.split(text):
        line = _COMMENT.sub("", raw).strip()
        if not line:
            continue
        goes_on = joined and (joined[-1].endswith(("+", "~")) or line.startswith("+"))
        joined = [*joined[:-1], f"{joined[-1]} {line}"] if goes_on else [*joined, line]
    return joined


def _term(line: str, left: str, operator: str, part: str) -> Term:
    """Return one term; in front of its name may stand a number, a label or NA."""
    modifier, _, name = (one.strip() for one in part.rpartition("*"))
    if not (_NAME.fullmatch(name) or (name == "1" and operator == "~")):
        raise OptionError(f"model line '{line}': '{name or part.strip()}' is no name.")
    if not modifier:
        return Term(left, operator, name)
    if modifier == "NA":
        return Term(left, operator, name, freed=True)
    if _NUMBER.fullmatch(modifier):
        return Term(left, operator, name, fixed=float(modifier))
    if _NAME.fullmatch(modifier):
        return Term(left, operator, name, label=modifier)
    raise OptionError(f"model line '{line}': '{modifier}*' is neither a number nor a name nor NA.")
