"""Reliability: a verdict per construct, every estimator, and the items behind it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey.plots.reliability import plot_reliability
from survey.report.document import Block, List, Point, Prose, Section
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.items import item_name
from survey.report.sections.rules import (
    LOW_RELIABILITY,
    MODEST_RELIABILITY,
    REDUNDANT_RELIABILITY,
    judge_reliability,
    pick_headlines,
)
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer


def build_reliability(writer: Writer) -> Section:
    """Build the part on reliability."""
    heading = writer.say("reliability.heading")
    table = writer.study.reliability.table
    if table.empty:
        return Section("reliability", heading, (Prose(writer.say("reliability.none")),))
    numbers = writer.numbers
    intro = writer.say(
        "reliability.intro",
        modest=numbers.decimal(MODEST_RELIABILITY),
        low=numbers.decimal(LOW_RELIABILITY),
        redundant=numbers.decimal(REDUNDANT_RELIABILITY),
    )
    headlines = pick_headlines(table)
    overview = say_overview(writer, headlines)
    verdicts = List(tuple(Point(say_verdict(writer, row)) for row in read_rows(headlines)))
    blocks = [Prose(writer.paragraph(overview, intro)), verdicts, *_figure(writer, headlines)]
    blocks += [_table(writer, table), *_items(writer)]
    return Section("reliability", heading, tuple(blocks), headline=overview)


def say_overview(writer: Writer, headlines: pd.DataFrame) -> str:
    """Say how many of the aspects with several questions reach the mark; empty where there is none."""
    rows = read_rows(headlines[headlines["estimate"].notna()].sort_values("estimate", kind="stable"))
    if not rows:
        return ""
    numbers = writer.numbers
    reached = sum(judge_reliability(row) not in ("low", "modest") for row in rows)
    return writer.say(
        "reliability.overview" if reached == len(rows) else "reliability.overview_some",
        count=reached,
        total=numbers.count(len(rows)),
        modest=numbers.decimal(MODEST_RELIABILITY),
        label=writer.construct(rows[0].construct),
        value=numbers.decimal(rows[0].estimate),
    )


def say_verdict(writer: Writer, row: Any) -> str:
    """Return the line of one construct."""
    verdict = judge_reliability(row)
    label = writer.construct(row.construct)
    if verdict in ("single", "undefined"):
        return writer.say(f"reliability.{verdict}", label=label)
    numbers = writer.numbers
    interval = numbers.decimal_range(row.conf_low, row.conf_high)
    value = numbers.decimal(row.estimate)
    return writer.say(
        f"reliability.{verdict}",
        label=label,
        value=value
        if row.conf_low != row.conf_low
        else writer.say("unit.with_interval", value=value, interval=interval),
        estimator=writer.term("estimator", row.estimator),
        modest=numbers.decimal(MODEST_RELIABILITY),
        low=numbers.decimal(LOW_RELIABILITY),
    )


def _figure(writer: Writer, headlines: pd.DataFrame) -> list[Block]:
    """Draw one estimate a construct: alpha, or what stands in for it."""
    shown = headlines[headlines["estimate"].notna()]
    if shown.empty:
        return []
    names = name_apart([_row_name(writer, row) for row in read_rows(shown)], shown["construct"].tolist())
    frame = shown.assign(construct=names, estimator=writer.term("estimator", "alpha"))
    rows = zip(names, map(writer.numbers.decimal, shown["estimate"]), strict=True)
    return [
        draw_figure(
            writer,
            plot_reliability,
            frame,
            caption=writer.say("reliability.figure"),
            alt=describe_rows(writer, rows),
            reference=MODEST_RELIABILITY,
            reference_label=writer.numbers.decimal(MODEST_RELIABILITY),
        )
    ]


def _row_name(writer: Writer, row: Any) -> str:
    label = writer.construct(row.construct)
    if row.estimator == "alpha":
        return label
    return writer.say("unit.with_interval", value=label, interval=writer.term("estimator", row.estimator))


def _table(writer: Writer, table: pd.DataFrame) -> Block:
    rows = read_rows(table)
    numbers = writer.numbers
    level = writer.level(writer.study.reliability.confidence)
    return build_table(
        writer.say("reliability.table"),
        words(writer.say("reliability.aspect"), _once([writer.construct(row.construct) for row in rows])),
        words(
            writer.say("reliability.estimator"),
            [writer.capital(writer.term("estimator", row.estimator)) for row in rows],
        ),
        figures(writer.say("reliability.estimate"), [numbers.decimal(row.estimate) for row in rows]),
        figures(
            writer.say("reliability.interval", level=level),
            [numbers.decimal_range(row.conf_low, row.conf_high) for row in rows],
        ),
        figures(writer.say("reliability.n"), [numbers.count(row.n) for row in rows]),
        figures(writer.say("reliability.n_items"), [numbers.count(row.n_items) for row in rows]),
        folded=True,
    )


def _items(writer: Writer) -> list[Block]:
    items = writer.study.reliability.items
    if items.empty:
        return []
    rows = read_rows(items)
    numbers = writer.numbers
    return [
        build_table(
            writer.say("reliability.items_table"),
            words(writer.say("reliability.aspect"), _once([writer.construct(row.construct) for row in rows])),
            words(writer.say("reliability.question"), [item_name(writer, row) for row in rows]),
            figures(writer.say("reliability.item_rest"), [numbers.decimal(row.item_rest) for row in rows]),
            figures(writer.say("reliability.alpha_dropped"), [numbers.decimal(row.alpha_dropped) for row in rows]),
            folded=True,
        )
    ]


def _once(names: list[str]) -> list[str]:
    """Return names with repeats in a row left blank."""
    return [name if place == 0 or names[place - 1] != name else "" for place, name in enumerate(names)]
