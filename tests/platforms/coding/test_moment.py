from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.coding.moment import parse_moment, parse_seconds
from survey.platforms.coding.wording import plain


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22", datetime(2026, 11, 22)),
        ("2026/11/22", datetime(2026, 11, 22)),
        ("2026/1/2", datetime(2026, 1, 2)),
        ("2026.11.22", datetime(2026, 11, 22)),
        ("2026年11月22日", datetime(2026, 11, 22)),
        ("２０２６年１１月２日", datetime(2026, 11, 2)),
        ("2026年11月22日 14:05", datetime(2026, 11, 22, 14, 5)),
        ("2026年11月22日14时05分06秒", datetime(2026, 11, 22, 14, 5, 6)),
        ("2016/12/17 14:22:55", datetime(2016, 12, 17, 14, 22, 55)),
        ("2026-11-22T14:05:16.25", datetime(2026, 11, 22, 14, 5, 16, 250000)),
        ("2026/11/22 3:04:05 下午", datetime(2026, 11, 22, 15, 4, 5)),
        ("2026/11/22 下午 3:04:05", datetime(2026, 11, 22, 15, 4, 5)),
        ("2026/11/22 12:04:05 AM", datetime(2026, 11, 22, 0, 4, 5)),
        ("2026-11-22T01:00:00+08:00", datetime(2026, 11, 22, 1)),
    ],
)
def test_dates_with_the_year_first_are_read(written, moment):
    assert parse_moment(plain(written)) == moment


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("2026-11-22T01:00:00+08:00", datetime(2026, 11, 21, 17)),
        ("2026-11-22T01:00:00Z", datetime(2026, 11, 22, 1)),
        ("2026-11-22T01:00:00-0530", datetime(2026, 11, 22, 6, 30)),
        ("2026/11/22 3:04:05 下午 GMT+8", datetime(2026, 11, 22, 7, 4, 5)),
        ("2026-11-22 01:00:00", datetime(2026, 11, 22, 1)),
    ],
)
def test_zones_are_turned_into_utc_when_asked(written, moment):
    assert parse_moment(plain(written), utc=True) == moment


@pytest.mark.parametrize(
    "text", ["", "22.11.2026", "11/22/2026", "2026-13-01", "2026-02-30", "2026-11/22", "yesterday",
             "46348", "2026-11-22 25:00",
             "2026-11-22 13:00 pm", "0000-01-01"]
)  # fmt: skip
def test_what_is_no_sure_date_is_none(text):
    assert parse_moment(plain(text)) is None


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("136", 136), ("136秒", 136), ("2分5秒", 125), ("1小时2分3秒", 3723), ("00:02:16", 136), ("2 min 5 s", 125),
     ("1h 2m", 3720),
     ("95.5", 95.5), ("2分钟", 120), ("1天", 86400), ("12:00:00", 43200), ("136 seconds", 136), ("１３６秒", 136)],
)  # fmt: skip
def test_durations_are_read(written, seconds):
    assert parse_seconds(plain(written)) == seconds


@pytest.mark.parametrize("text", ["", "-5", "2:16", "soon", "5 apples", "00:61:00", "秒"])
def test_what_is_no_duration_is_none(text):
    assert parse_seconds(plain(text)) is None


@settings(deadline=None)
@given(st.datetimes())
def test_iso_moments_come_back(moment):
    assert parse_moment(plain(moment.isoformat())) == moment


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_the_parsers(text):
    parse_moment(plain(text), utc=True)
    parse_seconds(plain(text))
