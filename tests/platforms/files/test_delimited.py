from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import OptionError, ReadError
from survey.platforms.files.delimited import find_separator, read_delimited

CELLS = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"), max_size=12)


def read(text: str, **options):
    return read_delimited(text.encode("utf-8-sig"), "a.csv", "0" * 64, **options)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_separators_and_line_ends_are_found(separator, end):
    table = read(
        end.join(separator.join(cells) for cells in (["id", "sat", "wo rd"], ["1", "5", "a"], ["2", "4", "b"]))
    )
    assert table.origin.separator == separator
    assert table.headings == ("id", "sat", "wo rd")
    assert [list(column) for column in table.columns] == [["1", "2"], ["5", "4"], ["a", "b"]]


def test_commas_in_a_semicolon_file_stay():
    assert find_separator('Overall, how;How much, please\n1;3,5\n2;"4,0; 5"') == ";"


def test_quoted_line_breaks_do_not_shift_rows():
    table = read('id,comment\n1,"two\nlines"\n\n2,"a ""quote"""\n')
    assert list(table.rows) == [2, 4]
    assert list(table.columns[1]) == ["two\nlines", 'a "quote"']
    assert [(finding.rows, finding.reasons) for finding in table.findings] == [([3], ["empty row"])]


def test_a_short_row_is_filled_and_named():
    table = read("id,a,b\n1,2,3\n2,5\n")
    assert list(table.columns[2]) == ["3", ""]
    assert [(f.rows, f.column, f.reasons) for f in table.findings] == [
        ([3], "b", ["the row has 2 of 3 cells; the others are taken as blank"])
    ]


def test_the_cells_of_a_long_row_are_named():
    table = read("id,a\n1,2,x,,y\n2,3,\n")
    assert [(f.rows, f.column, f.values) for f in table.findings] == [
        ([2], "column 3", ["x"]),
        ([2], "column 5", ["y"]),
    ]
    assert all("more cells than there are headings (2)" in f.reasons[0] for f in table.findings)


def test_a_heading_in_the_middle_is_no_respondent():
    table = read("id,a\n1,2\nid,a\n2,3\n")
    assert list(table.rows) == [2, 4]
    assert table.findings[0].reasons == ["the headings again; not a respondent"]


def test_a_wrong_separator_is_told():
    with pytest.raises(ReadError, match=r"separator=';' there is only one column.*','"):
        read("id,sat\n1,5\n", separator=";")


def test_a_right_separator_is_used():
    assert read("id^sat\n1^5\n", separator="^").headings == ("id", "sat")


@pytest.mark.parametrize("separator", [",,", '"', "\n", " "])
def test_a_separator_is_one_sign(separator):
    with pytest.raises(OptionError, match="must be one sign"):
        read("id,sat\n1,5\n", separator=separator)


def test_the_declaration_for_excel_is_taken_off():
    table = read("sep=|\nid|a,b\n1|2\n")
    assert (table.headings, table.origin.separator, list(table.rows)) == (("id", "a,b"), "|", [2])


def test_an_open_quotation_mark_is_refused():
    with pytest.raises(ReadError, match=r"a\.csv, row 3: a quotation mark is opened and never closed"):
        read('id,comment\n1,fine\n2,"never closed\n3,x\n4,y\n')


def test_a_cell_without_end_is_refused():
    with pytest.raises(ReadError, match="row 2: a cell is longer than"):
        read('id,comment\n1,"' + "x" * (csv.field_size_limit() + 1))


def test_a_quotation_mark_inside_a_quoted_cell_is_named():
    table = read('id,comment\n1,fine\n2,"he said "hi" to me"\n3,x\n')
    assert [(f.rows, f.reasons) for f in table.findings] == [
        ([3], ["a quotation mark stands inside a quoted cell; check this row and the next"])
    ]
    assert list(table.columns[0]) == ["1", "2", "3"]


@pytest.mark.parametrize("text", ["", "\n\n", "  \n", "\ufeff"])
def test_an_empty_file_is_refused(text):
    with pytest.raises(ReadError, match=r"a\.csv is empty"):
        read(text)


def test_headings_alone_are_refused():
    with pytest.raises(ReadError, match=r"has headings \(id, sat, …\) but no respondents"):
        read("id,sat\n\n")


def test_blank_lines_before_the_headings_count_as_rows():
    assert list(read("\n\nid,sat\n1,5\n").rows) == [4]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=5),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_the_csv_module_writes_comes_back(records, separator, end):
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=separator, lineterminator=end)
    writer.writerows([["id", "a", "b", "c"], *([str(number), *record] for number, record in enumerate(records))])
    table = read(buffer.getvalue(), separator=separator)
    assert [list(row) for row in zip(*table.columns[1:], strict=True)] == records
    assert table.findings == ()
