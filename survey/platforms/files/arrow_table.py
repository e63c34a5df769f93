"""Large CSV files, read by Arrow: the same table as from the slow reader, or none where anything is irregular."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from survey.platforms.files.arrow_column import ArrowColumn
from survey.platforms.files.column import Column
from survey.platforms.files.delimited import find_separator
from survey.platforms.files.table import MOST_COLUMNS, Origin, Table

FEWEST_BYTES = 4_000_000  # smaller files are read as fast without Arrow
_SAMPLE = 1 << 20  # bytes that decide separator, headings, and which columns repeat their texts
_CHUNK = 1 << 23
_BLOCK = 1 << 22
_REPEATED = 0.1  # share of different texts in the sample below which a column is kept as different texts and places
_MARK = b"\xef\xbb\xbf"
_DECLARED = re.compile(r'^"?sep=', re.IGNORECASE)


@dataclass(frozen=True)
class _Layout:
    """What the beginning of a file says about the rest."""

    separator: str
    headings: tuple[str, ...]
    lines: int  # that the headings take
    repeated: tuple[bool, ...]  # whether a column's texts repeat


def read_large(path: Path, file: str, *, separator: str | None = None) -> Table | None:
    """Read a large CSV file in UTF-8 into a table, or return None where the slow reader has to look at it.

    Parameters
    ----------
    path
        The file.
    file
        Its name, for messages.
    separator
        As given by the caller; None finds out.

    Notes
    -----
    None means that Arrow is not installed, or that the file is not UTF-8, has blank or ragged rows, headings that
    occur again, quotation marks out of order, or NUL characters: whatever would have to be named.
    """
    try:
        import pyarrow as pa
        from pyarrow import csv as arrow_csv
    except ImportError:
        return None
    layout = _look(path, separator)
    if layout is None:
        return None
    digest, has_quotes, regular = _scan(path, layout.separator)
    if not regular:
        return None
    try:
        whole = _parse(arrow_csv, pa, path, layout, has_quotes)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError, OverflowError):
        return None
    columns = tuple(_build(whole.pop(0)) for _ in range(len(whole)))
    if _has_headings_again(columns[0], layout.headings[0]) or _has_blank_rows(columns):
        return None
    kind = "tsv" if layout.separator == "\t" else "csv"
    origin = Origin(file=file, sha256=digest, kind=kind, encoding="utf-8", separator=layout.separator)
    rows = np.arange(2, len(columns[0]) + 2)
    return Table(origin=origin, headings=layout.headings, columns=columns, rows=rows)


def _look(path: Path, separator: str | None) -> _Layout | None:
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE).removeprefix(_MARK)
    text = start[: start.rfind(b"\n") + 1].decode("utf-8", "replace")
    if "\ufffd" in text or "\x00" in text or _DECLARED.match(text) or not text.strip():
        return None
    chosen = separator or find_separator(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=chosen)
    try:
        first = next(reader)
        lines = reader.line_num
        records = [record for record in reader if record]
    except (csv.Error, StopIteration):
        return None
    width = len(first)
    records = [record for record in records if len(record) == width]
    if not records or width < 2 or width > MOST_COLUMNS or not "".join(first).strip():
        return None
    repeated = [len(set(cells)) < max(20, _REPEATED * len(records)) for cells in zip(*records, strict=True)]
    return _Layout(chosen, tuple(heading.strip() for heading in first), lines, tuple(repeated))


def _scan(path: Path, separator: str) -> tuple[str, bool, bool]:
    """Return the file's hash, whether it has quotation marks, and whether these are in order and no NUL is there.

    A quotation mark is out of order where neither it nor a neighbour ends or begins a cell.
    """
    digest = hashlib.sha256()
    classes = bytearray(b"x" * 256)
    for sign in (separator.encode(), b"\r", b"\n"):
        classes[sign[0]] = ord("s")
    classes[ord('"')] = ord("q")
    table, quotes, regular, tail = bytes(classes), 0, True, b"\n"
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            regular = regular and b"\0" not in chunk
            found = chunk.count(b'"')
            if found and regular:
                regular = b"xqx" not in (tail + chunk).translate(table)
            quotes += found
            tail = chunk[-2:]
    return digest.hexdigest(), quotes > 0, regular and quotes % 2 == 0


def _parse(arrow_csv: Any, pa: Any, path: Path, layout: _Layout, has_quotes: bool) -> list[Any]:
    """Return the columns as Arrow arrays, dictionaries where the texts repeat."""
    names = [f"c{place}" for place in range(len(layout.headings))]
    repeated = pa.dictionary(pa.int32(), pa.string())
    kinds = {name: repeated if own else pa.string() for name, own in zip(names, layout.repeated, strict=True)}
    table = arrow_csv.read_csv(
        str(path),
        read_options=arrow_csv.ReadOptions(column_names=names, skip_rows=layout.lines, block_size=_BLOCK),
        parse_options=arrow_csv.ParseOptions(
            delimiter=layout.separator, newlines_in_values=has_quotes, ignore_empty_lines=False
        ),
        convert_options=arrow_csv.ConvertOptions(column_types=kinds, strings_can_be_null=False),
    )
    return [table.column(name) for name in names]


def _build(chunked: Any) -> Column:
    import pyarrow as pa

    if not pa.types.is_dictionary(chunked.type):
        return ArrowColumn(chunked.combine_chunks())
    whole = chunked.unify_dictionaries().combine_chunks()
    return Column(whole.dictionary.to_pylist(), whole.indices.to_numpy())


def _has_headings_again(column: Column, heading: str) -> bool:
    if isinstance(column, ArrowColumn):
        from pyarrow import compute

        return bool(compute.any(compute.equal(column.array, heading)).as_py())
    return heading in column.texts


def _has_blank_rows(columns: tuple[Column, ...]) -> bool:
    """Tell whether every cell of some row is blank; a column without blanks settles it."""
    blank = np.ones(len(columns[0]), dtype=bool)
    for column in columns:
        blank &= column.blank
        if not blank.any():
            return False
    return True
