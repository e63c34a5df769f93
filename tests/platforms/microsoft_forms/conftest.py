"""Microsoft Forms: answers written as its workbooks and CSV files hold them."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

FACTS = {
    "en": ["ID", "Start time", "Completion time", "Email", "Name", "Last modified time"],
    "zh-CN": ["ID", "开始时间", "完成时间", "电子邮件", "名称", "上次修改时间"],
}
START = datetime(2026, 11, 22, 14, 3, 24)
END = datetime(2026, 11, 22, 14, 4, 54)


def _say(item: Item, data: pd.DataFrame, row: int, language: str) -> object:
    """Return the cell of a question: labels, a text of one's own in place of the label Other."""
    own = {
        choice.code: text
        for choice in item.choices
        if choice.has_text and pd.notna(text := data[f"{item.id}__{choice.code}__text"].iloc[row])
    }
    if item.type == "multiple_choice":
        chosen = [one for one in item.choices if data[f"{item.id}__{one.code}"].iloc[row] == 1]
        return "".join(f"{own.get(one.code, one.label[language])};" for one in chosen)
    value = data[item.id].iloc[row]
    if pd.isna(value):
        return ""
    if item.type == "date":
        return value.to_pydatetime()
    if item.is_text:
        return value
    label = item.labels.get(int(value), {}).get(language, "") if value == int(value) else ""
    return own.get(int(value)) or label or (int(value) if value == int(value) else float(value))


@pytest.fixture(scope="session")
def write_rows() -> Callable[..., list[list[object]]]:
    """Write answers as the rows of the sheet: the facts, then one column a question or statement."""

    def write(questionnaire: Questionnaire, data: pd.DataFrame, language: str) -> list[list[object]]:
        items = list(questionnaire.items.values())
        rows: list[list[object]] = [[*FACTS[language], *(item.text[language] for item in items)]]
        for row in range(len(data)):
            said = [_say(item, data, row, language) for item in items]
            rows.append([row + 1, START, END, "anonymous", "", "", *said])
        return rows

    return write


def _as_text(cell: object) -> str:
    if isinstance(cell, datetime):
        return f"{cell.month}/{cell.day}/{cell:%y %H:%M:%S}" if cell.hour else f"{cell.month}/{cell.day}/{cell.year}"
    return str(cell)


@pytest.fixture
def save(tmp_path_factory) -> Callable[..., Path]:
    """Save rows as a workbook, or as the CSV file that Excel makes of it."""

    def save_rows(rows: list[list[object]], kind: str) -> Path:
        path = tmp_path_factory.mktemp("answers") / f"Survey(1-20).{kind}"
        if kind == "csv":
            stream = io.StringIO()
            csv.writer(stream).writerows([[_as_text(cell) for cell in row] for row in rows])
            path.write_text(stream.getvalue(), encoding="utf-8-sig")
            return path
        book = Workbook()
        for row in rows:
            book.active.append([None if cell == "" else cell for cell in row])
        for cells in book.active.iter_rows():
            for cell in cells:
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        book.save(path)
        return path

    return save_rows
