"""Notes of results on comments and their themes, in English and Chinese."""

from __future__ import annotations

COMMENTS_TEXTS: dict[str, dict[str, str]] = {}
