"""Columns of whole numbers and blanks, kept as numbers until their texts are asked for."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from survey.platforms.files.column import Column

GAP = -128  # stands for a blank; a column that holds this number is kept as text
_LARGEST = 10**18 - 1  # the largest respondent id that is kept as a number
_AT_ONCE = 1 << 15  # rows that stay in the processor's cache with all that is made of them
_NARROW = 2  # bytes of a number, up to which a table of all numbers is kept


class IntegerColumn(Column):
    """A column of whole numbers, all written as Python writes them, and blanks.

    Parameters
    ----------
    values
        The numbers, of a signed integer type; `GAP` is a blank.

    Examples
    --------
    >>> column = IntegerColumn(np.array([3, GAP, 1, 3], dtype="int8"))
    >>> column.texts, list(column), column.spread_numbers([1, 3, math.nan], np.empty(4)).tolist()
    (['1', '3', ''], ['3', '', '1', '3'], [3.0, nan, 1.0, 3.0])
    """

    def __init__(self, values: np.ndarray) -> None:
        self.values = values
        self._found: np.ndarray | None = None

    @property
    def _different(self) -> np.ndarray:
        """The different values in ascending order."""
        if self._found is None:  # no cached_property: in Python 3.11 all columns would wait for one lock
            import pyarrow as pa

            self._found = np.sort(pa.array(self.values).unique().to_numpy())
        return self._found

    def _list_numbers(self) -> list[int]:
        """Return the different numbers in ascending order, without the blank."""
        numbers: list[int] = self._different[self._different != GAP].tolist()
        return numbers

    @property
    def has_blank(self) -> bool:
        """Whether any cell is blank."""
        return bool((self._different == GAP).any())

    @cached_property
    def _own_texts(self) -> list[str]:
        return [*map(str, self._list_numbers()), *([""] if self.has_blank else [])]

    @cached_property
    def _own_places(self) -> np.ndarray:
        given = self._different != GAP
        count = np.count_nonzero(given)
        order = np.where(given, np.cumsum(given) - 1, count).astype(np.min_scalar_type(count))
        if self.values.itemsize > _NARROW:
            return order[np.searchsorted(self._different, self.values)]
        unsigned = np.dtype(f"u{self.values.dtype}")  # a negative number as a place counts from the end
        table = np.zeros(np.iinfo(unsigned).max + 1, dtype=order.dtype)
        table[self._different.view(unsigned)] = order
        return table.take(self.values.view(unsigned))

    @property
    def texts(self) -> Sequence[str]:
        """The different texts."""
        _ = self._different  # found outside the lock under which the texts are kept
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
        return bool((self._different != GAP).any())

    @property
    def blank(self) -> np.ndarray:
        """Which cells hold nothing."""
        mask: np.ndarray = self.values == GAP
        return mask

    def spread_numbers(self, numbers: Sequence[float], out: np.ndarray) -> np.ndarray:
        """Write for each row the number of its text, given one number a text, and return what was written on."""
        has_blank = self.has_blank
        own = [*self._list_numbers(), *([math.nan] if has_blank else [])]
        if not np.array_equal(np.array(numbers, dtype=out.dtype), np.array(own, dtype=out.dtype), equal_nan=True):
            return super().spread_numbers(numbers, out)
        for begin in range(0, len(self.values), _AT_ONCE):
            part = slice(begin, begin + _AT_ONCE)
            out[part] = self.values[part]
            if has_blank:
                _blank_out(out[part], self.values[part] == GAP)
        return out

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


def _blank_out(numbers: np.ndarray, gaps: np.ndarray) -> None:
    """Turn numbers into NaN by their bits: to assign under a mask takes four times as long."""
    kind = np.dtype(f"u{numbers.itemsize}")
    bits = numbers.view(kind)
    nan = np.array(math.nan, dtype=numbers.dtype).view(kind)
    np.bitwise_or(bits, np.multiply(gaps, nan, dtype=kind), out=bits)


def count_signs(values: np.ndarray) -> int:
    """Return how many characters it takes to write numbers; a blank takes none.

    Examples
    --------
    >>> count_signs(np.array([7, -12, 0, GAP], dtype="int8"))
    5
    """
    low, high = int(values.min(initial=0)), int(values.max(initial=0))
    blanks = int(np.count_nonzero(values == GAP)) if low <= GAP else 0
    signs = values.size - blanks
    if low < 0:
        signs += int(np.count_nonzero(values < 0)) - blanks
    ten = 10
    while ten <= max(high, -low):
        signs += int(np.count_nonzero(values >= ten)) if ten <= high else 0
        signs += int(np.count_nonzero(values <= -ten)) - (blanks if -ten >= GAP else 0) if -ten >= low else 0
        ten *= 10
    return signs
