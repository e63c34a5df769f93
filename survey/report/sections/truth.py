"""Simulated answers: each estimate beside the value it aims at."""

from __future__ import annotations

from typing import Any

from survey.report.document import Block, Group, Prose
from survey.report.numbers import MISSING
from survey.report.sections.driver_tables import write_ranks
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

NEEDED = {"driver", "coefficient", "rank"}


def build_truth(writer: Writer) -> list[Block]:
    """Build the comparison with the truth; nothing for answers of people."""
    responses = writer.study.responses
    if not responses.simulated or responses.truth is None or not set(responses.truth.columns) >= NEEDED:
        return []
    drivers = writer.study.drivers_contact or writer.study.drivers
    truth = {row.driver: row for row in read_rows(responses.truth)}
    rows = [(row, truth[row.driver]) for row in read_rows(drivers.table) if row.driver in truth]
    numbers = writer.numbers
    level = writer.level(drivers.confidence)
    table = build_table(
        writer.say("drivers.truth_table"),
        words(writer.say("drivers.aspect"), [writer.construct(row.driver) for row, _ in rows]),
        figures(writer.say("drivers.truth_coefficient"), [numbers.decimal(true.coefficient) for _, true in rows]),
        figures(writer.say("drivers.truth_estimate"), [numbers.decimal(row.standardized) for row, _ in rows]),
        figures(writer.say("drivers.truth_rank"), [numbers.count(true.rank) for _, true in rows]),
        figures(writer.say("drivers.truth_rank_estimate"), [numbers.count(row.rank) for row, _ in rows]),
        figures(writer.say("drivers.interval", level=level), [write_ranks(row) for row, _ in rows]),
        words(writer.say("drivers.truth_inside"), [_inside(writer, row, true) for row, true in rows]),
    )
    base = writer.say("drivers.truth_base") if drivers is writer.study.drivers_contact else ""
    text = Prose(writer.paragraph(writer.say("drivers.truth"), base))
    return [Group(writer.say("drivers.truth_head"), (text, table))]


def _inside(writer: Writer, row: Any, true: Any) -> str:
    if row.rank_low != row.rank_low:
        return MISSING
    return writer.yes_no(row.rank_low <= true.rank <= row.rank_high)
