"""Whole files: what an export with everything wrong ends as, and what is refused."""

from __future__ import annotations

import hashlib

import pandas as pd
import pytest

from survey.errors import OptionError, QuestionnaireError, ReadError
from survey.platforms.read import read_responses
from survey.responses import PROBLEM_COLUMNS, Source, Step

HEADINGS = (
    "序号,提交答卷时间,所用时间,来自IP,1、总的来说，我满意。,5、您买了什么？,"
    "6、会推荐给朋友吗？,7、打几颗星？,8、您几岁？,渠道,comment"
)
EXPORT = f"""{HEADINGS}
1,2026/11/22 14:05:16,136秒,1.2.3.4(上海-上海),非常同意,面包┋饮料; 酒,10,5星,42岁,微信,=1+1
2,2026/11/22 14:06:00,1分5秒,5.6.7.8,6,玩具,11,Five,7,短信,
,,,,,,,,,,
3,昨天,很久,,不适用,,0,1
"""


def test_every_value_is_an_answer_or_named(read):
    responses = read(EXPORT, platform="plain")
    assert list(responses.problems.columns) == list(PROBLEM_COLUMNS)
    assert set(responses.problems["file"]) == {"answers.csv"}
    assert str(responses.problems["row"].dtype) == "int64"
    problems = responses.problems[responses.problems["row"] > 0]
    assert [tuple(row) for row in problems[["row", "column", "value", "reason"]].itertuples(index=False)] == [
        (3, "1、总的来说，我满意。", "6", "6 is outside the allowed codes: 1 to 5; special codes 97, 98"),
        (3, "5、您买了什么？", "玩具", "no option of this item: '玩具'"),
        (3, "6、会推荐给朋友吗？", "11", "11 is outside the allowed codes: 0 to 10"),
        (3, "7、打几颗星？", "Five", "neither a code (1 to 5) nor a label of this item"),
        (3, "8、您几岁？", "7", "outside the allowed range: 16 to 100"),
        (4, "", "", "empty row"),
        (5, "8、您几岁？", "", "the row has 8 of 11 cells; the others are taken as blank"),
        (5, "提交答卷时间", "昨天", "no date and time with the year first"),
        (5, "所用时间", "很久", "no duration; write seconds or hh:mm:ss"),
    ]
    assert responses.data["sat"].fillna(-1).tolist() == [5, -1, 97]
    assert responses.data["bought__3"].fillna(-1).tolist() == [1, -1, -1]
    assert responses.data["comment"].fillna("").tolist() == ["=1+1", "", ""]
    assert responses.data.index.tolist() == [1, 2, 3]


def test_what_is_no_answer_is_kept_apart(read):
    responses = read(EXPORT, platform="plain")
    assert responses.paradata["seconds"].fillna(-1).tolist() == [136, 65, -1]
    assert responses.paradata["submitted"][1] == pd.Timestamp(2026, 11, 22, 14, 5, 16)
    assert responses.personal["来自IP"].fillna("").tolist() == ["1.2.3.4(上海-上海)", "5.6.7.8", ""]
    assert responses.extra["渠道"].fillna("").tolist() == ["微信", "短信", ""]
    for frame in (responses.paradata, responses.personal, responses.extra):
        assert frame.index.equals(responses.data.index)
    (extra,) = responses.problems[responses.problems["column"] == "渠道"].itertuples()
    assert (extra.row, extra.value, extra.reason) == (
        0,
        "",
        "column is not in the questionnaire; kept in responses.extra",
    )


def test_sources_and_log_say_where_the_answers_come_from(read):
    responses = read(EXPORT, platform="plain")
    assert responses.sources == (Source("answers.csv", hashlib.sha256(EXPORT.encode()).hexdigest(), 3),)
    assert responses.log == (Step("answers read", "answers.csv: csv, utf-8, ','", 3, 3),)
    assert not responses.simulated and responses.weights is None


def test_responses_that_were_read_can_lose_respondents(read):
    assert read(EXPORT).without([2], because="a test").paradata.index.tolist() == [1, 3]


def test_three_respondents_with_one_answer_each(read):
    responses = read("sat,stars,nps\n5,,\n,3,\n,,0\n")
    assert responses.data[["sat", "stars", "nps"]].notna().sum().tolist() == [1, 1, 1]


def test_files_of_one_layout_are_joined(write, shop, named):
    one = write("sat,stars,nps,colour\n5,5,5,red\n4,4,44,blue\n", "one.csv")
    two = write("colour;nps;stars;sat\ngreen;1;1;1\n", "two.csv")
    responses = read_responses([one, two], shop)
    assert responses.data["sat"].tolist() == [5, 4, 1]
    assert responses.data.index.tolist() == [1, 2, 3]
    assert responses.extra["colour"].tolist() == ["red", "blue", "green"]
    assert [(source.name, source.n_rows) for source in responses.sources] == [("one.csv", 2), ("two.csv", 1)]
    assert [step.because for step in responses.log] == ["one.csv: csv, utf-8, ','", "two.csv: csv, utf-8, ';'"]
    assert named(responses, "file", "row", "value") == [("one.csv", 3, "44")]


def test_files_of_two_layouts_are_refused(write, shop):
    one, two = write("sat,stars,nps\n5,5,5\n", "one.csv"), write("sat,stars,nps,age\n5,5,5,50\n", "two.csv")
    with pytest.raises(
        ReadError, match=r"two\.csv has another layout than one\.csv: only one of them has the headings 'age'"
    ):
        read_responses([one, two], shop)


def test_a_file_twice_is_refused(write, shop):
    one, two = write("sat,stars,nps\n5,5,5\n", "one.csv"), write("sat,stars,nps\n5,5,5\n", "two.csv")
    with pytest.raises(ReadError, match=r"two\.csv and one\.csv are the same file"):
        read_responses([one, two], shop)
    with pytest.raises(ReadError, match="the list of files is empty"):
        read_responses([], shop)


def test_a_file_of_another_survey_is_refused(read):
    with pytest.raises(ReadError, match="only 1 of 14 items of questionnaire 'corner-shop' have a column"):
        read("colour,size,sat\nred,2,5\n")


def test_western_characters_are_a_guess_that_is_named(read, named):
    responses = read("sat;stars;nps;comment\n5;5;5;déjà vu\n".encode("cp1252"))
    assert responses.data["comment"].tolist() == ["déjà vu"]
    (problem,) = responses.problems[responses.problems["reason"].str.contains("cp1252")].itertuples()
    assert problem.row == 0 and "only a guess" in problem.reason


def test_the_encoding_can_be_given(read):
    responses = read("sat;stars;nps;comment\n5;5;5;Привет\n".encode("cp1251"), encoding="cp1251", separator=";")
    assert responses.data["comment"].tolist() == ["Привет"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", r"is empty \(0 bytes\)"),
        ("\n \n", "is empty"),
        ("sat,stars,nps\n", "no respondents under them"),
        ("sat,stars,nps\n,,\n", "no respondents under them"),
        (b"\x00\x01\x02\x03\x04\x05", "is no text"),
    ],
)
def test_files_without_answers_are_refused(read, content, message):
    with pytest.raises(ReadError, match=message):
        read(content)


def test_a_wrong_separator_is_told(read):
    with pytest.raises(ReadError, match="there is only one column"):
        read("sat;stars;nps\n5;5;5\n", separator="\t")


def test_an_unknown_platform_lists_the_known_ones(read):
    with pytest.raises(OptionError, match="platform='myspace' is not an option; use one of: auto, limesurvey"):
        read("sat,stars,nps\n5,5,5\n", platform="myspace")
    assert len(read("sat,stars,nps\n5,5,5\n", platform="plain")) == 1


def test_the_language_settles_what_a_label_means(read):
    with pytest.raises(OptionError, match="language='fr'"):
        read("sat,stars,nps\n5,5,5\n", language="fr")
    assert len(read("sat,stars,nps\n5,5,5\n", language="en")) == 1


def test_the_questionnaire_can_be_a_name(write):
    path = write("sat1,sat2\n7,7\n")
    with pytest.raises(ReadError, match="only 2 of 52 items"):
        read_responses(path, "ecommerce-service")
    with pytest.raises(QuestionnaireError, match="no questionnaire 'nothing'"):
        read_responses(path, "nothing")
