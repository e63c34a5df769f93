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
    assert book.sheetnames == ["Contents", "drivers", "Columns"]
    cell = book["drivers"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)
    assert book["drivers"]["A3"].value == "@x\ufffd"
    assert book["drivers"]["B3"].value is None
    assert book["Contents"]["A1"].data_type == "s"


@pytest.fixture(scope="module", params=["en", "zh-CN"])
def codebook(request):
    questionnaire = sv.load_questionnaire("ecommerce-service")
    book = read(render_workbook(Document("T", request.param, (), ()), {}, questionnaire))
    return questionnaire, [list(row) for row in book[book.sheetnames[1]].iter_rows(values_only=True)]


def test_the_codebook_has_every_item_in_both_languages(codebook):
    questionnaire, (heads, *lines) = codebook
    assert len(set(heads)) == len(heads) == 9
    assert [line[0] for line in lines] == list(questionnaire.items)
    for line in lines:
        text = questionnaire.item(line[0]).text
        assert line[1:3] == [text["zh-CN"], text["en"]]


def test_the_codebook_says_keying_codes_and_what_is_no_answer(codebook):
    questionnaire, (_, *lines) = codebook
    by_item = {line[0]: line for line in lines}
    turned = [name for name, item in questionnaire.items.items() if item.reverse]
    assert len({by_item[name][6] for name in turned}) == 1
    assert by_item[turned[0]][6] != by_item[questionnaire.rating_items[0]][6]
    special = next(item for item in questionnaire.items.values() if item.special)
    code = next(iter(special.special_codes))
    assert f"{code} = " in by_item[special.id][8]
    assert f"{code} = " not in str(by_item[special.id][7])
    assert " / " in by_item[special.id][7]


def test_contents_link_to_every_sheet(drivers):
    book = read(render_workbook(Document("T", "en", (), ()), {"drivers": drivers}))
    links = [row[0].hyperlink.location for row in book["Contents"].iter_rows() if row[0].hyperlink]
    assert links == [f"'{name}'!A1" for name in book.sheetnames[1:]]


def test_long_names_of_sheets_stay_apart(drivers):
    results = {"x" * 40 + end: drivers for end in "ab"}
    book = read(render_workbook(Document("T", "en", (), ()), results))
    assert len({name.lower() for name in book.sheetnames}) == len(book.sheetnames)
    assert all(len(name) <= 31 for name in book.sheetnames)
