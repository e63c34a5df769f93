"""Tables cut to slides: columns shared out by what they hold, rows counted, long rows and wide tables split."""

from __future__ import annotations

from collections.abc import Sequence

from survey.report.document import Table
from survey.report.formats.slides.measure import LINE, break_lines, measure_text, split_text
from survey.report.formats.slides.plan import CAPTION, HEIGHT, WIDTH, Grid

PAD_ACROSS, PAD_UP = 5.0, 3.5  # points inside a cell, on each side
_SIZES = (14.0, 12.0, 11.0, 10.0, 9.0)
_LONG = 12.0  # points, in a table of several pages
_LONGEST_WORD = 0.3  # of the page; a longer word is broken


def lay_out_table(table: Table, *, height: float = HEIGHT) -> list[Grid]:
    """Return a table as pages, the heads on each, at the largest type at which it stands on one page if it can.

    Parameters
    ----------
    height
        Points there are for it.
    """
    heads = [str(head) for head in table.frame.columns]
    rows = [[" ".join(str(cell).split()) for cell in row] for row in table.frame.itertuples(index=False, name=None)]
    flush = [head in table.numeric for head in heads]
    pages: list[Grid] = []
    for columns in _split_columns(heads, rows):
        part = _Layout(
            table.caption,
            [heads[place] for place in columns],
            [[row[place] for place in columns] for row in rows],
            [flush[place] for place in columns],
            height,
        )
        pages += part.pages()
    return pages


def _split_columns(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[list[int]]:
    """Return the columns of each page; the first column names the row and stands on each."""
    needed = [_narrowest(heads, rows, place, _SIZES[-1]) for place in range(len(heads))]
    groups: list[list[int]] = [[0]]
    for place in range(1, len(heads)):
        if len(groups[-1]) > 1 and sum(needed[one] for one in groups[-1]) + needed[place] > WIDTH:
            groups.append([0])
        groups[-1].append(place)
    return groups


def _narrowest(heads: Sequence[str], rows: Sequence[Sequence[str]], place: int, size: float) -> float:
    """Return the width at which no word of a column is broken."""
    words = [(word, True) for word in heads[place].split()]
    words += [(word, False) for row in rows for word in row[place].split()]
    widest = max((_measure_word(word, size, bold) for word, bold in words), default=0.0)
    return min(widest, _LONGEST_WORD * WIDTH) + 2 * PAD_ACROSS


def _measure_word(word: str, size: float, bold: bool) -> float:
    """Return the width of a word; a Chinese one may break anywhere, but not into single signs."""
    chinese = any("\u2e80" <= sign <= "\uffef" for sign in word)
    return measure_text(word[:6] if chinese else word, size, bold=bold)


class _Layout:
    """One table whose columns fit the page."""

    def __init__(self, caption: str, heads: list[str], rows: list[list[str]], flush: list[bool], height: float) -> None:
        self.caption, self.heads, self.rows, self.flush = caption, heads, rows, flush
        self.room = height - CAPTION

    def pages(self) -> list[Grid]:
        fitting = [size for size in _SIZES if sum(self._narrowest(size)) <= WIDTH] or [_SIZES[-1]]
        tried = [self._paginate(size) for size in fitting]
        alone = next((pages for pages in tried if len(pages) == 1), None)
        return alone or next((pages for pages in tried if pages[0].size <= _LONG), tried[-1])

    def _narrowest(self, size: float) -> list[float]:
        return [_narrowest(self.heads, self.rows, place, size) for place in range(len(self.heads))]

    def _widths(self, size: float) -> list[float]:
        narrow = self._narrowest(size)
        natural = [
            max(
                least,
                measure_text(head, size, bold=True) + 2 * PAD_ACROSS,
                *(measure_text(row[place], size) + 2 * PAD_ACROSS for row in self.rows),
            )
            for place, (head, least) in enumerate(zip(self.heads, narrow, strict=True))
        ]
        if sum(natural) <= WIDTH:
            spare = min(WIDTH - sum(natural), 0.3 * sum(natural))
            return [width + spare * width / sum(natural) for width in natural]
        wish = [min(width, WIDTH) - least for width, least in zip(natural, narrow, strict=True)]
        spare = max(0.0, WIDTH - sum(narrow))
        share = spare / sum(wish) if sum(wish) else 0.0
        shrink = min(1.0, WIDTH / sum(narrow))
        return [least * shrink + share * more for least, more in zip(narrow, wish, strict=True)]

    def _paginate(self, size: float) -> list[Grid]:
        widths = self._widths(size)
        head = _row_height(self.heads, widths, size, bold=True)
        room = self.room - head
        pages: list[list[tuple[list[str], float]]] = [[]]
        used = 0.0
        for row in self.rows:
            for part in _split_row(row, widths, size, room):
                height = _row_height(part, widths, size)
                if pages[-1] and used + height > room:
                    pages.append([])
                    used = 0.0
                    part = [part[0] or _find_last(pages), *part[1:]]
                    height = _row_height(part, widths, size)
                pages[-1].append((part, height))
                used += height
        return [
            Grid(
                self.caption,
                tuple(self.heads),
                tuple(tuple(row) for row, _ in page),
                tuple(self.flush),
                tuple(widths),
                (head, *(height for _, height in page)),
                size,
            )
            for page in pages
        ]


def _find_last(pages: Sequence[Sequence[tuple[list[str], float]]]) -> str:
    """Return the last name of a row: a block that goes on over the page says again what it is."""
    return next((row[0] for page in reversed(pages) for row, _ in reversed(page) if row[0]), "")


def _row_height(cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    lines = [
        len(break_lines(cell, width - 2 * PAD_ACROSS, size, bold=bold))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return max(lines) * size * LINE + 2 * PAD_UP


def _split_row(row: list[str], widths: Sequence[float], size: float, room: float) -> list[list[str]]:
    """Split a row that is higher than a page."""
    most = max(1, int((room - 2 * PAD_UP) / (size * LINE)))
    parts = []
    while _row_height(row, widths, size) > room:
        pairs = [split_text(cell, width - 2 * PAD_ACROSS, size, most) for cell, width in zip(row, widths, strict=True)]
        parts.append([first for first, _ in pairs])
        row = [rest for _, rest in pairs]
    return [*parts, row]
