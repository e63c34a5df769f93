"""Variable names in REDCap, and what the columns of its exports mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.platforms.redcap.wording import label_answers, label_consent, word_question, word_text, write_text
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

NAME = "redcap"
RECORD = "record_id"
LONGEST_NAME = 26
_LONGEST_FORM = 50
_SHORTEST_NAME = 2
# `___` stands before the code in the columns of a checkbox; names that begin with redcap_ are the program's own.
_FORBIDDEN = r"_(?=_)|_$|^(?i:redcap)_+"
_Key = TypeVar("_Key")


@dataclass(frozen=True, kw_only=True)
class Names:
    """Every name of a data dictionary.

    Attributes
    ----------
    form
        The instrument.
    items
        Item to variable.
    texts
        Item and code of an option to the variable of the text beside it.
    shown
        ``intro``, ``thanks``, ``page PAGE`` and ``matrix MATRIX`` to the variable that shows their text.
    groups
        Matrix to its group.
    """

    form: str
    consent: str
    items: Mapping[str, str]
    texts: Mapping[tuple[str, int], str]
    shown: Mapping[str, str]
    groups: Mapping[str, str]


def name_variables(questionnaire: Questionnaire) -> Names:
    """Return the names of a questionnaire in REDCap, always the same.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> names = name_variables(load_questionnaire("ecommerce-service"))
    >>> names.form, names.items["sat1"], names.texts["platform", 6], names.shown["matrix pq"]
    ('ecommerce_service', 'sat1', 'platform_6_text', 'pq_text')
    """
    form = _name_form(questionnaire.id)
    taken = {RECORD, f"{form}_complete", f"{form}_timestamp"}
    items = _claim({name: name for name in questionnaire.items}, taken)
    texts = _claim(
        {
            (item.id, choice.code): f"{item.id}_{str(choice.code).replace('-', 'm')}_text"
            for item in questionnaire.items.values()
            for choice in item.choices
            if choice.has_text
        },
        taken,
    )
    consent = _claim({"": "consent"}, taken)[""]
    matrices = [block.id for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]
    shown = {"intro": "intro_text", "thanks": "thanks_text"}
    shown |= {f"page {page.id}": f"{page.id}_intro" for page in questionnaire.pages}
    shown |= {f"matrix {matrix}": f"{matrix}_text" for matrix in matrices}
    return Names(
        form=form,
        consent=consent,
        items=items,
        texts=texts,
        shown=_claim(shown, taken),
        groups=_claim({matrix: matrix for matrix in matrices}, set()),
    )


def _name_form(questionnaire: str) -> str:
    form = re.sub(r"[^a-z0-9]+", "_", questionnaire.lower()).strip("_")[:_LONGEST_FORM].rstrip("_")
    return form if form[:1].isalpha() and len(form) >= _SHORTEST_NAME else f"form_{form}".rstrip("_")


def _claim(wanted: Mapping[_Key, str], taken: set[str]) -> dict[_Key, str]:
    """Return names that REDCap accepts, and add them to those that are taken."""
    too_short = {name.lower() for name in wanted.values() if len(name) < _SHORTEST_NAME}
    short = shorten_names(wanted.values(), longest=LONGEST_NAME, forbidden=_FORBIDDEN, reserved=taken | too_short)
    names = {key: short[name].lower() for key, name in wanted.items()}
    taken.update(names.values())
    return names


def name_column(names: Names, item: Item, part: FieldPart, code: int) -> str:
    """Return what an export calls a column: ``ch___2`` for an option, ``ch____1`` for one with the code -1."""
    if part == "text":
        return names.texts[item.id, code]
    return names.items[item.id] + (f"___{str(code).replace('-', '_')}" if part == "option" else "")


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of REDCap's exports mean, for a form written in one language."""
    names = name_variables(questionnaire)
    fields = list_fields(questionnaire, lambda *where: name_column(names, *where), language=language)
    consent = Field(
        name=names.consent,
        part="consent",
        labels={language: label_consent(language)},
        wording={language: write_text(questionnaire.consent, language)},
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
    """Return a field with its labels and wording as they stand in the data dictionary."""
    if field.part == "text":
        choice = next(one for one in item.choices if one.code == field.code)
        return replace(field, labels={}, wording={language: word_text(choice, language)})
    written = label_answers(item, language)
    labels = written if field.part == "answer" else {field.code: written[field.code]}
    wording = {language: word_question(item, language)}
    return replace(field, labels={language: labels} if labels else {}, wording=wording)
