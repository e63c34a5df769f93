"""Columns: which heading of a file means what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from survey.errors import QuestionnaireError, ReadError
from survey.platforms.coding.paradata import is_id, is_personal, name_paradata
from survey.platforms.coding.target import Dictionary, Target, build_dictionary
from survey.platforms.files.findings import Finding, name_one
from survey.platforms.files.table import Role, Table
from survey.questionnaire.load import list_questionnaires, load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire

FEWEST_ITEMS = 3
SMALLEST_SHARE = 0.2  # of the questionnaire's items; a file with fewer is taken for a file of another survey
HALF = 0.5  # fewer of the items than this, and mostly other columns: a few equal names by chance
_SHOWN = 8
KEPT = "column is not in the questionnaire; kept in responses.extra"


@dataclass(frozen=True)
class Layout:
    """What the columns of a table are.

    Attributes
    ----------
    answers
        What is answered to the places of the columns that answer it.
    paradata
        started, submitted, seconds, language and whatever else the platform tells to the place of their column.
    ids
        The places of columns that may hold respondent ids, best first.
    personal
        The places of columns that can identify a person.
    extra
        The places of all other columns to why they are not used.
    """

    answers: Mapping[Target, tuple[int, ...]]
    paradata: Mapping[str, int] = field(default_factory=dict)
    ids: tuple[int, ...] = ()
    personal: tuple[int, ...] = ()
    extra: Mapping[int, str] = field(default_factory=dict)

    @property
    def items(self) -> frozenset[str]:
        """The items that the table answers."""
        return frozenset(target.item for target in self.answers)


def match_columns(table: Table, questionnaire: Questionnaire, *, respondent: str | None = None) -> Layout:
    """Find out what each column of a table is.

    A column is what its role says. Without one its heading is, in this order: the respondent ids asked for, an id or
    wording of the questionnaire, paradata, respondent ids, personal, or extra.

    Parameters
    ----------
    table
        The table.
    questionnaire
        What was asked.
    respondent
        The heading of the respondent ids, if the caller named one.

    Raises
    ------
    ReadError
        No column has that heading.
    """
    sorting = _Sorting(table, build_dictionary(questionnaire))
    if respondent is not None:
        sorting.ids.append(_find_heading(table, respondent))
    for place, heading in enumerate(table.headings):
        if place not in sorting.ids and (heading or table.columns[place].filled):
            sorting.put(place, heading, table.roles.get(place))
    return Layout(sorting.answers, sorting.paradata, tuple(sorting.ids), tuple(sorting.personal), sorting.extra)


@dataclass
class _Sorting:
    """Columns being put where they belong."""

    table: Table
    dictionary: Dictionary
    answers: dict[Target, tuple[int, ...]] = field(default_factory=dict)
    paradata: dict[str, int] = field(default_factory=dict)
    ids: list[int] = field(default_factory=list)
    personal: list[int] = field(default_factory=list)
    extra: dict[int, str] = field(default_factory=dict)

    def put(self, place: int, heading: str, role: Role | None) -> None:
        """Put a column where its role says, or else where its heading or the question over it says."""
        found = self.dictionary.look_up(heading) if role in (None, "answer") else frozenset()
        found = found or (self.dictionary.look_up(self.table.word_column(place)) if role is None else found)
        name = heading if role == "paradata" else name_paradata(heading)
        if len(found) == 1:
            target = next(iter(found))
            self.answers[target] = (*self.answers.get(target, ()), place)
        elif found:
            names = ", ".join(sorted(target.column for target in found))
            self.extra[place] = f"the heading may mean {names}: put the id there instead; kept in responses.extra"
        elif role == "paradata" or (role is None and name is not None):
            self._put_once(str(name), place)
        elif role == "id" or (role is None and is_id(heading)):
            self.ids.append(place)
        elif role == "personal" or (role is None and is_personal(heading)):
            self.personal.append(place)
        else:
            self.extra[place] = KEPT

    def _put_once(self, name: str, place: int) -> None:
        if name in self.paradata:
            first = self.table.name_column(self.paradata[name])
            self.extra[place] = f"'{first}' is already read as '{name}'; kept in responses.extra"
        else:
            self.paradata[name] = place


def _find_heading(table: Table, wanted: str) -> int:
    headings = table.names or table.headings
    places = [place for place, heading in enumerate(headings) if heading == wanted.strip()]
    if not places:
        folded = wanted.strip().casefold()
        places = [place for place, heading in enumerate(headings) if heading.casefold() == folded]
    if len(places) != 1:
        how = "no column" if not places else f"{len(places)} columns"
        raise ReadError(
            f"{table.origin.file} has {how} with the heading '{wanted}', asked for as respondent=; "
            f"the headings are: {_quote(headings)}."
        )
    return places[0]


def check_layout(layout: Layout, table: Table, questionnaire: Questionnaire) -> None:
    """Raise unless enough items of the questionnaire have a column.

    Raises
    ------
    ReadError
        The file seems to be of another survey; the message names the shipped questionnaire that fits better, if any.
    """
    wanted = len(questionnaire.items)
    needed = min(wanted, max(FEWEST_ITEMS, SMALLEST_SHARE * wanted))
    partial = len(layout.items) < HALF * wanted and len(layout.extra) > len(layout.answers)
    if len(layout.items) >= needed and not partial:
        return
    better = _suggest(table, questionnaire, len(layout.items))
    advice = (
        f"The headings fit the questionnaire '{better}' better: read the file with that one."
        if better
        else "Check that the file belongs to this questionnaire; its headings must be item ids or question wordings. "
        "If it does and holds only some of the questions, take out the columns of other questions."
    )
    sheet = f" (sheet '{table.origin.sheet}')" if table.origin.sheet else ""
    raise ReadError(
        f"{table.origin.file}{sheet}: only {len(layout.items)} of {wanted} items of questionnaire '{questionnaire.id}' "
        f"have a column. Headings found: {_quote(table.names or table.headings)}. "
        f"Headings expected: {_quote(tuple(questionnaire.items))}. {advice}"
    )


def _suggest(table: Table, questionnaire: Questionnaire, found: int) -> str | None:
    best, name = found, None
    for shipped in list_questionnaires():
        try:
            other = load_questionnaire(shipped)
        except QuestionnaireError:
            continue
        fits = len(match_columns(table, other).items)
        if other.id != questionnaire.id and fits > best and fits >= FEWEST_ITEMS:
            best, name = fits, shipped
    return name


def _quote(headings: tuple[str, ...]) -> str:
    shown = ", ".join(f"'{heading[:60]}'" for heading in headings[:_SHOWN])
    return shown + (f" and {len(headings) - _SHOWN} more" if len(headings) > _SHOWN else "")


def name_missing(layout: Layout, questionnaire: Questionnaire) -> list[Finding]:
    """Return a finding for every column of the questionnaire that the table lacks."""
    found = {target.column for target in layout.answers}
    findings = []
    for item in questionnaire.items.values():
        whole = item.type == "multiple_choice" and item.id in found
        for column in item.columns:
            if column.endswith("__text"):
                if column not in found:
                    findings.append(name_one(column, "no column for the text beside this option"))
            elif column not in found and not whole:
                findings.append(name_one(column, "no column for this item"))
    return findings
