"""Drafts from answers alone: scales, options, dates, numbers and texts go by what the columns hold."""

from __future__ import annotations

import pandas as pd
import pytest

import survey as sv
from survey.drafting.column import split_cells
from survey.drafting.known_scales import order_labels


def make_csv(**columns: list) -> str:
    return pd.DataFrame(columns).to_csv(index=False)


def repeat(*values: object, times: int) -> list:
    return list(values) * times


def test_kinds_of_columns(drafted_text):
    text = make_csv(
        **{
            "序号": list(range(1, 13)),
            "提交答卷时间": ["2026-01-02 10:00:00"] * 12,
            "来自IP": ["1.1.1.1"] * 12,
            "姓名": repeat("张三", "李四", times=6),
            "sat": repeat(1, 2, 3, 5, 98, 4, times=2),
            "recommend_us": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10],
            "年龄": repeat(18, 40, 33, times=4),
            "spent": [f"{at}.5" for at in range(12)],
            "day": [f"2026-01-{at:02}" for at in range(1, 13)],
            "1、您满意吗？": repeat("非常满意", "满意", "不满意", "一般", "不适用", "满意", times=2),
            "2、您的城市？": repeat("北京", "上海", "广州", times=4),
            "3、还有什么想说的？": [f"第{at}条，写得长一些，不会重复。" for at in range(12)],
        }
    )
    questionnaire, written = drafted_text(text, "answers.csv")
    kinds = [item.type for item in questionnaire.items.values()]
    assert kinds == [
        "scale", "recommend", "number", "number", "date", "scale", "single_choice", "short_text",
    ]  # fmt: skip
    assert questionnaire.languages == ("zh-CN",)
    assert questionnaire.item("sat").scale.codes == (1, 2, 3, 4, 5)
    assert questionnaire.item("sat").special_codes == {98: "dont_know"}
    asked = [item for item in questionnaire.items.values() if item.text["zh-CN"] == "您满意吗？"]
    assert {code: label["zh-CN"] for code, label in asked[0].labels.items()} == {
        1: "非常不满意", 2: "不满意", 3: "一般", 4: "满意", 5: "非常满意", 97: "不适用",
    }  # fmt: skip
    assert "# Note: Left out, as they are about the interview: 序号, 提交答卷时间." in written
    assert "# Note: Left out, as they can identify a person: 来自IP, 姓名." in written
    read = sv.read_responses(questionnaire.path.parents[1] / "answers.csv", questionnaire)
    assert read.problems[read.problems["row"] > 0].empty
    assert read.data.notna().any().all()


@pytest.mark.parametrize(
    ("heads", "cells"),
    [
        (["buy_1", "buy_2", "buy_3"], ["1", "0"]),
        (["buy__1", "buy__2", "buy__3"], ["Yes", "No"]),
        (["buy[1]", "buy[2]", "buy[3]"], ["1", ""]),
    ],
)
def test_columns_of_ticks_are_one_multiple_choice(heads, cells, drafted_text):
    rows = [[cells[(row + at) % 2] for at in range(3)] + [row % 5 + 1] * 3 for row in range(10)]
    text = pd.DataFrame(rows, columns=[*heads, "sat1", "sat2", "sat3"]).to_csv(index=False)
    questionnaire, _ = drafted_text(text, "answers.csv")
    assert questionnaire.item("buy").type == "multiple_choice"
    assert [one.code for one in questionnaire.item("buy").choices] == [1, 2, 3]
    read = sv.read_responses(questionnaire.path.parents[1] / "answers.csv", questionnaire)
    assert read.data["buy__1"].tolist() == [1, 0] * 5


def test_options_in_brackets_are_a_multiple_choice_and_rows_a_matrix(drafted_text):
    text = make_csv(
        **{
            "What did you buy? [Bread]": repeat("Bread", "", times=6),
            "What did you buy? [Milk]": repeat("", "Milk", times=6),
            "Please rate [The food]": repeat("Good", "Poor", "Very good", times=4),
            "Please rate [The staff]": repeat("Poor", "Good", "Very poor", times=4),
            "Where?": repeat("Bonn", "Kiel", times=6),
        }
    )
    questionnaire, _ = drafted_text(text, "answers.csv")
    buys = next(item for item in questionnaire.items.values() if item.type == "multiple_choice")
    assert [one.label["en"] for one in buys.choices] == ["Bread", "Milk"]
    rated = [item for item in questionnaire.items.values() if item.matrix]
    assert [item.text["en"] for item in rated] == ["The food", "The staff"]
    assert rated[0].scale.codes == (1, 2, 3, 4, 5)
    read = sv.read_responses(questionnaire.path.parents[1] / "answers.csv", questionnaire)
    assert read.data[buys.columns[0]].tolist() == [1, 0] * 6
    assert read.data[rated[0].id].tolist() == [4, 2, 5] * 4


def test_several_options_in_one_cell(drafted_text):
    text = make_csv(shops=repeat("Taobao;JD", "JD", "Taobao;Tmall", times=4), sat1=repeat(1, 4, 7, times=4),
                    sat2=repeat(2, 4, 7, times=4))  # fmt: skip
    questionnaire, _ = drafted_text(text, "answers.csv")
    assert [one.label["en"] for one in questionnaire.item("shops").choices] == ["Taobao", "JD", "Tmall"]
    assert questionnaire.item("sat1").scale.codes == tuple(range(1, 8))
    read = sv.read_responses(questionnaire.path.parents[1] / "answers.csv", questionnaire)
    assert read.data["shops__1"].tolist() == [1, 0, 1] * 4


def test_a_language_can_be_given(drafted_text):
    text = make_csv(zufrieden=repeat(1, 2, 3, 4, 5, times=2), warum=[f"weil {at}" for at in range(10)])
    questionnaire, written = drafted_text(text, "answers.csv", language="de")
    assert questionnaire.languages == ("de",)
    assert "The language is taken to be" not in written


@pytest.mark.parametrize(
    ("labels", "codes"),
    [
        (["Agree", "Strongly disagree", "Neutral"], [4, 1, 3]),
        (["非常同意", "不同意", "一般", "同意"], [5, 2, 3, 4]),
        (["Very satisfied", "Dissatisfied", "Somewhat satisfied", "Satisfied"], [7, 2, 5, 6]),
        (["Often", "Never", "Always"], [4, 1, 5]),
    ],
)
def test_labels_of_known_scales_are_put_in_order(labels, codes):
    assert list(order_labels(labels).values()) == codes


@pytest.mark.parametrize("labels", [["Tea", "Milk", "Juice"], ["Agree", "Disagree"], ["Agree", "Good", "Never"]])
def test_other_labels_are_left_as_they_come(labels):
    assert order_labels(labels) is None


def test_sentences_with_commas_are_no_options():
    sentences = {f"Well, I said {at}, and left": 1 for at in range(30)}
    assert split_cells(sentences) == []
