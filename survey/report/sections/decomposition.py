"""What the difference of two waves consists of: other ratings of the aspects, or another tie to the outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.decomposition import plot_decomposition
from survey.report.document import Block, Group, Prose
from survey.report.figures import describe_rows, draw_figure
from survey.report.sections.differences import sign
from survey.report.sections.driver_tables import name_term
from survey.report.sections.rules import excludes_zero
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.groups.decomposition import Decomposition

EXPLAINED, REST, WHOLE = "explained", "unexplained", "difference"


def build_decomposition(writer: Writer) -> list[Block]:
    """Build the group on the parts of a difference; nothing where it was not split."""
    found = cast("Decomposition | None", writer.study.depth.get("decomposition"))
    if found is None:
        return []
    blocks = [Prose(writer.paragraph(say_parts(writer, found), say_largest(writer, found))), *_draw(writer, found)]
    return [Group(writer.say("decomposition.heading"), tuple(blocks))]


def say_parts(writer: Writer, found: Decomposition) -> str:
    """Say how much goes with the ratings and how much with their tie to the outcome."""
    totals = {row.component: row for row in read_rows(found.totals)}
    whole = totals[WHOLE]
    firm = excludes_zero(whole.conf_low, whole.conf_high)
    return writer.say(
        "decomposition.parts" if firm else "decomposition.parts_open",
        outcome=writer.outcome,
        first=found.groups[0],
        second=found.groups[1],
        difference=sign(writer, whole.part),
        interval=_range(writer, whole),
        ratings=sign(writer, totals[EXPLAINED].part),
        tie=sign(writer, totals[REST].part),
    )


def say_largest(writer: Writer, found: Decomposition) -> str:
    """Say which aspect's ratings go with the largest part, if its interval excludes 0 as the whole's does."""
    whole = read_rows(found.totals[found.totals["component"] == WHOLE])[0]
    if not excludes_zero(whole.conf_low, whole.conf_high):
        return ""
    rows = _explained(found)
    firm = [row for row in read_rows(rows) if excludes_zero(row.conf_low, row.conf_high)]
    if not firm:
        return writer.say("decomposition.no_part")
    row = max(firm, key=lambda one: abs(one.part))
    return writer.say(
        "decomposition.largest",
        label=name_term(writer, row.driver),
        part=sign(writer, row.part),
        interval=_range(writer, row),
    )


def _explained(found: Decomposition) -> pd.DataFrame:
    return found.table[found.table["component"] == EXPLAINED]


def _range(writer: Writer, row: Any) -> str:
    return writer.numbers.decimal_range(row.conf_low, row.conf_high, 1)


def _draw(writer: Writer, found: Decomposition) -> list[Block]:
    """Draw the parts of the ratings one by one, the ties together, and the whole; the same as a table."""
    sums = pd.concat([found.totals[found.totals["component"] == name] for name in (REST, WHOLE)])
    parts = _explained(found)
    names = [name_term(writer, name) for name in parts["driver"]]
    words_of = {
        REST: writer.say("decomposition.tie"),
        WHOLE: writer.say("decomposition.whole"),
        "title": writer.say("decomposition.axis", outcome=writer.outcome),
    }
    frame = pd.concat([parts.assign(driver=names), sums.assign(driver="")], ignore_index=True)
    rows = read_rows(frame)
    shown = [words_of.get(row.component, row.driver) for row in rows]
    alt = describe_rows(writer, zip(shown, [sign(writer, row.part) for row in rows], strict=True))
    caption = writer.say("decomposition.figure", first=found.groups[0], second=found.groups[1], outcome=writer.outcome)
    table = build_table(
        writer.say("decomposition.table"),
        words(writer.say("decomposition.part"), shown),
        figures(writer.say("decomposition.points"), [sign(writer, row.part, 2) for row in rows]),
        figures(
            writer.say("decomposition.interval", level=writer.level(found.confidence)),
            [writer.numbers.decimal_range(row.conf_low, row.conf_high, 2) for row in rows],
        ),
        note=writer.say("decomposition.table_note", outcome=writer.outcome),
        folded=True,
    )
    return [draw_figure(writer, plot_decomposition, frame, caption=caption, alt=alt, labels=words_of), table]
