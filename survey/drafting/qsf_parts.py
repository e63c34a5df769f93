"""Parts of Qualtrics' questions: texts in every language, options, rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from survey.drafting.condition import Subject
from survey.drafting.plain_text import read_html
from survey.drafting.qsf_logic import QsfSubject
from survey.drafting.sketch import Answer, Question, Texts

Tree = Mapping[str, Any]
_NOTE = '<br><span style="font-size:smaller">'


def entries(node: Any) -> list[tuple[str, Any]]:
    """Return the entries of what Qualtrics writes as an object or as a list."""
    if isinstance(node, Mapping):
        return [(str(key), value) for key, value in node.items()]
    return [(str(key), value) for key, value in enumerate(node)] if isinstance(node, list) else []


class PartReader:
    """Reads the parts of the questions of one survey.

    Parameters
    ----------
    first
        The tag of the language the questions are written in.
    languages
        Qualtrics' code to tag, of the translations.

    Attributes
    ----------
    subjects
        What logic can look at, by Qualtrics' ids.
    places
        The `id` of an answer or row to its number in Qualtrics.
    """

    def __init__(self, first: str, languages: Mapping[str, str]) -> None:
        self.first = first
        self.languages = languages
        self.subjects: dict[str, QsfSubject] = {}
        self.places: dict[int, str] = {}
        self.notes: list[str] = []

    def forget(self, item: str) -> None:
        """Let every condition on a question hold: its answer is known, as that of a consent."""
        for asked in self.subjects.values():
            if asked.subject.item == item:
                asked.subject = Subject(item=item, given=True)

    def in_languages(self, payload: Tree, key: str) -> Texts:
        """Return the markup of one text in every language."""
        texts = {self.first: str(payload.get(key) or "")}
        for code, own in entries(payload.get("Language")):
            if code in self.languages and isinstance(own, dict) and isinstance(own.get(key), str):
                texts[self.languages[code]] = own[key]
        return texts

    def start_question(self, payload: Tree, tag: str, kind: Any) -> Question:
        """Return a question with its text and the note under it."""
        question = Question(id=tag, kind=kind)
        for language, markup in self.in_languages(payload, "QuestionText").items():
            text, _, note = markup.partition(_NOTE)
            question.text[language] = read_html(text)
            if note:
                question.help[language] = read_html(note.replace(_NOTE, "<br>"))
        question.text = {language: text for language, text in question.text.items() if text}
        return question

    def list_parts(self, payload: Tree, key: str, order: str) -> list[tuple[str, Tree]]:
        """Return the options or rows in the order shown."""
        parts = {name: part for name, part in entries(payload.get(key)) if isinstance(part, dict)}
        wanted = [str(one) for _, one in entries(payload.get(order)) if not isinstance(one, dict | list)]
        return [(name, parts[name]) for name in dict.fromkeys([*wanted, *parts]) if name in parts]

    def read_label(self, payload: Tree, key: str, name: str, part: Tree) -> tuple[Texts, Texts]:
        """Return the text of an option or row, and its note."""
        texts = {self.first: str(part.get("Display") or "")}
        for code, own in entries(payload.get("Language")):
            said = dict(entries(own.get(key))).get(name) if isinstance(own, dict) else None
            if code in self.languages and isinstance(said, dict):
                texts[self.languages[code]] = str(said.get("Display") or "")
        split = {tag: markup.partition(_NOTE) for tag, markup in texts.items()}
        labels = {tag: text for tag, (markup, _, _) in split.items() if (text := read_html(markup))}
        return labels, {tag: text for tag, (_, _, note) in split.items() if (text := read_html(note))}

    def list_answers(self, payload: Tree, key: str, order: str) -> tuple[list[Answer], dict[str, int]]:
        """Return the options, or the columns of a table, and Qualtrics' numbers of them to codes."""
        recoded = dict(entries(payload.get("RecodeValues")))
        answers, codes = [], {}
        for name, part in self.list_parts(payload, key, order):
            label, _ = self.read_label(payload, key, name, part)
            answer = Answer(_code(recoded.get(name), name), label)
            answer.has_text = is_on(part.get("TextEntry")) and key == "Choices"
            answer.exclusive = is_on(part.get("ExclusiveAnswer"))
            self.places[id(answer)] = name
            codes[name] = answer.code
            answers.append(answer)
        if len(set(codes.values())) < len(codes):  # several options count as one; their own numbers tell them apart
            for answer in answers:
                answer.code = codes[self.places[id(answer)]] = _code(None, self.places[id(answer)])
        return answers, codes

    def remember(self, payload: Tree, subject: QsfSubject) -> None:
        """Let conditions look at a question."""
        self.subjects[str(payload.get("QuestionID"))] = subject

    def list_rows(self, payload: Tree, tag: str, kind: Any) -> list[Question]:
        """Return the rows of a table, or the parts of a question with several fields."""
        tags = dict(entries(payload.get("ChoiceDataExportTags")))
        rows = []
        for name, part in self.list_parts(payload, "Choices", "ChoiceOrder"):
            label, note = self.read_label(payload, "Choices", name, part)
            row = Question(id=str(tags.get(name) or f"{tag}_{name}"), kind=kind, text=label, help=note)
            if is_on(part.get("TextEntry")):
                row.remarks.append("To finish: this row has a field for text in the file; it is left out")
            row.column, row.number = row.id, f"{payload.get('QuestionID')}_{name}"
            self.places[id(row)] = name
            rows.append(row)
        return rows


def is_on(value: Any) -> bool:
    """Tell whether a setting is on."""
    return str(value).lower() in ("true", "1", "on", "yes")


def _code(value: Any, name: str) -> int:
    for text in (str(value), name):
        if text.strip().removeprefix("-").isdecimal() and len(text) <= 9:
            return int(text)
    return 1 + sum(map(ord, name)) % 1000
