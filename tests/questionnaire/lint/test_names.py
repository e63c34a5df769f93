from __future__ import annotations

import pytest

VISITED = """      - id: visited
        type: date
"""

# old text, new text, rule, severity, item, words of the message
CASES = {
    "questionnaire id": ("id: small-shop", "id: Small Shop", "id-form", "error", None, "Small Shop"),
    "language tag": (
        "languages: [zh-CN, en]",
        "languages: [zh-CN, en, Klingon!]",
        "language",
        "error",
        None,
        "Klingon!",
    ),
    "language twice": ("[zh-CN, en]", "[zh-CN, en, EN]", "language", "error", None, "twice"),
    "item id": ("- id: visited", "- id: 1visited", "id-form", "error", "1visited", "letters"),
    "Chinese item id": ("- id: visited", "- id: 日期", "id-form", "error", "日期", "letters"),
    "item id of 65": ("- id: visited", f"- id: {'v' * 65}", "id-form", "error", "v" * 65, "64"),
    "routing word": ("- id: visited", "- id: includes", "id-form", "error", "includes", "routing"),
    "page id": ("- id: start", "- id: the start", "id-form", "error", None, "the start"),
    "same id, other case": ("- id: visited", "- id: Age", "duplicate-id", "error", "Age", "already used on line"),
    "row with the id of its matrix": (
        "- id: pq1",
        "- id: PQ",
        "duplicate-id",
        "error",
        "PQ",
        "already",
        ("- pq1", "- PQ"),
    ),
    "page twice": ("- id: ratings", "- id: start", "duplicate-id", "error", None, "of the page on line 20"),
    "page as item": ("- id: ratings", "- id: nps", "duplicate-id", "warning", None, "XLSForm"),
    "option's column": ("- id: visited", "- id: channels__2", "column-clash", "error", "channels__2", "channels"),
    "option's text": (
        "- id: visited",
        "- id: channels__4__text",
        "column-clash",
        "error",
        "channels__4__text",
        "option",
    ),
    "unknown module": (VISITED, f"{VISITED}        module: bonus #!\n", "unknown-module", "error", "visited", "extra"),
    "unused module": (
        "  extra: {",
        "  spare: {label: {zh-CN: 备用, en: Spare}}\n  extra: {",
        "unused",
        "warning",
        None,
        "spare",
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_name_is_judged(name, blame):
    blame(*CASES[name])
