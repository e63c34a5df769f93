"""DDI-Codebook."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="DDI-Codebook 2.5")
