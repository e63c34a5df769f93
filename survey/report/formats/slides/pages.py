"""Paragraphs cut to slides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey.report.formats.slides.measure import LINE, measure_height, split_text
from survey.report.formats.slides.plan import HEIGHT, WIDTH, Line, Slide

SIZES = (16.0, 14.0)  # points
SMALL = 12.0  # of references
INDENT = 18.0  # of bullets and numbers
BOX_PAD = 8.0  # inside a box, on each side
_AFTER = 0.5  # space after a paragraph, in parts of its size


def measure_lines(lines: Sequence[Line], size: float) -> float:
    """Return how high paragraphs stand, in points."""
    return sum(measure_line(line, size) for line in lines)


def measure_line(line: Line, size: float) -> float:
    """Return how high a paragraph stands with the space after it."""
    return measure_height(write_line(line), line_width(line), size, bold=bool(line.term)) + _extra(line, size)


def _extra(line: Line, size: float) -> float:
    """Return what a paragraph takes beside its lines: the space after it, its box, its term on a line of its own."""
    term = size * LINE if line.look == "answer" and line.term else 0.0
    box = 2 * BOX_PAD if is_box(line) else 0.0
    return _AFTER * size + term + box


def is_box(line: Line) -> bool:
    """Whether a paragraph stands in a box."""
    return line.look in ("info", "caution", "simulated")


def line_width(line: Line) -> float:
    """Return the width of a paragraph's text."""
    if is_box(line):
        return WIDTH - 2 * BOX_PAD
    return WIDTH - (INDENT if line.look in ("bullet", "number") else 0.0)


def write_line(line: Line) -> str:
    """Return a paragraph's text with its term in front, unless the term has a line of its own."""
    return f"{line.term} {line.text}" if line.term and line.look != "answer" else line.text


def fill_pages(slide: Slide, lines: Sequence[Line]) -> list[Slide]:
    """Return a slide with paragraphs, and as many more as they need.

    Parameters
    ----------
    slide
        Everything but the paragraphs.
    """
    flat = [replace(line, text=" ".join(line.text.split())) for line in lines]
    small = any(line.look == "number" for line in flat)
    sizes = (SMALL,) if small else SIZES
    size = next((size for size in sizes if measure_lines(flat, size) <= HEIGHT), sizes[-1])
    pages = _paginate(flat, size)
    return [
        replace(slide, lines=tuple(page), size=size, continued=place > 0, notes=slide.notes if place == 0 else ())
        for place, page in enumerate(pages)
    ]


def _paginate(lines: Sequence[Line], size: float) -> list[list[Line]]:
    pages: list[list[Line]] = [[]]
    room = HEIGHT
    for line in lines:
        for part in _split_line(line, size):
            height = measure_line(part, size)
            if pages[-1] and height > room:
                pages.append([])
                room = HEIGHT
            pages[-1].append(part)
            room -= height
    return pages


def _split_line(line: Line, size: float) -> list[Line]:
    """Split a paragraph that is higher than a page."""
    most = int((HEIGHT - _extra(line, size)) / (size * LINE))
    parts = []
    while measure_line(line, size) > HEIGHT:
        first, rest = split_text(line.text, line_width(line), size, most - 1)
        parts.append(replace(line, text=first))
        line = replace(line, text=rest, term="")
    return [*parts, line]
