from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.coding.number import AMBIGUOUS, parse_number, parse_numbers
from survey.platforms.coding.wording import plain


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3), ("3.0", 3), ("３", 3), (" 3 ", 3), ("-2", -2), ("−2", -2), ("+4", 4), (".5", 0.5), ("1e3", 1000),
        ("1,234", 1234), ("1,234,567.8", 1234567.8), ("1.234,5", 1234.5), ("1.234.567", 1234567), ("3,5", 3.5),
        ("0,125", 0.125), ("12 000", 12000), ("12'000", 12000), ("12\u202f000,5", 12000.5), ("１，２３４", 1234),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(written, value):
    assert parse_number(plain(written)) == value


@pytest.mark.parametrize(
    "text", ["", "three", "1,23,4", "nan", "inf", "1_000", "0x10", "12 34", "1.2.3", "--3", "3 4", "-"]
)
def test_what_is_no_number_is_none(text):
    assert parse_number(plain(text)) is None


def test_grouping_is_ambiguous_beside_decimal_commas():
    numbers = parse_numbers(["1,234", "1.234", "0,5", "12"])
    assert [number.value for number in numbers] == [None, None, 0.5, 12]
    assert [number.reason for number in numbers] == [AMBIGUOUS, AMBIGUOUS, "", ""]


@settings(deadline=None)
@given(st.floats(min_value=-1e12, max_value=1e12))
def test_floats_come_back(value):
    assert parse_number(repr(value)) == value


@settings(deadline=None)
@given(st.integers(min_value=-(10**14), max_value=10**14))
def test_grouped_integers_come_back(value):
    assert parse_number(f"{value:,}") == value


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_the_parser(text):
    parse_numbers([plain(text)])
