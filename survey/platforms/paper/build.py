"""From a questionnaire to a paper form."""

from __future__ import annotations

from collections.abc import Iterable

from survey.platforms.condition import UntranslatableError
from survey.platforms.paper.form import Consent, Form, Grid, Option, Phrases, Question, Row, Section, Space, Tongue
from survey.platforms.paper.label import label_options, print_text
from survey.platforms.paper.number import number_questions
from survey.platforms.paper.routing import SpokenRouting, join_parts, speak, split_condition
from survey.platforms.paper.space import INDENT, STATEMENT_WIDTH, TEXT_WIDTH, Boxes, group_options, place_boxes
from survey.platforms.paper.words import say, tongue_of, write_number
from survey.questionnaire.item import Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Node
from survey.questionnaire.text import LocalText

_SHORT_LINES, _LONG_LINES = 1, 4


def build_form(questionnaire: Questionnaire, language: str) -> Form:
    """Return what a questionnaire looks like on paper, in one of its languages.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> form = build_form(load_questionnaire("ecommerce-service"), "en")
    >>> form.sections[7].routing
    '→ Only if question 15 is “Yes”'
    """
    return _Builder(questionnaire, language).whole()


class _Builder:
    def __init__(self, questionnaire: Questionnaire, language: str) -> None:
        self.questionnaire = questionnaire
        self.language = language
        self.tongue: Tongue = tongue_of(language)
        self.numbers = number_questions(questionnaire)
        self.dialect = SpokenRouting(questionnaire, self.numbers, language, self.tongue)

    def whole(self) -> Form:
        questionnaire = self.questionnaire
        return Form(
            language=self.language,
            id=questionnaire.id,
            version=questionnaire.version,
            title=self.text(questionnaire.title),
            intro=self.text(questionnaire.intro),
            consent=self.consent(),
            sections=tuple(self.section(page) for page in questionnaire.pages),
            thanks=self.text(questionnaire.thanks),
            phrases=self.phrases(),
        )

    def text(self, text: LocalText | None) -> str:
        return print_text(text, self.language)

    def say(self, key: str, **values: object) -> str:
        return say(key, self.tongue, **values)

    def phrases(self) -> Phrases:
        any_required = any(item.required for item in self.questionnaire.items.values())
        return Phrases(
            respondent=self.say("respondent"),
            page=self.say("page"),
            of=self.say("of"),
            pages_end=self.say("pages end"),
            required=self.say("required") if any_required else "",
            statement=self.say("statement"),
        )

    def consent(self) -> Consent | None:
        if self.questionnaire.consent is None:
            return None
        required = self.questionnaire.consent_required
        note = self.say("consent required" if required else "consent")
        return Consent(text=self.text(self.questionnaire.consent), note=note, required=required)

    def section(self, page: Page) -> Section:
        outer = split_condition(page.shown_if)
        return Section(
            title=self.text(page.title),
            intro=self.text(page.intro),
            routing=self.routing(outer),
            blocks=tuple(
                self.question(self.questionnaire.items[block], outer)
                if isinstance(block, str)
                else self.grid(block, outer)
                for block in page.blocks
            ),
        )

    def routing(self, parts: tuple[Node, ...], key: str = "only if") -> str:
        """Say who answers; "" for everybody, and where the words are lacking: `list_losses` names those places."""
        if not parts:
            return ""
        try:
            return self.say(key, condition=speak(join_parts(parts), self.dialect))
        except UntranslatableError:
            return ""

    def question(self, item: Item, outer: tuple[Node, ...]) -> Question:
        space = self.space(item, outer)
        return Question(
            number=self.numbers[item.id],
            text=self.text(item.text),
            help=self.text(item.help),
            notes=tuple(note for note in self.notes(item, space) if note),
            routing=self.routing(split_condition(item.shown_if, outer)),
            required=item.required,
            space=space,
        )

    def grid(self, matrix: Matrix, outer: tuple[Node, ...]) -> Grid:
        items = [self.questionnaire.items[row] for row in matrix.rows]
        parts = [split_condition(item.shown_if, outer) for item in items]
        shared = tuple(part for part in parts[0] if all(part in others for others in parts))
        points, special = self.points(items[0]), self.special(items[0])
        boxes = place_boxes(points, special, TEXT_WIDTH - STATEMENT_WIDTH)
        return Grid(
            number=self.numbers[matrix.id],
            text=self.text(matrix.text),
            help=self.text(matrix.help),
            notes=self.grid_notes(items[0], boxes),
            routing=self.routing(shared),
            required=all(item.required for item in items),
            points=points,
            special=special,
            heads=boxes.heads if boxes else (),
            width=boxes.width if boxes else 0.0,
            special_width=boxes.special_width if boxes else 0.0,
            write=boxes is None,
            rows=tuple(self.row(item, (*outer, *shared), items) for item in items),
        )

    def row(self, item: Item, outer: tuple[Node, ...], items: list[Item]) -> Row:
        return Row(
            number=self.numbers[item.id],
            text=self.text(item.text),
            help=self.text(item.help),
            routing=self.routing(split_condition(item.shown_if, outer)),
            required=item.required and not all(other.required for other in items),
        )

    def grid_notes(self, item: Item, boxes: Boxes | None) -> tuple[str, ...]:
        legend = self.legend([*self.points(item), *self.special(item)])
        if boxes is not None:
            return (self.say("each row"), *(() if boxes.heads else (legend,)))
        assert item.scale is not None
        return (self.say("write points", low=item.scale.minimum, high=item.scale.maximum), legend)

    def legend(self, options: Iterable[Option]) -> str:
        labelled = [option for option in options if option.label]
        return " · ".join(self.say("equals", code=option.code, label=option.label) for option in labelled)

    def points(self, item: Item) -> tuple[Option, ...]:
        labels = label_options(item, self.language)
        codes = item.scale.codes if item.scale else ()
        return tuple(Option(code=code, label=labels[code]) for code in codes)

    def special(self, item: Item) -> tuple[Option, ...]:
        labels = label_options(item, self.language)
        return tuple(Option(code=code, label=labels[code]) for code in item.special_codes)

    def choices(self, item: Item, outer: tuple[Node, ...]) -> tuple[Option, ...]:
        labels = label_options(item, self.language)
        known = (*outer, *split_condition(item.shown_if, outer))
        notes = {
            choice.code: self.routing(split_condition(choice.shown_if, known), "option only if")
            or (self.say("exclusive") if choice.exclusive else "")
            for choice in item.choices
        }
        return tuple(
            Option(code=choice.code, label=labels[choice.code], has_text=choice.has_text, note=notes[choice.code])
            for choice in item.choices
        )

    def space(self, item: Item, outer: tuple[Node, ...]) -> Space:
        special = self.special(item)
        if item.choices:
            choices = self.choices(item, outer)
            many = item.type == "multiple_choice"
            return Space(kind="list", options=choices, groups=group_options(choices), special=special, many=many)
        if item.scale is not None:
            points = self.points(item)
            boxes = place_boxes(points, (), TEXT_WIDTH - INDENT)
            if boxes is not None and boxes.heads:
                return Space(kind="row", options=points, heads=boxes.heads, width=boxes.width, special=special)
            if all(point.label for point in points):
                return Space(kind="list", options=points, groups=group_options(points), special=special)
            return Space(kind="write", options=points, special=special)
        if item.type == "number":
            return Space(kind="write", special=special, unit=self.text(item.unit))
        if item.type == "date":
            return Space(kind="date", special=special)
        return Space(kind="lines", lines=_LONG_LINES if item.type == "long_text" else _SHORT_LINES)

    def notes(self, item: Item, space: Space) -> tuple[str, ...]:
        if space.kind == "list" or space.kind == "row":
            return (self.say("many" if space.many else "one"),)
        if space.kind == "write" and item.scale is not None:
            whole = self.say("write point", low=item.scale.minimum, high=item.scale.maximum)
            return (whole, self.legend(space.options))
        if space.kind == "write":
            return (self.say("whole number" if item.integer else "number", range=self.range(item)),)
        return (self.say("date"),) if space.kind == "date" else ()

    def range(self, item: Item) -> str:
        low = None if item.minimum is None else write_number(item.minimum)
        high = None if item.maximum is None else write_number(item.maximum)
        if low is not None and high is not None:
            return self.say("between", low=low, high=high)
        if low is not None:
            return self.say("at least", low=low)
        return "" if high is None else self.say("at most", high=high)
