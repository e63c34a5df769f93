"""Routing conditions as SurveyJS expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from survey.platforms.condition import UntranslatableError, write_condition
from survey.platforms.surveyjs.names import Names, has_special_question
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Comparison, Condition, Membership, Value, leaves

_NEVER = "(1 == 2)"  # about an item of a module that is switched off


class Expressions:
    """The dialect of SurveyJS for one questionnaire.

    Hidden questions lose their answers at once (``clearInvisibleValues: onHidden``), but hidden rows of a shown matrix
    keep theirs until the end; a part about such a row asks for the row's own condition too.
    """

    def __init__(self, questionnaire: Questionnaire, names: Names) -> None:
        self.questionnaire = questionnaire
        self.names = names

    def translate(self, condition: Condition) -> str:
        """Return a condition as an expression.

        Raises
        ------
        UntranslatableError
            A text in it cannot be written down.
        """
        return write_condition(condition.node, self)

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``{item} sign value``, false where there is no answer."""
        literal = _write(value)
        return self._on_each(item, lambda ref: f"{ref} notempty and {ref} {sign} {literal}")

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return that an answer is one of several values."""
        literals = [_write(value) for value in values]
        return self._on_each(item, lambda ref: " or ".join(f"{ref} == {literal}" for literal in literals))

    def include(self, item: str, code: int) -> str:
        """Return that an option of a multiple choice is chosen."""
        return self._on_each(item, lambda ref: f"{ref} contains {code}")

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        return self._on_each(item, lambda ref: f"{ref} notempty")

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        return f"(!{part})"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or one of them."""
        return "(" + (" and " if every else " or ").join(parts) + ")"

    def _on_each(self, name: str, say: Callable[[str], str]) -> str:
        """Return that a part holds for one of the questions of an item, and that the item is shown."""
        item = self.questionnaire.items.get(name)
        if item is None:
            return _NEVER
        refs = [self.names.refer(item)]
        if has_special_question(item):
            refs.append(self.names.refer_special(item))
        parts = [f"({say(f'{{{ref}}}')})" for ref in refs]
        whole = parts[0] if len(parts) == 1 else self.join(parts, every=False)
        if item.shown_if is None or not hides_rows(self.questionnaire, item):
            return whole
        return self.join([self.translate(item.shown_if), whole], every=True)


def hides_rows(questionnaire: Questionnaire, item: Item) -> bool:
    """Tell whether an item is a row of a matrix whose rows are not shown and hidden all together."""
    rows = [one for one in questionnaire.items.values() if one.matrix == item.matrix] if item.matrix else []
    return len({one.shown_if.text if one.shown_if else "" for one in rows}) > 1


def compares_text(questionnaire: Questionnaire, condition: Condition) -> bool:
    """Tell whether a condition compares a text; SurveyJS takes upper and lower case as the same."""
    return any(_values_are_text(questionnaire, leaf) for leaf in leaves(condition.node))


def _values_are_text(questionnaire: Questionnaire, leaf: object) -> bool:
    if not isinstance(leaf, Comparison | Membership):
        return False
    item = questionnaire.items.get(leaf.item)
    values = leaf.values if isinstance(leaf, Membership) else (leaf.value,)
    return item is not None and item.is_text and any(isinstance(value, str) for value in values)


def _write(value: Value) -> str:
    if isinstance(value, str):
        if "\\" in value:
            raise UntranslatableError("a text with a backslash")
        return "'" + "".join(_escape(value)) + "'"
    return str(int(value)) if value == int(value) else format(Decimal(repr(value)), "f")


def _escape(text: str) -> Iterator[str]:
    yield from (f"\\{sign}" if sign in "'\"" else sign for sign in text)
