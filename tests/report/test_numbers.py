import pytest

from survey.report.numbers import Numbers

ENGLISH, CHINESE = Numbers("en", "to", "under 1%"), Numbers("zh-CN", "至", "不到 1%")
NAN = float("nan")


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0%"), (0.004, "under 1%"), (0.006, "1%"), (0.256, "26%"), (1.0, "100%"), (-0.05, "−5%"), (NAN, "–")],
)
def test_a_share_becomes_a_percentage(share, text):
    assert ENGLISH.percent(share) == text


def test_the_ends_of_an_interval_look_different_where_they_are():
    assert ENGLISH.decimal_range(98.7, 99.4, 0) == "98.7–99.4"
    assert CHINESE.percent_range(0.991, 0.994) == "99.1%–99.4%"
    assert ENGLISH.decimal_range(0.5, 0.5, 0) == "0–0"


def test_a_small_share_is_never_nothing_in_either_language():
    assert CHINESE.percent(0.001) == "不到 1%"
    assert CHINESE.percent(0.001, 1) == "0.1%"


@pytest.mark.parametrize(
    ("low", "high", "english", "chinese"),
    [
        (0.1, 0.2, "10–20%", "10%–20%"),
        (-0.03, 0.12, "−3 to 12%", "−3% 至 12%"),
        (NAN, 0.2, "–", "–"),
    ],
)
def test_ranges_follow_the_language(low, high, english, chinese):
    assert (ENGLISH.percent_range(low, high), CHINESE.percent_range(low, high)) == (english, chinese)


@pytest.mark.parametrize(("value", "text"), [(0.123, "+12"), (-0.08, "−8"), (0.001, "0"), (-0.001, "0")])
def test_points_carry_a_sign_and_a_true_minus(value, text):
    assert ENGLISH.points(value) == text


def test_no_number_is_minus_zero():
    assert ENGLISH.decimal(-0.0004) == "0.00"
    assert ENGLISH.percent(-0.0004, 1) == "0.0%"


def test_counts_group_thousands():
    assert ENGLISH.count(12345) == "12,345"


def test_p_values_follow_the_language():
    assert [ENGLISH.p_value(p) for p in (0.0234, 0.0009, 1.0, NAN)] == [".023", "< .001", "1.000", "–"]
    assert [CHINESE.p_value(p) for p in (0.0234, 0.0009)] == ["0.023", "< 0.001"]
