from __future__ import annotations

import io

import pandas as pd
import pytest
from openpyxl import Workbook
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses

EN = ["ID", "Start time", "Completion time", "Email", "Name"]
ZH = ["ID", "开始时间", "完成时间", "电子邮件", "名称"]


def cell(item, data: pd.DataFrame, row: int, language: str):
    if item.type == "multiple_choice":
        texts = []
        for choice in item.choices:
            if data[f"{item.id}__{choice.code}"].iloc[row] == 1:
                own = data[f"{item.id}__{choice.code}__text"].iloc[row] if choice.has_text else None
                texts.append(own if isinstance(own, str) else choice.label[language])
        return "".join(f"{text};" for text in texts)
    value = data[item.id].iloc[row]
    if pd.isna(value):
        return ""
    for choice in item.choices:
        own = data[f"{item.id}__{choice.code}__text"].iloc[row] if choice.has_text else None
        if choice.has_text and value == choice.code and isinstance(own, str):
            return own
    if item.labels and item.labels.get(int(value), {}).get(language):
        return item.labels[int(value)][language]
    return value.to_pydatetime() if item.type == "date" else value


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_simulated_answers_come_back_from_a_workbook(shop, draw_answers, language, tmp_path):
    data = draw_answers(shop, 5, size=20, texts=["fine", "很好", "10"])
    book = Workbook()
    book.active.append([*(EN if language == "en" else ZH), *(item.text[language] for item in shop.items.values())])
    start = pd.Timestamp(2026, 11, 22, 14, 3, 24)
    for row in range(len(data)):
        answers = [cell(item, data, row, language) for item in shop.items.values()]
        book.active.append([row + 1, start, start + pd.Timedelta(seconds=90), "anonymous", "", *answers])
    stream = io.BytesIO()
    book.save(stream)
    path = tmp_path / "answers.xlsx"
    path.write_bytes(stream.getvalue())
    responses = read_responses(path, shop)
    assert responses.log[0].because.endswith("read as Microsoft Forms")
    assert_frame_equal(responses.data, data, check_index_type=False)
    assert responses.paradata["seconds"].tolist() == [90.0] * 20
    assert responses.personal.columns.tolist()[0] in ("Email", "电子邮件")
    assert not (responses.problems["row"] > 0).any()


def test_quiz_columns_and_american_dates(write, shop):
    headings = [*EN, "总的来说我满意", "Points - 总的来说我满意", "How many stars?", "nps", "How old are you?"]
    facts = ["1", "11/22/26 14:03:24", "11/22/26 14:04:24", "anonymous", ""]
    lines = [",".join(headings), ",".join([*facts, "Agree", "1", "4", "10", "30"])]
    responses = read_responses(write("\n".join(lines)), shop)
    assert responses.data[["sat", "stars", "nps", "age"]].iloc[0].tolist() == [4, 4, 10, 30]
    assert responses.extra.columns.tolist() == ["Points - 总的来说我满意"]
    assert responses.paradata["submitted"].iloc[0] == pd.Timestamp(2026, 11, 22, 14, 4, 24)
