"""Rows and questions that read the same."""

from __future__ import annotations

import pytest

from survey.platforms.read import read_responses

TWINS = """
id: twins
version: "1.0"
languages: [zh-CN]
title: {zh-CN: 两家店}
scales:
  four: {points: {1: {zh-CN: 很差}, 2: {zh-CN: 差}, 3: {zh-CN: 好}, 4: {zh-CN: 很好}}}
pages:
  - id: all
    items:
      - {id: one, type: matrix, scale: four, text: {zh-CN: 第一家店怎么样},
         rows: [{id: price1, text: {zh-CN: 价格}}, {id: staff1, reverse: true, text: {zh-CN: 店员}}]}
      - {id: two, type: matrix, scale: four, text: {zh-CN: 第二家店怎么样},
         rows: [{id: price2, text: {zh-CN: 价格}}, {id: staff2, reverse: true, text: {zh-CN: 店员}}]}
      - {id: twice1, type: short_text, text: {zh-CN: 还有吗}}
      - {id: twice2, type: short_text, text: {zh-CN: 还有吗}}
"""
ROWS = ["1、第一家店怎么样—价格", "店员", "2、第二家店怎么样—价格", "店员", "3、还有吗", "4、还有吗"]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("1_按文本_2.csv", "很差,差,好,很好,甲,乙"),
        ("1_按序号_2.csv", "1,2,3,4,甲,乙"),
        ("1_按分数_2.csv", "1,2,3,4,甲,乙"),
    ],
)
@pytest.mark.parametrize("first", [1, 4])
def test_rows_and_questions_that_read_the_same_go_by_their_order(build_text, write, named, name, cells, first):
    """Codes stay as the file has them, also those of reverse-keyed rows by score."""
    headings = [f"{int(row[0]) + first - 1}{row[1:]}" if row[0].isdigit() else row for row in ROWS]
    lines = [
        f"序号,提交答卷时间,所用时间,来源,来源详情,来自IP,{','.join(headings)}",
        f"1,2026/9/18 19:20:55,1小时2分3秒,,,,{cells}",
    ]
    responses = read_responses(write("\n".join(lines), name), build_text(TWINS))
    assert responses.data.iloc[0].tolist() == [1, 2, 3, 4, "甲", "乙"]
    assert responses.paradata["seconds"].tolist() == [3723] and named(responses) == []
    said = " ".join(responses.problems["reason"])
    assert ("staff1, staff2) come turned round" in said) is ("分数" in name)
