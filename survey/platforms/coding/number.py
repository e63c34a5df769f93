"""Numbers as people and programs write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_DOT = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?")
_COMMA_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?")
_BLANK_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:[ ']\d{3})+(?:[.,]\d+)?")
_DOT_GROUPS = re.compile(r"[+-]?[1-9]\d{0,2}(?:(?:\.\d{3})+,\d+|(?:\.\d{3}){2,})")
_DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}[.,]\d{3}")

AMBIGUOUS = "the comma or dot may group thousands or mark decimals; write the number without grouping"


class Number(NamedTuple):
    """A number, or None where a text is none; `reason` says why an ambiguous text is none."""

    value: float | None
    reason: str = ""


def parse_number(text: str) -> float | None:
    """Return the number a text (as `plain` gives it) stands for, or None.

    A single comma before three digits groups thousands.

    Examples
    --------
    >>> [parse_number(text) for text in ("3", "3.50", "1,234", "1.234,5", "3,5", "12 000", "1e3", "three")]
    [3.0, 3.5, 1234.0, 1234.5, 3.5, 12000.0, 1000.0, None]
    """
    if _DOT.fullmatch(text):
        return float(text)
    if _COMMA_GROUPS.fullmatch(text):
        return float(text.replace(",", ""))
    if _BLANK_GROUPS.fullmatch(text):
        return float(text.replace(" ", "").replace("'", "").replace(",", "."))
    if _DOT_GROUPS.fullmatch(text):
        return float(text.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(text):
        return float(text.replace(",", "."))
    return None


def parse_numbers(texts: Sequence[str]) -> list[Number]:
    """Parse the texts of one column, refusing ``1,234`` where other texts of the column have decimal commas.

    Examples
    --------
    >>> parse_numbers(["1,234"])[0].value, parse_numbers(["1,234", "0,5"])[0].value
    (1234.0, None)
    """
    continental = any(_is_continental(text) for text in texts)
    return [
        Number(None, AMBIGUOUS) if continental and _EITHER.fullmatch(text) else Number(parse_number(text))
        for text in texts
    ]


def _is_continental(text: str) -> bool:
    if _COMMA_GROUPS.fullmatch(text):
        return False
    return bool(_DECIMAL_COMMA.fullmatch(text) or _DOT_GROUPS.fullmatch(text))
