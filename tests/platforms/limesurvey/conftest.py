"""A questionnaire with everything that LimeSurvey treats in a way of its own, and a stand-in for its server."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable

import pandas as pd
import pytest

from survey.platforms.limesurvey.draft import draft_form
from survey.platforms.limesurvey.names import name_fields
from survey.platforms.manifest import Field
from survey.platforms.registry import Order
from survey.questionnaire.build import build_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.yaml_file import read_tree
from survey.responses import Responses

KIOSK = r"""
id: kiosk
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: '报刊亭 & <b>{1+1}</b>', en: 'Kiosk & <b>{1+1}</b>'}
intro: {zh-CN: "您好！", en: "Hello & welcome {2+2}!"}
thanks: {zh-CN: "谢谢！", en: "Thanks <you>!"}
consent: {text: {zh-CN: "我自愿参加。", en: "I take part of my own free will."}, required: true}
scales:
  agree3:
    points:
      1: {zh-CN: 不同意, en: Disagree}
      2: {zh-CN: '说不清 & "<i>"', en: 'Neither & "<i>" {3+3}'}
      3: {zh-CN: 同意, en: Agree}
    special:
      dont_know: {code: 98, label: {zh-CN: 不知道, en: "Don't know"}}
  change:
    points:
      -1: {zh-CN: 变差了, en: Worse}
      0: {zh-CN: 一样, en: Same}
      1: {zh-CN: 变好了, en: Better}
    special:
      not_applicable: {code: 100001, label: {zh-CN: 不适用, en: Does not apply}}
pages:
  - id: visit
    title: {zh-CN: 来访, en: Visit}
    intro: {zh-CN: "想想上一次。", en: "Think of the last time."}
    items:
      - id: how_come
        type: single_choice
        required: true
        text: {zh-CN: '怎么来的 {4+4} \"？', en: 'How did you come {4+4} \"?'}
        help: {zh-CN: 选一个, en: Choose <one>}
        choices:
          1: {zh-CN: 走路, en: On foot}
          2: {zh-CN: 骑车, en: By bicycle}
          3: {label: {zh-CN: 其他, en: Other}, text: true}
      - id: bought
        type: multiple_choice
        required: true
        text: {zh-CN: 买了什么, en: What did you buy?}
        choices:
          1: {zh-CN: 报纸, en: "Papers, books"}
          2: {label: {zh-CN: 自行车地图, en: Bicycle map}, shown_if: how_come == 2}
          3: {label: {zh-CN: 别的, en: Something else}, text: true}
          -9: {label: {zh-CN: 什么都没买, en: Nothing}, exclusive: true}
      - id: shop
        type: matrix
        scale: agree3
        text: {zh-CN: 这个报刊亭, en: This kiosk}
        rows:
          - {id: shop_clean, required: true, text: {zh-CN: 干净, en: is clean}}
          - {id: shop_dear, reverse: true, text: {zh-CN: 贵, en: is dear}, help: {zh-CN: 比别处, en: than others}}
          - {id: shop_rack, text: {zh-CN: 有车架, en: has a rack}, shown_if: how_come == 2}
      - {id: change, type: scale, scale: change, text: {zh-CN: 比以前, en: Compared with before}}
      - {id: stars, type: stars, text: {zh-CN: 几颗星, en: How many stars?}}
      - {id: nps, type: recommend, required: true, text: {zh-CN: 会推荐吗, en: Would you recommend us?},
         anchors: {0: {zh-CN: 绝不, en: Never}, 10: {zh-CN: 一定, en: Always}}}
  - id: person
    shown_if: nps <= 6 or change == -1 or not answered(stars)
    items:
      - {id: age, type: number, min: 16, max: 100, integer: true, required: true, unit: {zh-CN: 岁, en: years},
         text: {zh-CN: 您几岁, en: How old are you?},
         special: {no_answer: {code: 999, label: {zh-CN: 不想说, en: Prefer not to say}}}}
      - {id: spent, type: number, min: -5.5, text: {zh-CN: 花了多少, en: How much did you spend?}}
      - {id: day, type: date, text: {zh-CN: 哪天, en: On which day?}}
      - {id: name_of_it, type: short_text, text: {zh-CN: 叫什么, en: What is it called?}, shown_if: bought includes 1}
      - {id: old, type: scale, scale: agree3, text: {zh-CN: 我老了, en: I am old}, shown_if: age > 60}
      - {id: silent, type: scale, scale: agree3, text: {zh-CN: 我不说, en: I do not say}, shown_if: age == 999}
      - {id: wares, type: single_choice, text: {zh-CN: 最喜欢, en: What do you like best?},
         choices: {0: {zh-CN: 无, en: Nothing}, 5: {zh-CN: 报, en: Papers}}}
      - {id: why, type: long_text, text: {zh-CN: 为什么, en: Why?}, shown_if: wares == 0}
"""


@pytest.fixture(scope="session")
def kiosk(tmp_path_factory) -> Questionnaire:
    path = tmp_path_factory.mktemp("kiosk") / "kiosk.yaml"
    path.write_text(KIOSK, encoding="utf-8")
    return build_questionnaire(read_tree(path), path=path)


# -- what LimeSurvey does with the file, and with the answers ---------------------------------------------------------

METADATA = {
    "code": ["id", "submitdate", "lastpage", "startlanguage", "seed", "startdate", "datestamp"],
    "en": ["Response ID", "Date submitted", "Last page", "Start language", "Seed", "Date started", "Date last action"],
    "zh-Hans": ["反馈 ID", "提交的日期", "末页", "起始语言", "种子", "开始日期", "上次操作日期"],
}
TICKS = {"en": ("Yes", "No"), "zh-Hans": ("是", "否")}
Stored = dict[str, str | None]


def flatten(markup: str) -> str:
    """Return HTML as headings have it: no tags, and only the signs that HTML needs escaped."""
    text = html.unescape(re.sub(r"<[^>]*>", "", markup))
    return html.escape(text, quote=False)


def shorten(text: str, limit: int | None) -> str:
    return text if limit is None or len(text) <= limit + 3 else text[:limit] + ".. "


class Survey:
    """A survey as LimeSurvey has it after importing a tab-separated file, with its responses."""

    def __init__(self, content: bytes) -> None:
        lines = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter="\t")
        header = next(lines)
        self.rows = [dict(zip(header, line, strict=True)) for line in lines]
        settings = {row["name"]: row["text"] for row in self.rows if row["class"] == "S"}
        self.languages = [settings["language"], *settings["additional_languages"].split()]
        self.columns: list[tuple[str, str]] = []
        self.types: dict[str, str] = {}
        self.texts: dict[tuple[str, str, str], str] = {}
        self.labels: dict[tuple[str, str, str], str] = {}
        self.responses: list[Stored] = []
        self._import()

    def _import(self) -> None:
        base, question = self.languages[0], ""
        for row in (row for row in self.rows if row["class"] in ("Q", "SQ", "A")):
            if row["class"] == "Q":
                question = row["name"]
                self.types[question] = row["type/scale"]
                if row["type/scale"] not in "MF" and row["language"] == base:
                    self.columns.append((question, ""))
            elif row["class"] == "SQ" and row["language"] == base:
                self.columns.append((question, row["name"]))
            part = row["name"] if row["class"] == "SQ" else ""
            if row["class"] == "A":
                self.labels[row["language"], question, row["name"]] = row["text"]
            else:
                self.texts[row["language"], question, part] = row["text"]

    def head(self, question: str, part: str, mode: str, language: str, limit: int | None) -> str:
        bracketed = f"{question}[{part}]" if part else question
        text = shorten(flatten(self.texts[language, question, ""]), limit)
        if part:
            text += f" [{shorten(flatten(self.texts[language, question, part]), limit)}]"
        modes = {"code": bracketed, "em": f"{question}_{part}" if part else question, "text": text}
        return modes.get(mode, f"{bracketed}. {text}")

    def show(self, value: str | None, question: str, language: str, *, long: bool, stripped: bool) -> str:
        kind = self.types[question]
        if long and kind == "M":
            return TICKS[language][0 if value == "Y" else 1]
        if value is None:
            return ""
        if kind == "N" and "." in value:
            return value.rstrip("0").rstrip(".")
        if long and kind in "L!F":
            label = self.labels.get((language, question, value), "")
            return html.unescape(re.sub(r"<[^>]*>", "", label)) if stripped else label
        return value

    def write_csv(
        self,
        mode: str = "code",
        language: str | None = None,
        *,
        long: bool = False,
        separator: str = ";",
        limit: int | None = None,
        stripped: bool = False,
    ) -> bytes:
        language = language or self.languages[0]
        words = METADATA["code"] if mode in ("code", "em") else METADATA[language]
        if mode == "both":
            words = [f"{code}. {word}" for code, word in zip(METADATA["code"], words, strict=True)]
        lines = [[*words, *(self.head(*column, mode, language, limit) for column in self.columns)]]
        for stored in self.responses:
            own = [stored[name] or "" for name in METADATA["code"]]
            shown = [
                self.show(stored[self.head(*column, "code", language, None)], column[0], language, long=long,
                          stripped=stripped)
                for column in self.columns
            ]  # fmt: skip
            lines.append([*own, *shown])
        quoted = [[re.sub(r"\r\n|\r", "\n", cell).replace('"', '""') for cell in line] for line in lines]
        text = "".join(separator.join(f'"{cell}"' for cell in line) + "\r\n" for line in quoted)
        return ("\ufeff" + text + "\r\n").encode()

    def write_vv(self) -> bytes:
        base = self.languages[0]
        words = [*METADATA["en"][:1], "token", *METADATA["en"][1:]]
        codes = [*METADATA["code"][:1], "token", *METADATA["code"][1:]]
        first = [re.sub(r" \[(.*)\]$", r" (\1)", self.head(*one, "text", base, None)) for one in self.columns]
        lines = [[*words, *first], [*codes, *(self.head(*one, "em", base, None) for one in self.columns)]]
        names = [*codes, *(self.head(*one, "code", base, None) for one in self.columns)]
        for stored in self.responses:
            lines.append([self._escape(stored.get(name)) for name in names])
        return "".join("\t".join(map(self._quote, line)) + "\n" for line in lines).encode()

    def _escape(self, value: str | None) -> str:
        if value is None:
            return "{question_not_shown}"
        value = value.strip().replace("{", "{lbrace}").replace("\n", "{newline}").replace("\r", "{cr}")
        return re.sub('^"', "{quote}", value.replace("\t", "{tab}"))

    def _quote(self, cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if re.search(r'[\t"\\\r\n ]', cell) else cell


def store_answers(survey: Survey, questionnaire: Questionnaire, answers: pd.DataFrame) -> None:
    """Put answers into a survey as the browser would have sent them."""
    fields = name_fields(questionnaire).fields
    responses = Responses(questionnaire=questionnaire, data=answers)
    shown = {item: responses.shown(item) for item in questionnaire.items}
    for number, (respondent, row) in enumerate(answers.iterrows(), 1):
        stored: Stored = dict(
            zip(
                METADATA["code"],
                [str(number), "2026-11-22 06:03:30", "2", survey.languages[number % len(survey.languages)], "85280",
                 "2026-11-22 06:03:24", "2026-11-22 06:03:30"],
                strict=True,
            )
        )  # fmt: skip
        for field in fields:
            visible = not field.item or bool(shown[field.item].loc[respondent])
            stored[field.name] = _store(field, questionnaire, row) if visible else None
        survey.responses.append(stored)


def _store(field: Field, questionnaire: Questionnaire, row: pd.Series) -> str | None:
    if field.part == "consent":
        return "1"
    item, value = questionnaire.item(field.item), row[field.column]
    back = {code: text for text, code in field.codes.items()}
    if field.part == "option":
        return "Y" if value == 1 else ""
    if field.part == "text":
        own = row[f"{item.id}__{field.code}"] if item.type == "multiple_choice" else row[item.id]
        chosen = own == (1 if item.type == "multiple_choice" else field.code)
        return (value.replace("\n", "\r\n") if isinstance(value, str) else "") if chosen else None
    if item.type == "number":
        special = value in item.special_codes
        if field.codes:
            return back[int(value)] if special else "" if pd.isna(value) else None
        return None if special or pd.isna(value) else f"{value:.10f}"
    if item.type == "date":
        return None if pd.isna(value) else f"{value:%Y-%m-%d %H:%M:%S}"
    if pd.isna(value):
        return ""
    return value.replace("\n", "\r\n") if item.is_text else back.get(int(value), str(int(value)))


@pytest.fixture(scope="session")
def field_survey() -> Callable[[Questionnaire, pd.DataFrame], Survey]:
    """Return a function that exports a questionnaire, imports it and answers it."""

    def put_into_field(questionnaire: Questionnaire, answers: pd.DataFrame) -> Survey:
        order = Order(questionnaire=questionnaire, language=questionnaire.languages[0], suffix=".txt")
        survey = Survey(draft_form(order).content)
        store_answers(survey, questionnaire, answers)
        return survey

    return put_into_field
