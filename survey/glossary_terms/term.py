"""One row of the glossary: column, label in English and Chinese, kind, meaning."""

from __future__ import annotations

from typing import Literal

Kind = Literal["text", "flag", "code", "count", "number", "share", "signed_share", "score", "p_value", "seconds"]

Terms = tuple[tuple[str, str, str, Kind, str], ...]
