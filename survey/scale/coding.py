"""From codes as answered to variables: special codes, keying, scoring, and who was not asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.routed import route_respondents
from survey.scale.batch import Batch, Column
from survey.scale.plan import CodedItem, TablePlan, Variable

Mask = NDArray[np.bool_]

# Marks above every step of a scale.
NO_ANSWER, NOT_APPLICABLE, UNKNOWN_CODE = 255, 254, 253
_ROUNDING = 1e-9  # of the share of answered items, as in score_constructs


@dataclass(frozen=True)
class Coded:
    """One variable of a batch.

    Attributes
    ----------
    values
        0 where missing.
    missing
        None: nowhere.
    spared
        Who was not asked; None: everybody was asked.
    """

    values: NDArray[Any]
    missing: Mask | None
    spared: Mask | None


class Coder:
    """Make the variables of one batch, counting what is no answer."""

    def __init__(self, batch: Batch, plan: TablePlan) -> None:
        self.batch = batch
        self.plan = plan
        self.problems: Counter[tuple[str, str]] = Counter()
        self._shown: dict[str, Mask] = {}

    def code(self, variable: Variable) -> Coded:
        """Return a variable of the batch."""
        if not variable.items:
            return self._plain(variable.name)
        return self._scored(variable) if variable.steps else self._measured(variable)

    def _plain(self, name: str) -> Coded:
        column = self.batch.columns[name]
        values = np.asarray(column.values)
        if values.dtype.kind == "f" and (infinite := np.isinf(values)).any():
            self._count("infinite", name, infinite)
            values = np.where(infinite, 0, values)
        if origin := self.plan.origins.get(name, 0):
            values = values.astype(np.float64) - origin
            if column.missing is not None:
                values[column.missing] = 0
        return Coded(values, column.missing, None)

    def _scored(self, variable: Variable) -> Coded:
        """Add up steps item by item; whole numbers throughout."""
        kind: type[Any] = np.int16 if variable.steps < 2**15 else np.int64
        factors = [variable.steps // variable.shares // int(item.high - item.low) for item in variable.items]
        if (whole := self._full(variable, factors, kind)) is not None:
            return Coded(whole, None, None)
        answers = [self._steps(item) for item in variable.items]
        total, there = np.zeros(self.batch.size, dtype=np.int64), []
        for marks, factor in zip(answers, factors, strict=True):
            there.append(marks < UNKNOWN_CODE)
            total += np.where(there[-1], marks, 0).astype(np.int64) * factor
        answered, enough, spared = self._answered(variable, answers, there)
        part = np.array([0, *(variable.shares // count for count in range(1, len(answers) + 1))])[answered]
        return Coded(np.where(enough, total * part, 0).astype(kind), ~enough, spared)

    def _full(self, variable: Variable, factors: list[int], kind: type[Any]) -> NDArray[Any] | None:
        """Return the scores where every answer is a step of its scale, None elsewhere.

        Codes are added up as they are, and the ends of their scales taken off once; what overflows on the way comes
        back, for the scores have room.
        """
        whole: NDArray[Any] = np.zeros(self.batch.size, dtype=kind)
        start = 0
        for item, factor in zip(variable.items, factors, strict=True):
            column = self.batch.columns[item.column]
            if column.missing is not None or not item.is_gapless or not _within(column.values, item):
                return None
            answers = column.values if factor == 1 else column.values * kind(factor)
            (np.subtract if item.reverse else np.add)(whole, answers, out=whole, casting="unsafe")
            start += factor * int(item.high if item.reverse else -item.low)
        whole += np.int64(start).astype(kind)
        whole *= kind(variable.shares // len(variable.items))
        return whole

    def _measured(self, variable: Variable) -> Coded:
        """Score numbers, and scales of too many steps, as fractions."""
        total, there, marks = np.zeros(self.batch.size), [], []
        for item in variable.items:
            column = self.batch.columns[item.column]
            values = np.asarray(column.values, dtype=np.float64)
            mark = np.where(np.isin(values, list(item.special)), np.uint8(NO_ANSWER), np.uint8(0))
            exempt = [code for code, kind in item.special.items() if kind == "not_applicable"]
            mark[np.isin(values, exempt)] = NOT_APPLICABLE
            if item.codes:
                self._count("unknown", item.column, (mark == 0) & ~np.isin(values, item.codes) & ~_holes(column))
                mark[(mark == 0) & ~np.isin(values, item.codes)] = UNKNOWN_CODE
            mark[_holes(column)] = NO_ANSWER
            there.append(mark == 0)
            marks.append(mark)
            turned = item.low + item.high - values if item.reverse else values
            total += np.where(there[-1], (turned - item.low) / (item.high - item.low), 0)
        answered, enough, spared = self._answered(variable, marks, there)
        return Coded(np.divide(total, answered, out=np.zeros(self.batch.size), where=enough), ~enough, spared)

    def _answered(
        self, variable: Variable, marks: list[NDArray[np.uint8]], there: list[Mask]
    ) -> tuple[NDArray[np.int64], Mask, Mask | None]:
        """Return how many items are answered, whether that is enough, and who was not asked any."""
        answered, shown = np.zeros(self.batch.size, dtype=np.int64), np.zeros(self.batch.size, dtype=np.int64)
        spared = np.ones(self.batch.size, dtype=bool)
        for item, mark, given in zip(variable.items, marks, there, strict=True):
            visible = self._visible(item)
            answered += given
            shown += 1 if visible is None else given | visible
            empty = _holes(self.batch.columns[item.column]) | (mark == UNKNOWN_CODE)
            spared &= (mark == NOT_APPLICABLE) | (empty & ~visible if visible is not None else False)
        enough = (answered >= 1) & (answered >= variable.min_answered * shown - _ROUNDING)
        return answered, enough, spared if variable.can_be_spared else None

    def _visible(self, item: CodedItem) -> Mask | None:
        if item.shown_if is None:
            return None
        text = item.shown_if.text
        if text not in self._shown:
            self._shown[text] = route_respondents(item.shown_if.node, self._routing_frame)
        return self._shown[text]

    @property
    def _routing_frame(self) -> pd.DataFrame:
        frame = {}
        for name in self.plan.routing_columns:
            column = self.batch.columns[name]
            values = np.asarray(column.values, dtype=np.float64)
            good = self.plan.routing_codes.get(name)
            bad = _holes(column) | (False if not good else ~np.isin(values, good))
            frame[name] = np.where(bad, np.nan, values)
        return pd.DataFrame(frame, index=range(self.batch.size))

    def _steps(self, item: CodedItem) -> NDArray[np.uint8]:
        """Return steps above the low end of the keyed scale, or marks."""
        column = self.batch.columns[item.column]
        values = np.asarray(column.values)
        if values.dtype.kind == "f":
            odd = values != np.rint(values)
            self._count("fractional", item.column, odd)
            values = np.where(np.abs(values) < 2**31, values, -(2**31)).astype(np.int64)
        table, base = _lookup(item, values.dtype)
        places = values.view(np.uint8) if base is None else np.clip(values, base, base + len(table) - 1) - base
        marks: NDArray[np.uint8] = table.take(places)
        if column.missing is not None:
            marks[column.missing] = NO_ANSWER
        if (marks == UNKNOWN_CODE).any():
            self._count("unknown", item.column, marks == UNKNOWN_CODE)
        return marks

    def _count(self, what: str, name: str, flags: Mask) -> None:
        kept = flags if self.batch.kept is None else flags & self.batch.kept
        if found := int(np.count_nonzero(kept)):
            self.problems[what, name] += found


def _holes(column: Column) -> Mask:
    return np.zeros(len(column.values), dtype=bool) if column.missing is None else column.missing


def _within(values: NDArray[Any] | list[Any], item: CodedItem) -> bool:
    """Tell whether all answers are whole numbers within the scale."""
    if isinstance(values, list) or values.dtype.kind not in "iu" or not len(values):
        return False
    return bool(np.min(values) >= item.low and np.max(values) <= item.high)


def _lookup(item: CodedItem, kind: np.dtype[Any]) -> tuple[NDArray[np.uint8], int | None]:
    """Return the step or mark of every code, and the code the table begins with; None: it is indexed by the byte."""
    known = [*item.codes, *item.special]
    byte = kind == np.int8
    base = -128 if byte else min(known) - 1
    top = 127 if byte else max(known) + 1
    table = np.full(top - base + 1, UNKNOWN_CODE, dtype=np.uint8)
    for code in item.codes:
        if base <= code <= top:
            table[code - base] = int(item.high) - code if item.reverse else code - int(item.low)
    for code, meaning in item.special.items():
        if base <= code <= top:
            table[code - base] = NOT_APPLICABLE if meaning == "not_applicable" else NO_ANSWER
    return (np.roll(table, -128), None) if byte else (table, base)
