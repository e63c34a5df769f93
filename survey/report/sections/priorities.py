"""The importance–performance map."""

from __future__ import annotations

from survey.plots.priorities import plot_priorities
from survey.report.document import Block, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.rules import is_firm
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

# The four fields of the picture (importance first, then performance), and what the analysis calls them.
PLACES = {"high_low": "improve", "high_high": "keep", "low_low": "watch", "low_high": "maintain"}


def build_priorities(writer: Writer) -> Section | None:
    """Build the part with the map; a single aspect has no place on one."""
    if len(writer.study.priorities.table) < 2:
        return None
    blocks = (Prose(writer.say("priorities.intro")), *_figure(writer), _table(writer))
    return Section("priorities", writer.say("priorities.heading"), blocks)


def _figure(writer: Writer) -> list[Block]:
    table = writer.study.priorities.table
    table = table[table["performance"].notna() & table["importance_share"].notna()]
    if table.empty:
        return []
    frame = table.assign(driver=name_apart(map(writer.construct, table["driver"]), table["driver"].tolist()))
    rows = [(name, writer.term("priorities", q)) for name, q in zip(frame["driver"], table["quadrant"], strict=True)]
    caption = writer.say("priorities.figure")
    names = {place: writer.say(f"priorities.{quadrant}") for place, quadrant in PLACES.items()}
    names["importance"] = writer.say("drivers.share_axis")
    alt = describe_rows(writer, rows)
    return [draw_figure(writer, plot_priorities, frame, caption=caption, alt=alt, labels=names)]


def _table(writer: Writer) -> Table:
    priorities, numbers = writer.study.priorities, writer.numbers
    rows = read_rows(priorities.table)
    firm = [is_firm(row, priorities) for row in rows]
    return build_table(
        writer.say("priorities.table"),
        words(writer.say("priorities.aspect"), [writer.construct(row.driver) for row in rows]),
        words(writer.say("priorities.quadrant"), [writer.term("priorities", row.quadrant) for row in rows]),
        words(writer.say("priorities.firm"), map(writer.yes_no, firm)),
        figures(writer.say("priorities.importance"), [numbers.percent(row.importance_share) for row in rows]),
        figures(writer.say("priorities.importance_interval"), map(writer.share_interval, rows)),
        figures(writer.say("priorities.performance"), [numbers.decimal(row.performance, 1) for row in rows]),
        figures(writer.say("priorities.performance_interval"), [writer.performance_interval(row, 1) for row in rows]),
        note=writer.say("priorities.firm_note"),
    )
