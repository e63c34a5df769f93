"""The pass on a Spark cluster: executors make the same sums of their partitions, and these are added pairwise."""

from __future__ import annotations

import os
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from survey.errors import DataError, OptionError, ReadError
from survey.scale.batch import FILE_STRIDE, KEPT, Batch, from_arrow, from_lists
from survey.scale.files import FORMATS, list_files
from survey.scale.partial import TablePartial, empty_partial, take_partial
from survey.scale.plan import TablePlan
from survey.scale.source import check_columns, has_package, need_package

#: The column of row numbers.
ROW = "__row__"
SCHEMA = "part long, held binary"
#: More partials than this are merged by the executors before they are collected.
MOST_COLLECTED = 32
_NUMBERS = ("tinyint", "smallint", "int", "bigint", "float", "double", "boolean", "decimal")
_OURS = re.compile(r"survey\.errors\.DataError: (.+)")
_ROWS_LOOKED_AT = 100
_LOCAL = re.compile("^file:/+")  # written with one slash or three


class SparkTable:
    """A Spark data frame, with a column of row numbers where its files have them."""

    def __init__(self, frame: Any) -> None:
        self.frame = frame

    def columns(self) -> dict[str, str]:
        """Return the columns and whether they hold numbers."""
        return {
            name: "number" if kind.startswith(_NUMBERS) else "text" for name, kind in self.frame.dtypes if name != ROW
        }

    def peek(self, plan: TablePlan) -> Batch | None:
        """Return some rows of the plan's columns."""
        check_columns(self.columns(), plan, "the Spark frame")
        with _naming():
            rows = self.frame.select(*map(_spark_name, plan.columns)).limit(_ROWS_LOOKED_AT).collect()
        values = {name: [row[at] for row in rows] for at, name in enumerate(plan.columns)}
        return from_lists(values, plan.number_columns, len(rows), 0)

    def sum(self, plan: TablePlan) -> TablePartial:
        """Return the sums of the whole frame.

        Parameters
        ----------
        plan
            What to take.

        Notes
        -----
        A partition's sums depend on its rows alone, so a task that is run again gives the same. Partials are merged in
        the order of partitions.
        """
        check_columns(self.columns(), plan, "the Spark frame")
        with _naming():
            parts = _select(self.frame, plan).mapInArrow(_Summer(plan), SCHEMA)
            if (count := self.frame.rdd.getNumPartitions()) > MOST_COLLECTED:
                width = int(np.ceil(np.sqrt(count)))
                parts = parts.groupBy((parts["part"] / width).cast("long")).applyInArrow(_merge, SCHEMA)
            rows = sorted(parts.collect(), key=lambda row: row["part"])
        whole = empty_partial(plan)
        for row in rows:
            whole = whole + TablePartial.from_bytes(bytes(row["held"]))
        return whole


class _Summer:
    """Make one partial of the Arrow batches of a partition."""

    def __init__(self, plan: TablePlan) -> None:
        self.plan = plan

    def __call__(self, batches: Iterator[Any]) -> Iterator[Any]:
        from pyspark import TaskContext

        context = TaskContext.get()
        whole = empty_partial(self.plan)
        with threadpool_limits(1, user_api="blas"):
            for table in _gather(batches, self.plan.rows_at_once):
                whole = whole + take_partial(_batch(table, self.plan), self.plan)
        yield _one_row(0 if context is None else context.partitionId(), whole)


def _gather(batches: Iterator[Any], size: int) -> Iterator[Any]:
    """Yield tables of at least so many rows as are multiplied at once, the last one aside."""
    import pyarrow as pa

    held: list[Any] = []
    for batch in batches:
        held.append(batch)
        if sum(one.num_rows for one in held) >= size:
            yield pa.Table.from_batches(held)
            held = []
    if held:
        yield pa.Table.from_batches(held)


def _batch(table: Any, plan: TablePlan) -> Batch:
    names = [*plan.columns, *([] if plan.where is None else [KEPT])]
    batch = from_arrow(table, names)
    rows = table.column(ROW).to_numpy()
    return Batch(batch.columns, batch.size, 0, batch.kept, rows)


def _merge(table: Any) -> Any:
    """Add up the partials of some partitions, in their order."""
    import pyarrow as pa

    rows = sorted(table.to_pylist(), key=lambda row: row["part"])
    whole = TablePartial.from_bytes(rows[0]["held"])
    for row in rows[1:]:
        whole = whole + TablePartial.from_bytes(row["held"])
    return pa.Table.from_batches([_one_row(rows[0]["part"], whole)])


def _one_row(part: int, partial: TablePartial) -> Any:
    import pyarrow as pa

    held = pa.array([partial.to_bytes()], type=pa.binary())
    return pa.RecordBatch.from_arrays([pa.array([part], type=pa.int64()), held], names=["part", "held"])


def _select(frame: Any, plan: TablePlan) -> Any:
    """Return the plan's columns, the filter and row numbers."""
    from pyspark.sql import functions as f

    wanted = [frame[_spark_name(name)] for name in plan.columns]
    if plan.where is not None:
        wanted.append(f.expr(f"({plan.where})").alias(KEPT))
    number = frame[ROW] if ROW in frame.columns else f.monotonically_increasing_id().alias(ROW)
    return frame.select(*wanted, number)


def _spark_name(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def is_spark_frame(table: Any) -> bool:
    """Tell whether something is a Spark data frame."""
    return type(table).__module__.startswith("pyspark.sql")


def open_spark_table(table: Any) -> SparkTable:
    """Return files as a Spark table.

    Parameters
    ----------
    table
        A file, a folder or a pattern of Parquet or CSV files; or an address such as ``s3a://…`` that Spark can read.

    Raises
    ------
    OptionError
        Spark or Java is missing, or the table is not made of files.
    """
    if not isinstance(table, str | Path):
        raise OptionError("engine='spark' reads files and Spark frames; leave engine out for connections and batches.")
    session = _open_session()
    names = [str(table)] if "://" in str(table) else [str(path.resolve()) for path in list_files(table)]
    kind = FORMATS.get(Path(names[0]).suffix.lower(), "parquet")
    with _naming():
        if kind == "csv":
            return SparkTable(session.read.csv(names, header=True, inferSchema=True))
        frame = session.read.parquet(*names)
        return SparkTable(_number_rows(frame))


def _number_rows(frame: Any) -> Any:
    """Add row numbers: the place of the file among all, sorted by name, and the place of the row in its file."""
    from pyspark.sql import functions as f

    files = sorted(_LOCAL.sub("", file) for file in frame.inputFiles())
    pairs = [f.lit(part) for place, file in enumerate(files) for part in (file, place * FILE_STRIDE)]
    path = f.regexp_replace(f.col("_metadata.file_path"), _LOCAL.pattern, "")
    # a path spelt in yet another way would have no place: such rows are numbered by partition
    first = f.coalesce(f.element_at(f.create_map(*pairs), path), f.monotonically_increasing_id())
    return frame.withColumn(ROW, first + f.col("_metadata.row_index"))


def _open_session() -> Any:
    """Return the active session, or one of this machine."""
    sql = need_package("pyspark.sql", "engine='spark'", "spark")
    if not has_package("pyarrow"):
        need_package("pyarrow", "engine='spark'", "spark")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    active = sql.SparkSession.getActiveSession()
    if active is not None:
        return active
    try:
        return sql.SparkSession.builder.appName("survey").config("spark.ui.showConsoleProgress", "true").getOrCreate()
    except Exception as error:
        raise OptionError(
            f"Spark does not start ({_first_line(error)}): it needs Java 17 or later; set JAVA_HOME, or use "
            "engine='local'."
        ) from error


@contextmanager
def _naming() -> Iterator[None]:
    """Turn what Spark raises into an error of ours; what it says of its pandas interface does not concern us."""
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings(
                "ignore", message="PySpark does not yet fully support pandas", category=FutureWarning
            )
            yield
    except Exception as error:
        if not type(error).__module__.startswith(("pyspark", "py4j")):
            raise
        ours = _OURS.search(str(error))
        if ours is not None:
            raise DataError(ours[1]) from error
        raise ReadError(f"Spark cannot read the table: {_first_line(error)}. Nothing was computed.") from error


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:300] or type(error).__name__
