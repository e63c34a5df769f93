"""Arrow batches from a reader of the caller's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from survey.errors import DataError
from survey.scale.batch import KEPT, Batch, from_arrow, from_polars
from survey.scale.plan import TablePlan
from survey.scale.source import check_columns, need_package


class ArrowBatches:
    """Record batches or tables of pyarrow, or frames of polars; an iterator is read once."""

    def __init__(self, batches: Any) -> None:
        given: Iterable[Any] = [batches] if hasattr(batches, "column_names") or hasattr(batches, "height") else batches
        self._rest = iter(given)
        self._first = next(self._rest, None)
        if self._first is None:
            raise DataError("there is no batch: the iterator is empty, or has been read before.")

    def columns(self) -> dict[str, str]:
        """Return the columns of the first batch."""
        return dict.fromkeys(_names(self._first), "unknown")

    def n_rows(self) -> int | None:
        """Return None: batches are counted as they come."""
        return None

    def peek(self, plan: TablePlan) -> Batch | None:
        """Return the first batch; it is still there to be read."""
        check_columns(self.columns(), plan, "batch 1")
        return _convert(self._first, plan, 0)

    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns of every batch."""
        first_row = 0
        for number, found in enumerate(chain([self._first], self._rest)):
            check_columns(dict.fromkeys(_names(found), "unknown"), plan, f"batch {number + 1}")
            batch = _convert(found, plan, first_row)
            yield batch
            first_row += len(batch)


def _names(batch: Any) -> list[str]:
    if hasattr(batch, "height"):
        return list(batch.columns)
    if not hasattr(batch, "schema"):
        raise DataError(f"a batch is a pyarrow RecordBatch or Table, or a polars frame, not {type(batch).__name__}.")
    return list(batch.schema.names)


def _convert(found: Any, plan: TablePlan, first_row: int) -> Batch:
    if plan.where is None and not hasattr(found, "height"):
        return from_arrow(found, plan.columns, first_row)
    pl = need_package("polars", "where= on batches")
    frame = found if hasattr(found, "height") else pl.from_arrow(found)
    wanted = [pl.col(name) for name in plan.columns]
    if plan.where is not None:
        wanted.append(pl.sql_expr(plan.where).alias(KEPT))
    return from_polars(frame.select(wanted), first_row)
