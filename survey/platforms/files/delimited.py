"""CSV and its relatives: which sign separates the cells, and the records."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from itertools import islice

from survey.errors import OptionError, ReadError
from survey.platforms.files.decode import decode_bytes
from survey.platforms.files.findings import WHOLE_FILE, Finding, name_one
from survey.platforms.files.table import MOST_ODD, Origin, Table, build_table

SEPARATORS = (",", ";", "\t", "|")
_SAMPLE = 50  # records that decide the separator
_END = "\x00\x00"
_DECLARED = re.compile(r'(?P<mark>"?)sep=(?P<sign>[^\r\n])(?P=mark)(?:\r\n|\r|\n)', re.IGNORECASE)
_END_OF_FILE = "\x1a"  # that old programs write


def read_delimited(
    data: bytes, file: str, sha256: str, *, encoding: str | None = None, separator: str | None = None
) -> Table:
    """Read a CSV, TSV or similar file into a table.

    Parameters
    ----------
    data
        The whole file.
    file, sha256
        Its name and hash.
    encoding, separator
        As given by the caller; None finds out.

    Raises
    ------
    ReadError
        The file is no text, a quotation mark is never closed, or the separator is wrong.
    """
    decoded = decode_bytes(data, file, encoding)
    text = decoded.text.removesuffix(_END_OF_FILE)
    if not text.strip():
        raise ReadError(f"{file} is empty ({len(data)} bytes). Export the answers again.")
    text, declared = _take_declaration(text)
    chosen = _check_separator(text, file, separator) if separator else declared or find_separator(text)
    records, findings = _parse(text, chosen, file)
    if decoded.guessed:
        doubt = f"decoded as {decoded.encoding}, which is only a guess: check special characters, or pass encoding="
        findings = [name_one("", doubt, row=WHOLE_FILE), *findings]
    kind = "tsv" if chosen == "\t" else "csv"
    origin = Origin(file=file, sha256=sha256, kind=kind, encoding=decoded.encoding, separator=chosen)
    return build_table(records, origin, findings)


def find_separator(text: str) -> str:
    """Return the sign that cuts the most records into as many cells as the heading has.

    Examples
    --------
    >>> find_separator("id;price\\n1;3,5\\n2;4,0")
    ';'
    """
    best, chosen = (0.0, 1), SEPARATORS[0]
    for separator in SEPARATORS:
        widths = _widths(text, separator)
        if not widths or widths[0] < 2:
            continue
        alike = sum(width == widths[0] for width in widths) / len(widths)
        if (alike, widths[0]) > best:
            best, chosen = (alike, widths[0]), separator
    return chosen


def _widths(text: str, separator: str) -> list[int]:
    try:
        return [len(record) for record in islice(_records(io.StringIO(text, newline=""), separator), _SAMPLE) if record]
    except csv.Error:
        return []


def _records(lines: Iterator[str], separator: str, *, strict: bool = False) -> Iterator[list[str]]:
    return csv.reader(lines, delimiter=separator, strict=strict)


def _take_declaration(text: str) -> tuple[str, str | None]:
    """Take off the line ``sep=;`` that some programs write first for Excel."""
    declared = _DECLARED.match(text)
    return (text[declared.end() :], declared["sign"]) if declared else (text, None)


def _check_separator(text: str, file: str, separator: str) -> str:
    if len(separator) != 1 or separator in '"\r\n ':
        raise OptionError(f"separator={separator!r} must be one sign, such as ',', ';', '\\t' or '|'.")
    better = find_separator(text)
    if (_widths(text, separator) or [1])[0] < 2 <= (_widths(text, better) or [1])[0]:
        raise ReadError(
            f"{file}: with separator={separator!r} there is only one column. The cells look separated by {better!r}: "
            f"leave `separator` out or pass separator={better!r}."
        )
    return separator


def _parse(text: str, separator: str, file: str) -> tuple[list[list[str]], list[Finding]]:
    """Return the records, and a finding where quotation marks are out of order."""
    records: list[list[str]] = []
    try:
        records.extend(_check_widths(_records(_lines(text), separator, strict=True), file))
        findings = []
    except csv.Error:
        row = len(records) + 1
        reason = "a quotation mark stands inside a quoted cell; check this row and the next"
        records = _parse_leniently(text, separator, file)
        findings = [name_one("", reason, row=row)]
    if records[-1] != [_END]:
        raise ReadError(
            f"{file}, row {len(records)}: a quotation mark is opened and never closed, so that the rest of the file "
            "would be one cell. Double or remove that quotation mark."
        )
    return records[:-1], findings


def _check_widths(records: Iterator[list[str]], file: str) -> Iterator[list[str]]:
    """Yield records; raise once so many are blank or of another width that the file can be no table."""
    width, odd = 0, 0
    for row, record in enumerate(records, 1):
        width = width or len(record)
        odd += len(record) != width or not any(record)
        if odd > MOST_ODD:
            raise ReadError(
                f"{file}, row {row}: too many rows up to here are blank, or have fewer or more cells than there are "
                "headings. Check the separator and the quotation marks, and export one row a respondent."
            )
        yield record


def _parse_leniently(text: str, separator: str, file: str) -> list[list[str]]:
    records: list[list[str]] = []
    try:
        records.extend(_check_widths(_records(_lines(text), separator), file))
    except csv.Error as error:
        raise ReadError(
            f"{file}, row {len(records) + 1}: a cell is longer than {csv.field_size_limit():,} characters. Most likely "
            "a quotation mark is opened there and not closed: double or remove it."
        ) from error
    return records


def _lines(text: str) -> Iterator[str]:
    """Yield the lines as they are, and then one that is read as a record unless a quotation mark is still open."""
    yield from io.StringIO(text.rstrip("\r\n") + "\n", newline="")
    yield _END
