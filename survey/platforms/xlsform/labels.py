"""What a form shows: questions, choices and hints as they are written there."""

from __future__ import annotations

from collections.abc import Sequence

from survey.platforms.xlsform.markup import quote_markup
from survey.questionnaire.item import Choice, Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

AGREED, REFUSED = 1, 0


def say(languages: Sequence[str], *, en: str, zh: str) -> LocalText:
    """Return a sentence of our own in every language: in Chinese for a Chinese one, else in English."""
    return LocalText({tag: zh if tag.lower().startswith("zh") else en for tag in languages})


def write_text(text: LocalText) -> LocalText:
    """Return a text of the questionnaire as it is written in a form."""
    return LocalText({tag: quote_markup(words) for tag, words in text.items()})


def label_question(item: Item) -> LocalText:
    """Return the question of an item, with its unit in brackets."""
    if item.unit is None:
        return write_text(item.text)
    return LocalText({tag: quote_markup(f"{text}{_bracket(tag, item.unit[tag])}") for tag, text in item.text.items()})


def label_text_question(choice: Choice) -> LocalText:
    """Return the question for the text beside an option."""
    return LocalText(
        {tag: quote_markup(label + _bracket(tag, _SPECIFY[_is_chinese(tag)])) for tag, label in choice.label.items()}
    )


def label_answers(item: Item, languages: Sequence[str]) -> dict[int, LocalText]:
    """Return the label of every code of an item, special codes last.

    The points of a scale on which not all have a label are labelled by their number, those that have one by both.
    """
    numbered = item.scale is not None and not all(point.label for point in item.scale.points)
    special = item.special_codes
    return {
        code: LocalText(
            {
                tag: quote_markup(_label(item, code, text.get(tag, ""), numbered and code not in special))
                for tag in languages
            }
        )
        for code, text in item.labels.items()
    }


def label_consent(questionnaire: Questionnaire) -> tuple[LocalText, dict[int, LocalText]]:
    """Return the question for consent, and the labels of its answers."""
    tongues = questionnaire.languages
    answers = {AGREED: say(tongues, en="I agree", zh="同意"), REFUSED: say(tongues, en="I do not agree", zh="不同意")}
    return write_text(questionnaire.consent or LocalText({})), answers


def hint_item(item: Item, languages: Sequence[str]) -> LocalText | None:
    """Return the hint of an item: its help, and for a number the codes of its special answers."""
    codes = item.special if item.type == "number" else ()
    if not codes and item.help is None:
        return None
    return LocalText({tag: quote_markup("\n".join(_hints(item, tag))) for tag in languages})


def _hints(item: Item, tag: str) -> list[str]:
    codes = item.special if item.type == "number" else ()
    return ([item.help[tag]] if item.help else []) + [f"{one.code} = {one.label[tag]}" for one in codes]


def _label(item: Item, code: int, text: str, numbered: bool) -> str:
    if item.type == "stars" and code not in item.special_codes:
        stars = f"{'★' * code} {code}"
        return f"{stars} - {text}" if text else stars
    if numbered:
        return f"{code} - {text}" if text else str(code)
    return text


_SPECIFY = {True: "请说明", False: "please specify"}


def _is_chinese(tag: str) -> bool:
    return tag.lower().startswith("zh")


def _bracket(tag: str, text: str) -> str:
    return f"（{text}）" if _is_chinese(tag) else f" ({text})"
