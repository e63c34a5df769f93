"""Names of items, lists and choices in formr, and what the columns of its results mean."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from survey.platforms.formr.wording import label_answers, label_consent, word_question, word_text
from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

NAME = "formr"
CONSENT_LIST = "consent"
_Key = TypeVar("_Key")
_LONGEST, _SHORTEST = 65, 2
_LONGEST_LIST = 20
# formr's R package takes an item whose name ends in a digit and R for reverse-keyed, and turns its answers over.
_REVERSED = r"(?<=[0-9])[rR]$"
# Columns of formr's results, and words of R and JavaScript, in which conditions are evaluated.
SYSTEM = frozenset({"session", "session_id", "study_id", "iteration", "created", "modified", "ended", "expired"})
_WORDS = frozenset(
    {
        *("id", "if", "else", "repeat", "while", "function", "for", "next", "break", "true", "false", "null", "inf"),
        *("nan", "na", "in", "class", "new", "this", "var", "let", "const", "return", "switch", "case", "default"),
        *("delete", "do", "try", "catch", "throw", "typeof", "void", "with", "yield", "export", "import", "super"),
    }
)
# What a column of whole numbers holds, by the type that formr chooses for a list of choices.
_TINY, _SMALL = 126, 32767
_TINY_UNSIGNED, _TINY_SIGNED = 255, 127
_MEDIUM_UNSIGNED, _MEDIUM_SIGNED = 16_777_215, 8_388_607


@dataclass(frozen=True, kw_only=True)
class Names:
    """Every name of a form.

    Attributes
    ----------
    items
        Item to its name.
    texts
        Item and code of an option to the name of the item for the text beside it.
    notes
        ``intro``, ``thanks``, ``page PAGE`` and ``matrix MATRIX`` to the note with their text.
    lists
        Item to its list of choices.
    taken
        Every name, in lower case.
    """

    consent: str
    items: Mapping[str, str]
    texts: Mapping[tuple[str, int], str]
    notes: Mapping[str, str]
    lists: Mapping[str, str]
    taken: frozenset[str]


def name_form(questionnaire: Questionnaire) -> Names:
    """Return the names of a questionnaire in formr, always the same.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> names = name_form(load_questionnaire("ecommerce-service"))
    >>> names.items["sat1"], names.texts["platform", 6], names.lists["pqmatch"]
    ('sat1', 'platform_6_text', 'agree7')
    """
    taken = set(SYSTEM | _WORDS)
    items = _claim({name: name for name in questionnaire.items}, taken)
    texts = {
        (item.id, choice.code): f"{item.id}_{str(choice.code).replace('-', 'm')}_text"
        for item in questionnaire.items.values()
        for choice in item.choices
        if choice.has_text
    }
    given = _claim(texts, taken)
    consent = _claim({"": "consent"}, taken)[""]
    notes = {"intro": "intro_note", "thanks": "thanks_note"}
    for page in questionnaire.pages:
        notes[f"page {page.id}"] = f"{page.id}_note"
        notes |= {f"matrix {block.id}": f"{block.id}_note" for block in page.blocks if isinstance(block, Matrix)}
    named = _claim(notes, taken)
    return Names(
        consent=consent,
        items=items,
        texts=given,
        notes=named,
        lists=_name_lists(questionnaire),
        taken=frozenset(taken),
    )


def _claim(wanted: Mapping[_Key, str], taken: set[str], longest: int = _LONGEST) -> dict[_Key, str]:
    """Return names that formr accepts, and add them to those that are taken."""
    too_short = {name.lower() for name in wanted.values() if len(name) < _SHORTEST}
    short = shorten_names(
        wanted.values(), longest=longest, forbidden=_REVERSED, reserved=taken | too_short, filler="_r"
    )
    names = {key: short[name] for key, name in wanted.items()}
    taken.update(name.lower() for name in names.values())
    return names


def _name_lists(questionnaire: Questionnaire) -> dict[str, str]:
    """Name the lists: one for each scale of the questionnaire, one for each item with choices of its own."""
    shared = {item.id: item.scale.id for item in questionnaire.items.values() if item.type == "scale" and item.scale}
    own = {item.id: item.id for item in questionnaire.items.values() if item.id not in shared and item.labels}
    taken = {CONSENT_LIST}
    scales = _claim({scale: scale for scale in shared.values()}, taken, _LONGEST_LIST)
    return {item: scales[scale] for item, scale in shared.items()} | _claim(own, taken, _LONGEST_LIST)


def store_code(item: Item, code: int) -> str:
    """Return what formr stores for an answer: the code, unless it would be lost.

    Of several options formr stores no 0, and finds no negative one; a column of whole numbers is made too small for
    codes above 255. Those are stored with a letter before them.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> store_code(load_questionnaire("ecommerce-service").item("pqmatch"), 97)
    '97'
    """
    if item.type == "multiple_choice":
        is_kept = code > 0
    else:
        is_kept = item.type == "number" or abs(code) <= _TINY or _fits(item.labels)
    if is_kept:
        return str(code)
    return f"c{code}" if code >= 0 else f"m{-code}"


def _fits(codes: Collection[int]) -> bool:
    """Tell whether the column that formr makes for a list of choices holds all of their codes."""
    low, high = min(codes, default=0), max(codes, default=0)
    if max(abs(low), abs(high)) > _SMALL:
        return high <= _MEDIUM_UNSIGNED if low >= 0 else high <= _MEDIUM_SIGNED and low >= -_MEDIUM_SIGNED
    if abs(low) > _TINY:
        return True
    return high <= (_TINY_UNSIGNED if low >= 0 else _TINY_SIGNED)


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of formr's results mean; a multiple choice is one column with all that was chosen."""
    names = name_form(questionnaire)

    def name_column(item: Item, part: FieldPart, code: int) -> str:
        return names.texts[item.id, code] if part == "text" else names.items[item.id]

    fields = list_fields(questionnaire, name_column, value=store_code, language=language)
    consent = Field(
        name=names.consent,
        part="consent",
        labels={language: label_consent(language)},
        wording={language: questionnaire.consent.in_language(language) if questionnaire.consent else ""},
    )
    return Manifest(
        platform=NAME,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=(
            *([consent] if questionnaire.consent else []),
            *(_as_written(field, questionnaire.items[field.item], language) for field in fields),
        ),
    )


def _as_written(field: Field, item: Item, language: str) -> Field:
    """Return a field with its labels and wording as they are shown, and with what is stored for an option."""
    if field.part == "text":
        choice = next(one for one in item.choices if one.code == field.code)
        return replace(field, labels={}, wording={language: word_text(choice, language)})
    shown = label_answers(item, language)
    labels = shown if field.part == "answer" else {field.code: shown[field.code]}
    stored = store_code(item, field.code)
    codes = {stored: field.code} if field.part == "option" and stored != str(field.code) else field.codes
    wording = {language: word_question(item, language)}
    return replace(field, codes=codes, labels={language: labels} if labels else {}, wording=wording)
