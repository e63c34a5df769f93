"""How response files write that a question was not shown, or shown and left blank."""

from __future__ import annotations

from dataclasses import dataclass

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column


@dataclass(frozen=True)
class Marks:
    """The texts that stand where there is no answer; none where a file has only empty cells.

    Attributes
    ----------
    skipped, blank
        Not shown, and shown but left blank, as `plain` gives them.
    """

    skipped: frozenset[str] = frozenset()
    blank: frozenset[str] = frozenset()

    def is_skipped(self, text: str) -> bool:
        """Tell whether a cell says that the question was not shown."""
        return plain(text) in self.skipped

    def is_empty(self, text: str) -> bool:
        """Tell whether a cell holds no answer."""
        simple = plain(text)
        return not simple or simple in self.skipped or simple in self.blank

    def clear(self, column: Column) -> Column:
        """Return a column with nothing where it holds no answer."""
        return column.map(lambda text: "" if self.is_empty(text) else text)
