"""The document as a file: the same bytes for the same form."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a ZIP archive can name
# Of python-docx's empty document, not of ours: a picture, a second copy of the styles, lists.
_DROPPED = {"docProps/thumbnail.jpeg", "word/stylesWithEffects.xml", "word/numbering.xml"}
_LEFT_OUT = {
    "_rels/.rels": rb'<Relationship [^>]*Target="docProps/thumbnail\.jpeg"[^>]*/>',
    "word/_rels/document.xml.rels": rb'<Relationship [^>]*Target="(?:stylesWithEffects|numbering)\.xml"[^>]*/>',
    "[Content_Types].xml": rb'<Override [^>]*PartName="/word/(?:stylesWithEffects|numbering)\.xml"[^>]*/>',
    "docProps/core.xml": rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>|<cp:revision>[^<]*</cp:revision>",
}


def pack_document(document: Any) -> bytes:
    """Return a document as the bytes of its file, without dates and without what the template brings along."""
    saved, packed = BytesIO(), BytesIO()
    document.save(saved)
    with ZipFile(saved) as source, ZipFile(packed, "w") as target:
        for name in source.namelist():
            if name not in _DROPPED:
                content = re.sub(_LEFT_OUT[name], b"", source.read(name)) if name in _LEFT_OUT else source.read(name)
                target.writestr(ZipInfo(name, _EPOCH), content, compress_type=ZIP_DEFLATED)
    return packed.getvalue()
