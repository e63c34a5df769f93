"""Routing conditions as R, which formr evaluates on its server before a screen is shown."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from survey.platforms.condition import UntranslatableError
from survey.platforms.formr.names import Names, store_code
from survey.platforms.formr.wording import AGREED, REFUSED
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import COMPARISONS, Value

NEVER = "FALSE"


class RCode:
    """The words of R for the parts of a condition: each is TRUE or FALSE, also where an item is NA.

    Codes are compared as texts, for formr hands some columns to R as texts and some as numbers.
    """

    def __init__(self, questionnaire: Questionnaire, names: Names) -> None:
        self.questionnaire = questionnaire
        self.names = names

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``."""
        asked = self.questionnaire.items.get(item)
        if asked is None or asked.type == "multiple_choice":
            return NEVER
        if asked.type == "date" or (asked.is_text and sign not in ("==", "!=")):
            raise UntranslatableError(f"{item} {sign} {value!r}")
        if isinstance(value, str):
            return self._compare_text(item, sign, value) if asked.is_text else NEVER
        if asked.type == "number":
            return f"isTRUE(as.numeric({self.names.items[item]}) {sign} {write_number(value)})"
        codes = [] if asked.is_text else [code for code in asked.labels if COMPARISONS[sign](code, value)]
        return self._choose(item, codes)

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        asked = self.questionnaire.items.get(item)
        if asked is not None and asked.labels and asked.type not in ("number", "multiple_choice"):
            return self._choose(item, [code for code in asked.labels if code in values])
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option of a multiple choice is chosen; R gets all that were chosen as one text."""
        asked = self.questionnaire.items.get(item)
        if asked is None:
            return NEVER
        chosen = f'unlist(strsplit(as.character({self.names.items[item]}), ", "))'
        return f"({quote(store_code(asked, code))} %in% {chosen})"

    def answer(self, item: str) -> str:
        """Return that an item has any answer."""
        return f'isTRUE({self.names.items[item]} != "")' if item in self.questionnaire.items else NEVER

    def agree(self) -> list[str]:
        """Return that the respondent agreed to take part, or where that is not required did not refuse."""
        if self.questionnaire.consent is None:
            return []
        if self.questionnaire.consent_required:
            return [f'({self.names.consent} %in% "{AGREED}")']
        return [f'!({self.names.consent} %in% "{REFUSED}")']

    def choose_on_screen(self, item: str, code: int) -> str:
        """Return that an option is chosen, for a field on the same screen.

        formr turns this into JavaScript; it must be NA in R while the item is unanswered, or the field never appears.
        """
        asked, name = self.questionnaire.items[item], self.names.items[item]
        sign = "%contains_word%" if asked.type == "multiple_choice" else "=="
        return f"{name} {sign} {quote(store_code(asked, code))}"

    def negate(self, part: str) -> str:
        """Return the opposite of a part."""
        return f"!({part})"

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return that all parts hold, or that one of them does; bracketed as needed."""
        said = list(dict.fromkeys(parts))
        return said[0] if len(said) == 1 else f"({(' & ' if every else ' | ').join(said)})"

    def _choose(self, item: str, codes: Sequence[int]) -> str:
        if not codes:
            return NEVER
        asked = self.questionnaire.items[item]
        listed = ", ".join(quote(store_code(asked, code)) for code in codes)
        return f"({self.names.items[item]} %in% c({listed}))"

    def _compare_text(self, item: str, sign: str, value: str) -> str:
        name = self.names.items[item]
        if sign == "==":
            return f"isTRUE({name} == {quote(value)})" if value else NEVER
        return f'isTRUE({name} != "" & {name} != {quote(value)})'


def quote(text: str) -> str:
    r"""Return a text as a string of R.

    Examples
    --------
    >>> print(quote('say "a\\b"'))
    "say \"a\\b\""
    """
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r").replace("\n", "\\n")
    return f'"{safe}"'


def write_number(value: float) -> str:
    """Return a number without an exponent.

    Examples
    --------
    >>> write_number(3.0), write_number(1e-7), write_number(-2.5)
    ('3', '0.0000001', '-2.5')
    """
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")
