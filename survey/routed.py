"""Whom a routing condition lets through, for all respondents at once."""

from __future__ import annotations

import operator
import re

import numpy as np
import pandas as pd

from survey.questionnaire.routing import (
    COMPARISONS,
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

Mask = np.ndarray
_OPTION = re.compile(r"__-?\d+(?:__text)?")  # what the columns of an item's options have after its id


def route_respondents(node: Node, data: pd.DataFrame) -> Mask:
    """Return for each respondent whether a condition holds, as `Condition.holds` says for one.

    Parameters
    ----------
    node
        The condition's tree.
    data
        Codes as answered, shape (n_respondents, n_columns). A column that is not there counts as unanswered. A date is
        compared as its ISO text, ``2026-11-22`` or ``2026-11-22 14:05:16``.

    Returns
    -------
    numpy.ndarray
        bool, shape (n_respondents,).

    Examples
    --------
    >>> from survey.questionnaire.routing import parse_condition
    >>> data = pd.DataFrame({"a": [1.0, 2.0, float("nan")]})
    >>> route_respondents(parse_condition("a != 1").node, data).tolist()
    [False, True, False]
    """
    if isinstance(node, All | AnyOf):
        join = np.logical_and if isinstance(node, All) else np.logical_or
        whole: Mask = join.reduce([route_respondents(part, data) for part in node.parts])
        return whole
    if isinstance(node, Not):
        return ~route_respondents(node.part, data)
    if isinstance(node, Includes):
        return _compare(data, f"{node.item}__{node.code}", "==", 1.0)
    if isinstance(node, Answered):
        own = [name for name in data.columns if _belongs(str(name), node.item)]
        return _any([_is_answered(data[name]) for name in own], len(data))
    if isinstance(node, Membership):
        return _any([_compare(data, node.item, "==", value) for value in node.values], len(data))
    assert isinstance(node, Comparison)
    return _compare(data, node.item, node.sign, node.value)


def _belongs(column: str, item: str) -> bool:
    return column == item or (column.startswith(item) and _OPTION.fullmatch(column, len(item)) is not None)


def _any(masks: list[Mask], size: int) -> Mask:
    nobody: Mask = np.zeros(size, dtype=bool)
    somebody: Mask = np.logical_or.reduce([nobody, *masks])
    return somebody


def _is_answered(column: pd.Series) -> Mask:
    answered: Mask = column.notna().to_numpy(dtype=bool)
    if column.dtype.kind in "biufM":
        return answered
    return answered & (column.fillna("") != "").to_numpy(dtype=bool)


def _compare(data: pd.DataFrame, name: str, sign: str, wanted: Value) -> Mask:
    if name not in data:
        return np.zeros(len(data), dtype=bool)
    column = data[name]
    if column.dtype.kind in "biuf":
        return _compare_numbers(column.to_numpy(), sign, wanted)
    if column.dtype.kind == "M":
        return _compare_dates(column, sign, wanted)
    kind = str if isinstance(wanted, str) else float | int
    holds = COMPARISONS[sign]
    cells = column.astype(object).tolist()
    return np.array(
        [isinstance(cell, kind) and cell not in ("",) and holds(cell, wanted) for cell in cells], dtype=bool
    )


def _compare_numbers(values: np.ndarray, sign: str, wanted: Value) -> Mask:
    if isinstance(wanted, str):
        return np.zeros(len(values), dtype=bool)
    holds = np.asarray(COMPARISONS[sign](values, wanted), dtype=bool)
    return holds & ~np.isnan(values) if COMPARISONS[sign] is operator.ne else holds


def _compare_dates(column: pd.Series, sign: str, wanted: Value) -> Mask:
    if not isinstance(wanted, str):
        return np.zeros(len(column), dtype=bool)
    places, moments = pd.factorize(column)
    holds = [COMPARISONS[sign](_write_iso(moment), wanted) for moment in moments]
    every: Mask = np.array([*holds, False], dtype=bool)  # the last is for blanks, whose place is -1
    return every[places]


def _write_iso(moment: pd.Timestamp) -> str:
    return moment.date().isoformat() if moment == moment.normalize() else moment.isoformat(" ")
