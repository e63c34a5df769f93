"""Waves: the trend of indicators and aspects, and what the difference of the outcome consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.waves import plot_waves
from survey.report.document import Block, List, Note, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.numbers import MISSING
from survey.report.sections.decomposition import build_decomposition
from survey.report.sections.differences import (
    judge_direction,
    name_subject,
    write_difference,
    write_range,
    write_test,
    write_value,
)
from survey.report.sections.rules import TEST_LEVEL
from survey.report.tables import TableColumn, build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.groups.waves import WaveComparison

MEASURES = ("performance", "indicator")


def build_waves(writer: Writer) -> Section | None:
    """Build the part on waves."""
    waves = cast("WaveComparison | None", writer.study.depth.get("waves"))
    if waves is None or waves.table.empty:
        return None
    verdict = say_outcome(writer, waves)
    blocks: list[Block] = [Prose(writer.paragraph(verdict, say_others(writer, waves), say_persons(writer, waves)))]
    moved = find_moved(writer, waves)
    if len(moved):
        blocks.append(List(tuple(Point(say_move(writer, row)) for row in read_rows(moved))))
    blocks += [*_gate(writer, waves), *_figure(writer, waves), _table(writer, waves), *_trends(writer, waves)]
    blocks += build_decomposition(writer)
    return Section("waves", writer.say("waves.heading"), tuple(blocks), headline=verdict)


def find_last(waves: WaveComparison) -> pd.DataFrame:
    """Return what changed in the last wave, as far as its items mean the same as before."""
    table = waves.table
    rows: pd.DataFrame = table[(table["wave"] == table["wave"].iloc[-1]) & table["measure"].isin(MEASURES)]
    rows = rows[~rows["suppressed"].astype(bool) & rows["change"].notna()]
    refused = rows["subject"].isin(_refused(waves)) & (rows["measure"] == "performance")
    return rows.loc[~refused]


def find_moved(writer: Writer, waves: WaveComparison) -> pd.DataFrame:
    """Return the aspects and indicators, the outcome aside, whose change stands after adjusting for all changes."""
    rows = find_last(waves)
    rows = rows[(rows["subject"] != writer.study.drivers.outcome) & (rows["p_adjusted"] < TEST_LEVEL)]
    return rows.sort_values("p_adjusted", kind="stable")


def say_outcome(writer: Writer, waves: WaveComparison) -> str:
    """Say whether the outcome's mean is another one than in the wave before."""
    rows = find_last(waves)
    mine = rows[(rows["measure"] == "performance") & (rows["subject"] == writer.study.drivers.outcome)]
    if mine.empty:
        return writer.say("waves.no_outcome", outcome=writer.outcome)
    row = read_rows(mine)[0]
    return writer.say(f"waves.{judge_direction(row.conf_low, row.conf_high)}", **_values(writer, row, waves.confidence))


def say_others(writer: Writer, waves: WaveComparison) -> str:
    """Say how many of the other aspects and indicators moved."""
    rows = find_last(waves)
    others = rows[(rows["subject"] != writer.study.drivers.outcome) & rows["p_adjusted"].notna()]
    if others.empty:
        return ""
    moved = len(find_moved(writer, waves))
    return writer.say(
        "waves.moved" if moved else "waves.none_moved",
        moved=writer.numbers.count(moved),
        total=writer.numbers.count(len(others)),
    )


def say_persons(writer: Writer, waves: WaveComparison) -> str:
    """Say whether the same persons answered."""
    return writer.say("waves.paired" if waves.paired else "waves.unpaired")


def say_move(writer: Writer, row: Any) -> str:
    """Say how one aspect or indicator moved."""
    percent = row.measure == "indicator" and row.subject != "recommend"
    return writer.say(
        f"waves.move_{'percent' if percent else 'points'}",
        p=write_test(writer, row.p_adjusted),
        **_values(writer, row, 0.0),
    )


def _values(writer: Writer, row: Any, confidence: float) -> dict[str, str]:
    values = {
        "subject": name_subject(writer, row.measure, row.subject),
        "wave": str(row.wave),
        "against": str(row.against),
        "now": write_value(writer, row.measure, row.subject, row.estimate),
        "before": write_value(writer, row.measure, row.subject, row.estimate_rest),
        "change": write_difference(writer, row.measure, row.change),
        "interval": write_range(writer, row.measure, row.conf_low, row.conf_high),
    }
    return values | ({"level": writer.level(confidence)} if confidence else {})


def _refused(waves: WaveComparison) -> list[str]:
    gate = waves.gate
    return [] if gate.empty else gate.loc[gate["means_comparable"].eq(False), "construct"].tolist()


def _gate(writer: Writer, waves: WaveComparison) -> list[Block]:
    refused = [writer.construct(name) for name in _refused(waves)]
    return [Note(writer.say("waves.refused", labels=writer.join(refused)), "caution")] if refused else []


def _figure(writer: Writer, waves: WaveComparison) -> list[Block]:
    """Draw the means of the outcome and of the aspects, the most important first."""
    levels = waves.levels[(waves.levels["measure"] == "performance") & ~waves.levels["subject"].isin(_refused(waves))]
    order = [writer.study.drivers.outcome, *writer.study.drivers.table["driver"]]
    parts = [levels[levels["subject"] == name] for name in order]
    frame = pd.concat(parts)
    if frame.empty:
        return []
    frame = frame.assign(driver=[writer.construct(name) for name in frame["subject"]])
    rows = [(f"{row.driver} · {row.wave}", writer.numbers.decimal(row.estimate, 1)) for row in read_rows(frame)]
    caption, alt = writer.say("waves.figure"), describe_rows(writer, rows)
    return [draw_figure(writer, plot_waves, frame, caption=caption, alt=alt)]


def _table(writer: Writer, waves: WaveComparison) -> Table:
    rows = read_rows(find_last(waves))
    levels = waves.levels[waves.levels["measure"].isin(MEASURES)]
    cells = {
        (row.wave, row.measure, row.subject): write_value(writer, row.measure, row.subject, row.estimate)
        for row in read_rows(levels)
    }
    columns: list[TableColumn] = [
        words(writer.say("waves.subject"), [name_subject(writer, row.measure, row.subject) for row in rows]),
        *(
            figures(str(wave), [cells.get((wave, row.measure, row.subject), MISSING) for row in rows])
            for wave in dict.fromkeys(levels["wave"])
        ),
        figures(writer.say("waves.change"), [write_difference(writer, row.measure, row.change) for row in rows]),
        figures(
            writer.say("waves.interval", level=writer.level(waves.confidence)),
            [write_range(writer, row.measure, row.conf_low, row.conf_high) for row in rows],
        ),
        figures(writer.say("waves.p_adjusted"), [writer.numbers.p_value(row.p_adjusted) for row in rows]),
    ]
    against = str(rows[0].against) if rows else ""
    return build_table(writer.say("waves.table"), *columns, note=writer.say("waves.table_note", against=against))


def _trends(writer: Writer, waves: WaveComparison) -> list[Block]:
    """Return the slopes over three waves or more."""
    if waves.trends.empty:
        return []
    rows = [row for row in read_rows(waves.trends) if row.measure in MEASURES]
    return [
        build_table(
            writer.say("waves.trends_table"),
            words(writer.say("waves.subject"), [name_subject(writer, row.measure, row.subject) for row in rows]),
            figures(writer.say("waves.slope"), [write_difference(writer, row.measure, row.estimate) for row in rows]),
            figures(
                writer.say("waves.interval", level=writer.level(waves.confidence)),
                [write_range(writer, row.measure, row.conf_low, row.conf_high) for row in rows],
            ),
            figures(writer.say("waves.p_adjusted"), [writer.numbers.p_value(row.p_adjusted) for row in rows]),
            folded=True,
        )
    ]
