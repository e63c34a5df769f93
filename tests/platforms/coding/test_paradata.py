from __future__ import annotations

from datetime import datetime

import numpy as np
import pandas as pd
import pytest

from survey.platforms.coding.paradata import derive_seconds, is_id, is_personal, name_paradata, read_paradata
from survey.platforms.files.column import Column


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("StartDate", "started"), ("开始答题时间", "started"), ("start", "started"), ("Start time", "started"),
        ("提交答卷时间", "submitted"), ("EndDate", "submitted"), ("Timestamp", "submitted"),
        ("Submit date", "submitted"),
        ("Duration (in seconds)", "seconds"), ("所用时间", "seconds"), ("Total time", "seconds"),
        ("UserLanguage", "language"), ("语言", "language"), ("Colour", None), ("", None),
    ],
)  # fmt: skip
def test_headings_of_paradata(heading, name):
    assert name_paradata(heading) == name


@pytest.mark.parametrize(
    "heading", ["id", "ID", "respondent", "respondent_id", "Respondent ID", "序号", "编号", "答卷编号", "ResponseId"]
)
def test_headings_of_ids(heading):
    assert is_id(heading)


@pytest.mark.parametrize(
    "heading",
    ["IP", "来自IP", "IP Address", "E-mail", "email", "Your email address", "姓名", "您的姓名：", "手机", "手机号码",
     "邮箱", "您的Email",
     "Phone number", "Name", "RecipientFirstName", "身份证号", "LocationLatitude", "微信号"],
)  # fmt: skip
def test_headings_of_personal_columns(heading):
    assert is_personal(heading)


@pytest.mark.parametrize("heading", ["手机部数", "手机价格", "Brand name", "Recipe", "Equipment", "来源", "Female"])
def test_headings_that_only_look_personal(heading):
    assert not is_personal(heading)


def column(*cells: str) -> Column:
    return Column.from_cells(cells)


def test_times_are_utc_where_they_have_a_zone():
    values, findings = read_paradata(
        "started",
        "StartDate",
        column("2026-11-22T08:00:00+08:00", "2026/11/22 08:00:00", "", "soon"),
        np.array([2, 3, 4, 5]),
    )
    assert values.dtype == "datetime64[us]"
    assert values.tolist()[:2] == [pd.Timestamp(datetime(2026, 11, 22)), pd.Timestamp(datetime(2026, 11, 22, 8))]
    assert values.isna().tolist() == [False, False, True, True]
    assert [(f.column, f.rows, f.values) for f in findings] == [("StartDate", [5], ["soon"])]


def test_durations_become_seconds():
    values, findings = read_paradata(
        "seconds", "所用时间", column("136秒", "2分5秒", "00:02:16", "", "-1"), np.arange(2, 7)
    )
    assert values.fillna(-1).tolist() == [136, 125, 136, -1, -1]
    assert [(f.rows, f.values) for f in findings] == [([6], ["-1"])]


def test_languages_stay_text():
    values, findings = read_paradata("language", "lang", column("zh-CN ", ""), np.array([2, 3]))
    assert (values[0], values.isna().tolist(), findings) == ("zh-CN", [False, True], [])


def times(*texts: str) -> pd.Series:
    return pd.Series(pd.to_datetime(list(texts)).astype("datetime64[us]"))


def test_seconds_are_derived_from_start_and_end():
    frame = pd.DataFrame(
        {
            "started": times("2026-11-22 08:00:00", "2026-11-22 08:00:00"),
            "submitted": times("2026-11-22 08:02:16", "2026-11-22 07:00:00"),
        }
    )
    assert derive_seconds(frame)["seconds"].fillna(-1).tolist() == [136, -1]


def test_no_seconds_are_derived_from_bare_dates():
    frame = pd.DataFrame({"started": times("2026-11-22"), "submitted": times("2026-11-22")})
    assert "seconds" not in derive_seconds(frame)


def test_given_seconds_are_not_touched():
    frame = pd.DataFrame(
        {"started": times("2026-11-22 08:00:01"), "submitted": times("2026-11-22 09:00:01"), "seconds": [5.0]}
    )
    assert derive_seconds(frame)["seconds"].tolist() == [5]
