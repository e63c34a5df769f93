"""Forms as a workbook describes them, and response files written as ODK Central and KoboToolbox write them."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

import pandas as pd
import pytest
from openpyxl import Workbook, load_workbook

from survey.platforms.manifest import Manifest
from survey.platforms.registry import Order, find_platform
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

Submission = dict[str, str]


@dataclass(frozen=True)
class Question:
    """One row of the sheet `survey` that has a node in a submission."""

    group: str
    name: str
    kind: str
    list_name: str
    labels: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"{self.group}/{self.name}" if self.group else self.name


@dataclass
class Form:
    """A form, as read from its workbook."""

    rows: list[dict[str, str]]
    choices: dict[str, dict[str, dict[str, str]]]
    settings: dict[str, str]
    manifest: Manifest
    content: bytes
    questions: list[Question] = field(default_factory=list)
    groups: dict[str, dict[str, str]] = field(default_factory=dict)

    def options(self, question: Question) -> dict[str, dict[str, str]]:
        return self.choices[question.list_name] if question.list_name else {}


def read_sheet(content: bytes, title: str) -> list[dict[str, str]]:
    sheet = load_workbook(io.BytesIO(content))[title]
    headings, *rows = list(sheet.iter_rows(values_only=True)) or [()]
    return [{str(key): str(cell) for key, cell in zip(headings, row, strict=True) if cell is not None} for row in rows]


def labels_of(row: Mapping[str, str]) -> dict[str, str]:
    return {key.removeprefix("label::"): text for key, text in row.items() if key.startswith("label::")}


def open_form(questionnaire: Questionnaire, language: str | None = None) -> Form:
    """Export a questionnaire and read its workbook."""
    drafts = find_platform("xlsform").drafts
    assert drafts is not None
    draft = drafts(Order(questionnaire=questionnaire, language=language or questionnaire.languages[0], suffix=".xlsx"))
    choices: dict[str, dict[str, dict[str, str]]] = {}
    for row in read_sheet(draft.content, "choices"):
        choices.setdefault(row["list_name"], {})[row["name"]] = labels_of(row)
    settings = read_sheet(draft.content, "settings")[0]
    form = Form(read_sheet(draft.content, "survey"), choices, settings, draft.manifest, draft.content)
    group = ""
    for row in form.rows:
        kind, _, list_name = row["type"].partition(" ")
        if kind == "begin_group":
            group = row["name"]
            form.groups[group] = labels_of(row)
        elif kind == "end_group":
            group = ""
        else:
            form.questions.append(Question(group, row["name"], kind, list_name, labels_of(row)))
    return form


def write_value(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return str(int(value)) if float(value).is_integer() else repr(float(value))  # type: ignore[arg-type]


def fill_form(form: Form, questionnaire: Questionnaire, answers: pd.DataFrame) -> list[Submission]:
    """Return what each respondent's submission holds: no entry for a hidden question, "" for a blank one."""
    columns = {one.name: one.column for one in form.manifest.fields}
    owners = {one.name.partition("/")[0]: one.item for one in form.manifest.fields}
    responses = Responses(questionnaire=questionnaire, data=answers)
    shown = {item: responses.shown(item).to_numpy() for item in questionnaire.items}
    filled: list[Submission] = []
    for at, (_, row) in enumerate(answers.iterrows()):
        times = {"start": "2026-11-22T14:03:24.000+08:00", "end": f"2026-11-22T14:{10 + at % 50}:24.000+08:00"}
        submission: Submission = dict(times)
        for question in form.questions:
            item = owners.get(question.name, "")
            if question.kind in ("start", "end") or (item and not shown[item][at]):
                continue
            value = _answer(question, columns, row)
            if not (question.name.endswith("__text") and value is None):
                submission[question.path] = value or ""
        filled.append(submission)
    return filled


def _answer(question: Question, columns: Mapping[str, str], row: pd.Series) -> str | None:
    if question.kind == "note":
        return ""
    if question.kind == "select_multiple":
        options = [name for name in columns if name.startswith(f"{question.name}/")]
        return " ".join(name.rpartition("/")[2] for name in options if row[columns[name]] == 1)
    column = columns[question.name]
    if not column:
        return "1"
    return None if pd.isna(row[column]) else write_value(row[column])


# -- ODK Central ---------------------------------------------------------------------------------------------------


def write_central(form: Form, submissions: Sequence[Submission], *, groups: bool = True, split: bool = False) -> str:
    """Return Central's CSV; with split selects an unanswered multiple choice has 0 for every option."""
    heading, cells = ["SubmissionDate"], ["2026-11-22T06:30:00.000Z"]
    table = [list(cells) for _ in submissions]
    for question in form.questions:
        name = question.path.replace("/", "-") if groups else question.name
        options = list(form.options(question)) if split and question.kind == "select_multiple" else []
        heading += [name, *(f"{name}/{option}" for option in options)]
        for record, submission in zip(table, submissions, strict=True):
            value = submission.get(question.path, "")
            record += [value, *(str(int(option in value.split())) for option in options)]
    heading += ["meta-instanceID" if groups else "instanceID", "KEY", "SubmitterID", "SubmitterName"]
    heading += [
        "AttachmentsPresent",
        "AttachmentsExpected",
        "Status",
        "ReviewState",
        "DeviceID",
        "Edits",
        "FormVersion",
    ]
    for at, record in enumerate(table, start=1):
        record += [f"uuid:{at}", f"uuid:{at}", "5", "张三", "0", "0", "", "", "collect:abc", "0", "1.0"]
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows([heading, *table])
    return buffer.getvalue()


def write_xml(form: Form, submission: Submission, key: str) -> str:
    """Return one submission as XML."""
    parts, group = [], ""
    for question in form.questions:
        if question.path not in submission:
            continue
        if question.group != group:
            parts += [f"</{group}>" if group else "", f"<{question.group}>" if question.group else ""]
            group = question.group
        text = escape(submission[question.path])
        parts.append(f"<{question.name}>{text}</{question.name}>" if text else f"<{question.name}/>")
    parts.append(f"</{group}>" if group else "")
    opening = f'<data xmlns:jr="http://openrosa.org/javarosa" id="{form.settings["form_id"]}" version="1.0">'
    meta = f"<meta><instanceID>uuid:{key}</instanceID></meta>"
    return f'<?xml version="1.0" encoding="UTF-8"?>{opening}{"".join(parts)}{meta}</data>'


def write_feed(form: Form, submissions: Sequence[Submission]) -> str:
    """Return Central's OData feed as JSON, in which an unanswered question is null."""
    values = []
    for at, submission in enumerate(submissions, start=1):
        system = {"submissionDate": "2026-11-22T06:30:00.000Z", "submitterName": "张三", "reviewState": None}
        record: dict[str, object] = {"__id": f"uuid:{at}", "__system": system}
        for question in form.questions:
            value = submission.get(question.path) or None
            if question.group:
                record.setdefault(question.group, {})[question.name] = value  # type: ignore[index]
            else:
                record[question.name] = value
        values.append(record)
    return json.dumps({"value": values}, ensure_ascii=False)


# -- KoboToolbox ---------------------------------------------------------------------------------------------------

KOBO_ENDS = ["_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"]
KOBO_ENDS += ["__version__", "_tags", "_index"]


def tabulate_kobo(
    form: Form,
    submissions: Sequence[Submission],
    *,
    language: str | None = None,
    hierarchy: bool = False,
    separator: str = "/",
    multiple: str = "both",
) -> list[list[str]]:
    """Return the rows of a KoboToolbox export: headings and values as names, or as labels of a language."""
    heading: list[str] = []
    table: list[list[str]] = [[] for _ in submissions]
    for question in form.questions:
        name = (question.labels.get(language or "") or question.name) if language else question.name
        if hierarchy and question.group:
            group = (form.groups[question.group].get(language or "") if language else "") or question.group
            name = f"{group}{separator}{name}"
        options = form.options(question)
        words = {code: labels[language] if language else code for code, labels in options.items()}
        many = question.kind == "select_multiple"
        whole, each = not many or multiple != "details", many and multiple != "summary"
        heading += ([name] if whole else []) + [f"{name}{separator}{word}" for word in words.values() if each]
        for record, submission in zip(table, submissions, strict=True):
            value = submission.get(question.path) or None  # KoboToolbox keeps no empty nodes
            codes = value.split() if value and many else []
            said = " ".join(words[code] for code in codes) if many else words.get(value or "", value or "")
            ticks = [("" if value is None else str(int(code in codes))) for code in words]
            record += ([said] if whole else []) + (ticks if each else [])
    for at, record in enumerate(table, start=1):
        record += [str(100 + at), f"u{at}", "2026-11-22T06:30:30", "", "", "submitted_via_web", "", "v1", "", str(at)]
    return [[*heading, *KOBO_ENDS], *table]


def write_kobo(rows: Iterable[Sequence[str]]) -> str:
    """Return a KoboToolbox CSV: semicolons, every cell in quotes."""
    lines = ['"' + '";"'.join(cell.replace('"', '""') for cell in row) + '"' for row in rows]
    return "\n".join(lines) + "\n"


def write_kobo_workbook(rows: Sequence[Sequence[str]]) -> bytes:
    """Return a KoboToolbox workbook, whole numbers as numbers."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "form"
    for number, row in enumerate(rows, start=1):
        for column, text in enumerate(row, start=1):
            cell = sheet.cell(number, column)
            cell.value = text
            if number > 1 and text.isdecimal():
                cell.value = int(text)
            elif text:
                cell.data_type = "s"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def write_kobo_feed(submissions: Sequence[Submission]) -> str:
    """Return KoboToolbox's API as JSON, in which an unanswered question is absent."""
    results = [
        {
            "_id": 100 + at,
            **{path: text for path, text in submission.items() if text},
            "meta/instanceID": f"uuid:u{at}",
            **{"_uuid": f"u{at}", "_submission_time": "2026-11-22T06:30:30", "_status": "submitted_via_web"},
            **{"_tags": [], "_notes": [], "_validation_status": {}, "_submitted_by": None},
        }
        for at, submission in enumerate(submissions, start=1)
    ]
    return json.dumps({"count": len(results), "next": None, "results": results}, ensure_ascii=False)


@pytest.fixture(scope="session")
def form_of() -> Callable[..., Form]:
    return open_form


@pytest.fixture(scope="session")
def fill() -> Callable[..., list[Submission]]:
    return fill_form


@pytest.fixture(scope="session")
def writers() -> dict[str, Callable]:
    """Every way to write submissions down: name to a function (form, submissions) that returns text or bytes."""
    kobo = {
        "names": {},
        "groups": {"hierarchy": True},
        "dots": {"hierarchy": True, "separator": " . "},
        "details": {"multiple": "details"},
        "summary": {"multiple": "summary"},
    }

    def write_labels(form: Form, filled: list[Submission], at: int, **options: object) -> str:
        tongues = [name.removeprefix("label::") for name in form.rows[2] if name.startswith("label::")]
        return write_kobo(tabulate_kobo(form, filled, language=tongues[at % len(tongues)], **options))  # type: ignore[arg-type]

    ways: dict[str, Callable] = {
        "central": write_central,
        "central-split": lambda form, filled: write_central(form, filled, split=True),
        "central-flat": lambda form, filled: write_central(form, filled, groups=False, split=True),
        "central-feed": write_feed,
        "kobo-xlsx": lambda form, filled: write_kobo_workbook(tabulate_kobo(form, filled)),
        "kobo-feed": lambda form, filled: write_kobo_feed(filled),
        "kobo-labels": lambda form, filled: write_labels(form, filled, 0),
        "kobo-other-labels": lambda form, filled: write_labels(form, filled, 1, hierarchy=True),
        "kobo-label-details": lambda form, filled: write_labels(form, filled, 1, multiple="details"),
    }
    for name, options in kobo.items():
        ways[f"kobo-{name}"] = lambda form, filled, options=options: write_kobo(tabulate_kobo(form, filled, **options))
    return ways
