"""The checked tree: plain mappings and lists that know their lines and hold nothing of a wrong type."""

from __future__ import annotations

from typing import Any


class Branch(dict[Any, Any]):
    """A mapping of the checked tree.

    Attributes
    ----------
    line
        Where the mapping starts.
    lines
        Where each of its keys stands.
    """

    def __init__(self, line: int = 1) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[Any, int] = {}

    def put(self, key: Any, value: Any, line: int) -> None:
        """Set a key and remember its line."""
        self[key] = value
        self.lines[key] = line

    def at(self, key: Any) -> int:
        """Return the line of a key, or of the mapping where the key is missing."""
        return self.lines.get(key, self.line)


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
