"""Batches of rows as numpy columns, whichever reader they come from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError

#: The column in which a reader says whether a row fulfils the filter.
KEPT = "__kept__"
#: How far apart the row numbers of two files are.
FILE_STRIDE = 2**40
_NUMBERS = "biuf"


@dataclass(frozen=True)
class Column:
    """Values, and where they are missing; None: nowhere.

    A column of names, such as respondents' ids, is a list.
    """

    values: NDArray[Any] | list[Any]
    missing: NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Batch:
    """Some rows of a table.

    Attributes
    ----------
    columns
        Name to column, each with one value a row.
    size
        Number of rows.
    first_row
        Number of the first row in its table.
    kept
        Whether a row fulfils the filter; None: all do.
    rows
        Number of each row in its table, where they do not follow one another.
    """

    columns: Mapping[str, Column]
    size: int
    first_row: int = 0
    kept: NDArray[np.bool_] | None = None
    rows: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return self.size

    def parts(self, size: int) -> Iterator[Batch]:
        """Yield the batch in parts of so many rows at most."""
        for begin in range(0, self.size, size):
            part = slice(begin, min(begin + size, self.size))
            columns = {
                name: Column(column.values[part], None if column.missing is None else column.missing[part])
                for name, column in self.columns.items()
            }
            kept = None if self.kept is None else self.kept[part]
            rows = None if self.rows is None else self.rows[part]
            yield Batch(columns, part.stop - begin, self.first_row + begin, kept, rows)


def make_batch(columns: dict[str, Column], size: int, first_row: int = 0, rows: Any = None) -> Batch:
    """Return a batch; the column `KEPT`, where there is one, becomes its filter."""
    kept = columns.pop(KEPT, None)
    mask = None
    if kept is not None:
        mask = np.asarray(kept.values, dtype=bool)
        mask = mask if kept.missing is None else mask & ~kept.missing
    return Batch(columns, size, first_row, mask, rows)


def from_arrow(table: Any, names: Sequence[str], first_row: int = 0) -> Batch:
    """Return a batch of the named columns of a pyarrow table or record batch."""
    return make_batch({name: _arrow_column(table.column(name)) for name in names}, table.num_rows, first_row)


def from_polars(frame: Any, first_row: int = 0) -> Batch:
    """Return a batch of all columns of a polars frame."""
    return make_batch({series.name: _polars_column(series) for series in frame.iter_columns()}, frame.height, first_row)


def from_lists(values: Mapping[str, Sequence[Any]], names: Sequence[str], size: int, first_row: int) -> Batch:
    """Return a batch of lists, None where a value is missing; of the columns named, numbers are made.

    Raises
    ------
    DataError
        A named column holds something else.
    """
    columns = {}
    for name, cells in values.items():
        if name in names or name == KEPT:
            try:
                numbers = np.array(cells, dtype=np.float64)
            except (TypeError, ValueError) as error:
                raise text_error(name, "text") from error
            missing = np.isnan(numbers)
            columns[name] = Column(np.where(missing, 0, numbers), missing)
        elif all(type(cell) is int for cell in cells):
            columns[name] = Column(np.array(cells, dtype=np.int64))
        else:
            columns[name] = Column(list(cells))
    return make_batch(columns, size, first_row)


def text_error(name: str, kind: object) -> DataError:
    """Return the error for a column that holds no numbers."""
    return DataError(
        f"column '{name}' holds no numbers ({kind}); code the answers as whole numbers first, as "
        "survey.read_responses does, or leave the column out."
    )


def _arrow_column(array: Any) -> Column:
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = array.type
    if pa.types.is_dictionary(kind):
        array = array.cast(kind.value_type)
    if pa.types.is_decimal(array.type):
        array = array.cast(pa.float64())
    if pa.types.is_null(array.type):
        return Column(np.zeros(len(array)), np.ones(len(array), dtype=bool))
    if not (pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_boolean(array.type)):
        return Column(array.to_pylist())
    missing = None
    if array.null_count:
        missing = pc.is_null(array).to_numpy(zero_copy_only=False)
        array = pc.fill_null(array, False if pa.types.is_boolean(array.type) else 0)
    return _number(array.to_numpy(zero_copy_only=False), missing)


def _polars_column(series: Any) -> Column:
    if series.dtype.is_decimal():
        import polars as pl

        series = series.cast(pl.Float64)
    name = str(series.dtype)
    if name == "Null":
        return Column(np.zeros(len(series)), np.ones(len(series), dtype=bool))
    if not (series.dtype.is_numeric() or name == "Boolean"):
        return Column(series.to_list())
    missing = None
    if series.null_count():
        missing = series.is_null().to_numpy()
        series = series.fill_null(False if name == "Boolean" else 0)
    return _number(series.to_numpy(), missing)


def _number(values: NDArray[Any], missing: NDArray[np.bool_] | None) -> Column:
    """Return a column of numbers whose missing ones include NaN."""
    if values.dtype.kind == "b":
        values = values.view(np.int8)
    if values.dtype.kind not in _NUMBERS:
        return Column(values.tolist(), missing)
    if values.dtype.kind == "f":
        holes = np.isnan(values)
        if holes.any():
            missing = holes if missing is None else missing | holes
            values = np.where(holes, values.dtype.type(0), values)
    return Column(values, missing)
