"""A form in one HTML file."""

from __future__ import annotations

from survey.platforms.registry import Platform

PLATFORM = Platform(title="HTML form")
