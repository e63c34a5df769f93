"""What the beginning of a large text file says about the rest."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from survey.platforms.files.column import INTEGER
from survey.platforms.files.delimited import find_separator
from survey.platforms.files.table import MOST_COLUMNS

# Numbers of one byte, of two and of more; texts that repeat or hardly do.
Kind = Literal["tiny", "short", "long", "repeated", "text"]
WHOLE: tuple[Kind, ...] = ("tiny", "short", "long")

_SAMPLE = 1 << 18  # bytes that decide
_RECORDS = 2_000  # the most records of them that are looked at
_REPEATED = 0.1  # share of different texts in the sample below which they are kept once each
_FEW = 20  # different texts that are always few
_TINY = 2  # signs of a number that surely fits in a byte
_SHORT = 4  # signs, below which a number surely fits in two
_MARK = b"\xef\xbb\xbf"
_DECLARED = re.compile(r'^"?sep=', re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class LargeLayout:
    """Where the records of a file begin, and how they are best kept.

    Attributes
    ----------
    first
        The headings as written.
    start
        How many bytes stand before the first record.
    kinds
        How each column is kept.
    """

    separator: str
    encoding: str
    first: tuple[str, ...]
    start: int
    kinds: tuple[Kind, ...]

    @property
    def has_numbers(self) -> bool:
        """Whether any column is kept as numbers."""
        return not set(WHOLE).isdisjoint(self.kinds)

    def take_as_text(self) -> LargeLayout:
        """Return the layout without numbers, for files that write some of them in another way."""
        words: dict[Kind, Kind] = {"tiny": "repeated", "short": "repeated", "long": "text"}
        return replace(self, kinds=tuple(words.get(kind, kind) for kind in self.kinds))


def find_layout(path: Path, separator: str | None) -> LargeLayout | None:
    """Return the layout of a file, or None where it is not a plain table in UTF-8.

    Parameters
    ----------
    path
        The file.
    separator
        As given by the caller; None finds out.
    """
    with path.open("rb") as stream:
        start = stream.read(_SAMPLE)
    marked = start.startswith(_MARK)
    sample = start.removeprefix(_MARK)
    text = sample[: sample.rfind(b"\n") + 1].decode("utf-8", "replace")
    if "\ufffd" in text or "\x00" in text or _DECLARED.match(text) or not text.strip():
        return None
    chosen = separator or find_separator(text)
    if len(chosen) != 1 or not chosen.isascii() or chosen in '"\r\n ':
        return None
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=chosen)
    try:
        first = next(reader)
        begin = lines.taken + (len(_MARK) if marked else 0)
        records = [record for record in islice(reader, _RECORDS) if len(record) == len(first)]
    except (csv.Error, StopIteration):
        return None
    if not records or not 2 <= len(first) <= MOST_COLUMNS or not "".join(first).strip():
        return None
    return LargeLayout(
        separator=chosen,
        encoding="utf-8-sig" if marked else "utf-8",
        first=tuple(first),
        start=begin,
        kinds=tuple(_find_kind(cells) for cells in zip(*records, strict=True)),
    )


class _Lines:
    """The lines of a text, and how many bytes of them were taken."""

    def __init__(self, text: str) -> None:
        self.lines = io.StringIO(text, newline="")
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self.lines)
        self.taken += len(line.encode())
        return line


def _find_kind(cells: Sequence[str]) -> Kind:
    texts = set(cells)
    numbers = texts - {""}
    if numbers and all(INTEGER.fullmatch(text) for text in numbers):
        signs = max(map(len, numbers))
        return "tiny" if signs <= _TINY else "short" if signs < _SHORT else "long"
    return "repeated" if len(texts) < max(_FEW, _REPEATED * len(cells)) else "text"
