"""PDF paper forms."""

from __future__ import annotations

from survey.platforms.paper.typed import read_typed, recognise_typed
from survey.platforms.pdf.document import draft_pdf
from survey.platforms.registry import Platform

PLATFORM = Platform(
    title="PDF paper form",
    suffixes=(".pdf",),
    drafts=draft_pdf,
    recognises=recognise_typed,
    adapts=read_typed,
)
