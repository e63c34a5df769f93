"""Answers as bars around the middle of their scale: a stacked chart of PowerPoint's own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.plots.style import diverging_colours, text_on
from survey.report.document import ChartData, Series
from survey.report.formats.slides.chart import LEGEND, Frame, add_category_chart, set_category_axis, share_labels
from survey.report.formats.slides.chart_xml import add_label, drop_label, lay_out_plot, paint
from survey.report.formats.slides.measure import clip_text, measure_text
from survey.report.formats.slides.shapes import SOFT, Pen

_SMALLEST_LABEL = 0.05  # of the answers; a narrower segment carries no number


def add_diverging(pen: Pen, data: ChartData, frame: Frame) -> Any:
    """Add the chart with its legend."""
    colours = diverging_colours(len(data.series))
    _write_key(pen, [one.name for one in data.series], colours, frame)
    order = order_segments(data)
    segments = [Series(data.series[place].name, values) for place, values, _ in order]
    below = Frame(frame.left, frame.top + LEGEND, frame.width, frame.height - LEGEND, frame.size)
    shape = add_category_chart(pen, data, segments, "BAR_STACKED", below)
    chart, plot = shape.chart, shape.chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    for drawn, (place, values, whole) in zip(plot.series, order, strict=True):
        paint(drawn, colours[place])
        drawn.invert_if_negative = False
        _label_segment(drawn, values, whole, text_on(colours[place]), frame)
    set_category_axis(chart, frame)
    axis = chart.value_axis
    reach = [sum(min(0.0, values[row] or 0.0) for _, values, _ in order) for row in range(len(data.categories))]
    ends = [sum(max(0.0, values[row] or 0.0) for _, values, _ in order) for row in range(len(data.categories))]
    axis.minimum_scale, axis.maximum_scale = min(reach) * 1.02 - 0.001, max(ends) * 1.02 + 0.001
    axis.has_major_gridlines = False
    axis.visible = False
    names = share_labels(data, frame)
    lay_out_plot(chart, names, 0.01, 0.99 - names, 0.97)
    return shape


Segment = tuple[int, tuple[float | None, ...], tuple[float | None, ...] | None]


def order_segments(data: ChartData) -> list[Segment]:
    """Return the segments as stacks are drawn, from the middle outward: the lower half counts down.

    Each is the place of its point on the scale, its values, and for the middle point what both halves make together:
    the half to the right carries the number, the half to the left (empty) none.
    """
    n = len(data.series)
    half, odd = divmod(n, 2)
    values = [one.values for one in data.series]

    def times(row: tuple[float | None, ...], factor: float) -> tuple[float | None, ...]:
        return tuple(None if value is None else value * factor for value in row)

    left: list[Segment] = [(place, times(values[place], -1.0), None) for place in reversed(range(half))]
    right: list[Segment] = [(place, values[place], None) for place in range(half + odd, n)]
    if not odd:
        return [*left, *right]
    middle = values[half]
    return [(half, times(middle, -0.5), ()), *left, (half, times(middle, 0.5), middle), *right]


def _label_segment(
    drawn: Any, values: Sequence[float | None], whole: Sequence[float | None] | None, colour: str, frame: Frame
) -> None:
    from pptx.dml.color import RGBColor
    from pptx.util import Pt

    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = "0%;0%", False
    labels.font.size, labels.font.color.rgb = Pt(frame.size - 1), RGBColor.from_string(colour[1:].upper())
    for place, value in enumerate(values):
        if whole is not None:
            full = (whole[place] if whole else None) or 0.0
            if full >= 2 * _SMALLEST_LABEL:
                add_label(drawn, place, f"{full:.0%}", "inBase", frame.size - 1)
                continue
        if whole is not None or abs(value or 0.0) < _SMALLEST_LABEL:
            drop_label(drawn, place)


def _write_key(pen: Pen, names: Sequence[str], colours: Sequence[str], frame: Frame) -> None:
    """Write the legend in the order of the scale; the chart's own would follow the order of the stacks."""
    from pptx.dml.color import RGBColor

    box = pen.add_frame(frame.left, frame.top, frame.width, LEGEND)
    needed = sum(measure_text(f"■ {name}    ", 11) for name in names)
    size = 11.0 if needed <= frame.width else 9.0
    room = frame.width / len(names) - measure_text("■     ", size)
    crowded = sum(measure_text(f"■ {name}    ", size) for name in names) > frame.width
    paragraph = pen.add_paragraph(box, size=size, align="ctr")
    for name, colour in zip(names, colours, strict=True):
        pen.add_run(paragraph, "■ ", size=size)
        paragraph.runs[-1].font.color.rgb = RGBColor.from_string(colour[1:].upper())
        pen.add_run(paragraph, (clip_text(name, room, size, 1) if crowded else name) + "    ", size=size, colour=SOFT)
