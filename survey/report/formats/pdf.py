"""The document as PDF: one fixed Typst template, the report as its data."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from survey.platforms import extras
from survey.platforms.pdf.font import find_font_files
from survey.report.catalogue import load_catalogue
from survey.report.document import Block, Document, Figure, Group, Table
from survey.report.formats.html import TEMPLATES
from survey.report.formats.pictures import write_svg

ACCENT = "1d649f"


def render_pdf(document: Document) -> bytes:
    """Render a document as PDF with its fonts inside; charts stay vector graphics.

    Raises
    ------
    OptionError
        The package typst, or the one that brings the Chinese font, is not installed.
    """
    typst = extras.need("typst", "documents", "PDF reports")
    content: bytes = typst.compile(
        (TEMPLATES / "report.typ").read_bytes(),
        font_paths=[str(path.parent) for path in find_font_files()],
        ignore_system_fonts=True,
        sys_inputs={"report": arrange_document(document)},
        format="pdf",
    )
    return content


def arrange_document(document: Document) -> str:
    """Return a document as the template's data."""
    tongue, _, region = document.language.partition("-")
    data = {
        "title": document.title,
        "tongue": tongue,
        "region": region if len(region) == 2 else None,
        "subtitle": document.subtitle,
        "banner": asdict(document.banner) if document.banner else None,
        "contents": load_catalogue(document.language)["page.contents"].fill(),
        "footer": document.footer,
        "accent": (document.brand.accent if document.brand else "") or ACCENT,
        "name": document.brand.name if document.brand else "",
        "logo": _arrange_logo(document),
        "sections": [
            {"heading": section.heading, "blocks": [_arrange(block) for block in section.blocks]}
            for section in document.sections
        ],
    }
    return json.dumps(data, ensure_ascii=False)


def _arrange_logo(document: Document) -> dict[str, Any] | None:
    mark = document.brand.mark if document.brand else None
    if mark is None:
        return None
    svg = mark.kind == "svg"
    data = mark.content.decode("utf-8-sig") if svg else list(mark.content)
    return {"data": data, "format": {"jpeg": "jpg"}.get(mark.kind, mark.kind)}


def _arrange(block: Block) -> dict[str, Any]:
    kind = {"kind": type(block).__name__}
    if isinstance(block, Group):
        return kind | {"heading": block.heading, "blocks": [_arrange(part) for part in block.blocks]}
    if isinstance(block, Figure):
        return kind | {"caption": block.caption, "alt": block.alt, "svg": write_svg(block)}
    if isinstance(block, Table):
        heads = [str(head) for head in block.frame.columns]
        rows = [[str(cell) for cell in row] for row in block.frame.itertuples(index=False, name=None)]
        flush = [head in block.numeric for head in heads]
        return kind | {"caption": block.caption, "heads": heads, "flush": flush, "rows": rows, "note": block.note}
    return kind | asdict(block)
