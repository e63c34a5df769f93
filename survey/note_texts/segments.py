"""Notes about segments, waves and decompositions."""

from __future__ import annotations

SEGMENTS_TEXTS: dict[str, dict[str, str]] = {}
