"""A table of text cells: what every kind of file becomes before anything is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.findings import Finding, name_one

Record = Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a table came from.

    Attributes
    ----------
    kind
        csv, tsv, xlsx or data frame.
    """

    file: str
    sha256: str
    kind: str
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None

    def describe(self) -> str:
        """Return one line for the log: file, kind, encoding and separator or sheet."""
        separator = repr(self.separator) if self.separator else None
        sheet = f"sheet '{self.sheet}'" if self.sheet else None
        return f"{self.file}: " + ", ".join(part for part in (self.kind, self.encoding, separator, sheet) if part)


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Headings over columns of text cells, one row a respondent.

    Attributes
    ----------
    headings
        As in the file, without blanks round them.
    cells
        One object array of str for each heading, shape (n_rows,); "" is an empty cell.
    rows
        The row of each respondent in the file, the first row being 1; a record with line breaks in it is one row.
    findings
        What was found wrong while the table was read.
    """

    origin: Origin
    headings: tuple[str, ...]
    cells: tuple[np.ndarray, ...]
    rows: np.ndarray
    findings: tuple[Finding, ...] = ()

    def __len__(self) -> int:
        return len(self.rows)

    def name_column(self, position: int) -> str:
        """Return the heading of a column, or its place where it has none."""
        return self.headings[position] or f"column {position + 1}"


@dataclass
class _Body:
    """The rows under the heading, and what was wrong with them."""

    rows: list[int] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def build_table(records: Sequence[Record], origin: Origin, findings: Sequence[Finding] = ()) -> Table:
    """Build a table from records, the first that is not blank being the heading.

    Raises
    ------
    ReadError
        There is no heading, or nothing under it.
    """
    first = next((index for index, record in enumerate(records) if not _is_blank(record)), None)
    if first is None:
        raise ReadError(f"{origin.file} is empty: it has neither headings nor answers. Export the answers again.")
    headings = tuple(heading.replace("\ufeff", "").strip() for heading in records[first])
    body = _body(records, first, headings)
    if not body.records:
        shown = ", ".join(heading for heading in headings[:5] if heading)
        raise ReadError(
            f"{origin.file} has headings ({shown}, …) but no respondents under them. "
            "Export the answers again, and check that no filter of the platform leaves everybody out."
        )
    columns = tuple(_column(values) for values in zip(*body.records, strict=True))
    return Table(
        origin=origin,
        headings=headings,
        cells=columns,
        rows=np.array(body.rows, dtype="int64"),
        findings=(*findings, *body.findings),
    )


def _is_blank(record: Record) -> bool:
    return not "".join(record).strip()


def _column(values: Sequence[str]) -> np.ndarray:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def _body(records: Sequence[Record], first: int, headings: tuple[str, ...]) -> _Body:
    body = _Body()
    width, heading = len(headings), list(records[first])
    last = max((index for index, record in enumerate(records) if len(record)), default=first)
    for row, record in enumerate(records[first + 1 : last + 1], first + 2):
        if _is_blank(record):
            body.findings.append(name_one("", "empty row", row=row))
            continue
        if list(record) == heading:
            body.findings.append(name_one("", "the headings again; not a respondent", row=row))
            continue
        body.rows.append(row)
        body.records.append(record if len(record) == width else _fit(record, row, headings, body))
    return body


def _fit(record: Record, row: int, headings: tuple[str, ...], body: _Body) -> Record:
    """Return a record as wide as the headings, naming what was missing or too much."""
    width = len(headings)
    if len(record) < width:
        missing = f"the row has {len(record)} of {width} cells; the others are taken as blank"
        body.findings.append(name_one(headings[len(record)], missing, row=row))
    for place, value in enumerate(record[width:], width + 1):
        if value.strip():
            reason = f"the row has more cells than there are headings ({width}); not read"
            body.findings.append(name_one(f"column {place}", reason, row=row, value=value))
    return [*record[:width], *[""] * (width - len(record))]
