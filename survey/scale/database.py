"""A table of a DuckDB or SQLite database, read in the order of storage."""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from survey.errors import OptionError, ReadError, SurveyError
from survey.scale.batch import KEPT, Batch, from_arrow, from_lists
from survey.scale.plan import TablePlan
from survey.scale.source import check_columns, need_package, quote_name, select_sql

_SQLITE_MAGIC, _DUCKDB_MAGIC = b"SQLite format 3\x00", b"DUCK"
#: Rows of SQLite held as Python's numbers at once.
ROWS_FETCHED = 1 << 15
_DUCKDB_NUMBERS = ("INT", "FLOAT", "DOUBLE", "DECIMAL", "BOOLEAN", "NUMERIC")


def is_sqlite_file(path: Path) -> bool:
    """Tell whether a file is an SQLite database."""
    with path.open("rb") as file:
        return file.read(16) == _SQLITE_MAGIC


def is_duckdb_file(path: Path) -> bool:
    """Tell whether a file is a DuckDB database."""
    with path.open("rb") as file:
        return file.read(12)[8:] == _DUCKDB_MAGIC


class _SqlTable(ABC):
    """A table that answers to SQL."""

    connection: Any
    name: str

    @abstractmethod
    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns."""

    def n_rows(self) -> int | None:
        """Return the number of rows."""
        return int(self.connection.execute(f"SELECT count(*) FROM {quote_name(self.name)}").fetchone()[0])

    def peek(self, plan: TablePlan) -> Batch | None:
        """Return the first rows."""
        return next(self.batches(plan), None)


class SqliteTable(_SqlTable):
    """A table of an SQLite file or connection."""

    def __init__(self, database: Path | sqlite3.Connection, name: str | None) -> None:
        self.connection = sqlite3.connect(database) if isinstance(database, Path) else database
        query = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
        self.name = _choose(name, [row[0] for row in self.connection.execute(query)])

    def columns(self) -> dict[str, str]:
        """Return the columns; what they hold turns out on reading, since SQLite does not enforce it."""
        found = self.connection.execute(f"PRAGMA table_info({quote_name(self.name)})")
        return {row[1]: "unknown" for row in found}

    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns."""
        check_columns(self.columns(), plan, f"table {self.name}")
        names = [*plan.columns, *([] if plan.where is None else [KEPT])]
        first_row = 0
        try:
            with closing(self.connection.execute(select_sql(plan, self.name, KEPT))) as cursor:
                while rows := cursor.fetchmany(ROWS_FETCHED):
                    values = dict(zip(names, zip(*rows, strict=True), strict=True))
                    yield from_lists(values, plan.number_columns, len(rows), first_row)
                    first_row += len(rows)
        except sqlite3.Error as error:
            raise _read_error(self.name, first_row, error) from error


class DuckTable(_SqlTable):
    """A table of a DuckDB file or connection."""

    def __init__(self, database: Any, name: str | None) -> None:
        duckdb = need_package("duckdb", "a DuckDB table")
        need_package("pyarrow", "a DuckDB table")
        self.connection = duckdb.connect(str(database), read_only=True) if isinstance(database, Path) else database
        found = self.connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
        self.name = _choose(name, [row[0] for row in found])

    def columns(self) -> dict[str, str]:
        """Return the columns and whether they hold numbers."""
        found = self.connection.execute(f"DESCRIBE {quote_name(self.name)}").fetchall()
        return {
            row[0]: "number" if any(kind in row[1] for kind in _DUCKDB_NUMBERS) and "[" not in row[1] else "text"
            for row in found
        }

    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns."""
        check_columns(self.columns(), plan, f"table {self.name}")
        names = [*plan.columns, *([] if plan.where is None else [KEPT])]
        first_row = 0
        try:
            result = self.connection.sql(select_sql(plan, self.name, KEPT))
            # DuckDB 2 has the first name, earlier versions the second
            open_reader = getattr(result, "to_arrow_reader", None) or result.fetch_arrow_reader
            for found in open_reader(plan.rows_at_once):
                yield from_arrow(found, names, first_row)
                first_row += found.num_rows
        except SurveyError:
            raise
        except Exception as error:
            raise _read_error(self.name, first_row, error) from error


def _choose(name: str | None, known: list[str]) -> str:
    if name is None and len(known) == 1:
        return known[0]
    if name is None or name not in known:
        shown = ", ".join(known) or "none"
        given = "which table? Give table_name=" if name is None else f"there is no table '{name}'; give table_name="
        raise OptionError(f"{given} one of: {shown}.")
    return name


def _read_error(name: str, row: int, error: Exception) -> ReadError:
    said = str(error).strip().split("\n")[0][:300]
    return ReadError(f"table {name} cannot be read after row {row:,}: {said}. Nothing was computed; check where= too.")
