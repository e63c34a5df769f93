"""One column of text, each different text kept once, so that each is understood once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
import pandas as pd

INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")


class Column:
    """The cells of a column; they never change.

    Attributes
    ----------
    texts
        The different texts; every one stands in some row.
    places
        For each row the place of its text in `texts`, shape (n_rows,).

    Examples
    --------
    >>> column = Column.from_cells(["a", "", "a"])
    >>> column.texts, column.places.tolist(), list(column.map(str.upper))
    (['a', ''], [0, 1, 0], ['A', '', 'A'])
    """

    def __init__(self, texts: Sequence[str], places: np.ndarray) -> None:
        self._texts = texts
        self._places: np.ndarray = places

    @property
    def texts(self) -> Sequence[str]:
        """The different texts."""
        return self._texts

    @property
    def places(self) -> np.ndarray:
        """For each row the place of its text."""
        return self._places

    @property
    def own_texts(self) -> Sequence[str]:
        """The different texts where a file can hold control characters; () where its reader refused them."""
        return self._texts

    @classmethod
    def from_cells(cls, cells: Iterable[str]) -> Column:
        """Return a column of these cells."""
        listed = list(cells)
        column = np.empty(len(listed), dtype=object)
        column[:] = listed
        places, texts = pd.factorize(column)
        return cls(list(texts), places)

    @classmethod
    def repeat(cls, text: str, size: int) -> Column:
        """Return a column with the same text in every row."""
        return cls([text], np.zeros(size, dtype=np.intp))

    def __len__(self) -> int:
        return len(self.places)

    def __getitem__(self, row: int) -> str:
        return self.texts[int(self.places[row])]

    def __iter__(self) -> Iterator[str]:
        texts = self.texts
        return (texts[place] for place in self.places)

    @cached_property
    def cells(self) -> np.ndarray:
        """Every cell, an object array of str, shape (n_rows,)."""
        return self.spread(self.texts)

    @cached_property
    def filled(self) -> bool:
        """Whether any cell holds more than blanks."""
        return any(text.strip() for text in self.texts)

    @property
    def blank(self) -> np.ndarray:
        """Which cells hold nothing but blanks, bool, shape (n_rows,)."""
        return self.mark(lambda text: not text.strip())

    def spread(self, values: Sequence[object]) -> np.ndarray:
        """Return for each row the value of its text, given one value a text; an object array."""
        each = np.empty(len(values), dtype=object)
        each[:] = values
        spread: np.ndarray = each[self.places]
        return spread

    def mark(self, holds: Callable[[str], bool]) -> np.ndarray:
        """Return for which cells something holds, bool, shape (n_rows,)."""
        marked: np.ndarray = np.array([bool(holds(text)) for text in self.texts], dtype=bool)[self.places]
        return marked

    def map(self, change: Callable[[str], str]) -> Column:
        """Return the column with every text changed."""
        return self.relabel([change(text) for text in self.texts])

    def take(self, rows: np.ndarray) -> Column:
        """Return some rows, given by a mask or by their places."""
        places = self.places[rows]
        used = np.zeros(len(self.texts), dtype=bool)
        used[places] = True
        if used.all():
            return Column(self.texts, places)
        renumbered = np.cumsum(used) - 1
        return Column([text for text, one in zip(self.texts, used, strict=True) if one], renumbered[places])

    def replace(self, rows: np.ndarray, text: str) -> Column:
        """Return the column with one text in the rows of a mask."""
        changed = Column([*self.texts, text], np.where(rows, np.intp(len(self.texts)), self.places))
        return changed.take(np.ones(len(self), dtype=bool)).relabel(None)

    def spread_numbers(self, numbers: Sequence[float], out: np.ndarray) -> np.ndarray:
        """Write for each row the number of its text, given one number a text, and return what was written on."""
        return np.array(numbers, dtype=out.dtype).take(self.places, out=out, mode="clip")

    def series(self) -> pd.Series:
        """Return the cells as text as written, missing where blank."""
        texts = pd.array([text if text.strip() else None for text in self.texts], dtype="str")
        return pd.Series(texts.take(self.places), copy=False)

    def integers(self) -> np.ndarray | None:
        """Return the cells as whole numbers, or None unless all are written as such without leading zeros."""
        if not all(INTEGER.fullmatch(text.strip()) for text in self.texts):
            return None
        numbers: np.ndarray = np.array([int(text) for text in self.texts], dtype="int64")[self.places]
        return numbers

    def moments(self) -> np.ndarray | None:
        """Return the cells as moments, or None unless all are blank or ``2026-11-22 14:05:16`` without a zone."""
        return None

    def relabel(self, texts: Sequence[str] | None) -> Column:
        """Return the column with other texts, one for each of its own, equal ones made one."""
        own = Column.from_cells(self.texts if texts is None else texts)
        return Column(own.texts, own.places[self.places])
