"""Notes about path models and mediation."""

from __future__ import annotations

PATHS_TEXTS: dict[str, dict[str, str]] = {}
