"""Text that REDCap shows as it stands.

REDCap reads labels as HTML, puts answers in where a label holds ``[variable]`` and whole fields where it holds
``{variable}``, and cuts lists of choices at ``|``. No way to escape these signs is documented, so each one that would
be read as such is replaced by its full-width twin: ``＜b>``, ``［name]``, ``｜``. So is a sign at the start of a text
that makes it a formula when a spreadsheet opens the dictionary.
"""

from __future__ import annotations

import re

from survey.questionnaire.item import Choice, Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

AGREED, REFUSED = 1, 0
_TWINS = {"<": "＜", "&": "＆", "[": "［", "{": "｛", "|": "｜", "=": "＝", "+": "＋", "-": "－", "@": "＠"}
_READ_AS_MARKUP = re.compile(
    r"<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|\[(?=[A-Za-z][\w:-]*(?:\([^)]*\))?\])"
    r"|\{(?=[A-Za-z][\w:-]*\})"
    r"|\A[=+@-]"
)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


def is_chinese(language: str) -> bool:
    """Tell whether our own words are written in Chinese."""
    return language.lower().startswith("zh")


def write_text(text: LocalText | None, language: str) -> str:
    """Return a text in a language as a label of a data dictionary; "" where there is none.

    Examples
    --------
    >>> write_text(LocalText({"en": "3 < 4, <b>not</b> [name]"}), "en")
    '3 < 4, ＜b>not＜/b> ［name]'
    """
    raw = text.in_language(language) if text else ""
    return _READ_AS_MARKUP.sub(lambda match: _TWINS[match[0]], _CONTROL.sub(" ", raw).strip())


def write_choice(label: str) -> str:
    """Return a written text as the label of a choice: in one line, without ``|``."""
    return re.sub(r"\s*\n\s*", " ", label).replace("|", _TWINS["|"])


def word_question(item: Item, language: str) -> str:
    """Return the label of an item: its text, its unit in brackets, and in a matrix its help, which has no place there.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> word_question(load_questionnaire("ecommerce-service").item("effort"), "en")[:20]
    'Overall, this shop w'
    """
    asides = [item.unit, item.help if item.matrix else None]
    written = write_text(item.text, language)
    return written + "".join(_bracket(write_text(aside, language), language) for aside in asides if aside)


def word_text(choice: Choice, language: str) -> str:
    """Return the label of the field for the text beside an option."""
    specify = "请说明" if is_chinese(language) else "please specify"
    return write_text(choice.label, language) + _bracket(specify, language)


def label_answers(item: Item, language: str) -> dict[int, str]:
    """Return the label of every answer as the data dictionary holds it.

    Points of a scale on which not all have a label are shown by their code, those that have one by both.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> list(label_answers(load_questionnaire("ecommerce-service").item("recommend"), "en").values())[:2]
    ['0 - Not at all likely', '1']
    """
    labels = {code: write_choice(write_text(label, language)) for code, label in item.labels.items()}
    points = item.scale.codes if item.scale else ()
    if item.type == "stars":
        return {
            code: _join("★" * code + f" {code}", label) if code in points else label for code, label in labels.items()
        }
    if all(labels[code] for code in points):
        return labels
    return {code: _join(str(code), label) if code in points else label for code, label in labels.items()}


def label_consent(language: str) -> dict[int, str]:
    """Return the answers to the question for consent."""
    if is_chinese(language):
        return {AGREED: "同意", REFUSED: "不同意"}
    return {AGREED: "I agree", REFUSED: "I do not agree"}


def list_texts(questionnaire: Questionnaire) -> list[LocalText]:
    """Return every text of a questionnaire that a form shows."""
    own = [questionnaire.title, questionnaire.intro, questionnaire.consent, questionnaire.thanks]
    for page in questionnaire.pages:
        own += [page.title, page.intro]
        own += [text for block in page.blocks if not isinstance(block, str) for text in (block.text, block.help)]
    for item in questionnaire.items.values():
        own += [item.text, item.help, item.unit, *item.labels.values()]
    return [text for text in own if text is not None]


def is_changed(text: LocalText, language: str) -> bool:
    """Tell whether the data dictionary holds a text with a sign changed."""
    raw = text.in_language(language).strip()
    return write_text(text, language) != raw or "|" in raw


def _bracket(text: str, language: str) -> str:
    return f"（{text}）" if is_chinese(language) else f" ({text})"


def _join(code: str, label: str) -> str:
    return f"{code} - {label}" if label else code
