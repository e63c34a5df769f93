"""Downloads of Tencent Survey in all their shapes: headings, letters, fields beside options, times."""

from __future__ import annotations

import pandas as pd
import pytest

from survey.errors import ReadError
from survey.platforms.read import read_responses

MONEY = """
id: money
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: 钱, en: Money}
scales:
  five: {from: 1, to: 5, anchors: {1: {zh-CN: 差, en: Bad}, 5: {zh-CN: 好, en: Good}}}
  agree:
    points: {1: {zh-CN: 不 同意, en: Strongly disagree}, 2: {zh-CN: 中立, en: Neutral}, 3: {zh-CN: 同意, en: Agree}}
pages:
  - id: first
    items:
      - {id: sex, type: single_choice, text: {zh-CN: "您的性别是？", en: Your gender?},
         choices: {1: {zh-CN: 女, en: Female}, 0: {zh-CN: 男, en: Male}}}
      - id: how
        type: single_choice
        text: {zh-CN: 您怎么付款？, en: How did you pay?}
        choices: {1: {zh-CN: 现金, en: Cash}, 5: {label: {zh-CN: 刷卡, en: Card}, text: true},
                  97: {label: {zh-CN: 其他, en: Other}, text: true}}
      - {id: got, type: multiple_choice, text: {zh-CN: 您买了什么？, en: What did you buy?},
         choices: {1: {zh-CN: 面包、糕点, en: "Bread, cakes"}, 2: {zh-CN: 饮料, en: Drinks},
                   3: {label: {zh-CN: 别的, en: Else}, text: true},
                   4: {label: {zh-CN: 还有别的, en: More}, text: true}}}
      - id: views
        type: matrix
        scale: agree
        text: {zh-CN: 您怎么看？, en: Your views?}
        rows: [{id: clean, text: {zh-CN: 店里干净, en: It is clean}},
               {id: dear, reverse: true, text: {zh-CN: 东西贵, en: It is dear}}]
      - id: marks
        type: matrix
        scale: five
        text: {zh-CN: 请打分, en: Please mark}
        rows: [{id: staff, text: {zh-CN: 店员, en: Staff}}, {id: shop, text: {zh-CN: 店面, en: Shop}}]
      - {id: nps, type: recommend, text: {zh-CN: 会推荐吗？, en: Would you recommend us?}}
      - {id: day, type: date, text: {zh-CN: 哪天？, en: Which day?}}
      - {id: phone, type: short_text, text: {zh-CN: 电话后四位？, en: Last four digits?}}
      - {id: why, type: long_text, text: {zh-CN: 为什么？, en: Why?}}
"""
ABOUT = ["编号", "开始答题时间", "结束答题时间", "答题时长"]
TOLD = ["3", "02-Feb-2021 20:28:09", "02-Feb-2021 20:28:40", "31"]
HEADINGS = [
    "1.您的性别是？",
    "2.您怎么付款？",
    "2.您怎么付款？[选项填空]",
    "3.您买了什么？:面包、糕点",
    "3.您买了什么？:饮料",
]
HEADINGS += ["3.您买了什么？:别的____{fillblank-345b}", "3.您买了什么？:别的____{fillblank-345b}[选项填空]"]
HEADINGS += [
    "3.您买了什么？:还有别的____",
    "3.您买了什么？:还有别的____[选项填空]",
    "4.您怎么看？:店里干净",
    "4.您怎么看？:东西贵",
]
HEADINGS += ["5.请打分:店员", "5.请打分:店面", "6.会推荐吗？", "7.哪天？", "8.电话后四位？", "9.为什么？"]
ANSWER = [
    "A.女",
    "C.其他____________",
    "支票",
    "A.面包、糕点",
    "",
    "C.别的____________",
    "糖",
    "",
    "",
    "C.同意",
    "A.不_同意",
]
ANSWER += ["4", "1", "J.9", "17-Apr-2026", "\t0123", "便宜"]


@pytest.fixture
def money(build_text):
    return build_text(MONEY)


@pytest.fixture
def download(money, write):
    """Read answers under the usual headings, or others, with the columns about the interview in front."""

    def read(
        *rows: list[str], headings=HEADINGS, about=ABOUT, told=TOLD, name="9799234_202203072020311613.csv", **options
    ):
        lines = [[*about, *headings, ""]]
        lines += [[*told, *row, ""] for row in rows]
        text = "\n".join(",".join(map(quote, line)) for line in lines) + "\n"
        return read_responses(write(text, name, encoding="utf-8-sig"), money, **options)

    return read


def quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def change(**cells: str) -> list[str]:
    """Return the usual answers with some cells changed, by the place of their column."""
    return [cells.get(f"c{place}", cell) for place, cell in enumerate(ANSWER)]


def take(responses, *columns) -> list:
    values = responses.data.iloc[0][list(columns)].tolist()
    return [None if pd.isna(value) else value for value in values]


def test_a_download_with_the_texts_of_options(download, named):
    responses = download(ANSWER)
    assert take(responses, "sex", "how", "how__97__text", "how__5__text") == [1, 97, "支票", None]
    assert take(responses, "got__1", "got__2", "got__3", "got__4", "got__3__text", "got__4__text") == [
        1, 0, 1, 0, "糖", None]  # fmt: skip
    assert take(responses, "clean", "dear", "staff", "shop", "nps") == [3, 1, 4, 1, 9]
    assert take(responses, "day", "phone", "why") == [pd.Timestamp(2026, 4, 17), "0123", "便宜"]
    assert named(responses) == [] and responses.extra.empty
    assert responses.paradata["submitted"].tolist() == [pd.Timestamp(2021, 2, 2, 20, 28, 40)]
    assert responses.paradata["seconds"].tolist() == [31] and responses.data.index.tolist() == [3]


def test_a_text_shared_by_options_goes_to_the_one_chosen(download, named):
    responses = download(change(c1="B.刷卡____________", c2="工资卡"))
    assert take(responses, "how", "how__5__text", "how__97__text") == [5, "工资卡", None]
    assert named(responses) == []


def test_nothing_chosen_is_blank_in_all_options(download):
    responses = download(change(c3="", c5="", c6=""))
    assert take(responses, "got__1", "got__2", "got__3", "got__4", "got__3__text") == [None] * 5
    assert not responses.hidden.size


def test_columns_about_the_interview_and_the_person(download):
    behind = ["语言", "清洗数据结果", "智能清洗数据无效概率", "地理位置省", "用户标识", "昵称", "IP", "UA", "投放名称"]
    told = ["简体中文", "未清洗", "", "广东省", "o1", "小明", "1.2.3.4", "Mozilla", "任务1"]
    responses = download([*ANSWER, *told], headings=[*HEADINGS, *behind])
    row = responses.paradata.iloc[0]
    assert row[["language", "cleaning", "campaign"]].tolist() == ["zh-CN", "未清洗", "任务1"]
    assert list(responses.personal) == ["地理位置省", "用户标识", "昵称", "IP", "UA"] and responses.extra.empty


@pytest.mark.parametrize(
    "moments",
    [("2016-04-27 19:26:45", "2016-04-27 19:27:27"), ("2016/4/27 19:26", "2016/4/27 19:27"),
     ("27-Apr-2016 19:26:45", "27-Apr-2016 19:27:27")],
)  # fmt: skip
def test_times_of_every_age(download, moments):
    responses = download(ANSWER, about=["编号", "开始答题时间", "结束答题时间", "自定义字段"], told=["1", *moments, ""])
    assert responses.paradata["started"].dt.floor("min").tolist() == [pd.Timestamp(2016, 4, 27, 19, 26)]
    assert list(responses.personal) == ["自定义字段"]


@pytest.mark.parametrize(
    "headings",
    [
        [f"{heading}<br />\n" for heading in HEADINGS],
        [f"{int(heading[0]) + 4}{heading[1:]}" for heading in HEADINGS],
        [heading.replace("____{fillblank-345b}", " ____") for heading in HEADINGS],
    ],
    ids=["markup", "shifted numbers", "other fields"],
)
def test_headings_in_every_dress(download, headings, named):
    responses = download(ANSWER, headings=headings)
    assert take(responses, "sex", "how", "how__97__text", "got__3", "got__3__text", "clean", "staff", "nps") == [
        1, 97, "支票", 1, "糖", 3, 4, 9]  # fmt: skip
    assert named(responses) == [] and responses.extra.empty


def test_a_form_in_english(download, named):
    headings = [
        "1.Your gender?",
        "2.How did you pay?",
        "5.Please mark:Staff",
        "5.Please mark:Shop",
        "6.Would you recommend us?",
    ]
    responses = download(["B.Male", "A.Cash", "5", "2", "A.0"], headings=headings)
    assert take(responses, "sex", "how", "staff", "shop", "nps") == [0, 1, 5, 2, 0] and named(responses) == []


def test_letters_tell_options_apart_whose_labels_look_lettered(build_text, write, named):
    questionnaire = build_text("""
id: letters
version: "1.0"
languages: [en]
title: {en: Letters}
pages:
  - id: all
    items:
      - {id: one, type: single_choice, text: {en: First?}, choices: {1: {en: B.one}, 2: {en: one}, 3: {en: A.one}}}
      - {id: two, type: single_choice, text: {en: Second?}, choices: {1: {en: "yes"}, 2: {en: "no"}}}
""")
    lines = [
        "编号,开始答题时间,结束答题时间,1.First?,2.Second?",
        "1,,,A.B.one,A.yes",
        "2,,,B.one,B.no",
        "3,,,C.A.one,B.no",
    ]
    responses = read_responses(write("\n".join(lines)), questionnaire)
    assert responses.data["one"].tolist() == [1, 2, 3] and named(responses) == []


def test_what_is_no_answer_is_named(download, named):
    responses = download(change(c0="C.不知道", c11="9", c14="昨天"))
    assert sorted(named(responses, "column", "value")) == [
        ("1.您的性别是？", "C.不知道"), ("5.请打分:店员", "9"), ("7.哪天？", "昨天")]  # fmt: skip
    assert take(responses, "sex", "staff", "day") == [None, None, None]


def test_columns_of_other_questions_are_kept_aside(download):
    responses = download(
        [*ANSWER, "C.上海", "浦东"], headings=[*HEADINGS, "10.您住在哪里？", "10.您住在哪里？[选项填空]"]
    )
    assert responses.extra.iloc[0].tolist() == ["C.上海", "浦东"]


def test_another_survey_is_refused(download):
    with pytest.raises(ReadError, match="only 0 of"):
        download(["a", "b"], headings=["1.您的城市？", "2.您的职业？"])
