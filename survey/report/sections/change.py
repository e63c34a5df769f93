"""What if: differences of the outcome that would be expected between respondents whose scores differ."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.expected_change import plot_expected_change
from survey.report.document import Block, Note, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.differences import name_subject, sign
from survey.report.sections.rules import excludes_zero
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.change.expected_change import ExpectedChange

# What the table shows; the workbook has the rest.
INDICATORS = ("index", "csat", "recommend")
ROUNDING = 1e-9  # of weighted shares


def build_change(writer: Writer) -> Section | None:
    """Build the part on expected differences."""
    change = cast("ExpectedChange | None", writer.study.depth.get("change"))
    if change is None:
        return None
    largest = say_largest(writer, change)
    asked = say_asked(writer, change)
    blocks: list[Block] = [Prose(writer.paragraph(largest, asked)), Note(writer.say("change.no_promise"), "caution")]
    blocks += [*_figure(writer, change), *_asked(writer, change), *_alternatives(writer, change)]
    return Section("change", writer.say("change.heading"), tuple(blocks), headline=largest or asked)


def say_asked(writer: Writer, change: ExpectedChange) -> str:
    """Say what goes with the difference asked for; empty where none was asked for."""
    moved = _say_all_moved(writer, change)
    index = change.table[change.table["indicator"] == "index"]
    if not moved or index.empty:
        return ""
    row = read_rows(index)[0]
    numbers = writer.numbers
    return writer.say(
        "change.asked" if excludes_zero(row.conf_low, row.conf_high) else "change.asked_open",
        moved=moved,
        outcome=writer.outcome,
        difference=sign(writer, row.estimate),
        level=writer.level(change.confidence),
        interval=numbers.decimal_range(row.conf_low, row.conf_high, 1),
        now=numbers.decimal(row.now, 1),
        expected=numbers.decimal(row.expected, 1),
    )


def _say_all_moved(writer: Writer, change: ExpectedChange) -> str:
    """Say which scores differ by how much; empty where none was asked to."""
    rows = read_rows(change.applied)
    points = {row.points_asked for row in rows if row.points_asked == row.points_asked}
    if len(rows) > 1 and len(rows) == len(writer.study.drivers.table) and len(points) == 1:
        return writer.say("change.every", **_step(writer, points.pop()))
    return writer.join(text for row in rows if (text := _say_moved(writer, row)))


def _step(writer: Writer, points: float) -> dict[str, str]:
    """Return a number of points and which way they go."""
    way = writer.say("change.up" if points > 0 else "change.down")
    return {"points": writer.numbers.decimal(abs(points), 0), "way": way}


def _say_moved(writer: Writer, row: Any) -> str:
    label = writer.construct(row.driver)
    if row.raised_to == row.raised_to:
        return writer.say("change.raised", label=label, score=writer.numbers.decimal(row.raised_to, 0))
    if row.points_asked != row.points_asked or row.points_asked == 0:
        return ""
    return writer.say("change.points", label=label, **_step(writer, row.points_asked))


def say_largest(writer: Writer, change: ExpectedChange) -> str:
    """Say which aspect goes with the largest difference for the same points, and whether the next is told apart."""
    rows = read_rows(find_alternatives(change).head(2))
    if len(rows) < 2:
        return ""
    first, second = rows
    pairs = change.differences[change.differences["indicator"] == "index"]
    both = {first.driver, second.driver}
    pair = pairs[pairs["driver"].isin(both) & pairs["other"].isin(both)]
    known = len(pair) and pair["resolved"].notna().iloc[0]
    resolved = bool(known) and bool(pair["resolved"].iloc[0])
    said = writer.say(
        "change.largest" if resolved else "change.largest_open",
        step=writer.numbers.decimal(abs(change.step), 0),
        first=writer.construct(first.driver),
        second=writer.construct(second.driver),
        difference_first=sign(writer, first.estimate),
        difference_second=sign(writer, second.estimate),
        outcome=writer.outcome,
    )
    partly = [writer.construct(row.driver) for row in rows if is_partly_asked(row)]
    return writer.paragraph(said, writer.say("change.base", labels=writer.join(partly)) if partly else "")


def is_partly_asked(row: Any) -> bool:
    """Whether some respondents were not asked about the aspect."""
    return bool(row.asked_share < 1 - ROUNDING)


def find_alternatives(change: ExpectedChange) -> pd.DataFrame:
    """Return the same points of each driver alone, the largest difference of the outcome first."""
    rows = change.alternatives[change.alternatives["indicator"] == "index"]
    return rows.sort_values("estimate", ascending=False, kind="stable")


def _figure(writer: Writer, change: ExpectedChange) -> list[Block]:
    rows = find_alternatives(change)
    if rows.empty:
        return []
    frame = rows.assign(driver=name_apart(map(writer.construct, rows["driver"]), rows["driver"].tolist()))
    alt = describe_rows(writer, [(row.driver, sign(writer, row.estimate)) for row in read_rows(frame)])
    step = writer.numbers.decimal(change.step, 0)
    caption = writer.say("change.figure", step=step, outcome=writer.outcome)
    return [draw_figure(writer, plot_expected_change, frame, caption=caption, alt=alt, step=change.step)]


def _asked(writer: Writer, change: ExpectedChange) -> list[Table]:
    rows = [row for row in read_rows(change.table) if row.indicator in INDICATORS]
    if not rows or not say_asked(writer, change):
        return []
    return [
        build_table(
            writer.say("change.table"),
            words(writer.say("change.indicator"), [name_subject(writer, "indicator", row.indicator) for row in rows]),
            figures(writer.say("change.now"), [_write(writer, row.indicator, row.now) for row in rows]),
            figures(writer.say("change.expected"), [_write(writer, row.indicator, row.expected) for row in rows]),
            figures(writer.say("change.difference"), [_points(writer, row.indicator, row.estimate) for row in rows]),
            figures(
                writer.say("change.interval", level=writer.level(change.confidence)),
                [_range(writer, row.indicator, row.conf_low, row.conf_high) for row in rows],
            ),
            note=writer.say("change.table_note"),
        )
    ]


def _alternatives(writer: Writer, change: ExpectedChange) -> list[Table]:
    rows = read_rows(find_alternatives(change))
    if not rows:
        return []
    numbers = writer.numbers
    return [
        build_table(
            writer.say("change.alternatives_table", step=numbers.decimal(change.step, 0)),
            words(writer.say("change.aspect"), [writer.construct(row.driver) for row in rows]),
            figures(writer.say("change.difference"), [sign(writer, row.estimate, 2) for row in rows]),
            figures(
                writer.say("change.interval", level=writer.level(change.confidence)),
                [numbers.decimal_range(row.conf_low, row.conf_high, 2) for row in rows],
            ),
            figures(writer.say("change.applies"), [numbers.percent(row.asked_share) for row in rows]),
            figures(writer.say("change.applied"), [numbers.decimal(row.points_applied, 1) for row in rows]),
            note=writer.say("change.alternatives_note"),
            folded=True,
        )
    ]


def _write(writer: Writer, indicator: str, value: float) -> str:
    if indicator == "recommend":
        return writer.numbers.points(value)
    return writer.numbers.decimal(value, 1) if indicator == "index" else writer.numbers.percent(value, 1)


def _points(writer: Writer, indicator: str, value: float) -> str:
    return sign(writer, value if indicator == "index" else 100 * value)


def _range(writer: Writer, indicator: str, low: float, high: float) -> str:
    times = 1 if indicator == "index" else 100
    return writer.numbers.decimal_range(times * low, times * high, 1)
