"""Forms of text files: whatever somebody's program writes is read right, or named, or refused in plain words."""

from __future__ import annotations

import pytest

from survey.errors import ReadError

ROWS = [["id", "sat", "stars", "nps", "spent", "comment"], ["1", "非常同意", "5", "0", "2,5", "很好"]]
ROWS += [["2", "2", "４", "10", "1.5", "=HYPERLINK(1)"], ["3", "", "3", "7", "", "@x"]]
LATIN = [
    ["1", "5", "5", "0", "2,5", "déjà vu – très «bien»"],
    ["2", "2", "4", "10", "1.5", "=1"],
    ["3", "", "3", "7", "", "x"],
]


def join(rows: list[list[str]], separator: str = ";", end: str = "\n") -> str:
    return "".join(separator.join(row) + end for row in rows)


def check(responses, comments: list[str]) -> None:
    """Require the answers of the three respondents."""
    assert responses.data.index.tolist() == [1, 2, 3]
    assert responses.data["sat"].fillna(-1).tolist() == [5, 2, -1]
    assert responses.data["stars"].tolist() == [5, 4, 3]
    assert responses.data["nps"].tolist() == [0, 10, 7]
    assert responses.data["spent"].fillna(-1).tolist() == [2.5, 1.5, -1]
    assert responses.data["comment"].tolist() == comments


@pytest.mark.parametrize("separator", [";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"]
)
def test_encodings_separators_and_line_ends(read, named, encoding, separator, end):
    responses = read(join(ROWS, separator, end).encode(encoding))
    check(responses, ["很好", "=HYPERLINK(1)", "@x"])
    assert named(responses) == []
    guesses = responses.problems["reason"].str.contains("only a guess")
    assert guesses.sum() == (encoding in ("utf-16-le", "utf-16-be"))


@pytest.mark.parametrize(("encoding", "end"), [("cp1252", "\r\n"), ("mac_roman", "\r")])
def test_western_encodings_are_guesses_that_are_named(read, encoding, end):
    responses = read(join([ROWS[0], *LATIN], ";", end).encode(encoding))
    check(responses, ["déjà vu – très «bien»", "=1", "x"])
    assert responses.problems["reason"].str.contains(f"decoded as {encoding}, which is only a guess").sum() == 1


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "SEP=;"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_for_excel_is_no_heading(read, line, end):
    check(read(line + end + join(ROWS, ";", end)), ["很好", "=HYPERLINK(1)", "@x"])


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", ";\n"),
        lambda text: text.replace("comment\n", "comment;\n"),
        lambda text: text.partition("\n")[0] + "\n" + text.partition("\n")[2].replace("\n", ";\n"),
        lambda text: text + "\n\n",
        lambda text: text.rstrip("\n"),
        lambda text: text + "\x1a",
        lambda text: text.replace("comment", '"comment"'),
    ],
    ids=[
        "separator at every end",
        "at the headings",
        "at the answers",
        "blank lines",
        "no line end",
        "end of file",
        "quoted",
    ],
)
def test_marks_without_meaning_change_nothing(read, named, change):
    responses = read(change(join(ROWS)))
    check(responses, ["很好", "=HYPERLINK(1)", "@x"])
    assert named(responses) == []


def test_line_breaks_within_cells_stay(read, named):
    responses = read('id,sat,stars,nps,comment\r\n1,5,5,5,"two\r\nlines, ""quoted"""\r\n2,9,5,5,"a\nb"\r\n')
    assert responses.data["comment"].tolist() == ['two\r\nlines, "quoted"', "a\nb"]
    assert named(responses) == [(3, "sat", "9")]


def test_ragged_rows_are_named(read, named):
    responses = read("id,sat,stars,nps,comment\n1,5\n2,5,5,5,x,more,\n3,4,4,4,y\n")
    assert named(responses, "row", "column", "value", "reason") == [
        (2, "stars", "", "the row has 2 of 5 cells; the others are taken as blank"),
        (3, "column 6", "more", "the row has more cells than there are headings (5); not read"),
    ]
    assert responses.data["sat"].tolist() == [5, 5, 4]


def test_a_heading_twice_with_one_answer_is_used_once(read):
    problems = read("sat,stars,nps,sat\n5,5,5,5\n").problems
    assert problems.loc[problems["column"] == "sat", "reason"].tolist() == [
        "the same answers as 'sat' (column 1); not used twice"
    ]


def test_a_heading_twice_with_two_answers_is_refused(read):
    with pytest.raises(ReadError, match=r"two columns answer 'sat' and differ: .*column 1.*column 4.* first in row 3"):
        read("sat,stars,nps,sat\n5,5,5,5\n4,5,5,5\n")


def test_columns_of_one_foreign_heading_are_all_kept(read):
    extra = read("sat,stars,nps,colour,colour\n5,5,5,red,blue\n").extra
    assert extra.iloc[0].tolist() == ["red", "blue"]


def test_digits_of_full_width_and_decimal_commas_are_numbers(read, named):
    responses = read("sat;stars;nps;age;spent\n５;４;１０;４２;１２,５\n5;4;10;42岁;1.234,5\n")
    assert responses.data[["sat", "stars", "nps", "age", "spent"]].iloc[0].tolist() == [5, 4, 10, 42, 12.5]
    assert responses.data["spent"].tolist() == [12.5, 1234.5]
    assert named(responses) == []


def test_a_nul_character_is_kept_and_named(read, named):
    responses = read(b"sat,stars,nps,comment\n5,5,5,a\x00b\n")
    assert responses.data["comment"].tolist() == ["a\x00b"]
    assert named(responses, "row", "column", "reason") == [(2, "comment", "holds a NUL character; kept as written")]


@pytest.mark.parametrize("missing", ["NA", "NULL", "nan", "None", "#N/A", "-", "."])
def test_words_for_nothing_are_named_and_not_taken_as_blank(read, named, missing):
    responses = read(f"sat,stars,nps,comment\n{missing},5,5,{missing}\n")
    assert responses.data["sat"].isna().all()
    assert responses.data["comment"].tolist() == [missing]
    assert named(responses) == [(2, "sat", missing)]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\xff\xfe", "is empty"),
        (b"\n \r\n", "is empty"),
        (b"\x1a", "is empty"),
        (b"sat,stars,nps", r"has headings \(sat, stars, nps, …\) but no respondents"),
        (b"sep=;\nsat;stars;nps\n", r"has headings \(sat, stars, nps, …\) but no respondents"),
        (b"sat,stars,nps\n,,\n,,\n", r"has headings \(sat, stars, nps, …\) but no respondents"),
        (b'sat,stars,nps\n5,5,"5\n', "row 2: a quotation mark is opened and never closed"),
        (bytes(1000), "is no text"),
    ],
)
def test_files_without_answers_are_refused(read, content, message):
    with pytest.raises(ReadError, match=message) as error:
        read(content)
    assert "answers.csv" in str(error.value)
