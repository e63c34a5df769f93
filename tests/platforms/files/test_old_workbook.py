"""Old workbooks, written here byte by byte, since nothing that writes them is at hand."""

from __future__ import annotations

import datetime as dt
import struct
from collections.abc import Sequence

import pytest

from survey.errors import OptionError, ReadError
from survey.platforms import extras
from survey.platforms.files.old_workbook import read_old_workbook

pytest.importorskip("python_calamine")

SECTOR = 512
SMALLEST = 4096  # shorter streams would stand in a part of the file of their own
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
FORMATS = (0, 22)  # plain, and a date with its time of day
DAY_ZERO = dt.datetime(1899, 12, 30)
Cell = str | float | dt.datetime | None


def write_xls(sheets: dict[str, Sequence[Sequence[Cell]]]) -> bytes:
    """Return a workbook as Excel 97 to 2003 wrote them (BIFF 8 in a compound file)."""
    pages = [page(rows) for rows in sheets.values()]
    names = [name.encode("utf-16-le") for name in sheets]
    begin = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    begin += b"".join(record(0x00E0, struct.pack("<HH", 0, style) + bytes(16)) for style in FORMATS)
    place = len(begin) + sum(4 + 8 + len(name) for name in names) + 4
    bounds = b""
    for name, content in zip(names, pages, strict=True):
        bounds += record(0x0085, struct.pack("<IHBB", place, 0, len(name) // 2, 1) + name)
        place += len(content)
    return compound(begin + bounds + record(0x000A) + b"".join(pages))


def page(rows: Sequence[Sequence[Cell]]) -> bytes:
    width = max(map(len, rows), default=0)
    cells = [record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    cells.append(record(0x0200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0)))
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                cells.append(record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text) // 2, 1) + text))
            elif isinstance(value, dt.datetime):
                days = (value - DAY_ZERO) / dt.timedelta(days=1)
                cells.append(record(0x0203, struct.pack("<HHHd", row, column, 1, days)))
            elif value is not None:
                cells.append(record(0x0203, struct.pack("<HHHd", row, column, 0, value)))
    return b"".join([*cells, record(0x000A)])


def record(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def compound(stream: bytes) -> bytes:
    """Wrap a stream called Workbook: header, allocation table, directory, stream."""
    stream = stream.ljust(max(SMALLEST, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    assert count + 2 <= SECTOR // 4
    chain = [TABLE, END, *range(3, count + 2), END]
    table = struct.pack(f"<{SECTOR // 4}I", *chain, *[FREE] * (SECTOR // 4 - len(chain)))
    directory = entry("Root Entry", 5, 1, END, 0) + entry("Workbook", 2, FREE, 2, len(stream))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, SMALLEST, END, 0, END, 0)
    header += struct.pack("<109I", 0, *[FREE] * 108)
    return header + table + directory.ljust(SECTOR, b"\0") + stream


def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    links = struct.pack("<HBBIII", len(text), kind, 1, FREE, FREE, child)
    return text.ljust(64, b"\0") + links + bytes(36) + struct.pack("<IQ", start, size)


ROWS = [["序号", "1、您满意吗？", "2、几分？"], [1.0, "满意┋很好", 4.5], [2.0, None, -3.0]]


def read(sheets: dict[str, Sequence[Sequence[Cell]]], **options):
    return read_old_workbook(write_xls(sheets), "old.xls", "hash", **options)


def test_texts_and_numbers_come_as_written():
    table = read({"Sheet1": ROWS})
    assert table.headings == ("序号", "1、您满意吗？", "2、几分？")
    assert [list(column) for column in table.columns] == [["1", "2"], ["满意┋很好", ""], ["4.5", "-3"]]
    assert table.rows.tolist() == [2, 3]
    assert table.origin.describe() == "old.xls: xls, sheet 'Sheet1'"


def test_dates_are_read_as_dates_and_numbers_as_numbers():
    cells = [["when"], [dt.datetime(2016, 12, 17, 14, 22, 55)], [dt.datetime(2023, 3, 15)], [45000.0]]
    assert list(read({"Sheet1": cells}).columns[0]) == ["2016-12-17 14:22:55", "2023-03-15", "45000"]


def test_short_rows_and_blank_rows_keep_their_numbers():
    table = read({"Sheet1": [["a", "b"], [1.0], [], [2.0, 3.0], []]})
    assert [list(column) for column in table.columns] == [["1", "2"], ["", "3"]]
    assert table.rows.tolist() == [2, 4]
    assert [finding.reasons for finding in table.findings] == [["empty row"]]


def test_the_first_sheet_with_something_in_it_is_read_and_the_others_are_named():
    sheets = {"空表": [], "答卷": ROWS, "说明": [["x"], [1.0]]}
    table = read(sheets)
    assert table.origin.sheet == "答卷"
    assert [(finding.values, finding.rows) for finding in table.findings] == [(["说明"], [0])]
    assert read(sheets, sheet="说明").headings == ("x",)


def test_a_missing_sheet_names_those_there_are():
    with pytest.raises(ReadError, match="no sheet 'x'; it has: '答卷', '说明'"):
        read({"答卷": ROWS, "说明": ROWS}, sheet="x")


def test_an_empty_workbook_is_refused():
    with pytest.raises(ReadError, match=r"old\.xls is empty: no cell of 'Sheet1' holds a value"):
        read({"Sheet1": []})


@pytest.mark.parametrize("damage", [b"", bytes(2000)], ids=["no stream", "zeros"])
def test_a_damaged_file_is_refused(damage):
    whole = write_xls({"Sheet1": ROWS})
    with pytest.raises(ReadError, match=r"old\.xls is damaged, or no XLS file"):
        read_old_workbook(whole[:1000] + damage, "old.xls", "hash")


def test_a_file_that_asks_for_more_memory_than_there_is_does_not_end_this_process():
    cell = struct.pack("<HHHd", 1, 0, 0, 1.0)
    far = struct.pack("<HHHd", 0xFFFF, 0xFFFF, 0, 1.0)
    whole = write_xls({"Sheet1": ROWS})
    assert whole.count(cell) == 1
    with pytest.raises(ReadError, match="damaged"):
        read_old_workbook(whole.replace(cell, far), "old.xls", "hash")


def test_a_missing_package_is_named(monkeypatch):
    def refuse(module: str):
        raise ImportError(module)

    monkeypatch.setattr(extras, "import_module", refuse)
    with pytest.raises(OptionError, match=r"survey-workbench\[excel\]"):
        read({"Sheet1": ROWS})
