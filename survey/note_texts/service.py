"""Notes of results on service operations, in English and Chinese."""

from __future__ import annotations

SERVICE_TEXTS: dict[str, dict[str, str]] = {}
