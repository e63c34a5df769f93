"""Variable names in REDCap, and what the columns of its exports mean."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.platforms.redcap.wording import label_choices, write_text
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

RECORD = "record_id"
LONGEST_NAME = 26
_LONGEST_FORM = 50
_DOUBLE_UNDERSCORE = r"_(?=_)|_$"  # `___` stands before the code in the columns of a checkbox
_RESERVED = {
    RECORD,
    "redcap_event_name",
    "redcap_repeat_instrument",
    "redcap_repeat_instance",
    "redcap_survey_identifier",
    "redcap_data_access_group",
}


@dataclass(frozen=True)
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
    headings
        ``intro``, ``page PAGE`` and ``matrix MATRIX`` to the variable that shows their text.
    """

    form: str
    consent: str
    items: Mapping[str, str]
    texts: Mapping[tuple[str, int], str]
    headings: Mapping[str, str]


def name_variables(questionnaire: Questionnaire) -> Names:
    """Return the names of a questionnaire in REDCap, always the same.

    Examples
    --------
    >>> from survey.questionnaire.load import load_questionnaire
    >>> names = name_variables(load_questionnaire("ecommerce-service"))
    >>> names.form, names.items["sat1"], names.texts["platform", 6], names.headings["matrix pq"]
    ('ecommerce_service', 'sat1', 'platform_6_text', 'pq_text')
    """
    form = re.sub(r"[^a-z0-9]+", "_", questionnaire.id.lower()).strip("_")[:_LONGEST_FORM]
    form = form if form[:1].isalpha() else f"q_{form}".rstrip("_")
    taken = _RESERVED | {f"{form}_complete", f"{form}_timestamp"}
    items = _shorten({name: name for name in questionnaire.items}, taken)
    taken = taken | set(items.values())
    wanted = {
        (item.id, choice.code): f"{item.id}_{str(choice.code).replace('-', 'm')}_text"
        for item in questionnaire.items.values()
        for choice in item.choices
        if choice.has_text
    }
    texts = _shorten(wanted, taken)
    taken = taken | set(texts.values())
    others = _shorten({"consent": "consent", "intro": "intro_text", **_list_headings(questionnaire)}, taken)
    return Names(form, others.pop("consent"), items, texts, others)


def _list_headings(questionnaire: Questionnaire) -> dict[str, str]:
    pages = {f"page {page.id}": f"{page.id}_intro" for page in questionnaire.pages}
    blocks = [block for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]
    return pages | {f"matrix {block.id}": f"{block.id}_text" for block in blocks}


def _shorten[Key](wanted: Mapping[Key, str], taken: set[str]) -> dict[Key, str]:
    lowered = {key: name.lower() for key, name in wanted.items()}
    short = shorten_names(
        dict.fromkeys(lowered.values()), longest=LONGEST_NAME, forbidden=_DOUBLE_UNDERSCORE, reserved=taken
    )
    return {key: short[name] for key, name in lowered.items()}


def name_fields(questionnaire: Questionnaire, language: str) -> Manifest:
    """Return what the columns of REDCap's exports mean, for a form written in one language."""
    names = name_variables(questionnaire)

    def name(item: Item, part: FieldPart, code: int) -> str:
        if part == "text":
            return names.texts[item.id, code]
        return names.items[item.id] + (f"___{str(code).replace('-', '_')}" if part == "option" else "")

    fields = [
        _write(field, questionnaire.items[field.item], language)
        for field in list_fields(questionnaire, name, language=language)
    ]
    consent = questionnaire.consent
    asked = [Field(name=names.consent, part="consent", wording={language: write_text(consent, language)})]
    return Manifest(
        platform="redcap",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=(*(asked if consent else []), *fields),
    )


def _write(field: Field, item: Item, language: str) -> Field:
    """Return a field with its labels and wording as they stand in the data dictionary."""
    written = label_choices(item, language)
    labels = written if field.part == "answer" else {field.code: written[field.code]}
    wording = written[field.code] if field.part == "text" else write_text(item.text, language)
    return replace(field, labels={language: labels} if written else {}, wording={language: wording})
