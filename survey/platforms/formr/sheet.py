"""The rows of the sheet `survey`: notes, questions, and the buttons that end a screen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from survey.platforms.condition import write_parts
from survey.platforms.formr.logic import RCode
from survey.platforms.formr.losses import lose_routing, lose_screens
from survey.platforms.formr.names import CONSENT_LIST, Names
from survey.platforms.formr.number import write_type
from survey.platforms.formr.wording import is_chinese, quote_markdown, word_question, word_text, write_text
from survey.platforms.loss import Loss
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition

REQUIRED, OPTIONAL = "!", "*"
_IN_ROWS = "mc_vertical"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One row of the sheet; the fields are its columns."""

    type: str
    name: str
    label: str
    optional: str = ""
    css: str = ""
    showif: str = ""


@dataclass
class Sheet:
    """Writes the rows in one language, and notes what a form cannot say.

    formr evaluates a condition once, on its server, when it shows a screen. So an item whose condition looks at another
    item of its page begins a new screen.
    """

    questionnaire: Questionnaire
    names: Names
    language: str
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.code = RCode(self.questionnaire, self.names)
        self._asked: set[str] = set()
        self._taken = set(self.names.taken)
        self._buttons = 0
        self._page = ""
        self._cut: dict[str, None] = {}

    def rows(self) -> Iterator[Row]:
        """Yield every row of the sheet."""
        given = self.questionnaire
        intro = [f"## {write_text(given.title, self.language)}", write_text(given.intro, self.language)]
        yield Row(type="note", name=self.names.notes["intro"], label=_join(*intro))
        if given.consent:
            yield Row(
                type=f"mc {CONSENT_LIST}",
                name=self.names.consent,
                label=write_text(given.consent, self.language),
                optional=REQUIRED if given.consent_required else OPTIONAL,
                css=_IN_ROWS,
            )
        yield self._press()
        for page in given.pages:
            yield from self._write_page(page)
            yield self._press(is_last=page is given.pages[-1] and not given.thanks)
        if given.thanks:
            label = write_text(given.thanks, self.language)
            shown = self._join(self.code.agree())
            yield Row(type="note", name=self.names.notes["thanks"], label=label, showif=shown)
            yield self._press(is_last=True)
        self.losses += [lose_screens(page) for page in self._cut]

    def _write_page(self, page: Page) -> Iterator[Row]:
        self._page = page.id
        heading = f"## {write_text(page.title, self.language)}" if page.title else ""
        label = _join(heading, write_text(page.intro, self.language))
        shown = self._condition(page.id, page.shown_if)
        if label:
            yield Row(type="note", name=self.names.notes[f"page {page.id}"], label=label, showif=shown)
        for block in page.blocks:
            if isinstance(block, Matrix):
                yield from self._matrix(block, page)
            else:
                item = self.questionnaire.items[block]
                yield from self._break_before(item)
                yield from self._item(item, self._condition(item.id, item.shown_if, page.shown_if))

    def _matrix(self, matrix: Matrix, page: Page) -> Iterator[Row]:
        """Yield the text of a matrix, and its rows as questions."""
        rows = [self.questionnaire.items[row] for row in matrix.rows]
        yield from self._break_before(*rows)
        shown = [self._condition(row.id, row.shown_if, page.shown_if) for row in rows]
        anyone = self.code.join(shown, every=False) if all(shown) else ""
        label = _join(write_text(matrix.text, self.language), write_text(matrix.help, self.language))
        yield Row(type="note", name=self.names.notes[f"matrix {matrix.id}"], label=label, showif=anyone)
        for row, condition in zip(rows, shown, strict=True):
            yield from self._break_before(row)
            yield from self._item(row, condition)

    def _item(self, item: Item, shown: str) -> Iterator[Row]:
        self._asked.add(item.id)
        special = [f"{one.code} = {one.label.in_language(self.language)}" for one in item.special]
        hint = "; ".join(special) if item.type == "number" else ""
        question = quote_markdown(word_question(item, self.language))
        yield Row(
            type=self._type(item),
            name=self.names.items[item.id],
            label=_join(question, write_text(item.help, self.language), quote_markdown(hint)),
            optional=REQUIRED if item.required else OPTIONAL,
            css="" if item.is_rating else _IN_ROWS if item.choices else "",
            showif=shown,
        )
        for choice in item.choices:
            if choice.has_text:
                name = self.names.texts[item.id, choice.code]
                label = quote_markdown(word_text(choice, self.language))
                beside = self.code.choose_on_screen(item.id, choice.code)
                yield Row(type="text", name=name, label=label, optional=OPTIONAL, showif=beside)

    def _type(self, item: Item) -> str:
        if item.type == "number":
            return write_type(item)
        if item.type == "date":
            return "date"
        if item.is_text:
            return "textarea" if item.type == "long_text" else "text"
        kind = "mc_multiple" if item.type == "multiple_choice" else "mc_button" if item.is_rating else "mc"
        return f"{kind} {self.names.lists[item.id]}"

    def _break_before(self, *items: Item) -> Iterator[Row]:
        """Yield a button where a condition of the items looks at what was asked on this screen."""
        if any(item.shown_if and item.shown_if.items & self._asked for item in items):
            self._cut[self._page] = None
            yield self._press()

    def _press(self, *, is_last: bool = False) -> Row:
        self._asked.clear()
        label = ("Submit", "提交") if is_last else ("Continue", "继续")
        while True:
            self._buttons += 1
            name = f"next_{self._buttons}"
            if name not in self._taken:
                return Row(type="submit", name=name, label=label[is_chinese(self.language)])

    def _condition(self, where: str, condition: Condition | None, outer: Condition | None = None) -> str:
        """Return a condition with the consent, and note a loss that its page does not have already."""
        parts, is_cut = write_parts(condition, self.code)
        if is_cut and not (outer and write_parts(outer, self.code)[1]):
            self.losses.append(lose_routing(where))
        return self._join([*self.code.agree(), *parts])

    def _join(self, parts: list[str]) -> str:
        return self.code.join(parts, every=True) if parts else ""


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)
