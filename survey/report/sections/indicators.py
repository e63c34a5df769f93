"""The satisfaction indicators with their intervals."""

from __future__ import annotations

import pandas as pd

from survey.plots.distributions import plot_distribution
from survey.plots.indicators import plot_indicator
from survey.report.document import Block, List, Point, Prose, Section
from survey.report.figures import describe_rows, draw_figure
from survey.report.sections.indicator_texts import IndicatorWriter
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

# From the unfavourable to the favourable end, as scales are drawn.
GROUPS = ("detractors", "passives", "promoters")
AFTER_SALES = ("after_sales", "aftersales")


def build_indicators(writer: Writer) -> Section:
    """Build the part on the indicators."""
    heading = writer.say("indicators.heading")
    texts = IndicatorWriter(writer)
    if not texts.rows:
        return Section("indicators", heading, (Prose(writer.say("indicators.none")),))
    sentences = [*(texts.sentence(row) for row in texts.rows.values()), *say_after_sales(writer)]
    points = List(tuple(map(Point, sentences)))
    blocks = [points, *_shares(writer, texts), *_groups(writer), _table(writer, texts)]
    return Section("indicators", heading, tuple(blocks))


def say_after_sales(writer: Writer) -> list[str]:
    """Say how after-sales service is rated, where it is one of the aspects; nothing elsewhere."""
    drivers = writer.study.drivers
    rows = [row for row in read_rows(drivers.table) if row.driver.lower() in AFTER_SALES]
    return [
        writer.say(
            "indicators.after_sales",
            label=writer.construct(row.driver),
            value=writer.numbers.decimal(row.performance, 0),
            level=writer.level(drivers.confidence),
            interval=writer.performance_interval(row),
        )
        for row in rows
        if row.performance == row.performance
    ]


def _shares(writer: Writer, texts: IndicatorWriter) -> list[Block]:
    """Draw the indicators that are shares; a net score and a mean have another axis."""
    rows = [row for name, row in texts.rows.items() if name not in ("recommend", "index")]
    if not rows:
        return []
    frame = pd.DataFrame(
        {
            "indicator": [texts.name(row) for row in rows],
            "estimate": [row.estimate for row in rows],
            "conf_low": [row.conf_low for row in rows],
            "conf_high": [row.conf_high for row in rows],
        }
    )
    alt = describe_rows(writer, [(texts.name(row), texts.value(row)) for row in rows])
    return [draw_figure(writer, plot_indicator, frame, caption=writer.say("indicators.figure"), alt=alt)]


def _groups(writer: Writer) -> list[Block]:
    found = writer.study.indicators.distribution
    shares = found[found["indicator"] == "recommend"].set_index("label")["share"]
    present = [name for name in GROUPS if name in shares.index]
    if not present:
        return []
    names = [writer.say(f"indicators.{name}") for name in present]
    frame = pd.DataFrame(
        {
            "item": writer.say("indicators.recommendation"),
            "point": range(len(present)),
            "point_label": names,
            "share": [shares[name] for name in present],
        }
    )
    alt = describe_rows(writer, zip(names, map(writer.numbers.percent, frame["share"]), strict=True))
    return [draw_figure(writer, plot_distribution, frame, caption=writer.say("indicators.groups"), alt=alt)]


def _table(writer: Writer, texts: IndicatorWriter) -> Block:
    rows = list(texts.rows.values())
    numbers = writer.numbers
    return build_table(
        writer.say("indicators.table"),
        words(writer.say("indicators.indicator"), map(texts.name, rows)),
        figures(writer.say("indicators.estimate"), map(texts.value, rows)),
        figures(writer.say("indicators.interval", level=texts.level), map(texts.interval, rows)),
        figures(writer.say("indicators.n"), [numbers.count(row.n) for row in rows]),
        figures(writer.say("indicators.n_eff"), [numbers.count(row.n_eff) for row in rows]),
        words(
            writer.say("indicators.estimator"),
            [writer.capital(writer.term("estimator", row.estimator)) for row in rows],
        ),
        folded=True,
    )
