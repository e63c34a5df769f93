"""Charts of segments, waves and decompositions."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes

from survey import plots
from survey.errors import DataError, OptionError
from survey.plots.style import ACCENT, NEUTRAL

HOSTILE = ["<b>", r"$\frac{a}{b}$", "_private_", "emoji 🚀"]


def make_segments(names: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(one, f"{part} {names[0]}") for one in names for part in "ABC"], columns=["driver", "segment"]
    )
    change = np.linspace(-4, 4, len(frame))
    return frame.assign(change=change, conf_low=change - 2, conf_high=change + 2, p_adjusted=0.0004)


def make_waves(names: list[str]) -> pd.DataFrame:
    frame = pd.DataFrame(
        [(one, wave) for one in names for wave in ("2024", "2025", "2026")], columns=["driver", "wave"]
    )
    return frame.assign(estimate=np.linspace(50, 70, len(frame)))


def make_decomposition(names: list[str]) -> pd.DataFrame:
    part = np.linspace(-1, 2, len(names))
    rows = [("explained", name, value) for name, value in zip(names, part, strict=True)]
    rows += [("difference", "", part.sum() + 0.5), ("unexplained", "", 0.5)]
    frame = pd.DataFrame(rows, columns=["component", "driver", "part"])
    return frame.assign(conf_low=frame["part"] - 1, conf_high=frame["part"] + 1)


CHARTS = {
    "segments": (plots.plot_segments, make_segments),
    "waves": (plots.plot_waves, make_waves),
    "decomposition": (plots.plot_decomposition, make_decomposition),
}


@pytest.fixture(params=sorted(CHARTS))
def pair(request: pytest.FixtureRequest):
    return CHARTS[request.param]


@pytest.mark.parametrize("width", [4.5, 8.0])
def test_they_draw_in_both_languages_inside_their_figure(pair, names, language, width):
    draw, make = pair
    frame = make(names)
    before = frame.copy(deep=True)
    ax = draw(frame, language=language, width=width)
    assert isinstance(ax, Axes) and len(plots.figure_png(ax.figure, dpi=50)) > 1000
    pd.testing.assert_frame_equal(frame, before)
    box = ax.get_tightbbox()
    assert box is not None and box.x0 >= -1 and box.y0 >= -1
    assert box.x1 <= ax.figure.bbox.width + 1 and box.y1 <= ax.figure.bbox.height + 1


def test_labels_from_people_are_shown_literally(pair, read_texts):
    draw, make = pair
    ax = draw(make(HOSTILE))
    plots.figure_png(ax.figure, dpi=50)
    shown = re.sub(r"\s", "", "".join(read_texts(ax)))
    assert all(text in shown for text in ("<b>", r"$\frac{a}{b}$", "_private_", "emoji□"))


def test_what_cannot_be_drawn_is_refused_by_name(pair, names):
    draw, make = pair
    with pytest.raises(DataError, match=draw.__name__):
        draw(make(names).iloc[:0])
    with pytest.raises(DataError, match="lacks the column"):
        draw(make(names).iloc[:, 1:])
    with pytest.raises(OptionError, match="zh-CN"):
        draw(make(names), language="xx")
    with pytest.raises(OptionError, match="nonsense"):
        draw(make(names), labels={"nonsense": "x"})


def test_intervals_that_hold_0_are_grey_and_missing_ones_keep_their_row():
    frame = pd.DataFrame({"driver": list("abc"), "segment": "x", "change": [2.0, 0.5, np.nan]})
    frame = frame.assign(conf_low=frame["change"] - 1, conf_high=frame["change"] + 1)
    ax = plots.plot_segments(frame)
    dots = [line.get_color() for line in ax.lines if line.get_marker() == "o"]
    assert dots == [ACCENT, NEUTRAL, ACCENT]
    assert [label.get_text() for label in ax.get_yticklabels()] == ["a", "b", "c"]
    assert "–" in [text.get_text() for text in ax.texts] and ax.get_xlabel().startswith("x – ")


def test_each_bar_of_a_waterfall_begins_where_the_last_one_ends(names):
    ax = plots.plot_decomposition(make_decomposition(names))
    ends = np.cumsum([bar.get_width() for bar in ax.patches[:-1]])
    np.testing.assert_allclose([bar.get_x() for bar in ax.patches[1:-1]], ends[:-1], atol=1e-12)
    assert ax.patches[-1].get_x() == 0 and ax.patches[-1].get_width() == pytest.approx(ends[-1])


def test_a_wave_without_a_value_has_no_mark(read_texts):
    frame = pd.DataFrame({"driver": ["a", "a", "b"], "wave": ["1", "2", "1"], "estimate": [0.4, 0.5, 0.3]})
    shown = read_texts(plots.plot_waves(frame, measure="importance_share"))
    assert {"40.0%", "50.0%", "+10.0%", "–"} <= set(shown)
