"""What the response file calls each column, and what its values mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from survey.platforms.manifest import Field, FieldPart, Manifest, list_fields
from survey.platforms.naming import shorten_names
from survey.platforms.qualtrics.plan import Option, Plan, Question
from survey.questionnaire.item import Item
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

# The longest that stands in a survey of Qualtrics' own making; its limit is not documented.
LONGEST_TAG = 50
# The columns that every response file has of itself, in lower case.
RESERVED = frozenset(
    {"startdate", "enddate", "status", "ipaddress", "progress", "finished", "recordeddate", "responseid"}
    | {"responseset", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference", "name"}
    | {"externaldatareference", "emailaddress", "locationlatitude", "locationlongitude", "locationaccuracy"}
    | {"distributionchannel", "userlanguage", "q_language"}
    | {f"v{number}" for number in range(1, 11)}
)
TEXT_END = "_TEXT"


def choose_tags(ids: Sequence[str], endings: Mapping[str, Collection[str]]) -> dict[str, str]:
    """Return for each id a name such that no two columns of the response file are called alike.

    Parameters
    ----------
    ids
        Of items and matrices, unique whatever the case of their letters.
    endings
        The id of a question with several columns to what their names add to its own: ``_1``, ``_1_TEXT``.

    Examples
    --------
    >>> choose_tags(["shops", "shops_1", "Status"], {"shops": ["_1", "_2"]})
    {'shops': 'shopsx2', 'shops_1': 'shops_1', 'Status': 'Statusx2'}
    """
    tags = shorten_names(ids, longest=LONGEST_TAG, forbidden=r"[^A-Za-z0-9_]", reserved=RESERVED)
    taken = RESERVED | {tag.lower() for tag in tags.values()}
    for name, ends in endings.items():
        tags[name] = free_tag(tags[name], taken - {tags[name].lower()}, ends)
        taken |= {(tags[name] + end).lower() for end in ("", *ends)}
    return tags


def free_tag(tag: str, taken: Collection[str], endings: Iterable[str] = ()) -> str:
    """Return a name that is free, also with every ending, the one given if it is."""
    ends = ("", *endings)
    candidate, count = tag, 1
    while any((candidate + end).lower() in taken for end in ends):
        count += 1
        candidate = f"{tag[: LONGEST_TAG - 4]}x{count}"
    return candidate


def name_fields(questionnaire: Questionnaire, language: str, plan: Plan, *, counted: bool = False) -> Manifest:
    """Return what the columns of the response file mean.

    Parameters
    ----------
    questionnaire
        What is asked.
    language
        The language shown first.
    plan
        The survey made of it.
    counted
        Whether rows and options are named by their place, as in a survey from a text file, and not by their ids.
    """
    naming = _Naming(plan, counted)
    tongue = language if counted else None
    fields = [naming.complete(field) for field in list_fields(questionnaire, naming.name, language=tongue)]
    consent = plan.consent
    return Manifest(
        platform="qualtrics",
        questionnaire=questionnaire.id,
        version=questionnaire.version,
        language=language,
        fields=(*((_name_consent(consent, counted),) if consent else ()), *fields),
    )


def _name_consent(question: Question, counted: bool) -> Field:
    tongues = list(question.text)
    labels = {one: {option.code: option.label.in_language(one) for option in question.options} for one in tongues}
    own = "" if counted else question.qid
    return Field(name=question.tag, part="consent", question=own, labels=labels, wording=dict(question.text))


class _Naming:
    """The names of the columns of one survey."""

    def __init__(self, plan: Plan, counted: bool) -> None:
        self.places = plan.places
        self.counted = counted

    def name(self, item: Item, part: FieldPart, code: int) -> str:
        question, row = self.places[item.id]
        if part == "answer":
            return question.tag if row is None else f"{question.tag}_{row.id}" if self.counted else row.tag
        if part == "text":
            return f"{question.tag}_{_option(question, code).id}{TEXT_END}"
        return f"{question.tag}_{self._number(question, code)}"

    def complete(self, field: Field) -> Field:
        """Return a field with the id that Qualtrics gives the column, and with the labels as written there."""
        question, row = self.places[field.item]
        own = "" if self.counted else _name_id(question, row.id if row else None, field)
        shown = {option.code: option.label for option in question.options if not option.has_number}
        labels = {
            tongue: {code: _local(shown, code, text, tongue) for code, text in own.items()}
            for tongue, own in _all_labels(field, shown).items()
        }
        return replace(field, question=own, labels=labels)

    def _number(self, question: Question, code: int) -> int:
        option = _option(question, code)
        return question.options.index(option) + 1 if self.counted else option.id


def _name_id(question: Question, row: int | None, field: Field) -> str:
    """Return the id that Qualtrics gives a column of a survey from a survey file, which keeps the questions' ids."""
    if row is not None:
        return f"{question.qid}_{row}"
    if field.part == "text":
        return f"{question.qid}_{_option(question, field.code).id}{TEXT_END}"
    if field.part == "option":
        return f"{question.qid}_{_option(question, field.code).id}"
    return question.qid if question.options else question.qid + TEXT_END


def _option(question: Question, code: int) -> Option:
    return next(option for option in question.options if option.code == code)


def _all_labels(field: Field, shown: Mapping[int, LocalText]) -> dict[str, dict[int, str]]:
    """Return the labels of a field, those of unlabelled points too, for they are shown as numbers."""
    wanted = shown if field.part == "answer" else {}
    return {tongue: {**dict.fromkeys(wanted, ""), **own} for tongue, own in field.labels.items()}


def _local(shown: Mapping[int, LocalText], code: int, text: str, tongue: str) -> str:
    return shown[code].in_language(tongue) if code in shown else text
