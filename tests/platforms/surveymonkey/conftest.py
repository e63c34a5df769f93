"""SurveyMonkey: answers written in its four layouts, and questionnaires for published files."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

import pandas as pd
import pytest

from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire

Question = tuple[str, str, str, Sequence[str]]  # id, type, wording, labels (of a matrix: its rows)


@pytest.fixture
def compose(build_text) -> Callable[..., Questionnaire]:
    """Build an English questionnaire from questions; a matrix takes its answers from `scales` under its id."""

    def build(questions: Sequence[Question], scales: Mapping[str, dict] | None = None) -> Questionnaire:
        items = []
        for name, kind, wording, labels in questions:
            tree: dict = {"id": name, "type": kind, "text": {"en": wording}}
            if kind == "matrix":
                rows = [{"id": f"{name}{at}", "text": {"en": label}} for at, label in enumerate(labels, start=1)]
                tree |= {"scale": name, "rows": rows}
            elif labels:
                tree["choices"] = {at: {"en": label} for at, label in enumerate(labels, start=1)}
            items.append(tree)
        whole = {"id": "published", "version": "1", "languages": ["en"], "title": {"en": "Published"}}
        pages = [{"id": "only", "items": items}]
        return build_text(json.dumps(whole | {"scales": dict(scales or {}), "pages": pages}))

    return build


FACTS = {
    "Respondent ID": "118{row:09}",
    "Collector ID": "4461",
    "Start Date": "11/22/2026 10:00:00 AM",
    "End Date": "11/22/2026 10:02:00 AM",
    "IP Address": "192.0.2.1",
    "Email Address": "",
    "First Name": "Li",
    "Last Name": "",
    "Custom Data 1": "spring",
}
OTHER = "Other (please specify)"
Line = tuple[str, str, list[str]]  # heading, second heading, cells


class _Export:
    """Answers as columns of a SurveyMonkey file in one language."""

    def __init__(self, data: pd.DataFrame, language: str, *, expanded: bool, numbers: bool) -> None:
        self.data, self.language, self.expanded, self.numbers = data, language, expanded, numbers

    def write(self, item: Item, stem: str) -> Iterator[Line]:
        """Return the columns of an item; those after the first of a question have no heading."""
        row = item.text[self.language] if item.matrix else ""
        if item.type == "multiple_choice":
            yield from self._many(item, stem)
        elif item.is_text:
            yield stem, row or "Open-Ended Response", self.data[item.id].fillna("").tolist()
        elif item.type == "date":
            yield stem, row or "Date / Time", [f"{day:%m/%d/%Y}" if pd.notna(day) else "" for day in self.data[item.id]]
        elif self.expanded and all(label.get(self.language) for label in item.labels.values()) and item.labels:
            yield from self._apart(item, stem, row)
        else:
            other = OTHER if any(choice.has_text for choice in item.choices) else None
            yield stem, row or "Response", [self._say(item, value, other) for value in self.data[item.id]]
            yield from (("", OTHER, self._texts(item, choice.code)) for choice in item.choices if choice.has_text)

    def _texts(self, item: Item, code: int) -> list[str]:
        return self.data[f"{item.id}__{code}__text"].fillna("").tolist()

    def _number(self, item: Item, code: int) -> str:
        return str(list(item.labels).index(code) + 1)

    def _say(self, item: Item, value: float, other: str | None = None) -> str:
        if pd.isna(value):
            return ""
        label = item.labels.get(int(value), {}).get(self.language, "") if value == int(value) else ""
        has_text = any(choice.code == value and choice.has_text for choice in item.choices)
        every = item.type in ("scale", "single_choice") and all(
            text.get(self.language) for text in item.labels.values()
        )
        if self.numbers and every:
            return self._number(item, int(value))
        return other if has_text and other else label or f"{value:.10g}"

    def _many(self, item: Item, stem: str) -> Iterator[Line]:
        for at, choice in enumerate(item.choices):
            label = choice.label[self.language]
            own = self._texts(item, choice.code) if choice.has_text else [""] * len(self.data)
            plain = self._number(item, choice.code) if self.numbers and not choice.has_text else label
            ticks = self.data[f"{item.id}__{choice.code}"]
            cells = [(text or plain) if tick == 1 else "" for tick, text in zip(ticks, own, strict=True)]
            yield "" if at else stem, label, cells

    def _apart(self, item: Item, stem: str, row: str) -> Iterator[Line]:
        """Return one column for each answer; in a matrix its heading names the row too."""
        for at, (code, label) in enumerate(item.labels.items()):
            own = [""] * len(self.data)
            if any(choice.code == code and choice.has_text for choice in item.choices):
                own = self._texts(item, code)
            said = self._number(item, code) if self.numbers and not any(own) else label[self.language]
            cells = [
                (text or said) if value == code else "" for value, text in zip(self.data[item.id], own, strict=True)
            ]
            yield "" if at else stem, f"{row} - {label[self.language]}" if row else label[self.language], cells


@pytest.fixture(scope="session")
def write_rows() -> Callable[..., list[list[str]]]:
    """Write answers as the rows of a SurveyMonkey file: two heading rows, then one row a respondent."""

    def write(
        questionnaire: Questionnaire,
        data: pd.DataFrame,
        language: str,
        *,
        expanded: bool = False,
        numbers: bool = False,
    ) -> list[list[str]]:
        export = _Export(data, language, expanded=expanded, numbers=numbers)
        blocks = {one.id: one for page in questionnaire.pages for one in page.blocks if not isinstance(one, str)}
        lines: list[Line] = []
        last = None
        for item in questionnaire.items.values():
            stem = blocks[item.matrix].text[language] if item.matrix else item.text[language]
            lines += export.write(item, "" if item.matrix and item.matrix == last else stem)
            last = item.matrix
        rows = [[*FACTS, *(heading for heading, _, _ in lines)], [*[""] * len(FACTS), *(sub for _, sub, _ in lines)]]
        for row in range(len(data)):
            rows.append([*(fact.format(row=row) for fact in FACTS.values()), *(cells[row] for _, _, cells in lines)])
        return rows

    return write
