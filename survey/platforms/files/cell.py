"""Typed values, of a workbook or a data frame, as the text a person would type."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

_EXACT = 1e15  # whole numbers up to here are exact as floats, and worth writing without an exponent


def cell_text(value: Any) -> str:
    """Return a typed value as text: 3 for 3.0, an ISO date for a date, "" for nothing.

    Examples
    --------
    >>> from datetime import datetime
    >>> cell_text(3.0), cell_text(2.5), cell_text(True), cell_text(datetime(2026, 11, 22)), cell_text(None)
    ('3', '2.5', 'TRUE', '2026-11-22', '')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if abs(value) < _EXACT and value.is_integer() else repr(float(value))
    if isinstance(value, timedelta):
        seconds = round(value.total_seconds())
        return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() and value.tzinfo is None else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date | time) else str(value)
