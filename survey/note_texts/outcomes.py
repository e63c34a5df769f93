"""Notes about models of outcomes that are no plain score."""

from __future__ import annotations

OUTCOMES_TEXTS: dict[str, dict[str, str]] = {}
