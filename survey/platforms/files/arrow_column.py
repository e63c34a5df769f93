"""Columns whose texts hardly repeat: ids, times, free text; kept in Arrow until their texts are asked for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from survey.platforms.files.column import INTEGER, Column

_MOMENT_LENGTH = len("2026-11-22 14:05:16")
_FIRST_YEAR = np.datetime64("0001-01-01", "us")


class ArrowColumn(Column):
    """A column on an Arrow array of strings.

    Parameters
    ----------
    array
        The cells.
    """

    def __init__(self, array: Any) -> None:
        self.array = array

    @cached_property
    def _plain(self) -> Column:
        return Column.from_cells(self.array.to_pylist())

    @property
    def texts(self) -> Sequence[str]:
        """The different texts."""
        return self._plain.texts

    @property
    def places(self) -> np.ndarray:
        """For each row the place of its text."""
        return self._plain.places

    @property
    def own_texts(self) -> Sequence[str]:
        """Nothing: a file with NUL characters is not read by Arrow."""
        return ()

    def __iter__(self) -> Iterator[str]:
        return iter(self.array.to_pylist())

    def __len__(self) -> int:
        return len(self.array)

    def __getitem__(self, row: int) -> str:
        return str(self.array[int(row)].as_py())

    @cached_property
    def _is_blank(self) -> Any:
        from pyarrow import compute

        return compute.or_(compute.equal(self.array, ""), compute.utf8_is_space(self.array))

    @cached_property
    def filled(self) -> bool:
        """Whether any cell holds more than blanks."""
        from pyarrow import compute

        return not compute.all(self._is_blank).as_py()

    @property
    def blank(self) -> np.ndarray:
        """Which cells hold nothing but blanks."""
        return np.asarray(self._is_blank.to_numpy(zero_copy_only=False), dtype=bool)

    def take(self, rows: np.ndarray) -> Column:
        """Return some rows, given by a mask or by their places."""
        chosen = np.flatnonzero(rows) if rows.dtype == bool else rows
        return ArrowColumn(self.array.take(chosen))

    def series(self) -> pd.Series:
        """Return the cells as text as written, missing where blank."""
        import pyarrow as pa
        from pyarrow import compute

        texts = compute.if_else(self._is_blank, pa.scalar(None, pa.large_string()), self.array.cast(pa.large_string()))
        return pd.Series(pd.array(texts, dtype="str"))

    def integers(self) -> np.ndarray | None:
        """Return the cells as whole numbers, or None unless all are written as such without leading zeros."""
        from pyarrow import compute

        if not INTEGER.fullmatch(self[0].strip()):
            return None
        texts = compute.utf8_trim_whitespace(self.array)
        if not compute.all(compute.match_substring_regex(texts, f"^({INTEGER.pattern})$")).as_py():
            return None
        return np.asarray(texts.cast("int64"))

    def moments(self) -> np.ndarray | None:
        """Return the cells as moments, or None unless all are blank or ``2026-11-22 14:05:16`` without a zone."""
        import pyarrow as pa
        from pyarrow import compute

        texts, lengths = self.array, compute.binary_length(self.array)
        if compute.min(lengths).as_py() != _MOMENT_LENGTH:
            texts = compute.if_else(self._is_blank, pa.scalar(None, pa.string()), texts)
            lengths = compute.binary_length(texts)
        shortest, longest = compute.min_max(lengths).as_py().values()
        if not shortest == longest == _MOMENT_LENGTH:
            return None
        try:
            moments = np.asarray(texts.cast(pa.timestamp("us")).to_numpy(zero_copy_only=False))
        except pa.ArrowInvalid:
            return None
        return None if (moments < _FIRST_YEAR).any() else moments
