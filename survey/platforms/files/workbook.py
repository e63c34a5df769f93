"""Workbooks: the values of one sheet of an XLSX file."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from survey.errors import ReadError
from survey.platforms.files.cell import cell_text
from survey.platforms.files.findings import WHOLE_FILE, Finding, name_one
from survey.platforms.files.table import MOST_MISSING, Origin, Table, build_table

LARGEST_UNPACKED = 1_000_000_000  # bytes; a sheet of 1e5 rows and 60 columns unpacks to some 200 million
SUSPECT_UNPACKED = 100_000_000  # bytes from which on the ratio counts
LARGEST_RATIO = 200  # of unpacked to packed bytes; sheets reach some 30, deflate at most 1032
MOST_ROWS = 1_048_576  # of a sheet
_PROLOG = 2_000  # bytes of each part that are searched for a document type
_CHUNK = 1 << 20
_NO_FORMULA_VALUE = "a formula without a stored value; open the workbook, save it, and read it again"


def read_workbook(data: bytes, file: str, sha256: str, *, sheet: str | None = None) -> Table:
    """Read a sheet of a workbook into a table: stored values, never formulas.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    sheet
        The sheet's name; None takes the first sheet with something in it and names the others.

    Raises
    ------
    ReadError
        The file is no workbook, too large when unpacked, or has no such sheet.
    """
    _check_archive(data, file)
    chosen, unread = "", []
    records: list[list[str]] = []
    with _opened(data, file, stored=True) as book:
        pages = _pages(book, file, sheet)
        for page in pages:
            if records and _has_values(page, file):
                unread.append(page.title)
            elif not records:
                chosen, records = page.title, _records(page, file)
    if not records:
        names = _quote([page.title for page in pages])
        raise ReadError(f"{file} is empty: no cell of {names} holds a value. Export the answers again.")
    findings = [
        name_one("", f"this sheet was not read; pass sheet='{name}' to read it", row=WHOLE_FILE, value=name)
        for name in unread
    ]
    if _has_formulas(data, file):
        findings += _name_formulas(data, file, chosen, records)
    return build_table(_even(records, file), Origin(file=file, sha256=sha256, kind="xlsx", sheet=chosen), findings)


@contextmanager
def _unpacked(data: bytes, file: str) -> Iterator[zipfile.ZipFile]:
    """Open the archive that a workbook is; a damaged one raises whatever its bytes happen to mean."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive
    except ReadError:
        raise
    except Exception as error:
        raise ReadError(f"{file} is a damaged or locked XLSX file ({error}). Export or save it again.") from error


def _check_archive(data: bytes, file: str) -> None:
    with _unpacked(data, file) as archive:
        parts = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise ReadError(f"{file} is a ZIP archive but no XLSX workbook. Unpack it, or save it as XLSX or CSV.")
        size = sum(part.file_size for part in parts)
        if size > LARGEST_UNPACKED or size > max(SUSPECT_UNPACKED, LARGEST_RATIO * len(data)):
            raise ReadError(
                f"{file} would unpack from {len(data):,} to {size:,} bytes, which is refused as a possible attack. "
                "Save the answers as CSV."
            )
        for part in parts:
            with archive.open(part) as stream:
                if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in stream.read(_PROLOG):
                    raise ReadError(f"{file} holds a document type, which no workbook needs. Save it as CSV.")


@contextmanager
def _opened(data: bytes, file: str, *, stored: bool) -> Iterator[Any]:
    """Open a workbook; openpyxl reads lazily, so damage may show at any cell."""
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # on styles, validation and extensions, none of which are values
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=stored, keep_links=False)
            try:
                yield book
            finally:
                book.close()
    except ReadError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers raise
        raise ReadError(
            f"{file} cannot be read as XLSX ({error!r}). Open it, save it again, or save it as CSV."
        ) from error


def _pages(book: Any, file: str, sheet: str | None) -> list[Any]:
    pages = {page.title: page for page in book.worksheets}
    if sheet is None:
        return list(pages.values())
    if sheet not in pages:
        raise ReadError(f"{file} has no sheet '{sheet}'; it has: {_quote(pages)}. Pass one of these as `sheet`.")
    return [pages[sheet]]


def _quote(names: Any) -> str:
    return ", ".join(f"'{name}'" for name in names) or "no sheet"


def _iterate(page: Any, file: str) -> Iterator[list[Any]]:
    """Yield the rows of a sheet without the blanks at their ends; raise if it goes on far beyond its values."""
    page.reset_dimensions()  # the declared size may be a million empty rows
    blank = 0
    for number, row in enumerate(page.iter_rows(values_only=True), 1):
        width = next((place for place in range(len(row), 0, -1) if row[place - 1] not in (None, "")), 0)
        blank += len(row) - width
        if number > MOST_ROWS or blank > MOST_MISSING:
            raise ReadError(
                f"{file}, sheet '{page.title}', row {number}: the sheet goes on far beyond its values, or has more "
                f"rows than it can have ({MOST_ROWS:,}). Copy the answers to a new workbook, or save them as CSV."
            )
        yield list(row[:width])


def _records(page: Any, file: str) -> list[list[str]]:
    """Return the rows of a sheet as text, without blank rows at its end."""
    records = []
    last = 0
    for row in _iterate(page, file):
        records.append([cell_text(value) for value in row])
        if row:
            last = len(records)
    return records[:last]


def _has_values(page: Any, file: str) -> bool:
    return any(map(bool, _iterate(page, file)))


def _even(records: list[list[str]], file: str) -> list[list[str]]:
    """Return the rows that have values as wide as the widest."""
    width = max(map(len, records))
    if sum(width - len(record) for record in records if record) > MOST_MISSING:
        raise ReadError(
            f"{file} has rows of {width:,} cells among rows that are much shorter. Copy the answers to a new workbook, "
            "one row a respondent, or save them as CSV."
        )
    return [record + [""] * (width - len(record)) if record else record for record in records]


def _has_formulas(data: bytes, file: str) -> bool:
    with _unpacked(data, file) as archive:
        for part in archive.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                with archive.open(part) as stream:
                    if _holds_formula(stream):
                        return True
    return False


def _holds_formula(stream: IO[bytes]) -> bool:
    tail = b""
    while chunk := stream.read(_CHUNK):
        if b"<f>" in tail + chunk or b"<f " in tail + chunk:
            return True
        tail = chunk[-2:]
    return False


def _name_formulas(data: bytes, file: str, sheet: str, records: list[list[str]]) -> list[Finding]:
    """Name the formulas whose value was never stored: the file was written by a program, not by a spreadsheet."""
    heading = next((record for record in records if any(record)), [])
    findings = []
    with _opened(data, file, stored=False) as book:
        page = book[sheet]
        page.reset_dimensions()
        for number, row in enumerate(page.iter_rows(), 1):
            stored = records[number - 1] if number <= len(records) else []
            for place, cell in enumerate(row):
                if cell.data_type == "f" and not (stored[place] if place < len(stored) else ""):
                    name = heading[place] if place < len(heading) else f"column {place + 1}"
                    findings.append(name_one(name, _NO_FORMULA_VALUE, row=number, value=str(cell.value)))
    return findings
