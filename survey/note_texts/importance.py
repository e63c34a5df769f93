"""Notes about importance in detail: intervals, bands, noise, agreement."""

from __future__ import annotations

IMPORTANCE_TEXTS: dict[str, dict[str, str]] = {}
