"""Files of office programs: the same bytes for the same content, and sheets of text cells."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Mapping, Sequence
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP archive can name
_CORE = "docProps/core.xml"
_DATES = rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>|<cp:revision>[^<]*</cp:revision>"


def pack_office_file(
    content: bytes, *, dropped: Collection[str] = (), left_out: Mapping[str, bytes] | None = None
) -> bytes:
    """Return an office file without dates, so that it has the same bytes each time.

    Parameters
    ----------
    content
        The file as a library saved it.
    dropped
        Parts to leave out.
    left_out
        Part to a pattern whose matches are taken out of it.
    """
    patterns = {_CORE: _DATES, **(left_out or {})}
    packed = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name not in dropped:
                part = source.read(name)
                part = re.sub(patterns[name], b"", part) if name in patterns else part
                target.writestr(ZipInfo(name, _EPOCH), part, compress_type=ZIP_DEFLATED)
    return packed.getvalue()


def write_sheets(sheets: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Return a workbook whose cells are all text; the first row of each sheet stays in view."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    for title, lines in sheets.items():
        sheet = book.create_sheet(title)
        for row, line in enumerate(lines, start=1):
            for column, text in enumerate(line, start=1):
                if text:
                    cell = sheet.cell(row, column)
                    cell.value = text
                    cell.data_type = "s"  # else a text that starts with "=" would be a formula
                    cell.quotePrefix = True  # and would become one when somebody edits it
        sheet.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return pack_office_file(buffer.getvalue())
