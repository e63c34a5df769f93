"""A questionnaire with everything that LimeSurvey treats in a way of its own; a stand-in for its server; a real one."""

from __future__ import annotations

import csv
import html
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

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


@pytest.fixture(scope="session")
def kiosk() -> Questionnaire:
    path = Path(__file__).with_name("kiosk.yaml")
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
        return "'" + value if value.startswith("=") else value

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
        return ("\ufeff" + text).encode()

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
        """Return a cell as PHP quotes it: a quotation mark after a backslash is not doubled."""
        doubled = re.sub(r'(?<!\\)"', '""', cell)
        return f'"{doubled}"' if re.search(r'[\t"\\\r\n ]', cell) else cell


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


# -- a real server ----------------------------------------------------------------------------------------------------


class Server:
    """One LimeSurvey server, by its JSON-RPC interface and its administration pages."""

    def __init__(self, address: str, user: str, password: str) -> None:
        citric, requests = pytest.importorskip("citric"), pytest.importorskip("requests")
        self.address = address
        self.client = citric.Client(f"{address}?r=admin/remotecontrol", user, password)
        self.session = requests.Session()
        self.made: list[int] = []
        where = {"r": "admin/authentication/sa/login"}
        form = {"authMethod": "Authdb", "user": user, "password": password, "loginlang": "default", "width": "1200"}
        form |= {"action": "login", "login_submit": "login", "YII_CSRF_TOKEN": self._find_token(where)}
        self.session.post(address, params=where, data=form, timeout=60)

    def _find_token(self, where: dict) -> str:
        page = self.session.get(self.address, params=where, timeout=60).text
        found = re.search(r'<input[^>]*value="([^"]+)"[^>]*name="YII_CSRF_TOKEN"', page)
        assert found, "the page has no form"
        return found[1]

    def open_survey(self, questionnaire: Questionnaire, suffix: str = ".txt") -> int:
        order = Order(questionnaire=questionnaire, language=questionnaire.languages[0], suffix=suffix)
        survey = self.client.import_survey(io.BytesIO(draft_form(order).content), suffix.removeprefix("."))
        self.made.append(survey)
        self.client.activate_survey(survey)
        return survey

    def download(self, action: str, survey: int, **choices: object) -> bytes:
        """Return what an administration page sends as a file."""
        where = {"r": f"admin/export/sa/{action}", "surveyid": survey, **choices}
        answer = self.session.get(self.address, params=where, timeout=120)
        assert "html" not in answer.headers["content-type"], "the server sends no file"
        return answer.content

    def export(self, survey: int, **choices: object) -> bytes:
        """Return a response file, as the form on the page for exporting responses asks for it."""
        where = {"r": "admin/export/sa/exportresults", "surveyid": survey}
        form = {"YII_CSRF_TOKEN": self._find_token(where), "completionstate": "all", "maskequations": "Y"}
        form |= {"colselect[]": list(self.client.get_fieldmap(survey)), "export_from": 1, "export_to": 1000}
        form |= {"type": "csv", "headstyle": "code", "answers": "short", "codetextseparator": ". "}
        answer = self.session.post(self.address, params=where, data=form | choices, timeout=120)
        assert "html" not in answer.headers["content-type"], "the server sends no file"
        return answer.content


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """The server that LIMESURVEY_URL names: the address of its index.php; its surveys made here are deleted again."""
    address = os.environ.get("LIMESURVEY_URL", "")
    if not address:
        pytest.skip("LIMESURVEY_URL names no server")
    names = ("LIMESURVEY_USER", "admin"), ("LIMESURVEY_PASSWORD", "password")
    opened = Server(address, *(os.environ.get(*name) for name in names))
    yield opened
    for survey in opened.made:
        opened.client.delete_survey(survey)
    opened.client.close()
