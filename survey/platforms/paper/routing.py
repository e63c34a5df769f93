"""Routing in words: “→ Only if question 12 is “Yes””, 「→ 仅当第12题选“是”时回答」."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.platforms.condition import UntranslatableError, list_parts, write_condition
from survey.platforms.paper.form import Tongue
from survey.platforms.paper.label import label_options
from survey.platforms.paper.words import list_words, write_number
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import COMPARISONS, All, AnyOf, Condition, Node, Value

_MOST_NAMED = 3  # more answers than this are named by their codes, or by those that do not count

_NUMBER_SIGNS: Mapping[str, Mapping[Tongue, str]] = {
    "==": {"en": "is {value}", "zh": "填 {value}"},
    "!=": {"en": "is another number than {value}", "zh": "填 {value} 以外的数"},
    "<=": {"en": "is {value} or less", "zh": "不大于 {value}"},
    ">=": {"en": "is {value} or more", "zh": "不小于 {value}"},
    "<": {"en": "is less than {value}", "zh": "小于 {value}"},
    ">": {"en": "is more than {value}", "zh": "大于 {value}"},
}
_TEXT_SIGNS: Mapping[str, Mapping[Tongue, str]] = {
    "==": {"en": "is “{value}”", "zh": "填“{value}”"},
    "!=": {"en": "is not empty and not “{value}”", "zh": "填了别的内容，而不是“{value}”"},
}


@dataclass(frozen=True)
class SpokenRouting:
    """Conditions as a sentence that names questions by their numbers and answers by their labels."""

    questionnaire: Questionnaire
    numbers: Mapping[str, str]
    language: str
    tongue: Tongue

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value`` in words."""
        asked = self._find(item)
        if isinstance(value, str):
            if sign not in _TEXT_SIGNS or not asked.is_text:
                raise UntranslatableError(f"a text after {sign}")
            return self._about(item, _TEXT_SIGNS[sign][self.tongue].format(value=value))
        if asked.type == "number":
            return self._compare_number(asked, sign, value)
        return self._name_codes(asked, [code for code in asked.labels if COMPARISONS[sign](code, value)])

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]`` in words."""
        asked = self._find(item)
        if asked.type == "number" or asked.is_text:
            listed = [f"“{value}”" if isinstance(value, str) else write_number(value) for value in values]
            return self._about(item, ("is " if self.tongue == "en" else "填") + list_words(listed, self.tongue))
        return self._name_codes(asked, [code for code in asked.labels if code in values])

    def include(self, item: str, code: int) -> str:
        """Return that an option is ticked, in words."""
        labels = self._label(self._find(item), [code])
        return self._about(item, f"includes {labels[0]}" if self.tongue == "en" else f"选了{labels[0]}")

    def answer(self, item: str) -> str:
        """Return that a question is answered, in words."""
        self._find(item)
        return self._about(item, "is answered" if self.tongue == "en" else "有回答")

    def negate(self, part: str) -> str:
        """Return the opposite of a part, in words."""
        return f"it is not so that {part}" if self.tongue == "en" else f"并非{part}"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return the parts with “and” or “or” between them, in brackets."""
        between = {"en": (" or ", " and "), "zh": ("，或者", "，并且")}[self.tongue][every]
        return f"({between.join(parts)})" if self.tongue == "en" else f"（{between.join(parts)}）"

    def _find(self, item: str) -> Item:
        if item not in self.questionnaire.items:
            raise UntranslatableError(f"{item} is not asked")
        return self.questionnaire.items[item]

    def _about(self, item: str, said: str) -> str:
        number = self.numbers[item]
        return f"question {number} {said}" if self.tongue == "en" else f"第{number}题{said}"

    def _compare_number(self, item: Item, sign: str, value: float) -> str:
        said = _NUMBER_SIGNS[sign][self.tongue].format(value=write_number(value))
        special = [code for code in item.special_codes if COMPARISONS[sign](code, value)]
        labels = self._label(item, special)
        if labels:
            either = " or is " if self.tongue == "en" else "，或者选"
            said += either + list_words(labels, self.tongue)
        return self._about(item.id, said)

    def _name_codes(self, item: Item, codes: list[int]) -> str:
        others = [code for code in item.labels if code not in codes]
        if not codes or item.type == "multiple_choice":
            raise UntranslatableError(f"no answer to {item.id} does")
        if len(codes) > _MOST_NAMED and len(others) == 1:
            other = self._label(item, others)[0]
            said = f"is answered, but not with {other}" if self.tongue == "en" else f"选了{other}以外的答案"
        else:
            named = self._label(item, codes) if len(codes) <= _MOST_NAMED else self._name_runs(item, codes)
            verb = "is " if self.tongue == "en" else "选"
            said = verb + list_words(named, self.tongue)
        return self._about(item.id, said)

    def _name_runs(self, item: Item, codes: Collection[int]) -> list[str]:
        """Name codes by the runs they form among the answers, special answers by their labels."""
        runs: list[list[int]] = []
        previous: int | None = None
        for place, code in enumerate(code for code in item.labels if code not in item.special_codes):
            if code in codes:
                runs = [*runs[:-1], [*runs[-1], code]] if runs and previous == place - 1 else [*runs, [code]]
                previous = place
        to = " to " if self.tongue == "en" else "至"
        named = [f"{run[0]}{to}{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
        return named + self._label(item, [code for code in item.special_codes if code in codes])

    def _label(self, item: Item, codes: Sequence[int]) -> list[str]:
        labels = label_options(item, self.language)
        return [f"“{labels[code]}”" if labels[code] else str(code) for code in codes if code in labels]


def speak(condition: Node, dialect: SpokenRouting) -> str:
    """Return a condition in words, without brackets round the whole.

    Raises
    ------
    UntranslatableError
        The words would name an answer that cannot be given.
    """
    said = write_condition(condition, dialect)
    return said[1:-1] if isinstance(condition, All | AnyOf) else said


def split_condition(condition: Condition | None, outer: Iterable[Node] = ()) -> tuple[Node, ...]:
    """Return the parts of a condition that must all hold, without those that hold already further out.

    Examples
    --------
    >>> from survey.questionnaire.routing import combine, parse_condition
    >>> page, row = parse_condition("called == 1"), parse_condition("age > 60")
    >>> split_condition(combine(page, row), split_condition(page))
    (Comparison(item='age', sign='>', value=60.0),)
    """
    known = set(outer)
    parts = list_parts(condition.node) if condition else ()
    return tuple(dict.fromkeys(part for part in parts if part not in known))


def join_parts(parts: Sequence[Node]) -> Node:
    """Return one condition of parts that must all hold."""
    return parts[0] if len(parts) == 1 else All(tuple(parts))
