"""Dates with the year last, in files where the order of day and month depends on a country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from survey.platforms.files.column import Column

Order = Literal["day", "month"]
_NUMBERS = re.compile(
    r"(?P<one>\d{1,2})(?P<mark>[/.-])(?P<two>\d{1,2})(?P=mark)(?P<year>\d{4}|(?<=/)\d{2})(?P<rest>(?:[ ,].*)?)"
)
_MONTHS = 12


def put_year_first(columns: Sequence[Column], *, usual: Order | None = None) -> list[Column]:
    """Return columns of dates and times of one file with the year first.

    Which number is the month is told by those dates in which one number is above 12, and by dots, which stand between
    day and month. Where some dates say the opposite of others, dates with the year last stay as they are.

    Parameters
    ----------
    columns
        The columns of a file whose dates share one order.
    usual
        The order that is taken where no date tells; None leaves such dates as they are.

    Examples
    --------
    >>> column = Column.from_cells(["11/22/2026 15:04:05", "1/2/26 9:00", "2026/11/22"])
    >>> list(put_year_first([column])[0])
    ['2026-11-22 15:04:05', '2026-1-2 9:00', '2026/11/22']
    """
    found = _find_orders([text for column in columns for text in column.texts])
    order = usual if not found else found.pop() if len(found) == 1 else None
    return [column.map(lambda text: _turn(text, order)) for column in columns]


def _find_orders(texts: Sequence[str]) -> set[Order]:
    found: set[Order] = set()
    for match in filter(None, (_NUMBERS.fullmatch(text.strip()) for text in texts)):
        if match["mark"] == "." or int(match["one"]) > _MONTHS:
            found.add("day")
        elif int(match["two"]) > _MONTHS:
            found.add("month")
    return found


def _turn(text: str, order: Order | None) -> str:
    match = _NUMBERS.fullmatch(text.strip()) if order else None
    if match is None:
        return text
    day, month = (match["one"], match["two"]) if order == "day" else (match["two"], match["one"])
    year = match["year"] if len(match["year"]) > 2 else f"20{match['year']}"
    return f"{year}-{month}-{day} {match['rest'].lstrip(' ,')}".strip()
