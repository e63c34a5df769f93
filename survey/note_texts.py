"""The texts of `Note`, in English and Chinese; placeholders are the same in both."""

from __future__ import annotations

NOTE_TEXTS: dict[str, dict[str, str]] = {
    "listwise": {
        "en": "Complete rows only: {n:,} of {n_total:,} respondents.",
        "zh-CN": "仅使用完整作答：{n_total:,} 名受访者中的 {n:,} 名。",
    },
}
