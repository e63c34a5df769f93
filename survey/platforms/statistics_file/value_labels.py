"""Value labels of a file: what its values mean, whatever codes the program that wrote it made of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from survey.platforms.coding.label import Labels, label_item
from survey.platforms.coding.option import read_ticks
from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.questionnaire.item import Item

_CUT_FROM = 10  # characters from which on the beginning of a label may stand for it, where a program cut the rest
_CUT = "…"
# What statistics programs write beside the words for yes and no that every platform has.
_TICKED = {
    **dict.fromkeys(("mentioned", "quoted", "ticked", "named", "提及", "提到", "选择", "已选择"), "1"),
    **dict.fromkeys(("not mentioned", "not quoted", "not ticked", "not named", "unticked"), "0"),
    **dict.fromkeys(("未提及", "未提到", "未选择", "没选", "没有选择"), "0"),
}


@dataclass(frozen=True, eq=False)
class Decoded:
    """A column in the codes of the questionnaire, and what is odd about the file's labels; "" if nothing is."""

    column: Column
    oddity: str = ""


def decode_answers(item: Item, column: Column, labels: Mapping[str, str]) -> Decoded:
    """Return the answers of an item with codes where the file's labels say which.

    A value whose label is one of the questionnaire's means that answer. Where labels show that the file has codes of
    its own, a value without a label is an answer only if all labelled points are shifted by the same number; any other
    is left in a form that is no answer, so that it is named. Where no label contradicts, values are codes.

    Parameters
    ----------
    item
        An item with codes.
    column
        The file's values.
    labels
        Value to label, as in the file.
    """
    known = label_item(item)
    meant = {value: code for value, label in labels.items() if (code := _find(label, known, value)) is not None}
    if item.type == "number":
        special = {value: str(code) for value, code in meant.items() if code in item.special_codes}
        return Decoded(column.map(lambda text: special.get(text, text)))
    strange = {value: label for value, label in labels.items() if value not in meant and value in column.texts}
    if all(_as_code(value) == code for value, code in meant.items()):
        return Decoded(column, _say_strange(strange))
    shift = _find_shift(item, meant)

    def decode(text: str) -> str:
        if text in meant:
            return str(meant[text])
        if not text.strip():
            return text
        own, label = _as_code(text), labels.get(text)
        if label is None and own is not None and shift is not None and own + shift in _points(item):
            return str(own + shift)
        return f"{text} [{label or 'without a label in the file'}]"

    moved = [f"{value} as {code}" for value, code in meant.items() if _as_code(value) not in (None, code)]
    oddity = f"the file's value labels say that it has codes of its own: {', '.join(moved)}" if moved else ""
    return Decoded(column.map(decode), oddity)


def decode_ticks(item: Item, code: int, column: Column, labels: Mapping[str, str]) -> Decoded:
    """Return the column of one option as 1 and 0 where the file's labels say which value is which.

    Parameters
    ----------
    item
        A multiple choice.
    code
        The option.
    column
        The file's values.
    labels
        Value to label, as in the file.
    """
    every = label_item(item).by_label
    own = Labels(frozenset({code}), {label: frozenset({code}) for label, codes in every.items() if code in codes}, "")
    readings = dict(zip(labels, read_ticks(list(labels.values()), code, own), strict=True))
    said = {value: word for value, label in labels.items() if (word := _TICKED.get(plain(label)))}
    said |= {value: f"{read.value:g}" for value, read in readings.items() if not math.isnan(read.value)}
    return Decoded(column.map(lambda text: said.get(text, text)))


def _as_code(value: str) -> int | None:
    return int(value) if value.removeprefix("-").isdecimal() else None


def _points(item: Item) -> frozenset[int]:
    return frozenset(item.labels) - frozenset(item.special_codes)


def _find(label: str, known: Labels, value: str) -> int | None:
    """Return the code that a label stands for; of several the value itself, if it is one of them."""
    text = plain(label)
    match = known.find(text)
    codes = match.by_label or match.by_code or _complete(text, known)
    if len(codes) == 1:
        return next(iter(codes))
    own = _as_code(value)
    return own if own in codes else None


def _complete(text: str, known: Labels) -> frozenset[int]:
    """Return the codes of the labels that begin with a text."""
    start = text.removesuffix(_CUT).removesuffix("...").rstrip()
    if len(start) < _CUT_FROM:
        return frozenset()
    return frozenset().union(*(codes for label, codes in known.by_label.items() if label.startswith(start)))


def _find_shift(item: Item, meant: Mapping[str, int]) -> int | None:
    """Return by how much the file's codes differ from the questionnaire's, if all labelled points agree on it."""
    points = _points(item)
    owns = {value: own for value in meant if (own := _as_code(value)) is not None}
    shifts = {meant[value] - own for value, own in owns.items() if meant[value] in points}
    if not shifts:
        return 0
    return next(iter(shifts)) if len(shifts) == 1 else None


def _say_strange(strange: Mapping[str, str]) -> str:
    if not strange:
        return ""
    shown = "; ".join(f"{value} = '{label}'" for value, label in list(strange.items())[:3])
    return f"labels of the file that are none of the questionnaire's ({shown}): its values were read as codes"
