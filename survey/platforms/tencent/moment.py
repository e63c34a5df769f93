"""Moments as the site writes them."""

from __future__ import annotations

import re

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ENGLISH = re.compile(rf"(\d{{1,2}})-({'|'.join(_MONTHS)})-(\d{{4}})(\s.*)?", re.IGNORECASE | re.DOTALL)


def write_moment(text: str) -> str:
    """Return a moment with the year first, which downloads since about 2021 put last.

    Examples
    --------
    >>> write_moment("02-Feb-2021 20:26:58"), write_moment("2026/5/26 12:00")
    ('2021-02-02 20:26:58', '2026/5/26 12:00')
    """
    match = _ENGLISH.fullmatch(text.strip())
    if match is None:
        return text
    day, month, year, time = match.groups(default="")
    return f"{year}-{_MONTHS.index(month.lower()) + 1:02}-{day}{time}"
