"""Routing conditions in words, for people who fill in a form that cannot route them."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.platforms.condition import write_condition
from survey.platforms.google_forms.wording import Wording
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Condition, Value

_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<=": operator.le,
    ">=": operator.ge,
    "<": operator.lt,
    ">": operator.gt,
}
_SIGNS_EN = {"==": "is", "!=": "is not", "<=": "is at most", ">=": "is at least", "<": "is below", ">": "is above"}
_SIGNS_ZH = {"==": "为", "!=": "不为", "<=": "不超过", ">=": "不低于", "<": "小于", ">": "大于"}


class Words:
    """Conditions as sentences in the language of a form."""

    def __init__(self, questionnaire: Questionnaire, wording: Wording) -> None:
        self.questionnaire = questionnaire
        self.wording = wording

    def advise(self, condition: Condition) -> str:
        """Return the sentence that tells who should answer."""
        words = write_condition(condition.node, self)
        if self.wording.is_chinese:
            return f"仅在符合以下条件时回答，否则请留空：{words}。"
        return f"Please answer only if {words}; otherwise leave this empty."

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return that an answer is, say, at least a number, or one of the labels for which that holds."""
        asked = self.questionnaire.items.get(item)
        if asked is not None and item in self.wording.labels:
            return self._choose(asked, [code for code in asked.labels if _COMPARE[sign](code, value)])
        if self.wording.is_chinese:
            return f"{self._quote(item)}的答案{_SIGNS_ZH[sign]}“{_write(value)}”"
        return f"your answer to {self._quote(item)} {_SIGNS_EN[sign]} “{_write(value)}”"

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return that an answer is one of several."""
        asked = self.questionnaire.items.get(item)
        if asked is not None and item in self.wording.labels:
            return self._choose(asked, [code for code in asked.labels if code in values])
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option is among those chosen."""
        asked = self.questionnaire.items.get(item)
        return self._choose(asked, [code]) if asked else self.answer(item)

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        if self.wording.is_chinese:
            return f"回答了{self._quote(item)}"
        return f"you answered {self._quote(item)}"

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        return f"并非（{part}）" if self.wording.is_chinese else f"it is not so that ({part})"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or one of them."""
        if len(parts) == 1:
            return parts[0]
        if self.wording.is_chinese:
            return ("，并且" if every else "，或者").join(f"（{part}）" for part in parts)
        return (" and " if every else " or ").join(f"({part})" for part in parts)

    def _choose(self, item: Item, codes: Sequence[int]) -> str:
        labels = self.wording.labels[item.id]
        if self.wording.is_chinese:
            return f"{self._quote(item.id)}选了{'或'.join(f'“{labels[code]}”' for code in codes)}"
        return f"you chose {' or '.join(f'“{labels[code]}”' for code in codes)} in {self._quote(item.id)}"

    def _quote(self, name: str) -> str:
        item = self.questionnaire.items.get(name)
        title = self.wording.heading(item) if item is not None else name
        return f"“{title}”"


def _write(value: Value) -> str:
    return value if isinstance(value, str) else f"{value:g}"
