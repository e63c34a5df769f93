"""Each chart holds the marks and the words its frame asks for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey import plots
from survey.errors import DataError
from survey.plots.style import BAD


def dots(ax, marker="o"):
    return [line for line in ax.lines if line.get_marker() == marker]


def test_importance_is_sorted_with_bar_dot_and_interval_for_each_driver(frames, names, language, read_texts):
    frame = frames["importance"](names)
    ax = plots.plot_importance(frame, language=language)
    assert len(ax.patches) == len(dots(ax)) == len(dots(ax, "|")) == len(names)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == sorted(frame["importance_share"], reverse=True)
    shown = [label.get_text().replace("\n", "") for label in ax.get_yticklabels()]
    assert shown[0].replace(" ", "") == names[-1].replace(" ", "")
    interval = {"en": "29–41%", "zh-CN": "29%–41%"}[language]
    assert {"35%", interval, "1–5"} <= set(read_texts(ax))


def test_importance_without_intervals_has_no_interval_column(read_texts):
    ax = plots.plot_importance(pd.DataFrame({"driver": ["a", "b"], "importance_share": [0.5, 0.5]}))
    assert not dots(ax, "|")
    assert "Interval" not in read_texts(ax)


def test_own_words_replace_the_printed_ones(frames, read_texts):
    words = {"importance": "Gewicht", "share": "Anteil"}
    shown = read_texts(plots.plot_importance(frames["importance"](["a", "b"]), labels=words))
    assert {"Gewicht", "Anteil", "Rank"} <= set(shown)


def test_priorities_have_a_cross_each_and_lines_at_the_means(frames, names, language):
    frame = frames["priorities"](names)
    ax = plots.plot_priorities(frame, language=language)
    crosses = [line for line in ax.lines if line.get_alpha() == 0.5]
    assert len(crosses) == 2 * len(names)
    (points,) = dots(ax)
    np.testing.assert_allclose(points.get_xdata(), frame["importance_share"])
    np.testing.assert_allclose(points.get_ydata(), frame["performance"])
    across, up = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert across.get_xdata()[0] == pytest.approx(frame["importance_share"].mean())
    assert up.get_ydata()[0] == pytest.approx(frame["performance"].mean())


@pytest.mark.parametrize("width", [4.5, 8.0])
@pytest.mark.parametrize("spread", [1.0, 0.1, 0.0])
def test_priority_names_cover_neither_each_other_nor_the_edge(frames, width, spread):
    names = [f"A driver with a rather long name, {i}" for i in range(8)]
    frame = frames["priorities"](names)
    for column in ("importance_share", "performance"):
        frame[column] = frame[column].mean() + spread * (frame[column] - frame[column].mean())
    ax = plots.plot_priorities(frame, width=width)
    ax.figure.draw_without_rendering()
    wanted = set(names) | {str(i) for i in range(1, 9)}
    texts = [text for text in ax.texts if text.get_text().replace("\n", " ") in wanted]
    assert len(texts) == 8
    boxes = [text.get_window_extent().shrunk(0.98, 0.9) for text in texts]
    assert not any(a.overlaps(b) for i, a in enumerate(boxes) for b in boxes[i + 1 :])
    room = ax.get_window_extent()
    assert all(room.x0 <= b.x0 and b.x1 <= room.x1 and room.y0 <= b.y0 and b.y1 <= room.y1 for b in boxes)


def test_priorities_on_a_phone_carry_numbers_and_a_key(frames, names, language, read_texts):
    shown = read_texts(plots.plot_priorities(frames["priorities"](names), language=language, width=4.5))
    assert {"1", "2", "3", "4", "5"} <= set(shown)
    assert any(text.startswith("1  ") and text.count("\n") == len(names) - 1 for text in shown)


def test_priorities_refuse_a_driver_without_a_place(frames):
    frame = frames["priorities"](["a", "b"])
    frame.loc[1, "performance"] = np.nan
    with pytest.raises(DataError, match="for b"):
        plots.plot_priorities(frame)


def test_distribution_splits_the_neutral_point_around_zero(frames, names):
    ax = plots.plot_distribution(frames["distribution"](names))
    assert len(ax.patches) == 5 * len(names)
    neutral = ax.patches[2 * len(names)]
    assert neutral.get_x() == pytest.approx(-0.1)
    assert neutral.get_x() + neutral.get_width() == pytest.approx(0.1)


def test_distribution_with_an_even_scale_meets_at_zero():
    shares = [0.1, 0.2, 0.3, 0.4]
    frame = pd.DataFrame({"item": "x", "point": [1, 2, 3, 4], "point_label": list("abcd"), "share": shares})
    ax = plots.plot_distribution(frame)
    assert [bar.get_x() for bar in ax.patches] == pytest.approx([-0.3, -0.2, 0.0, 0.3])
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == list("abcd")


def test_distribution_takes_points_in_any_order_and_of_different_items(frames, names):
    frame = frames["distribution"](names)
    mixed = frame.iloc[::-1].drop(frame.index[[0, 7]])
    ax = plots.plot_distribution(mixed)
    assert len(ax.patches) == 5 * len(names)
    assert [text.get_text() for text in ax.figure.legends[0].get_texts()] == ["low", "2", "mid", "4", "high"]


def test_reliability_has_a_dot_for_each_estimate_and_a_named_line(frames, names, read_texts):
    ax = plots.plot_reliability(frames["reliability"](names), reference=0.7, reference_label="rule")
    assert len(dots(ax)) == len(dots(ax, "D")) == len(names)
    assert {"α", "ω", "rule", "0.80"} <= set(read_texts(ax))
    dashed = [line for line in ax.lines if line.get_linestyle() == "--"]
    assert [line.get_xdata()[0] for line in dashed] == [0.7]


def test_reliability_draws_no_line_unless_told(frames, names):
    ax = plots.plot_reliability(frames["reliability"](names))
    assert not [line for line in ax.lines if line.get_linestyle() == "--"]


def test_flow_starts_with_everyone_and_counts_what_each_step_removed(frames, names, language, read_texts):
    ax = plots.plot_flow(frames["flow"](names), language=language)
    left = [bar.get_width() for bar in ax.patches[: len(names) + 1]]
    assert left == [1000, 950, 900, 850, 800, 750]
    assert {"1,000", "50 (5.0%)", "–"} <= set(read_texts(ax))


def test_flow_marks_a_step_that_added_respondents(read_texts):
    frame = pd.DataFrame({"step": ["merged a second file"], "n_before": [100], "n_after": [130]})
    assert "+30" in read_texts(plots.plot_flow(frame))


def test_indicator_shows_a_net_score_below_zero_in_the_caller_s_words(read_texts):
    frame = pd.DataFrame({"indicator": ["nps"], "estimate": [-0.08], "conf_low": [-0.12], "conf_high": [-0.04]})
    ax = plots.plot_indicator(frame.assign(value_text="−8"))
    assert ax.get_xlim() == pytest.approx((-0.2, 1.0))
    assert {"−8", "−12 to −4%"} <= set(read_texts(ax))
    assert "−12% 至 −4%" in read_texts(plots.plot_indicator(frame, language="zh-CN"))


def test_profile_marks_targets_only_where_there_are_some(frames, names, read_texts):
    frame = frames["profile"](names)
    ax = plots.plot_profile(frame)
    (marks,) = [line for line in dots(ax, "D") if line.get_color() == BAD]
    assert len(marks.get_xdata()) == frame["target"].notna().sum()
    assert len(ax.patches) == len(names)
    assert "Target" in read_texts(ax)
    assert "Target" not in read_texts(plots.plot_profile(frame.drop(columns="target")))


def test_correlations_show_the_lower_triangle_only(frames, names):
    ax = plots.plot_correlations(frames["correlations"](names))
    assert [text.get_text() for text in ax.texts] == ["0.40"] * 10


def test_correlations_refuse_a_matrix_with_other_names(frames):
    frame = frames["correlations"](["a", "b"]).rename(columns={"b": "c"})
    with pytest.raises(DataError, match="square"):
        plots.plot_correlations(frame)
