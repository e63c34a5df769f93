"""Large tables: the quick reader gives what the thorough one gives, or leaves the file to it."""

from __future__ import annotations

import csv
import io
import sys

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from survey.errors import ReadError
from survey.platforms.coding.assemble import assemble_responses
from survey.platforms.files import blocks, large_layout, source, workers
from survey.platforms.files.arrow_table import read_large
from survey.platforms.files.column import Column
from survey.platforms.files.integer_column import GAP, IntegerColumn, count_signs
from survey.platforms.files.source import read_table

pytest.importorskip("pyarrow")

CODES = [
    "1",
    "5",
    "97",
    "",
    "6",
    "-3",
    "007",
    "+5",
    " 5 ",
    "5.0",
    "1e0",
    "NA",
    "NULL",
    "nan",
    "NaN",
    "None",
    "-0",
    "0x5",
]
CODES += ["-128", "300", "40000", "99999999999999999999", "非常同意", "true", "５"]
TEXTS = [
    "",
    " ",
    "fine",
    "很好",
    "two\nlines",
    "two\r\nlines",
    'said "no"',
    '"',
    "a,b",
    "a;b\tc|d",
    "=1+1",
    "NA",
    "\ufeff",
    "\u2028",
]
TEXTS += ["\ufeff", "\u2028", "2026-01-01 00:00:00", "\x0b", "\x1c", "x" * 40]
HEADINGS = ["id", "sat", "stars", "nps", "comment", "day", "sat", "", " id ", "age", "\ufeffsat", "submitted"]
ENDS = ["\n", "\r\n", "\r"]


@st.composite
def tables(draw) -> bytes:
    """Return a CSV file as somebody may have written it: often plain, sometimes with everything wrong."""
    headings = ["id", "sat", "stars", "nps", *draw(st.lists(st.sampled_from(HEADINGS), max_size=4))]
    plain = draw(st.booleans())
    codes = st.sampled_from(CODES[:6] if plain else CODES)
    cells = codes if plain else codes | st.sampled_from(TEXTS) | st.text("1a\"',;\n\r\t |é", max_size=4)
    columns = [draw(st.sampled_from([codes, cells, st.sampled_from(TEXTS)])) for _ in headings]
    rows = draw(st.lists(st.tuples(*columns), min_size=1, max_size=12))
    separator = draw(st.sampled_from([",", ";", "\t"]))
    stream = io.StringIO(newline="")
    quoting = csv.QUOTE_MINIMAL if plain else draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    writer = csv.writer(stream, delimiter=separator, lineterminator=draw(st.sampled_from(ENDS)), quoting=quoting)
    writer.writerow(headings)
    for number, row in enumerate(rows):
        writer.writerow([str(number), *row[1:]] if plain else row)
        if not plain and draw(st.integers(0, 15)) == 0:
            stream.write(
                draw(
                    st.sampled_from(["\n", separator + "\n", "1\n", '5"\n', 'a"b\n', '"open', "\x00", "id" + separator])
                )
            )
    text = stream.getvalue()
    text = text if draw(st.booleans()) else text.rstrip("\r\n")
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-8-sig"])), "surrogatepass")


def describe(table) -> tuple:
    """Return all that a table says."""
    cells = [list(column) for column in table.columns]
    return table.headings, table.origin, table.rows.tolist(), cells, table.findings


def answer(table, questionnaire) -> list[pd.DataFrame] | str:
    """Return what a table says as responses, or the message with which it is refused."""
    try:
        responses = assemble_responses([table], questionnaire)
    except ReadError as error:
        return str(error)
    return [responses.data, responses.paradata, responses.personal, responses.extra, responses.problems]


@pytest.fixture
def small_blocks(monkeypatch):
    """Let every file count as large, with a sample of two records and blocks of a few."""
    monkeypatch.setattr(blocks, "BLOCK", 40)
    monkeypatch.setattr(large_layout, "_RECORDS", 2)
    monkeypatch.setattr(large_layout, "_FEW", 2)
    monkeypatch.setattr(source, "FEWEST_BYTES", 0)
    monkeypatch.setattr(workers, "FEWEST_ROWS", 2)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=tables())
@example(data=b'id,sat,stars,nps\n1,5",1,1\n"2\n2",5,1,1\n3,5",1,1\n')
@example(data=b'id,sat,stars,nps\n1,5,1,"1\n1"\n2,5,1,1')
@example(data=b"id,sat,stars,nps\n1,5,1,1\n2,5,1,1\n3,05,1,1\n")
@example(data=b"id,sat,stars,nps\r\n1,5,1,1\r\n2,5,1,1\r\n3,-128,1,300\r\n")
@example(data=b" id,sat,stars,nps\n1,5,1,1\n id,sat,stars,nps\n3,5,1,1\n")
def test_the_quick_reader_says_what_the_thorough_one_says(data, small_blocks, tmp_path, shop, monkeypatch):
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    quick = read_large(path, path.name)
    with monkeypatch.context() as patched:
        patched.setattr(source, "FEWEST_BYTES", 1 << 30)
        try:
            thorough = read_table(path)
        except ReadError:
            assert quick is None
            return
    if quick is not None:
        assert describe(quick) == describe(thorough)
        ours, theirs = answer(quick, shop), answer(thorough, shop)
        assert isinstance(ours, str) == isinstance(theirs, str)
        if isinstance(ours, str):
            assert ours == theirs
            return
        for one, two in zip(ours, theirs, strict=True):
            pd.testing.assert_frame_equal(one, two)


PLAIN = "id,sat,stars,nps,comment\n" + "".join(f'{row},{row % 5 + 1},5,,"said ""no"",\n{row}"\n' for row in range(300))


@pytest.mark.parametrize(
    "text",
    [PLAIN, PLAIN.replace("\n", "\r\n"), PLAIN.replace("299,5", "299,非常同意"), PLAIN.replace("299,5", "299,05"),
     PLAIN.replace("7,3", "7,"), PLAIN.rstrip("\n")],
    ids=["codes", "other line ends", "a label at last", "a leading zero at last", "a blank", "no last line end"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_regular_files_are_read_quickly(text, encoding, small_blocks, write):
    path = write(text, encoding=encoding)
    quick = read_large(path, path.name)
    assert quick is not None
    assert quick.columns[4][299].endswith("\n299")
    assert quick.columns[1][299] in ("5", "05", "非常同意")


@pytest.mark.parametrize(
    "row",
    ["1,2", "1,2,3,4,5,6", "", ",,,,", "id,sat,stars,nps,comment", '1,2,3,4,5"', '1,2,3,4,a"b"', '1,2,3,4,"a" ',
     "1,2,3,4,\x00", '1,2,3,4,"' + "x" * 200_000 + '"'],
    ids=["short", "long", "empty", "blank", "headings", "inch", "quote", "blank after", "nul", "endless"],
)  # fmt: skip
def test_irregular_files_are_left_to_the_thorough_reader(row, small_blocks, write):
    path = write(PLAIN + row + "\n" + PLAIN.partition("\n")[2])
    assert read_large(path, path.name) is None


@pytest.mark.parametrize("separator", [",,", "，", '"', "^"])
def test_a_separator_that_does_not_fit_is_left_to_the_thorough_reader(separator, small_blocks, write):
    assert read_large(write(PLAIN), "answers.csv", separator=separator) is None


def test_without_arrow_the_thorough_reader_reads(small_blocks, write, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    assert read_large(write(PLAIN), "answers.csv") is None
    assert len(read_table(write(PLAIN))) == 300


@given(st.sampled_from(["int8", "int16", "int32", "int64"]), st.data())
def test_numbers_are_a_column_like_any_other(kind, data):
    limits = np.iinfo(kind)
    values = np.array(data.draw(st.lists(st.integers(limits.min, limits.max), min_size=1)), dtype=kind)
    texts = ["" if value == GAP else str(value) for value in values.tolist()]
    numbers, plain = IntegerColumn(values), Column.from_cells(texts)
    assert count_signs(values) == sum(map(len, texts))
    assert list(numbers) == [numbers[row] for row in range(len(texts))] == texts
    assert sorted(numbers.texts) == sorted(plain.texts)
    assert numbers.blank.tolist() == plain.blank.tolist()
    assert numbers.filled == plain.filled
    assert (numbers.integers() is None) == (plain.integers() is None)
    if plain.integers() is not None:
        assert numbers.integers().tolist() == plain.integers().tolist()
    own = [float(text) if text else np.nan for text in numbers.texts]
    for given_numbers in (own, [2.0] * len(own)):
        for kind in ("float32", "float64"):
            expected = Column.spread_numbers(numbers, given_numbers, np.empty(len(values), dtype=kind))
            spread = numbers.spread_numbers(given_numbers, np.empty(len(values), dtype=kind))
            np.testing.assert_array_equal(spread, expected)
    half = np.arange(len(values)) % 2 == 0
    assert list(numbers.take(half)) == texts[::2]
