"""How wide texts are and where their lines break, estimated from the font's widths, so that texts can be split."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

# Widths of Arial in em; the same as Liberation Sans. Anything else counts as a wide letter.
_WIDTHS = {
    0.24: "ijl|'",
    0.30: " .,:;!/\\ft[]I()-`r\u00a0·",
    0.36: '"{}*°^',
    0.52: "ckvxyzsJ",
    0.57: "abdeghnopquL0123456789?$#_+<>=~–−“”‘’…«»",
    0.67: "ABEFKPSTVXYZ&",
    0.74: "CDHNRUw",
    0.80: "GOQ",
    0.86: "mM%—",
    0.96: "W",
    1.03: "@",
}
_EM = {sign: width for width, signs in _WIDTHS.items() for sign in signs}
_SAFETY = 1.04  # programs differ in kerning and in the fonts they find
_BOLD = 1.07
_SEAM = 0.22
# A line may break after a space, and around any Chinese sign except before closing and after opening punctuation.
_WORDS = re.compile(r"\s+|[^\s\u2e80-\uffef]+|.", re.DOTALL)
_NO_START = set("，。、；：？！）】》」』”’…—％%)],.;:?!")
_NO_END = set("（【《「『“‘([")
LINE = 1.28  # line height in parts of the font size; slides set it exactly


def measure_text(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a text on one line, in points.

    Examples
    --------
    >>> round(measure_text("abc", 10), 1), round(measure_text("满意", 10), 1)
    (17.3, 20.8)
    """
    return _measure_em(text) * size * _SAFETY * (_BOLD if bold else 1.0)


def _measure_em(text: str) -> float:
    return sum(map(_em, text)) + _SEAM * sum(map(_is_seam, text, text[1:]))


def _is_seam(left: str, right: str) -> bool:
    """Whether Chinese and Latin letters meet: some programs put a gap there."""
    return (left > "\u2e80") != (right > "\u2e80") and left != " " != right


@cache
def _em(sign: str) -> float:
    if sign in _EM:
        return _EM[sign]
    if unicodedata.combining(sign):
        return 0.0
    if unicodedata.east_asian_width(sign) in "WF" or ord(sign) > 0xFFFF:
        return 1.0
    return 0.72


def break_lines(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines a text takes in a column of a width in points; a word longer than a line is broken.

    Examples
    --------
    >>> break_lines("one two three", 40, 10)
    ['one two ', 'three']
    >>> break_lines("满意度。", 32, 10)
    ['满意', '度。']
    """
    return list(_break_text(text, width / (size * _SAFETY * (_BOLD if bold else 1.0))))


@lru_cache(maxsize=2048)  # the same cells are measured for several sizes and pages
def _break_text(text: str, width: float) -> tuple[str, ...]:
    """Break a text into lines of so many em."""
    return tuple(line for paragraph in text.split("\n") for line in _break_paragraph(paragraph, width))


def _break_paragraph(text: str, width: float) -> list[str]:
    lines, line, used = [], "", 0.0
    for word in _pieces(text, width):
        seam = _SEAM if line and _is_seam(line[-1], word[0]) else 0.0
        if line and used + seam + _measure_em(word.rstrip()) > width:
            lines.append(line)
            line, used, seam = "", 0.0, 0.0
        line += word
        used += seam + _measure_em(word)
    return [*lines, line]


def _pieces(text: str, width: float) -> Iterator[str]:
    """Yield the parts of a text that stay together, none wider than a line."""
    for piece in _join_punctuation(_WORDS.findall(text)):
        if _measure_em(piece.rstrip()) <= width:
            yield piece
            continue
        part, used = "", 0.0
        for sign in piece:
            step = _em(sign) + (_SEAM if part and _is_seam(part[-1], sign) else 0.0)
            if part and used + step > width:
                yield part
                part, used = "", 0.0
            part += sign
            used += step
        yield part


def _join_punctuation(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        together = joined and (word[0] in _NO_START or word.isspace() or joined[-1][-1] in _NO_END)
        if together and len(joined[-1]) + len(word) < 200:
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def count_lines(text: str, width: float, size: float, *, bold: bool = False) -> int:
    """Return how many lines a text takes."""
    return len(break_lines(text, width, size, bold=bold))


def measure_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """Return how high a text stands in a column, in points."""
    return count_lines(text, width, size, bold=bold) * size * LINE


def clip_text(text: str, width: float, size: float, lines: int, *, bold: bool = False) -> str:
    """Return a text that takes at most so many lines, with an ellipsis where it was cut.

    Examples
    --------
    >>> clip_text("one two three four", 60, 10, 1)
    'one two…'
    """
    broken = break_lines(text, width, size, bold=bold)
    if len(broken) <= lines:
        return text
    kept = "".join(broken[:lines]).rstrip()
    while kept and (
        count_lines(kept + "…", width, size, bold=bold) > lines
        or measure_text(break_lines(kept + "…", width, size, bold=bold)[-1], size, bold=bold) > width
    ):
        kept = kept[:-1].rstrip()
    return kept + "…"


def split_text(text: str, width: float, size: float, lines: int) -> tuple[str, str]:
    """Return the part of a text that fills so many lines, and the rest; at the end of a sentence where one is near."""
    broken = break_lines(text, width, size)
    if len(broken) <= lines:
        return text, ""
    kept = "".join(broken[:lines])
    ends = [found.end() for found in SENTENCE_END.finditer(kept)]
    cut = ends[-1] if ends and ends[-1] > len(kept) / 2 else len(kept)
    return text[:cut].rstrip(), text[cut:].lstrip()


# A mark inside quotation marks ends the sentence only where nothing follows: questions are quoted within sentences.
SENTENCE_END = re.compile(r"(?:[。！？](?:(?!”)|”(?=\s|$))|[.!?][”\"]?(?=\s+[A-Z“\u4e00-\u9fff]))\s*")


def split_sentences(text: str) -> list[str]:
    """Return the sentences of a text.

    Examples
    --------
    >>> split_sentences("It is 0.5 (n = 3). Then it ends."), split_sentences("一。二。")
    (['It is 0.5 (n = 3).', 'Then it ends.'], ['一。', '二。'])
    >>> split_sentences("按“在哪个平台？”、“哪类店铺？”分组。没有差异。")
    ['按“在哪个平台？”、“哪类店铺？”分组。', '没有差异。']
    """
    parts, start = [], 0
    for found in SENTENCE_END.finditer(text):
        parts.append(text[start : found.end()].strip())
        start = found.end()
    rest = text[start:].strip()
    return [*parts, rest] if rest else parts
