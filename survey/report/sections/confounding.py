"""How strong something that was not asked would have to be to take the links away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from survey.plots.paths import plot_paths
from survey.report.document import Block, List, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.rules import excludes_zero
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.change.confounding import Confounding

Strength = Literal["holds", "falls", "no_link", "unknown"]


def build_confounding(writer: Writer) -> Section | None:
    """Build the part on what was not asked."""
    confounding = cast("Confounding | None", writer.study.depth.get("confounding"))
    if confounding is None or confounding.table.empty:
        return None
    verdict = say_robustness(writer, confounding)
    points = List(tuple(Point(text) for text in say_strengths(writer, confounding)))
    blocks: list[Block] = [Prose(writer.paragraph(verdict, say_halo(writer, confounding))), points]
    blocks += [*_figure(writer, confounding), _table(writer, confounding)]
    return Section("confounding", writer.say("confounding.heading"), tuple(blocks), headline=verdict)


def judge_strength(row: Any, scenarios: pd.DataFrame) -> Strength:
    """Judge what something as strong as the strongest other aspect would leave of a link."""
    if not excludes_zero(row.conf_low, row.conf_high):
        return "no_link"
    rival = find_rival(row, scenarios)
    if rival is None:
        return "unknown"
    return "holds" if rival.kept else "falls"


def find_rival(row: Any, scenarios: pd.DataFrame) -> Any | None:
    """Return what something as strong as the strongest other aspect would leave; None where that cannot be."""
    same = scenarios[
        (scenarios["driver"] == row.driver)
        & (scenarios["scenario"] == "as_strong")
        & (scenarios["other"] == row.strongest)
        & (scenarios["times"] == 1)
        & scenarios["of_driver"].notna()
    ]
    return read_rows(same)[0] if len(same) else None


def find_subject(confounding: Confounding) -> Any:
    """Return the row of the link that is the strongest."""
    return read_rows(confounding.table.sort_values("partial_r2", ascending=False, kind="stable"))[0]


def say_robustness(writer: Writer, confounding: Confounding) -> str:
    """Say how much something not asked would have to explain to take the strongest link away."""
    row = find_subject(confounding)
    values = {"label": writer.construct(row.driver), "outcome": writer.outcome}
    if judge_strength(row, confounding.scenarios) == "no_link":
        return writer.say("confounding.nothing", outcome=writer.outcome)
    return writer.say(
        "confounding.robust",
        robustness=writer.numbers.percent(row.robustness),
        robustness_alpha=writer.numbers.percent(row.robustness_alpha),
        **values,
    )


def say_halo(writer: Writer, confounding: Confounding) -> str:
    """Say what would be left of the strongest link if half of the general factor were a general mood."""
    row = find_subject(confounding)
    if row.with_halo != row.with_halo or not excludes_zero(row.conf_low, row.conf_high):
        return ""
    return writer.say(
        "confounding.halo",
        share=writer.numbers.percent(confounding.halo_share),
        label=writer.construct(row.driver),
        estimate=writer.numbers.decimal(row.estimate),
        with_halo=writer.numbers.decimal(row.with_halo),
    )


def say_strengths(writer: Writer, confounding: Confounding) -> list[str]:
    """Say whose link would hold against something as strong as the strongest other aspect, and whose would not."""
    found: dict[str, list[str]] = {}
    for row in read_rows(confounding.table):
        strength = judge_strength(row, confounding.scenarios)
        found.setdefault(strength, []).append(writer.construct(row.driver))
    return [
        writer.say(f"confounding.{strength}", count=len(found[strength]), labels=writer.join(found[strength]))
        for strength in ("holds", "falls", "no_link")
        if strength in found
    ]


def _figure(writer: Writer, confounding: Confounding) -> list[Block]:
    """Draw what something as strong as the strongest other aspect would leave of each coefficient."""
    found = [(row, find_rival(row, confounding.scenarios)) for row in read_rows(confounding.table)]
    shown = [(row, rival) for row, rival in found if rival is not None]
    if not shown:
        return []
    names = name_apart([writer.construct(row.driver) for row, _ in shown], [row.driver for row, _ in shown])
    ends = ("estimate", "conf_low", "conf_high")
    frame = pd.DataFrame({"row": names} | {end: [getattr(rival, end) for _, rival in shown] for end in ends})
    alt = describe_rows(writer, zip(names, map(writer.numbers.decimal, frame["estimate"]), strict=True))
    return [draw_figure(writer, plot_paths, frame, caption=writer.say("confounding.figure"), alt=alt)]


def _table(writer: Writer, confounding: Confounding) -> Table:
    rows = read_rows(confounding.table)
    numbers = writer.numbers
    return build_table(
        writer.say("confounding.table"),
        words(writer.say("confounding.aspect"), [writer.construct(row.driver) for row in rows]),
        figures(writer.say("confounding.coefficient"), [numbers.decimal(row.estimate) for row in rows]),
        figures(writer.say("confounding.robustness"), [numbers.percent(row.robustness) for row in rows]),
        figures(writer.say("confounding.robustness_alpha"), [numbers.percent(row.robustness_alpha) for row in rows]),
        words(
            writer.say("confounding.strongest"),
            [writer.construct(row.strongest) if row.strongest else "" for row in rows],
        ),
        figures(writer.say("confounding.adjusted"), [numbers.decimal(row.adjusted) for row in rows]),
        figures(writer.say("confounding.with_halo"), [numbers.decimal(row.with_halo) for row in rows]),
        note=writer.say("confounding.table_note"),
        folded=True,
    )
