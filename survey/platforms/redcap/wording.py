"""Text that REDCap shows as it stands.

REDCap reads labels as HTML, puts answers in where a label holds ``[variable]`` and whole fields where it holds
``{variable}``, and cuts lists of choices at ``|``. There is no way to escape these signs that is documented, so each
one that would be read as such is replaced by its full-width twin: ``＜b>``, ``［name]``, ``｜``.
"""

from __future__ import annotations

import re

from survey.questionnaire.item import Item
from survey.questionnaire.text import LocalText

_TWINS = {"<": "＜", "&": "＆", "[": "［", "{": "｛", "|": "｜"}
_READ_AS_MARKUP = re.compile(
    r"<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|\[(?=[A-Za-z][\w:-]*(?:\([^)]*\))?\])"
    r"|\{(?=[A-Za-z][\w:-]*\})"
)


def write_text(text: LocalText | None, language: str) -> str:
    """Return a text in a language as a label of a data dictionary; "" where there is none.

    Examples
    --------
    >>> write_text(LocalText({"en": "3 < 4, <b>not</b> [name]"}), "en")
    '3 < 4, ＜b>not＜/b> ［name]'
    """
    raw = text.in_language(language) if text else ""
    return _READ_AS_MARKUP.sub(lambda match: _TWINS[match[0]], raw.strip())


def write_choice(label: str) -> str:
    """Return a written text as the label of a choice: in one line, without ``|``."""
    return re.sub(r"\s*\n\s*", " ", label).replace("|", _TWINS["|"])


def label_choices(item: Item, language: str) -> dict[int, str]:
    """Return the label of every answer as the data dictionary holds it.

    Points without a label are shown by their code; the anchors of such a scale have the code before them.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> list(label_choices(load_questionnaire("ecommerce-service").item("recommend"), "en").values())[:2]
    ['0 Not at all likely', '1']
    """
    labels = {code: write_choice(write_text(label, language)) for code, label in item.labels.items()}
    points = item.scale.codes if item.scale else ()
    if all(labels[code] for code in points):
        return labels
    return {code: f"{code} {label}".strip() if code in points else label for code, label in labels.items()}


def list_changed(item: Item, language: str) -> list[str]:
    """Return the texts of an item that the data dictionary holds with a sign changed."""
    texts = [item.text, item.help, item.unit, *item.labels.values()]
    raw = [text.in_language(language).strip() for text in texts if text]
    return [text for text in raw if write_choice(_READ_AS_MARKUP.sub(lambda match: _TWINS[match[0]], text)) != text]
