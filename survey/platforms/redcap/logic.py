"""Branching logic: the routing in REDCap's words, which have no “not”."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.platforms.redcap.names import Names
from survey.platforms.condition import UntranslatableError
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.routing import Value

_SIGNS: Mapping[str, tuple[str, str]] = {
    "==": ("=", "<>"),
    "!=": ("<>", "="),
    "<=": ("<=", ">"),
    ">=": (">=", "<"),
    "<": ("<", ">="),
    ">": (">", "<="),
}
NEVER, ALWAYS = "'1' = '2'", "'1' = '1'"


@dataclass(frozen=True)
class BranchingLogic:
    """Conditions of REDCap.

    Every part said is kept with its opposite, for there is no sign for “not”: a blank field makes a part false and
    its opposite true.
    """

    questionnaire: Questionnaire
    names: Names
    opposites: dict[str, str] = field(default_factory=dict)

    def compare(self, item: str, sign: str, value: Value) -> str:
        """Return ``item sign value``."""
        if item not in self.questionnaire.items:
            return self._say(NEVER, ALWAYS)
        name, text = self._quote(item, value)
        same, other = _SIGNS[sign]
        if sign == "==" and self._has_codes(item):
            return self._say(f"{name} = {text}", f"{name} <> {text}")
        return self._say(f"({name} <> '' and {name} {same} {text})", f"({name} = '' or {name} {other} {text})")

    def belong(self, item: str, values: Sequence[Value]) -> str:
        """Return ``item in [values]``."""
        return self.join([self.compare(item, "==", value) for value in values], every=False)

    def include(self, item: str, code: int) -> str:
        """Return that an option of a checkbox is ticked."""
        if item not in self.questionnaire.items:
            return self._say(NEVER, ALWAYS)
        name = f"[{self.names.items[item]}({code})]"
        return self._say(f"{name} = '1'", f"{name} <> '1'")

    def answer(self, item: str) -> str:
        """Return that a field is filled."""
        asked = self.questionnaire.items.get(item)
        if asked is None:
            return self._say(NEVER, ALWAYS)
        if asked.type == "multiple_choice":
            return self.join([self.include(item, choice.code) for choice in asked.choices], every=False)
        name = f"[{self.names.items[item]}]"
        return self._say(f"{name} <> ''", f"{name} = ''")

    def negate(self, part: str) -> str:
        """Return the opposite of a part that was said before."""
        return self.opposites[part]

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        """Return the parts joined, in brackets."""
        if len(parts) == 1:
            return parts[0]
        bracket: Callable[[str, Sequence[str]], str] = lambda word, said: f"({f' {word} '.join(said)})"
        opposite = [self.opposites[part] for part in parts]
        return self._say(bracket("and" if every else "or", parts), bracket("or" if every else "and", opposite))

    def _has_codes(self, item: str) -> bool:
        asked = self.questionnaire.items[item]
        return asked.is_text or bool(asked.choices or asked.scale)

    def _quote(self, item: str, value: Value) -> tuple[str, str]:
        if isinstance(value, str):
            mark = '"' if "'" in value else "'"
            return f"[{self.names.items[item]}]", f"{mark}{value}{mark}"
        if self.questionnaire.items[item].type == "date":
            raise UntranslatableError("a date beside a number")
        number = str(int(value)) if float(value).is_integer() else repr(float(value))
        return f"[{self.names.items[item]}]", f"'{number}'" if self._has_codes(item) else number

    def _say(self, part: str, opposite: str) -> str:
        self.opposites |= {part: opposite, opposite: part}
        return part
