"""What a form and its response files call everything, the same for the same questionnaire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.platforms.xlsform.labels import (
    label_answers,
    label_consent,
    label_question,
    label_text_question,
)
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire

NAME = "xlsform"
CONSENT_LIST = "consent"
LANGUAGE_NAMES = {"zh": "Chinese", "en": "English"}
# Nodes that every form has, words of XPath, and columns that ODK Central and KoboToolbox add.
RESERVED = frozenset(
    {"start", "end", "meta", "instanceid", "instancename", "data", "formhub", "and", "or", "div", "mod"}
)
CENTRAL_COLUMNS = frozenset(
    {
        *("SubmissionDate", "KEY", "SubmitterID", "SubmitterName", "AttachmentsPresent", "AttachmentsExpected"),
        *("Status", "ReviewState", "DeviceID", "Edits", "FormVersion"),
    }
)
_LONGEST = 200  # a form takes names of any length
_KEPT = r"[^A-Za-z0-9_-]"


@dataclass(frozen=True, kw_only=True)
class Names:
    """The names of a form.

    Attributes
    ----------
    items
        Item id to the name of its question.
    texts
        Item id and code of an option to the name of the question for the text beside it.
    pages, intros
        Page id to the name of its group, and of the note with its introduction.
    matrices
        Matrix id to the name of the note above its rows.
    lists
        Item id to the name of its list of choices.
    """

    items: dict[str, str]
    texts: dict[tuple[str, int], str]
    pages: dict[str, str]
    intros: dict[str, str]
    matrices: dict[str, str]
    lists: dict[str, str]
    welcome: str
    intro: str
    consent: str
    thanks: str

    @property
    def notes(self) -> frozenset[str]:
        """The names of the questions that nobody can answer."""
        return frozenset({*self.intros.values(), *self.matrices.values(), self.intro, self.thanks})

    @property
    def groups(self) -> frozenset[str]:
        """The names of the groups."""
        return frozenset({*self.pages.values(), self.welcome})


def name_form(questionnaire: Questionnaire) -> Names:
    """Return every name of a form: the ids themselves unless they are taken or mean something else."""
    clashing = {item.lower() for item in questionnaire.items if item in CENTRAL_COLUMNS}
    taken = set(RESERVED | clashing)
    items = _claim(questionnaire.items, taken)
    asked = questionnaire.items.values()
    texts = {
        (item.id, choice.code): f"{items[item.id]}__{choice.code}__text"
        for item in asked
        for choice in item.choices
        if choice.has_text
    }
    given = _claim(texts.values(), taken)
    pages = _claim((page.id for page in questionnaire.pages), taken)
    blocks = (block for page in questionnaire.pages for block in page.blocks)
    matrices = _claim((block.id for block in blocks if isinstance(block, Matrix)), taken)
    intros = _claim((f"{page.id}_intro" for page in questionnaire.pages), taken)
    fixed = _claim(("welcome", "intro", "consent", "thanks"), taken)
    return Names(
        items=items,
        texts={key: given[name] for key, name in texts.items()},
        pages=pages,
        intros={name.removesuffix("_intro"): own for name, own in intros.items()},
        matrices=matrices,
        lists=_name_lists(questionnaire),
        **fixed,
    )


def _claim(wanted: Iterable[str], taken: set[str]) -> dict[str, str]:
    names = shorten_names(wanted, longest=_LONGEST, forbidden=_KEPT, reserved=taken)
    taken.update(name.lower() for name in names.values())
    return names


def _name_lists(questionnaire: Questionnaire) -> dict[str, str]:
    """Name the lists: one for each scale of the questionnaire, one for each item with choices of its own."""
    shared = {item.id: item.scale.id for item in questionnaire.items.values() if item.type == "scale" and item.scale}
    own = [item.id for item in questionnaire.items.values() if item.id not in shared and item.labels]
    taken = {CONSENT_LIST}
    scales = _claim(dict.fromkeys(shared.values()), taken)
    return {item: scales[scale] for item, scale in shared.items()} | _claim(own, taken)


def name_languages(languages: Iterable[str]) -> dict[str, str]:
    """Return what a form calls each language.

    Examples
    --------
    >>> name_languages(["zh-CN", "en", "de", "zh-TW"])
    {'zh-CN': 'Chinese (zh)', 'en': 'English (en)', 'de': 'de (de)', 'zh-TW': 'zh-TW (zh-TW)'}
    """
    names: dict[str, str] = {}
    for tag in languages:
        code = tag.split("-")[0].lower()
        usual = f"{LANGUAGE_NAMES[code]} ({code})" if code in LANGUAGE_NAMES else ""
        names[tag] = usual if usual and usual not in names.values() else f"{tag} ({tag})"
    return names


def name_fields(questionnaire: Questionnaire, language: str | None = None) -> Manifest:
    """Return what the columns of a response file mean.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language shown first; None is the questionnaire's own. The columns are the same in every language.
    """
    names = name_form(questionnaire)

    def name_column(item: Item, part: FieldPart, code: int) -> str:
        if part == "text":
            return names.texts[item.id, code]
        return names.items[item.id] + (f"/{code}" if part == "option" else "")

    fields = [_as_written(questionnaire, one) for one in list_fields(questionnaire, name_column)]
    return Manifest(
        platform=NAME,
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language or questionnaire.languages[0],
        fields=(*_consent_fields(questionnaire, names), *fields),
    )


def _as_written(questionnaire: Questionnaire, field: Field) -> Field:
    item = questionnaire.items[field.item]
    if field.part == "text":
        choice = next(one for one in item.choices if one.code == field.code)
        return replace(field, labels={}, wording=dict(label_text_question(choice)))
    answers = label_answers(item, questionnaire.languages)
    shown = [field.code] if field.part == "option" else list(answers)
    labels = {tongue: {code: answers[code][tongue] for code in shown} for tongue in questionnaire.languages}
    return replace(field, labels=labels if shown else {}, wording=dict(label_question(item)))


def _consent_fields(questionnaire: Questionnaire, names: Names) -> tuple[Field, ...]:
    if questionnaire.consent is None:
        return ()
    wording, answers = label_consent(questionnaire)
    labels = {tongue: {code: text[tongue] for code, text in answers.items()} for tongue in questionnaire.languages}
    return (Field(name=names.consent, part="consent", labels=labels, wording=dict(wording)),)
