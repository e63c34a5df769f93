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
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from survey.platforms.export import export_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

TAGS = re.compile(r"<[^>]*>")
ZONE = "Asia/Shanghai"
MODERN = [
    ("StartDate", "Start Date", {"ImportId": "startDate", "timeZone": ZONE}),
    ("EndDate", "End Date", {"ImportId": "endDate", "timeZone": ZONE}),
    ("Status", "Response Type", {"ImportId": "status"}),
    ("IPAddress", "IP Address", {"ImportId": "ipAddress"}),
    ("Progress", "Progress", {"ImportId": "progress"}),
    ("Duration (in seconds)", "Duration (in seconds)", {"ImportId": "duration"}),
    ("Finished", "Finished", {"ImportId": "finished"}),
    ("RecordedDate", "Recorded Date", {"ImportId": "recordedDate", "timeZone": ZONE}),
    ("ResponseId", "Response ID", {"ImportId": "_recordId"}),
    ("RecipientEmail", "Recipient Email", {"ImportId": "recipientEmail"}),
    ("LocationLatitude", "Location Latitude", {"ImportId": "locationLatitude"}),
    ("DistributionChannel", "Distribution Channel", {"ImportId": "distributionChannel"}),
    ("UserLanguage", "User Language", {"ImportId": "userLanguage"}),
]
OLDER = ["ResponseID", "ResponseSet", "IPAddress", "StartDate", "EndDate", "RecipientEmail", "Finished", "Status"]
OLDEST = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress", "IPAddress", "Status"]
OLDEST += ["StartDate", "EndDate", "Finished"]


@dataclass(frozen=True)
class SurveyFile:
    """A survey file as parsed JSON."""

    tree: dict[str, Any]

    def element(self, kind: str) -> dict[str, Any]:
        """Return the only element of a kind."""
        (found,) = [one for one in self.tree["SurveyElements"] if one["Element"] == kind]
        return found

    @property
    def questions(self) -> dict[str, dict[str, Any]]:
        """The payload of every question by its tag."""
        return {
            one["Payload"]["DataExportTag"]: one["Payload"]
            for one in self.tree["SurveyElements"]
            if one["Element"] == "SQ"
        }


@pytest.fixture
def draft(tmp_path) -> Callable[..., SurveyFile]:
    """Export a questionnaire and return the survey file."""

    def write_file(questionnaire: Questionnaire, language: str | None = None) -> SurveyFile:
        export = export_questionnaire(questionnaire, "qualtrics", tmp_path / "forms" / "form.qsf", language=language)
        return SurveyFile(json.loads(export.paths[0].read_text(encoding="utf-8")))

    return write_file


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


class Exporter:
    """Writes answers as Qualtrics exports them.

    Parameters
    ----------
    era
        modern, insights or legacy.
    texts
        Whether answers are exported as texts.
    split
        Whether a multiple choice has a column an option.
    mark
        What stands for "seen but not answered"; None where that is not exported.
    """

    def __init__(
        self, questionnaire: Questionnaire, tree: SurveyFile, answers: pd.DataFrame, *, era: str = "modern",
        texts: bool = False, split: bool = True, mark: str | None = None,
    ) -> None:  # fmt: skip
        self.questionnaire, self.tree, self.answers = questionnaire, tree, answers
        self.era, self.texts, self.split, self.mark = era, texts, split, mark
        self.responses = Responses(questionnaire=questionnaire, data=answers)
        self.size = len(answers)

    # -- questions -----------------------------------------------------------------------------------------------

    def columns(self) -> Iterator[Cells]:
        """Yield the columns of all questions, in the order of the survey."""
        for payload in self.tree.questions.values():
            kind = (payload["QuestionType"], payload["Selector"])
            if kind[0] == "TE":
                yield from self.entry(payload)
            elif kind[0] == "Matrix":
                yield from self.table(payload)
            elif kind == ("MC", "MAVR"):
                yield from self.multiple(payload)
            elif kind[0] == "MC":
                yield from self.single(payload)

    def entry(self, payload: dict) -> Iterator[Cells]:
        item = self.item(payload["DataExportTag"])
        values = [self.write(item, value) for value in self.answers[item]]
        yield self.cells(payload, values, item, end="_TEXT")

    def table(self, payload: dict) -> Iterator[Cells]:
        for number, row in payload["Choices"].items():
            tag = payload["ChoiceDataExportTags"][number]
            item = self.item(tag)
            values = [self.show(payload, "Answers", value) for value in self.answers[item]]
            text = f"{flat(payload['QuestionText'])}{self.joint}{flat(row['Display'])}"
            yield self.cells(payload, values, item, name=tag, text=text, end=f"_{number}")

    def single(self, payload: dict) -> Iterator[Cells]:
        tag = payload["DataExportTag"]
        if tag == "consent":
            yield self.cells(payload, [self.show(payload, "Choices", 1.0)] * self.size, None)
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
        yield self.cells(payload, typed, None, name=f"{payload['DataExportTag']}_{number}_TEXT", end=f"_{number}_TEXT")

    def multiple(self, payload: dict) -> Iterator[Cells]:
        item = self.item(payload["DataExportTag"])
        codes = {key: int(payload["RecodeValues"][key]) for key in payload["ChoiceOrder"]}
        if self.split:
            for key, code in codes.items():
                label = self.label(payload, "Choices", key)
                shown = label if self.texts else "1"
                values = [shown if value == 1 else "" for value in self.answers[f"{item}__{code}"]]
                text = f"{flat(payload['QuestionText'])}{self.joint}{label}"
                yield self.cells(payload, values, item, end=f"_{key}", option=key, recode=str(code), text=text)
        else:
            values = [
                ",".join(
                    self.show(payload, "Choices", float(code))
                    for code in codes.values()
                    if self.answers[f"{item}__{code}"].iloc[row] == 1
                )
                for row in range(self.size)
            ]
            yield self.cells(payload, values, item)
        yield from self.beside(payload, item)

    def beside(self, payload: dict, item: str) -> Iterator[Cells]:
        for key, one in payload["Choices"].items():
            if "TextEntry" in one:
                column = self.answers[f"{item}__{payload['RecodeValues'][key]}__text"]
                values = ["" if pd.isna(value) else str(value) for value in column]
                text = f"{flat(payload['QuestionText'])} - {flat(one['Display'])} - Text"
                name = f"{payload['DataExportTag']}_{key}_TEXT"
                yield self.cells(payload, values, None, name=name, end=f"_{key}_TEXT", text=text)

    # -- cells ---------------------------------------------------------------------------------------------------

    @property
    def joint(self) -> str:
        return " - " if self.era == "modern" else "-"

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
        older = f"{tag}_{recode}" if recode else own
        return Cells(
            own, older, text or flat(payload["QuestionText"]), payload["QuestionID"] + end, option, tuple(values)
        )

    # -- files ---------------------------------------------------------------------------------------------------

    def records(self, languages: list[str]) -> list[list[str]]:
        """Return the lines of the file: header lines, then one a respondent."""
        columns = list(self.columns())
        told = [self.told(row, languages[row % len(languages)]) for row in range(self.size)]
        body = [[column.values[row] for column in columns] for row in range(self.size)]
        if self.era == "modern":
            names = [name for name, _, _ in MODERN] + [column.name for column in columns]
            texts = [text for _, text, _ in MODERN] + [column.text for column in columns]
            ids = [one for _, _, one in MODERN] + [self.id(column) for column in columns]
            head = [names, texts, [json.dumps(one, separators=(",", ":")) for one in ids]]
            return [*head, *([one[name] for name, _, _ in MODERN] + rest for one, rest in zip(told, body, strict=True))]
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
        known = {
            "StartDate": "2026-03-01 08:00:00", "EndDate": "2026-03-01 08:05:30", "Status": words[row == 1],
            "IPAddress": "192.0.2.1", "Progress": "100", "Duration (in seconds)": "330",
            "Finished": "True" if self.texts else "1", "RecordedDate": "2026-03-01 08:05:31",
            "ResponseId": f"R_{row + 1:011}abcd", "ResponseID": f"R_{row + 1:011}abcd",
            "RecipientEmail": "", "LocationLatitude": "31.2", "DistributionChannel": "anonymous",
            "UserLanguage": code, "ResponseSet": "Default Response Set", "Name": "Anonymous",
            "ExternalDataReference": "", "EmailAddress": "",
        }  # fmt: skip
        return known  # noqa: RET504

    def save(self, path: Path, languages: list[str]) -> Path:
        """Write the file: CSV, TSV or XLSX by its suffix."""
        records = self.records(languages)
        if path.suffix == ".xlsx":
            book = openpyxl.Workbook()
            for record in records:
                book.active.append([_excel(cell) for cell in record])
            for row in book.active.iter_rows():
                for cell in row:
                    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
            book.save(path)
            return path
        text = io.StringIO(newline="")
        csv.writer(text, delimiter="\t" if path.suffix == ".tsv" else ",", lineterminator="\n").writerows(records)
        path.write_text(text.getvalue(), encoding="utf-8-sig" if self.era == "legacy" else "utf-8", newline="")
        return path


def _excel(cell: str) -> str | None:
    return cell or None


@pytest.fixture
def exporter(draft) -> Callable[..., Exporter]:
    """Return an exporter of answers to a questionnaire: (questionnaire, answers, language=…, **modes)."""

    def build(questionnaire: Questionnaire, answers: pd.DataFrame, *, language: str | None = None, **modes) -> Exporter:
        return Exporter(questionnaire, draft(questionnaire, language), answers, **modes)

    return build
