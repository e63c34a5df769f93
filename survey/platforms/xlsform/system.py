"""What ODK and KoboToolbox add to the answers: ids, times, devices, reviews."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_rows
from survey.platforms.files.table import Table
from survey.platforms.rewrite import Rewrite
from survey.platforms.xlsform.names import CENTRAL_COLUMNS

KOBO_COLUMNS = frozenset(
    {
        *("_id", "_uuid", "_submission_time", "_validation_status", "_notes", "_status", "_submitted_by"),
        *("__version__", "_tags", "_index", "_xform_id_string", "_attachments", "_geolocation"),
    }
)
_FEWEST_KOBO = 3
_INSTANCE = frozenset({"meta/instanceID", "orx:meta/orx:instanceID"})
_IDS = ("KEY", "_uuid", "__id", *sorted(_INSTANCE), "meta-instanceID", "instanceID", "_id")
_STARTED = ("start",)
_ENDED = ("end",)
_RECEIVED = ("SubmissionDate", "_submission_time", "__system.submissionDate")
_PERSONAL = frozenset(
    {
        *("deviceid", "device_id", "username", "email", "phonenumber", "simserial", "subscriberid"),
        *("SubmitterID", "SubmitterName", "DeviceID", "_submitted_by", "_geolocation"),
        *("__system.submitterId", "__system.submitterName", "__system.deviceId"),
    }
)
_PLACE = re.compile(r".+[-/._](latitude|longitude|altitude|accuracy|precision)", re.IGNORECASE)  # a `geopoint` in parts
_VERSIONS = frozenset({"FormVersion", "__version__", "_version_", "@version", "__system.formVersion"})
_REJECTED: Mapping[str, frozenset[str]] = {
    "ReviewState": frozenset({"rejected"}),
    "__system.reviewState": frozenset({"rejected"}),
    "_validation_status": frozenset({"validation_status_not_approved", "Not Approved"}),
}
_OWN = re.compile(r"[@_]|meta[/.-]|orx:|formhub[/.-]|today$")
_NAIVE = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d(?:\.\d+)?)")


def is_response_file(table: Table) -> bool:
    """Tell whether a table comes from ODK or KoboToolbox, going by the columns that they add."""
    headings = set(table.headings)
    if table.origin.kind == "xml":
        return bool(headings & _INSTANCE)
    central = {"SubmissionDate", "KEY"} <= headings
    feed = "__id" in headings and any(heading.startswith("__system.") for heading in headings)
    kobo = bool(headings & {"_uuid", "_submission_time"}) and len(headings & KOBO_COLUMNS) >= _FEWEST_KOBO
    return central or feed or kobo


def is_declaration(heading: str) -> bool:
    """Tell whether an attribute of a submission only declares a name space."""
    return heading.startswith("@xmlns")


def tell_system(rewrite: Rewrite) -> None:
    """Give the columns that the platform added their meaning; columns that have one already keep it."""
    table = rewrite.table
    places = {heading: place for place, heading in enumerate(table.headings) if not rewrite.is_used(place)}
    respondent = _choose_id(table, places)
    if respondent is not None:
        rewrite.identify(respondent)
    _tell_times(rewrite, places)
    for heading, place in places.items():
        if rewrite.is_used(place):
            continue
        if heading in _PERSONAL or _PLACE.fullmatch(heading):
            rewrite.protect(place)
        elif heading in _VERSIONS and not any(rewrite.is_used(places[one]) for one in _VERSIONS if one in places):
            rewrite.tell(place, "form_version")
        elif heading in CENTRAL_COLUMNS or _OWN.match(heading):
            rewrite.tell(place, heading.lstrip("@"))
    _name_doubtful(rewrite, places)


def _choose_id(table: Table, places: Mapping[str, int]) -> int | None:
    """Return the place of the first column of ids that is complete and unique, else of the first."""
    given = [places[heading] for heading in _IDS if heading in places]
    sound = [place for place in given if _is_unique(table.columns[place])]
    return next(iter([*sound, *given]), None)


def _is_unique(column: Column) -> bool:
    return len(column.texts) == len(column) and not column.blank.any()


def _first(places: Mapping[str, int], headings: Sequence[str]) -> int | None:
    return next((places[heading] for heading in headings if heading in places), None)


def _tell_times(rewrite: Rewrite, places: Mapping[str, int]) -> None:
    """Tell when a form was opened, finished and received; without the second, the last stands for it."""
    started, ended, received = (_first(places, one) for one in (_STARTED, _ENDED, _RECEIVED))
    if started is not None:
        rewrite.tell(started, "started")
    if ended is not None:
        rewrite.tell(ended, "submitted")
    if received is not None:
        column = rewrite.table.columns[received].map(_add_zone)
        rewrite.tell(received, "submitted" if ended is None else "received", column=column)


def _add_zone(text: str) -> str:
    """Return a server's time with its zone, which KoboToolbox leaves out: it is UTC."""
    found = _NAIVE.fullmatch(text)
    return f"{found[1]}T{found[2]}Z" if found else text


def _name_doubtful(rewrite: Rewrite, places: Mapping[str, int]) -> None:
    table = rewrite.table
    for heading, words in _REJECTED.items():
        if heading in places:
            column = table.columns[places[heading]]
            mask = column.mark(lambda text, words=words: text in words)  # type: ignore[misc]
            reason = "rejected by a reviewer on the platform; kept"
            rewrite.findings += name_rows(heading, table.rows, list(column), mask, reason)
    if "Status" in places:
        column = table.columns[places["Status"]]
        reason = "the server could not give this submission's answers"
        rewrite.findings += name_rows("Status", table.rows, list(column), ~column.blank, reason)
