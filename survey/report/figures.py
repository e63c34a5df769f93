"""Figures of a document: frames with names in the report's language, drawn twice, for a page and for a phone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from survey.plots.svg import figure_svg
from survey.report.charts import read_chart
from survey.report.document import Figure
from survey.report.writer import Writer

# Inches. The narrow drawing is what 360 pixels hold at a readable type size; charts lay themselves out for it.
WIDE, NARROW = 8.0, 4.0


def draw_figure(
    writer: Writer,
    plot: Callable[..., Any],
    frame: pd.DataFrame,
    *,
    caption: str,
    alt: str,
    **options: Any,
) -> Figure:
    """Draw a frame with one of the plots, for a page and for a phone.

    Parameters
    ----------
    plot
        A ``plot_`` function of `survey.plots`.
    frame
        What it draws; names are in the report's language already.
    caption, alt
        Title, and what the picture shows in words.
    options
        Further options of the plot.
    """
    wide, narrow = (
        figure_svg(plot(frame, width=width, language=writer.language, **options).figure, title=caption, description=alt)
        for width in (WIDE, NARROW)
    )
    data = read_chart(plot, frame, language=writer.language, labels=options.get("labels"))
    return Figure(caption, alt, wide, narrow, data)


def name_apart(names: Iterable[str], ids: Sequence[str]) -> list[str]:
    """Return names that differ from each other, adding the id where two are the same.

    Examples
    --------
    >>> name_apart(["Speed", "Price", "Speed"], ["a", "b", "c"])
    ['Speed (a)', 'Price', 'Speed (c)']
    """
    listed = list(names)
    times = Counter(listed)
    return [f"{name} ({key})" if times[name] > 1 else name for name, key in zip(listed, ids, strict=True)]


def describe_rows(writer: Writer, pairs: Iterable[tuple[str, str]]) -> str:
    """Return rows in words: "name: value; name: value"."""
    parts = [writer.say("unit.labelled", label=name, text=value) for name, value in pairs]
    return writer.say("list.clause").join(parts)
