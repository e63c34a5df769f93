"""What holds for every chart."""

from __future__ import annotations

import re
from itertools import pairwise

import matplotlib
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from survey import plots
from survey.errors import DataError, OptionError

HOSTILE = ["<script>alert(1)</script>", r"$\frac{a}{b}$ & $x^2$", "_private_", "emoji 🚀 line\nbreak", "{}%s\\n"]


@pytest.mark.parametrize("width", [4.5, 8.0])
def test_every_chart_draws_in_both_languages_without_a_warning(chart, names, language, width):
    draw, make = chart
    ax = draw(make(names), language=language, width=width)
    assert isinstance(ax, Axes)
    assert len(plots.figure_png(ax.figure, dpi=50)) > 1000
    assert ax.figure.get_figwidth() == width


def test_the_frame_is_left_alone_and_may_have_any_index(chart, names, language):
    draw, make = chart
    frame = make(names)
    if draw is not plots.plot_correlations:
        frame.index = pd.Index(["same"] * len(frame))
    before = frame.copy(deep=True)
    draw(frame, language=language)
    pd.testing.assert_frame_equal(frame, before)


def test_no_setting_is_changed_and_pyplot_knows_no_figure(chart, names):
    draw, make = chart
    before = dict(matplotlib.rcParams)
    draw(make(names))
    assert dict(matplotlib.rcParams) == before
    pyplot = __import__("matplotlib.pyplot").pyplot
    assert pyplot.get_fignums() == []


def test_given_axes_are_used_even_with_a_foreign_style(chart, names, language):
    draw, make = chart
    with matplotlib.rc_context({"font.family": "DejaVu Sans", "text.color": "red"}):
        ax = Figure(figsize=(8, 5)).add_subplot()
        assert draw(make(names), ax=ax, language=language) is ax
        plots.figure_png(ax.figure, dpi=50)


def test_an_empty_frame_is_refused_by_name(chart, names):
    draw, make = chart
    with pytest.raises(DataError, match=draw.__name__):
        draw(make(names).iloc[:0])


def test_a_missing_column_is_named(chart, names):
    draw, make = chart
    frame = make(names)
    first = frame.columns[0]
    message = "square matrix" if draw is plots.plot_correlations else f"lacks the column {first}"
    with pytest.raises(DataError, match=message):
        draw(frame.drop(columns=first))


def test_text_in_a_number_column_is_refused():
    with pytest.raises(DataError, match="must hold numbers"):
        plots.plot_importance(pd.DataFrame({"driver": ["a"], "importance_share": ["lots"]}))


def test_an_unknown_language_lists_the_known_ones(chart, names):
    draw, make = chart
    with pytest.raises(OptionError, match="zh-CN"):
        draw(make(names), language="xx")


def test_an_unknown_word_lists_the_known_ones(chart, names):
    draw, make = chart
    with pytest.raises(OptionError, match="importance"):
        draw(make(names), labels={"nonsense": "x"})


def test_labels_from_people_are_shown_literally(chart, read_texts):
    draw, make = chart
    ax = draw(make(HOSTILE), width=8.0)
    plots.figure_png(ax.figure, dpi=50)  # a formula would be parsed, and an emoji would warn, only here
    shown = re.sub(r"\s", "", "".join(read_texts(ax)))
    if draw is not plots.plot_profile:
        assert "<script>alert(1)</script>" in shown
    assert r"$\frac{a}{b}$&$x^2$" in shown
    assert "_private_" in shown
    assert "emoji□linebreak" in shown


def test_a_legend_name_may_start_with_an_underscore(read_texts):
    frame = pd.DataFrame({"construct": "x", "estimator": ["_one", "two"], "estimate": [0.7, 0.8]})
    assert {"_one", "two"} <= set(read_texts(plots.plot_reliability(frame)))


def test_all_texts_stay_inside_the_figure(chart, names, language):
    draw, make = chart
    for width in (4.5, 8.0):
        ax = draw(make(names), language=language, width=width)
        ax.figure.draw_without_rendering()
        box = ax.get_tightbbox()
        assert box is not None
        assert box.x0 >= -1 and box.y0 >= -1
        assert box.x1 <= ax.figure.bbox.width + 1 and box.y1 <= ax.figure.bbox.height + 1


def test_row_names_do_not_touch(chart, names, language):
    draw, make = chart
    ax = draw(make(names), language=language, width=4.5)
    ax.figure.draw_without_rendering()
    boxes = [label.get_window_extent() for label in ax.get_yticklabels() if label.get_text()]
    boxes.sort(key=lambda box: box.y0)
    assert all(low.y1 <= high.y0 + 1 for low, high in pairwise(boxes))


def test_values_stand_right_of_every_mark(names, language, frames):
    ax = plots.plot_importance(frames["importance"](names), language=language, width=4.5)
    ax.figure.draw_without_rendering()
    right = max(line.get_window_extent().x1 for line in ax.lines)
    values = [text for text in ax.texts if text.get_text().endswith("%")]
    assert len(values) == len(names)
    assert min(text.get_window_extent().x0 for text in values) > right


def test_missing_values_keep_their_row_without_a_mark(frames):
    frame = frames["importance"](["a", "b", "c"])
    frame.loc[1, ["importance_share", "conf_low", "conf_high"]] = np.nan
    ax = plots.plot_importance(frame)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["c", "a", "b"]
    assert "–" in [text.get_text() for text in ax.texts]
    plots.figure_png(ax.figure, dpi=50)
