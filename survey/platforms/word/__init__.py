"""Word paper forms."""

from __future__ import annotations

from survey.platforms.paper.typed import read_typed, recognise_typed
from survey.platforms.registry import Platform
from survey.platforms.word.document import draft_word

PLATFORM = Platform(
    title="Word paper form",
    suffixes=(".docx",),
    drafts=draft_word,
    recognises=recognise_typed,
    adapts=read_typed,
)
