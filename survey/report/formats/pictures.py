"""The figures of a document as files that stand alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from survey.platforms import extras
from survey.plots.svg import INK
from survey.report.document import Block, Document, Figure, Group
from survey.report.logo import Logo

PIXELS_PER_INCH = 200
_TEMPLATE = b"""#let pictures = json(bytes(sys.inputs.pictures))
#set page(width: 8in, height: auto, margin: 0pt)
#for (place, picture) in pictures.enumerate() {
  if place > 0 { pagebreak() }
  image(bytes(picture), format: "svg", width: 100%)
}
"""


def list_figures(document: Document) -> list[Figure]:
    """Return the figures in reading order."""
    return [figure for section in document.sections for figure in _find_figures(section.blocks)]


def _find_figures(blocks: Sequence[Block]) -> Iterator[Figure]:
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Group):
            yield from _find_figures(block.blocks)


def write_svg(figure: Figure) -> str:
    """Return a figure as an SVG file: its lines take no colour from a page around it."""
    return figure.wide.replace("currentColor", INK)


def draw_pictures(figures: Sequence[Figure]) -> list[bytes]:
    """Return figures as PNG pictures, eight inches wide, for formats that take no SVG.

    Raises
    ------
    OptionError
        The package typst is not installed.
    """
    if not figures:
        return []
    typst = extras.need("typst", "documents", "pictures in documents")
    pictures = json.dumps([write_svg(figure) for figure in figures])
    drawn = typst.compile(_TEMPLATE, sys_inputs={"pictures": pictures}, format="png", ppi=PIXELS_PER_INCH)
    return [drawn] if isinstance(drawn, bytes) else list(drawn)


def draw_logo(logo: Logo) -> bytes:
    """Return a logo as a PNG or JPEG picture, for formats that take no SVG.

    Raises
    ------
    OptionError
        It is an SVG, and the package typst is not installed.
    """
    if logo.kind != "svg":
        return logo.content
    typst = extras.need("typst", "documents", "logos in documents")
    drawn: bytes = typst.compile(
        _TEMPLATE.replace(b"width: 8in", b"width: 2in").replace(b"margin: 0pt", b"margin: 0pt, fill: none"),
        sys_inputs={"pictures": json.dumps([logo.content.decode("utf-8-sig")])},
        format="png",
        ppi=2 * PIXELS_PER_INCH,
    )
    return drawn
