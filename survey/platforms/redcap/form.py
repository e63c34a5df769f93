"""A questionnaire as the variables of one instrument."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from survey.platforms.condition import write_parts
from survey.platforms.loss import Loss
from survey.platforms.redcap.logic import ALWAYS, NEVER, BranchingLogic, write_number
from survey.platforms.redcap.losses import lose_routing
from survey.platforms.redcap.names import RECORD, Names
from survey.platforms.redcap.variable import Variable
from survey.platforms.redcap.wording import (
    is_chinese,
    label_answers,
    label_consent,
    word_question,
    word_text,
    write_text,
)
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition
from survey.questionnaire.text import LocalText

_HIDDEN = "@HIDDEN"
_IN_ONE_LINE = "LH"


@dataclass
class Form:
    """Writes the variables in one language, and notes what branching logic cannot say."""

    questionnaire: Questionnaire
    names: Names
    language: str
    losses: list[Loss] = field(default_factory=list)
    _header: str = ""

    def __post_init__(self) -> None:
        self.logic = BranchingLogic(self.questionnaire, self.names)

    def record(self) -> Variable:
        """Return the variable of the record's id, the first of every project."""
        return Variable(name=RECORD, type="text", label="记录编号" if is_chinese(self.language) else "Record ID")

    def variables(self) -> Iterator[Variable]:
        """Yield every variable but the record's id."""
        given = self.questionnaire
        self._header = self._say(given.title)
        yield self._show("intro", given.intro or given.title, [])
        if given.consent:
            yield Variable(
                name=self.names.consent,
                type="radio",
                label=self._say(given.consent),
                choices=_list_choices(label_consent(self.language)),
                required=given.consent_required,
            )
        for number, page in enumerate(given.pages, 1):
            self._header = self._say(page.title) or f"{number} / {len(given.pages)}"
            yield from self._page(page)
        if given.thanks:
            yield self._show("thanks", given.thanks, [self.logic.agree()])

    def _page(self, page: Page) -> Iterator[Variable]:
        shown = self._condition(page.id, page.shown_if)
        if page.intro:
            yield self._show(f"page {page.id}", page.intro, shown)
        for block in page.blocks:
            if isinstance(block, Matrix):
                yield from self._matrix(block, page)
            else:
                yield from self._item(self.questionnaire.items[block], page)

    def _matrix(self, matrix: Matrix, page: Page) -> Iterator[Variable]:
        """Yield the text above a matrix, for a header would start a new page, and its rows."""
        rows = [self.questionnaire.items[row] for row in matrix.rows]
        conditions = [self._condition(row.id, row.shown_if, page.shown_if) for row in rows]
        anyone = self.logic.join([self.logic.join(one, every=True) for one in conditions], every=False)
        text = "\n\n".join(part for part in (self._say(matrix.text), self._say(matrix.help)) if part)
        name = self.names.shown[f"matrix {matrix.id}"]
        yield self._place(Variable(name=name, type="descriptive", label=text), [anyone])
        for row, shown in zip(rows, conditions, strict=True):
            variable = self._choose(row)
            yield self._place(replace(variable, note="", alignment="", group=self.names.groups[matrix.id]), shown)

    def _item(self, item: Item, page: Page) -> Iterator[Variable]:
        variable = self._choose(item) if item.labels and item.type != "number" else self._enter(item)
        yield self._place(variable, self._condition(item.id, item.shown_if, page.shown_if))
        for choice in item.choices:
            if choice.has_text:
                label = word_text(choice, self.language)
                beside = Variable(name=self.names.texts[item.id, choice.code], type="text", label=label)
                yield self._place(beside, [self.logic.choose(item.id, choice.code)])

    def _choose(self, item: Item) -> Variable:
        many = item.type == "multiple_choice"
        alone = [str(choice.code) for choice in item.choices if choice.exclusive]
        is_bare = item.scale is not None and not all(point.label for point in item.scale.points)
        return Variable(
            name=self.names.items[item.id],
            type="checkbox" if many else "radio",
            label=word_question(item, self.language),
            choices=_list_choices(label_answers(item, self.language)),
            note=self._say(item.help),
            required=item.required,
            alignment=_IN_ONE_LINE if is_bare else "",
            annotation=f"@NONEOFTHEABOVE='{','.join(alone)}'" if many and alone else "",
        )

    def _enter(self, item: Item) -> Variable:
        low, high = limit_number(item)
        special = "; ".join(f"{one.code} = {write_text(one.label, self.language)}" for one in item.special)
        number = "integer" if item.integer else "number"
        return Variable(
            name=self.names.items[item.id],
            type="notes" if item.type == "long_text" else "text",
            label=word_question(item, self.language),
            note="\n".join(part for part in (self._say(item.help), special) if part),
            validation={"date": "date_ymd", "number": number}.get(item.type, ""),
            minimum=low,
            maximum=high,
            required=item.required,
            annotation="@FORCE-MINMAX" if low or high else "",
        )

    def _show(self, what: str, text: LocalText, shown: list[str]) -> Variable:
        return self._place(Variable(name=self.names.shown[what], type="descriptive", label=self._say(text)), shown)

    def _place(self, variable: Variable, shown: list[str]) -> Variable:
        """Return a variable under the header that waits for one, shown when all parts of its condition hold."""
        branching = self.logic.join(shown, every=True)
        header, self._header = self._header, ""
        if branching == NEVER:
            tags = f"{variable.annotation} {_HIDDEN}".strip()
            return replace(variable, header=header, required=False, annotation=tags)
        return replace(variable, header=header, branching="" if branching == ALWAYS else branching)

    def _condition(self, where: str, condition: Condition | None, outer: Condition | None = None) -> list[str]:
        """Return the parts of a condition with the consent, and note a loss that its page does not have already."""
        parts, is_cut = write_parts(condition, self.logic)
        if is_cut and not (outer and write_parts(outer, self.logic)[1]):
            self.losses.append(lose_routing(where))
        return [self.logic.agree(), *parts]

    def _say(self, text: LocalText | None) -> str:
        return write_text(text, self.language)


def limit_number(item: Item) -> tuple[str, str]:
    """Return the least and the largest number that may be entered, special codes within them; "" without a limit.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> limit_number(load_questionnaire("ecommerce-service").item("sat1"))
    ('', '')
    """
    codes = list(item.special_codes)
    low = "" if item.minimum is None else write_number(min([item.minimum, *codes]))
    high = "" if item.maximum is None else write_number(max([item.maximum, *codes]))
    return low, high


def _list_choices(labels: Mapping[int, str]) -> str:
    return " | ".join(f"{code}, {label}" for code, label in labels.items())
