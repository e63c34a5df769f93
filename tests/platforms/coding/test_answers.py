"""Several columns for one item, and columns that are not there."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.errors import ReadError

OTHERS = "sat,stars,nps,age"
ROW = "5,5,5,50"


def table(headings: str, *rows: str) -> str:
    return "\n".join([f"{OTHERS},{headings}", *(f"{ROW},{row}" for row in rows)])


def values(responses, column):
    return [None if pd.isna(value) else value for value in responses.data[column]]


def test_the_answers_have_every_column_of_the_questionnaire_in_order(read, shop):
    responses = read(table("comment", "fine"))
    assert tuple(responses.data.columns) == shop.columns
    kinds = {column: str(dtype) for column, dtype in responses.data.dtypes.items()}
    assert {kinds.pop(name) for name in ("comment", "paid__3__text", "bought__4__text")} == {"str"}
    assert kinds.pop("day") == "datetime64[us]"
    assert {name for name, kind in kinds.items() if kind == "float64"} == {"age", "spent"}
    assert set(kinds.values()) == {"float32", "float64"}
    assert responses.data["shop_clean"].isna().all()


@pytest.mark.parametrize(
    ("yes", "no"),
    [("1", "0"), ("Y", "N"), ("是", "否"), ("TRUE", "FALSE"), ("x", ""), ("✓", ""), ("Yes", "No"), ("1.0", "0.0")],
)
def test_options_in_columns_of_their_own(read, named, yes, no):
    responses = read(
        table("bought__1,bought__2,bought[3],bought_4", f"{yes},{no},{no},{yes}", f"{no},{no},{no},{yes}", ",,,")
    )
    assert [values(responses, f"bought__{code}") for code in (1, 2, 3, 4)] == [
        [1, 0, None],
        [0, 0, None],
        [0, 0, None],
        [1, 1, None],
    ]
    assert named(responses) == []


def test_labels_or_blanks_in_columns_of_their_own(read, named):
    headings = '"您买了什么？[面包、糕点]","您买了什么？[面包]","您买了什么？(饮料; 酒)","您买了什么？—别的"'
    responses = read(table(headings, '"面包、糕点",,饮料; 酒,', ",Bread,,4", ",,,"))
    assert [values(responses, f"bought__{code}") for code in (1, 2, 3, 4)] == [
        [1, 0, None],
        [0, 1, None],
        [1, 0, None],
        [0, 1, None],
    ]
    assert named(responses) == []


def test_an_odd_cell_among_options_is_named_and_the_respondent_counts_as_asked(read, named):
    responses = read(table("bought__1,bought__2,bought__3,bought__4", "maybe,,1,"))
    assert [values(responses, f"bought__{code}") for code in (1, 2, 3, 4)] == [[None], [0], [1], [0]]
    assert named(responses) == [(2, "bought__1", "maybe")]


def test_an_option_without_a_column_stays_unknown(read):
    responses = read(table("bought__1,bought__2", "1,0"))
    assert values(responses, "bought__3") == [None]


def test_a_column_twice_with_the_same_answers_is_named(read):
    responses = read(table("paid,paid", "1,1", "2,2"))
    assert values(responses, "paid") == [1, 2]
    (row,) = responses.problems[responses.problems["reason"].str.contains("not used twice")].itertuples()
    assert (row.row, row.column, row.reason) == (0, "paid", "the same answers as 'paid' (column 5); not used twice")


def test_codes_and_labels_of_the_same_answers_agree(read):
    responses = read(table("paid,您怎么付款？", "1,现金", "2,By phone", ","))
    assert values(responses, "paid") == [1, 2, None]
    assert "您怎么付款？" in responses.problems["column"].tolist()


def test_a_column_twice_with_other_answers_is_refused(read):
    with pytest.raises(ReadError) as error:
        read(table("paid,How did you pay?", "1,1", "2,1"))
    assert str(error.value) == (
        "answers.csv: two columns answer 'paid' and differ: 'paid' (column 5) and 'How did you pay?' (column 6), "
        "first in row 3 (2.0 and 1.0). Remove one of them."
    )


def test_a_blank_differs_from_an_answer(read):
    with pytest.raises(ReadError, match=r"first in row 2 \(blank and 1\.0\)"):
        read(table("paid,Paid", ",1", "2,2"))


def test_a_text_twice(read):
    assert values(read(table("comment,comment", "fine,fine")), "comment") == ["fine"]
    with pytest.raises(ReadError, match=r"\('fine' and 'bad'\)"):
        read(table("comment,comment", "fine,bad"))


def test_several_options_in_one_column_and_in_their_own(read):
    responses = read(table("bought,bought__1,bought__2,bought__3,bought__4", "1;3,1,0,1,0"))
    assert values(responses, "bought__3") == [1]
    with pytest.raises(ReadError, match="the option columns of bought"):
        read(table("bought,bought__1,bought__2,bought__3,bought__4", "1;2,1,0,1,0"))


def test_an_option_twice_that_differs_is_refused(read):
    with pytest.raises(ReadError, match="two columns answer 'bought__1' and differ"):
        read(table("bought__1,bought[1]", "1,0"))


def test_two_texts_beside_an_option(read, named):
    responses = read(table("paid,paid__3__text", "Other: card,card", "Other: card,cheque", "Other: card,", "3,gold"))
    assert values(responses, "paid__3__text") == ["card", "cheque", "card", "gold"]
    assert named(responses, "row", "value", "reason") == [(3, "card", "another text stands in the text's own column")]
