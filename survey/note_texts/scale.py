"""Notes about passes over large tables."""

from __future__ import annotations

SCALE_TEXTS: dict[str, dict[str, str]] = {}
