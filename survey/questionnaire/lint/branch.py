"""The checked tree: plain mappings and lists that know their lines and hold nothing of a wrong type."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


class Branch(dict[Any, Any]):
    """A mapping of the checked tree.

    Attributes
    ----------
    line
        Where the mapping starts.
    lines
        Where each of its keys stands, keys whose value is of a wrong type included.
    """

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}

    def at(self, key: Any) -> int:
        """Return the line of a key, or of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


class Wording(Branch):
    """A text in every language, of which the checked tree keeps what it concerns.

    Attributes
    ----------
    path
        Its dotted place in the file, such as ``pages.overall.items.sat1.text``.
    item
        The item it belongs to, or None.
    """

    def __init__(self, line: int, path: str, item: str | None) -> None:
        super().__init__(line)
        self.path = path
        self.item = item


class Listing(list[Any]):
    """A list of the checked tree.

    Attributes
    ----------
    line
        Where the list starts.
    lines
        Where each of its elements stands.
    """

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: list[int] = []

    def put(self, value: Any, line: int) -> None:
        """Append an element and remember its line."""
        self.append(value)
        self.lines.append(line)


def line_of(node: Any, key: Any, default: int) -> int:
    """Return the line on which a key or an index of a YAML node stands, counted from 1."""
    try:
        return int(node.lc.data[key][0]) + 1
    except (AttributeError, KeyError, IndexError, TypeError):
        return default


def wordings(node: Any) -> Iterator[Wording]:
    """Walk through every text of a checked tree, in the order of the file."""
    if isinstance(node, Wording):
        yield node
    elif isinstance(node, Branch):
        for value in node.values():
            yield from wordings(value)
    elif isinstance(node, Listing):
        for value in node:
            yield from wordings(value)
