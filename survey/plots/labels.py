"""Words and numbers printed on charts, in the languages the charts speak."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from survey.errors import OptionError, check_option

WORDS: dict[str, dict[str, str]] = {
    "en": {
        "share": "Share",
        "interval": "Interval",
        "rank": "Rank",
        "letters": "Letters",
        "noise": "Reached by chance alone (95 %)",
        "importance": "Importance (share of what the drivers explain)",
        "performance": "Performance (0–100)",
        "low_high": "Well rated, less important",
        "high_high": "Important and well rated",
        "low_low": "Lower rated, less important",
        "high_low": "Important, lower rated",
        "answers": "Share of answers",
        "estimate": "Estimate",
        "everyone": "At the start",
        "left": "Left",
        "removed": "Removed",
        "respondents": "Respondents",
        "percent": "Percent",
        "value": "Value",
        "sample": "Answers",
        "target": "Target",
        "mean": "mean",
        "eigenvalue": "Eigenvalue",
        "eigenvalues": "Answers",
        "shuffled": "Shuffled answers, limit",
        "factor_number": "Factor",
        "to": " to ",
    },
    "zh-CN": {
        "share": "占比",
        "interval": "区间",
        "rank": "排名",
        "letters": "字母",
        "noise": "随机变量的 95 % 上限",
        "importance": "重要性（占各因素解释量的比例）",
        "performance": "表现（0–100）",
        "low_high": "评价较高，重要性较低",
        "high_high": "重要且评价较高",
        "low_low": "评价较低，重要性较低",
        "high_low": "重要但评价较低",
        "answers": "回答占比",
        "estimate": "估计值",
        "everyone": "起始",
        "left": "保留",
        "removed": "移除",
        "respondents": "受访者人数",
        "percent": "百分比",
        "value": "数值",
        "sample": "样本",
        "target": "目标",
        "mean": "均值",
        "eigenvalue": "特征值",
        "eigenvalues": "实际作答",
        "shuffled": "打乱后的作答（上限）",
        "factor_number": "因子",
        "to": " 至 ",
    },
}


def find_words(language: str, labels: Mapping[str, str] | None = None) -> dict[str, str]:
    """Give the words of one language, with the caller's own words on top.

    Parameters
    ----------
    language
        ``"en"`` or ``"zh-CN"``.
    labels
        Words to use instead, by the keys of ``WORDS``; an empty string leaves a word out.

    Returns
    -------
    dict of str
        Key to word.

    Raises
    ------
    OptionError
        If the language or a key of ``labels`` is not known.

    Examples
    --------
    >>> find_words("zh-CN")["rank"]
    '排名'
    >>> find_words("en", {"rank": "Place"})["rank"]
    'Place'
    """
    check_option("language", language, WORDS)
    words = WORDS[language]
    unknown = sorted(set(labels or {}) - set(words))
    if unknown:
        raise OptionError(f"labels has no use for {', '.join(unknown)}; it takes: {', '.join(sorted(words))}")
    return {**words, **(labels or {})}


def format_number(value: float, digits: int = 2) -> str:
    """Write a number with a true minus sign and never a minus zero.

    Examples
    --------
    >>> format_number(0.834), format_number(-0.001), format_number(-0.25)
    ('0.83', '0.00', '−0.25')
    >>> format_number(float("nan"))
    '–'
    """
    if not math.isfinite(value):
        return "–"
    text = f"{value:.{digits}f}"
    return f"{float(text) + 0.0:.{digits}f}".replace("-", "−")


def format_percent(share: float, digits: int = 0) -> str:
    """Write a share as a percentage.

    Parameters
    ----------
    share
        Share, 0–1; below zero is allowed (differences, intervals).
    digits
        Digits after the point.

    Examples
    --------
    >>> format_percent(0.424), format_percent(-0.05), format_percent(0.1234, 1)
    ('42%', '−5%', '12.3%')
    """
    return f"{format_number(100 * share, digits)}%" if math.isfinite(share) else "–"


def format_range(low: float, high: float, digits: int = 0, *, to: str = " to ", low_sign: str = "") -> str:
    """Write an interval of shares as a percentage range.

    Parameters
    ----------
    low, high
        Bounds, as shares.
    digits
        Digits after the point.
    to
        Word between the bounds where one is negative and a dash would read as a minus.
    low_sign
        What follows the lower bound: "%" where a language repeats the sign.

    Examples
    --------
    >>> format_range(0.241, 0.38), format_range(0.241, 0.38, low_sign="%")
    ('24–38%', '24%–38%')
    >>> format_range(-0.02, 0.1)
    '−2 to 10%'
    """
    if not (math.isfinite(low) and math.isfinite(high)):
        return "–"
    first, last = f"{format_number(100 * low, digits)}{low_sign}", format_number(100 * high, digits)
    return f"{first}{to}{last}%" if "−" in first + last else f"{first}–{last}%"


def format_ranges(low: Iterable[float], high: Iterable[float], words: Mapping[str, str], language: str) -> list[str]:
    """Write intervals of shares as a language writes them; Chinese repeats the sign of percent.

    Examples
    --------
    >>> format_ranges([0.29], [0.41], {"to": " 至 "}, "zh-CN")
    ['29%–41%']
    """
    sign = "%" if language == "zh-CN" else ""
    return [format_range(start, end, to=words["to"], low_sign=sign) for start, end in zip(low, high, strict=True)]


def format_spans(low: Iterable[float], high: Iterable[float], words: Mapping[str, str], digits: int = 2) -> list[str]:
    """Write intervals of numbers with the language's word between them."""
    ends = [(start, end) for start, end in zip(low, high, strict=True)]
    texts = [f"{format_number(start, digits)}{words['to']}{format_number(end, digits)}" for start, end in ends]
    return [text if math.isfinite(start + end) else "–" for text, (start, end) in zip(texts, ends, strict=True)]
