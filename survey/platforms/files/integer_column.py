"""Columns of whole numbers and blanks, kept as numbers until their texts are asked for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from functools import cached_property

import numpy as np

from survey.platforms.files.column import Column

GAP = -128  # stands for a blank; a column that holds this number is kept as text
_LARGEST = 10**18 - 1  # the largest respondent id that is kept as a number
_NARROW = 2  # bytes of a number, up to which a table of all numbers is kept
_CHUNK = 1 << 16  # cells that are looked up at once, so that no large array is made on the way


class IntegerColumn(Column):
    """A column of whole numbers, all written as Python writes them, and blanks.

    Parameters
    ----------
    values
        The numbers, of a signed integer type; `GAP` is a blank.

    Examples
    --------
    >>> column = IntegerColumn(np.array([3, GAP, 1, 3], dtype="int8"))
    >>> column.texts, list(column), column.spread_numbers([1, 3, math.nan], "float32").tolist()
    (['1', '3', ''], ['3', '', '1', '3'], [3.0, nan, 1.0, 3.0])
    """

    def __init__(self, values: np.ndarray) -> None:
        self.values = values

    @cached_property
    def _low(self) -> int | None:
        """The lowest number of a type that has few, None of one that has many."""
        return int(np.iinfo(self.values.dtype).min) if self.values.itemsize <= _NARROW else None

    def _cut(self, low: int) -> Iterator[np.ndarray]:
        """Yield, some rows at a time, how far the numbers are from the lowest."""
        for start in range(0, len(self.values), _CHUNK):
            yield self.values[start : start + _CHUNK].astype(np.intp) - low

    @cached_property
    def _different(self) -> np.ndarray:
        """The different values in ascending order."""
        if self._low is None:
            return np.unique(self.values)
        present = np.zeros(-2 * self._low, dtype=bool)
        for chunk in self._cut(self._low):
            present[chunk] = True
        return np.flatnonzero(present) + self._low

    @cached_property
    def _numbers(self) -> list[int]:
        """The different numbers in ascending order, without the blank."""
        numbers: list[int] = self._different[self._different != GAP].tolist()
        return numbers

    @cached_property
    def has_blank(self) -> bool:
        """Whether any cell is blank."""
        return len(self._numbers) < len(self._different)

    @cached_property
    def _own_texts(self) -> list[str]:
        return [*map(str, self._numbers), *([""] if self.has_blank else [])]

    @cached_property
    def _own_places(self) -> np.ndarray:
        count = len(self._numbers)
        given = self._different != GAP
        order = np.where(given, np.cumsum(given) - 1, count).astype(np.min_scalar_type(count))
        if self._low is None:
            return order[np.searchsorted(self._different, self.values)]
        table = np.zeros(-2 * self._low, dtype=order.dtype)
        table[self._different - self._low] = order
        return np.concatenate([table[chunk] for chunk in self._cut(self._low)])

    @property
    def texts(self) -> Sequence[str]:
        """The different texts."""
        return self._own_texts

    @property
    def places(self) -> np.ndarray:
        """For each row the place of its text."""
        return self._own_places

    @property
    def own_texts(self) -> Sequence[str]:
        """Nothing: a number holds no control characters."""
        return ()

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, row: int) -> str:
        value = int(self.values[row])
        return "" if value == GAP else str(value)

    @cached_property
    def filled(self) -> bool:
        """Whether any cell holds a number."""
        return bool(self._numbers)

    @property
    def blank(self) -> np.ndarray:
        """Which cells hold nothing."""
        mask: np.ndarray = self.values == GAP
        return mask

    def spread_numbers(self, numbers: Sequence[float], kind: str) -> np.ndarray:
        """Return for each row the number of its text, given one number a text, in a dtype."""
        own = [*self._numbers, *([math.nan] if self.has_blank else [])]
        if not np.array_equal(np.array(numbers, dtype=kind), np.array(own, dtype=kind), equal_nan=True):
            return super().spread_numbers(numbers, kind)
        same: np.ndarray = self.values.astype(kind)
        if self.has_blank:
            same[self.blank] = math.nan
        return same

    def take(self, rows: np.ndarray) -> Column:
        """Return some rows, given by a mask or by their places."""
        return IntegerColumn(self.values[rows])

    def integers(self) -> np.ndarray | None:
        """Return the cells as whole numbers, or None if any is blank or too long."""
        low, high = int(self.values.min()), int(self.values.max())
        if max(-low, high) > _LARGEST or (low <= GAP and bool(self.blank.any())):
            return None
        whole: np.ndarray = self.values.astype("int64")
        return whole


def count_signs(values: np.ndarray) -> int:
    """Return how many characters it takes to write numbers; a blank takes none.

    Examples
    --------
    >>> count_signs(np.array([7, -12, 0, GAP], dtype="int8"))
    5
    """
    low, high = int(values.min()), int(values.max())
    blanks = int(np.count_nonzero(values == GAP)) if low <= GAP else 0
    signs = len(values) - blanks
    if low < 0:
        signs += int(np.count_nonzero(values < 0)) - blanks
    ten = 10
    while ten <= max(high, -low):
        signs += int(np.count_nonzero(values >= ten)) if ten <= high else 0
        signs += int(np.count_nonzero(values <= -ten)) - (blanks if -ten >= GAP else 0) if -ten >= low else 0
        ten *= 10
    return signs
