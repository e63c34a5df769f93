"""What python-pptx has no words for in charts: error bars, single labels, the place of the plot, Chinese fonts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from survey.platforms.word.style import CHINESE_FONT, LATIN_FONT

_SPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
)
# What follows error bars in a series, by the schema.
_AFTER_BARS = ("c:cat", "c:val", "c:xVal", "c:yVal", "c:shape", "c:smooth", "c:extLst")


def _parse(text: str) -> Any:
    from pptx.oxml import parse_xml

    return parse_xml(text)


def _name(tag: str) -> str:
    from pptx.oxml.ns import qn

    return str(qn(tag))


def set_fonts(chart: Any, size: float) -> None:
    """Name the fonts of a chart, Latin and Chinese; charts do not follow the theme in every program."""
    from pptx.util import Pt

    chart.font.size = Pt(size)
    look = chart._chartSpace.find(_name("c:txPr")).find(".//" + _name("a:defRPr"))
    for tag, name in (("a:latin", LATIN_FONT), ("a:ea", CHINESE_FONT), ("a:cs", LATIN_FONT)):
        look.append(_parse(f'<{tag} {_SPACES} typeface="{name}"/>'))


Arm = tuple[str, Sequence[float]]


def add_error_bars(series: Any, below: Arm, above: Arm) -> None:
    """Draw intervals on bars.

    Parameters
    ----------
    below, above
        Where the lengths stand in the chart's sheet, and the lengths.
    """
    arms = "".join(_write_arm(tag, *arm) for tag, arm in (("plus", above), ("minus", below)))
    line = '<a:ln w="15875" cap="flat"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill></a:ln>'
    bars = _parse(
        f'<c:errBars {_SPACES}><c:errBarType val="both"/><c:errValType val="cust"/><c:noEndCap val="1"/>{arms}'
        f"<c:spPr>{line}</c:spPr></c:errBars>"
    )
    element = series._element
    following = next((child for child in element if child.tag in {_name(tag) for tag in _AFTER_BARS}), None)
    if following is None:
        element.append(bars)
    else:
        following.addprevious(bars)


def _write_arm(tag: str, address: str, lengths: Sequence[float]) -> str:
    points = "".join(f'<c:pt idx="{place}"><c:v>{length!r}</c:v></c:pt>' for place, length in enumerate(lengths))
    cache = f'<c:formatCode>General</c:formatCode><c:ptCount val="{len(lengths)}"/>{points}'
    return f"<c:{tag}><c:numRef><c:f>{address}</c:f><c:numCache>{cache}</c:numCache></c:numRef></c:{tag}>"


def set_address(series: Any, tag: str, address: str) -> None:
    """Say where a part of a series stands in the chart's sheet."""
    part = series._element.find(_name(tag))
    if part is not None:
        for formula in part.iter(_name("c:f")):
            formula.text = address


def _take_label(series: Any, place: int) -> Any:
    labels = series._element.get_or_add_dLbls()
    for old in labels.findall(_name("c:dLbl")):
        if old.find(_name("c:idx")).get("val") == str(place):
            labels.remove(old)
    return labels


def _insert_label(labels: Any, label: Any) -> None:
    """Put a label among the others, which stand first and by number."""
    labels.insert(len(labels.findall(_name("c:dLbl"))), label)


def drop_label(series: Any, place: int) -> None:
    """Take away the label of one value."""
    label = _parse(f'<c:dLbl {_SPACES}><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>')
    _insert_label(_take_label(series, place), label)


def add_label(series: Any, place: int, text: str, position: str, size: float, *, down: float = 0.0) -> None:
    """Write a label of its own at one value; `down` moves it, in parts of the chart's height."""
    moved = f'<c:layout><c:manualLayout><c:x val="0"/><c:y val="{down:.4f}"/></c:manualLayout></c:layout>'
    fonts = f'<a:latin typeface="{LATIN_FONT}"/><a:ea typeface="{CHINESE_FONT}"/>'
    look = f'<a:rPr sz="{round(size * 100)}" b="0">{fonts}</a:rPr>'
    label = _parse(
        f'<c:dLbl {_SPACES}><c:idx val="{place}"/>{moved if down else ""}<c:tx><c:rich><a:bodyPr wrap="none"/><a:p>'
        f'<a:r>{look}<a:t>{escape(text)}</a:t></a:r></a:p></c:rich></c:tx><c:dLblPos val="{position}"/>'
        '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/>'
        '<c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
    )
    _insert_label(_take_label(series, place), label)


def drop_points(series: Any, places: Sequence[int]) -> None:
    """Empty some points of a series of points, so that its line is broken there."""
    for tag in ("c:xVal", "c:yVal"):
        for point in list(series._element.find(_name(tag)).iter(_name("c:pt"))):
            if int(point.get("idx")) in places:
                point.getparent().remove(point)


def lay_out_plot(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Say where the plot stands, in parts of the chart; its labels are outside."""
    area = chart._chartSpace.find(".//" + _name("c:plotArea"))
    for old in area.findall(_name("c:layout")):
        area.remove(old)
    parts = "".join(
        f'<c:{tag} val="{value:.4f}"/>' for tag, value in zip("xywh", (left, top, width, height), strict=True)
    )
    area.insert(
        0,
        _parse(
            f'<c:layout {_SPACES}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{parts}</c:manualLayout></c:layout>'
        ),
    )


def set_low_labels(chart: Any) -> None:
    """Keep the names of rows at the left, also of bars that go left; keep the numbers at the bottom."""
    from pptx.enum.chart import XL_TICK_LABEL_POSITION

    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis._element.find(_name("c:crosses")).set("val", "max")


def paint(series: Any, colour: str, *, pale: bool = False) -> None:
    """Fill the bars of a series with a colour of the theme, or with six hexadecimal digits after a ``#``."""
    properties = series._element.get_or_add_spPr()
    for old in properties.findall(_name("a:solidFill")):
        properties.remove(old)
    tint = '<a:lumMod val="40000"/><a:lumOff val="60000"/>' if pale else ""
    inside = f'<a:srgbClr val="{colour[1:].upper()}"/>' if colour.startswith("#") else ""
    inside = inside or f'<a:schemeClr val="{colour}">{tint}</a:schemeClr>'
    properties.insert(0, _parse(f"<a:solidFill {_SPACES}>{inside}</a:solidFill>"))
