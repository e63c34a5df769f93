"""PDF."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="PDF paper form")
