"""Colours stay apart for colour-blind readers and texts stand out, on white and on the dark page."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.text import Text

from survey import plots
from survey.plots.style import BAD, DARK_TEXT, GOOD, INK, LIGHT_TEXT, SERIES, diverging_colours

# Machado, G. M., Oliveira, M. M. & Fernandes, L. A. F. (2009). A physiologically-based model for simulation of color
# vision deficiency. IEEE Transactions on Visualization and Computer Graphics, 15(6), 1291–1298; severity 1, linear RGB.
SIGHT = {
    "common": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = TO_XYZ.sum(axis=1)
PAPER = {"light": ("#ffffff", "#1c222b"), "dark": ("#171b21", "#e6e9ee")}  # ground and ink of the page


def linear(colour) -> np.ndarray:
    values = np.array(to_rgb(colour))
    return np.where(values <= 0.04045, values / 12.92, ((values + 0.055) / 1.055) ** 2.4)


def see(colour, sight) -> np.ndarray:
    """CIELAB of a colour as somebody sees it."""
    ratio = TO_XYZ @ np.clip(SIGHT[sight] @ linear(colour), 0, 1) / WHITE
    x, y, z = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, sight) -> float:
    """CIE 1976 difference; about 2.3 is just noticeable (Mahy et al., 1994)."""
    return float(np.linalg.norm(see(one, sight) - see(other, sight)))


def contrast(one, other) -> float:
    """Contrast ratio, WCAG 2.1."""
    weights = np.array([0.2126, 0.7152, 0.0722])
    light, dark = sorted((float(weights @ linear(one)), float(weights @ linear(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(colour, ground) -> np.ndarray:
    red_green_blue, alpha = np.array(to_rgb(colour)), to_rgba(colour)[3]
    return alpha * red_green_blue + (1 - alpha) * np.array(to_rgb(ground))


@pytest.mark.parametrize("sight", SIGHT)
def test_series_stay_apart(sight):
    pairs = {pair: distance(*pair, sight) for pair in itertools.combinations(SERIES, 2)}
    assert min(pairs.values()) > 15, pairs
    assert distance(GOOD, BAD, sight) > 80


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("points", [3, 5, 7, 11])
def test_answers_from_low_to_high_stay_apart(sight, points):
    colours = diverging_colours(points)
    assert min(distance(one, other, sight) for one, other in itertools.pairwise(colours)) > 7
    assert min(distance(colours[at], colours[-1 - at], sight) for at in range(points // 2)) > 20


def test_colours_that_some_confuse_would_be_found():
    red, green = "#b22222", "#6b6b00"
    assert distance(red, green, "common") > 50 > 15 > distance(red, green, "deuteranopia")


@pytest.mark.parametrize("theme", PAPER)
def test_marks_stand_out(theme):
    # WCAG 2.1, success criterion 1.4.11: at least 3 to 1
    assert {
        colour: contrast(colour, PAPER[theme][0]) for colour in SERIES if contrast(colour, PAPER[theme][0]) < 3
    } == {}


@pytest.mark.parametrize("theme", PAPER)
def test_every_text_of_a_chart_stands_out(chart, names, theme):
    # WCAG 2.1, success criterion 1.4.3: at least 4.5 to 1. Texts in the ink take the ink of the page; texts on filled
    # areas have a colour of their own, which is chosen to stand out on the area.
    draw, make = chart
    ground, ink = PAPER[theme]
    faint = {}
    for text in draw(make(names)).figure.findobj(Text):
        colour = to_rgba(text.get_color(), text.get_alpha())
        if text.get_text() and np.allclose(colour[:3], to_rgb(INK)):
            ratio = contrast(mix((*to_rgb(ink), colour[3]), ground), ground)
            faint |= {text.get_text(): ratio} if ratio < 4.5 else {}
        elif text.get_text():
            assert text.get_color() in (DARK_TEXT, LIGHT_TEXT), text.get_text()
    assert faint == {}


def test_texts_on_filled_areas_stand_out(frames, names):
    ax = plots.plot_distribution(frames["distribution"](names))
    for text in ax.texts:
        place = ax.transData.transform(text.xy)
        bars = [bar for bar in ax.patches if bar.get_window_extent().contains(*place)]
        assert bars and contrast(text.get_color(), bars[0].get_facecolor()[:3]) >= 4.5
