"""Answers written down as Tencent Survey writes them, following downloads of 2016 to 2026."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

import numpy as np
import pandas as pd
import pytest
from openpyxl import Workbook

from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

BEFORE = ("编号", "开始答题时间", "结束答题时间", "答题时长")
AFTER = ("语言", "清洗数据结果", "智能清洗数据无效概率", "地理位置国家和地区", "地理位置省", "地理位置市", "用户类型")
AFTER += ("用户标识", "昵称", "自定义字段", "IP", "UA", "Referrer", "")


@dataclass(frozen=True)
class Style:
    """One way in which the site writes a download."""

    language: str = "zh-CN"
    new: bool = True  # columns and times as since about 2021
    field: str = ""  # what stands behind the label of an option with a field, in headings


@dataclass(frozen=True)
class Asked:
    """One question as it stands on the site."""

    number: int
    stem: str
    items: tuple[Item, ...]
    matrix: bool = False


def flatten(text: str) -> str:
    """Return a text as it reads on the site: one line, no markup, no marks of the site's own."""
    for sign, other in (("&amp;", "＆amp;"), ("<", "＜"), (">", "＞"), ("[", "【"), ("]", "】"), ("**", "＊＊")):
        text = text.replace(sign, other)
    return " ".join(text.split())


def list_asked(questionnaire: Questionnaire, language: str) -> Iterator[Asked]:
    number = 1
    if questionnaire.consent is not None:
        yield Asked(1, flatten(questionnaire.consent.in_language(language)), ())
        number += 1
    for block in (block for page in questionnaire.pages for block in page.blocks):
        if isinstance(block, str):
            item = questionnaire.items[block]
            yield Asked(number, flatten(item.text.in_language(language)), (item,))
            number += 1
            continue
        stem, rows = flatten(block.text.in_language(language)), tuple(questionnaire.items[row] for row in block.rows)
        if len(rows[0].labels) >= 3:
            yield Asked(number, stem, rows, matrix=True)
            number += 1
        else:
            colon = "：" if language == "zh-CN" else ": "
            for row in rows:
                yield Asked(number, stem + colon + flatten(row.text.in_language(language)), (row,))
                number += 1


class Writer:
    """Writes the columns of a download."""

    def __init__(self, data: pd.DataFrame, questionnaire: Questionnaire, style: Style) -> None:
        self.data = data
        self.questionnaire = questionnaire
        self.style = style

    def table(self) -> tuple[list[str], list[list[str]]]:
        headings, columns = [], []
        for heading, cells in [*self.before(), *self.answers(), *self.after()]:
            headings.append(heading)
            columns.append(cells)
        return headings, [list(row) for row in zip(*columns, strict=True)]

    def before(self) -> Iterator[tuple[str, list[str]]]:
        day = "17-Apr-2026" if self.style.new else "2016-04-27"
        rows = range(len(self.data))
        yield BEFORE[0], [str(one) for one in self.data.index]
        yield BEFORE[1], [f"{day} 09:{row % 60:02}:40" for row in rows]
        yield BEFORE[2], [f"{day} 10:{row % 60:02}:05" for row in rows]
        if self.style.new:
            yield BEFORE[3], [str(3625)] * len(self.data)
        else:
            yield "自定义字段", [""] * len(self.data)

    def after(self) -> Iterator[tuple[str, list[str]]]:
        told = {"语言": "简体中文" if self.style.language == "zh-CN" else "英语", "IP": "1.2.3.4", "昵称": "小明"}
        for heading in AFTER if self.style.new else AFTER[-1:]:
            yield heading, [told.get(heading, "")] * len(self.data)

    def answers(self) -> Iterator[tuple[str, list[str]]]:
        for asked in list_asked(self.questionnaire, self.style.language):
            head = f"{asked.number}.{asked.stem}"
            if not asked.items:
                agree = "我同意参加" if self.style.language == "zh-CN" else "I agree to take part"
                yield head, [f"A.{agree}"] * len(self.data)
                continue
            item = asked.items[0]
            if item.type == "multiple_choice":
                yield from self.options(head, item)
            elif asked.matrix:
                for row in asked.items:
                    note = self.note(row)
                    yield f"{head}:{flatten(row.text.in_language(self.style.language))}{note}", self.values(row)
            else:
                yield head, self.values(item)
                if any(choice.has_text for choice in item.choices):
                    yield f"{head}[选项填空]", self.beside(item, [one.code for one in item.choices if one.has_text])

    def note(self, item: Item) -> str:
        if item.help is None:
            return ""
        text = flatten(item.help.in_language(self.style.language))
        return f"（{text}）" if self.style.language == "zh-CN" else f" ({text})"

    def options(self, head: str, item: Item) -> Iterator[tuple[str, list[str]]]:
        for choice in item.choices:
            label = self.spell(choice.label.in_language(self.style.language))
            heading = f"{head}:{label}{self.style.field if choice.has_text else ''}"
            ticks = self.data[f"{item.id}__{choice.code}"] == 1
            yield heading, [self.label(item, choice.code) if tick else "" for tick in ticks]
            if choice.has_text:
                yield f"{heading}[选项填空]", self.beside(item, [choice.code])

    def beside(self, item: Item, codes: list[int]) -> list[str]:
        texts = self.data[[f"{item.id}__{code}__text" for code in codes]]
        given = [[text for text in row if not pd.isna(text)] for row in texts.itertuples(index=False)]
        return [row[0] if row else "" for row in given]

    def spell(self, label: str) -> str:
        return flatten(label).replace("~", "～")

    def label(self, item: Item, code: int) -> str:
        label = self.spell(item.labels[code].in_language(self.style.language)) or str(code)
        points = item.scale.points if item.scale is not None else ()
        ends = len(points) > 2 and not any(flatten(one.label.in_language(self.style.language)) for one in points[1:-1])
        if ends and code not in item.special_codes:
            own = label if label != str(code) else ""
            brackets = "（{}）" if self.style.language == "zh-CN" else " ({})"
            label = f"{code}{brackets.format(own) if own else ''}"
        if item.matrix and len(item.labels) >= 3:
            label = "_".join(label.split())
        open_ = any(choice.code == code and choice.has_text for choice in item.choices)
        return f"{ascii_uppercase[list(item.labels).index(code)]}.{label}{'____________' if open_ else ''}"

    def values(self, item: Item) -> list[str]:
        return ["" if pd.isna(value) else self.value(item, value) for value in self.data[item.id]]

    def value(self, item: Item, value) -> str:
        if item.is_text:
            return f"\t{value}" if str(value).isdigit() else str(value)
        if item.type == "date":
            return value.strftime("%d-%b-%Y" if self.style.new else "%Y-%m-%d")
        if item.type == "number":
            if value in item.labels:
                return flatten(item.labels[value].in_language(self.style.language))
            return f"{value:.15g}"
        points = item.scale.points if item.scale is not None else ()
        bare = (
            not item.special and len(points) <= 10 and [one.code for one in points] == list(range(1, len(points) + 1))
        )
        labels = [flatten(one.label.in_language(self.style.language)) for one in points]
        if bare and len(points) > 1 and (not any(labels) or (len(points) > 2 and labels[0] and not any(labels[1:-1]))):
            return str(int(value))
        return self.label(item, int(value))


@pytest.fixture(scope="session")
def style() -> type[Style]:
    return Style


@pytest.fixture(scope="session")
def write_download() -> Callable[..., Path]:
    """Write answers as a download into a folder and return its path."""

    def write_file(
        data: pd.DataFrame, questionnaire: Questionnaire, style: Style, folder: Path, name: str = "1_2.csv", **options
    ) -> Path:
        headings, rows = Writer(data, questionnaire, style).table()
        path = folder / name
        if path.suffix == ".xlsx":
            save_workbook([headings, *rows], path)
        else:
            buffer = io.StringIO(newline="")
            csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([headings, *rows])
            path.write_bytes(buffer.getvalue().encode(options.get("encoding", "utf-8-sig")))
        return path

    return write_file


def save_workbook(rows: list[list[str]], path: Path) -> None:
    """Write whole numbers as numbers and all else as text, even what looks like a formula."""
    book = Workbook()
    for number, row in enumerate(rows, 1):
        for place, text in enumerate(row, 1):
            cell = book.active.cell(number, place)
            cell.value = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else text
            if cell.data_type in "fe":
                cell.data_type = "s"
    book.save(path)


@pytest.fixture(scope="session")
def alike() -> Callable[[Responses, pd.DataFrame], None]:
    """Require the same answers, and no cell that is no answer."""

    def compare(responses: Responses, data: pd.DataFrame) -> None:
        pd.testing.assert_frame_equal(responses.data, data, check_index_type=False, check_names=False)
        rows = responses.problems[responses.problems["row"] > 0]
        assert rows.empty, rows.to_dict("records")
        assert np.array_equal(responses.data.index, data.index)

    return compare
