"""Words and numbers on charts."""

from __future__ import annotations

import math

import pytest

from survey.plots.labels import WORDS, find_words, format_number, format_percent, format_range
from survey.plots.style import ACCENT, BAD, GOOD, NEUTRAL, diverging_colours, text_on


def contrast(first: str, second: str) -> float:
    """Contrast ratio of WCAG 2.1, from its definition of relative luminance."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def test_the_languages_have_the_same_words():
    assert len({frozenset(words) for words in WORDS.values()}) == 1
    assert all(text for words in WORDS.values() for text in words.values())


def test_finding_words_gives_a_copy():
    find_words("en")["rank"] = "changed"
    assert find_words("en")["rank"] == "Rank"


@pytest.mark.parametrize(
    ("share", "shown"), [(0.0, "0%"), (-0.0, "0%"), (-0.001, "0%"), (1.0, "100%"), (-0.5, "−50%"), (math.nan, "–")]
)
def test_percentages(share, shown):
    assert format_percent(share) == shown


def test_ranges_and_numbers():
    assert format_range(0.1, 0.2) == "10–20%"
    assert format_range(math.nan, 0.2) == "–"
    assert format_number(-1.5, 1) == "−1.5"


@pytest.mark.parametrize("colour", [ACCENT, GOOD, BAD, NEUTRAL])
@pytest.mark.parametrize("page", ["#ffffff", "#14171c"])
def test_marks_stand_out_on_white_and_dark_pages(colour, page):
    # 3:1 is the least contrast of graphics in WCAG 2.1, success criterion 1.4.11
    assert contrast(colour, page) >= 3.0


def test_text_on_bars_is_readable():
    # 4.5:1 is the least contrast of text in WCAG 2.1, success criterion 1.4.3
    for n in range(2, 12):
        for colour in diverging_colours(n):
            assert contrast(colour, text_on(colour)) >= 4.5


def test_good_and_bad_stay_apart_without_red_green_vision():
    """Simulated deuteranopia (Machado, Oliveira & Fernandes 2009, severity 1.0, linear RGB)."""
    matrix = [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]

    def seen(colour: str) -> list[float]:
        linear = [(int(colour[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
        return [sum(m * c for m, c in zip(row, linear, strict=True)) for row in matrix]

    good, bad = seen(GOOD), seen(BAD)
    assert good[2] > good[0] and bad[0] > bad[2]  # one stays blue, the other yellow
