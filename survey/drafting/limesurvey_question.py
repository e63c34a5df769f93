"""Questions of LimeSurvey, by type."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.drafting.condition import Subject
from survey.drafting.limesurvey_form import LimePart, LimeQuestion
from survey.drafting.plain_text import read_html
from survey.drafting.sketch import Answer, Question, Texts

_COUNTED = re.compile(r"(?:SQ|[A-Za-z])?\d+")  # what LimeSurvey calls rows unless told otherwise; it says nothing
_OTHER = {"en": "Other", "zh": "其他", "de": "Sonstiges", "fr": "Autre", "es": "Otro", "pt": "Outro", "it": "Altro"}
_OTHER |= {"nl": "Overig", "ru": "Другое", "ja": "その他", "ko": "기타"}
_LEFT_OUT = {"I": "the choice of language", "*": "an equation", "|": "a file upload"}
_FIXED: Mapping[str, Sequence[tuple[int, str, str, str]]] = {
    "Y": ((1, "Y", "Yes", "是"), (2, "N", "No", "否")),
    "G": ((1, "F", "Female", "女"), (2, "M", "Male", "男")),
    "C": ((1, "Y", "Yes", "是"), (2, "U", "Uncertain", "不确定"), (3, "N", "No", "否")),
    "E": ((1, "D", "Decrease", "减少"), (2, "S", "Same", "不变"), (3, "I", "Increase", "增加")),
}


class LimeReader:
    """Reads the questions of one survey.

    Parameters
    ----------
    telling
        The codes of rows that no other row or question has.

    Attributes
    ----------
    subjects
        What conditions can look at, by the names of the expression language.
    places
        The `id` of a row or option to its code.
    """

    def __init__(self, telling: set[str]) -> None:
        self.telling = {code for code in telling if not _COUNTED.fullmatch(code)}
        self.subjects: dict[str, Subject] = {}
        self.places: dict[int, str] = {}
        self.notes: list[str] = []

    def read(self, question: LimeQuestion) -> list[Question]:
        """Return the questions that one of LimeSurvey's stands for."""
        if question.type in _LEFT_OUT:
            self.notes.append(f"{question.code} is left out: it is {_LEFT_OUT[question.type]}.")
        if question.type in _LEFT_OUT or question.type == "X":
            return []
        makers: Mapping[str, Callable[[LimeQuestion], list[Question]]] = {
            **dict.fromkeys("L!O5YG", self._read_list),
            **dict.fromkeys("MP", self._read_many),
            **dict.fromkeys("ABCEFH1", self._read_array),
            **dict.fromkeys(":;", self._read_cells),
            **dict.fromkeys("KQ", self._read_fields),
            "R": self._read_ranks,
        }
        made = makers.get(question.type, self._read_entry)(question)
        for one in made:
            one.required = question.mandatory
            for row in one.rows:
                row.required = question.mandatory
        return made

    def _start(self, question: LimeQuestion, kind: Any, name: str | None = None) -> Question:
        return Question(id=name or question.code, kind=kind, text=_read(question.text), help=_read(question.help))

    def _answers(self, question: LimeQuestion, scale: int = 0) -> tuple[list[Answer], dict[str, int]]:
        """Return the answers, and LimeSurvey's codes to those here."""
        tags = list(question.text)
        if question.type in _FIXED:
            made = [Answer(code, _say(tags, en, zh)) for code, _, en, zh in _FIXED[question.type]]
            return made, {own: code for code, own, _, _ in _FIXED[question.type]}
        if question.type in ("5", "A", "B"):
            return [Answer(code) for code in range(1, 11 if question.type == "B" else 6)], {}
        listed = [part for part in question.answers if part.scale == scale]
        codes = number_codes([part.code for part in listed])
        return [Answer(codes[part.code], _read(part.text)) for part in listed], codes

    def _note_codes(self, question: Question, codes: Mapping[str, int]) -> None:
        changed = [f"{own} is {code}" for own, code in codes.items() if own.strip() != str(code)]
        if changed:
            question.remarks.append(f"The codes in the file were changed: {', '.join(changed[:12])}")

    # -- types ---------------------------------------------------------------------------------------------------

    def _read_list(self, question: LimeQuestion) -> list[Question]:
        made = self._start(question, "rated")
        made.answers, codes = self._answers(question)
        self._note_codes(made, codes)
        made.codes = codes
        if question.type == "5" and question.attributes.get("slider_rating", "0") not in ("", "0"):
            made.kind, made.answers, made.maximum = "stars", [], 5
        if question.other and question.type in "L!":
            free = max([0, *(one.code for one in made.answers if one.code < 90)]) + 1
            made.answers.append(Answer(free, self._word_other(question), has_text=True))
            made.answers[-1].text_column = f"{question.code}[other]"
            made.codes = codes = {**codes, "-oth-": free}
        self.subjects[question.code] = Subject(item=question.code, codes=codes)
        if question.type != "O":
            return [made]
        comment = Question(id=f"{question.code}_comment", kind="long_text", text=dict(made.text))
        comment.column = f"{question.code}[comment]"
        return [made, comment]

    def _word_other(self, question: LimeQuestion) -> Texts:
        own = _read(question.texts.get("other_replace_text", {}))
        return own or {tag: _OTHER.get(tag.split("-")[0], _OTHER["en"]) for tag in question.text}

    def _read_many(self, question: LimeQuestion) -> list[Question]:
        made = self._start(question, "multiple_choice")
        codes = number_codes([part.code for part in question.parts])
        alone = re.split(r"[;,]", question.attributes.get("exclude_all_others", ""))
        for part in question.parts:
            answer = Answer(codes[part.code], _read(part.text), exclusive=part.code in alone)
            self.places[id(answer)] = part.code
            answer.column = f"{question.code}[{part.code}]"
            made.answers.append(answer)
            subject = Subject(item=question.code, many=True, option=answer.code)
            self.subjects[f"{question.code}_{part.code}"] = subject
        if question.other:
            free = max([0, *(one.code for one in made.answers if one.code < 90)]) + 1
            made.answers.append(Answer(free, self._word_other(question), has_text=True))
            made.answers[-1].text_column = f"{question.code}[other]"
            self.subjects[f"{question.code}_other"] = Subject(item=question.code, many=True, option=free)
        if question.type == "P":
            made.remarks.append("To finish: in the file every option has a comment beside it; these are left out")
        self._note_codes(made, {own: code for own, code in codes.items() if own != f"c{code}"})
        self.subjects[question.code] = Subject(item=question.code, many=True)
        return [made]

    def _name_row(self, question: LimeQuestion, part: LimePart) -> str:
        return part.code if part.code in self.telling else f"{question.code}_{part.code}"

    def _rows(self, question: LimeQuestion, kind: Any, parts: Sequence[LimePart]) -> list[Question]:
        rows = []
        for part in parts:
            text = _read(part.text)
            notes = {tag: rest for tag, words in text.items() if (rest := words.partition("\n")[2])}
            row = Question(id=self._name_row(question, part), kind=kind, text=text)
            if notes and len(notes) == len(text):
                row.text, row.help = {tag: words.partition("\n")[0] for tag, words in text.items()}, notes
            self.places[id(row)] = part.code
            row.column = f"{question.code}[{part.code}]"
            rows.append(row)
        return rows

    def _read_array(self, question: LimeQuestion) -> list[Question]:
        if question.type == "1":
            return [self._read_scale(question, scale) for scale in (0, 1)]
        made = self._start(question, "matrix")
        made.answers, codes = self._answers(question)
        self._note_codes(made, codes)
        made.codes = codes
        parts = question.on(0)
        if len(parts) == 1 and not _read(parts[0].text):
            made.kind, made.column = "rated", f"{question.code}[{parts[0].code}]"
            subject = Subject(item=question.code, codes=codes)
            self.subjects[f"{question.code}_{parts[0].code}"] = self.subjects[question.code] = subject
            return [made]
        made.rows = self._rows(question, "scale", parts)
        for row, part in zip(made.rows, parts, strict=True):
            self.subjects[f"{question.code}_{part.code}"] = Subject(item=row.id, codes=codes)
        return [made] if made.rows else []

    def _read_scale(self, question: LimeQuestion, scale: int) -> Question:
        """Return one half of an array with two scales."""
        made = self._start(question, "matrix", f"{question.code}_{scale + 1}")
        made.answers, codes = self._answers(question, scale)
        self._note_codes(made, codes)
        made.codes = codes
        header = _read(question.texts.get("dualscale_headerA" if scale == 0 else "dualscale_headerB", {}))
        made.text = {tag: " – ".join(filter(None, (text, header.get(tag)))) for tag, text in made.text.items()}
        made.rows = self._rows(question, "scale", question.on(0))
        for row in made.rows:
            code = self.places[id(row)]
            row.id, row.column = f"{row.id}_{scale + 1}", f"{question.code}[{code}][{scale + 1}]"
            self.subjects[f"{question.code}_{code}_{scale}"] = Subject(item=row.id, codes=codes)
        return made

    def _read_cells(self, question: LimeQuestion) -> list[Question]:
        kind = "number" if question.type == ":" else "short_text"
        made = []
        for part in question.on(0):
            for column in question.on(1):
                cell = self._ask_part(question, part, kind)
                cell.id = f"{question.code}_{part.code}_{column.code}"
                cell.column = f"{question.code}[{part.code}_{column.code}]"
                own = _read(column.text)
                cell.text = {tag: f"{text} – {own[tag]}" if tag in own else text for tag, text in cell.text.items()}
                self.subjects[cell.id] = Subject(item=cell.id, texts=kind != "number")
                made.append(cell)
        return made

    def _read_fields(self, question: LimeQuestion) -> list[Question]:
        kind = "number" if question.type == "K" else "short_text"
        made = [self._ask_part(question, part, kind) for part in question.on(0)]
        for one in made:
            self.subjects[f"{question.code}_{self.places[id(one)]}"] = Subject(item=one.id, texts=kind != "number")
        return made

    def _ask_part(self, question: LimeQuestion, part: LimePart, kind: Any) -> Question:
        """Return a row as a question of its own, worded with the question above it."""
        stem, own = _read(question.text), _read(part.text)
        text = {tag: " – ".join(filter(None, (stem.get(tag), own.get(tag)))) for tag in {**stem, **own}}
        made = Question(id=self._name_row(question, part), kind=kind, text=text, help=_read(question.help))
        made.column = f"{question.code}[{part.code}]"
        self.places[id(made)] = part.code
        return made

    def _read_ranks(self, question: LimeQuestion) -> list[Question]:
        answers, codes = self._answers(question)
        made = []
        for rank in range(1, len(answers) + 1):
            one = self._start(question, "single_choice", f"{question.code}_{rank}")
            one.text = {tag: f"{text} – {rank}" for tag, text in one.text.items()}
            one.answers = [Answer(answer.code, dict(answer.label)) for answer in answers]
            one.column, one.codes = f"{question.code}[{rank}]", codes
            self._note_codes(one, codes)
            self.subjects[one.id] = Subject(item=one.id, codes=codes)
            made.append(one)
        return made

    def _read_entry(self, question: LimeQuestion) -> list[Question]:
        kinds: Mapping[str, Any] = {"N": "number", "D": "date", "T": "long_text", "U": "long_text"}
        made = self._start(question, kinds.get(question.type, "short_text"))
        if made.kind == "number":
            made.minimum = _number(question.attributes.get("min_num_value_n"))
            made.maximum = _number(question.attributes.get("max_num_value_n"))
            made.integer = question.attributes.get("num_value_int_only", "0") not in ("", "0")
            made.unit = _read(question.texts.get("suffix", {}))
        elif question.attributes.get("numbers_only", "0") not in ("", "0"):
            made.kind = "number"
        self.subjects[question.code] = Subject(item=question.code, texts=made.kind != "number")
        return [made]


def number_codes(codes: Sequence[str]) -> dict[str, int]:
    """Return a whole number for each code: itself, the number it ends in, or its place in the list.

    Examples
    --------
    >>> number_codes(["1", "2", "98"]), number_codes(["A1", "A2"]), number_codes(["yes", "no"])
    ({'1': 1, '2': 2, '98': 98}, {'A1': 1, 'A2': 2}, {'yes': 1, 'no': 2})
    """
    for pattern in (r"(-?\d{1,9})", r"[A-Za-z_]*?(\d{1,9})"):
        matches = [re.fullmatch(pattern, code.strip()) for code in codes]
        numbers = [int(match[1]) for match in matches if match]
        if len(set(numbers)) == len(codes):
            return dict(zip(codes, numbers, strict=True))
    return {code: place for place, code in enumerate(dict.fromkeys(codes), 1)}


def _read(texts: Mapping[str, str]) -> Texts:
    return {tag: text for tag, markup in texts.items() if (text := read_html(markup))}


def _say(tags: Sequence[str], en: str, zh: str) -> Texts:
    return {tag: zh if tag.startswith("zh") else en for tag in tags}


def _number(text: str | None) -> float | None:
    try:
        number = float(text or "")
    except ValueError:
        return None
    return number if abs(number) < 1e12 else None
