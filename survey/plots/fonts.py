"""The chart fonts: Noto Sans SC for Chinese and Latin, DejaVu Sans for what it lacks."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import matplotlib
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

FONT_FAMILIES = ("Noto Sans SC", "DejaVu Sans")
POINTS_PER_INCH = 72.0
LINE_SPACING = 1.4  # matplotlib's factor; its default of 1.2 makes Chinese lines touch
LINE_HEIGHT = 1.32  # of the font size, what that spacing comes to
_HINTING = 1.035  # hinted glyphs of a PNG run up to this much wider than the outlines
_MEASURE_SIZE = 100.0
_NO_GLYPH = "□"
_CLOSING = "，。、；：？！）】》」』”’％%,.;:?!)]}"
_OPENING = "（【《「『“‘([{"
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]")


def find_fonts() -> tuple[Path, ...]:
    """Locate the font files, first choice first.

    The Chinese font is data of the ``zhplot`` package, which is found but not imported: importing it changes
    matplotlib's settings.
    """
    spec = find_spec("zhplot")
    folders = list(spec.submodule_search_locations or []) if spec else []
    chinese = [path for folder in folders if (path := Path(folder) / "fonts" / "NotoSansSC-Regular.ttf").exists()]
    return (*chinese, Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf")


@lru_cache(maxsize=1)
def load_fonts() -> tuple[FT2Font, ...]:
    """Make the fonts known to matplotlib, once, and open them for measuring."""
    known = {entry.fname for entry in font_manager.fontManager.ttflist}
    paths = find_fonts()
    for path in paths:
        if str(path) not in known:
            font_manager.fontManager.addfont(path)
    opened = tuple(FT2Font(str(path)) for path in paths)
    for font in opened:
        font.set_size(_MEASURE_SIZE, POINTS_PER_INCH)
    return opened


@lru_cache(maxsize=1)
def _charmaps() -> tuple[dict[int, int], ...]:
    return tuple(dict(font.get_charmap()) for font in load_fonts())


@lru_cache(maxsize=8192)
def _advance(character: str) -> float:
    """Width of one character as a share of the font size."""
    code = ord(character)
    for font, charmap in zip(load_fonts(), _charmaps(), strict=True):
        if code in charmap:
            glyph = font.load_char(code, LoadFlags.NO_HINTING)
            return float(glyph.linearHoriAdvance) / 65536 / _MEASURE_SIZE
    return 1.0


def clean_text(text: object) -> str:
    """Turn a label into one line that the fonts can show.

    Line breaks and tabs become spaces; a character that neither font has (an emoji, say) becomes a box, so a label
    typed by a respondent cannot stop a chart.

    Examples
    --------
    >>> clean_text(" 物流\\n速度 \\U0001f680")
    '物流 速度 □'
    """
    line = " ".join(str(text).split())
    shown = (c if any(ord(c) in charmap for charmap in _charmaps()) else _NO_GLYPH for c in line if c.isprintable())
    return "".join(shown)


def measure_text(text: str, size: float) -> float:
    """Width of the longest line of a text.

    Parameters
    ----------
    text
        Text; line breaks count.
    size
        Font size in points.

    Returns
    -------
    float
        Width in inches.
    """
    return max((sum(map(_advance, line)) for line in text.split("\n")), default=0.0) * _HINTING * size / POINTS_PER_INCH


def wrap_text(text: object, width: float, size: float, *, max_lines: int = 3) -> str:
    """Break a label into balanced lines that fit a width.

    Chinese breaks between characters, but never before a closing mark or after an opening one; other scripts break at
    spaces, hyphens and slashes. What does not fit into ``max_lines`` ends in an ellipsis.

    Parameters
    ----------
    text
        Label.
    width
        Widest line, in inches.
    size
        Font size in points.
    max_lines
        Most lines to use.

    Returns
    -------
    str
        The label with line breaks.

    Examples
    --------
    >>> print(wrap_text("Delivery speed and reliability", 1.2, 10))
    Delivery speed
    and reliability
    >>> wrap_text("物流配送速度与可靠性", 0.8, 10)
    '物流配送速\\n度与可靠性'
    """
    units = _split_units(clean_text(text), width, size)
    lines = _fill(units, width, size)
    if len(lines) > max_lines:
        return "\n".join([*lines[: max_lines - 1], _shorten(lines[max_lines - 1], width, size)])
    narrow = width
    while len(lines) > 1 and narrow > width / 3:
        narrow -= size / POINTS_PER_INCH / 4
        if len(_fill(units, narrow, size)) > len(lines) or any(measure_text(u.rstrip(), size) > narrow for u in units):
            break
        lines = _fill(units, narrow, size)
    return "\n".join(lines)


def _split_units(text: str, width: float, size: float) -> list[str]:
    """Cut a text where a line may end, and words wider than a line anywhere."""
    units = [""]
    for character in text:
        if units[-1] and _may_break(units[-1][-1], character):
            units.append("")
        units[-1] += character
        if measure_text(units[-1].rstrip(), size) > width and len(units[-1].rstrip()) > 1:
            units[-1] = units[-1][:-1]
            units.append(character)
    return units


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after in _CLOSING or before in _OPENING:
        return False
    if before.isspace() or (before in "-/" and after.isalpha()):
        return True
    return bool(_CJK.match(before) or _CJK.match(after))


def _fill(units: list[str], width: float, size: float) -> list[str]:
    lines = [""]
    for unit in units:
        if lines[-1] and measure_text((lines[-1] + unit).rstrip(), size) > width:
            lines.append("")
        lines[-1] += unit
    return [line.rstrip() for line in lines]


def _shorten(line: str, width: float, size: float) -> str:
    while line and measure_text(line + "…", size) > width:
        line = line[:-1]
    return line.rstrip() + "…"
