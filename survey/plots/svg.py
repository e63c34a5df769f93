"""Figures as text for a web page, and as pictures for documents."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import matplotlib
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure, SubFigure

from survey.plots.marks import read_texts

INK = "#23272e"  # text and axis lines; becomes ``currentColor`` in SVG, so the page's theme decides
_HASH_SALT = "survey-plots"
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK = "{http://www.w3.org/1999/xlink}"
_NO_SVG_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_REFERENCE = re.compile(r"url\(#([^)]+)\)")
_DECIMALS = re.compile(r"(-?\d+\.\d{2})\d+")


def figure_svg(figure: Figure | SubFigure, *, title: str, description: str = "", prefix: str = "") -> str:
    """Write a figure as SVG to be placed inside a web page.

    The text is drawn as shapes, so it shows without a font. Nothing in it points outside the page; text and axis lines
    take the text colour of the page; the width follows the container. Marks that say something do so in a title.

    Parameters
    ----------
    figure
        Figure, ``axes.figure``.
    title, description
        What a screen reader says; escaped here.
    prefix
        Start of every id. By default it comes from the content, so different figures never clash; give one to show
        the same figure twice on a page.

    Returns
    -------
    str
        An ``<svg>`` element, the same text for the same figure.

    Examples
    --------
    >>> from survey.plots.style import new_axes
    >>> text = figure_svg(new_axes(2, 1).figure, title="Nothing <yet>")
    >>> text.startswith("<svg"), "Nothing &lt;yet&gt;" in text
    (True, True)
    """
    buffer = io.BytesIO()
    whole = _whole(figure)
    with matplotlib.rc_context({"svg.fonttype": "path", "svg.hashsalt": _HASH_SALT}), _transparent(whole):
        FigureCanvasSVG(whole).print_svg(buffer, metadata=_NO_SVG_METADATA)  # type: ignore[no-untyped-call]
    root = ElementTree.fromstring(buffer.getvalue())
    digest = hashlib.sha256(buffer.getvalue() + f"{title}\0{description}".encode()).hexdigest()[:10]
    _strip_namespaces(root)
    _drop_page_wide_parts(root)
    _title_marks(root)
    _number_ids(root, prefix or f"chart-{digest}")
    _describe(root, title, description, prefix or f"chart-{digest}")
    return ElementTree.tostring(root, encoding="unicode").replace(INK, "currentColor")


def figure_png(figure: Figure | SubFigure, dpi: float = 200) -> bytes:
    """Write a figure as a PNG picture on white, for documents and slides.

    Parameters
    ----------
    figure
        Figure, ``axes.figure``.
    dpi
        Pixels per inch.

    Returns
    -------
    bytes
        The PNG file, the same bytes for the same figure.
    """
    buffer = io.BytesIO()
    _whole(figure).savefig(buffer, format="png", dpi=dpi, facecolor="white", metadata={"Software": None})
    return buffer.getvalue()


def _whole(figure: Figure | SubFigure) -> Figure:
    """Give the figure itself: ``axes.figure`` may be a part of one."""
    return figure.get_figure(root=True)


@contextmanager
def _transparent(figure: Figure) -> Iterator[None]:
    """Take the grounds away while drawing.

    As ``savefig(transparent=True)`` does, without its rehearsal of the whole drawing, which doubles the time.
    """
    canvas = figure.canvas
    patches = [figure.patch, *(ax.patch for ax in figure.axes)]
    visible = [patch.get_visible() for patch in patches]
    try:
        for patch in patches:
            patch.set_visible(False)
        yield
    finally:
        figure.set_canvas(canvas)
        for patch, shown in zip(patches, visible, strict=True):
            patch.set_visible(shown)


def _strip_namespaces(root: ElementTree.Element) -> None:
    for element in root.iter():
        element.tag = element.tag.removeprefix(_SVG)
        for name in [name for name in element.attrib if name.startswith(_XLINK)]:
            element.set(name.replace(_XLINK, "xlink:"), element.attrib.pop(name))
        for name in ("d", "x", "y"):
            if name in element.attrib:
                element.set(name, _DECIMALS.sub(r"\1", " ".join(element.attrib[name].split())))
        element.text = element.tail = None


def _drop_page_wide_parts(root: ElementTree.Element) -> None:
    """Remove the metadata and the style sheet, which would apply to the whole page."""
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in {"style", "metadata"} or (child.tag == "defs" and not any(e.attrib for e in child.iter())):
                parent.remove(child)
    for name in ("width", "height", "version"):
        root.attrib.pop(name, None)
    width = float(root.attrib["viewBox"].split()[2])
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("xmlns:xlink", "http://www.w3.org/1999/xlink")
    root.set("width", "100%")
    root.set("style", f"stroke-linejoin:round;stroke-linecap:butt;max-width:{width * 1.6:.0f}px;height:auto")


def _title_marks(root: ElementTree.Element) -> None:
    """Turn the texts in ids of marks into titles, which browsers show when somebody points at the mark."""
    for element in list(root.iter()):
        texts = read_texts(element.get("id", ""))
        marks = [element] if len(texts) == 1 else list(element.iter("use"))
        if len(marks) != len(texts):
            continue  # points beyond the edge are not drawn, and nobody knows which the others are
        for mark, text in zip(marks, texts, strict=True):
            title = ElementTree.Element("title")
            title.text = text
            mark.insert(0, title)


def _number_ids(root: ElementTree.Element, prefix: str) -> None:
    """Keep only the ids that something refers to, under names no other figure has."""
    used: dict[str, str] = {}

    def rename(identifier: str) -> str:
        return used.setdefault(identifier, f"{prefix}-{len(used) + 1}")

    for element in root.iter():
        for name, value in element.attrib.items():
            if name == "xlink:href" and value.startswith("#"):
                element.set(name, "#" + rename(value[1:]))
            elif "url(#" in value:
                element.set(name, _REFERENCE.sub(lambda match: f"url(#{rename(match[1])})", value))
    for element in root.iter():
        if "id" in element.attrib:
            old = element.attrib.pop("id")
            if old in used:
                element.set("id", used[old])


def _describe(root: ElementTree.Element, title: str, description: str, prefix: str) -> None:
    root.set("role", "img")
    named = [("title", title), ("desc", description)]
    root.set("aria-labelledby", " ".join(f"{prefix}-{tag}" for tag, text in named if text))
    for place, (tag, text) in enumerate((tag, text) for tag, text in named if text):
        element = ElementTree.Element(tag, {"id": f"{prefix}-{tag}"})
        element.text = text
        root.insert(place, element)
