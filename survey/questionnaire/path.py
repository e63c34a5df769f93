"""Paths between constructs as a questionnaire file writes them: `image -> satisfaction, loyalty`."""

from __future__ import annotations

from collections.abc import Iterable

ARROW = "->"

Path = tuple[str, str]


def read_path(text: str) -> list[Path] | None:
    """Return the paths of one line, from each start to each end; None where the line is no path.

    Parameters
    ----------
    text
        Constructs, an arrow, constructs; several are parted by commas.

    Examples
    --------
    >>> read_path("image, price -> satisfaction")
    [('image', 'satisfaction'), ('price', 'satisfaction')]
    >>> read_path("image satisfaction") is None
    True
    """
    sides = [[name.strip() for name in side.split(",")] for side in text.split(ARROW)]
    if len(sides) != 2 or not all(name and " " not in name for side in sides for name in side):
        return None
    return [(start, end) for start in sides[0] for end in sides[1]]


def find_cycle(paths: Iterable[Path]) -> list[str]:
    """Return the constructs of a cycle in the order of its paths, or nothing where there is none.

    Examples
    --------
    >>> find_cycle([("a", "b"), ("b", "c"), ("c", "b")])
    ['b', 'c']
    >>> find_cycle([("a", "b"), ("a", "c"), ("b", "c")])
    []
    """
    ends: dict[str, list[str]] = {}
    for start, end in paths:
        ends.setdefault(start, []).append(end)
    finished: set[str] = set()
    for first in ends:
        found = _walk(first, ends, [], finished)
        if found:
            return found
    return []


def _walk(one: str, ends: dict[str, list[str]], trail: list[str], finished: set[str]) -> list[str]:
    if one in trail:
        return trail[trail.index(one) :]
    if one in finished:
        return []
    for other in ends.get(one, ()):
        found = _walk(other, ends, [*trail, one], finished)
        if found:
            return found
    finished.add(one)
    return []
