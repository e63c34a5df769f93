"""Every column a result may have: its label, its kind and its meaning; formatting on screen follows the kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from survey.glossary_terms import ALL_TERMS, CODE_LABELS, Kind

__all__ = [
    "COLUMNS",
    "MISSING_TEXT",
    "Column",
    "Kind",
    "check_columns",
    "code_label",
    "column_label",
    "format_cell",
    "format_value",
]

MISSING_TEXT = "–"


@dataclass(frozen=True)
class Column:
    """One column of a result."""

    en: str
    zh: str
    kind: Kind
    meaning: str


COLUMNS: dict[str, Column] = {name: Column(en, zh, kind, meaning) for name, en, zh, kind, meaning in ALL_TERMS}


def check_columns(where: str, names: Iterable[object]) -> None:
    """Raise KeyError for a column the glossary lacks: it has no label in the reports' languages."""
    unknown = [str(name) for name in names if str(name) not in COLUMNS]
    if unknown:
        raise KeyError(f"{where}: column(s) {', '.join(unknown)} are not in survey/glossary_terms; add them there.")


def column_label(name: str, language: str) -> str:
    """Return a column's label in a language."""
    column = COLUMNS[name]
    return column.zh if language.startswith("zh") else column.en


def code_label(value: str, name: str, language: str) -> str:
    """Return what a code of a column means; a text that is no code of it stays as it is.

    Parameters
    ----------
    value
        A code, or several parted by spaces or commas.
    name
        The column.
    language
        Language of the label.

    Examples
    --------
    >>> code_label("reliability, ave", "flag", "en"), code_label("order not resolved", "verdict", "zh-CN")
    ('reliability low, AVE low', '先后未分')
    """
    known = CODE_LABELS.get(name, {})
    place, comma = (1, "、") if language.startswith("zh") else (0, ", ")
    codes = [value] if value in known else value.replace(",", " ").split()
    if not codes or not all(code in known for code in codes):
        return value
    return comma.join(known[code][place] for code in codes)


def format_cell(value: Any, name: str, language: str) -> str:
    """Format one value by the kind of its column, and a code by its label.

    Examples
    --------
    >>> format_cell(0.256, "importance_share", "en"), format_cell(0.00004, "p_value", "en")
    ('25.6%', '< .001')
    """
    if isinstance(value, str):
        return code_label(value, name, language)
    return format_value(value, COLUMNS[name].kind, language)


def format_value(value: Any, kind: Kind, language: str) -> str:
    """Format one value by its kind; the languages agree on digits and differ in yes and no."""
    if value is None or value != value:
        return MISSING_TEXT
    if kind == "flag":
        yes, no = ("是", "否") if language.startswith("zh") else ("yes", "no")
        return yes if value else no
    if kind in ("text", "code") or isinstance(value, str):
        return str(value)
    return _format_number(float(value), kind)


def _format_number(value: float, kind: Kind) -> str:
    if kind == "count":
        return f"{value:,.0f}"
    if kind == "share":
        return f"{100 * value:.1f}%"
    if kind == "signed_share":
        return f"{100 * value:+.1f}".replace("-", "−")
    if kind == "score":
        return f"{value:.1f}".replace("-", "−")
    if kind == "p_value":
        return "< .001" if value < 0.001 else f"{value:.3f}".removeprefix("0")
    if kind == "seconds":
        return f"{value:,.0f}"
    return f"{value:.3f}".replace("-", "−")
