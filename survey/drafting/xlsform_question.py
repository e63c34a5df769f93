"""Questions of an XLSForm, by type."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from survey.drafting.condition import Subject, read_formula
from survey.drafting.limesurvey_question import number_codes
from survey.drafting.plain_text import write_remark
from survey.drafting.sketch import Answer, Question, Route, Texts

_SELECT = re.compile(
    r"(?P<many>select_one|select_multiple|select one|select multiple|rank)(?: from)?[ _]+(?P<rest>\S.*)"
)
_PARADATA = frozenset(
    {"start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username", "email", "audit"}
    | {"start-geopoint", "background-audio", "calculate", "hidden", "xml-external", "csv-external"}
)
_FILES = frozenset(
    {"image", "photo", "audio", "video", "file", "barcode", "geopoint", "geotrace", "geoshape", "gps", "location"}
)
_PLAIN: Mapping[str, Any] = {
    **{"integer": "number", "int": "number", "decimal": "number", "range": "number", "text": "short_text"},
    **{"string": "short_text", "date": "date", "datetime": "date", "time": "short_text", "today": "date"},
    **{"acknowledge": "single_choice", "trigger": "single_choice"},
}
_LIMIT = re.compile(r"\.\s*(?P<sign>>=|<=|>|<)\s*(?P<number>-?\d+(?:\.\d+)?)")
_ALONE = re.compile(r"""selected\(\s*\.\s*,\s*["']([^"']+)["']\s*\)""")
_FILTERED = re.compile(r"\(name != '(?P<name>[^']+)' or (?P<test>.+)\)")
_FEW = 11  # points of a range that are a scale
_OTHER: Mapping[str, str] = {"en": "Other", "zh": "其他"}


class _Row(Protocol):
    @property
    def label(self) -> Texts: ...

    @property
    def hint(self) -> Texts: ...

    def get(self, *headings: str) -> str: ...


class QuestionMaker:
    """Makes the questions of one form.

    Parameters
    ----------
    lists
        The name of a list of choices to its rows.

    Attributes
    ----------
    subjects
        What conditions can look at.
    notes
        What was left out.
    """

    def __init__(self, lists: Mapping[str, Sequence[Any]]) -> None:
        self.lists = lists
        self.codes = {
            name: number_codes(list(dict.fromkeys(row.get("name", "value") for row in rows)))
            for name, rows in lists.items()
        }
        self.subjects: dict[str, Subject] = {}
        self.notes: list[str] = []

    def announce(self, name: str, kind: str) -> None:
        """Remember a question before it is made: conditions may name any of them."""
        kind = " ".join(kind.split()).lower()
        select = _SELECT.fullmatch(kind)
        if select:
            listed = select["rest"].split()[0]
            codes = next((own for key, own in self.codes.items() if key.lower() == listed), {})
            many = "multiple" in select["many"]
            self.subjects.setdefault(name, Subject(item=name, many=many, codes=codes))
        elif kind in _PLAIN:
            self.subjects.setdefault(name, Subject(item=name, texts=_PLAIN[kind] != "number"))

    def find(self, name: str) -> Subject | None:
        """Return the question a name stands for, or None."""
        return self.subjects.get(name.rpartition("/")[2])

    def make(self, row: _Row) -> Question | None:
        """Return the question of a row, or None for what cannot be drafted."""
        kind = " ".join(row.get("type").split())
        select = _SELECT.fullmatch(kind) or _SELECT.fullmatch(kind.lower())
        plain = kind.lower()
        if select and select["many"] != "rank" and "_from_file" not in plain:
            return self._make_choice(row, "multiple" in select["many"], select["rest"])
        if plain not in _PLAIN or plain in _PARADATA:
            self._leave_out(row, plain)
            return None
        question = self._start(row, _PLAIN[plain])
        if question.kind == "number":
            self._limit(question, row, whole=plain in ("integer", "int"))
            if plain == "range":
                self._make_range(question, row)
        elif question.kind == "single_choice":
            question.answers = [Answer(1, dict.fromkeys(row.label, "OK"))]
        elif plain == "text" and "multiline" in row.get("appearance"):
            question.kind = "long_text"
        return question

    def _start(self, row: _Row, kind: Any) -> Question:
        question = Question(id=row.get("name") or "q", kind=kind, text=dict(row.label), help=dict(row.hint))
        question.required = row.get("required").lower() in ("yes", "true", "true()", "1")
        return question

    def _leave_out(self, row: _Row, kind: str) -> None:
        if kind in _FILES:
            said = write_remark(next(iter(row.label.values()), ""))
            self.notes.append(f"{row.get('name')} is left out: there is nothing here for the type {kind} ({said}).")
        elif kind not in ("start", "end"):
            self.notes.append(f"{row.get('name')} is left out: it is of the type {kind}.")

    def _make_choice(self, row: _Row, many: bool, rest: str) -> Question:
        words = rest.split()
        listed, other = words[0], "or_other" in words[1:] or words[1:] == ["or", "other"]
        question = self._start(row, "multiple_choice" if many else "rated")
        question.listed = listed
        codes = self.codes.get(listed, {})
        for choice in self.lists.get(listed, ()):
            name = choice.get("name", "value")
            if codes.get(name) not in [one.code for one in question.answers]:
                question.answers.append(Answer(codes[name], dict(choice.label)))
        if other:
            free = max([0, *(one.code for one in question.answers)]) + 1
            label = {tag: _OTHER["zh" if tag.startswith("zh") else "en"] for tag in row.label}
            question.answers.append(Answer(free, label, has_text=True))
        question.codes = codes
        for answer in question.answers if many else ():
            own = next((name for name, code in codes.items() if code == answer.code), "other")
            answer.column = f"{question.id}/{own}"
        changed = [f"{own} is {code}" for own, code in codes.items() if own != str(code)]
        if changed:
            question.remarks.append(f"The codes in the file were changed: {', '.join(changed[:12])}")
        if many and "count-selected" in row.get("constraint"):
            alone = {codes[name] for name in _ALONE.findall(row.get("constraint")) if name in codes}
            for answer in question.answers:
                answer.exclusive = answer.code in alone
        self._filter(question, row, codes)
        return question

    def _filter(self, question: Question, row: _Row, codes: Mapping[str, int]) -> None:
        """Read the conditions of single options, and quote any other filter."""
        text = row.get("choice_filter")
        if not text:
            return
        parts = re.split(r" and (?=\(name != ')", text)
        matches = [_FILTERED.fullmatch(part) for part in parts]
        if not all(matches):
            question.remarks.append(f"To finish: the options shown depend on (in the file's own words): {text}")
            return
        for match in filter(None, matches):
            answer = next((one for one in question.answers if one.code == codes.get(match["name"])), None)
            if answer is not None:
                answer.route = Route(write_remark(match["test"]), read_formula(match["test"], self.find))

    def _limit(self, question: Question, row: _Row, *, whole: bool) -> None:
        question.integer = whole
        text = row.get("constraint")
        if " or " in text:
            return
        for match in _LIMIT.finditer(text):
            number = float(match["number"])
            step = (1.0 if whole else 0.0) if len(match["sign"]) == 1 else 0.0
            if match["sign"].startswith(">"):
                question.minimum = number + step
            else:
                question.maximum = number - step

    def _make_range(self, question: Question, row: _Row) -> None:
        given = dict(re.findall(r"(start|end|step)\s*=\s*(-?\d+(?:\.\d+)?)", row.get("parameters")))
        low, high, step = (float(given.get(key, usual)) for key, usual in (("start", 1), ("end", 10), ("step", 1)))
        if low.is_integer() and high.is_integer() and step == 1 and 2 <= high - low < _FEW:
            question.kind = "rated"
            question.answers = [Answer(code) for code in range(int(low), int(high) + 1)]
        elif low < high:
            question.minimum, question.maximum, question.integer = low, high, step.is_integer() and low.is_integer()
