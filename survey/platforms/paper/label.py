"""Labels as they are printed."""

from __future__ import annotations

import unicodedata

from survey.questionnaire.item import Item
from survey.questionnaire.text import LocalText

_MOST_STARS_DRAWN = 5
_KEPT = {"\n"}
_NONCHARACTERS = {"\ufffe", "\uffff"}  # XML and thus Word cannot hold them


def print_text(text: LocalText | None, language: str) -> str:
    """Return a text in a language, without signs that no printer has: "" where there is none.

    Examples
    --------
    >>> print_text(LocalText({"en": " one\\ttwo\\x07 "}), "en")
    'one two'
    """
    raw = text.in_language(language) if text else ""
    return "".join(sign for sign in raw.replace("\t", " ").replace("\r\n", "\n") if _is_printed(sign)).strip()


def _is_printed(sign: str) -> bool:
    return sign in _KEPT or (unicodedata.category(sign) not in {"Cc", "Cs"} and sign not in _NONCHARACTERS)


def label_options(item: Item, language: str) -> dict[int, str]:
    """Return the printed label of every answer; the points of a star rating are shown as stars."""
    labels = {code: print_text(label, language) for code, label in item.labels.items()}
    if item.type == "stars" and item.scale is not None:
        stars = {
            code: "★" * code if item.scale.maximum <= _MOST_STARS_DRAWN else f"{code} ★" for code in item.scale.codes
        }
        labels |= {code: f"{drawn} {labels[code]}".strip() for code, drawn in stars.items()}
    return labels
