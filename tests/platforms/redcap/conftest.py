"""REDCap as the tests need it: a dictionary is filled in and exported, and branching logic is evaluated."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pandas as pd
import pytest

from survey.platforms.manifest import Manifest
from survey.questionnaire.item import Item

HEADINGS = (
    "Variable / Field Name,Form Name,Section Header,Field Type,Field Label,"
    '"Choices, Calculations, OR Slider Labels",Field Note,Text Validation Type OR Show Slider Number,'
    "Text Validation Min,Text Validation Max,Identifier?,Branching Logic (Show field only if...),Required Field?,"
    "Custom Alignment,Question Number (surveys only),Matrix Group Name,Matrix Ranking?,Field Annotation"
)
LABEL, CHOICES, LOGIC = (
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Branching Logic (Show field only if...)",
)
STATES = {"0": "Incomplete", "1": "Unverified", "2": "Complete"}


def read_dictionary(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


@pytest.fixture(scope="session")
def dictionary() -> Callable[[bytes], list[dict[str, str]]]:
    """Return the lines of a data dictionary by its headings."""
    return read_dictionary


@pytest.fixture(scope="session")
def headings() -> str:
    """The first line of a dictionary, as REDCap writes it."""
    return HEADINGS


def split_choices(text: str) -> dict[str, str]:
    """Return raw value to label as REDCap cuts them: at ``|``, then at the first comma."""
    pairs = [choice.split(",", 1) for choice in text.split("|")]
    return {raw.strip(): label.strip() for raw, label in pairs}


def write_cell(value: object, item: Item, part: str) -> str:
    if part == "text" or item.is_text:
        return "" if pd.isna(value) else str(value)
    if pd.isna(value):
        return "0" if part == "option" else ""
    if item.type == "date":
        return f"{value:%Y-%m-%d}"
    return repr(float(value)).removesuffix(".0")


@pytest.fixture(scope="session")
def fill_in() -> Callable[..., str]:
    """Return a function that writes answers as REDCap exports them, going by the dictionary that was uploaded.

    `values` and `headers` are ``raw`` or ``label``; with `ticks="label"` a chosen option is its label, another blank.
    """

    def export(
        content: bytes,
        manifest: Manifest,
        answers: pd.DataFrame,
        items: Mapping[str, Item],
        *,
        values: str = "raw",
        headers: str = "raw",
        ticks: str = "checked",
        state: str = "2",
    ) -> str:
        lines = {line["Variable / Field Name"]: line for line in read_dictionary(content)}
        form = next(iter(lines.values()))["Form Name"]
        columns: list[tuple[str, Sequence[str]]] = [("Record ID" if headers == "label" else "record_id", ids(answers))]
        stamp = "Survey Timestamp" if headers == "label" else f"{form}_timestamp"
        columns.append(("Survey Identifier" if headers == "label" else "redcap_survey_identifier", [""] * len(answers)))
        columns.append((stamp, ["2026-03-01 10:00:00"] * len(answers)))
        for name, line in lines.items():
            for field in [one for one in manifest.fields if one.name.partition("___")[0] == name]:
                choices = split_choices(line[CHOICES]) if line[CHOICES] else {}
                label = choices.get(str(field.code), "")
                if field.part == "consent":
                    cells = ["1"] * len(answers)
                else:
                    item = items[field.item]
                    cells = [write_cell(value, item, field.part) for value in answers[field.column]]
                if values == "label" and field.part == "option":
                    shown = {"1": label, "0": ""} if ticks == "label" else {"1": "Checked", "0": "Unchecked"}
                    cells = [shown[cell] for cell in cells]
                elif values == "label" and choices:
                    cells = [choices.get(cell, cell) for cell in cells]
                columns.append((title(name, field, line, label, headers), cells))
        done = [STATES.get(state, "") if values == "label" else state] * len(answers)
        columns.append(("Complete?" if headers == "label" else f"{form}_complete", done))
        text = io.StringIO(newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow([heading for heading, _ in columns])
        writer.writerows(zip(*(cells for _, cells in columns), strict=True))
        return text.getvalue()

    return export


def ids(answers: pd.DataFrame) -> list[str]:
    return [str(respondent) for respondent in answers.index]


def title(name: str, field, line: Mapping[str, str], label: str, headers: str) -> str:
    if headers == "raw":
        return field.name
    written = " ".join(line[LABEL].split())
    return f"{written} (choice={label})" if field.part == "option" else written


class Cell:
    """A field of a record as it is compared: as text beside a quoted value, else as a number, a blank one as 0."""

    def __init__(self, text: str) -> None:
        self.text = text

    def _pair(self, other: object) -> tuple:
        return (self.text, other) if isinstance(other, str) else (float(self.text or 0), other)

    def __eq__(self, other: object) -> bool:
        own, other = self._pair(other)
        return own == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __lt__(self, other: object) -> bool:
        own, other = self._pair(other)
        return own < other

    def __gt__(self, other: object) -> bool:
        own, other = self._pair(other)
        return own > other

    def __le__(self, other: object) -> bool:
        return not self > other

    def __ge__(self, other: object) -> bool:
        return not self < other

    __hash__ = None


_TOKEN = re.compile(r"""\[(?P<name>\w+)(?:\((?P<code>-?\d+)\))?\]|(?P<text>'[^']*'|"[^"]*")|(?P<sign><>|<=|>=|=|<|>)""")
_SIGNS = {"<>": "!=", "=": "=="}


def to_python(match: re.Match) -> str:
    if match["name"]:
        return f"cell({match['name']!r}, {match['code']!r})"
    return match["text"] or _SIGNS.get(match["sign"], match["sign"])


@pytest.fixture(scope="session")
def holds() -> Callable[[str, Mapping[str, str]], bool]:
    """Return a function that evaluates branching logic for a record (raw column to cell)."""

    def evaluate(logic: str, record: Mapping[str, str]) -> bool:
        def cell(name: str, code: str | None) -> Cell:
            return Cell(record[name if code is None else f"{name}___{code.replace('-', '_')}"])

        return not logic or bool(eval(_TOKEN.sub(to_python, logic), {"cell": cell}))

    return evaluate


@pytest.fixture
def write_answers(tmp_path) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = tmp_path / "DATA_2026-03-01.csv"
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write
