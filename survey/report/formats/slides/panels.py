"""Figures cut to slides: so many rows a chart, so many charts a slide."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from survey.report.document import ChartData, Figure, Series
from survey.report.formats.slides.measure import count_lines
from survey.report.formats.slides.plan import Panels

_ROWS = {"bars": 12, "stacked": 10, "diverging": 8}
_PANEL_ROWS, _PANELS = 9, 4
_LABEL_WIDTH, _LABEL_SIZE, _LABEL_LINES = 340.0, 12.0, 4


def lay_out_figure(figure: Figure) -> list[Panels]:
    """Return a figure as charts for one slide after another; as its picture where it has no numbers of its own."""
    data = figure.data
    if data is None or not _is_drawable(data):
        return [Panels(figure)]
    if data.kind == "map":
        return [Panels(figure, (("", data),))]
    if data.groups:
        return _lay_out_groups(figure, data)
    most = _ROWS[data.kind]
    return [Panels(figure, (("", part),)) for part in _cut_rows(data, most)]


def _is_drawable(data: ChartData) -> bool:
    """Whether every name fits beside its row; else the picture, which wraps and shortens, is the better choice."""
    most = max((count_lines(name, _LABEL_WIDTH, _LABEL_SIZE) for name in data.categories), default=0)
    return 0 < most <= _LABEL_LINES and len(data.categories) > 0


def _lay_out_groups(figure: Figure, data: ChartData) -> list[Panels]:
    titled = []
    for group in dict.fromkeys(data.groups):
        rows = [place for place, name in enumerate(data.groups) if name == group]
        titled += [(group, part) for part in _cut_rows(_pick_rows(data, rows), _PANEL_ROWS)]
    most = _PANELS // len(data.series)  # two bars a row need twice the height
    pages = [titled[start : start + most] for start in range(0, len(titled), most)]
    return [Panels(figure, tuple(page)) for page in pages]


def _cut_rows(data: ChartData, most: int) -> list[ChartData]:
    """Cut a chart into ones with about as many rows each."""
    n = len(data.categories)
    pages = -(-n // most)
    ends = [round(n * page / pages) for page in range(pages + 1)]
    return [_pick_rows(data, list(range(start, end))) for start, end in pairwise(ends)]


def _pick_rows(data: ChartData, rows: list[int]) -> ChartData:
    def pick(values: tuple[float | None, ...]) -> tuple[float | None, ...]:
        return tuple(values[row] for row in rows) if values else ()

    series = tuple(Series(one.name, pick(one.values), pick(one.low), pick(one.high)) for one in data.series)
    if data.kind == "bars":  # a block without targets needs no legend for them
        series = tuple(one for one in series if any(value is not None for value in one.values)) or series[:1]
    return replace(data, categories=tuple(data.categories[row] for row in rows), series=series, groups=())
