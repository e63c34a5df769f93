"""Wenjuanxing."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="Wenjuanxing 问卷星")
