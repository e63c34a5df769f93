"""Qualtrics played by the book: reading a survey file, and writing answers as its exports do.

The writer goes by the survey file alone (tags, choice ids, recode values), never by the code that wrote it. The layout
is that of public files: three header lines with ``choiceId`` (2020 on), with ``{'ImportId': 'QID5-2'}`` (2016 to 2020),
two header lines with V1 to V10 (before).
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from survey.platforms.export import Export, export_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

TAGS = re.compile(r"<[^>]*>")
ZONE = "Asia/Shanghai"
MODERN = {
    "StartDate": "Start Date", "EndDate": "End Date", "Status": "Response Type", "IPAddress": "IP Address",
    "Progress": "Progress", "Duration (in seconds)": "Duration (in seconds)", "Finished": "Finished",
    "RecordedDate": "Recorded Date", "ResponseId": "Response ID", "RecipientEmail": "Recipient Email",
    "LocationLatitude": "Location Latitude", "DistributionChannel": "Distribution Channel",
    "UserLanguage": "User Language",
}  # fmt: skip
JOINTS = {"modern": " - ", "insights": "-", "legacy": "-"}
OWN_IDS = {"ResponseId": "_recordId", "Duration (in seconds)": "duration", "IPAddress": "ipAddress"}
OLDER = ["ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "RecipientEmail", "Finished", "Status"]
OLDEST = [*OLDER[:2], "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status", *OLDER[3:5], "Finished"]


@dataclass(frozen=True)
class SurveyFile:
    """A survey file as parsed JSON, and the export that wrote it."""

    tree: dict[str, Any]
    export: Export

    def element(self, kind: str) -> dict[str, Any]:
        """Return the only element of a kind."""
        (found,) = [one for one in self.tree["SurveyElements"] if one["Element"] == kind]
        return found

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The payload of every question by its tag."""
        payloads = [one["Payload"] for one in self.tree["SurveyElements"] if one["Element"] == "SQ"]
        return {payload["DataExportTag"]: payload for payload in payloads}


@pytest.fixture(scope="session")
def draft(tmp_path_factory) -> Callable[..., SurveyFile]:
    """Export a questionnaire and return the survey file."""
    folder = tmp_path_factory.mktemp("forms")

    def write_file(questionnaire: Questionnaire, language: str | None = None) -> SurveyFile:
        export = export_questionnaire(questionnaire, "qualtrics", folder / "form.qsf", language=language)
        return SurveyFile(json.loads(export.paths[0].read_text(encoding="utf-8")), export)

    return write_file


def own_id(name: str) -> dict[str, str]:
    """Return the third header line over a column that answers nothing."""
    told = {"ImportId": OWN_IDS.get(name, f"{name[0].lower()}{name[1:]}")}
    return told | ({"timeZone": ZONE} if name.endswith("Date") else {})


def flat(text: str) -> str:
    """Return HTML as the text over a column."""
    return html.unescape(TAGS.sub("", text.replace("<br>", "\n")))


@dataclass(frozen=True)
class Cells:
    """One column of a response file."""

    name: str
    recode: str
    text: str
    id: str
    option: str = ""
    values: tuple[str, ...] = ()


@dataclass
class Exporter:
    """Writes answers as Qualtrics exports them."""

    questionnaire: Questionnaire
    tree: SurveyFile
    answers: pd.DataFrame
    era: str = "modern"  # or insights (2016 to 2020), or legacy (before)
    texts: bool = False  # whether answers are exported as texts
    split: bool = True  # whether a multiple choice has a column an option
    mark: str | None = None  # what stands for "seen but not answered", if that is exported

    @cached_property
    def responses(self) -> Responses:
        """The answers, to ask who was shown what."""
        return Responses(questionnaire=self.questionnaire, data=self.answers)

    # -- questions -----------------------------------------------------------------------------------------------

    def columns(self) -> Iterator[Cells]:
        """Yield the columns of all questions, in the order of the survey."""
        writers = {"TE": self.entry, "Matrix": self.table, "MC": self.single, "MAVR": self.multiple}
        for payload in self.tree.questions.values():
            write = writers.get(payload["Selector"]) or writers.get(payload["QuestionType"])
            yield from write(payload) if write else ()

    def entry(self, payload: dict) -> Iterator[Cells]:
        item = self.item(payload["DataExportTag"])
        values = [self.write(item, value) for value in self.answers[item]]
        yield self.cells(payload, values, item, end="_TEXT")

    def table(self, payload: dict) -> Iterator[Cells]:
        for number, row in payload["Choices"].items():
            tag = payload["ChoiceDataExportTags"][number]
            item = self.item(tag)
            values = [self.show(payload, "Answers", value) for value in self.answers[item]]
            text = f"{flat(payload['QuestionText'])}{JOINTS[self.era]}{flat(row['Display'])}"
            name = f"{payload['DataExportTag']}_{tag}" if self.era == "insights" else tag
            yield self.cells(payload, values, item, name=name, text=text, end=f"_{number}")

    def single(self, payload: dict) -> Iterator[Cells]:
        tag = payload["DataExportTag"]
        if tag == "consent":
            yield self.cells(payload, [self.show(payload, "Choices", 1.0)] * len(self.answers), None)
            return
        item = self.item(tag)
        numbers = [key for key, one in payload["Choices"].items() if one.get("TextEntryValidation") == "ValidNumber"]
        if numbers:
            yield from self.number_beside(payload, item, numbers[0])
            return
        values = [self.show(payload, "Choices", value) for value in self.answers[item]]
        has_text = any("TextEntry" in one for one in payload["Choices"].values())
        text = flat(payload["QuestionText"]) + (" - Selected Choice" if has_text else "")
        yield self.cells(payload, values, item, text=text)
        yield from self.beside(payload, item)

    def number_beside(self, payload: dict, item: str, number: str) -> Iterator[Cells]:
        special = {float(payload["RecodeValues"][key]) for key in payload["Choices"] if key != number}
        own = float(payload["RecodeValues"][number])
        chosen = [value if pd.isna(value) or value in special else own for value in self.answers[item]]
        values = [self.show(payload, "Choices", value) for value in chosen]
        yield self.cells(payload, values, item)
        typed = ["" if pd.isna(value) or value in special else f"{value:g}" for value in self.answers[item]]
        end = f"_{number}_TEXT" if self.era == "modern" else "_TEXT"
        yield self.cells(payload, typed, item, name=payload["DataExportTag"] + end, end=end)

    def multiple(self, payload: dict) -> Iterator[Cells]:
        item = self.item(payload["DataExportTag"])
        codes = {key: int(payload["RecodeValues"][key]) for key in payload["ChoiceOrder"]}
        ticked = {key: (self.answers[f"{item}__{code}"] == 1).tolist() for key, code in codes.items()}
        shown = {key: self.show(payload, "Choices", float(code)) for key, code in codes.items()}
        for key, ticks in ticked.items() if self.split else ():
            label = self.label(payload, "Choices", key)
            values = [(label if self.texts else "1") if tick else "" for tick in ticks]
            text = f"{flat(payload['QuestionText'])}{JOINTS[self.era]}{label}"
            yield self.cells(payload, values, item, end=f"_{key}", option=key, recode=str(codes[key]), text=text)
        if not self.split:
            rows = zip(*ticked.values(), strict=True)
            values = [",".join(text for text, tick in zip(shown.values(), row, strict=True) if tick) for row in rows]
            yield self.cells(payload, values, item)
        yield from self.beside(payload, item)

    def beside(self, payload: dict, item: str) -> Iterator[Cells]:
        """Yield the texts beside options; before 2020 a single choice has one column for all of them."""
        texts = {key: self.answers[f"{item}__{payload['RecodeValues'][key]}__text"].fillna("").tolist()
                 for key, one in payload["Choices"].items() if "TextEntry" in one}  # fmt: skip
        columns = {f"_{key}_TEXT": values for key, values in texts.items()}
        if columns and self.era != "modern" and payload["Selector"] != "MAVR":
            columns = {"_TEXT": ["".join(cells) for cells in zip(*columns.values(), strict=True)]}
        for end, values in columns.items():
            label = self.label(payload, "Choices", end.split("_")[1]) + " - " if len(end) > len("_TEXT") else ""
            text = f"{flat(payload['QuestionText'])} - {label}Text"
            yield self.cells(payload, values, item, name=payload["DataExportTag"] + end, end=end, text=text)

    # -- cells ---------------------------------------------------------------------------------------------------

    def item(self, tag: str) -> str:
        return tag if tag in self.questionnaire.items else tag[: tag.rindex("x")]

    def write(self, item: str, value: Any) -> str:
        if pd.isna(value):
            return ""
        if self.questionnaire.items[item].type == "date":
            return value.strftime("%Y-%m-%d")
        return value if isinstance(value, str) else repr(float(value)).removesuffix(".0")

    def label(self, payload: dict, part: str, key: str) -> str:
        return payload["VariableNaming"].get(key) or flat(payload[part][key]["Display"])

    def show(self, payload: dict, part: str, value: float) -> str:
        if pd.isna(value):
            return ""
        (key,) = [key for key, code in payload["RecodeValues"].items() if int(code) == int(value)]
        return self.label(payload, part, key) if self.texts else str(int(value))

    def cells(
        self, payload: dict, values: list[str], item: str | None, *, name: str = "", end: str = "", option: str = "",
        recode: str = "", text: str = "",
    ) -> Cells:  # fmt: skip
        if item is not None and self.mark is not None:
            shown = self.responses.shown(item).tolist()
            values = [value or (self.mark if seen else "") for value, seen in zip(values, shown, strict=True)]
        tag = payload["DataExportTag"]
        own = name or (f"{tag}_{option}" if option else tag)
        older = f"{tag}_{recode}" if recode and self.era == "insights" else own
        return Cells(
            own, older, text or flat(payload["QuestionText"]), payload["QuestionID"] + end, option, tuple(values)
        )

    # -- files ---------------------------------------------------------------------------------------------------

    def records(self, languages: list[str]) -> list[list[str]]:
        """Return the lines of the file: header lines, then one a respondent."""
        columns = list(self.columns())
        told = [self.told(row, languages[row % len(languages)]) for row in range(len(self.answers))]
        body = [[column.values[row] for column in columns] for row in range(len(self.answers))]
        if self.era == "modern":
            names = [*MODERN, *(column.name for column in columns)]
            texts = [*MODERN.values(), *(column.text for column in columns)]
            ids = [*(own_id(name) for name in MODERN), *(self.id(column) for column in columns)]
            head = [names, texts, [json.dumps(one, separators=(",", ":")) for one in ids]]
            return [*head, *([one[name] for name in MODERN] + rest for one, rest in zip(told, body, strict=True))]
        own = OLDER if self.era == "insights" else OLDEST
        ids = [f"{{'ImportId': '{name[0].lower()}{name[1:]}'}}" for name in own]
        ids += [str({"ImportId": column.id.replace("_", "-")}) for column in columns]
        names = own if self.era == "insights" else [f"V{number + 1}" for number in range(len(own))]
        head = [names + [column.recode for column in columns], own + [column.text for column in columns]]
        lines = [[one[name] for name in own] + rest for one, rest in zip(told, body, strict=True)]
        if self.era == "insights":
            return [*head, ids, *lines]
        return [[*line, ""] for line in (*head, *lines)]

    def id(self, column: Cells) -> dict[str, str]:
        if not column.option:
            return {"ImportId": column.id}
        return {"ImportId": column.id.removesuffix(f"_{column.option}"), "choiceId": column.option}

    def told(self, row: int, language: str) -> dict[str, str]:
        """Return what is told of an interview; the second respondent is a preview."""
        code = {"zh-CN": "ZH-S", "en": "EN"}[language]
        words = ("IP Address", "Survey Preview") if self.texts else ("0", "1")
        return {
            "StartDate": "2026-03-01 08:00:00", "EndDate": "2026-03-01 08:05:30", "Status": words[row == 1],
            "IPAddress": "192.0.2.1", "Progress": "100", "Duration (in seconds)": "330",
            "Finished": "True" if self.texts else "1", "RecordedDate": "2026-03-01 08:05:31",
            "ResponseId": f"R_{row + 1:011}abcd", "ResponseID": f"R_{row + 1:011}abcd",
            "RecipientEmail": "", "LocationLatitude": "31.2", "DistributionChannel": "anonymous",
            "UserLanguage": code, "ResponseSet": "Default Response Set", "Name": "Anonymous",
            "ExternalDataReference": "", "EmailAddress": "",
        }  # fmt: skip

    def save(self, path: Path, languages: list[str]) -> Path:
        """Write the file: CSV, TSV or XLSX by its suffix."""
        records = self.records(languages)
        if path.suffix == ".xlsx":
            return save_workbook(records, path)
        text = io.StringIO(newline="")
        csv.writer(text, delimiter="\t" if path.suffix == ".tsv" else ",", lineterminator="\n").writerows(records)
        # Tab-separated files come in UTF-16, the oldest comma-separated ones with a mark at the start.
        encoding = "utf-16" if path.suffix == ".tsv" else "utf-8-sig" if self.era == "legacy" else "utf-8"
        path.write_text(text.getvalue(), encoding=encoding, newline="")
        return path


def save_workbook(records: list[list[str]], path: Path) -> Path:
    book = openpyxl.Workbook()
    for record in records:
        book.active.append([cell or None for cell in record])
    for cell in (cell for row in book.active.iter_rows() for cell in row if isinstance(cell.value, str)):
        cell.data_type = "s"
    book.save(path)
    return path


@pytest.fixture(scope="session")
def exporter(draft) -> Callable[..., Exporter]:
    """Return an exporter of answers to a questionnaire: (questionnaire, answers, language=…, **modes)."""

    def build(questionnaire: Questionnaire, answers: pd.DataFrame, *, language: str | None = None, **modes) -> Exporter:
        return Exporter(questionnaire, draft(questionnaire, language), answers, **modes)

    return build
