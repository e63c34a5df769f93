"""Routing conditions as ExpressionScript."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.platforms.condition import UntranslatableError
from survey.platforms.limesurvey.names import Names, code_answer, has_special_question
from survey.questionnaire.item import Item
from survey.questionnaire.routing import COMPARISONS, Value

ALWAYS = "1"
NEVER = "0"
_RISKY = re.compile(r"""[\\{}<>&"'\t\r\n]""")  # signs that end a string, or that LimeSurvey stores in another way


class ExpressionScript:
    """The dialect of LimeSurvey's relevance equations.

    A question that was not shown, or not answered, is empty; every part says that first, for an empty answer is below
    every number there.
    """

    def __init__(self, names: Names) -> None:
        self.names = names

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``."""
        asked = self.names.questionnaire.item(item)
        holds = COMPARISONS[sign]
        if isinstance(value, str):
            return self._compare_text(asked, sign, value)
        if asked.type == "date":
            raise UntranslatableError(f"{item}: a date beside a number")
        if asked.is_text or asked.type == "multiple_choice":
            return NEVER
        if asked.type == "number":
            beside = [code for code in asked.labels if holds(code, value)]
            own = self._guard(self._variable(asked), f"{sign} {_number(value)}")
            return self._add_special(asked, own, beside)
        if any(code_answer(asked, code) != str(code) for code in asked.labels):
            return self._list(self._variable(asked), asked, [code for code in asked.labels if holds(code, value)])
        return self._guard(self._variable(asked), f"{sign} {_number(value)}")

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option of a multiple choice is chosen."""
        asked = self.names.questionnaire.item(item)
        if asked.type != "multiple_choice":
            return NEVER
        return f"{self._option(asked, code)} == 'Y'"

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        asked = self.names.questionnaire.item(item)
        if asked.type == "multiple_choice":
            parts = [f"!is_empty({self._option(asked, choice.code)})" for choice in asked.choices]
            return self.join(parts, every=False)
        own = f"!is_empty({self._variable(asked)})"
        if has_special_question(asked):
            return self.join([own, f"!is_empty({self.special(asked)})"], every=False)
        return own

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        return f"!({part})"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or that one of them does."""
        if len(parts) == 1:
            return parts[0]
        return "(" + (" and " if every else " or ").join(parts) + ")"

    def special(self, item: Item) -> str:
        """Return the variable of the special answers beside a number."""
        return f"{self.names.special(item)}.NAOK"

    def row(self, item: Item) -> str:
        """Return the variable of a row of a matrix."""
        return self._variable(item)

    def _variable(self, item: Item) -> str:
        row = self.names.row(item)
        question = self.names.question(item.matrix or item.id)
        return f"{question}_{row}.NAOK" if row else f"{question}.NAOK"

    def _option(self, item: Item, code: int) -> str:
        return f"{self.names.question(item.id)}_{self.names.option(item, code)}.NAOK"

    def _guard(self, variable: str, test: str) -> str:
        return f"(!is_empty({variable}) and {variable} {test})"

    def _list(self, variable: str, item: Item, codes: Sequence[int]) -> str:
        parts = [f"{variable} == '{code_answer(item, code)}'" for code in codes]
        return self.join(parts, every=False) if parts else NEVER

    def _add_special(self, item: Item, own: str, codes: Sequence[int]) -> str:
        return self.join([own, self._list(self.special(item), item, codes)], every=False) if codes else own

    def _compare_text(self, item: Item, sign: str, value: str) -> str:
        if not item.is_text:
            return NEVER
        if sign not in ("==", "!=") or _RISKY.search(value) or not value:
            raise UntranslatableError(f"{item.id}: a comparison of texts")
        return self._guard(self._variable(item), f"{sign} '{value}'")


def _number(value: float) -> str:
    """Return a number without an exponent; a negative one in brackets, for the minus would end the comparison."""
    text = f"{value:.10f}".rstrip("0").rstrip(".")
    return f"({text})" if value < 0 else text
