"""Branching logic: the routing in REDCap's words, which have no “not”."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from survey.platforms.condition import UntranslatableError
from survey.platforms.redcap.names import Names
from survey.platforms.redcap.wording import AGREED, REFUSED
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Value

NEVER, ALWAYS = "never", "always"  # parts about items that are not asked; they never stand in a dictionary
_SIGNS: Mapping[str, tuple[str, str]] = {
    "==": ("=", "<>"),
    "!=": ("<>", "="),
    "<=": ("<=", ">"),
    ">=": (">=", "<"),
    "<": ("<", ">="),
    ">": (">", "<="),
}


@dataclass(frozen=True)
class BranchingLogic:
    """Conditions of REDCap.

    Every part said is kept with its opposite, for there is no sign for “not”. A blank field makes a part false and its
    opposite true. Codes are compared as texts for ``=`` and ``<>``, for a blank field equals 0 as a number.
    """

    questionnaire: Questionnaire
    names: Names
    opposites: dict[str, str] = field(default_factory=lambda: {NEVER: ALWAYS, ALWAYS: NEVER})

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``."""
        asked = self.questionnaire.items.get(item)
        if asked is None or asked.type == "multiple_choice":
            return NEVER
        if asked.type == "date" or (asked.is_text and sign not in ("==", "!=")):
            raise UntranslatableError(f"{item} {sign} {value!r}")
        if isinstance(value, str) != asked.is_text:
            return NEVER
        name = f"[{self.names.items[item]}]"
        as_text = sign in ("==", "!=") and asked.type != "number"
        written = value if isinstance(value, str) else write_number(value)
        text = _quote(written) if as_text else written
        same, other = _SIGNS[sign]
        if sign == "==" and as_text and text != "''":
            return self._say(f"{name} = {text}", f"{name} <> {text}")
        return self._say(f"({name} <> '' and {name} {same} {text})", f"({name} = '' or {name} {other} {text})")

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option of a checkbox is ticked."""
        if item not in self.questionnaire.items:
            return NEVER
        name = f"[{self.names.items[item]}({code})]"
        return self._say(f"{name} = '1'", f"{name} <> '1'")

    def choose(self, item: str, code: int) -> str:
        """Return that an option of any choice item is chosen."""
        many = self.questionnaire.items[item].type == "multiple_choice"
        return self.include(item, code) if many else self.compare(item, "==", code)

    def answer(self, item: str) -> str:
        """Return that a field is filled."""
        asked = self.questionnaire.items.get(item)
        if asked is None:
            return NEVER
        if asked.type == "multiple_choice":
            return self.join([self.include(item, choice.code) for choice in asked.choices], every=False)
        name = f"[{self.names.items[item]}]"
        return self._say(f"{name} <> ''", f"{name} = ''")

    def agree(self) -> str:
        """Return that the respondent agreed to take part, or where that is not required did not refuse."""
        if self.questionnaire.consent is None:
            return ALWAYS
        name = f"[{self.names.consent}]"
        return f"{name} = '{AGREED}'" if self.questionnaire.consent_required else f"{name} <> '{REFUSED}'"

    def negate(self, part: str) -> str:
        """Return the opposite of a part that was said before."""
        return self.opposites[part]

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return the parts joined, in brackets."""
        settles, adds_nothing = (NEVER, ALWAYS) if every else (ALWAYS, NEVER)
        said = [part for part in dict.fromkeys(parts) if part != adds_nothing]
        if settles in said:
            return settles
        if len(said) < 2:
            return said[0] if said else adds_nothing
        words = ("and", "or") if every else ("or", "and")
        opposite = [self.opposites.get(part, "") for part in said]
        return self._say(f"({f' {words[0]} '.join(said)})", f"({f' {words[1]} '.join(opposite)})")

    def _say(self, part: str, opposite: str) -> str:
        self.opposites.update({part: opposite, opposite: part})
        return part


def _quote(text: str) -> str:
    mark = '"' if "'" in text else "'"
    return f"{mark}{text}{mark}"


def write_number(value: float) -> str:
    """Return a number without an exponent.

    Examples
    --------
    >>> write_number(3.0), write_number(1e-7), write_number(-2.5)
    ('3', '0.0000001', '-2.5')
    """
    return format(Decimal(repr(float(value))), "f").removesuffix(".0")
