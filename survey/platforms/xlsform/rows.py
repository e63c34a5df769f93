"""The rows of the sheet `survey`: questions, notes, and the starts and ends of groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from survey.platforms.loss import Loss, name_loss
from survey.platforms.xlsform.constraints import constrain, fits_integer
from survey.platforms.xlsform.labels import (
    AGREED,
    REFUSED,
    hint_item,
    label_consent,
    label_question,
    label_text_question,
    write_text,
)
from survey.platforms.xlsform.logic import XPath, filter_choices, write_parts
from survey.platforms.xlsform.names import CONSENT_LIST, Names
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Node
from survey.questionnaire.text import LocalText

LONGEST_LINE = 11  # points side by side that a phone still shows
PAGE = "field-list"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the sheet."""

    type: str
    name: str = ""
    label: LocalText | None = None
    hint: LocalText | None = None
    required: bool = False
    relevant: str = ""
    appearance: str = ""
    constraint: str = ""
    message: LocalText | None = None
    choice_filter: str = ""


@dataclass(frozen=True, kw_only=True)
class _Shown:
    """When a question is shown: the parts that must hold, and those that XPath cannot say."""

    parts: list[str]
    broken: list[Node]

    def without(self, outer: _Shown) -> _Shown:
        """Return what comes on top of an outer condition."""
        parts = [part for part in self.parts if part not in outer.parts]
        return _Shown(parts=parts, broken=[node for node in self.broken if node not in outer.broken])

    def shared(self, other: _Shown) -> _Shown:
        """Return what two conditions have in common."""
        parts = [part for part in self.parts if part in other.parts]
        return _Shown(parts=parts, broken=[node for node in self.broken if node in other.broken])


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """Writes the rows, and notes what a form cannot say."""

    questionnaire: Questionnaire
    names: Names
    dialect: XPath
    losses: list[Loss] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        """Yield every row of the form."""
        yield Row(type="start", name="start")
        yield Row(type="end", name="end")
        yield from self._welcome()
        for page in self.questionnaire.pages:
            yield from self._page(page)
        if self.questionnaire.thanks:
            yield self._note(self.names.thanks, self.questionnaire.thanks, relevant=self._join(self._agreed()))

    def _welcome(self) -> Iterator[Row]:
        given = self.questionnaire
        title = write_text(given.title)
        if given.intro is None and given.consent is None:
            yield Row(type="note", name=self.names.welcome, label=title)
            return
        yield Row(type="begin_group", name=self.names.welcome, label=title, appearance=PAGE)
        if given.intro:
            yield self._note(self.names.intro, given.intro)
        if given.consent:
            wording = label_consent(given)[0]
            kind, needed = f"select_one {CONSENT_LIST}", given.consent_required
            yield Row(type=kind, name=self.names.consent, label=wording, required=needed)
        yield Row(type="end_group")

    def _agreed(self) -> list[str]:
        """Return what must hold after the consent: it was given; where it is not required, it was not refused."""
        if self.questionnaire.consent is None:
            return []
        own = f"${{{self.names.consent}}}"
        return [f"{own} = '{AGREED}'" if self.questionnaire.consent_required else f"{own} != '{REFUSED}'"]

    def _page(self, page: Page) -> Iterator[Row]:
        shown = self._shown(page)
        self._name_loss(page.id, shown)
        relevant = self._join([*self._agreed(), *shown.parts])
        label = write_text(page.title) if page.title else None
        yield Row(type="begin_group", name=self.names.pages[page.id], label=label, relevant=relevant, appearance=PAGE)
        if page.intro:
            yield self._note(self.names.intros[page.id], page.intro)
        for block in page.blocks:
            if isinstance(block, Matrix):
                yield from self._matrix(block, shown)
            else:
                own = self._shown(self.questionnaire.items[block]).without(shown)
                self._name_loss(block, own)
                yield from self._item(self.questionnaire.items[block], own)
        yield Row(type="end_group")

    def _matrix(self, matrix: Matrix, outer: _Shown) -> Iterator[Row]:
        rows = [self.questionnaire.items[row] for row in matrix.rows]
        shown = [self._shown(row).without(outer) for row in rows]
        shared = shown[0]
        for one in shown[1:]:
            shared = shared.shared(one)
        self._name_loss(matrix.id, shared)
        rests = [one.without(shared) for one in shown]
        some = [self._join(rest.parts) for rest in rests]
        anyone = [self.dialect.join(some, every=False)] if all(some) else []
        note = self._note(self.names.matrices[matrix.id], matrix.text, relevant=self._join([*shared.parts, *anyone]))
        yield replace(note, hint=write_text(matrix.help) if matrix.help else None)
        for row, own, rest in zip(rows, shown, rests, strict=True):
            self._name_loss(row.id, rest)
            yield from self._item(row, own)

    def _item(self, item: Item, shown: _Shown) -> Iterator[Row]:
        chosen, cut = filter_choices(item.choices, self.dialect)
        if cut:
            self.losses.append(_lose_choices(item.id, cut))
        constraint = constrain(item, self.questionnaire.languages)
        yield Row(
            type=self._type(item),
            name=self.names.items[item.id],
            label=label_question(item),
            hint=hint_item(item, self.questionnaire.languages),
            required=item.required,
            relevant=self._join(shown.parts),
            appearance=_appearance(item),
            constraint=constraint.test if constraint else "",
            message=constraint.message if constraint else None,
            choice_filter=chosen,
        )
        for choice in item.choices:
            if choice.has_text:
                name = self.names.texts[item.id, choice.code]
                chosen = self.dialect.include(item.id, choice.code)
                yield Row(type="text", name=name, label=label_text_question(choice), relevant=chosen)

    def _type(self, item: Item) -> str:
        if item.type == "number":
            return "integer" if fits_integer(item) else "decimal"
        if item.type == "date":
            return "date"
        if item.is_text:
            return "text"
        kind = "select_multiple" if item.type == "multiple_choice" else "select_one"
        return f"{kind} {self.names.lists[item.id]}"

    def _shown(self, part: Item | Page) -> _Shown:
        parts, broken = write_parts(part.shown_if, self.dialect)
        return _Shown(parts=parts, broken=broken)

    def _join(self, parts: list[str]) -> str:
        return self.dialect.join(parts, every=True) if parts else ""

    def _note(self, name: str, text: LocalText, relevant: str = "") -> Row:
        return Row(type="note", name=name, label=write_text(text), relevant=relevant)

    def _name_loss(self, where: str, shown: _Shown) -> None:
        if shown.broken:
            self.losses.append(_lose_routing(where))


def _appearance(item: Item) -> str:
    if item.type == "long_text":
        return "multiline"
    if item.type == "stars":
        return "columns-pack"
    if item.scale is None:
        return ""
    numbered = not all(point.label for point in item.scale.points)
    if item.matrix is None and not numbered:
        return ""
    return "likert" if len(item.scale.points) <= LONGEST_LINE else "columns-pack"


def _lose_routing(where: str) -> Loss:
    return name_loss(
        where,
        en="A part of its condition cannot be written in XPath and is left out; it is shown to more people.",
        zh="显示条件有一部分无法用 XPath 表达，已略去，因此会显示给更多的人。",
    )


def _lose_choices(where: str, codes: list[int]) -> Loss:
    listed = ", ".join(map(str, codes))
    return name_loss(
        where,
        en=f"The condition of option(s) {listed} cannot be written in XPath in full; they are shown to more people.",
        zh=f"选项 {listed} 的显示条件无法完整地用 XPath 表达，因此会显示给更多的人。",
    )
