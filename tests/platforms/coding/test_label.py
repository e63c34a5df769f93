from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.coding.label import label_item, list_codes, read_labels

AMBIGUOUS = """
id: two-tongues
version: "1.0"
languages: [zh-CN, en]
title: {zh-CN: 甲, en: A}
pages:
  - id: one
    items:
      - id: mood
        type: single_choice
        text: {zh-CN: 心情, en: Mood}
        choices: {1: {zh-CN: OK, en: Fine}, 2: {zh-CN: 一般, en: OK}}
      - id: cups
        type: single_choice
        text: {zh-CN: 几杯, en: How many cups}
        choices: {1: {zh-CN: "0", en: "0"}, 2: {zh-CN: "1", en: "1"}, 3: {zh-CN: "2", en: "2"}}
"""


def codes(item, *cells, language=None):
    return [reading.value for reading in read_labels(cells, label_item(item, language))]


def reason(item, cell, **options):
    (reading,) = read_labels([cell], label_item(item, **options))
    assert math.isnan(reading.value)
    return reading.reason


@pytest.mark.parametrize(
    "cell",
    [
        "4", "4.0", "４", " 4 ", "4,0", "同意", " 同意　", "Agree", "AGREE",
        "ａｇｒｅｅ", "4 - Agree", "4=同意", "4.同意", "4、同意", "4 同意",
        "(4) Agree", "[4] Agree", "Agree (4)", "同意=4", "同意4", "4分", "4 分",
        "4星", "4 points", "4: agree", "4–Agree",
    ],
)  # fmt: skip
def test_codes_and_labels_of_a_scale(shop, cell):
    assert codes(shop.item("sat"), cell) == [4.0]


@pytest.mark.parametrize(("cell", "code"), [("97", 97), ("不适用", 97), ("Don’t know", 98), ("98 = don't know", 98)])
def test_special_codes_and_their_labels(shop, cell, code):
    assert codes(shop.item("sat"), cell) == [code]


@pytest.mark.parametrize(
    ("cell", "code"), [("0", 0), ("Not at all likely", 0), ("10 - 一定会", 10), ("7", 7), ("7分", 7)]
)
def test_scales_with_labels_at_the_ends(shop, cell, code):
    assert codes(shop.item("nps"), cell) == [code]


@pytest.mark.parametrize("cell", ["6", "0", "-3", "3.5", "96", "1e5", "9" * 400])
def test_numbers_off_the_scale_name_the_range(shop, cell):
    assert reason(shop.item("sat"), cell).endswith("outside the allowed codes: 1 to 5; special codes 97, 98")


@pytest.mark.parametrize("cell", ["NA", "None", "null", "-", "n/a", "(空)", "Agreed", "4 Kilo", "=4", "#N/A", "4 - 7"])
def test_other_texts_are_neither_code_nor_label(shop, cell):
    assert reason(shop.item("sat"), cell) == "neither a code (1 to 5; special codes 97, 98) nor a label of this item"


@pytest.mark.parametrize("cell", ["4 - Disagree", "不同意=5", "6 - Agree", "9分"])
def test_code_and_label_must_belong_together(shop, cell):
    assert "do not belong together" in reason(shop.item("sat"), cell)


@pytest.mark.parametrize("cell", ["", "   ", "　", "\u200b"])
def test_blanks_are_missing_without_a_reason(shop, cell):
    (reading,) = read_labels([cell], label_item(shop.item("sat")))
    assert math.isnan(reading.value) and not reading.reason


def test_points_are_only_for_ratings(shop):
    assert "neither a code" in reason(shop.item("paid"), "2分")


def test_a_label_of_two_codes_is_ambiguous_until_a_language_is_given(build_text):
    mood = build_text(AMBIGUOUS).item("mood")
    assert reason(mood, "OK") == "ambiguous: it may stand for 1 or 2; pass language="
    assert codes(mood, "OK", "Fine", "一般", language="en") == [2, 1, 2]
    assert codes(mood, "OK", "Fine", "一般", language="zh-CN") == [1, 1, 2]


def test_a_code_that_is_another_label_is_settled_by_the_column(build_text):
    cups = build_text(AMBIGUOUS).item("cups")
    assert codes(cups, "0", "1", "2") == [1, 2, 3]
    assert codes(cups, "1", "2", "3") == [1, 2, 3]
    assert reason(cups, "1") == "ambiguous: it may stand for 1 or 2; write codes as numbers or labels in full"
    assert math.isnan(codes(cups, "0", "1", "3")[1])


@pytest.mark.parametrize(
    ("cell", "text"),
    [("Other: By Post", "By Post"), ("其他：刷脸", "刷脸"), ("其他（刷脸）", "刷脸"), ("其他〖刷脸〗", "刷脸"),
     ("other - Card", "Card"),
     ("Other:", ""), ("Other (a\nb)", "a\nb")],
)  # fmt: skip
def test_the_text_beside_an_option_is_kept_as_written(shop, cell, text):
    (reading,) = read_labels([cell], label_item(shop.item("paid")))
    assert (reading.value, reading.text, reading.text_code) == (3, text, 3)


def test_only_options_with_a_text_field_take_a_text(shop):
    assert "neither a code" in reason(shop.item("paid"), "Cash: coins")


@pytest.mark.parametrize(
    ("listed", "words"), [([0, 1], "0, 1"), (range(11), "0 to 10"), ([3, 1, 2, 99], "1 to 3, 99"), ([], "")]
)
def test_codes_in_words(listed, words):
    assert list_codes(list(listed)) == words


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_cell_breaks_the_reader(shop, cell):
    for item in (shop.item("sat"), shop.item("paid")):
        (reading,) = read_labels([cell], label_item(item))
        assert math.isnan(reading.value) or not reading.reason


def test_a_very_long_cell_is_no_label(shop):
    assert "neither a code" in reason(shop.item("sat"), "1" * 5000 + "x")
