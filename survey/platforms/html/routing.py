"""Routing conditions as lists, which the form's script evaluates."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from typing import Any

from survey.platforms.condition import write_condition
from survey.questionnaire.routing import Condition, Value


def encode_condition(condition: Condition | None) -> list[Any] | None:
    """Return a condition as nested lists.

    Examples
    --------
    >>> from survey.questionnaire.routing import parse_condition
    >>> encode_condition(parse_condition("a == 1 and not (b in [2, 3] or c includes 4)"))
    ['all', ['==', 'a', 1.0], ['not', ['any', ['in', 'b', [2.0, 3.0]], ['includes', 'c', 4]]]]
    """
    if condition is None:
        return None
    nested: list[Any] = json.loads(write_condition(condition.node, _Lists()))
    return nested


class _Lists:
    """The parts of a condition as JSON."""

    def compare(self, item: str, sign: str, value: Value) -> str:
        return json.dumps([sign, item, _finite(value)])

    def belong(self, item: str, values: Sequence[Value]) -> str:
        return json.dumps(["in", item, [_finite(value) for value in values]])

    def include(self, item: str, code: int) -> str:
        return json.dumps(["includes", item, code])

    def answer(self, item: str) -> str:
        return json.dumps(["answered", item])

    def negate(self, part: str) -> str:
        return f'["not", {part}]'

    def join(self, parts: Sequence[str], *, every: bool) -> str:
        return f'["{"all" if every else "any"}", {", ".join(parts)}]'


def _finite(value: Value) -> Value:
    """Return a value JSON can hold: no answer lies beyond the largest float."""
    return value if isinstance(value, str) else max(-sys.float_info.max, min(sys.float_info.max, value))
