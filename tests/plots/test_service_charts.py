"""Charts of service: what stands on them, in both languages and widths."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError
from survey.plots.service import plot_screens, plot_service_levels
from survey.plots.service_control import plot_control
from survey.plots.service_relations import plot_relations
from survey.plots.service_scorecard import plot_scorecard, plot_service_funnel
from survey.plots.svg import figure_svg

GROUPS = pd.DataFrame(
    {
        "group": ["小李", "Wu <b>"],
        "raw": [0.9, 0.5],
        "estimate": [0.85, 0.6],
        "conf_low": [0.8, 0.5],
        "conf_high": [0.9, 0.7],
        "denominator": [30, 90],
    }
)
FUNNEL = pd.DataFrame(
    {
        "limit_share": np.repeat([0.95, 0.998], 2),
        "n": [30.0, 90.0] * 2,
        "limit_low": [0.5, 0.6, 0.4, 0.55],
        "limit_high": [0.9, 0.8, 0.95, 0.85],
        "centre": 0.7,
    }
)
DAYS = pd.DataFrame(
    {
        "period": [f"2026-03-{day:02d}" for day in range(1, 13)],
        "estimate": np.linspace(0.4, 0.6, 12),
        "centre": 0.5,
        "limit_low": 0.35,
        "limit_high": 0.65,
        "signals": [0] * 10 + [1, 2],
    }
)
CHANGE = pd.DataFrame([{"period": "2026-03-06", "change_low": "2026-03-05", "change_high": "2026-03-08"}])
RELATIONS = pd.DataFrame({"operation": ["log_response"], "estimate": [-3.0], "conf_low": [-4.0], "conf_high": [-2.0]})
LEVELS = pd.DataFrame({"group": ["A"], "operation": ["csat"], "estimate": [0.7], "conf_low": [0.6], "conf_high": [0.8]})
CHARTS = {
    "levels": lambda **look: plot_service_levels(LEVELS, **look),
    "scorecard": lambda **look: plot_scorecard(GROUPS, **look),
    "funnel": lambda **look: plot_service_funnel(GROUPS, funnel=FUNNEL, **look),
    "control": lambda **look: plot_control(DAYS, change=CHANGE, **look),
    "screens": lambda **look: plot_screens(pd.DataFrame({"screen": ["burst"], "share": [0.2]}), **look),
    "relations": lambda **look: plot_relations(RELATIONS, **look),
}


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", CHARTS)
def test_marks_say_their_values(name, language):
    drawn = [CHARTS[name](language=language, width=width) for width in (8.0, 4.0)]
    wide, narrow = (figure_svg(ax.figure, title="t", description="d") for ax in drawn)
    assert "<b>" not in wide
    assert "<title>" in narrow.split("</title>", 1)[1]  # beyond the title of the picture


def test_a_control_chart_shows_signals_and_the_time_of_the_change():
    ax = plot_control(DAYS, change=CHANGE)
    odd = [line for line in ax.lines if line.get_marker() == "D"]
    assert odd[0].get_xdata().tolist() == [10, 11]
    assert [round(ax.patches[0].get_x(), 1), ax.patches[0].get_width()] == [3.5, 4.0]
    assert len(plot_control(DAYS.assign(signals=0)).patches) == 0


def test_relations_draw_the_measures_alone():
    frame = pd.concat([RELATIONS.assign(model="alone"), RELATIONS.assign(model="together")])
    assert len(plot_relations(frame).get_yticklabels()) == 1


def test_times_have_no_percent():
    texts = [
        label.get_text()
        for label in plot_scorecard(GROUPS.assign(raw=20.0, conf_high=30.0), share=False).get_xticklabels()
    ]
    assert not any("%" in text for text in texts)


def test_a_frame_that_lacks_a_column_is_named():
    with pytest.raises(DataError, match="raw"):
        plot_scorecard(GROUPS.drop(columns="raw"))
