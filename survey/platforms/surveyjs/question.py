"""Items as questions of SurveyJS."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from survey.platforms.condition import UntranslatableError
from survey.platforms.loss import Loss, name_loss
from survey.platforms.surveyjs.expression import Expressions, compares_text, hides_rows
from survey.platforms.surveyjs.names import (
    MOST_RADIOS,
    SPECIAL,
    Names,
    has_special_question,
    shows_points,
)
from survey.platforms.surveyjs.texts import Said, Tongues
from survey.questionnaire.item import Choice, Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition
from survey.questionnaire.scale import Point
from survey.questionnaire.text import LocalText

Tree = dict[str, Any]
# Columns of a matrix shown as a table. Its theme gives each 136 pixels, and hides those beyond the edge of the screen.
_WIDEST_TABLE = 6


@dataclass
class Writer:
    """Turns items and matrices into questions, and collects what is lost on the way."""

    questionnaire: Questionnaire
    names: Names
    tongues: Tongues
    losses: list[Loss] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.expressions = Expressions(self.questionnaire, self.names)

    def write_item(self, item: Item, around: Condition | None) -> list[Tree]:
        """Return the question of an item, and the one with its special answers where it has to be apart."""
        visible = self.show_if(item.id, item.shown_if, around)
        question = {**self._head(item), **visible, **_KINDS[item.type](self, item)}
        if not has_special_question(item):
            return [question]
        special = f"{{{self.names.refer_special(item)}}}"
        question |= {"resetValueIf": f"{special} notempty", "enableIf": f"{special} empty"}
        if question.pop("isRequired", False):
            question["requiredIf"] = f"{special} empty"
        return [question, {**self._special_question(item), **visible}]

    def write_matrix(self, matrix: Matrix, around: Condition | None) -> Tree:
        """Return the question of a matrix."""
        items = [self.questionnaire.items[row] for row in matrix.rows]
        apart = hides_rows(self.questionnaire, items[0])
        tree: Tree = {"type": "matrix", "name": self.names.of[matrix.id], "title": self.tongues.say(matrix.text)}
        if matrix.help is not None:
            tree["description"] = self.tongues.say(matrix.help)
        if not apart:
            tree |= self.show_if(matrix.id, items[0].shown_if, around)
        tree["columns"] = self._columns(items[0])
        if len(tree["columns"]) > _WIDEST_TABLE:
            tree["displayMode"] = "list"
        tree["rows"] = [self._row(item, around if apart else item.shown_if) for item in items]
        if apart:
            tree["hideIfRowsEmpty"] = True
        return tree | self._require_rows(items, matrix)

    def show_if(self, where: str, condition: Condition | None, around: Condition | None = None) -> Tree:
        """Return ``visibleIf`` of a condition that is not that of the page or matrix around."""
        if condition is None or (around is not None and condition.text == around.text):
            return {}
        try:
            expression = self.expressions.translate(condition)
        except UntranslatableError as error:
            en = f"Its condition `{condition.text}` cannot be expressed ({error}): it is always shown."
            self.losses.append(name_loss(where, en=en, zh=f"无法表达显示条件 `{condition.text}`，因此总是显示。"))
            return {}
        if compares_text(self.questionnaire, condition):
            en = f"SurveyJS compares the texts in `{condition.text}` without regard to upper and lower case."
            self.losses.append(name_loss(where, en=en, zh=f"SurveyJS 比较 `{condition.text}` 中的文字时不分大小写。"))
        return {"visibleIf": expression}

    # -- parts of questions ------------------------------------------------------------------------------------------

    def _head(self, item: Item) -> Tree:
        tree: Tree = {"name": self.names.of[item.id], "title": self._title(item)}
        if item.help is not None:
            tree["description"] = self.tongues.say(item.help)
        if item.required:
            tree["isRequired"] = True
        return tree

    def _title(self, item: Item) -> Said:
        return self.tongues.say(_append(item.text, item.unit))

    def _row(self, item: Item, around: Condition | None) -> Tree:
        text = self.tongues.say(_append(item.text, item.help))
        return {"value": self.names.of[item.id], "text": text, **self.show_if(item.id, item.shown_if, around)}

    def _columns(self, item: Item) -> list[Tree]:
        assert item.scale is not None
        points = [{"value": point.code, "text": self.label(point, item)} for point in item.scale.points]
        return [*points, *self._specials(item)]

    def _specials(self, item: Item) -> list[Tree]:
        return [{"value": one.code, "text": self.tongues.say(one.label)} for one in item.special]

    def label(self, point: Point, item: Item) -> Said:
        """Return the label of a point, with its number where some points have no label."""
        assert item.scale is not None
        if all(own.label for own in item.scale.points):
            return self.tongues.say(point.label)
        texts = {tag: f"{point.code} {point.label.in_language(tag)}".strip() for tag in self.tongues.keys}
        return self.tongues.say(LocalText(texts))

    def _require_rows(self, items: Sequence[Item], matrix: Matrix) -> Tree:
        """Require every row, or each required row by a rule of its own."""
        needed = [item for item in items if item.required]
        if len(needed) == len(items):
            return {"eachRowRequired": True}
        rules = [rule for item in needed if (rule := self._row_rule(item, matrix))]
        return {"validators": rules} if rules else {}

    def _row_rule(self, item: Item, matrix: Matrix) -> Tree | None:
        expression = f"{{{self.names.refer(item)}}} notempty"
        try:
            if item.shown_if is not None:
                expression = f"{expression} or {self.expressions.negate(self.expressions.translate(item.shown_if))}"
        except UntranslatableError:
            en = "The row is not required, for its condition cannot be expressed."
            self.losses.append(name_loss(item.id, en=en, zh="该行的显示条件无法表达，因此不设为必答。"))
            return None
        en, zh = "Please answer: {row}", "请回答：{row}"
        texts = {
            tag: (zh if tag.lower().startswith("zh") else en).replace("{row}", item.text.in_language(tag))
            for tag in self.tongues.keys
        }
        return {"type": "expression", "text": self.tongues.say(LocalText(texts)), "expression": expression}

    def _special_question(self, item: Item) -> Tree:
        return {
            "type": "radiogroup",
            "name": self.names.of[item.id] + SPECIAL,
            "title": self._title(item),
            "titleLocation": "hidden",
            "allowClear": True,
            "colCount": 0,
            "choices": self._specials(item),
        }

    def choices(self, item: Item) -> list[Tree]:
        """Return the options of an item, special answers last."""
        return [*(self._choice(item, choice) for choice in item.choices), *self._specials(item)]

    def _choice(self, item: Item, choice: Choice) -> Tree:
        tree: Tree = {"value": choice.code, "text": self.tongues.say(choice.label)}
        if choice.exclusive and item.type == "multiple_choice":
            tree["isExclusive"] = True
        if choice.has_text:
            tree["showCommentArea"] = True
        return tree | self.show_if(item.id, choice.shown_if)


def _append(text: LocalText, more: LocalText | None) -> LocalText:
    """Return a text with another one in brackets behind it."""
    if more is None:
        return text
    marks = {tag: "（{}）" if tag.lower().startswith("zh") else " ({})" for tag in text}
    return LocalText({tag: own + marks[tag].format(more.in_language(tag)) for tag, own in text.items()})


def _list(choices: Sequence[Tree]) -> Tree:
    kind = "radiogroup" if len(choices) <= MOST_RADIOS else "dropdown"
    return {"type": kind, "choices": list(choices)}


def _write_rating(writer: Writer, item: Item) -> Tree:
    assert item.scale is not None
    if not shows_points(item):
        points = [{"value": point.code, "text": writer.label(point, item)} for point in item.scale.points]
        special = [{"value": one.code, "text": writer.tongues.say(one.label)} for one in item.special]
        return _list([*points, *special])
    first, *middle, last = item.scale.points
    tree: Tree = {"type": "rating", "displayMode": "buttons", "rateMin": first.code, "rateMax": last.code}
    if item.type == "stars":
        tree["rateType"] = "stars"
    if first.label:
        tree["minRateDescription"] = writer.tongues.say(first.label)
    if last.label:
        tree["maxRateDescription"] = writer.tongues.say(last.label)
    if not any(point.label for point in middle):
        return tree
    if item.type == "stars":
        en = "The labels of the stars between the first and the last are not shown."
        writer.losses.append(name_loss(item.id, en=en, zh="首尾之间各颗星的标签不会显示。"))
        return tree
    return tree | {"autoGenerate": False, "rateValues": _rate_values(writer, item)}


def _rate_values(writer: Writer, item: Item) -> list[Tree]:
    """Return the points of a rating, those between the ends with their labels."""
    assert item.scale is not None
    first, *middle, last = item.scale.points
    ends = [{"value": point.code, "text": str(point.code)} for point in (first, last)]
    return [ends[0], *({"value": point.code, "text": writer.label(point, item)} for point in middle), ends[1]]


def _write_single(writer: Writer, item: Item) -> Tree:
    return _list(writer.choices(item))


def _write_multiple(writer: Writer, item: Item) -> Tree:
    return {"type": "checkbox", "choices": writer.choices(item)}


def _write_number(writer: Writer, item: Item) -> Tree:
    tree: Tree = {"type": "text", "inputType": "number"}
    if item.minimum is not None:
        tree["min"] = _shorten(item.minimum)
    if item.maximum is not None:
        tree["max"] = _shorten(item.maximum)
    if item.integer:
        text = writer.tongues.say_plain(en="Please enter a whole number.", zh="请输入整数。")
        ref = f"{{{writer.names.of[item.id]}}}"
        tree["validators"] = [{"type": "expression", "text": text, "expression": f"{ref} empty or {ref} % 1 == 0"}]
    return tree


def _shorten(number: float) -> int | float:
    return int(number) if number == int(number) else number


_KINDS: Mapping[str, Callable[[Writer, Item], Tree]] = {
    "scale": _write_rating,
    "recommend": _write_rating,
    "stars": _write_rating,
    "single_choice": _write_single,
    "multiple_choice": _write_multiple,
    "number": _write_number,
    "date": lambda writer, item: {"type": "text", "inputType": "date"},
    "short_text": lambda writer, item: {"type": "text"},
    "long_text": lambda writer, item: {"type": "comment", "rows": 4},
}
