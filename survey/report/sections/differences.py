"""Values and differences of groups and waves in words: scores as points, shares as percentages, each with its sign."""

from __future__ import annotations

import math
from typing import Literal

from survey.report.numbers import MISSING
from survey.report.sections.indicator_texts import IndicatorWriter
from survey.report.sections.rules import excludes_zero
from survey.report.writer import Writer

Direction = Literal["higher", "lower", "open"]
# Scores from 0 to 100 stay as they are; every other measure is a share, or a net score.
SCORES = "performance"


def judge_direction(low: float, high: float) -> Direction:
    """Judge a difference by its interval.

    Examples
    --------
    >>> judge_direction(0.2, 1.4), judge_direction(-2.0, -0.1), judge_direction(-1.0, 0.5)
    ('higher', 'lower', 'open')
    """
    if not excludes_zero(low, high):
        return "open"
    return "higher" if low > 0 else "lower"


def name_subject(writer: Writer, measure: str, subject: str) -> str:
    """Return the name of what is compared: an indicator, or a construct."""
    if measure != "indicator":
        return writer.construct(subject)
    texts = IndicatorWriter(writer)
    return texts.name(texts.rows[subject]) if subject in texts.rows else subject


def write_value(writer: Writer, measure: str, subject: str, value: float) -> str:
    """Write a value of a group."""
    if measure == SCORES:
        return writer.numbers.decimal(value, 1)
    return writer.numbers.points(value) if subject == "recommend" else writer.numbers.percent(value)


def write_difference(writer: Writer, measure: str, value: float) -> str:
    """Write a difference with its sign, in points or percentage points."""
    return sign(writer, value if measure == SCORES else 100 * value)


def write_range(writer: Writer, measure: str, low: float, high: float) -> str:
    """Write the interval of a difference, in points or percentage points."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return MISSING
    return f"{write_difference(writer, measure, low)} {writer.numbers.to} {write_difference(writer, measure, high)}"


def sign(writer: Writer, value: float, digits: int = 1) -> str:
    """Write a number with its sign; what rounds to 0 has none.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from survey.report.numbers import Numbers
    >>> writer = SimpleNamespace(numbers=Numbers("en", "to", "under 1%"))
    >>> [sign(writer, value) for value in (1.25, -0.5, 0.01)]
    ['+1.2', '−0.5', '0.0']
    """
    text = writer.numbers.decimal(value, digits)
    return text if value < 0 or not math.isfinite(value) or not text.strip("0.") else f"+{text}"


def write_test(writer: Writer, p_value: float) -> str:
    """Write a p value as it stands inside a sentence.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> from survey.report.numbers import Numbers
    >>> writer = SimpleNamespace(numbers=Numbers("en", "to", "under 1%"))
    >>> [write_test(writer, value).replace("\u00a0", " ") for value in (0.023, 0.00002)]
    ['p = .023', 'p < .001']
    """
    text = writer.numbers.p_value(p_value)
    return "p\u00a0" + (text if text.startswith("<") else f"=\u00a0{text}")
