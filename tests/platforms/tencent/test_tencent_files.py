"""Published downloads of Tencent Survey: every cell is an answer, a text beside one, or about the interview.

Each questionnaire is drafted from the file itself by rules of its own: a letter before a label is the option's place,
columns under one number are the options of a multiple choice or the rows of a matrix.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from ruamel.yaml import YAML

from survey.platforms.read import read_responses
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.yaml_file import read_tree

BESIDE = "[选项填空]"
LETTERED = re.compile(r"([A-Z])\.(.*?)_*", re.DOTALL)


@dataclass
class Sheet:
    """A download as rows of text, and what its columns should be read as."""

    headings: list[str]
    rows: list[list[str]]
    items: list[dict] = field(default_factory=list)
    expected: dict[str, list] = field(default_factory=dict)

    def cells(self, place: int) -> list[str]:
        return [row[place] for row in self.rows]

    def draft(self, apart: tuple[int, ...] = ()) -> None:
        """Draft an item for each number, except for some."""
        groups = defaultdict(list)
        for place, heading in enumerate(self.headings):
            if match := re.match(r"(\d+)\.", heading):
                groups[int(match[1])].append(place)
        for number, places in groups.items():
            if number not in apart:
                self.draft_one(number, places)

    def draft_one(self, number: int, places: list[int]) -> None:
        name, head = f"q{number}", self.headings[places[0]].split(".", 1)[1]
        whole = [place for place in places if not self.headings[place].endswith(BESIDE)]
        filled = [cell for place in whole for cell in self.cells(place) if cell]
        if len(whole) > 1:
            stem = head.split(":")[0]
            parts = [self.headings[place].split(":", 1)[1] for place in whole]
            many = not all(cell.isdigit() for cell in filled)
            self.draft_many(name, stem, parts, whole) if many else self.draft_matrix(name, stem, parts, whole)
        elif filled and all(LETTERED.fullmatch(cell) for cell in filled):
            self.draft_single(name, head, whole[0], len(places) > 1)
        elif filled and all(cell.isdigit() and int(cell) <= 10 for cell in filled):
            self.items.append({"id": name, "type": "scale", "scale": "ten", "text": head})
            self.expected[name] = [float(cell) if cell else None for cell in self.cells(whole[0])]
        else:
            self.items.append({"id": name, "type": "long_text", "text": head})
            self.expected[name] = [cell.strip() or None for cell in self.cells(whole[0])]

    def draft_single(self, name: str, head: str, place: int, has_text: bool) -> None:
        found = {LETTERED.fullmatch(cell)[1]: LETTERED.fullmatch(cell)[2] for cell in self.cells(place) if cell}
        choices = {
            ord(letter) - 64: found.get(letter, f"nobody chose {letter}")
            for letter in map(chr, range(65, ord(max(found)) + 1))
        }
        if has_text:
            last = max(choices)
            choices[last] = {"label": choices[last], "text": True}
            beside = self.cells(place + 1)
            self.expected[f"{name}__{last}__text"] = [cell or None for cell in beside]
        self.items.append({"id": name, "type": "single_choice", "text": head, "choices": choices})
        self.expected[name] = [float(ord(cell[0]) - 64) if cell else None for cell in self.cells(place)]

    def draft_many(self, name: str, stem: str, parts: list[str], places: list[int]) -> None:
        choices = {}
        ticks = [[bool(row[place]) for place in places] for row in self.rows]
        for code, (part, place) in enumerate(zip(parts, places, strict=True), 1):
            label = re.sub(r"\s*_+(\{.*\})?$", "", part)
            has_text = self.headings[place + 1].endswith(BESIDE)
            choices[code] = {"label": label, "text": True} if has_text else label
            self.expected[f"{name}__{code}"] = [float(row[code - 1]) if any(row) else None for row in ticks]
            if has_text:
                self.expected[f"{name}__{code}__text"] = [cell or None for cell in self.cells(place + 1)]
        self.items.append({"id": name, "type": "multiple_choice", "text": stem, "choices": choices})

    def draft_matrix(self, name: str, stem: str, parts: list[str], places: list[int]) -> None:
        rows = [{"id": f"{name}_{at}", "text": part} for at, part in enumerate(parts, 1)]
        self.items.append({"id": name, "type": "matrix", "scale": "ten", "text": stem, "rows": rows})
        for row, place in zip(rows, places, strict=True):
            self.expected[row["id"]] = [float(cell) if cell else None for cell in self.cells(place)]


def translate(tree):
    """Return a tree with its texts in Chinese."""
    if isinstance(tree, list):
        return [translate(one) for one in tree]
    if not isinstance(tree, dict):
        return {"zh-CN": tree} if isinstance(tree, str) else tree
    kept = ("id", "type", "scale")
    return {key: value if key in kept else translate(value) for key, value in tree.items()}


@pytest.fixture
def build(tmp_path):
    def build_sheet(sheet: Sheet):
        path = tmp_path / "questionnaire.yaml"
        ten = {"from": 1, "to": 10, "anchors": {1: {"zh-CN": "低"}, 10: {"zh-CN": "高"}}}
        tree = {"id": "published", "version": "1.0", "languages": ["zh-CN"], "title": {"zh-CN": "已发布"}}
        tree |= {"scales": {"ten": ten}, "pages": [{"id": "all", "items": translate(sheet.items)}]}
        YAML(typ="safe").dump(tree, path)
        return build_questionnaire(read_tree(path), path=path)

    return build_sheet


def load_csv(path: Path) -> Sheet:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        headings, *rows = csv.reader(stream)
    return Sheet(headings, rows)


def load_workbook(path: Path) -> Sheet:
    headings, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return Sheet(list(headings), [["" if cell is None else str(cell) for cell in row] for row in rows])


def require_answers(responses, sheet: Sheet) -> None:
    assert set(responses.data.columns) == set(sheet.expected)
    for name, cells in sheet.expected.items():
        values = [None if pd.isna(value) else value for value in responses.data[name]]
        assert values == cells, name
    assert responses.problems[responses.problems["row"] > 0].empty


def test_hundred_answers_with_every_column_of_the_site(public_file, build):
    """Dexter-Yao/Voliti, docs/user-research (no licence named): 100 answers of 2026, 88 columns.

    Rankings hold the rank of each option, so they are drafted as matrices; those with a text beside an option are
    left out, and so is what people gave as their contact.
    """
    name = "docs/user-research/questionnaires/wave-2/raw/wave-2_减脂行为与日常习惯调查-第二期-results.csv"
    path = public_file(f"Dexter-Yao+Voliti/{name}")
    sheet = load_csv(path)
    sheet.draft(apart=(13, 14, 24, 28))
    responses = read_responses(path, build(sheet))
    assert "read as Tencent Survey" in responses.log[0].because and len(responses) == 100
    require_answers(responses, sheet)
    answers = [place for place, heading in enumerate(sheet.headings) if re.match(r"\d+\.", heading)]
    apart = [place for place in answers if re.match(r"(13|14|24|28)\.", sheet.headings[place])]
    kept = {*responses.extra, *responses.personal}
    assert {sheet.headings[place] for place in apart} <= kept and len(answers) - len(apart) == 54
    for place in apart:
        column = responses.extra if sheet.headings[place] in responses.extra else responses.personal
        assert column[sheet.headings[place]].notna().sum() == sum(map(bool, sheet.cells(place)))
    assert responses.paradata["seconds"].tolist() == [float(cell) for cell in sheet.cells(3)]
    assert responses.paradata["submitted"].notna().all() and set(responses.paradata["language"]) == {"zh-CN"}
    assert {"用户标识", "昵称", "IP", "UA", "Referrer", "地理位置省"} <= set(responses.personal)
    assert responses.data.index.tolist() == [int(cell) for cell in sheet.cells(0)]


def test_matrices_of_scales_without_the_columns_about_the_interview(public_file, build):
    """AngJianHwee/project, 11918392_202303191156582830.xlsx (no licence named): 27 answers of 2023, nine matrices."""
    path = public_file("AngJianHwee+project/11918392_202303191156582830.xlsx")
    sheet = load_workbook(path)
    sheet.draft()
    responses = read_responses(path, build(sheet))
    assert "read as Tencent Survey" in responses.log[0].because and len(responses) == 27
    require_answers(responses, sheet)
    assert list(responses.extra) == ["Column1"] and responses.extra["Column1"].isna().all()
    filled = sum(bool(cell) for row in sheet.rows for cell in row)
    ticks = [name for name in responses.data if re.fullmatch(r"q5__\d", name)]
    chosen = responses.data[ticks].sum().sum() + responses.data.drop(columns=ticks).notna().sum().sum()
    assert chosen == filled


def test_free_texts_under_english_dates(public_file, build):
    """Wsine/kindle-calendar, template/questionaire_template.csv of its first commit (no licence): three answers."""
    path = public_file("Wsine+kindle-calendar/template/questionaire_template.csv")
    sheet = load_csv(path)
    sheet.draft()
    responses = read_responses(path, build(sheet))
    require_answers(responses, sheet)
    assert responses.data.index.tolist() == [3, 2, 1] and responses.paradata["seconds"].tolist() == [31, 34, 11]
    assert responses.paradata["started"].max() == pd.Timestamp(2021, 2, 2, 20, 28, 9)
    assert set(responses.personal["地理位置省"]) == {"香港"}
