"""Segments: which groups of respondents rate the aspects differently from everyone else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.segments import plot_segments
from survey.report.document import Block, List, Note, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.numbers import MISSING
from survey.report.sections.differences import (
    name_subject,
    sign,
    write_difference,
    write_range,
    write_test,
    write_value,
)
from survey.report.sections.group_names import name_grouping, name_segment
from survey.report.sections.rules import TEST_LEVEL
from survey.report.tables import TableColumn, build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.groups.segments import SegmentComparison

# Measures that a reader can place; importance and coefficients of segments stand in the workbook.
MEASURES = ("performance", "indicator")
MOST_POINTS = 5  # differences named one by one; the table has all
MOST_ROWS = 14  # of a picture


def build_segments(writer: Writer) -> Section | None:
    """Build the part on groups of respondents."""
    segments = cast("SegmentComparison | None", writer.study.depth.get("segments"))
    if segments is None:
        return None
    found = find_differences(segments)
    verdict = say_verdict(writer, segments, found)
    blocks: list[Block] = [Prose(verdict)]
    if len(found):
        shown = read_rows(found.head(MOST_POINTS))
        blocks.append(List(tuple(Point(say_difference(writer, row, segments.confidence)) for row in shown)))
    blocks += [*_gate(writer, segments), *_figure(writer, segments, found)]
    blocks += [_means(writer, segments), *_details(writer, found)]
    return Section("segments", writer.say("segments.heading"), tuple(blocks), headline=verdict)


def find_differences(segments: SegmentComparison) -> pd.DataFrame:
    """Return the differences from everyone else that stand after adjusting for all comparisons, the clearest first.

    Of two groups only the lower one is returned: the other mirrors it.
    """
    shown = _comparable(segments)
    rows = shown[shown["p_adjusted"] < TEST_LEVEL].sort_values("p_adjusted", kind="stable")
    pair = rows.groupby(["by", "measure", "subject"])["segment"].transform("count") == 2
    two = rows["by"].map(segments.segments.groupby("by")["segment"].count()) == 2
    return rows[~(pair & two & (rows["change"] > 0))]


def say_verdict(writer: Writer, segments: SegmentComparison, found: pd.DataFrame) -> str:
    """Say how many comparisons were made and how many differences stand."""
    shown = _comparable(segments)
    groups = writer.join(name_grouping(writer, by) for by in dict.fromkeys(shown["by"]))
    text = writer.say(
        "segments.found" if len(found) else "segments.none",
        count=len(found),
        comparisons=writer.numbers.count(int(shown["p_adjusted"].notna().sum())),
        groups=groups,
    )
    small = int(segments.segments["suppressed"].astype(bool).sum())
    skipped = any(getattr(note, "code", "") == "gate_skipped" for note in segments.notes)
    return writer.paragraph(
        text,
        writer.say("segments.small", count=small) if small else "",
        writer.say("segments.unchecked") if skipped else "",
    )


def say_difference(writer: Writer, row: Any, confidence: float) -> str:
    """Say how one group differs from everyone else."""
    unit = "points" if row.measure == "performance" or row.subject == "recommend" else "percent"
    return writer.say(
        f"segments.{'higher' if row.change > 0 else 'lower'}_{unit}",
        segment=name_segment(writer, row.by, row.segment),
        grouping=name_grouping(writer, row.by),
        subject=name_subject(writer, row.measure, row.subject),
        difference=write_difference(writer, row.measure, abs(row.change)).removeprefix("+"),
        level=writer.level(confidence),
        interval=write_range(writer, row.measure, row.conf_low, row.conf_high),
        value=write_value(writer, row.measure, row.subject, row.estimate),
        rest=write_value(writer, row.measure, row.subject, row.estimate_rest),
        p=write_test(writer, row.p_adjusted),
        n=writer.numbers.count(row.n),
    )


def find_lowest(segments: SegmentComparison, construct: str) -> Any | None:
    """Return the group that rates a construct lowest, if the difference stands; else None."""
    rows = _comparable(segments)
    mine = rows[(rows["measure"] == "performance") & (rows["subject"] == construct)]
    lower = mine[(mine["p_adjusted"] < TEST_LEVEL) & (mine["change"] < 0)]
    return read_rows(lower.sort_values("estimate", kind="stable"))[0] if len(lower) else None


def _comparable(segments: SegmentComparison) -> pd.DataFrame:
    """Return the rows on a base large enough whose items mean the same in all groups."""
    table = segments.table
    kept = table[table["measure"].isin(MEASURES) & ~table["suppressed"].astype(bool)]
    refused = _refused(segments)
    bad = [(by, subject) in refused for by, subject in zip(kept["by"], kept["subject"], strict=True)]
    return kept[~pd.Series(bad, index=kept.index, dtype=bool)]


def _refused(segments: SegmentComparison) -> set[tuple[str, str]]:
    gate = segments.gate
    if gate.empty:
        return set()
    rows = gate[gate["means_comparable"].eq(False)]
    return set(zip(rows["by"], rows["construct"], strict=True))


def _gate(writer: Writer, segments: SegmentComparison) -> list[Block]:
    refused: dict[str, list[str]] = {}
    for by, construct in sorted(_refused(segments)):
        refused.setdefault(by, []).append(writer.construct(construct))
    return [
        Note(writer.say("segments.refused", grouping=name_grouping(writer, by), labels=writer.join(labels)), "caution")
        for by, labels in refused.items()
    ]


def _figure(writer: Writer, segments: SegmentComparison, found: pd.DataFrame) -> list[Block]:
    """Draw one grouping: that of the clearest difference, else the first."""
    rows = _comparable(segments)
    rows = rows[(rows["measure"] == "performance") & rows["change"].notna()]
    if rows.empty:
        return []
    clear = found[found["measure"] == "performance"]
    by = str((clear if len(clear) else rows)["by"].iloc[0])
    mine = rows[rows["by"] == by]
    groups = mine["segment"].unique().tolist()
    if len(groups) == 2:  # the second mirrors the first
        mine = mine[mine["segment"] == groups[0]]
    order = [writer.study.drivers.outcome, *writer.study.drivers.table["driver"]]
    subjects = [name for name in order if name in set(mine["subject"])]
    subjects = subjects[: max(1, MOST_ROWS // (mine["segment"].nunique() + 1))] if len(groups) > 2 else subjects
    mine = pd.concat([mine[mine["subject"] == subject] for subject in subjects])
    frame = mine.assign(
        driver=[writer.construct(name) for name in mine["subject"]],
        segment=[name_segment(writer, by, name) for name in mine["segment"]],
    )
    alt = describe_rows(
        writer, [(f"{row.driver} · {row.segment}", sign(writer, row.change)) for row in read_rows(frame)]
    )
    caption = writer.say("segments.figure", grouping=name_grouping(writer, by))
    return [draw_figure(writer, plot_segments, frame, caption=caption, alt=alt)]


def _means(writer: Writer, segments: SegmentComparison) -> Table:
    """Return a row per group with its means, marked where they differ from everyone else."""
    rows = segments.segments
    values = _comparable(segments)
    values = values[values["measure"] == "performance"]
    order = [writer.study.drivers.outcome, *writer.study.drivers.table["driver"]]
    subjects = [name for name in order if name in set(values["subject"])]
    cells = {(row.by, row.segment, row.subject): _mean(writer, row) for row in read_rows(values)}
    keys = list(zip(rows["by"], rows["segment"], strict=True))
    names = [name_grouping(writer, by) for by, _ in keys]
    once = [name if at == 0 or names[at - 1] != name else "" for at, name in enumerate(names)]
    columns: list[TableColumn] = [
        words(writer.say("segments.segment"), [name_segment(writer, *key) for key in keys]),
        words(writer.say("segments.grouping"), once if len(set(names)) > 1 else [""] * len(names)),
        figures(writer.say("segments.n"), map(writer.numbers.count, rows["n"])),
    ]
    columns += [figures(writer.construct(one), [cells.get((*key, one), MISSING) for key in keys]) for one in subjects]
    return build_table(writer.say("segments.table"), *columns, note=writer.say("segments.table_note"), folded=True)


def _mean(writer: Writer, row: Any) -> str:
    text = writer.numbers.decimal(row.estimate, 0)
    if not row.p_adjusted < TEST_LEVEL:
        return text
    return f"{text} ▲" if row.change > 0 else f"{text} ▼"


def _details(writer: Writer, found: pd.DataFrame) -> list[Table]:
    if len(found) <= MOST_POINTS:
        return []
    rows = read_rows(found)
    return [
        build_table(
            writer.say("segments.details"),
            words(writer.say("segments.segment"), [name_segment(writer, row.by, row.segment) for row in rows]),
            words(writer.say("segments.subject"), [name_subject(writer, row.measure, row.subject) for row in rows]),
            figures(writer.say("segments.n"), [writer.numbers.count(row.n) for row in rows]),
            figures(
                writer.say("segments.value"),
                [write_value(writer, row.measure, row.subject, row.estimate) for row in rows],
            ),
            figures(
                writer.say("segments.rest"),
                [write_value(writer, row.measure, row.subject, row.estimate_rest) for row in rows],
            ),
            figures(writer.say("segments.difference"), [write_difference(writer, r.measure, r.change) for r in rows]),
            figures(
                writer.say("segments.interval"),
                [write_range(writer, row.measure, row.conf_low, row.conf_high) for row in rows],
            ),
            figures(writer.say("segments.p_adjusted"), [writer.numbers.p_value(row.p_adjusted) for row in rows]),
            folded=True,
        )
    ]
