"""Columns of screening."""

from __future__ import annotations

from survey.glossary_terms.term import Terms

SCREENING_TERMS: Terms = (
    ("passed", "Flagged", "被标记", "flag", "whether the respondent shows the sign"),
    ("careless", "Careless", "不认真作答", "flag", "whether enough signs came together"),
    ("weight", "Weight", "权重", "number", "respondent's weight, mean 1"),
    ("seconds", "Seconds", "用时（秒）", "seconds", "time spent"),
)
