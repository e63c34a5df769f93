from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses

META = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address", "First Name"]
FACTS = ["77", "2026-11-22 10:00:00", "11/22/2026 10:02:00 AM", "192.0.2.1", "", "Li"]


def label(item, value: float, language: str) -> str:
    if pd.isna(value):
        return ""
    if item.type == "date":
        return value.date().isoformat()
    text = item.labels[int(value)].get(language, "") if item.labels else ""
    return text or f"{value:g}"


def columns(questionnaire, data: pd.DataFrame, language: str):
    """Yield heading, second heading and cells as SurveyMonkey's expanded export has them."""
    last = None
    blocks = {one.id: one for page in questionnaire.pages for one in page.blocks if not isinstance(one, str)}
    for item in questionnaire.items.values():
        stem = blocks[item.matrix].text[language] if item.matrix else item.text[language]
        if item.type == "multiple_choice":
            for place, choice in enumerate(item.choices):
                ticks = data[f"{item.id}__{choice.code}"]
                own = data[f"{item.id}__{choice.code}__text"] if choice.has_text else ticks.map(lambda _: None)
                said = [(text if isinstance(text, str) else choice.label[language]) if tick == 1 else ""
                        for tick, text in zip(ticks, own, strict=True)]  # fmt: skip
                yield (
                    stem if place == 0 else "",
                    "Other (please specify)" if choice.has_text else choice.label[language],
                    said,
                )
        elif item.is_text:
            yield stem, "Open-Ended Response", data[item.id].fillna("").tolist()
        else:
            sub = item.text[language] if item.matrix else "Response"
            heading = "" if item.matrix and item.matrix == last else stem
            yield heading, sub, [label(item, value, language) for value in data[item.id]]
            for choice in item.choices:
                if choice.has_text:
                    yield "", "Other (please specify)", data[f"{item.id}__{choice.code}__text"].fillna("").tolist()
        last = item.matrix


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_simulated_answers_come_back_from_an_expanded_export(shop, draw_answers, language, tmp_path):
    data = draw_answers(shop, 8, size=20, texts=["fine", "很好"])
    parts = list(columns(shop, data, language))
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow([*META, *(heading for heading, _, _ in parts)])
    writer.writerow([*[""] * len(META), *(sub for _, sub, _ in parts)])
    for row in range(len(data)):
        writer.writerow([str(1000 + row), *FACTS, *(cells[row] for _, _, cells in parts)])
    path = tmp_path / "answers.csv"
    path.write_text(stream.getvalue(), encoding="utf-8")
    responses = read_responses(path, shop)
    assert responses.log[0].because.endswith("read as SurveyMonkey")
    assert responses.data.index.tolist() == list(range(1000, 1020))
    # A blank option beside a blank text cannot be told from an option chosen without text: none is drawn.
    expected = data.set_axis(responses.data.index)
    chosen = [
        f"{item.id}__{choice.code}__text" for item in shop.items.values() for choice in item.choices if choice.has_text
    ]
    assert_frame_equal(responses.data.drop(columns=chosen), expected.drop(columns=chosen))
    assert responses.data["paid__3__text"].fillna("").tolist() == expected["paid__3__text"].fillna("").tolist()
    assert responses.paradata["seconds"].tolist() == [120.0] * 20
    assert responses.personal.columns.tolist() == ["IP Address", "Email Address", "First Name"]
    assert not (responses.problems["row"] > 0).any()
