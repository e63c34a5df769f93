"""The document as a file: the same bytes for the same form."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from survey.platforms.office_file import pack_office_file

# Of python-docx's empty document, not of ours: a picture, a second copy of the styles, lists.
_DROPPED = {"docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "word/numbering.xml"}
_LEFT_OUT = {
    "_rels/.rels": rb'<Relationship [^>]*Target="docProps/thumbnail\.jpeg"[^>]*/>',
    "word/_rels/document.xml.rels": rb'<Relationship [^>]*Target="(?:stylesWithEffects|numbering)\.xml"[^>]*/>',
    "[Content_Types].xml": rb'<Override [^>]*PartName="/word/(?:stylesWithEffects|numbering)\.xml"[^>]*/>',
}


def pack_document(document: Any) -> bytes:
    """Return a document as the bytes of its file, without dates and without what the template brings along."""
    saved = BytesIO()
    document.save(saved)
    return pack_office_file(saved.getvalue(), dropped=_DROPPED, left_out=_LEFT_OUT)
