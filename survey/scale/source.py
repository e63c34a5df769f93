"""Where rows come from: files, a database, batches in memory; each yields the same batches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

from survey.errors import DataError, OptionError
from survey.scale.batch import Batch, text_error
from survey.scale.plan import TablePlan


class Source(Protocol):
    """A table that can be read from its beginning to its end, again and again unless it says otherwise."""

    def columns(self) -> dict[str, str]:
        """Return each column's name and whether it holds "number", "text" or, before it is read, "unknown"."""

    def n_rows(self) -> int | None:
        """Return how many rows there are, where that is known without reading them."""

    def peek(self, plan: TablePlan) -> Batch | None:
        """Return some rows of the plan's columns, without using them up; None where there is no row."""

    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns, row after row."""


def need_package(package: str, purpose: str, extra: str = "big") -> Any:
    """Return a package that is not always installed.

    Raises
    ------
    OptionError
        It is not there; the message says what to install.

    Examples
    --------
    >>> need_package("json", "JSON").__name__
    'json'
    """
    try:
        return import_module(package)
    except ImportError as error:
        name = package.partition(".")[0]
        raise OptionError(
            f"{purpose} needs the package {name}, which is not installed: pip install 'survey-workbench[{extra}]'."
        ) from error


def has_package(package: str) -> bool:
    """Tell whether a package is installed."""
    return find_spec(package) is not None


def check_columns(known: dict[str, str], plan: TablePlan, where: str) -> None:
    """Raise `DataError` where a column of the plan is missing or holds text.

    Parameters
    ----------
    known
        Column to what it holds.
    plan
        What is read.
    where
        The table, for the message.

    Raises
    ------
    DataError
        Names the column and the table.
    """
    missing = [name for name in plan.columns if name not in known]
    if missing:
        shown = ", ".join(list(known)[:40]) or "none"
        raise DataError(
            f"{where} has no column {', '.join(map(repr, missing))}; it has: {shown}. Name other columns, or "
            "rename them."
        )
    for name in plan.number_columns:
        if known[name] == "text":
            raise text_error(name, f"text, in {where}")


def open_source(table: Any, name: str | None = None) -> Source:
    """Return the source for a path, a connection, or batches.

    Parameters
    ----------
    table
        A Parquet or CSV file, a folder of them, a pattern, a DuckDB or SQLite file or connection, or Arrow batches.
    name
        The table of a database; None: its only one.

    Raises
    ------
    OptionError
        There is no such file, or nothing that reads it.
    """
    from survey.scale.arrow_batches import ArrowBatches
    from survey.scale.database import DuckTable, SqliteTable, is_duckdb_file, is_sqlite_file
    from survey.scale.files import TableFiles, list_files

    module = type(table).__module__.partition(".")[0].lstrip("_")
    if isinstance(table, str | Path):
        path = Path(table)
        if path.is_file() and is_sqlite_file(path):
            return SqliteTable(path, name)
        if path.is_file() and is_duckdb_file(path):
            return DuckTable(path, name)
        return TableFiles(list_files(table))
    if module == "sqlite3":
        return SqliteTable(table, name)
    if module == "duckdb":
        return DuckTable(table, name)
    if hasattr(table, "__iter__") or hasattr(table, "to_batches"):
        return ArrowBatches(table)
    raise OptionError(
        f"a table is a path, a DuckDB or SQLite connection, Arrow batches or a Spark frame, not {type(table).__name__}."
    )


def quote_name(name: str) -> str:
    """Return a name quoted for SQL."""
    return '"' + name.replace('"', '""') + '"'


def select_sql(plan: TablePlan, table: str, kept: str) -> str:
    """Return the query that reads a plan's columns in order of storage, with its filter as a column."""
    columns: Sequence[str] = [quote_name(name) for name in plan.columns]
    filtered = [] if plan.where is None else [f"({plan.where}) AS {quote_name(kept)}"]
    return f"SELECT {', '.join([*columns, *filtered])} FROM {quote_name(table)}"
