"""What the form carries of a questionnaire: all that is asked and shown, nothing of how it is analysed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survey.platforms.html.routing import encode_condition
from survey.platforms.registry import Order
from survey.questionnaire.item import Choice, Item, Matrix, Page
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.scale import Point, Scale, Special
from survey.questionnaire.text import LocalText

TEXTS = Path(__file__).parent / "texts.json"
FALLBACK = "en"

Texts = dict[str, dict[str, str]]


def load_texts() -> Texts:
    """Return the form's own texts: language to key to text."""
    texts: Texts = json.loads(TEXTS.read_text(encoding="utf-8"))
    return texts


def choose_texts(language: str) -> str:
    """Return the language of the form's own texts beside a questionnaire in a language.

    Examples
    --------
    >>> choose_texts("zh-Hans"), choose_texts("en-GB"), choose_texts("fr")
    ('zh-CN', 'en', 'en')
    """
    primary = language.split("-")[0].lower()
    return next((known for known in load_texts() if known.split("-")[0] == primary), FALLBACK)


def describe_form(order: Order) -> dict[str, Any]:
    """Return what the form's script needs to know, as a tree for JSON."""
    questionnaire, texts = order.questionnaire, load_texts()
    scales = list(dict.fromkeys(item.scale for item in questionnaire.items.values() if item.scale))
    languages = [order.language, *(one for one in questionnaire.languages if one != order.language)]
    spoken = {language: choose_texts(language) for language in languages}
    return _trim(
        {
            "id": questionnaire.id,
            "version": questionnaire.version,
            "language": order.language,
            "languages": languages,
            "title": _text(questionnaire.title),
            "intro": _text(questionnaire.intro),
            "consent": _consent(questionnaire),
            "thanks": _text(questionnaire.thanks),
            "post": order.post_to,
            "scales": [_scale(scale) for scale in scales],
            "items": [_item(item, scales) for item in questionnaire.items.values()],
            "pages": [_page(page) for page in questionnaire.pages],
            "spoken": spoken,
            "texts": {language: texts[language] for language in sorted(set(spoken.values()))},
        }
    )


def _trim(tree: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in tree.items() if value is not None and value is not False}


def _text(text: LocalText | None) -> dict[str, str] | None:
    return dict(text) if text else None


def _consent(questionnaire: Questionnaire) -> dict[str, Any] | None:
    if questionnaire.consent is None:
        return None
    return {"text": _text(questionnaire.consent), "required": questionnaire.consent_required}


def _option(option: Point | Special) -> dict[str, Any]:
    return _trim({"code": option.code, "label": _text(option.label)})


def _scale(scale: Scale) -> dict[str, Any]:
    return {"points": [_option(point) for point in scale.points], "special": [_option(one) for one in scale.special]}


def _choice(choice: Choice) -> dict[str, Any]:
    own = {"text": choice.has_text, "exclusive": choice.exclusive, "shown": encode_condition(choice.shown_if)}
    return _trim({"code": choice.code, "label": _text(choice.label), **own})


def _item(item: Item, scales: list[Scale]) -> dict[str, Any]:
    return _trim(
        {
            "id": item.id,
            "type": item.type,
            "text": _text(item.text),
            "help": _text(item.help),
            "required": item.required,
            "shown": encode_condition(item.shown_if),
            "scale": scales.index(item.scale) if item.scale else None,
            "choices": [_choice(choice) for choice in item.choices] or None,
            "special": [_option(one) for one in item.special] if item.special and not item.scale else None,
            "min": item.minimum,
            "max": item.maximum,
            "integer": item.integer,
            "unit": _text(item.unit),
        }
    )


def _page(page: Page) -> dict[str, Any]:
    blocks = [_matrix(block) if isinstance(block, Matrix) else block for block in page.blocks]
    return _trim({"id": page.id, "title": _text(page.title), "intro": _text(page.intro), "blocks": blocks})


def _matrix(block: Matrix) -> dict[str, Any]:
    return _trim({"id": block.id, "text": _text(block.text), "help": _text(block.help), "rows": list(block.rows)})
