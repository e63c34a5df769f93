"""The map of importance and performance as a chart of points with their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from survey.report.document import ChartData, Series
from survey.report.formats.slides.chart import Frame, insert_chart, nice_step, paint_axis
from survey.report.formats.slides.chart_sheet import SheetColumn, head_address
from survey.report.formats.slides.chart_xml import add_label, drop_points, lay_out_plot, set_address
from survey.report.formats.slides.measure import LINE, clip_text, measure_text
from survey.report.formats.slides.shapes import SOFT, Pen

_PLOT = (0.075, 0.02, 0.91, 0.83)  # left, top, width, height in parts of the chart
_NAME_SIZE, _CORNER_SIZE, _LONGEST_NAME = 12.0, 11.0, 220.0
_REACH = 7.0  # points from a point to its name
Box = tuple[float, float, float, float]
Side = Literal["r", "l"]
_NUDGE = {"above": -12.0, "below": 12.0, "beside": 0.0}  # points down from the point's own height


def add_map(pen: Pen, data: ChartData, frame: Frame) -> Any:
    """Add the map: crosses with names, the two means, the names of the fields."""
    across, up = data.series[:2]
    ends = _find_ends(across), _find_ends(up)
    columns = _list_columns(data, ends)
    shape = insert_chart(pen, "XY_SCATTER", _write_data(data, ends), columns, frame)
    chart = shape.chart
    chart.has_legend = False
    _set_axis(chart.category_axis, *ends[0], "0%", across.name, frame)
    _set_axis(chart.value_axis, *ends[1], "0", up.name, frame)
    lay_out_plot(chart, *_PLOT)
    *lines, points = chart.plots[0].series
    _set_points(points, data, columns, frame, ends)
    for place, (line, known) in enumerate(zip(lines, _find_lines(data, ends), strict=True)):
        drop_points(line, [number for number, (x, y) in enumerate(known) if x is None or y is None])
        _set_line(line, columns, 3 + 2 * place, mean=place > 1)
    _write_corners(pen, data.corners, frame)
    return shape


def _find_ends(series: Series) -> tuple[float, float]:
    """Return where an axis begins and ends: a step beyond the intervals."""
    known = [value for values in (series.values, series.low, series.high) for value in values if value is not None]
    low, high = min(known), max(known)
    step = nice_step((high - low) * 1.3 or 1.0)
    return max(0.0, low - step * 0.8) // step * step, (high + step * 0.8) // step * step + step


def _list_columns(data: ChartData, ends: tuple[tuple[float, float], tuple[float, float]]) -> list[SheetColumn]:
    across, up = data.series[:2]
    columns = [
        SheetColumn("", data.categories),
        SheetColumn(across.name, across.values),
        SheetColumn(up.name, up.values),
    ]
    for head, line in zip(("—", "|", "↕", "↔"), _find_lines(data, ends), strict=True):
        columns += [SheetColumn(head, tuple(x for x, _ in line)), SheetColumn(head, tuple(y for _, y in line))]
    return columns


Point = tuple[float | None, float | None]


def _find_lines(data: ChartData, ends: tuple[tuple[float, float], tuple[float, float]]) -> list[list[Point]]:
    """Return the intervals across, those up, and the two means; an empty point parts one interval from the next."""
    across, up = data.series[:2]
    middle = list(zip(across.values, up.values, strict=True))
    gap: Point = (None, None)
    arms: list[list[Point]] = [[], []]
    for (_, y), low, high in zip(middle, across.low, across.high, strict=False):
        arms[0] += [(low, y), (high, y), gap]
    for (x, _), low, high in zip(middle, up.low, up.high, strict=False):
        arms[1] += [(x, low), (x, high), gap]
    (left, right), (bottom, top) = ends
    x, y = data.means
    return [*(arm or [gap] for arm in arms), [(x, bottom), (x, top)], [(left, y), (right, y)]]


def _write_data(data: ChartData, ends: tuple[tuple[float, float], tuple[float, float]]) -> Any:
    from pptx.chart.data import XyChartData

    chart_data = XyChartData()
    for line in _find_lines(data, ends):
        drawn = chart_data.add_series("–")
        for x, y in line:
            drawn.add_data_point(x or 0.0, y or 0.0)
    across, up = data.series[:2]
    points = chart_data.add_series(up.name)  # the last: on top of the lines, and LibreOffice leaves out a first one
    for x, y in zip(across.values, up.values, strict=True):
        points.add_data_point(x, y)
    return chart_data


def _set_axis(axis: Any, low: float, high: float, number_format: str, title: str, frame: Frame) -> None:
    from pptx.util import Pt

    axis.minimum_scale, axis.maximum_scale, axis.major_unit = low, high, nice_step(high - low)
    axis.has_major_gridlines = False
    paint_axis(axis, number_format, frame.size - 1)
    axis.has_title = True
    text = axis.axis_title.text_frame
    text.text = title
    text.paragraphs[0].runs[0].font.size, text.paragraphs[0].runs[0].font.bold = Pt(frame.size), False


def _set_points(
    points: Any,
    data: ChartData,
    columns: Sequence[SheetColumn],
    frame: Frame,
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_THEME_COLOR

    set_address(points, "c:tx", head_address(2))
    set_address(points, "c:xVal", columns[1].address(1))
    set_address(points, "c:yVal", columns[2].address(2))
    points.format.line.fill.background()
    points.marker.style, points.marker.size = XL_MARKER_STYLE.CIRCLE, 9
    points.marker.format.fill.solid()
    points.marker.format.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
    points.marker.format.line.fill.background()
    names = [clip_text(name, _LONGEST_NAME, _NAME_SIZE, 1) for name in data.categories]
    for place, (name, position) in enumerate(zip(names, place_names(data, names, frame, ends), strict=True)):
        add_label(points, place, name, position[0], _NAME_SIZE, down=_NUDGE[position[1]] / frame.height)


def place_names(
    data: ChartData,
    names: Sequence[str],
    frame: Frame,
    ends: tuple[tuple[float, float], tuple[float, float]],
) -> list[tuple[Side, str]]:
    """Return where each name stands beside its point: where it covers least of what is drawn already."""
    (left, right), (bottom, top) = ends
    width, height = frame.width * _PLOT[2], frame.height * _PLOT[3]

    def put(x: float | None, y: float | None) -> tuple[float, float]:
        return ((x or 0.0) - left) / (right - left) * width, (1 - ((y or 0.0) - bottom) / (top - bottom)) * height

    spots = [put(x, y) for x, y in zip(data.series[0].values, data.series[1].values, strict=True)]
    taken: list[Box] = [(x - 5, y - 5, x + 5, y + 5) for x, y in spots]
    taken += _corner_boxes(width, height)
    for line in _find_lines(data, ends):
        known = [put(x, y) for x, y in line if x is not None]
        for (x, y), (end, far) in zip(known[::2], known[1::2], strict=True):
            taken.append((min(x, end) - 1, min(y, far) - 1, max(x, end) + 1, max(y, far) + 1))
    chosen = []
    for (x, y), name in zip(spots, names, strict=True):
        wide, high = measure_text(name, _NAME_SIZE), _NAME_SIZE * LINE
        boxes: dict[tuple[Side, str], Box] = {}
        for level, down in _NUDGE.items():
            up, low = y + down - high / 2, y + down + high / 2
            boxes["r", level] = (x + _REACH, up, x + _REACH + wide, low)
            boxes["l", level] = (x - _REACH - wide, up, x - _REACH, low)
        best = min(boxes, key=lambda spot: _cost(boxes[spot], taken, (width, height)))
        taken.append(boxes[best])
        chosen.append(best)
    return chosen


def _corner_boxes(width: float, height: float) -> list[Box]:
    wide, high = width * 0.28, 20.0
    return [(x, y, x + wide, y + high) for x in (0.0, width - wide) for y in (0.0, height - high)]


def _cost(box: Box, taken: Sequence[Box], plot: tuple[float, float]) -> float:
    """Return how much of a box lies on others or outside the plot, in square points."""
    outside = max(0.0, -box[0]) + max(0.0, box[2] - plot[0]) + max(0.0, -box[1]) + max(0.0, box[3] - plot[1])
    covered = sum(
        max(0.0, min(box[2], one[2]) - max(box[0], one[0])) * max(0.0, min(box[3], one[3]) - max(box[1], one[1]))
        for one in taken
    )
    return covered + 100 * outside


def _set_line(line: Any, columns: Sequence[SheetColumn], at: int, *, mean: bool) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE_DASH_STYLE, MSO_THEME_COLOR
    from pptx.util import Pt

    set_address(line, "c:tx", head_address(at))
    set_address(line, "c:xVal", columns[at].address(at))
    set_address(line, "c:yVal", columns[at + 1].address(at + 1))
    line.marker.style = XL_MARKER_STYLE.NONE
    line.format.line.width = Pt(1 if mean else 1.5)
    line.format.line.color.theme_color = MSO_THEME_COLOR.TEXT_2 if mean else MSO_THEME_COLOR.ACCENT_1
    if mean:
        line.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH


def _write_corners(pen: Pen, corners: Sequence[str], frame: Frame) -> None:
    left, top = frame.left + frame.width * _PLOT[0], frame.top + frame.height * _PLOT[1]
    width, height = frame.width * _PLOT[2], frame.height * _PLOT[3]
    high = _CORNER_SIZE * LINE
    places = [
        (0.0, 2.0, "l"),
        (width / 2, 2.0, "r"),
        (0.0, height - high - 2, "l"),
        (width / 2, height - high - 2, "r"),
    ]
    for name, (x, y, side) in zip(corners, places, strict=False):
        box = pen.add_frame(left + x + 6, top + y, width / 2 - 12, high)
        pen.write(box, clip_text(name, width / 2 - 12, _CORNER_SIZE, 1), size=_CORNER_SIZE, align=side, colour=SOFT)
