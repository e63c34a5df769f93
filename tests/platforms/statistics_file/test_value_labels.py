"""The labels of a file decide what its values mean, and only where they say it."""

from __future__ import annotations

import pytest

from survey.platforms.files.column import Column
from survey.platforms.statistics_file.value_labels import decode_answers, decode_ticks

AGREE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def decode(item, cells, labels):
    decoded = decode_answers(item, Column.from_cells(cells), labels)
    return list(decoded.column), decoded.oddity


def test_codes_without_labels_stay(shop):
    assert decode(shop.items["sat"], ["1", "97", "6", ""], {}) == (["1", "97", "6", ""], "")


def test_labels_that_agree_change_nothing(shop):
    labels = {str(place): label for place, label in enumerate(AGREE, 1)}
    assert decode(shop.items["sat"], ["1", "5", "98"], labels) == (["1", "5", "98"], "")


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_codes_of_its_own_become_ours(shop, language):
    points = shop.items["sat"].labels
    labels = {str(10 * code): text[language] for code, text in points.items()}
    cells, oddity = decode(shop.items["sat"], ["10", "50", "970", "30"], labels)
    assert cells == ["1", "5", "97", "3"]
    assert "codes of its own" in oddity


def test_a_scale_that_begins_at_nought_is_moved_also_where_points_have_no_label(shop):
    labels = {"0": "Strongly disagree", "4": "Strongly agree"}
    cells, oddity = decode(shop.items["sat"], ["0", "1", "2", "4", "5"], labels)
    assert cells == ["1", "2", "3", "5", "5 [without a label in the file]"]
    assert "0 as 1, 4 as 5" in oddity


def test_a_scale_turned_round_is_not_guessed_between_its_labels(shop):
    labels = {"1": "Strongly agree", "5": "Strongly disagree"}
    cells, _ = decode(shop.items["sat"], ["1", "2", "5"], labels)
    assert cells == ["5", "2 [without a label in the file]", "1"]


def test_labels_that_are_none_of_ours_are_told_and_values_are_codes(shop):
    cells, oddity = decode(shop.items["sat"], ["1", "2"], {"1": "Low", "2": "High"})
    assert cells == ["1", "2"]
    assert "1 = 'Low'; 2 = 'High'" in oddity


def test_labels_of_values_that_nobody_has_are_not_told(shop):
    assert decode(shop.items["sat"], ["1"], {"1": "Strongly disagree", "9": "Refused"})[1] == ""


def test_a_label_that_its_program_cut_is_known_by_its_beginning(shop):
    labels = {"1": "Strongly disag", "2": "Strongly ag…", "3": "Strong…"}
    cells, oddity = decode(shop.items["sat"], ["1", "2", "3"], labels)
    assert cells[:2] == ["1", "5"]
    assert cells[2] == "3 [Strong…]"
    assert "2 as 5" in oddity


def test_missing_values_with_letters_are_known_by_their_labels(shop):
    labels = {".d": "Don't know", ".r": "Refused"}
    cells, oddity = decode(shop.items["sat"], [".d", ".r", ".", "4"], {**labels, "4": "Agree"})
    assert cells[0] == "98" and cells[3] == "4"
    assert cells[1] == ".r [Refused]" and cells[2].startswith(". [")
    assert ".d" not in oddity


@pytest.mark.parametrize(
    "labels",
    [
        {"1": "Yes", "2": "No"},
        {"1": "Mentioned", "2": "Not mentioned"},
        {"1": "选中", "2": "未选"},
        {"1": "提及", "2": "未提及"},
        {"1": "Bread", "2": "Not selected"},
        {"1": "面包", "2": "未选中"},
    ],
)
def test_ticks_go_by_their_labels(shop, labels):
    item = shop.items["bought"]
    assert list(decode_ticks(item, 2, Column.from_cells(["1", "2", ""]), labels).column) == ["1", "0", ""]


def test_ticks_turned_round_are_turned_back(shop):
    column = Column.from_cells(["0", "1"])
    assert list(decode_ticks(shop.items["bought"], 2, column, {"0": "Yes", "1": "No"}).column) == ["1", "0"]


def test_the_label_of_another_option_is_no_tick(shop):
    column = Column.from_cells(["1", "2"])
    labels = {"1": "Something else", "2": "No"}
    assert list(decode_ticks(shop.items["bought"], 2, column, labels).column) == ["1", "0"]
