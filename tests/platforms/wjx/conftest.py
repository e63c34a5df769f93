"""Answers written down as Wenjuanxing writes them, following downloads of 2016 to 2026."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

ABOUT_OLD = ("序号", "提交答卷时间", "所用时间", "来自IP", "来源", "来源详情")
ABOUT_NEW = ("序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP", "总分")


@dataclass(frozen=True)
class Style:
    """One way in which the site writes a download."""

    mode: str = "text"  # text, number or score
    language: str = "zh-CN"
    new: bool = True  # headings and columns as since about 2020
    spaced: bool = False  # labels of a matrix joined by _, as the text import needs them


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the site."""

    number: int
    stem: str
    items: tuple[Item, ...]
    matrix: bool = False


def flatten(text: str) -> str:
    """Return a text as it reads on the site: one line, no markup."""
    return " ".join(text.replace("&amp;", "＆amp;").replace("<", "＜").replace(">", "＞").split())


def say(item: Item | Matrix, language: str) -> str:
    text = flatten(item.text.in_language(language))
    if item.help is not None:
        note = flatten(item.help.in_language(language))
        text += f"（{note}）" if language == "zh-CN" else f" ({note})"
    return text


def list_asked(questionnaire: Questionnaire, language: str) -> Iterator[Asked]:
    number = 1
    if questionnaire.consent is not None:
        yield Asked(1, flatten(questionnaire.consent.in_language(language)), ())
        number += 1
    for block in (block for page in questionnaire.pages for block in page.blocks):
        if isinstance(block, str):
            yield Asked(number, say(questionnaire.items[block], language), (questionnaire.items[block],))
            number += 1
            continue
        rows = tuple(questionnaire.items[row] for row in block.rows)
        if len(rows[0].labels) >= 3:
            yield Asked(number, say(block, language), rows, matrix=True)
            number += 1
        else:
            colon = "：" if language == "zh-CN" else ": "
            for row in rows:
                yield Asked(number, say(block, language) + colon + say(row, language), (row,))
                number += 1


class Writer:
    """Writes the columns of a download."""

    def __init__(self, data: pd.DataFrame, questionnaire: Questionnaire, style: Style) -> None:
        self.data = data
        self.questionnaire = questionnaire
        self.style = style
        self.responses = Responses(questionnaire=questionnaire, data=data)
        self.skipped, self.blank = ("(跳过)", "(空)") if style.mode == "text" else ("-3", "-2")

    def table(self) -> tuple[list[str], list[list[str]]]:
        headings, columns = list(ABOUT_NEW if self.style.new else ABOUT_OLD), []
        size = len(self.data)
        about = {
            "序号": [str(one) for one in self.data.index],
            "提交答卷时间": [f"2026/9/18 {hour % 24}:20:55" for hour in range(size)],
            "所用时间": [f"{seconds + 61}秒" if seconds % 2 else "2分5秒" for seconds in range(size)],
            "来源": ["手机提交"] * size,
            "来源详情": ["微信"] * size,
            "来自IP": ["183.192.16.69(上海-上海)"] * size,
            "总分": ["0"] * size,
        }
        columns = [about[name] for name in headings]
        for asked in list_asked(self.questionnaire, self.style.language):
            for heading, cells in self.columns(asked):
                headings.append(heading)
                columns.append(cells)
        return headings, [list(row) for row in zip(*columns, strict=True)]

    def columns(self, asked: Asked) -> Iterator[tuple[str, list[str]]]:
        head = f"{asked.number}、{asked.stem}"
        if not asked.items:
            agree = "我同意参加" if self.style.language == "zh-CN" else "I agree to take part"
            yield head, [agree if self.style.mode == "text" else "1"] * len(self.data)
            return
        item = asked.items[0]
        if item.type == "multiple_choice" and self.style.mode != "text":
            yield from self.ticks(asked, item)
        elif item.type == "multiple_choice":
            yield head + ("" if self.style.new else " (多选题 *必答)"), self.joined(item)
        elif asked.matrix:
            for place, row in enumerate(asked.items):
                yield (
                    (f"{head}—{say(row, self.style.language)}" if not place else say(row, self.style.language)),
                    [self.value(row, at) for at in range(len(self.data))],
                )
        else:
            yield head, [self.value(item, at) for at in range(len(self.data))]

    def ticks(self, asked: Asked, item: Item) -> Iterator[tuple[str, list[str]]]:
        for place, choice in enumerate(item.choices):
            label = flatten(choice.label.in_language(self.style.language))
            heading = f"第{asked.number}题({label})"
            if self.style.new:
                heading = f"{asked.number}、{asked.stem}({label})" if not place else f"{asked.number}({label})"
            values = self.data[f"{item.id}__{choice.code}"]
            cells = [self.missing(item, at) if pd.isna(value) else str(int(value)) for at, value in enumerate(values)]
            yield heading, [("0" if cell == "-2" else cell) for cell in cells]

    def joined(self, item: Item) -> list[str]:
        cells = []
        for at in range(len(self.data)):
            chosen = [choice for choice in item.choices if self.data[f"{item.id}__{choice.code}"].iloc[at] == 1]
            said = [self.label(item, choice.code, at) for choice in chosen]
            cells.append("┋".join(said) or self.missing(item, at))
        return cells

    def value(self, item: Item, at: int) -> str:
        value = self.data[item.id].iloc[at]
        if pd.isna(value):
            return self.missing(item, at)
        if item.is_text:
            return str(value)
        if item.type == "date":
            return f"{value.year}/{value.month}/{value.day}"
        if item.type == "number" and value not in item.labels:
            return str(int(value)) if value == int(value) else repr(float(value))
        if self.style.mode == "text" or item.type == "number":
            return self.label(item, int(value), at)
        scored = item.is_rating and not item.special and self.style.mode == "score"
        return str(int(value) if scored else list(item.labels).index(int(value)) + 1)

    def label(self, item: Item, code: int, at: int) -> str:
        label = flatten(item.labels[code].in_language(self.style.language))
        ends = item.scale is not None and not any(
            flatten(point.label.in_language(self.style.language)) for point in item.scale.points[1:-1]
        )
        if code not in item.special_codes and (not label or (ends and len(item.scale.points) > 2)):
            label = f"{code}分"
        elif self.style.spaced and item.matrix and len(item.labels) >= 3:
            label = "_".join(label.split())
        text = self.data.get(f"{item.id}__{code}__text", pd.Series(dtype="str"))
        beside = text.iloc[at] if len(text) and not pd.isna(text.iloc[at]) else None
        return f"{label}〖{beside}〗" if beside else label

    def missing(self, item: Item, at: int) -> str:
        return self.blank if self.responses.shown(item.id).iloc[at] else self.skipped


@pytest.fixture(scope="session")
def write_download() -> Callable[..., Path]:
    """Write answers as a download into a folder and return its path, under a name that does not tell the mode."""

    def write_file(
        data: pd.DataFrame,
        questionnaire: Questionnaire,
        style: Style,
        folder: Path,
        name: str = "answers.xlsx",
        **options,
    ) -> Path:
        headings, rows = Writer(data, questionnaire, style).table()
        path = folder / name
        if path.suffix == ".xlsx":
            save_workbook([headings, *rows], path)
        else:
            buffer = io.StringIO(newline="")
            csv.writer(buffer).writerows([headings, *rows])
            path.write_bytes(buffer.getvalue().encode(options.get("encoding", "utf-8-sig")))
        return path

    return write_file


def save_workbook(rows: list[list[str]], path: Path) -> None:
    """Write whole numbers as numbers and all else as text, even what looks like a formula."""
    book = Workbook()
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = book.active.cell(number, place)
            cell.value = (
                int(text) if text.lstrip("-").isascii() and text.lstrip("-").isdigit() and len(text) < 4 else text
            )
            if cell.data_type in "fe":
                cell.data_type = "s"
    book.save(path)


@pytest.fixture(scope="session")
def style() -> type[Style]:
    return Style


@pytest.fixture(scope="session")
def expect_hidden() -> Callable[[Questionnaire, pd.DataFrame], pd.DataFrame]:
    """Return who was not shown which item, by the routing."""

    def list_hidden(questionnaire: Questionnaire, data: pd.DataFrame) -> pd.DataFrame:
        responses = Responses(questionnaire=questionnaire, data=data)
        shown = {item: ~responses.shown(item).to_numpy() for item in questionnaire.items}
        return pd.DataFrame(shown, index=data.index)

    return list_hidden


@pytest.fixture(scope="session")
def alike() -> Callable[[Responses, pd.DataFrame], None]:
    """Require the same answers, and no cell that is no answer."""

    def compare(responses: Responses, data: pd.DataFrame) -> None:
        pd.testing.assert_frame_equal(responses.data, data, check_index_type=False, check_names=False)
        rows = responses.problems[responses.problems["row"] > 0]
        assert rows.empty, rows.to_dict("records")
        assert np.array_equal(responses.data.index, data.index)

    return compare
