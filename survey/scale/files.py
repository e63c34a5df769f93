"""Parquet and CSV files, one or many, read batch by batch through polars or pyarrow."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from survey.errors import OptionError, ReadError, SurveyError
from survey.scale.batch import FILE_STRIDE, KEPT, Batch, from_arrow, from_polars
from survey.scale.plan import TablePlan
from survey.scale.source import check_columns, has_package, need_package

FORMATS = {".parquet": "parquet", ".pq": "parquet", ".csv": "csv"}
#: Lines of a CSV file from which the kinds of its columns are taken.
LINES_LOOKED_AT = 10_000
#: Rows looked at before all are read.
ROWS_PEEKED = 1000
_PATTERN_SIGNS = set("*?[")


def list_files(table: str | Path) -> list[Path]:
    """Return the files of a path, a folder or a pattern, sorted by name.

    Raises
    ------
    OptionError
        There is none, or they are of two formats.
    """
    path = Path(table)
    if path.is_dir():
        found = [one for one in path.rglob("*") if one.suffix.lower() in FORMATS and one.name[0] not in "._"]
    elif _PATTERN_SIGNS & set(str(path)) and not path.exists():
        anchor = Path(path.anchor or ".")
        found = list(anchor.glob(str(path.relative_to(path.anchor) if path.anchor else path)))
    else:
        found = [path]
    if not found or not all(one.is_file() for one in found):
        raise OptionError(f"{table}: there is no such file, folder or pattern of .parquet or .csv files.")
    formats = {FORMATS.get(one.suffix.lower(), "") for one in found}
    if "" in formats or len(formats) > 1:
        suffixes = ", ".join(sorted({one.suffix or "none" for one in found}))
        raise OptionError(
            f"{table}: files of one format are needed, .parquet or .csv, or a DuckDB or SQLite file; found: {suffixes}."
        )
    return sorted(found)


class TableFiles:
    """Files with the same columns, one after the other."""

    def __init__(self, paths: list[Path]) -> None:
        self.paths = paths
        self.format = FORMATS[paths[0].suffix.lower()]
        if not has_package("polars") and not has_package("pyarrow"):
            need_package("polars", "reading large tables")
        self.by_polars = has_package("polars")

    def columns(self) -> dict[str, str]:
        """Return the columns of the first file and whether they hold numbers."""
        return self._columns_of(self.paths[0])

    def n_rows(self) -> int | None:
        """Return the number of rows of Parquet files."""
        if self.format == "csv":
            return None
        counts = []
        for path in self.paths:
            with _naming(path):
                counts.append(_count(path, self.by_polars))
        return sum(counts)

    def peek(self, plan: TablePlan) -> Batch | None:
        """Return the first rows of the first file."""
        path = self.paths[0]
        check_columns(self._columns_of(path), plan, path.name)
        with _naming(path):
            if self.by_polars:
                return from_polars(_scan(path, self.format).select(plan.columns).head(ROWS_PEEKED).collect())
            return from_arrow(_dataset(path, self.format).head(ROWS_PEEKED, columns=list(plan.columns)), plan.columns)

    def batches(self, plan: TablePlan) -> Iterator[Batch]:
        """Yield the plan's columns of every file; a file whose columns differ is refused before any is read."""
        for path in self.paths:
            check_columns(self._columns_of(path), plan, path.name)
        for number, path in enumerate(self.paths):
            read = self._by_polars if self.by_polars else self._by_pyarrow
            first_row = number * FILE_STRIDE
            batches = read(path, plan, first_row)
            while True:
                with _naming(path, first_row - number * FILE_STRIDE):
                    batch = next(batches, None)
                if batch is None:
                    break
                first_row += len(batch)
                yield batch

    def _columns_of(self, path: Path) -> dict[str, str]:
        with _naming(path):
            if self.by_polars:
                schema = _scan(path, self.format).collect_schema()
                return {
                    name: "number" if kind.is_numeric() or str(kind) in ("Boolean", "Null") else "text"
                    for name, kind in schema.items()
                }
            return _arrow_kinds(_dataset(path, self.format).schema)

    def _by_polars(self, path: Path, plan: TablePlan, first_row: int) -> Iterator[Batch]:
        import polars as pl

        wanted: list[Any] = [pl.col(name) for name in plan.columns]
        if plan.where is not None:
            wanted.append(pl.sql_expr(plan.where).alias(KEPT))
        frames = _scan(path, self.format).select(wanted)
        for frame in frames.collect_batches(chunk_size=plan.rows_at_once, maintain_order=True):
            yield from_polars(frame, first_row)
            first_row += frame.height

    def _by_pyarrow(self, path: Path, plan: TablePlan, first_row: int) -> Iterator[Batch]:
        if plan.where is not None:
            need_package("polars", "where= on files")
        scanner = _dataset(path, self.format).scanner(columns=list(plan.columns), batch_size=plan.rows_at_once)
        for found in scanner.to_batches():
            yield from_arrow(found, plan.columns, first_row)
            first_row += found.num_rows


def _scan(path: Path, kind: str) -> Any:
    import polars as pl

    if kind == "csv":
        return pl.scan_csv(path, infer_schema_length=LINES_LOOKED_AT, glob=False)
    return pl.scan_parquet(path, glob=False)


def _count(path: Path, by_polars: bool) -> int:
    if by_polars:
        import polars as pl

        return int(_scan(path, "parquet").select(pl.len()).collect().item())
    return int(_dataset(path, "parquet").count_rows())


def _dataset(path: Path, kind: str) -> Any:
    return need_package("pyarrow.dataset", "reading large tables").dataset(path, format=kind)


def _arrow_kinds(schema: Any) -> dict[str, str]:
    import pyarrow as pa

    def kind(one: Any) -> str:
        one = one.value_type if pa.types.is_dictionary(one) else one
        numbers = (
            pa.types.is_integer,
            pa.types.is_floating,
            pa.types.is_boolean,
            pa.types.is_decimal,
            pa.types.is_null,
        )
        return "number" if any(test(one) for test in numbers) else "text"

    return {field.name: kind(field.type) for field in schema}


@contextmanager
def _naming(path: Path, row: int | None = None) -> Iterator[None]:
    """Turn whatever a reader raises into an error that names the file and how far it was read."""
    try:
        yield
    except (SurveyError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
        raise
    except BaseException as error:  # a panic of polars is no Exception
        after = "" if row is None else f" after row {row:,}"
        said = str(error).strip().split("\n")[0][:300]
        raise ReadError(
            f"{path.name} cannot be read{after}: {said or type(error).__name__}. Nothing was computed. Check or "
            "rewrite that file; running again on a whole copy gives the same numbers as if nothing had happened."
        ) from error
