"""The cells of a response file as codes: numeric values, or the answers' texts."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.qualtrics.plan import Option, Question

_CODES = re.compile(r"-?\d+(?:,-?\d+)*")
_JOINT = ","


@dataclass(frozen=True)
class OptionReader:
    """Reads the answers of one question that has options.

    Attributes
    ----------
    options
        Its options.
    as_text
        Whether the file holds the answers' texts; None where that is not known.
    """

    options: Sequence[Option]
    as_text: bool | None
    by_label: dict[str, frozenset[int]] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        for option in self.options:
            for label in option.label.values():
                key = plain(label)
                self.by_label[key] = self.by_label.get(key, frozenset()) | {option.code}

    def code(self, column: Column) -> Column:
        """Return a column of single answers, texts as codes where they are clear."""
        return column if self.as_text is False else column.map(self._code_one)

    def tick(self, column: Column, code: int) -> Column:
        """Return the column of one option: its text is a tick."""
        return column.map(lambda text: "1" if self.as_text and self._find(text) == {code} else text)

    def split(self, column: Column) -> Column:
        """Return a column of several answers in one cell, as codes with semicolons where they are clear."""
        return column.map(self._split_one)

    def _code_one(self, text: str) -> str:
        codes = self._find(text)
        return str(next(iter(codes))) if len(codes) == 1 else text

    def _find(self, text: str) -> frozenset[int]:
        return self.by_label.get(plain(text), frozenset())

    def _split_one(self, text: str) -> str:
        if self.as_text is not True and _CODES.fullmatch(text.strip()):
            return text.strip().replace(_JOINT, ";")
        codes = self._cut(text.split(_JOINT)) if self.as_text is not False else None
        return ";".join(map(str, codes)) if codes else text

    def _cut(self, pieces: Sequence[str]) -> list[int] | None:
        """Return the codes of labels that hold commas themselves, the longest first, or None."""
        if not pieces:
            return []
        for size in range(len(pieces), 0, -1):
            codes = self._find(_JOINT.join(pieces[:size]))
            rest = self._cut(pieces[size:]) if len(codes) == 1 else None
            if rest is not None:
                return [*codes, *rest]
        return None


def split_text(choice: Column, entry: Column, question: Question, as_text: bool | None) -> dict[int, Column]:
    """Return the texts beside options from one column for all of them: the code of each option to its own.

    Parameters
    ----------
    choice
        Which option was chosen.
    entry
        The text beside it. Where no option with text was chosen it goes to the first, so that it is not lost.
    question
        The question.
    as_text
        Whether the file holds the answers' texts.
    """
    codes = [option.code for option in question.options if option.has_text]
    chosen = list(OptionReader(question.options, as_text).code(choice))
    owners = [cell.strip() if cell.strip() in map(str, codes) else str(codes[0]) for cell in chosen]
    return {
        code: Column.from_cells(text if owner == str(code) else "" for text, owner in zip(entry, owners, strict=True))
        for code in codes
    }


def join_number(choice: Column, entry: Column, question: Question, as_text: bool | None) -> Column:
    """Return the numbers that stand beside an option, and the codes of the special answers below it.

    Parameters
    ----------
    choice
        Which option was chosen.
    entry
        The number beside the first one.
    question
        The question.
    as_text
        Whether the file holds the answers' texts.
    """
    special = [option for option in question.options if not option.has_number]
    codes = {str(option.code) for option in special}
    coded = OptionReader(special, as_text).code(choice)
    return Column.from_cells(
        one if one in codes or (not number.strip() and not _is_number(one, question, as_text)) else number
        for one, number in zip(coded, entry, strict=True)
    )


def _is_number(text: str, question: Question, as_text: bool | None) -> bool:
    """Tell whether a cell names the option that the number stands beside."""
    numbers = [option for option in question.options if option.has_number]
    labels = {plain(label) for option in numbers for label in option.label.values()}
    named = text.strip() in {str(option.code) for option in numbers}
    return (as_text is not True and named) or (as_text is not False and plain(text) in labels)


def tell_mode(find: Callable[[str], Column | None], modes: Mapping[str, Callable[[str], bool | None]]) -> bool | None:
    """Return whether a file holds the answers' texts, going by columns whose values differ between the two kinds.

    Parameters
    ----------
    find
        Returns the column with a name, or None.
    modes
        The name of a column to what tells of a cell whether it is of a file of texts; None: it does not tell.
    """
    for name, tells in modes.items():
        column = find(name)
        told = {tells(text.strip()) for text in column.texts} - {None} if column else set()
        if len(told) == 1:
            return told.pop()
    return None
