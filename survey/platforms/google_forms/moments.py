"""Dates and times as Google's sheets write them: the order of day and month depends on the sheet's country."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.platforms.files.column import Column

_NUMBERS = re.compile(r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4})(?P<rest>(?:[ ,].*)?)")
_TIME = r"(?:(?:[AaPp]\.?[Mm]\.?|上午|下午) ?)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?.*"
_MOMENT = re.compile(rf"(?:\d{{4}}([-/.])\d{{1,2}}\1\d{{1,2}}|\d{{1,2}}([/.-])\d{{1,2}}\2\d{{4}}),? {_TIME}")
_MONTHS = 12
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


def put_year_first(columns: Sequence[Column]) -> list[Column]:
    """Return columns of dates and times of one sheet with the year first and the time zone as a number.

    Which number is the month is told by those dates in which one number is above 12. Where none is, or some say the
    opposite of others, dates with the year last stay as they are.

    Examples
    --------
    >>> column = Column.from_cells(["11/22/2026 15:04:05", "1/2/2026 9:00:00", "2026/11/22 3:04:05 PM MST"])
    >>> list(put_year_first([column])[0])
    ['2026-11-22 15:04:05', '2026-1-2 9:00:00', '2026/11/22 3:04:05 PM GMT-7']
    """
    order = _find_order([text for column in columns for text in column.texts])
    return [column.map(lambda text: _turn(_write_zone(text), order)) for column in columns]


def _find_order(texts: Sequence[str]) -> str | None:
    found = set()
    for match in filter(None, (_NUMBERS.fullmatch(text.strip()) for text in texts)):
        if match["mark"] == "." or int(match["one"]) > _MONTHS:
            found.add("day")
        elif int(match["two"]) > _MONTHS:
            found.add("month")
    return found.pop() if len(found) == 1 else None


def _turn(text: str, order: str | None) -> str:
    match = _NUMBERS.fullmatch(text.strip()) if order else None
    if match is None:
        return text
    day, month = (match["one"], match["two"]) if order == "day" else (match["two"], match["one"])
    return f"{match['year']}-{month}-{day} {match['rest'].lstrip(' ,')}".strip()


def _write_zone(text: str) -> str:
    known = _ZONE.search(text)
    if known is not None:
        return f"{text[: known.start()]} GMT{_ZONES[known[1]]:+d}"
    return _BRACKETS.sub(r" \1", text)
