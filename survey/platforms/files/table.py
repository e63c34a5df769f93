"""A table of text cells: what every kind of file becomes before anything is understood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

import numpy as np

from survey.errors import ReadError
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_one

Record = Sequence[str]
Role = Literal["answer", "id", "paradata", "personal", "extra"]
MOST_ODD = 1_000_000  # findings about rows and cells, beyond which a file is no table
MOST_MISSING = 20_000_000  # cells that short rows may lack together
MOST_COLUMNS = 20_000  # a workbook has 16,384; a file with more was read with the wrong separator, or is an attack


@dataclass(frozen=True, kw_only=True)
class Origin:
    """Where a table came from.

    Attributes
    ----------
    kind
        csv, tsv, xlsx, json, data frame and so on.
    platform
        The platform whose export it was taken for; None before that is known.
    """

    file: str
    sha256: str
    kind: str
    encoding: str | None = None
    separator: str | None = None
    sheet: str | None = None
    platform: str | None = None

    def describe(self) -> str:
        """Return one line for the log: file, kind, encoding and separator or sheet, platform."""
        separator = repr(self.separator) if self.separator else None
        sheet = f"sheet '{self.sheet}'" if self.sheet else None
        platform = f"read as {self.platform}" if self.platform else None
        parts = (self.kind, self.encoding, separator, sheet, platform)
        return f"{self.file}: " + ", ".join(part for part in parts if part)


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Headings over columns of text cells, one row a respondent.

    Attributes
    ----------
    headings
        As in the file, without blanks round them; in an adapted table what each column means.
    columns
        One for each heading, of n_rows cells; "" is an empty cell.
    rows
        The row of each respondent in the file, the first row being 1; a record with line breaks in it is one row.
    findings
        What was found wrong while the table was read.
    names
        The headings as in the file, for messages; () where `headings` still are.
    wordings
        The question over each column, where the file has one beside the heading; () where it has none.
    labels
        The place of a column to what the file says its values mean: text of a value to label.
    roles
        The place of a column to what it is, where that is known without looking at the heading.
    hidden
        The place of a column to which respondents were not shown the question, bool of shape (n_rows,). A column
        without an entry is one whose file does not tell; one with an entry tells of every respondent.
    """

    origin: Origin
    headings: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: np.ndarray
    findings: tuple[Finding, ...] = ()
    names: tuple[str, ...] = ()
    wordings: tuple[str, ...] = ()
    labels: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    roles: Mapping[int, Role] = field(default_factory=dict)
    hidden: Mapping[int, np.ndarray] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def name_column(self, position: int) -> str:
        """Return the heading of a column as in the file, or its place where it has none."""
        return (self.names or self.headings)[position] or f"column {position + 1}"

    def word_column(self, position: int) -> str:
        """Return the question over a column, "" where the file has none."""
        return self.wordings[position] if self.wordings else ""

    def find(self, heading: str) -> int | None:
        """Return the place of the first column with a heading, or None."""
        return next((place for place, own in enumerate(self.headings) if own == heading), None)

    def take(self, rows: np.ndarray) -> Table:
        """Return the table with some rows only, given by a mask."""
        return replace(
            self,
            columns=tuple(column.take(rows) for column in self.columns),
            rows=self.rows[rows],
            hidden={place: mask[rows] for place, mask in self.hidden.items()},
        )


@dataclass
class _Body:
    """The rows under the heading, and what was wrong with them."""

    file: str
    rows: list[int] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    missing: int = 0  # cells that short rows lack

    def name(self, finding: Finding, missing: int = 0) -> None:
        """Keep a finding; raise if there are so many that the file can be no table of answers."""
        self.findings.append(finding)
        self.missing += missing
        if len(self.findings) > MOST_ODD or self.missing > MOST_MISSING:
            raise ReadError(
                f"{self.file}, row {finding.rows[0]}: too many rows up to here are blank, or have fewer or more cells "
                "than there are headings. Check separator and quotation marks, and export one row a respondent."
            )


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
    headings = tuple(map(clean_heading, records[first]))
    _check_width(headings, origin)
    body = _body(records, first, headings, origin.file)
    if not body.records:
        shown = ", ".join(heading for heading in headings[:5] if heading)
        raise ReadError(
            f"{origin.file} has headings ({shown}, …) but no respondents under them. "
            "Export the answers again, and check that no filter of the platform leaves everybody out."
        )
    columns = tuple(Column.from_cells(values) for values in zip(*body.records, strict=True))
    return Table(
        origin=origin,
        headings=headings,
        columns=columns,
        rows=np.array(body.rows, dtype="int64"),
        findings=(*findings, *body.findings),
    )


def clean_heading(text: str) -> str:
    """Return a heading without blanks round it and without byte order marks."""
    return text.replace("\ufeff", "").strip()


def _is_blank(record: Record) -> bool:
    return not "".join(record).strip()


def _check_width(headings: Sequence[str], origin: Origin) -> None:
    if len(headings) > MOST_COLUMNS:
        raise ReadError(
            f"{origin.file} has {len(headings):,} columns; {MOST_COLUMNS:,} are the most that are read. Check the "
            "separator, and export one row a respondent."
        )


def _body(records: Sequence[Record], first: int, headings: tuple[str, ...], file: str) -> _Body:
    body = _Body(file)
    width, heading = len(headings), list(records[first])
    last = max((index for index, record in enumerate(records) if len(record)), default=first)
    for row, record in enumerate(records[first + 1 : last + 1], first + 2):
        if _is_blank(record):
            body.name(name_one("", "empty row", row=row))
            continue
        if list(record) == heading:
            body.name(name_one("", "the headings again; not a respondent", row=row))
            continue
        body.rows.append(row)
        body.records.append(record if len(record) == width else _fit(record, row, headings, body))
    return body


def _fit(record: Record, row: int, headings: tuple[str, ...], body: _Body) -> Record:
    """Return a record as wide as the headings, naming what was missing or too much."""
    width = len(headings)
    if any(headings[len(record) :]):
        missing = f"the row has {len(record)} of {width} cells; the others are taken as blank"
        body.name(name_one(headings[len(record)], missing, row=row), width - len(record))
    for place, value in enumerate(record[width:], width + 1):
        if value.strip():
            reason = f"the row has more cells than there are headings ({width}); not read"
            body.name(name_one(f"column {place}", reason, row=row, value=value))
    return [*record[:width], *[""] * (width - len(record))]
