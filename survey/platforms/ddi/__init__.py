"""DDI-Codebook 2.5: the description of a data set that archives keep."""

from __future__ import annotations

from survey.platforms.ddi.codebook import draft_codebook
from survey.platforms.registry import Platform

PLATFORM = Platform(title="DDI-Codebook 2.5", suffixes=(".xml",), drafts=draft_codebook)
