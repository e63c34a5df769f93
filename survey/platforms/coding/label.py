"""Codes and labels: which answer of an item a cell names."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain
from survey.questionnaire.item import Item
from survey.questionnaire.text import LocalText

_CODE_FIRST = re.compile(r"[(\[]?(?P<code>[+-]?\d+)(?:\.0+)?\s?[)\]]?\s?[-=:.,、|/]?\s?(?P<label>\D.*|\d.*)", re.DOTALL)
_CODE_LAST = re.compile(r"(?P<label>.+?)\s?[-=:|/]?\s?[(\[]?(?P<code>[+-]?\d+)(?:\.0+)?[)\]]?", re.DOTALL)
_POINT_WORDS = frozenset({"分", "星", "颗星", "点", "point", "points", "pts", "star", "stars", "*", "★", "⭐"})
_TEXT_BESIDE = r"\s*(?:[:：]\s*(.*?)|[(（]\s*(.*?)\s*[)）]|〖\s*(.*?)\s*〗|\s[-–—]\s+(.*?))\s*"
_AFTER_CODE = (" - ", "-", " = ", "=", ". ", ".", ": ", ":", " ")
_ROOM = 24  # characters that a code and its marks may add to a label


class Reading(NamedTuple):
    """What a cell says: a value, or the reason why it has none; and the text given beside an option such as Other."""

    value: float
    reason: str = ""
    text: str = ""
    text_code: int = 0


class Match(NamedTuple):
    """The codes that a cell may stand for, as a code and as a label."""

    by_code: frozenset[int]
    by_label: frozenset[int]
    reason: str = ""

    @property
    def codes(self) -> frozenset[int]:
        """Every code the cell may stand for."""
        return self.by_code | self.by_label


@dataclass(frozen=True)
class Labels:
    """The answers that a column can hold.

    Attributes
    ----------
    codes
        The allowed codes.
    by_label
        Each label, as `plain` gives it, to the codes it may stand for.
    allowed
        The codes in words, for messages.
    rating
        Whether ``4分`` and ``4 stars`` name a point.
    open_labels
        The codes with a text field, each with the pattern of its label followed by that text: ``Other: by post``.
    """

    codes: frozenset[int]
    by_label: Mapping[str, frozenset[int]]
    allowed: str
    rating: bool = False
    open_labels: tuple[tuple[int, re.Pattern[str]], ...] = ()

    @cached_property
    def longest(self) -> int:
        """The length of the longest label."""
        return max(map(len, self.by_label), default=0)

    @cached_property
    def spellings(self) -> tuple[str, ...]:
        """Every label, code, and code with its label, the longest first."""
        pairs = [(code, label) for label, codes in self.by_label.items() for code in codes]
        both = [f"{code}{sign}{label}" for code, label in pairs for sign in _AFTER_CODE]
        return tuple(sorted((*self.by_label, *map(str, self.codes), *both), key=len, reverse=True))

    def find(self, text: str) -> Match:
        """Return the codes a text (as `plain` gives it) may stand for, or why there is none."""
        number = parse_number(text)
        whole = int(number) if number is not None and abs(number) < 1e15 and number == int(number) else None
        by_code = frozenset({whole} & self.codes) if whole is not None else frozenset()
        by_label = self.by_label.get(text, frozenset())
        if by_code or by_label:
            return Match(by_code, by_label)
        if number is not None:
            return Match(by_code, by_label, f"{text} is outside the allowed codes: {self.allowed}")
        return self._find_both(text)

    def split_open(self, cell: str) -> tuple[int, str] | None:
        """Return the code and the text of a cell such as ``Other: by post``, the text as written."""
        for code, pattern in self.open_labels:
            match = pattern.fullmatch(cell)
            if match is not None:
                return code, next((text for text in match.groups() if text), "")
        return None

    def _find_both(self, text: str) -> Match:
        """Return the code of a text that names code and label together."""
        none: frozenset[int] = frozenset()
        unknown = f"neither a code ({self.allowed}) nor a label of this item"
        if len(text) > self.longest + _ROOM:
            return Match(none, none, unknown)
        for pattern in (_CODE_FIRST, _CODE_LAST):
            match = pattern.fullmatch(text)
            if match is None:
                continue
            code, label = int(match["code"]), match["label"].strip()
            if code in self.codes and self.rating and label in _POINT_WORDS:
                return Match(frozenset({code}), frozenset({code}))
            if code in self.by_label.get(label, none):
                return Match(frozenset({code}), frozenset({code}))
            if label in self.by_label or (self.rating and label in _POINT_WORDS):
                return Match(
                    none, none, f"the code {code} and the label do not belong together; allowed: {self.allowed}"
                )
        return Match(none, none, unknown)


def label_item(item: Item, language: str | None = None) -> Labels:
    """Return what the column of an item can hold.

    Parameters
    ----------
    item
        A rating or choice item.
    language
        Where a label stands for two codes in different languages, the language that counts.
    """
    special = sorted(item.special_codes)
    own = [code for code in item.labels if code not in item.special_codes]
    allowed = list_codes(own) + (f"; special codes {list_codes(special)}" if special else "")
    open_labels = tuple(
        (choice.code, re.compile(r"\s*" + re.escape(label.strip()) + _TEXT_BESIDE, re.IGNORECASE | re.DOTALL))
        for choice in item.choices
        if choice.has_text
        for label in choice.label.values()
    )
    return Labels(frozenset(item.labels), _by_label(item.labels, language), allowed, item.is_rating, open_labels)


def _by_label(labels: Mapping[int, LocalText], language: str | None) -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    preferred: dict[str, frozenset[int]] = {}
    for code, texts in labels.items():
        for tongue, text in texts.items():
            key = plain(text)
            if not key:
                continue
            found[key] = found.get(key, frozenset()) | {code}
            if tongue == language:
                preferred[key] = preferred.get(key, frozenset()) | {code}
    return found | preferred


def list_codes(codes: Collection[int]) -> str:
    """Return codes in words, runs of three and more as a range.

    Examples
    --------
    >>> list_codes([1, 2, 3, 4, 5]), list_codes([1, 2, 97, 98]), list_codes([0, 1])
    ('1 to 5', '1, 2, 97, 98', '0, 1')
    """
    runs: list[list[int]] = []
    for code in sorted(codes):
        if runs and code == runs[-1][-1] + 1:
            runs[-1].append(code)
        else:
            runs.append([code])
    return ", ".join(f"{run[0]} to {run[-1]}" if len(run) > 2 else ", ".join(str(code) for code in run) for run in runs)


def read_labels(cells: Sequence[str], labels: Labels) -> list[Reading]:
    """Return what the different cells of one column say.

    A cell that is the code of one answer and the label of another is settled by the other cells: if some can only be
    codes and none can only be a label, it is a code; and the other way round.

    Parameters
    ----------
    cells
        The different texts of the column, blank ones included.
    labels
        What the column can hold.
    """
    matches = [labels.find(text) if (text := plain(cell)) else None for cell in cells]
    only_codes = any(match.by_code and not match.by_label for match in matches if match)
    only_labels = any(match.by_label and not match.by_code for match in matches if match)
    return [
        Reading(math.nan) if match is None else _settle(cell, match, labels, only_codes, only_labels)
        for cell, match in zip(cells, matches, strict=True)
    ]


def _settle(cell: str, match: Match, labels: Labels, only_codes: bool, only_labels: bool) -> Reading:
    if match.reason:
        beside = labels.split_open(cell)
        return Reading(float(beside[0]), "", *beside[::-1]) if beside else Reading(math.nan, match.reason)
    codes = match.codes
    if len(codes) > 1 and match.by_code and match.by_label and only_codes != only_labels:
        codes = match.by_code if only_codes else match.by_label
    if len(codes) == 1:
        return Reading(float(next(iter(codes))))
    listed = " or ".join(str(code) for code in sorted(codes))
    advice = "write codes as numbers or labels in full" if match.by_code else "pass language="
    return Reading(math.nan, f"ambiguous: it may stand for {listed}; {advice}")
