"""From items and matrices to questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from survey.platforms.condition import UntranslatableError, write_condition
from survey.platforms.limesurvey.expression import ALWAYS, ExpressionScript
from survey.platforms.limesurvey.form import Part, Question
from survey.platforms.limesurvey.names import (
    ONLY_ROW,
    Names,
    code_answer,
    has_bare_points,
    has_special_question,
    type_question,
)
from survey.platforms.limesurvey.phrases import say
from survey.questionnaire.item import Choice, Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import All, Condition
from survey.questionnaire.text import LocalText

DATE_FORMAT = "yyyy-mm-dd"


class Questions:
    """Builds the questions of a questionnaire in some of its languages."""

    def __init__(self, names: Names, languages: Sequence[str]) -> None:
        self.names = names
        self.languages = languages
        self.script = ExpressionScript(names)

    def build(self, block: str | Matrix) -> Iterator[Question]:
        """Return the questions that ask a block: one, and one more for each text or special answer asked apart."""
        if isinstance(block, Matrix):
            yield self._build_matrix(block)
            return
        item = self.names.questionnaire.item(block)
        yield self._build_item(item)
        if has_special_question(item):
            yield self._build_special(item)
        for choice in item.choices:
            if choice.has_text:
                yield self._build_text(item, choice)

    def local(self, text: LocalText | None) -> dict[str, str]:
        """Return a text in the form's languages."""
        return {} if text is None else {tongue: text.in_language(tongue) for tongue in self.languages}

    def route(self, item: Item) -> str:
        """Return when an item is shown on its page."""
        return self.write(route_on_page(item, self.names.questionnaire))

    def write(self, condition: Condition | None) -> str:
        """Return a condition as ExpressionScript; what that cannot say is left out and is a loss."""
        if condition is None:
            return ALWAYS
        try:
            return write_condition(condition.node, self.script)
        except UntranslatableError:
            return ALWAYS

    def _build_item(self, item: Item) -> Question:
        kind = type_question(item)
        apart = has_special_question(item)
        settings, texts = self._set_number(item) if kind == "N" else (_SETTINGS.get(kind, {}), {})
        rows = (Part(code=ONLY_ROW, text=dict.fromkeys(self.languages, "")),) if kind == "F" else ()
        return Question(
            code=self.names.question(item.id),
            type=kind,
            text=self.local(item.text),
            help=self.local(item.help),
            parts=self._list_options(item) if kind == "M" else rows,
            answers=self._list_answers(item) if kind in ("L", "!", "F") else (),
            relevance=self.route(item),
            mandatory=item.required and not apart,
            attributes=self._exclude_others(item) if kind == "M" else settings,
            texts=texts,
        )

    def _build_matrix(self, matrix: Matrix) -> Question:
        items = [self.names.questionnaire.item(row) for row in matrix.rows]
        conditions = [self.route(item) for item in items]
        alike = len(set(conditions)) == 1
        required = [item for item in items if item.required]
        check, texts = self._require(required) if 0 < len(required) < len(items) else ({}, {})
        return Question(
            code=self.names.question(matrix.id),
            type="F",
            text=self.local(matrix.text),
            help=self.local(matrix.help),
            parts=tuple(
                Part(code=self.names.row(item), text=self._word_row(item), relevance=ALWAYS if alike else condition)
                for item, condition in zip(items, conditions, strict=True)
            ),
            answers=self._list_answers(items[0]),
            relevance=self._join_conditions(conditions),
            mandatory=len(required) == len(items),
            attributes=check,
            texts=texts,
        )

    def _join_conditions(self, conditions: Sequence[str]) -> str:
        """Return when any of the rows is shown."""
        different = list(dict.fromkeys(conditions))
        return ALWAYS if ALWAYS in different else self.script.join(different, every=False)

    def _require(self, items: Sequence[Item]) -> tuple[dict[str, str], dict[str, dict[str, str]]]:
        """Return the settings by which only some rows must be answered."""
        parts = []
        for item in items:
            given = f"!is_empty({self.script.row(item)})"
            shown = self.route(item)
            parts.append(
                given if shown == ALWAYS else self.script.join([self.script.negate(shown), given], every=False)
            )
        rows = {tongue: "; ".join(item.text.in_language(tongue) for item in items) for tongue in self.languages}
        tips = {tongue: say("answer_rows", tongue).format(rows=rows[tongue]) for tongue in self.languages}
        return {"em_validation_q": self.script.join(parts, every=True)}, {"em_validation_q_tip": tips}

    def _word_row(self, item: Item) -> dict[str, str]:
        text, hint = self.local(item.text), self.local(item.help)
        return {tongue: "\n".join(filter(None, (text[tongue], hint.get(tongue)))) for tongue in self.languages}

    def _build_special(self, item: Item) -> Question:
        empty = f"is_empty({self.script.row(item)})"
        shown = self.route(item)
        return Question(
            code=self.names.special(item),
            type="L",
            text={tongue: say("no_number", tongue) for tongue in self.languages},
            answers=self._list_answers(item),
            relevance=empty if shown == ALWAYS else self.script.join([shown, empty], every=True),
            mandatory=item.required,
        )

    def _build_text(self, item: Item, choice: Choice) -> Question:
        many = item.type == "multiple_choice"
        chosen = self.script.include(item.id, choice.code) if many else self.script.compare(item.id, "==", choice.code)
        label = self.local(choice.label)
        return Question(
            code=self.names.text(item, choice.code),
            type="S",
            text={tongue: say("please_specify", tongue).format(option=label[tongue]) for tongue in self.languages},
            relevance=chosen,
        )

    def _list_answers(self, item: Item) -> tuple[Part, ...]:
        return tuple(
            Part(
                code=code_answer(item, code),
                text={tongue: label_answer(item, code, tongue) for tongue in self.languages},
            )
            for code in item.labels
        )

    def _list_options(self, item: Item) -> tuple[Part, ...]:
        return tuple(
            Part(
                code=self.names.option(item, choice.code),
                text={tongue: label_answer(item, choice.code, tongue) for tongue in self.languages},
                relevance=self.write(choice.shown_if),
            )
            for choice in item.choices
        )

    def _exclude_others(self, item: Item) -> dict[str, str]:
        codes = [self.names.option(item, choice.code) for choice in item.choices if choice.exclusive]
        return {"exclude_all_others": ";".join(codes)} if codes else {}

    def _set_number(self, item: Item) -> tuple[dict[str, str], dict[str, Mapping[str, str]]]:
        limits = {"min_num_value_n": item.minimum, "max_num_value_n": item.maximum}
        settings = {name: f"{limit:.15g}" for name, limit in limits.items() if limit is not None}
        if item.integer:
            settings["num_value_int_only"] = "1"
        return settings, {"suffix": self.local(item.unit)} if item.unit else {}


# Stars instead of numbers; a format; and hardly any room for the name of the only row, which has none.
_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "5": {"slider_rating": "1"},
    "D": {"date_format": DATE_FORMAT},
    "F": {"answer_width": "1"},
}


def route_on_page(item: Item, questionnaire: Questionnaire) -> Condition | None:
    """Return the condition of an item without that of its page, which its group has."""
    whole = item.shown_if
    page = next(page.shown_if for page in questionnaire.pages if page.id == item.page)
    if whole is None or page is None:
        return whole
    if not isinstance(whole.node, All) or whole.node == page.node:
        return None
    rest = whole.node.parts[1:]
    return Condition(whole.text, rest[0] if len(rest) == 1 else All(rest))


def label_answer(item: Item, code: int, language: str) -> str:
    """Return an answer as the form shows it; a point without a label shows its code, and so do its neighbours."""
    label = item.labels[code].in_language(language)
    if not label:
        return str(code)
    numbered = has_bare_points(item) and code not in item.special_codes and not label.startswith(str(code))
    return f"{code} {label}" if numbered else label
