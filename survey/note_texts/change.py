"""Notes about expected differences, sensitivity and planning."""

from __future__ import annotations

CHANGE_TEXTS: dict[str, dict[str, str]] = {}
