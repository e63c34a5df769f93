"""One mistake in a questionnaire file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Mistake:
    """Say what is wrong in a questionnaire file, where, and what to do.

    An error keeps the file from being used; a warning is a matter of judgement.

    Attributes
    ----------
    file
        The file, as it was given.
    line
        Line number, the first being 1.
    item
        The item it concerns, or None.
    severity
        ``"error"`` or ``"warning"``.
    rule
        The name of the rule, such as ``"unknown-key"``.
    message
        What is wrong, without a full stop.
    advice
        What to do, without a full stop.

    Examples
    --------
    >>> print(Mistake("mine.yaml", 42, "age", "error", "range", "min 99 is above max 18", "swap them"))
    mine.yaml:42: error: item age: min 99 is above max 18. Swap them.
    """

    file: str
    line: int
    item: str | None
    severity: Severity
    rule: str
    message: str
    advice: str

    def __str__(self) -> str:
        item = f"item {self.item}: " if self.item else ""
        sentences = (
            _sentence(part) for part in (f"{item}{self.message}", self.advice[:1].upper() + self.advice[1:]) if part
        )
        return f"{self.file}:{self.line}: {self.severity}: {' '.join(sentences)}"


def _sentence(part: str) -> str:
    return part if part.endswith((".", "?", "!")) else f"{part}."
