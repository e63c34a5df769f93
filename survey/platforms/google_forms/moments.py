"""Dates and times as Google's sheets write them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.platforms.coding.day_order import put_year_first
from survey.platforms.files.column import Column

_TIME = r"(?:(?:[AaPp]\.?[Mm]\.?|上午|下午) ?)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?.*"
_MOMENT = re.compile(rf"(?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([/.-])\d{{1,2}}\2\d{{4}}),? {_TIME}")
# Names of time zones after a time. Google writes GMT+8 and the like for most, and these in some languages.
_ZONES = {
    **{"GMT": 0, "UTC": 0, "WET": 0, "CET": 1, "MEZ": 1, "CEST": 2, "MESZ": 2, "EET": 2, "EEST": 3},
    **{"EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7},
}
_ZONE = re.compile(rf" \[?({'|'.join(_ZONES)})\]?$")
_BRACKETS = re.compile(r" \[(GMT[+-]\d{1,2}(?::\d{2})?)\]$")


def is_moment(text: str) -> bool:
    """Tell whether a text is a date with a time of day, as Google writes one.

    Examples
    --------
    >>> is_moment("2026/11/22 3:04:05 PM GMT+8"), is_moment("22.11.2026 15:04:05"), is_moment("2026/11/22")
    (True, True, False)
    """
    return _MOMENT.fullmatch(text.strip()) is not None


def write_moments(columns: Sequence[Column]) -> list[Column]:
    """Return columns of dates and times of one sheet with the year first and the time zone as a number.

    Where no date tells day from month, those with the year last stay as they are.

    Examples
    --------
    >>> column = Column.from_cells(["11/22/2026 15:04:05", "1/2/2026 9:00:00", "2026/11/22 3:04:05 PM MST"])
    >>> list(write_moments([column])[0])
    ['2026-11-22 15:04:05', '2026-1-2 9:00:00', '2026/11/22 3:04:05 PM GMT-7']
    """
    return put_year_first([column.map(_write_zone) for column in columns])


def _write_zone(text: str) -> str:
    known = _ZONE.search(text)
    if known is not None:
        return f"{text[: known.start()]} GMT{_ZONES[known[1]]:+d}"
    return _BRACKETS.sub(r" \1", text)
