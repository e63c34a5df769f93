from __future__ import annotations

import math
from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.platforms.coding.label import Labels, label_item
from survey.platforms.coding.option import read_options, read_ticks

EVERY = list(chain.from_iterable(combinations([1, 2, 3, 4], size) for size in range(1, 5)))


@pytest.fixture
def bought(shop) -> Labels:
    return label_item(shop.item("bought"))


@pytest.mark.parametrize("separator", [";", "; ", ",", ", ", "┋", "|", " | ", "\n", "\r\n", "；", "，", "、"])
@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_labels_that_hold_separators_are_found_whole(shop, bought, separator, language):
    labels = {choice.code: choice.label.in_language(language) for choice in shop.item("bought").choices}
    for codes in EVERY:
        chosen = read_options(separator.join(labels[code] for code in codes), bought)
        assert (chosen.codes, chosen.unknown) == (frozenset(codes), ())


@pytest.mark.parametrize(
    "cell", ["1;3", "1,3", "1 3", "3┋1", "1.0;3", "1;3;", "; 1 ; 3", "1 - Bread, cakes; 3=饮料; 酒"]
)
def test_codes_are_read_too(bought, cell):
    assert read_options(cell, bought) == (frozenset({1, 3}), (), ())


def test_unknown_pieces_are_named_and_the_others_coded(bought):
    assert read_options("Bread, cakes, toys, 2; N/A", bought) == (frozenset({1, 2}), ("toys", "N/A"), ())
    assert read_options("13", bought) == (frozenset(), ("13",), ())


def test_the_text_beside_an_option_is_as_written(bought):
    assert read_options("Bread; Something else: Wool… Socks㎡", bought) == (
        frozenset({2, 4}), (), ((4, "Wool… Socks㎡"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    "cell", ["1", "1.0", "Y", "yes", "是", "TRUE", "x", "✓", "√", "3", "Drinks; wine", "饮料; 酒", "3 - Drinks; wine"]
)
def test_ticks(shop, cell):
    own = Labels(frozenset({3}), {"drinks; wine": frozenset({3}), "饮料; 酒": frozenset({3})}, "3")
    assert read_ticks([cell], 3, own)[0].value == 1


@pytest.mark.parametrize("cell", ["0", "0.0", "N", "no", "否", "FALSE", "□"])
def test_no_ticks(cell):
    assert read_ticks([cell], 3, Labels(frozenset({3}), {}, "3"))[0].value == 0


@pytest.mark.parametrize("cell", ["2", "-", "NA", "-1", "maybe", "Bread"])
def test_what_is_neither_has_a_reason(cell):
    (reading,) = read_ticks([cell], 3, Labels(frozenset({3}), {}, "3"))
    assert math.isnan(reading.value) and reading.reason.startswith("neither a tick nor a blank")


def test_an_option_called_no_is_ambiguous():
    (reading,) = read_ticks(["No"], 2, Labels(frozenset({2}), {"no": frozenset({2})}, "2"))
    assert math.isnan(reading.value) and reading.reason.startswith("ambiguous")


@settings(deadline=None)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from(";,|┋、/ 1234面包饮料酒")), max_size=60))
def test_no_cell_breaks_the_reader(shop, cell):
    chosen = read_options(cell, label_item(shop.item("bought")))
    assert chosen.codes <= {1, 2, 3, 4}
    assert all(piece for piece in chosen.unknown)
