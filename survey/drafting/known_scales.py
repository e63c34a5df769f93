"""Label sets that surveys use again and again, from low to high, to put labels of a file in order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey.platforms.coding.wording import plain

_NEITHER_EN = "neutral|neither|undecided|moderate|average|fair"
_NEITHER_ZH = "一般|中立|普通|说不清|不好说"


def _points(*points: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(point.split("|")) for point in points)


def _english(good: str, bad: str) -> list[tuple[tuple[str, ...], ...]]:
    """Return the lists of five and of seven points for one pair of words."""
    low = f"strongly {bad}|very {bad}|extremely {bad}|completely {bad}|totally {bad}"
    high = f"strongly {good}|very {good}|extremely {good}|completely {good}|totally {good}"
    middle = f"neither {good} nor {bad}|neither {bad} nor {good}|{_NEITHER_EN}"
    mild_low, mild_high = f"slightly {bad}|somewhat {bad}", f"slightly {good}|somewhat {good}"
    return [
        _points(low, f"{bad}|{mild_low}|rather {bad}|mostly {bad}", middle, f"{good}|{mild_high}|rather {good}", high),
        _points(
            low, f"{bad}|mostly {bad}", f"{mild_low}|rather {bad}", middle, f"{mild_high}|rather {good}", good, high
        ),
    ]


def _chinese(good: str, bad: str) -> list[tuple[tuple[str, ...], ...]]:
    low = "|".join(f"{word}{bad}" for word in ("非常", "很", "完全", "十分", "极其", "极"))
    high = "|".join(f"{word}{good}" for word in ("非常", "很", "完全", "十分", "极其", "极"))
    middle = f"既不{good}也不{bad}|{_NEITHER_ZH}|不{good}也不{bad}|不确定"
    mild_low, mild_high = f"有点{bad}|比较{bad}|不太{good}|较{bad}", f"有点{good}|比较{good}|较{good}"
    return [
        _points(low, f"{bad}|{mild_low}", middle, f"{good}|{mild_high}|基本{good}", high),
        _points(low, bad, mild_low, middle, mild_high, good, high),
    ]


_LISTS: tuple[tuple[tuple[str, ...], ...], ...] = (
    *_english("agree", "disagree"),
    *_english("satisfied", "dissatisfied"),
    *_english("satisfied", "unsatisfied"),
    *_english("likely", "unlikely"),
    *_english("easy", "difficult"),
    *_english("important", "unimportant"),
    *_english("favorably", "unfavorably"),
    *_english("favorable", "unfavorable"),
    *_english("favourable", "unfavourable"),
    *_english("good", "poor"),
    *_english("good", "bad"),
    *_chinese("同意", "不同意"),
    *_chinese("满意", "不满意"),
    *_chinese("赞同", "不赞同"),
    *_chinese("可能", "不可能"),
    *_chinese("重要", "不重要"),
    *_chinese("容易", "困难"),
    *_chinese("符合", "不符合"),
    *_chinese("好", "差"),
    _points("never", "rarely|seldom", "sometimes|occasionally", "often|frequently|usually", "always|very often"),
    _points("从不|从来不", "很少|偶尔", "有时", "经常", "总是|一直"),
    _points("very poor|terrible", "poor|bad", "fair|average|ok", "good", "very good|excellent"),
    _points("poor", "fair", "good", "very good", "excellent"),
    _points("not at all", "slightly|a little", "moderately|somewhat", "very|quite a bit",
            "extremely|a great deal"),
    _points(
        "not at all important", "slightly important", "moderately important|important", "very important",
        "extremely important",
    ),
    _points("not at all satisfied", "slightly satisfied", "moderately satisfied", "very satisfied",
            "extremely satisfied"),
    _points("not at all likely", "slightly likely", "moderately likely", "very likely", "extremely likely"),
    _points("definitely not", "probably not", "might or might not|maybe", "probably yes|probably",
            "definitely yes|definitely"),
)  # fmt: skip
_FEWEST = 3
_ASIDE = re.compile(r"\s*\([^()]*\)$")


def order_labels(labels: Sequence[str]) -> Mapping[str, int] | None:
    """Return the code from 1 of each label that a known scale has there, or None where no scale has them all.

    Examples
    --------
    >>> order_labels(["Agree", "Strongly disagree", "Neutral"])
    {'Agree': 4, 'Strongly disagree': 1, 'Neutral': 3}
    """
    best = _find_list(labels)
    return None if best is None else {label: _place(label, best) or 0 for label in labels}


def fill_labels(labels: Sequence[str]) -> list[str]:
    """Return the labels of all points of the known scale that has some, its own where a label is missing."""
    best = _find_list(labels)
    if best is None:
        return list(labels)
    own = {_place(label, best): label for label in labels}
    chinese = not all(label.isascii() for label in labels)
    return [own.get(place) or (names[0] if chinese else names[0].capitalize()) for place, names in enumerate(best, 1)]


def _find_list(labels: Sequence[str]) -> tuple[tuple[str, ...], ...] | None:
    if len(labels) < _FEWEST:
        return None
    for known in _LISTS:
        places = [_place(label, known) for label in labels]
        if all(places) and len(set(places)) == len(labels):
            return known
    return None


def _place(label: str, known: tuple[tuple[str, ...], ...]) -> int | None:
    words = _ASIDE.sub("", plain(label))
    return next((place for place, names in enumerate(known, 1) if words in names), None)
