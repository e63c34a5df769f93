"""Word."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="Word paper form")
