"""Headings of response files: the number of a question, its wording, and the row or option behind it."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from survey.platforms.coding.wording import plain, wording_key

_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")
_KIND = re.compile(
    r"[(\[]\s?(?:单选题?|多选题|单项填空题?|多项填空题?|填空题|简答题|排序题|量表题|下拉题|下拉框|评分单选题?|评分题|打分题|滑动条|"
    r"矩阵(?:单选|多选|量表|填空|评分)题|单行文本题|多行文本题|日期时间题|判断题)\s?(?:\*?\s?(?:必答|选答|必填|选填))?\s?[)\]]"
)
_NUMBER = (
    re.compile(r"第\s?(?P<number>\d{1,4})\s?题\s?(?P<rest>.*)", re.DOTALL),
    re.compile(r"q?(?P<number>\d{1,4})\s?(?:[、:]|\.(?!\d))\s?(?P<rest>.*)", re.DOTALL),
    re.compile(r"(?P<number>\d{1,4})\s?(?P<rest>\(.*\))", re.DOTALL),
)


@dataclass(frozen=True)
class Heading:
    """One heading, taken apart.

    Attributes
    ----------
    number
        The question's number, or None where the heading has none.
    key
        The letters, digits and signs of the rest, as `wording_key` gives them.
    """

    number: int | None
    key: str


def parse_heading(text: str) -> Heading:
    """Take a heading apart.

    Examples
    --------
    >>> parse_heading("3、您从哪里了解到？&nbsp;(多选题 *必答)"), parse_heading("第6题(运动)")
    (Heading(number=3, key='您从哪里了解到'), Heading(number=6, key='运动'))
    >>> parse_heading("12(广告插入频繁)"), parse_heading("界面美观度"), parse_heading("3.5 星")
    (Heading(number=12, key='广告插入频繁'), Heading(number=None, key='界面美观度'), Heading(number=None, key='35星'))
    """
    written = plain(_MARKUP.sub(" ", html.unescape(text)))
    for pattern in _NUMBER:
        if match := pattern.fullmatch(written):
            return Heading(int(match["number"]), _key(match["rest"]))
    return Heading(None, _key(written))


def _key(text: str) -> str:
    """Return the key of a heading without the mark of the question's type; of the mark itself where that is all."""
    return wording_key(_KIND.sub(" ", text)) or wording_key(text)
