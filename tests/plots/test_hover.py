"""What the marks of a chart say when pointed at."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pandas as pd
import pytest

from survey import plots
from survey.plots.marks import describe_mark, name_mark, name_points

SVG = "{http://www.w3.org/2000/svg}"


def told(ax) -> list[str]:
    """Return what the marks of a chart say, in the order they are drawn."""
    root = ElementTree.fromstring(plots.figure_svg(ax.figure, title="x", description="y"))
    parents = {child: parent for parent in root.iter() for child in parent}
    return [title.text for title in root.iter(f"{SVG}title") if parents[title] is not root]


def test_every_row_of_a_chart_says_its_values_once_a_mark(frames, names, language):
    said = told(plots.plot_importance(frames["importance"](names), language=language, width=4.5))
    assert len(said) == 4 * len(names)  # bar, interval, its ends, dot
    first = {
        "en": "Service: Share 35%; Interval 29–41%; Rank 1–5",
        "zh-CN": "客服：占比 35%；区间 29%–41%；排名 1–5",
    }[language]
    assert said.count(first) == 4


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("priorities", "Service: Share 35% (29–41%); Performance (0–100) 60 (58 to 62)"),
        ("distribution", "Price: 4 35.0%"),
        ("reliability", "Price: ω 0.80; Interval 0.70 to 0.85"),
        ("flow", "Delivery speed: Left 900; Removed 50 (5.3%)"),
        ("indicator", "Price: Value 60%; Interval 55–65%"),
        ("profile", "Delivery speed: Share 20%; Target 30%"),
        ("correlations", "Price · Delivery speed: r 0.40"),
    ],
)
def test_marks_say_what_they_are(frames, name, text):
    names = ["Product quality", "Delivery speed", "Returns", "Price", "Service"]
    said = told(getattr(plots, f"plot_{name}")(frames[name](names)))
    assert text in said


def test_a_missing_value_has_no_mark_and_says_nothing():
    frame = pd.DataFrame({"driver": ["a", "b"], "importance_share": [0.4, np.nan]})
    said = told(plots.plot_importance(frame))
    assert said.count("a: Share 40%") == 2  # bar and dot
    assert set(said) == {"a: Share 40%", "b"}


def test_points_of_a_line_say_each_its_own_and_missing_ones_none():
    ax = plots.new_axes(4, 3)
    (line,) = ax.plot([1, 2, 3], [1, np.nan, 3])
    name_points(line, ["one", "two", "three"])
    assert told(ax) == ["one", "three"]


def test_points_beyond_the_limits_make_the_line_silent_rather_than_wrong():
    ax = plots.new_axes(4, 3)
    (line,) = ax.plot([-300, -200, 300, 2], [1, 2, 3, 4], "o")
    name_points(line, ["far", "farther", "farthest", "near"])
    ax.set_xlim(0, 5)
    assert told(ax) == []


def test_texts_from_people_stay_texts():
    ax = plots.new_axes(4, 3)
    name = "<script>\u202e\x00" + "w" * 10_000
    text = describe_mark(name, [("n", "1")], "en")
    name_mark(text, *ax.bar([1], [1]))
    (said,) = told(ax)
    assert said.startswith("<script>www") and said.endswith("…: n 1") and len(said) < 200
    assert describe_mark("שלום", [("n", "1")], "en") == "\u2068שלום\u2069: n 1"


def test_a_chart_is_one_picture_to_a_screen_reader(frames, names):
    root = ElementTree.fromstring(plots.figure_svg(plots.plot_flow(frames["flow"](names)).figure, title="x"))
    assert root.get("role") == "img"  # what is inside is for the eye, so the marks' texts are not read out
    assert not [part for part in root.iter() if "tabindex" in part.attrib]
