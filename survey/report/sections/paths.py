"""The path model: which links of the model that the questionnaire names stand out of chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.paths import plot_paths
from survey.report.document import Block, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.sections.rules import excludes_zero
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.paths.paths import PathModel


def build_paths(writer: Writer) -> Section | None:
    """Build the part on the path model."""
    model = cast("PathModel | None", writer.study.depth.get("paths"))
    if model is None or model.table.empty:
        return None
    links = say_links(writer, model)
    text = writer.paragraph(links, say_strongest(writer, model), say_explained(writer, model))
    blocks: list[Block] = [Prose(text)]
    blocks += [Prose(writer.say("paths.direction"), "faint"), _figure(writer, model)]
    blocks += [_table(writer, model), *_totals(writer, model), _constructs(writer, model)]
    return Section("paths", writer.say("paths.heading"), tuple(blocks), headline=links)


def say_links(writer: Writer, model: PathModel) -> str:
    """Say how many links have an interval that excludes 0."""
    rows = read_rows(model.table)
    if all(row.conf_low != row.conf_low for row in rows):
        return writer.say("paths.no_interval", total=writer.numbers.count(len(rows)))
    firm = sum(excludes_zero(row.conf_low, row.conf_high) for row in rows)
    return writer.say("paths.links", count=firm, total=writer.numbers.count(len(rows)), n=writer.respondents(model.n))


def say_strongest(writer: Writer, model: PathModel) -> str:
    """Say which link is the strongest."""
    row = read_rows(model.table.loc[model.table["estimate"].abs().sort_values(ascending=False, kind="stable").index])[0]
    value = writer.numbers.decimal(row.estimate)
    if row.conf_low == row.conf_low:
        interval = writer.numbers.decimal_range(row.conf_low, row.conf_high)
        value = writer.say("unit.with_interval", value=value, interval=interval)
    return writer.say("paths.strongest", path=name_path(writer, row), value=value)


def say_explained(writer: Writer, model: PathModel) -> str:
    """Say how much of the outcome its predecessors account for; empty where nothing leads to it."""
    rows = model.constructs[model.constructs["construct"] == writer.study.drivers.outcome]
    if rows.empty or pd.isna(rows["r2"].iloc[0]):
        return ""
    return writer.say(
        "paths.explained", outcome=writer.outcome, share=writer.numbers.percent(float(rows["r2"].iloc[0]))
    )


def name_path(writer: Writer, row: Any) -> str:
    """Return a path by its two ends."""
    return writer.say("paths.path", start=writer.construct(row.path_from), end=writer.construct(row.path_to))


def _figure(writer: Writer, model: PathModel) -> Block:
    names = [name_path(writer, row) for row in read_rows(model.table)]
    alt = describe_rows(writer, zip(names, map(writer.numbers.decimal, model.table["estimate"]), strict=True))
    return draw_figure(writer, plot_paths, model.table.assign(row=names), caption=writer.say("paths.figure"), alt=alt)


def _table(writer: Writer, model: PathModel) -> Table:
    rows = read_rows(model.table)
    numbers = writer.numbers
    return build_table(
        writer.say("paths.table"),
        words(writer.say("paths.link"), [name_path(writer, row) for row in rows]),
        figures(writer.say("paths.estimate"), [numbers.decimal(row.estimate) for row in rows]),
        figures(writer.say("paths.interval"), [numbers.decimal_range(row.conf_low, row.conf_high) for row in rows]),
        figures(writer.say("paths.f2"), [numbers.decimal(row.f2) for row in rows]),
        figures(writer.say("paths.vif"), [numbers.decimal(row.vif, 1) for row in rows]),
        note=writer.say("paths.table_note"),
        folded=True,
    )


def _totals(writer: Writer, model: PathModel) -> list[Table]:
    """Return the direct and the roundabout way to the outcome, where there is a roundabout one."""
    rows = [row for row in read_rows(model.effects) if row.path_to == writer.study.drivers.outcome]
    if not any(row.indirect for row in rows):
        return []
    numbers = writer.numbers
    return [
        build_table(
            writer.say("paths.totals_table", outcome=writer.outcome),
            words(writer.say("paths.aspect"), [writer.construct(row.path_from) for row in rows]),
            figures(writer.say("paths.direct"), [numbers.decimal(row.direct) for row in rows]),
            figures(writer.say("paths.indirect"), [numbers.decimal(row.indirect) for row in rows]),
            figures(writer.say("paths.total"), [numbers.decimal(row.total) for row in rows]),
            figures(
                writer.say("paths.total_interval"),
                [numbers.decimal_range(row.total_low, row.total_high) for row in rows],
            ),
            folded=True,
        )
    ]


def _constructs(writer: Writer, model: PathModel) -> Table:
    rows = read_rows(model.constructs)
    numbers = writer.numbers
    return build_table(
        writer.say("paths.constructs_table"),
        words(writer.say("paths.aspect"), [writer.construct(row.construct) for row in rows]),
        figures(writer.say("paths.n_items"), [numbers.count(row.n_items) for row in rows]),
        figures(writer.say("paths.r2"), [numbers.decimal(row.r2) for row in rows]),
        figures(writer.say("paths.q2"), [numbers.decimal(row.q2_predict) for row in rows]),
        figures(writer.say("paths.rho_c"), [numbers.decimal(row.rho_c) for row in rows]),
        figures(writer.say("paths.ave"), [numbers.decimal(row.ave) for row in rows]),
        note=writer.say("paths.constructs_note"),
        folded=True,
    )
