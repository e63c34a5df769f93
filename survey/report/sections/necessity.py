"""Necessary conditions: the level of an aspect without which a high outcome is not found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.plots.waves import plot_waves
from survey.report.document import Block, List, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.numbers import MISSING
from survey.report.sections.differences import write_test
from survey.report.sections.rules import TEST_LEVEL
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.shape.necessity import Necessity

# Dul (2016), Organizational Research Methods 19:10–52: an empty corner below .1 of the scope is small.
LEAST_EMPTY = 0.1
SHOWN_LEVELS = (0.6, 0.8, 1.0)  # of the outcome's range, in the table
HIGH = 0.8  # the level that the sentences speak of
STEPS = "ce_fdh"
ROUNDING = 1e-9  # of levels


def build_necessity(writer: Writer) -> Section | None:
    """Build the part on necessary conditions."""
    necessity = cast("Necessity | None", writer.study.depth.get("necessity"))
    if necessity is None or necessity.table.empty:
        return None
    found = find_needed(necessity)
    verdict = say_verdict(writer, necessity, found)
    blocks: list[Block] = [Prose(verdict)]
    points = tuple(Point(text) for text in (say_needed(writer, necessity, row) for row in read_rows(found)) if text)
    blocks += [List(points)] if points else []
    blocks += [*_figure(writer, necessity), _table(writer, necessity)]
    return Section("necessity", writer.say("necessity.heading"), tuple(blocks), headline=verdict)


def pick_ceiling(necessity: Necessity) -> str:
    """Return the ceiling that the sentences rest on: the steps, where there are any."""
    known = necessity.table["ceiling"].tolist()
    return STEPS if STEPS in known else str(known[0])


def find_needed(necessity: Necessity) -> pd.DataFrame:
    """Return the conditions with a corner that is empty enough and emptier than chance leaves it, the largest first."""
    table = necessity.table[necessity.table["ceiling"] == pick_ceiling(necessity)]
    kept = table[(table["necessity_effect"] >= LEAST_EMPTY) & (table["p_value"] < TEST_LEVEL)]
    return kept.sort_values("necessity_effect", ascending=False, kind="stable")


def say_verdict(writer: Writer, necessity: Necessity, found: pd.DataFrame) -> str:
    """Say how many aspects a high outcome is not found without."""
    if not necessity.n_permutations:
        return writer.say("necessity.untested", outcome=writer.outcome)
    if found.empty:
        return writer.say("necessity.none", outcome=writer.outcome, least=writer.numbers.decimal(LEAST_EMPTY, 1))
    return writer.paragraph(
        writer.say("necessity.found", count=len(found), outcome=writer.outcome),
        writer.say("necessity.care", count=len(_largest_first(necessity))),
    )


def say_needed(writer: Writer, necessity: Necessity, row: Any) -> str:
    """Say which level of one aspect a high outcome is not found without, and how many fall short of it."""
    levels = _levels(necessity)
    at = levels[(levels["condition"] == row.condition) & _at(levels, HIGH)]
    if at.empty:
        return ""
    if at["needed_state"].iloc[0] != "needed" or at["short_share"].iloc[0] == 0:
        return writer.say(
            "necessity.point_lower",
            label=writer.construct(row.condition),
            outcome=writer.outcome,
            level=_height(writer, levels, HIGH),
            **_test(writer, row),
        )
    level = read_rows(at)[0]
    return writer.say(
        "necessity.point",
        label=writer.construct(row.condition),
        outcome=writer.outcome,
        level=writer.numbers.decimal(level.outcome_value, 0),
        needed=writer.numbers.decimal(level.needed, 0),
        short=writer.numbers.percent(level.short_share),
        **_test(writer, row),
    )


def _test(writer: Writer, row: Any) -> dict[str, str]:
    return {"size": writer.numbers.decimal(row.necessity_effect), "p": write_test(writer, row.p_value)}


def _figure(writer: Writer, necessity: Necessity) -> list[Block]:
    """Draw which score of each aspect the levels of the outcome need, the largest empty corner on top."""
    rows = _largest_first(necessity)
    levels = _levels(necessity)
    shown = [(row, level) for row in rows for level in _shown_levels(levels)]
    frame = pd.DataFrame(
        {
            "driver": [writer.construct(row.condition) for row, _ in shown],
            "wave": [_height(writer, levels, level) for _, level in shown],
            "estimate": [_find_level(levels, row.condition, level).needed for row, level in shown],
        }
    )
    frame = frame[frame.groupby("driver")["estimate"].transform("count") > 0]
    if frame.empty:
        return []
    words_of = {
        "performance": writer.say("necessity.axis", outcome=writer.outcome),
        "change": writer.say("necessity.difference"),
    }
    parts = [
        (f"{row.driver} · {row.wave}", writer.numbers.decimal(row.estimate, 0))
        for row in read_rows(frame[frame["estimate"].notna()])
    ]
    caption = writer.say("necessity.figure", outcome=writer.outcome)
    alt = describe_rows(writer, parts)
    return [draw_figure(writer, plot_waves, frame, caption=caption, alt=alt, labels=words_of)]


def _table(writer: Writer, necessity: Necessity) -> Table:
    rows = _largest_first(necessity)
    numbers = writer.numbers
    levels = _levels(necessity)
    return build_table(
        writer.say("necessity.table"),
        words(writer.say("necessity.aspect"), [writer.construct(row.condition) for row in rows]),
        figures(writer.say("necessity.size"), [numbers.decimal(row.necessity_effect) for row in rows]),
        words(writer.say("necessity.band"), [writer.term("necessity", f"band_{row.effect_band}") for row in rows]),
        figures(writer.say("necessity.p_value"), [numbers.p_value(row.p_value) for row in rows]),
        *(
            figures(
                writer.say("necessity.needed_for", level=_height(writer, levels, level)),
                [_write_needed(writer, _find_level(levels, row.condition, level)) for row in rows],
            )
            for level in _shown_levels(levels)
        ),
        note=writer.say("necessity.table_note", outcome=writer.outcome),
    )


def _largest_first(necessity: Necessity) -> list[Any]:
    table = necessity.table[necessity.table["ceiling"] == pick_ceiling(necessity)]
    return read_rows(table.sort_values("necessity_effect", ascending=False, kind="stable"))


def _levels(necessity: Necessity) -> pd.DataFrame:
    return necessity.bottleneck[necessity.bottleneck["ceiling"] == pick_ceiling(necessity)]


def _shown_levels(levels: pd.DataFrame) -> list[float]:
    return [level for level in SHOWN_LEVELS if _at(levels, level).any()]


def _at(levels: pd.DataFrame, level: float) -> pd.Series:
    return (levels["outcome_level"] - level).abs() < ROUNDING


def _height(writer: Writer, levels: pd.DataFrame, level: float) -> str:
    return writer.numbers.decimal(float(levels.loc[_at(levels, level), "outcome_value"].iloc[0]), 0)


def _find_level(levels: pd.DataFrame, condition: str, level: float) -> Any:
    return read_rows(levels[(levels["condition"] == condition) & _at(levels, level)])[0]


def _write_needed(writer: Writer, row: Any) -> str:
    if row.needed_state == "not_necessary" or row.short_share == 0:  # nobody rates it lower
        return writer.say("necessity.any_level")
    if row.needed_state != "needed":
        return MISSING
    needed, short = writer.numbers.decimal(row.needed, 0), writer.numbers.percent(row.short_share)
    return writer.say("unit.with_interval", value=needed, interval=short)
