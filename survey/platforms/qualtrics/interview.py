"""What a response file tells of the interviews: times, status, language, and who may have answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from survey.platforms.coding.moment import parse_moment
from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding
from survey.platforms.qualtrics.header import Header
from survey.platforms.qualtrics.languages import find_language
from survey.platforms.qualtrics.values import tell_mode
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire

_TIMES: Mapping[str, str] = {"startdate": "started", "enddate": "submitted", "recordeddate": "recorded"}
_TOLD: Mapping[str, str] = {
    "duration (in seconds)": "seconds",
    "progress": "progress",
    "distributionchannel": "channel",
    "responseset": "response_set",
}
_PERSONAL = frozenset(
    {"ipaddress", "recipientlastname", "recipientfirstname", "recipientemail", "externalreference", "name"}
    | {"externaldatareference", "emailaddress", "locationlatitude", "locationlongitude", "locationaccuracy"}
)
_PREVIEW, _TEST, _SPAM = 1, 2, 8  # bits of the status
_UNKNOWN = -1
_STATUS_WORDS = {
    "ip address": 0,
    "survey preview": _PREVIEW,
    "survey test": _TEST,
    "imported": 4,
    "spam": _SPAM,
    "survey preview spam": _PREVIEW | _SPAM,
    "imported spam": 4 | _SPAM,
    "offline": 16,
    "offline survey preview": 16 | _PREVIEW,
}
_YES, _NO = frozenset({"true", "1"}), frozenset({"false", "0"})
_NUMBER = re.compile(r"\d+")


def read_mode(header: Header, rewrite: Rewrite) -> bool | None:
    """Return whether the file holds the answers' texts; None where nothing tells.

    Parameters
    ----------
    header
        The header lines.
    rewrite
        The table.
    """
    names = [name.lower() for name in header.names]

    def find(name: str) -> Column | None:
        return rewrite.table.columns[names.index(name)] if name in names else None

    tells: dict[str, Callable[[str], bool | None]] = {
        "finished": lambda text: text.lower() in ("true", "false") if text.lower() in _YES | _NO else None,
        "status": lambda text: not _NUMBER.fullmatch(text) if text else None,
    }
    return tell_mode(find, tells)


def tell_interview(header: Header, rewrite: Rewrite, questionnaire: Questionnaire) -> None:
    """Give every column that is about the interview its meaning, and name what is no ordinary interview.

    Parameters
    ----------
    header
        The header lines.
    rewrite
        The table; columns with a meaning are left alone.
    questionnaire
        What was asked.
    """
    for place, name in enumerate(header.names):
        if not rewrite.is_used(place) and not header.ids[place].startswith("QID"):
            _tell_column(place, name.lower(), header, rewrite, questionnaire)


def _tell_column(place: int, name: str, header: Header, rewrite: Rewrite, questionnaire: Questionnaire) -> None:
    column = rewrite.table.columns[place]
    if name in _TIMES:
        rewrite.tell(place, _TIMES[name], column=column.map(lambda text: _add_zone(text, header.zones[place])))
    elif name in _TOLD:
        rewrite.tell(place, _TOLD[name])
    elif name in _PERSONAL:
        rewrite.protect(place)
    elif name == "responseid":
        rewrite.identify(place)
    elif name == "finished":
        rewrite.tell(place, "complete", column=column.map(_read_flag))
    elif name == "status":
        _tell_status(place, column, header, rewrite)
    elif name in ("userlanguage", "q_language"):
        rewrite.tell(place, "language", column=column.map(lambda text: _read_language(text, questionnaire)))


def _tell_status(place: int, column: Column, header: Header, rewrite: Rewrite) -> None:
    """Tell previews and tests, and name each of them and what Qualtrics takes for spam."""
    bits = {text: _read_status(text) for text in column.texts}
    odd = column.mark(lambda text: _has(bits[text], _PREVIEW | _TEST))
    rewrite.tell(place, "test", column=column.map(lambda text: _tell_test(bits[text])))
    rewrite.tell(place, "status")
    rows, values, reasons = [], [], []
    spam = column.mark(lambda text: _has(bits[text], _SPAM))
    for at in (odd | spam).nonzero()[0]:
        rows.append(int(rewrite.table.rows[at]))
        values.append(column[at])
        reasons.append("a preview or test; kept" if odd[at] else "taken for spam by Qualtrics; kept")
    if rows:
        rewrite.findings.append(Finding(header.names[place], rows, values, reasons))


def _read_status(text: str) -> int:
    known = _STATUS_WORDS.get(plain(text))
    if known is not None:
        return known
    return int(text) if _NUMBER.fullmatch(text.strip()) else _UNKNOWN


def _tell_test(bits: int) -> str:
    return "" if bits == _UNKNOWN else str(int(_has(bits, _PREVIEW | _TEST)))


def _has(bits: int, flags: int) -> bool:
    return bits != _UNKNOWN and bool(bits & flags)


def _read_flag(text: str) -> str:
    known = text.strip().lower()
    return "1" if known in _YES else "0" if known in _NO else text


def _read_language(text: str, questionnaire: Questionnaire) -> str:
    return find_language(text, questionnaire.languages) if text.strip() else ""


def _add_zone(text: str, zone: str) -> str:
    """Return a time with its distance from UTC, where the file says in which zone it is."""
    moment = parse_moment(plain(text))
    if moment is None or not zone:
        return text
    try:
        offset = moment.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    except (OSError, ValueError):
        return text
    return text if offset is None else _write(moment, offset)


def _write(moment: datetime, offset: timedelta) -> str:
    minutes = int(offset.total_seconds() // 60)
    return f"{moment.isoformat(sep=' ')}{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"
