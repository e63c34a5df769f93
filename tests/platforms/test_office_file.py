from __future__ import annotations

import io
import time

from openpyxl import load_workbook

from survey.platforms.office_file import write_sheets

LINES = [["a", "b"], ["=1+1", ""], ["很好", "<b>"]]


def test_cells_are_text_and_bytes_do_not_depend_on_the_clock():
    first = write_sheets({"one": LINES, "two": [["x"]]})
    time.sleep(2.1)  # an archive's times are two seconds apart
    assert write_sheets({"one": LINES, "two": [["x"]]}) == first
    book = load_workbook(io.BytesIO(first))
    assert book.sheetnames == ["one", "two"]
    assert [[cell.value for cell in row] for row in book["one"]] == [["a", "b"], ["=1+1", None], ["很好", "<b>"]]
    assert book["one"]["A2"].data_type == "s"
