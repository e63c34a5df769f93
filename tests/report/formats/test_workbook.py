"""The workbook: numbers are numbers, text is text, respondents stay out."""

from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import load_workbook

import survey as sv
from survey.glossary import column_label
from survey.notes import Note
from survey.report.document import Document
from survey.report.formats.workbook import render_workbook
from survey.result import Result


@pytest.fixture(scope="module")
def drivers() -> Result:
    return sv.rank_drivers(sv.simulate_responses("ecommerce-service", n=150, seed=1), n_boot=20, seed=1)


def read(content: bytes):
    return load_workbook(io.BytesIO(content))


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_every_frame_has_a_sheet_with_its_numbers(drivers, language):
    book = read(render_workbook(Document("T", language, (), ()), {"drivers": drivers}))
    assert set(book.sheetnames[1:-1]) == {
        "drivers" if name == "table" else f"drivers.{name}" for name, frame in drivers.frames().items() if len(frame)
    }
    sheet = book["drivers"]
    heads = [cell.value for cell in sheet[1]]
    assert heads == [column_label(name, language) for name in drivers.table]
    column = list(drivers.table).index("importance_share") + 1
    written = [sheet.cell(row, column).value for row in range(2, len(drivers.table) + 2)]
    assert written == drivers.table["importance_share"].tolist()
    assert sheet.cell(2, column).number_format == "0.0%"


def test_the_same_result_gives_the_same_bytes(drivers):
    document = Document("T", "en", (), ())
    assert render_workbook(document, {"drivers": drivers}) == render_workbook(document, {"drivers": drivers})


def test_text_is_no_formula_and_rows_of_respondents_stay_out():
    table = pd.DataFrame({"driver": ["=1+1", "@x\x01"], "estimate": [1.5, None]})
    private = pd.DataFrame({"respondent": ["a"], "estimate": [1.0]})

    class Listing(Result):
        def frames(self):
            return {"table": table, "rows": private}

    result = Listing(
        table=table, n=2, method=Note("drivers_shapley_listwise_unweighted", n=2, n_total=2, n_boot=0, seed=0)
    )
    book = read(render_workbook(Document("=2+2", "en", (), ()), {"drivers": result}))
    assert book.sheetnames == ["Contents", "drivers", "Codebook"]
    cell = book["drivers"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert book["drivers"]["A3"].value == "@x\ufffd"
    assert book["drivers"]["B3"].value is None
    assert book["Contents"]["A1"].data_type == "s"
