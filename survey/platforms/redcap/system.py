"""What REDCap adds to the answers: records, events, repeated instruments, times, the state of each form."""

from __future__ import annotations

import re

from survey.platforms.files.column import Column
from survey.platforms.files.table import Table
from survey.platforms.redcap.names import RECORD
from survey.platforms.rewrite import Rewrite

_TOLD = {
    "redcap_event_name": "event",
    "Event Name": "event",
    "redcap_repeat_instrument": "repeat_instrument",
    "Repeat Instrument": "repeat_instrument",
    "redcap_repeat_instance": "repeat_instance",
    "Repeat Instance": "repeat_instance",
    "redcap_data_access_group": "data_access_group",
    "Data Access Group": "data_access_group",
}
_IDENTIFIERS = frozenset({"redcap_survey_identifier", "Survey Identifier"})
_SURVEY_TIME = "Survey Timestamp"
_UNFINISHED = "[not completed]"
_STATE = re.compile(r"(?P<form>[a-z][a-z0-9_]*)_complete|Complete\?")
_TIME = re.compile(r"(?P<form>[a-z][a-z0-9_]*)_timestamp")
_TICK = re.compile(r"[a-z][a-z0-9_]*___\w+|.*\(choice=.*\)", re.DOTALL)
_STATE_CODES = {"0": "0", "1": "0", "2": "1"}
_STATE_LABELS = {"Incomplete": "0", "Unverified": "0", "Complete": "1"}
_STATES = {"": "", **_STATE_CODES, **_STATE_LABELS}
_TICK_LABELS = frozenset({"Checked", "Unchecked"})


def is_response_file(table: Table) -> bool:
    """Tell whether a table is an export of REDCap: the state of a form, and another column that REDCap adds."""
    states = list_states(table)
    if not states:
        return False
    headings = table.headings
    own = [heading for heading in headings if heading in _TOLD or heading in _IDENTIFIERS or heading == _SURVEY_TIME]
    ticked = any(_TICK.fullmatch(heading) for heading in headings)
    return bool(own) or ticked or len(states) > 1 or headings[0] in (RECORD, "Record ID", "记录编号")


def list_states(table: Table) -> list[int]:
    """Return the places of the columns with the state of a form: incomplete, unverified, complete, or blank."""
    return [
        place
        for place, heading in enumerate(table.headings)
        if _STATE.fullmatch(heading) and all(text in _STATES for text in table.columns[place].texts)
    ]


def has_labels(table: Table) -> bool:
    """Tell whether the cells are labels rather than codes: the columns that REDCap fills by itself say so."""
    states = {text for place in list_states(table) for text in table.columns[place].texts if text}
    if states:
        return bool(states & set(_STATE_LABELS))
    ticks = [table.columns[place] for place, heading in enumerate(table.headings) if _TICK.fullmatch(heading)]
    return any(_TICK_LABELS & set(column.texts) for column in ticks)


def tell_system(rewrite: Rewrite, form: str) -> None:
    """Give the columns that REDCap added their meaning; columns that have one already keep it.

    Parameters
    ----------
    rewrite
        The table.
    form
        The instrument of the questionnaire; the states of others stay text.
    """
    table = rewrite.table
    if not rewrite.is_used(0):
        rewrite.identify(0)
    _tell_states(rewrite, form)
    _tell_times(rewrite, form)
    for place, heading in enumerate(table.headings):
        if rewrite.is_used(place):
            continue
        if heading in _TOLD:
            rewrite.tell(place, _TOLD[heading])
        elif heading in _IDENTIFIERS:
            rewrite.protect(place)


def _tell_states(rewrite: Rewrite, form: str) -> None:
    table = rewrite.table
    states = [place for place in list_states(table) if not rewrite.is_used(place)]
    own = [place for place in states if table.headings[place] == f"{form}_complete"]
    own = own or (states if len(states) == 1 else [])
    for number, place in enumerate(states, 1):
        if place in own:
            rewrite.tell(place, "complete", column=table.columns[place].map(lambda text: _STATES[text]))
        else:
            heading = table.headings[place]
            rewrite.tell(place, heading if heading.endswith("_complete") else f"complete_{number}")


def _tell_times(rewrite: Rewrite, form: str) -> None:
    """Tell when a survey was sent; a survey that was left half-way has words in the place of its time."""
    table = rewrite.table
    forms = {found["form"] for heading in table.headings if (found := _STATE.fullmatch(heading))}
    times = [
        place
        for place, heading in enumerate(table.headings)
        if heading == _SURVEY_TIME or ((found := _TIME.fullmatch(heading)) and found["form"] in forms)
    ]
    own = [place for place in times if table.headings[place] == f"{form}_timestamp"]
    own = own or (times if len(times) == 1 else [])
    for number, place in enumerate(times, 1):
        column = table.columns[place]
        heading = table.headings[place]
        if place in own:
            rewrite.tell(place, "submitted", column=_drop_unfinished(column))
        if place not in own or _UNFINISHED in column.texts:
            rewrite.tell(place, heading if heading != _SURVEY_TIME else f"survey_timestamp_{number}")


def _drop_unfinished(column: Column) -> Column:
    return column.map(lambda text: "" if text == _UNFINISHED else text)
