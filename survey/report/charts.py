"""The numbers of a figure as plain values, read from the frame that is drawn."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from survey.plots.distributions import plot_distribution
from survey.plots.flow import plot_flow
from survey.plots.importance import plot_importance
from survey.plots.indicators import plot_indicator
from survey.plots.labels import find_words
from survey.plots.priorities import plot_priorities
from survey.plots.profiles import plot_profile
from survey.report.document import ChartData, Series

Words = Mapping[str, str]


def read_chart(
    plot: Callable[..., Any], frame: pd.DataFrame, *, language: str, labels: Words | None = None
) -> ChartData | None:
    """Return the numbers of a figure; None for a kind of figure that office programs cannot draw.

    Examples
    --------
    >>> frame = pd.DataFrame({"driver": ["Price", "Speed"], "importance_share": [0.4, 0.6]})
    >>> chart = read_chart(plot_importance, frame, language="en")
    >>> chart.categories, chart.series[0].values
    (('Speed', 'Price'), (0.6, 0.4))
    """
    read = _READERS.get(plot)
    return read(frame, find_words(language, labels)) if read else None


def _values(frame: pd.DataFrame, name: str) -> tuple[float | None, ...]:
    """Return a column; None stands for a missing value, and nothing at all for a column of them."""
    if name not in frame:
        return ()
    values = tuple(None if value is None or math.isnan(value) else float(value) for value in frame[name])
    return values if any(value is not None for value in values) else ()


def _names(frame: pd.DataFrame, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in frame[name])


def _read_importance(frame: pd.DataFrame, words: Words) -> ChartData:
    rows = frame.sort_values("importance_share", ascending=False, kind="stable")
    series = Series(
        words["importance"], _values(rows, "importance_share"), _values(rows, "conf_low"), _values(rows, "conf_high")
    )
    return ChartData("bars", _names(rows, "driver"), (series,))


def _read_indicators(frame: pd.DataFrame, words: Words) -> ChartData:
    series = Series(words["value"], _values(frame, "estimate"), _values(frame, "conf_low"), _values(frame, "conf_high"))
    return ChartData("bars", _names(frame, "indicator"), (series,))


def _read_profile(frame: pd.DataFrame, words: Words) -> ChartData:
    series = [Series(words["sample"], _values(frame, "share"))]
    if target := _values(frame, "target"):
        series.append(Series(words["target"], target))
    return ChartData("bars", _names(frame, "choice"), tuple(series), groups=_names(frame, "item"))


def _read_flow(frame: pd.DataFrame, words: Words) -> ChartData:
    before, after = _values(frame, "n_before"), _values(frame, "n_after")
    removed = [max(0.0, (was or 0.0) - (now or 0.0)) for was, now in zip(before, after, strict=True)]
    left = Series(words["left"], (*before[:1], *after))
    return ChartData(
        "stacked",
        (words["everyone"], *_names(frame, "step")),
        (left, Series(words["removed"], (None, *removed))),
        form="count",
    )


def _read_distribution(frame: pd.DataFrame, words: Words) -> ChartData:
    items = list(frame["item"].unique())
    points = frame.drop_duplicates("point").sort_values("point")
    table = frame.pivot_table(index="item", columns="point", values="share", aggfunc="sum").reindex(items).fillna(0.0)
    series = [
        Series(str(label), tuple(map(float, table[point])))
        for point, label in zip(points["point"], points["point_label"], strict=True)
    ]
    return ChartData("diverging", tuple(map(str, items)), tuple(series))


def _read_map(frame: pd.DataFrame, words: Words) -> ChartData:
    across = Series(
        words["importance"], _values(frame, "importance_share"), _values(frame, "conf_low"), _values(frame, "conf_high")
    )
    up = Series(
        words["performance"],
        _values(frame, "performance"),
        _values(frame, "performance_low"),
        _values(frame, "performance_high"),
    )
    means = (float(frame["importance_share"].mean()), float(frame["performance"].mean()))
    corners = tuple(words[place] for place in ("low_high", "high_high", "low_low", "high_low"))
    return ChartData("map", _names(frame, "driver"), (across, up), means=means, corners=corners)


_READERS: dict[Callable[..., Any], Callable[[pd.DataFrame, Words], ChartData]] = {
    plot_importance: _read_importance,
    plot_indicator: _read_indicators,
    plot_profile: _read_profile,
    plot_flow: _read_flow,
    plot_distribution: _read_distribution,
    plot_priorities: _read_map,
}
