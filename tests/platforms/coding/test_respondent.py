from __future__ import annotations

import pytest

from survey.errors import ReadError
from survey.platforms.read import read_responses

OTHERS = ",5,5,5,50"
HEADINGS = ",sat,stars,nps,age"


def table(heading: str, *ids: str) -> str:
    return "\n".join([heading + HEADINGS, *(one + OTHERS for one in ids)])


@pytest.mark.parametrize("heading", ["id", "respondent", "respondent_id", "序号", "编号", "答卷编号", "ResponseId"])
def test_an_id_column_is_found(read, heading):
    responses = read(table(heading, "7", "5"))
    assert responses.data.index.tolist() == [7, 5]
    assert responses.data.index.name == "respondent"
    assert str(responses.data.index.dtype) == "int64"
    assert responses.extra.empty


def test_ids_with_leading_zeros_stay_text(read):
    assert read(table("id", "007", "7")).data.index.tolist() == ["007", "7"]


def test_without_ids_the_respondents_are_numbered(read):
    assert read("sat,stars,nps,age\n5,5,5,50\n4,4,4,40").data.index.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("ids", "fault"), [(("7", "7", "5"), r"1 ids occur twice or more (7)"), (("7", "", "5"), "1 of 3 ids are blank")]
)
def test_ids_that_do_not_tell_apart_are_named_and_kept(read, ids, fault):
    responses = read(table("id", *ids))
    assert responses.data.index.tolist() == [1, 2, 3]
    assert responses.extra["id"].fillna("").tolist() == list(ids)
    (problem,) = responses.problems[responses.problems["column"] == "id"].itertuples()
    assert fault in problem.reason and "numbered from 1" in problem.reason and problem.row == 0


def test_ids_asked_for_must_do(read):
    with pytest.raises(
        ReadError, match=r"answers\.csv: column 'key' cannot tell respondents apart: 1 ids occur twice or more \(a\)"
    ):
        read(table("key", "a", "a"), respondent="key")
    assert read(table("key", "a", "b"), respondent="KEY").data.index.tolist() == ["a", "b"]


def test_the_second_id_column_steps_in(read):
    responses = read("\n".join(["id,ResponseId" + HEADINGS, "1,a" + OTHERS, "1,b" + OTHERS]))
    assert responses.data.index.tolist() == ["a", "b"]
    assert responses.extra.columns.tolist() == ["id"]


def test_an_unused_id_column_is_kept(read):
    responses = read("\n".join(["id,ResponseId" + HEADINGS, "1,a" + OTHERS, "2,b" + OTHERS]))
    assert responses.data.index.tolist() == [1, 2]
    assert responses.extra["ResponseId"].tolist() == ["a", "b"]


def test_ids_of_several_files_must_differ_across_files(write, shop):
    one, two = write(table("id", "1", "2"), "one.csv"), write(table("id", "2", "3"), "two.csv")
    responses = read_responses([one, two], shop)
    assert responses.data.index.tolist() == [1, 2, 3, 4]
    assert responses.extra["id"].tolist() == ["1", "2", "2", "3"]
    with pytest.raises(ReadError, match=r"one\.csv, two\.csv: column 'id'"):
        read_responses([one, two], shop, respondent="id")
