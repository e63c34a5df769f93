"""Charts of PowerPoint's own, with intervals, that stay editable."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from survey.report.document import ChartData, Series
from survey.report.formats.slides.chart_sheet import SheetColumn, head_address, write_sheet
from survey.report.formats.slides.chart_xml import (
    add_error_bars,
    drop_label,
    lay_out_plot,
    paint,
    set_address,
    set_fonts,
    set_low_labels,
)
from survey.report.formats.slides.measure import measure_text
from survey.report.formats.slides.plan import MARGIN, WIDTH
from survey.report.formats.slides.shapes import ACCENT, RULE, Pen, describe
from survey.report.formats.slides.theme import points

FORMATS = {"percent": "0%", "count": "#,##0", "number": "0.00"}
_LABELS = (0.08, 0.40)  # of a chart's width, for the names of its rows
NAMELESS = "\u00a0"  # else programs write a name of their own
LEGEND = 26.0
_HIGHEST_ROW, _FEW_ROWS = 64.0, 8


@dataclass(frozen=True)
class Frame:
    """Where a chart stands on a slide, in points, and the size of its type."""

    left: float = MARGIN
    top: float = 0.0
    width: float = WIDTH
    height: float = 0.0
    size: float = 12.0


def fit_frame(data: ChartData, frame: Frame) -> Frame:
    """Return a frame no higher than a chart's rows need, with larger type where there are few rows."""
    if data.kind == "map":
        return frame
    rows = len(data.categories)
    height = min(frame.height, rows * _HIGHEST_ROW + 2 * LEGEND)
    size = 14.0 if frame.size == Frame.size and rows <= _FEW_ROWS else frame.size
    return Frame(frame.left, frame.top, frame.width, height, size)


def add_chart(pen: Pen, data: ChartData, frame: Frame, *, title: str, alt: str) -> None:
    """Add a chart with its description."""
    from survey.report.formats.slides.chart_diverging import add_diverging
    from survey.report.formats.slides.chart_map import add_map

    if data.kind == "map":
        chart = add_map(pen, data, frame)
    elif data.kind == "diverging":
        chart = add_diverging(pen, data, frame)
    else:
        chart = _add_bars(pen, data, frame)
    describe(chart, title, alt)


def insert_chart(pen: Pen, kind: str, chart_data: Any, columns: Sequence[SheetColumn], frame: Frame) -> Any:
    """Insert a chart and put our sheet behind it."""
    from pptx.enum.chart import XL_CHART_TYPE

    place = map(points, (frame.left, frame.top, frame.width, frame.height))
    shape = pen.slide.shapes.add_chart(XL_CHART_TYPE[kind], *place, chart_data)
    chart = shape.chart
    chart.part.chart_workbook.update_from_xlsx_blob(write_sheet(columns))
    chart.has_title = False
    set_fonts(chart, frame.size)
    return shape


def add_category_chart(pen: Pen, data: ChartData, series: Sequence[Series], kind: str, frame: Frame) -> Any:
    """Add a chart of rows, with the intervals of its series."""
    from pptx.chart.data import CategoryChartData

    chart_data = CategoryChartData(number_format=FORMATS[data.form])
    chart_data.categories = [name or NAMELESS for name in data.categories]
    columns = [SheetColumn("", data.categories)]
    for one in series:
        chart_data.add_series(one.name, one.values)
        columns.append(SheetColumn(one.name, one.values))
    intervals = [(one, _arms(one)) for one in series if one.low]
    first = len(columns)
    for one, (below, above) in intervals:
        columns += [SheetColumn(f"{one.name} −", below), SheetColumn(f"{one.name} +", above)]
    shape = insert_chart(pen, kind, chart_data, columns, frame)
    for place, (one, (below, above)) in enumerate(intervals):
        at = first + 2 * place
        drawn = shape.chart.plots[0].series[list(series).index(one)]
        add_error_bars(drawn, (columns[at].address(at), below), (columns[at + 1].address(at + 1), above))
    for place, drawn in enumerate(shape.chart.plots[0].series, start=1):
        set_address(drawn, "c:tx", head_address(place))
    return shape


def _arms(series: Series) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Return how far intervals reach below and above the values; nothing where there is none."""

    def reach(ends: tuple[float | None, ...], sign: int) -> tuple[float, ...]:
        pairs = zip(series.values, ends, strict=True)
        return tuple(0.0 if value is None or end is None else max(0.0, sign * (end - value)) for value, end in pairs)

    return reach(series.low, -1), reach(series.high, 1)


# -- bars --------------------------------------------------------------------------------------------------------------


def _add_bars(pen: Pen, data: ChartData, frame: Frame) -> Any:
    from pptx.enum.dml import MSO_THEME_COLOR

    stacked = data.kind == "stacked"
    shape = add_category_chart(pen, data, data.series, "BAR_STACKED" if stacked else "BAR_CLUSTERED", frame)
    chart, plot = shape.chart, shape.chart.plots[0]
    plot.gap_width, plot.overlap = (60, 100) if stacked else (55, -5)
    several = len(data.series) > 1
    interval = any(one.low for one in data.series)
    for drawn, colour in zip(plot.series, (ACCENT, RULE if stacked else "accent5"), strict=False):
        paint(drawn, colour, pale=interval)
        drawn.invert_if_negative = False
        _label_bars(drawn, data, frame, inside=interval or stacked)
        if stacked and colour == ACCENT:
            drawn.data_labels.font.color.theme_color = MSO_THEME_COLOR.BACKGROUND_1
    if stacked:
        _drop_zeros(plot.series, data)
    set_category_axis(chart, frame)
    low, high, step = _value_range(data, stacked=stacked)
    axis = chart.value_axis
    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, step
    axis.has_major_gridlines = interval
    axis.visible = interval
    if interval:
        paint_axis(axis, FORMATS[data.form], frame.size - 1)
    top = LEGEND / frame.height if several else 0.01
    names = share_labels(data, frame)
    lay_out_plot(chart, names, top, 0.98 - names, 1 - top - (0.1 if interval else 0.02))
    if several:
        _add_legend(chart, frame)
    return shape


def share_labels(data: ChartData, frame: Frame) -> float:
    """Return the part of a chart's width that the names of its rows need; longer ones are wrapped."""
    widest = max(measure_text(name, frame.size) for name in data.categories)
    return min(max(_LABELS[0], (widest + 14) / frame.width), _LABELS[1])


def _label_bars(drawn: Any, data: ChartData, frame: Frame, *, inside: bool) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION
    from pptx.util import Pt

    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = FORMATS[data.form], False
    labels.position = XL_LABEL_POSITION.INSIDE_BASE if inside else XL_LABEL_POSITION.OUTSIDE_END
    labels.font.size, labels.font.bold = Pt(frame.size), inside


def _drop_zeros(series: Sequence[Any], data: ChartData) -> None:
    for drawn, one in zip(series, data.series, strict=True):
        for place, value in enumerate(one.values):
            if not value:
                drop_label(drawn, place)


def _value_range(data: ChartData, *, stacked: bool) -> tuple[float, float, float]:
    """Return the ends of the axis and the step between its numbers."""
    columns = [values for one in data.series for values in (one.values, one.low, one.high)]
    known = [value for values in columns for value in values if value is not None]
    if stacked:
        rows = zip(*(one.values for one in data.series), strict=True)
        known = [sum(value or 0.0 for value in row) for row in rows]
    low, high = min([0.0, *known]), max([0.0, *known])
    reach = (high - low) * 1.02 or 1.0
    step = nice_step(reach)
    room = 1.0 if stacked or any(one.low for one in data.series) else 1.12  # for the number behind the bar
    ends = math.floor(low / step) * step, math.ceil(high * room / step) * step
    return (ends[0], high * room if stacked else ends[1], step)


def nice_step(reach: float, parts: int = 6) -> float:
    """Return a round step that parts a length into about so many pieces.

    Examples
    --------
    >>> nice_step(0.42), nice_step(95)
    (0.1, 20.0)
    """
    rough = reach / parts
    power = 10.0 ** math.floor(math.log10(rough))
    return next(round(step * power, 12) for step in (1, 2, 5, 10) if step * power >= rough)


def set_category_axis(chart: Any, frame: Frame) -> None:
    """Set the axis of names: the first row on top."""
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.util import Pt

    axis = chart.category_axis
    axis.reverse_order = True  # the first row on top
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(frame.size)
    axis.has_major_gridlines = False
    axis.format.line.width = Pt(0.75)
    set_low_labels(chart)


def paint_axis(axis: Any, number_format: str, size: float) -> None:
    """Set an axis of numbers: small figures, faint lines."""
    from pptx.enum.chart import XL_TICK_MARK
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.util import Pt

    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = number_format, False
    axis.format.line.fill.background()
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.width = Pt(0.5)
        axis.major_gridlines.format.line.color.theme_color = MSO_THEME_COLOR.ACCENT_6


def _add_legend(chart: Any, frame: Frame) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.TOP
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(frame.size)
