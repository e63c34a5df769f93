"""Tencent Survey."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="Tencent Survey 腾讯问卷")
