"""Which machinery makes the pass: threads here, or a Spark cluster."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np

from survey.errors import OptionError
from survey.scale.batch import Batch
from survey.scale.local import Progress, sum_table
from survey.scale.partial import TablePartial
from survey.scale.plan import TablePlan
from survey.scale.source import Source, open_source
from survey.scale.spark import SparkTable, is_spark_frame, open_spark_table

Engine = Literal["auto", "local", "spark"]

#: Plain columns whose values are larger are moved towards 0 before they are multiplied.
LARGE_VALUE = 1000.0


def open_table(table: Any, name: str | None, engine: Engine) -> Source | SparkTable:
    """Return the table, ready to be read by an engine.

    Parameters
    ----------
    table
        A path, a connection, Arrow batches, or a Spark data frame.
    name
        The table of a database.
    engine
        Which engine; "auto" takes Spark for Spark data frames only.

    Raises
    ------
    OptionError
        The engine cannot read such a table, or is not installed.
    """
    if is_spark_frame(table):
        if engine == "local":
            raise OptionError("engine='local' reads files, databases and Arrow batches; a Spark frame needs 'spark'.")
        return SparkTable(table)
    return open_spark_table(table) if engine == "spark" else open_source(table, name)


def sum_rows(source: Source | SparkTable, plan: TablePlan, progress: Progress | None) -> tuple[TablePartial, TablePlan]:
    """Return the sums of a table, and the plan with what was taken off large values.

    Parameters
    ----------
    source
        The table.
    plan
        What to take.
    progress
        Called with rows done and all rows.
    """
    if any(not variable.items for variable in plan.variables):
        plan = replace(plan, origins=_find_origins(source.peek(plan), plan))
    if isinstance(source, SparkTable):
        return source.sum(plan), plan
    return sum_table(source, plan, progress), plan


def _find_origins(batch: Batch | None, plan: TablePlan) -> dict[str, float]:
    """Return the first value of each plain column whose values are large."""
    origins = {}
    for variable in plan.variables if batch is not None else ():
        column = batch.columns[variable.name] if batch is not None and not variable.items else None
        if column is None or isinstance(column.values, list):
            continue
        there = column.values if column.missing is None else column.values[~column.missing]
        first = float(there[0]) if len(there) else 0.0
        if np.isfinite(first) and abs(first) > LARGE_VALUE:
            origins[variable.name] = float(np.rint(first))
    return origins
