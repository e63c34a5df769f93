"""The driver analysis: total first, then shares, intervals, signs, what is not resolved, and the second base."""

from __future__ import annotations

from typing import Any

from survey.plots.importance import plot_importance
from survey.report.document import Block, Group, List, Note, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.comparison import compare_drivers
from survey.report.sections.driver_tables import build_coefficients, build_importance, build_regression
from survey.report.sections.rules import (
    HIGH_VIF,
    LOW_R2,
    excludes_zero,
    has_intervals,
    is_small_base,
    name_noise,
    only_open_pairs_swap,
    order_by,
    small_base,
)
from survey.report.sections.truth import build_truth
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer


def build_drivers(writer: Writer) -> Section:
    """Build the part on the drivers."""
    blocks: list[Block] = [Prose(say_total(writer)), *_caution(writer), _figure(writer)]
    blocks += [build_importance(writer), *_order(writer), build_regression(writer), *_flags(writer)]
    blocks += [build_coefficients(writer), *_bases(writer), *build_truth(writer)]
    return Section("drivers", writer.say("drivers.heading"), tuple(blocks))


def say_total(writer: Writer) -> str:
    """Say how much the drivers explain together, and what a share of that is."""
    drivers, numbers = writer.study.drivers, writer.numbers
    fit = drivers.fit.iloc[0]
    first = read_rows(drivers.table)[0]
    total = writer.say(
        "drivers.total",
        count=len(drivers.table),
        r2_percent=numbers.percent(fit["r2"]),
        outcome=writer.outcome,
        r2=numbers.decimal(fit["r2"]),
        adj_r2=numbers.decimal(fit["adj_r2"]),
        n=numbers.count(fit["n"]),
    )
    if len(drivers.table) < 2:  # one aspect has no shares
        return total
    marked = drivers.missing_mode == "indicator" and len(drivers.coefficients) > len(drivers.table) + 1
    split = numbers.percent(drivers.table["importance"].sum())
    reading = writer.say(
        "drivers.total_reading",
        share=numbers.percent(first.importance_share),
        label=writer.construct(first.driver),
        points=numbers.percent(first.importance),
        outcome=writer.outcome,
    )
    return writer.paragraph(
        total,
        writer.say("drivers.controls", share=split) if marked else writer.say("drivers.split"),
        reading,
        writer.say("drivers.low_r2", outcome=writer.outcome) if fit["r2"] < LOW_R2 else "",
    )


def _caution(writer: Writer) -> list[Block]:
    """Say so where the regression rests on few respondents."""
    drivers = writer.study.drivers
    if not is_small_base(drivers.n, len(drivers.table)):
        return []
    limit = f"{small_base(len(drivers.table))}"
    return [Note(writer.say("limits.small", n=writer.respondents(drivers.n), limit=limit), "caution")]


def _figure(writer: Writer) -> Block:
    table = writer.study.drivers.table
    frame = table.assign(driver=name_apart(map(writer.construct, table["driver"]), table["driver"].tolist()))
    rows = [
        (
            name,
            writer.say(
                "unit.with_interval",
                value=writer.numbers.percent(row.importance_share),
                interval=writer.share_interval(row),
            ),
        )
        for name, row in zip(frame["driver"], read_rows(table), strict=True)
    ]
    lettered = "letters" in table and table["letters"].astype(bool).any()
    caption = writer.say("drivers.figure_letters" if lettered else "drivers.figure")
    axis = {"importance": writer.say("drivers.share_axis")}
    return draw_figure(writer, plot_importance, frame, caption=caption, alt=describe_rows(writer, rows), labels=axis)


def _flags(writer: Writer) -> list[Block]:
    """Say what is odd about single drivers, by the flags of the analysis."""
    rows = read_rows(writer.study.drivers.table)
    odd = {"sign_differs": "drivers.suppressor", "negative": "drivers.negative"}
    points = [
        Point(
            writer.say(
                odd[flag],
                label=writer.construct(row.driver),
                outcome=writer.outcome,
                correlation=writer.numbers.decimal(row.correlation),
                coefficient=writer.numbers.decimal(row.coefficient),
            )
        )
        for row in rows
        for flag in str(row.flag).split()
        if flag in odd
    ]
    inflated = [writer.construct(row.driver) for row in rows if "high_vif" in str(row.flag).split()]
    noise = [writer.construct(name) for name in name_noise(writer.study.drivers)]
    if noise:
        points.append(Point(writer.say("drivers.noise", count=len(noise), labels=writer.join(noise))))
    if inflated:
        limit = writer.numbers.decimal(HIGH_VIF, 0)
        points.append(Point(writer.say("drivers.vif_high", labels=writer.join(inflated), limit=limit)))
    return [List(tuple(points))] if points else []


def _order(writer: Writer) -> list[Block]:
    """Say which pairs are not resolved, and whether the second opinion agrees."""
    drivers = writer.study.drivers
    blocks: list[Block] = []
    if len(drivers.table) > 1:
        blocks += _pairs(writer) if has_intervals(drivers) else [Note(writer.say("drivers.no_boot"), "caution")]
        blocks.append(Prose(say_second_opinion(writer)))
    return blocks


def say_second_opinion(writer: Writer) -> str:
    """Say whether relative weights give the same order, and whether a different one is more than an open one."""
    drivers = writer.study.drivers
    first, second = drivers.table["driver"].tolist(), order_by(drivers.table, "relative_weight")
    if first == second:
        return writer.say("drivers.second_same")
    if has_intervals(drivers) and only_open_pairs_swap(drivers, first, second):
        return writer.say("drivers.second_open")
    return writer.say(
        "drivers.second_other", order=writer.say("list.separator").join(writer.construct(name) for name in second)
    )


def _pairs(writer: Writer) -> list[Block]:
    table = writer.study.drivers.differences
    open_pairs = table[~table["resolved"].astype(bool)]
    total = writer.numbers.count(len(table))
    if open_pairs.empty:
        return [Prose(writer.say("drivers.all_resolved", count=len(table)))]
    rows = read_rows(open_pairs)
    alone = sum(excludes_zero(row.conf_low, row.conf_high) for row in rows)
    text = writer.paragraph(
        writer.say("drivers.unresolved", count=len(rows), total=total),
        writer.say("drivers.resolved_alone", count=alone) if alone else "",
    )
    return [Prose(text), _pairs_table(writer, rows)]


def _pairs_table(writer: Writer, rows: list[Any]) -> Table:
    numbers, drivers = writer.numbers, writer.study.drivers
    verdicts = ["alone" if excludes_zero(row.conf_low, row.conf_high) else "open" for row in rows]
    return build_table(
        writer.say("drivers.pairs_table"),
        words(
            writer.say("drivers.pair"),
            [
                writer.say("unit.pair", first=writer.construct(row.driver), second=writer.construct(row.other))
                for row in rows
            ],
        ),
        figures(writer.say("drivers.pair_difference"), [numbers.decimal(100 * row.estimate, 1) for row in rows]),
        figures(
            writer.say("drivers.interval", level=writer.level(drivers.confidence)),
            [numbers.decimal_range(100 * row.conf_low, 100 * row.conf_high, 1) for row in rows],
        ),
        words(
            writer.say("drivers.pair_alone"), [writer.say(f"drivers.pair_{verdict}_verdict") for verdict in verdicts]
        ),
        folded=True,
    )


def _bases(writer: Writer) -> list[Block]:
    asked, everyone = writer.study.drivers_contact, writer.study.drivers
    if asked is None:
        return []
    heads = [
        (
            writer.say(f"drivers.{name}", n=f"n\u00a0=\u00a0{writer.numbers.count(drivers.n)}"),
            writer.say(f"drivers.rank_{name}"),
            drivers,
        )
        for name, drivers in (("everyone", everyone), ("asked", asked))
    ]
    table = compare_drivers(writer, writer.say("drivers.bases_table"), *heads)
    return [Group(writer.say("drivers.bases_head"), (Prose(writer.say("drivers.bases")), table))]
