"""What the numbers of a question with options stand for: places of options, or codes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.numbered.labels import split_open

_WHOLE = re.compile(r"(-?\d{1,9})(?:\.0+)?")


def read_whole(text: str) -> int | None:
    """Return the whole number that a cell is, or None.

    Examples
    --------
    >>> read_whole("4"), read_whole("4.0"), read_whole("4分")
    (4, 4, None)
    """
    match = _WHOLE.fullmatch(plain(text))
    return int(match[1]) if match else None


def read_wholes(column: Column) -> set[int]:
    """Return the whole numbers among the cells of a column, those with a text beside them too."""
    numbers = (read_whole(split_open(text)[0]) for text in column.texts)
    return {number for number in numbers if number is not None}


@dataclass(frozen=True)
class Scheme:
    """What the numbers of a question stand for.

    Attributes
    ----------
    codes
        Number in the file to code.
    doubt
        Whether another reading gives other answers and fits as well.
    """

    codes: Mapping[int, int]
    doubt: bool = False


def choose_scheme(places: Mapping[int, int], codes: Sequence[int], seen: set[int], *, prefer_codes: bool) -> Scheme:
    """Return whether numbers are places of options or codes, by which of them the file holds.

    Parameters
    ----------
    places
        Place of an option, from 1, to its code.
    codes
        All codes.
    seen
        The numbers in the file.
    prefer_codes
        Where both fit and differ, whether they are codes.

    Examples
    --------
    >>> rating = dict(enumerate(range(11), 1))
    >>> [choose_scheme(rating, range(11), seen, prefer_codes=False).codes[5] for seen in ({5, 11}, {0, 5})]
    [4, 5]
    >>> choose_scheme(rating, range(11), {5, 6}, prefer_codes=False).doubt
    True
    """
    own = {code: code for code in codes}
    unknown_places, unknown_codes = len(seen - set(places)), len(seen - set(own))
    if unknown_places != unknown_codes:
        return Scheme(places if unknown_places < unknown_codes else own)
    differ = any(places[number] != own[number] for number in seen if number in places and number in own)
    return Scheme(own if prefer_codes else places, doubt=differ)
