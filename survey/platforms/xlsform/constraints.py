"""What an answer must meet, and what is said where it does not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from survey.platforms.xlsform.labels import say
from survey.platforms.xlsform.logic import write_number
from survey.platforms.xlsform.markup import quote_markup
from survey.questionnaire.item import Item
from survey.questionnaire.text import LocalText

LARGEST_INTEGER = 999_999_999  # ODK Collect takes no more than nine digits for a whole number


class Constraint(NamedTuple):
    """A test of the answer ``.``, and the message shown where it fails."""

    test: str
    message: LocalText


def constrain(item: Item, languages: Sequence[str]) -> Constraint | None:
    """Return the constraint of an item: limits of a number, options that exclude others; None without any."""
    test = _limit(item) if item.type == "number" else _exclude(item)
    if not test:
        return None
    message = _say_limits(item, languages) if item.type == "number" else _say_exclusive(item, languages)
    return Constraint(test, LocalText({tag: quote_markup(text) for tag, text in message.items()}))


def fits_integer(item: Item) -> bool:
    """Tell whether a number can be asked for as a whole number of a form."""
    limits = [limit for limit in (item.minimum, item.maximum, *item.special_codes) if limit is not None]
    return item.integer and all(abs(limit) <= LARGEST_INTEGER for limit in limits)


def _limit(item: Item) -> str:
    limits = [f". >= {write_number(item.minimum)}"] if item.minimum is not None else []
    limits += [f". <= {write_number(item.maximum)}"] if item.maximum is not None else []
    limits += [". = round(.)"] if item.integer and not fits_integer(item) else []
    within = " and ".join(limits)
    if not within or not item.special:
        return within
    return " or ".join([f"({within})", *(f". = {one.code}" for one in item.special)])


def _exclude(item: Item) -> str:
    alone = [f"selected(., '{choice.code}')" for choice in item.choices if choice.exclusive]
    return f"count-selected(.) <= 1 or not({' or '.join(alone)})" if alone else ""


def _say_limits(item: Item, languages: Sequence[str]) -> LocalText:
    low = "" if item.minimum is None else write_number(item.minimum)
    high = "" if item.maximum is None else write_number(item.maximum)
    kind = ("whole number", "整数") if item.integer else ("number", "数字")
    if low and high:
        frame = say(languages, en=f"Enter a {kind[0]} from {low} to {high}", zh=f"请填写 {low} 至 {high} 的{kind[1]}")
    elif low:
        frame = say(languages, en=f"Enter a {kind[0]} of {low} or more", zh=f"请填写不小于 {low} 的{kind[1]}")
    elif high:
        frame = say(languages, en=f"Enter a {kind[0]} of {high} or less", zh=f"请填写不大于 {high} 的{kind[1]}")
    else:
        frame = say(languages, en=f"Enter a {kind[0]}", zh=f"请填写{kind[1]}")
    return _add_specials(item, frame, languages)


def _add_specials(item: Item, frame: LocalText, languages: Sequence[str]) -> LocalText:
    before, behind, end = (
        say(languages, en=en, zh=zh) for en, zh in ((", or {} (", "，或填 {}（"), (")", "）"), (".", "。"))
    )
    said = dict(frame)
    for one in item.special:
        said = {tag: said[tag] + before[tag].format(one.code) + one.label[tag] + behind[tag] for tag in languages}
    return LocalText({tag: said[tag] + end[tag] for tag in languages})


def _say_exclusive(item: Item, languages: Sequence[str]) -> LocalText:
    alone = [choice.label for choice in item.choices if choice.exclusive]
    zh = say(languages, en=" / ", zh="、")
    named = {tag: zh[tag].join(f'"{label[tag]}"' for label in alone) for tag in languages}
    ending = say(languages, en=" cannot be chosen together with other options.", zh="不能与其他选项同时选择。")
    return LocalText({tag: named[tag] + ending[tag] for tag in languages})
