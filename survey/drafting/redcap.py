"""REDCap's data dictionary: a CSV file with one row a field."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from survey.drafting.condition import ALWAYS, Subject, read_formula
from survey.drafting.consent import is_consent
from survey.drafting.language import guess_language
from survey.drafting.limesurvey_question import number_codes
from survey.drafting.plain_text import read_html, write_remark
from survey.drafting.sketch import Answer, Question, Route, Sketch, SketchPage, Texts
from survey.errors import ReadError
from survey.platforms.files.decode import decode_bytes
from survey.questionnaire.routing import Comparison, Includes

_NAMES = ("Variable / Field Name", "Field Type", "Field Label")
_CHOICES = "Choices, Calculations, OR Slider Labels"
_VALIDATION = "Text Validation Type OR Show Slider Number"
_BRANCHING = "Branching Logic (Show field only if...)"
_KINDS: Mapping[str, Any] = {
    **{"radio": "rated", "dropdown": "rated", "select": "rated", "checkbox": "multiple_choice"},
    **{"yesno": "single_choice", "truefalse": "single_choice", "text": "short_text", "notes": "long_text"},
    "slider": "number",
}
_PAIRS = {"yesno": ("Yes", "No"), "truefalse": ("True", "False")}
_OPTION_TEXT = re.compile(r"(?P<item>\w+?)_(?P<code>\d+)_text")
_CHECKBOX = re.compile(r"(?P<name>\w+)\((?P<code>[^()]+)\)")
Row = Mapping[str, str]


def is_dictionary(data: bytes) -> bool:
    """Tell whether a file is a data dictionary of REDCap."""
    start = data[:2000].decode("utf-8", "replace")
    return all(name in start for name in _NAMES)


def read_dictionary_file(data: bytes, file: str, language: str | None) -> Sketch:
    """Read a data dictionary.

    Raises
    ------
    ReadError
        It is no sound CSV file.
    """
    text = decode_bytes(data, file).text.lstrip("\ufeff")
    try:
        rows = [{str(key): (value or "") for key, value in row.items() if isinstance(value, str | None)}
                for row in csv.DictReader(io.StringIO(text, newline=""))]  # fmt: skip
    except csv.Error as error:
        raise ReadError(f"{file} is no data dictionary of REDCap ({error}). Export it again.") from error
    tongue = language or guess_language(row.get("Field Label", "") for row in rows)
    return _Reader(tongue, rows).read()


class _Reader:
    def __init__(self, tongue: str, rows: list[dict[str, str]]) -> None:
        self.tongue = tongue
        self.rows = rows
        self.sketch = Sketch(source="REDCap", languages=[tongue])
        self.subjects: dict[str, Subject] = {}
        self.form, self.group = "", ""
        self.above: Texts = {}

    def read(self) -> Sketch:
        """Return the sketch."""
        made = [
            None if at == 0 else self._make(row) for at, row in enumerate(self.rows)
        ]  # the first is the record's id
        for at, (row, question) in enumerate(zip(self.rows, made, strict=True)):
            self._start_page(row)
            if row.get("Field Type") == "descriptive":
                self._read_note(row, self.rows[at + 1] if at + 1 < len(self.rows) else {})
            elif question is not None:
                self._put(row, question)
        last = self.sketch.pages[-1] if self.sketch.pages else None
        if last is not None and not last.questions:
            self.sketch.thanks = last.intro
        return self.sketch

    def _start_page(self, row: Row) -> None:
        """Begin a page at a form or a section header."""
        name, heading = row.get("Form Name", ""), self._texts(row.get("Section Header", ""))
        if not self.sketch.pages or name != self.form or heading:
            self.sketch.pages.append(SketchPage(id=name or "main", title=heading))
            self.form, self.group, self.above = name, "", {}

    def _put(self, row: Row, question: Question) -> None:
        page = self.sketch.pages[-1]
        if is_consent(question) and not any(self.sketch.questions):
            self.sketch.consent, self.sketch.consent_required = question.text, question.required
            self.subjects[question.id] = Subject(item=question.id, given=True)
            return
        question.route = self._route(row)
        if self._fold(question):
            return
        group = row.get("Matrix Group Name", "")
        if group and question.kind == "rated":
            self._put_row(page, group, question, new=group != self.group)
        else:
            page.questions.append(question)
        self.group = group

    def _fold(self, question: Question) -> bool:
        """Put a question for the text beside an option back there; tell whether it was one."""
        match = _OPTION_TEXT.fullmatch(question.id)
        asked = next((one for one in self.sketch.questions if match and one.id == match["item"]), None)
        if match is None or asked is None or question.route is None or question.route.node is None:
            return False
        code = int(match["code"])
        chosen = (Includes(asked.id, code), Comparison(asked.id, "==", float(code)))
        answer = next((one for one in asked.answers if one.code == code), None)
        if answer is None or question.route.node not in chosen:
            return False
        answer.has_text = True
        return True

    def _texts(self, markup: str) -> Texts:
        text = read_html(markup)
        return {self.tongue: text} if text else {}

    def _read_note(self, row: Row, following: Row) -> None:
        """Put a text above a table there, and any other at the start of a page."""
        text = self._texts(row.get("Field Label", ""))
        page = self.sketch.pages[-1]
        if following.get("Matrix Group Name"):
            self.above = text
        elif page is self.sketch.pages[0] and not page.questions and not self.sketch.intro:
            self.sketch.intro, self.sketch.title, page.title = text, page.title, {}
        else:
            if page.questions:
                page = SketchPage(id=page.id)
                self.sketch.pages.append(page)
            said = [page.intro.get(self.tongue, ""), *text.values()]
            page.intro = {self.tongue: "\n".join(filter(None, said))}

    def _make(self, row: Row) -> Question | None:
        name, kind = row.get(_NAMES[0], ""), row.get("Field Type", "").lower()
        if not name or kind == "descriptive":
            return None
        if kind not in _KINDS or row.get("Field Annotation", "").find("@HIDDEN") >= 0:
            self.sketch.notes.append(f"{name} is left out: there is nothing here for the type {kind}.")
            return None
        question = Question(id=name, kind=_KINDS[kind], text=self._texts(row.get("Field Label", "")))
        question.help = self._texts(row.get("Field Note", ""))
        question.required = row.get("Required Field?", "").lower() == "y"
        question.personal = row.get("Identifier?", "").lower() == "y"
        codes: dict[str, int] = {}
        if kind in _PAIRS:
            codes = {"1": 1, "0": 0}
            question.answers = [
                Answer(code, {self.tongue: word}) for code, word in zip((1, 0), _PAIRS[kind], strict=True)
            ]
        elif question.kind in ("rated", "multiple_choice"):
            codes = self._list_answers(question, row.get(_CHOICES, ""))
        else:
            self._validate(question, row, kind)
        texts = question.kind in ("short_text", "long_text", "date")
        self.subjects[name] = Subject(item=name, codes=codes, many=question.kind == "multiple_choice", texts=texts)
        return question

    def _list_answers(self, question: Question, text: str) -> dict[str, int]:
        """Read ``1, Yes | 0, No``."""
        pairs = [part.partition(",") for part in text.split("|") if part.strip()]
        labels = {code.strip(): read_html(label) for code, _, label in pairs}
        codes = number_codes(list(labels))
        question.answers = [Answer(codes[own], {self.tongue: label} if label else {}) for own, label in labels.items()]
        changed = [f"{own} is {code}" for own, code in codes.items() if own != str(code)]
        if changed:
            question.remarks.append(f"The codes in the file were changed: {', '.join(changed[:12])}")
        return codes

    def _validate(self, question: Question, row: Row, kind: str) -> None:
        check = row.get(_VALIDATION, "").lower()
        if kind == "slider":
            question.minimum, question.maximum, question.integer = 0, 100, True
        elif check.startswith("date") and not check.startswith("datetime"):
            question.kind = "date"
        elif check in ("integer", "number") or check.startswith("number_"):
            question.kind, question.integer = "number", check == "integer"
        elif check in ("email", "phone"):
            question.personal = True
        if question.kind == "number":
            low, high = (_number(row.get(f"Text Validation {end}", "")) for end in ("Min", "Max"))
            question.minimum = question.minimum if low is None else low
            question.maximum = question.maximum if high is None else high

    def _put_row(self, page: SketchPage, group: str, question: Question, *, new: bool) -> None:
        last = page.questions[-1] if page.questions else None
        if new or last is None or last.kind != "matrix":
            text = self.above or dict(page.title)
            last = Question(id=group, kind="matrix", text=text, required=question.required)
            last.answers, self.above = question.answers, {}
            page.questions.append(last)
        last.required = last.required and question.required
        row = Question(id=question.id, kind="scale", text=question.text, help=question.help)
        row.required, row.route, row.remarks = question.required, question.route, question.remarks
        last.rows.append(row)

    def _route(self, row: Row) -> Route | None:
        text = " ".join(row.get(_BRANCHING, "").split())
        if not text:
            return None
        node = read_formula(text, self._find)
        return None if node == ALWAYS else Route(write_remark(text), node)

    def _find(self, name: str) -> Subject | None:
        match = _CHECKBOX.fullmatch(name.replace(" ", ""))
        if match is None:
            return self.subjects.get(name)
        subject = self.subjects.get(match["name"])
        code = subject.codes.get(match["code"]) if subject else None
        return None if subject is None or code is None else Subject(item=subject.item, many=True, option=code)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
