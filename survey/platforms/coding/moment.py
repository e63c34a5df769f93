"""Dates, times and durations as people and platforms write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

_LONGEST = 100  # characters; no date or duration is longer
_CHINESE_DAY = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?[日号]?")
_CHINESE_TIME = re.compile(r"(\d{1,2})[时点](\d{2})分(?:(\d{2})秒)?")
_DAY = r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})"
_HALF = r"(?:am|pm|上午|下午)"
_TIME = (
    rf"(?:(?P<before>{_HALF})\s?)?(?P<hour>\d{{1,2}}):(?P<minute>\d{{2}})(?::(?P<second>\d{{2}})(?P<fraction>\.\d{{1,9}})?)?"
    rf"(?:\s?(?P<after>{_HALF}))?\s?(?P<zone>z|utc|(?:utc|gmt)?[+-]\d{{1,2}}(?::?\d{{2}})?)?"
)
_MOMENT = re.compile(rf"{_DAY}(?:[t ]\s?{_TIME})?")
_CLOCK = re.compile(r"(?P<hours>\d{1,3}):(?P<minutes>[0-5]\d):(?P<seconds>[0-5]\d(?:\.\d+)?)")
_SPELT = re.compile(
    r"(?:(?P<days>\d+)\s?(?:天|d|days?))?\s?(?:(?P<hours>\d+)\s?(?:小时|时|h|hrs?|hours?))?\s?"
    r"(?:(?P<minutes>\d+)\s?(?:分钟|分|m|mins?|minutes?))?\s?(?:(?P<seconds>\d+(?:\.\d+)?)\s?(?:秒钟?|s|secs?|seconds?)?)?"
)
_SECONDS = {"days": 86400, "hours": 3600, "minutes": 60, "seconds": 1}


def parse_moment(text: str, *, utc: bool = False) -> datetime | None:
    """Return the date and time a text (as `plain` gives it) stands for, or None.

    Only forms with the year first are read; ``03/04/2026`` could be two days.

    Parameters
    ----------
    text
        For example ``2026-11-22``, ``2026/11/22 14:05:16``, ``2026年11月22日`` or ``2026-11-22t14:05:16+08:00``.
    utc
        Whether a moment with a time zone is turned into UTC; otherwise it stays as the clock showed it.

    Examples
    --------
    >>> parse_moment("2026年11月22日"), parse_moment("22.11.2026")
    (datetime.datetime(2026, 11, 22, 0, 0), None)
    """
    match = _MOMENT.fullmatch(_write_iso(text)) if len(text) <= _LONGEST else None
    if match is None:
        return None
    found = match.groupdict()
    year, month, day, minute, second = (int(found[name] or 0) for name in ("year", "month", "day", "minute", "second"))
    micro = int((found["fraction"] or ".0")[1:7].ljust(6, "0"))
    try:
        moment = datetime(year, month, day, _hour(found), minute, second, micro)
        return moment - _offset(found["zone"]) if utc else moment
    except (ValueError, OverflowError):
        return None


def _write_iso(text: str) -> str:
    """Return a moment with its Chinese words turned into signs."""
    if text.isascii():
        return text
    clock = _CHINESE_TIME.sub(lambda match: ":".join(part for part in match.groups() if part), text)
    return _CHINESE_DAY.sub(r"\1-\2-\3 ", clock).strip()


def parse_seconds(text: str) -> float | None:
    """Return the seconds a text stands for: ``136``, ``136秒``, ``2分5秒``, ``00:02:16``, ``2 min 5 s``; or None.

    ``2:16`` is not read, for it may be minutes or hours.

    Examples
    --------
    >>> [parse_seconds(text) for text in ("136秒", "2分5秒", "00:02:16", "95.5", "2:16")]
    [136.0, 125.0, 136.0, 95.5, None]
    """
    match = (_CLOCK.fullmatch(text) or _SPELT.fullmatch(text)) if len(text) <= _LONGEST else None
    parts = {name: value for name, value in match.groupdict().items() if value} if match else {}
    return sum(_SECONDS[name] * float(value) for name, value in parts.items()) if parts else None


def _hour(found: dict[str, str | None]) -> int:
    hour = int(found["hour"] or 0)
    half = found["before"] or found["after"]
    if half is None:
        return hour
    if not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half}")
    return hour % 12 + (12 if half[0] in "p下" else 0)


def _offset(zone: str | None) -> timedelta:
    digits = re.sub(r"[^\d+-]", "", zone or "")
    if not digits:
        return timedelta(0)
    hours, minutes = (digits[1:-2], digits[-2:]) if len(digits) > 3 else (digits[1:], "0")
    offset = timedelta(hours=int(hours), minutes=int(minutes))
    return -offset if digits[0] == "-" else offset
