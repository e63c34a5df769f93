"""Cells of a service log: moments in one time zone, durations, yes and no, stars, kinds and states of cases."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from survey.platforms.coding.day_order import put_year_first
from survey.platforms.coding.moment import parse_moment, parse_seconds
from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_cells

_ZONE_MARK = re.compile(r":\d{2}.*(?:z|utc|gmt|[+-]\d{1,2}(?::?\d{2})?)$")
_EPOCH = re.compile(r"1\d{9}(?:\d{3})?")
_COMPACT = re.compile(r"(20\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})")
_EPOCH_DIGITS = 10
_MINUTES = re.compile(r"分钟|minutes?|\bmins?\b", re.IGNORECASE)
_MILLISECONDS = re.compile(r"毫秒|milliseconds?|\bms\b", re.IGNORECASE)
_YES = frozenset(("1", "1.0", "y", "yes", "true", "t", "√", "✓", "是", "有", "已解决", "resolved", "solved", "已转接"))
_NO = frozenset(
    ("0", "0.0", "n", "no", "false", "f", "×", "否", "无", "未解决", "unresolved", "not resolved", "未转接")
)
_UNANSWERED = frozenset(
    (
        "-",
        "--",
        "/",
        "n/a",
        "none",
        "null",
        "unanswered",
        "no reply",
        "no response",
        "未回复",
        "未响应",
        "无响应",
        "无回复",
    )
)
_TYPES = {
    "refund": ("refund", "refund only", "仅退款", "退款", "未发货仅退款", "已发货仅退款"),
    "return": ("return", "return and refund", "退货", "退货退款", "退款退货"),
    "exchange": ("exchange", "replacement", "换货"),
    "repair": ("repair", "维修", "返修", "保修"),
    "resend": ("resend", "re-send", "reship", "补寄", "补发", "重发", "漏发补寄", "补发商品"),
}
_TYPE_OF = {text: name for name, texts in _TYPES.items() for text in texts}
# The order counts: a closed or refused case may be called "refund closed", an open one "waiting for ... to succeed".
_STATES = (
    (re.compile(r"处理中|进行中|待|等待|pending|process|open|waiting|in progress"), 0.0),
    (
        re.compile(
            r"未成功|不成功|失败|关闭|拒绝|取消|撤销|驳回|unsuccess|fail|reject|refus|cancel|declin|closed|withdrawn"
        ),
        0.0,
    ),
    (re.compile(r"成功|完成|完结|success|succeed|complete|done|finished|approved"), 1.0),
)
LOWEST_STARS, HIGHEST_STARS = 1, 5
_STARS = re.compile(r"([1-5])(?:\.0)?\s?(?:星|分|stars?|/\s?5)?")


def read_moments(column: Column, zone: ZoneInfo) -> tuple[pd.Series, list[str]]:
    """Return a column as moments on the clock of a zone, and for each of its texts why it is none ("" where it is).

    A text with a time zone is turned into the zone; one without is taken to be of it. Seconds and milliseconds since
    1970 are of UTC.
    """
    if (quick := column.moments()) is not None:
        return pd.Series(quick, copy=False), []
    turned = put_year_first([column])[0]
    values = [parse_local(text, zone) for text in turned.texts]
    reasons = [
        "" if value is not None or not plain(text) else "no date and time with the year first"
        for text, value in zip(turned.texts, values, strict=True)
    ]
    each = pd.Series(values, dtype="datetime64[us]").to_numpy()
    return pd.Series(each[turned.places], copy=False), _of_texts(column, turned, reasons)


def _of_texts(column: Column, turned: Column, reasons: list[str]) -> list[str]:
    """Return the reasons of texts with the year put first for the texts as they were."""
    found = [""] * len(column.texts)
    if any(reasons):
        for own, new in zip(column.places.tolist(), turned.places.tolist(), strict=True):
            found[own] = reasons[new]
    return found


def parse_local(text: str, zone: ZoneInfo) -> datetime | None:
    """Return the moment of a text on the clock of a zone, or None.

    Examples
    --------
    >>> shanghai = ZoneInfo("Asia/Shanghai")
    >>> parse_local("2026-11-22T06:05:16Z", shanghai), parse_local("2026年11月22日 14:05:16", shanghai)
    (datetime.datetime(2026, 11, 22, 14, 5, 16), datetime.datetime(2026, 11, 22, 14, 5, 16))
    >>> parse_local("1795500000", shanghai), parse_local("soon", shanghai)
    (datetime.datetime(2026, 11, 24, 14, 0), None)
    """
    said = plain(text)
    if _EPOCH.fullmatch(said):
        seconds = int(said[:_EPOCH_DIGITS]) + int(said[_EPOCH_DIGITS:] or 0) / 1000
        return datetime.fromtimestamp(seconds, UTC).astimezone(zone).replace(tzinfo=None)
    compact = _COMPACT.fullmatch(said)
    said = "{}-{}-{} {}:{}:{}".format(*compact.groups()) if compact else said
    if not _ZONE_MARK.search(said):
        return parse_moment(said)
    moment = parse_moment(said, utc=True)
    return None if moment is None else moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def read_responses_to(
    column: Column, heading: str, started: pd.Series, zone: ZoneInfo
) -> tuple[pd.Series, pd.Series, list[str]]:
    """Return seconds to the first response, whether there was one, and why texts are neither.

    Cells may be durations, or moments, from which the start is taken away. A blank cell, a dash or 未回复 is a session
    without an answer; a cell that cannot be read is neither answered nor not (NaN).
    """
    factor = 60.0 if _MINUTES.search(heading) else 0.001 if _MILLISECONDS.search(heading) else 1.0
    seconds, moments, answered, reasons = [], [], [], []
    for text in column.texts:
        said = plain(text)
        silent = not said or said in _UNANSWERED
        duration = None if silent else _parse_duration(said, factor)
        moment = None if silent or duration is not None else parse_local(text, zone)
        unread = not silent and duration is None and moment is None
        seconds.append(np.nan if duration is None else duration)
        moments.append(moment)
        answered.append(np.nan if unread else float(not silent))
        reasons.append("neither a duration (18, 18 s, 00:00:18) nor a date and time" if unread else "")
    found = np.array(seconds, dtype=float)[column.places]
    if any(moment is not None for moment in moments):
        at = pd.Series(pd.Series(moments, dtype="datetime64[us]").to_numpy()[column.places])
        found = np.where(at.notna(), (at - started).dt.total_seconds(), found)
    return pd.Series(found), pd.Series(np.array(answered)[column.places]), reasons


def _parse_duration(said: str, factor: float) -> float | None:
    bare = parse_number(said)
    if bare is not None:
        return bare * factor
    if _EPOCH.fullmatch(said):
        return None
    return parse_seconds(said)


def parse_flag(said: str) -> float | None:
    """Return 1 for yes, 0 for no, None for neither."""
    return 1.0 if said in _YES else 0.0 if said in _NO else None


def parse_status(said: str) -> float | None:
    """Return 1 for a case that succeeded, 0 for one that did not or not yet, None for neither.

    Examples
    --------
    >>> [parse_status(text) for text in ("退款成功", "退款关闭", "等待买家退货", "yes", "?")]
    [1.0, 0.0, 0.0, 1.0, None]
    """
    flag = parse_flag(said)
    return flag if flag is not None else next((value for rule, value in _STATES if rule.search(said)), None)


def parse_stars(said: str) -> float | None:
    """Return stars of 1 to 5, written as 5, 5星, 5 stars, 5/5 or as the stars themselves.

    Examples
    --------
    >>> [parse_stars(text) for text in ("5星", "4", "★★★☆☆", "6")]
    [5.0, 4.0, 3.0, None]
    """
    if set(said) <= set("★☆") and LOWEST_STARS <= said.count("★") <= HIGHEST_STARS:
        return float(said.count("★"))
    match = _STARS.fullmatch(said)
    return float(match[1]) if match else None


_PARSERS: dict[str, tuple[Callable[[str], object], str, str]] = {
    "flag": (parse_flag, "float64", "neither yes nor no"),
    "status": (parse_status, "float64", "no state of a case, such as succeeded or closed"),
    "stars": (parse_stars, "float64", "no stars of 1 to 5"),
    "number": (parse_number, "float64", "no number"),
    "type": (_TYPE_OF.get, "str", "no kind of case: refund, return, exchange, repair, resend"),
}


def read_cells(kind: str, heading: str, column: Column, rows: np.ndarray) -> tuple[pd.Series, list[Finding]]:
    """Return the cells of a field that is neither text nor time, and what in them could not be read."""
    parse, dtype, reason = _PARSERS[kind]
    said = [plain(text) for text in column.texts]
    values = [parse(text) if text else None for text in said]
    reasons = [reason if text and value is None else "" for text, value in zip(said, values, strict=True)]
    each = np.array(values, dtype=object)
    return pd.Series(each[column.places]).astype(pd.api.types.pandas_dtype(dtype)), name_cells(
        heading, rows, column, reasons
    )
