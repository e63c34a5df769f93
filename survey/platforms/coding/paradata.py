"""What platforms add to the answers: ids, times, language, and columns that can identify a person."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from survey.platforms.coding.moment import parse_moment, parse_seconds
from survey.platforms.coding.number import parse_number
from survey.platforms.coding.wording import plain, wording_key
from survey.platforms.files.column import Column
from survey.platforms.files.findings import Finding, name_cells


def _keys(*names: str) -> frozenset[str]:
    return frozenset(wording_key(name) for name in names)


ID_HEADINGS = _keys(
    *("id", "respondent", "respondent id", "response id", "record id", "submission id", "case id", "participant id"),
    *("uuid", "序号", "编号", "答卷编号", "答卷id", "答卷序号", "受访者编号"),
)
PARADATA_HEADINGS: Mapping[str, frozenset[str]] = {
    "started": _keys("started", "started at", "start", "start date", "start time", "date started", "开始时间")
    | _keys("开始答题时间", "答题开始时间"),
    "submitted": _keys("submitted", "submitted at", "submit date", "date submitted", "submission time", "end")
    | _keys("end date", "end time", "completion time", "timestamp", "提交答卷时间", "提交时间", "结束时间")
    | _keys("答题结束时间", "时间戳记", "时间戳"),
    "seconds": _keys("seconds", "duration", "duration (in seconds)", "duration seconds", "interview time", "total time")
    | _keys("所用时间", "答题时长", "答题用时", "用时", "时长"),
    "language": _keys("language", "lang", "user language", "start language", "语言", "答题语言"),
}
# 1 or 0: whether the interview was finished, was a preview or test, and whether the respondent agreed to take part.
FLAGS = ("complete", "test", "consent")
PERSONAL_HEADINGS = _keys(
    *("ip", "ip address", "来自ip", "来源ip", "email", "e-mail", "email address", "recipient email", "mail", "邮箱"),
    *("电子邮箱", "电子邮件", "phone", "phone number", "telephone", "mobile", "mobile number", "cell phone", "电话"),
    *("联系电话", "手机", "手机号", "手机号码", "name", "full name", "your name", "first name", "last name", "surname"),
    *("recipient first name", "recipient last name", "user name", "姓名", "昵称", "微信", "微信号", "qq", "qq号"),
    *("身份证", "身份证号", "address", "home address", "地址", "收货地址", "联系方式", "location latitude"),
    *("location longitude", "latitude", "longitude", "openid"),
)
_PERSONAL_WORDS = re.compile(
    r"(?<![a-z])(?:e-?mails?|phone number|ip address)(?![a-z])"
    r"|姓名|手机号|电话号|联系电话|联系方式|邮箱|电子邮件|身份证|微信号|收货地址"
)


def name_paradata(heading: str) -> str | None:
    """Return which column of the paradata a heading names: started, submitted, seconds, language, or None.

    Examples
    --------
    >>> name_paradata("Duration (in seconds)"), name_paradata("提交答卷时间"), name_paradata("Price")
    ('seconds', 'submitted', None)
    """
    key = wording_key(heading)
    return next((name for name, keys in PARADATA_HEADINGS.items() if key in keys), None)


def is_id(heading: str) -> bool:
    """Tell whether a heading usually stands over respondent ids."""
    return wording_key(heading) in ID_HEADINGS


def is_personal(heading: str) -> bool:
    """Tell whether a column can identify a person, going by its heading.

    Examples
    --------
    >>> is_personal("请留下您的手机号码"), is_personal("IP Address"), is_personal("手机部数"), is_personal("Brand name")
    (True, True, False, False)
    """
    return wording_key(heading) in PERSONAL_HEADINGS or bool(_PERSONAL_WORDS.search(plain(heading)))


def read_paradata(name: str, heading: str, column: Column, rows: np.ndarray) -> tuple[pd.Series, list[Finding]]:
    """Return a column of the paradata and what in it could not be read.

    Parameters
    ----------
    name
        started, submitted, seconds, a name of `FLAGS`, or anything else, which stays text.
    heading, column, rows
        The column as found.
    """
    if name in ("started", "submitted"):
        if (moments := column.moments()) is not None:
            return pd.Series(moments, copy=False), []
        values, reasons = _parse(column, _parse_utc, "datetime64[us]", "no date and time with the year first")
        return values, name_cells(heading, rows, column, reasons)
    if name == "seconds":
        values, reasons = _parse(column, parse_seconds, "float64", "no duration; write seconds or hh:mm:ss")
        return values, name_cells(heading, rows, column, reasons)
    if name in FLAGS:
        values, reasons = _parse(column, parse_number, "float64", "neither 1 nor 0")
        return values, name_cells(heading, rows, column, reasons)
    return column.series().str.strip(), []


def _parse_utc(text: str) -> object:
    return parse_moment(text, utc=True)


def _parse(column: Column, parse: Callable[[str], object], kind: str, reason: str) -> tuple[pd.Series, list[str]]:
    values = [parse(plain(text)) for text in column.texts]
    reasons = [
        "" if value is not None or not plain(text) else reason for text, value in zip(column.texts, values, strict=True)
    ]
    each = pd.Series(values, dtype=kind).to_numpy()
    return pd.Series(each[column.places], copy=False), reasons


def derive_seconds(paradata: pd.DataFrame) -> pd.DataFrame:
    """Return paradata with the seconds between start and submission, where the platform gave no duration.

    Dates without a time of day give no duration; an end before the start gives NaN.
    """
    if "seconds" in paradata or not {"started", "submitted"} <= set(paradata.columns):
        return paradata
    started, submitted = paradata["started"], paradata["submitted"]
    if any((times.dropna() == times.dropna().dt.normalize()).all() for times in (started, submitted)):
        return paradata
    seconds = (submitted - started).dt.total_seconds()
    return paradata.assign(seconds=seconds.where(seconds >= 0))
