from __future__ import annotations

import io
import zipfile
from datetime import date, datetime, time, timedelta

import pytest
from openpyxl import Workbook

from survey.errors import ReadError
from survey.platforms.files import workbook
from survey.platforms.files.workbook import read_workbook


def save(*rows, title: str = "Answers", **others) -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, values in others.items():
        sheet = book.create_sheet(name)
        for row in values:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes, **options):
    return read_workbook(data, "a.xlsx", "0" * 64, **options)


def replace_part(data: bytes, part: str, change) -> bytes:
    """Return a workbook with one of its parts changed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return buffer.getvalue()


def test_values_become_the_text_a_person_would_type():
    row = [
        1,
        3.0,
        2.5,
        True,
        "=1+1",
        None,
        date(2026, 11, 22),
        datetime(2026, 11, 22, 14, 5),
        time(0, 2, 16),
        timedelta(seconds=136),
    ]
    book = Workbook()
    book.active.append([f"c{place}" for place in range(len(row))])
    book.active.append(row)
    book.active["E2"].data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    table = read(buffer.getvalue())
    assert [column[0] for column in table.columns] == [
        "1", "3", "2.5", "TRUE", "=1+1", "", "2026-11-22", "2026-11-22 14:05:00", "00:02:16", "00:02:16",
    ]  # fmt: skip
    assert table.findings == ()


def test_the_first_filled_sheet_is_read_and_the_others_named():
    data = save(title="Blank", First=[["id", "sat"], [1, 5]], Second=[["id"], [2]], Third=[])
    table = read(data)
    assert (table.origin.sheet, table.headings) == ("First", ("id", "sat"))
    assert [(f.rows, f.values) for f in table.findings] == [([0], ["Second"])]
    assert "pass sheet='Second'" in table.findings[0].reasons[0]


def test_a_named_sheet_is_read():
    data = save(["id"], [1], Second=[["id"], [2]])
    assert list(read(data, sheet="Second").columns[0]) == ["2"]
    with pytest.raises(ReadError, match=r"a\.xlsx has no sheet 'Third'; it has: 'Answers', 'Second'"):
        read(data, sheet="Third")


def test_an_empty_workbook_is_refused():
    with pytest.raises(ReadError, match=r"a\.xlsx is empty: no cell of 'Answers'"):
        read(save())


def test_blank_rows_count_and_trailing_ones_are_no_problem():
    table = read(save(["id", "sat"], [1, 5], [None, None], [2, 4], [None, None], ["", ""]))
    assert list(table.rows) == [2, 4]
    assert [(f.rows, f.reasons) for f in table.findings] == [([3], ["empty row"])]


def test_cells_without_a_heading_are_kept_as_a_column():
    table = read(save(["id", "sat"], [1, 5, "note"], [2]))
    assert table.headings == ("id", "sat", "")
    assert table.name_column(2) == "column 3"
    assert [list(column) for column in table.columns] == [["1", "2"], ["5", ""], ["note", ""]]
    assert table.findings == ()


def test_formulas_without_a_stored_value_are_named():
    table = read(save(["id", "sat"], [1, "=2+3"], [2, 4]))
    assert list(table.columns[1]) == ["", "4"]
    (finding,) = table.findings
    assert (finding.column, finding.rows, finding.values) == ("sat", [2], ["=2+3"])
    assert "formula without a stored value" in finding.reasons[0]


def test_stored_values_of_formulas_are_read():
    data = replace_part(
        save(["id", "sat"], [1, "=2+3"]), "xl/worksheets/sheet1.xml",
        lambda xml: xml.replace(b"<v></v>", b"<v>5</v>").replace(b"<v />", b"<v>5</v>").replace(b"<v/>", b"<v>5</v>"),
    )  # fmt: skip
    table = read(data)
    assert list(table.columns[1]) == ["5"]
    assert table.findings == ()


def test_a_declared_size_of_a_million_rows_costs_nothing():
    data = replace_part(
        save(["id", "sat"], [1, 5]), "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"A1:B2"', b'"A1:XFD1048576"')
    )
    assert len(read(data)) == 1


def test_an_archive_that_would_fill_the_memory_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 1000)
    with pytest.raises(ReadError, match=r"would unpack from [\d,]+ to [\d,]+ bytes"):
        read(save(["id"], [1]))


def test_an_archive_that_is_packed_too_well_is_refused(monkeypatch):
    monkeypatch.setattr(workbook, "SUSPECT_UNPACKED", 1000)
    data = replace_part(save(["id"], [1]), "xl/styles.xml", lambda xml: xml + b" " * 10_000_000)
    with pytest.raises(ReadError, match="possible attack"):
        read(data)


def test_a_document_type_is_refused():
    data = replace_part(save(["id"], [1]), "xl/workbook.xml", lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml)
    with pytest.raises(ReadError, match="holds a document type"):
        read(data)


def test_other_archives_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("answers.csv", "id,sat")
    with pytest.raises(ReadError, match=r"a\.xlsx is a ZIP archive but no XLSX workbook"):
        read(buffer.getvalue())


def test_a_cut_workbook_is_refused():
    data = save(["id"], [1])
    with pytest.raises(ReadError, match="damaged or locked XLSX"):
        read(data[: len(data) // 2])


def test_a_broken_sheet_is_refused():
    data = replace_part(save(["id"], [1]), "xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2])
    with pytest.raises(ReadError, match="cannot be read as XLSX"):
        read(data)


def test_a_wrong_byte_anywhere_is_no_crash():
    data = save(["id", "sat"], [1, 5], [2, "=1+1"])
    for place in range(0, len(data), 61):
        broken = data[:place] + bytes([data[place] ^ 0xFF]) + data[place + 1 :]
        try:
            assert len(read(broken)) <= 2
        except ReadError as error:
            assert "a.xlsx" in str(error)
