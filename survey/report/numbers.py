"""Numbers as a reader of each language expects them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

MISSING = "–"
_SMALLEST_P = 0.001


@dataclass(frozen=True)
class Numbers:
    """Write numbers in one language.

    Both languages share digits, the decimal point and a true minus sign. They differ in ranges (Chinese repeats the
    percent sign) and in p values (English leaves out the zero that can only be a zero).

    Attributes
    ----------
    language
        "en" or "zh-CN".
    to
        What stands between two numbers that a dash would confuse.
    under_one
        How a share above 0 that rounds to 0 is written.

    Examples
    --------
    >>> english, chinese = Numbers("en", "to", "under 1%"), Numbers("zh-CN", "至", "不到 1%")
    >>> english.percent_range(0.241, 0.38), chinese.percent_range(0.241, 0.38)
    ('24–38%', '24%–38%')
    >>> english.points_range(-0.031, 0.2), chinese.points_range(-0.031, 0.2)
    ('−3 to +20', '−3 至 +20')
    >>> english.decimal_range(98.7, 99.4, 0)
    '98.7–99.4'
    >>> english.p_value(0.0234), chinese.p_value(0.0234), english.p_value(0.00001)
    ('.023', '0.023', '< .001')
    """

    language: str
    to: str
    under_one: str

    def count(self, value: float) -> str:
        """Write a number of respondents or answers."""
        return _or_missing(value, lambda number: f"{number:,.0f}")

    def percent(self, share: float, digits: int = 0) -> str:
        """Write a share as a percentage; a small one is never written as 0%."""
        if share == 0:
            return "0%"
        if not digits and share > 0 and _round(100 * share, 0) == "0":
            return self.under_one
        return _or_missing(share, lambda number: f"{_round(100 * number, digits)}%")

    def percent_range(self, low: float, high: float, digits: int = 0) -> str:
        """Write an interval of shares."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return MISSING
        digits = _apart(100 * low, 100 * high, digits)
        first, last = _round(100 * low, digits), _round(100 * high, digits)
        sign = "%" if self.language.startswith("zh") else ""
        return f"{self._span(first + sign, last)}%"

    def points(self, value: float) -> str:
        """Write a net score, -1 to 1, as points with its sign."""
        return _or_missing(value, lambda number: _signed(100 * number))

    def points_range(self, low: float, high: float) -> str:
        """Write an interval of net scores."""
        return f"{self.points(low)} {self.to} {self.points(high)}"

    def decimal(self, value: float, digits: int = 2) -> str:
        """Write a number with fixed digits."""
        return _or_missing(value, lambda number: _round(number, digits))

    def decimal_range(self, low: float, high: float, digits: int = 2) -> str:
        """Write an interval of numbers."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return MISSING
        digits = _apart(low, high, digits)
        return self._span(_round(low, digits), _round(high, digits))

    def p_value(self, value: float) -> str:
        """Write a p value."""
        small = value < _SMALLEST_P
        text = _or_missing(_SMALLEST_P if small else value, lambda number: _round(number, 3))
        text = text if self.language.startswith("zh") else text.removeprefix("0")
        return f"< {text}" if small else text

    def _span(self, first: str, last: str) -> str:
        return f"{first} {self.to} {last}" if "−" in first + last else f"{first}–{last}"


def _or_missing(value: float, write: Callable[[float], str]) -> str:
    return write(float(value)) if value is not None and math.isfinite(value) else MISSING


def _round(value: float, digits: int) -> str:
    text = f"{value:,.{digits}f}"
    return text.removeprefix("-") if not text.strip("-0.") else text.replace("-", "−")


def _apart(low: float, high: float, digits: int) -> int:
    """Return one digit more where the ends of an interval would look the same."""
    return digits + (low != high and _round(low, digits) == _round(high, digits))


def _signed(value: float) -> str:
    text = _round(value, 0)
    return text if text == "0" or text.startswith("−") else f"+{text}"
