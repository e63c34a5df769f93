"""The values of a response file: codes, or labels of any language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from survey.platforms.coding.wording import plain
from survey.platforms.manifest import Field

Meanings = Mapping[str, frozenset[int]]


def read_labels(fields: Sequence[Field]) -> Meanings:
    """Return every label of an item, as `plain` gives it, with the codes that it stands for."""
    meanings: defaultdict[str, set[int]] = defaultdict(set)
    for field in fields:
        for labels in field.labels.values():
            for code, label in labels.items():
                meanings[plain(label)].add(code)
    return {label: frozenset(codes) for label, codes in meanings.items()}


def read_one(text: str, meanings: Meanings, *, by_label: bool) -> str:
    """Return the code of a cell, or the cell as it is where it is a code already or is not understood.

    Examples
    --------
    >>> meanings = {"yes": frozenset({1}), "1": frozenset({2})}
    >>> read_one("Yes", meanings, by_label=True), read_one("1", meanings, by_label=True)
    ('1', '2')
    >>> read_one("1", meanings, by_label=False)
    '1'
    """
    codes = {str(code) for found in meanings.values() for code in found}
    if text in codes and not by_label:
        return text
    found = meanings.get(plain(text), frozenset())
    return str(next(iter(found))) if len(found) == 1 else text


def read_many(text: str, meanings: Meanings, *, by_label: bool) -> str | None:
    """Return the codes of a cell that names several options with blanks between them, joined by ``;``.

    None: the cell can be read in more than one way, or in none.

    Examples
    --------
    >>> meanings = {"bread": frozenset({1}), "bread and": frozenset({2}), "and wine": frozenset({3})}
    >>> read_many("2 3", meanings, by_label=False), read_many("bread and wine", meanings, by_label=True)
    ('2;3', '1;3')
    """
    words = text.split()
    codes = {str(code) for found in meanings.values() for code in found}
    if not by_label and all(word in codes for word in words):
        return ";".join(words)
    ways: set[frozenset[int]] = set()
    for way in _divide(plain(text), meanings, frozenset()):
        ways.add(way)
        if len(ways) > 1:
            return None
    return ";".join(map(str, sorted(ways.pop()))) if ways else None


def _divide(text: str, meanings: Meanings, chosen: frozenset[int]) -> Iterator[frozenset[int]]:
    """Yield every set of options whose labels, one after another, make up the text; none is named twice."""
    if not text:
        yield chosen
    for label, codes in meanings.items():
        rest = text.removeprefix(label)
        if label and text.startswith(label) and (not rest or rest.startswith(" ")):
            for code in codes - chosen:
                yield from _divide(rest.lstrip(), meanings, chosen | {code})
