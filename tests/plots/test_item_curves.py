"""Curves over the score on the other items."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError, OptionError
from survey.plots import figure_png
from survey.plots.item_curves import plot_item_curves


def make_curves(names: list[str], what: str = "share") -> pd.DataFrame:
    scores = np.linspace(1, 5, 9)
    return pd.concat([pd.DataFrame({"curve": name, "rest_score": scores, what: 0.2}) for name in names])


@pytest.mark.parametrize("what", ["share", "value"])
@pytest.mark.parametrize(("language", "score"), [("en", "Mean of the other items"), ("zh-CN", "其余题目的均值")])
@pytest.mark.parametrize("width", [4.5, 8.0])
def test_curves_draw_in_both_languages_without_a_warning(what, language, score, width):
    names = [f"answer {k} <b>$x$" for k in range(7)]
    frame = make_curves(names, what)
    before = frame.copy(deep=True)
    ax = plot_item_curves(frame, language=language, width=width)
    assert len(ax.lines) == 7
    assert ax.get_xlabel() == score
    assert len({line.get_color() for line in ax.lines}) == (7 if what == "share" else 5)
    assert len(figure_png(ax.figure, dpi=50)) > 1000
    pd.testing.assert_frame_equal(frame, before)


def test_bad_frames_and_words_are_named():
    with pytest.raises(DataError, match="rest_score"):
        plot_item_curves(pd.DataFrame({"curve": ["a"], "share": [0.1]}))
    with pytest.raises(DataError, match="no rows"):
        plot_item_curves(make_curves(["a"]).iloc[:0])
    with pytest.raises(OptionError, match="language"):
        plot_item_curves(make_curves(["a"]), language="fr")
    with pytest.raises(OptionError, match="rank"):
        plot_item_curves(make_curves(["a"]), labels={"rank": "x"})
