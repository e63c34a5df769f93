"""The writer of one report: its study, its language, and the names and numbers in that language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from survey.notes import Note
from survey.report.catalogue import Message, load_catalogue
from survey.report.numbers import MISSING, Numbers
from survey.report.plan import StudyResults

# The space that a Chinese sentence leaves round a value, where the value turned out to be Chinese too.
_SEAM = re.compile("(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef”]) (?=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“])")

# Quotation marks of a sentence round a value that turned out to bring its own.
_TWICE = {"““": "“", "””": "”", "'“": "“", "”'": "”"}
# A cell of a margin, as weights name it: the item, its code, and the answer.
_CELL = re.compile(r"(\w+) = (\d+) \([^()]*\)")


@dataclass(frozen=True)
class Writer:
    """Turn results into words of one language.

    Attributes
    ----------
    language
        "en" or "zh-CN".
    """

    study: StudyResults
    language: str

    @cached_property
    def messages(self) -> dict[str, Message]:
        """The sentences of the language."""
        return load_catalogue(self.language)

    @cached_property
    def numbers(self) -> Numbers:
        """Numbers in the language."""
        return Numbers(self.language, to=self.say("unit.to"), under_one=self.say("unit.under_one"))

    @cached_property
    def source(self) -> str:
        """The questionnaire's language that suits the report's best; its default where none does."""
        tags = self.study.questionnaire.languages
        near = [tag for tag in tags if tag.split("-")[0] == self.language.split("-")[0]]
        return self.language if self.language in tags else (near or list(tags))[0]

    def say(self, key: str, **values: str | float) -> str:
        """Return a sentence; the value `count` chooses its form and may be a number."""
        count = values.get("count")
        if isinstance(count, str) or count is None:
            return self.messages[key].fill(**values)
        return self.messages[key].fill(count, **(values | {"count": self.numbers.count(count)}))

    def has(self, key: str) -> bool:
        """Whether the language has such a sentence."""
        return key in self.messages

    def term(self, section: str, name: str) -> str:
        """Return the name of a code, or the code itself where it has none."""
        key = f"{section}.{name}"
        return self.say(key) if key in self.messages else name

    # -- names from the questionnaire --------------------------------------------------------------------------------

    def construct(self, name: str) -> str:
        """Return the label of a construct."""
        construct = self.study.questionnaire.constructs.get(name)
        return construct.label.in_language(self.source) if construct else name

    def wording(self, item: str) -> str:
        """Return an item as shown."""
        known = self.study.questionnaire.items.get(item)
        return known.text.in_language(self.source) if known else item

    def answer(self, item: str, code: int) -> str:
        """Return the label of an answer, or its code where it has none."""
        known = self.study.questionnaire.items.get(item)
        label = known.labels.get(code) if known else None
        return (label.in_language(self.source) if label else "") or f"{code}"

    def quote(self, text: str) -> str:
        """Put a text from people into the quotation marks of the language."""
        return self.say("unit.quoted", text=text)

    def capital(self, text: str) -> str:
        """Return a text with a capital letter in front, where the language begins sentences so."""
        file_name = "." in text.split(" ", 1)[0].rstrip(".:")
        return text if file_name or self.language.startswith("zh") else text[:1].upper() + text[1:]

    @property
    def outcome(self) -> str:
        """The label of the outcome."""
        return self.construct(self.study.drivers.outcome)

    # -- sentences and numbers -----------------------------------------------------------------------------------------

    def note(self, text: str) -> str:
        """Return a note of a result, with the names of constructs and items instead of their ids."""
        if not isinstance(text, Note):
            return text
        named = {key: self._names(value) if isinstance(value, str) else value for key, value in text.values.items()}
        said = Note(text.code, **named).in_language(self.language)
        for twice, once in _TWICE.items():
            said = said.replace(twice, once)
        return _SEAM.sub("", said) if self.language.startswith("zh") else said

    def _names(self, value: str) -> str:
        value = _CELL.sub(self._name_cell, value)
        parts = [part.strip() for part in value.split(",")]
        named = [self._name(part) for part in parts]
        return value if named == parts else self.say("list.separator").join(named)

    def _name_cell(self, cell: re.Match[str]) -> str:
        if cell[1] not in self.study.questionnaire.items:
            return cell[0]
        return self.say(
            "unit.labelled", label=self.quote(self.wording(cell[1])), text=self.answer(cell[1], int(cell[2]))
        )

    def _name(self, text: str) -> str:
        first, space, rest = text.partition(" ")
        known = self.study.questionnaire
        if first in known.constructs:
            return self.construct(first) + space + rest
        if first in known.items:
            return self.quote(self.wording(first)) + space + rest
        return self.term("estimator", text) if self.has(f"estimator.{text}") else text

    def join(self, names: Iterable[str]) -> str:
        """Join names into a list of the language."""
        parts = list(names)
        if len(parts) < 2:
            return "".join(parts)
        between, last = self.say("list.separator"), self.say("list.last")
        if last != between and any(last in part for part in parts):  # a name that holds an "and" needs a comma
            last = between.rstrip() + last
        return between.join(parts[:-1]) + last + parts[-1]

    def paragraph(self, *sentences: str) -> str:
        """Put sentences after each other, empty ones left out."""
        return self.say("list.sentence").join(sentence for sentence in sentences if sentence)

    def respondents(self, n: float) -> str:
        """Return "n respondents"."""
        return self.say("unit.respondents", count=n)

    def level(self, confidence: float) -> str:
        """Return the coverage of an interval."""
        return self.numbers.percent(confidence)

    def share_interval(self, row: Any) -> str:
        """Return the interval of a share."""
        return self.numbers.percent_range(row.conf_low, row.conf_high)

    def performance(self, row: Any) -> str:
        """Return a performance as points of 100."""
        return self.say("unit.of_hundred", value=self.numbers.decimal(row.performance, 0))

    def performance_interval(self, row: Any, digits: int = 0) -> str:
        """Return the interval of a performance."""
        return self.numbers.decimal_range(row.performance_low, row.performance_high, digits)

    def yes_no(self, value: object) -> str:
        """Return yes, no, or the mark of a missing value."""
        if value is None or value != value:
            return MISSING
        return self.say("unit.yes" if value else "unit.no")
