"""Notes about non-linear relations, asymmetry, Kano and necessity."""

from __future__ import annotations

SHAPE_TEXTS: dict[str, dict[str, str]] = {}
