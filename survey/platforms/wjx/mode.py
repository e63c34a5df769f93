"""Which of the three kinds of download a file is, and how it marks what was not answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal

from survey.platforms.files.column import Column
from survey.platforms.numbered.choices import has_words
from survey.platforms.numbered.labels import Labels
from survey.platforms.numbered.marks import Marks
from survey.platforms.numbered.match import Spot

Mode = Literal["text", "number", "score"]

WORDS = Marks(skipped=frozenset({"(跳过)"}), blank=frozenset({"(空)"}))
NUMBERS = Marks(skipped=WORDS.skipped | {"-3"}, blank=WORDS.blank | {"-2"})

# Newer files are called 123_按序号_title_99_98.xlsx, older ones 99_98_2.xls.
_NAMES: Mapping[Mode, re.Pattern[str]] = {
    "text": re.compile(r"按(?:选项)?文本|\d+_\d+_0\.(?:xlsx?|csv)$"),
    "number": re.compile(r"按(?:选项)?序号|\d+_\d+_2\.(?:xlsx?|csv)$"),
    "score": re.compile(r"按(?:选项)?分数|\d+_\d+_1\.(?:xlsx?|csv)$"),
}


def find_mode(file: str, columns: Iterable[tuple[Spot, Column, Labels]]) -> Mode:
    """Return what a file's cells are: labels, places of options, or scores.

    Words in the columns of options say that they are labels; numbers over options that have words for labels say that
    they are not. Between places and scores only the file's name tells.

    Parameters
    ----------
    file
        Its name.
    columns
        Each column of options: what it answers, its cells, and the labels it could hold.
    """
    named = next((mode for mode, pattern in _NAMES.items() if pattern.search(file)), None)
    kinds = [
        has_words(NUMBERS.clear(column), labels, ticks=spot.option is not None) for spot, column, labels in columns
    ]
    worded, numbered = kinds.count(True), kinds.count(False)
    if worded > numbered or (worded == numbered and named == "text"):
        return "text"
    return "score" if named == "score" else "number"
