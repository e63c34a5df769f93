"""Unanswered questions: how many respondents answered everything, which questions were left open, and Little's test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pandas as pd

from survey.report.document import Block, Prose, Section, Table
from survey.report.sections.differences import write_test
from survey.report.sections.rules import TEST_LEVEL
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.missing.missing import MissingAnswers

MOST_OPEN = 10  # rows of the table; the workbook has all


def build_missing(writer: Writer) -> Section | None:
    """Build the part on missing answers."""
    missing = cast("MissingAnswers | None", writer.study.depth.get("missing"))
    if missing is None:
        return None
    text = writer.paragraph(say_complete(writer, missing), say_most_open(writer, missing), say_little(writer, missing))
    blocks: list[Block] = [Prose(text)]
    if missing.table["nonresponse_share"].gt(0).any():
        blocks.append(_table(writer, missing))
    return Section("missing", writer.say("missing.heading"), tuple(blocks), headline=say_complete(writer, missing))


def say_complete(writer: Writer, missing: MissingAnswers) -> str:
    """Say which share answered every question they were asked."""
    whole = missing.patterns.loc[missing.patterns["n_missing"] == 0, "share"]
    share = float(whole.iloc[0]) if len(whole) else 0.0
    if share >= 1:
        return writer.say("missing.all_complete")
    return writer.say("missing.complete", share=writer.numbers.percent(share))


def say_most_open(writer: Writer, missing: MissingAnswers) -> str:
    """Say which question was left open most often."""
    row = read_rows(_by_share(missing.table))[0]
    if not row.nonresponse_share > 0:
        return ""
    return writer.say(
        "missing.most_open",
        item=writer.quote(writer.wording(row.item).rstrip("。.")),
        share=writer.numbers.percent(row.nonresponse_share, 1),
        asked=writer.numbers.count(row.n_asked),
    )


def say_little(writer: Writer, missing: MissingAnswers) -> str:
    """Say what Little's test finds, and how far it can be relied on."""
    row = find_test(missing)
    if row is None:
        return ""
    finds = "missing.pattern" if row.p_value < TEST_LEVEL else "missing.no_pattern"
    many = any(getattr(note, "code", "") == "mcar_many_patterns" for note in missing.notes)
    return writer.paragraph(
        writer.say(finds, p=write_test(writer, row.p_value)),
        writer.say("missing.many_patterns", patterns=writer.numbers.count(row.n_patterns)) if many else "",
    )


def find_test(missing: MissingAnswers) -> Any | None:
    """Return Little's test over all respondents, or None."""
    if missing.mcar.empty:
        return None
    rows = missing.mcar[(missing.mcar["base"] == "all") & missing.mcar["p_value"].notna()]
    return read_rows(rows)[0] if len(rows) else None


def _by_share(table: pd.DataFrame) -> pd.DataFrame:
    return table.sort_values("nonresponse_share", ascending=False, kind="stable")


def _table(writer: Writer, missing: MissingAnswers) -> Table:
    rows = read_rows(_by_share(missing.table).head(MOST_OPEN))
    numbers = writer.numbers

    def shares(name: str) -> list[str]:
        return [numbers.percent(getattr(row, name), 1) for row in rows]

    return build_table(
        writer.say("missing.table"),
        words(writer.say("missing.question"), [writer.wording(row.item) for row in rows]),
        figures(writer.say("missing.asked"), [numbers.count(row.n_asked) for row in rows]),
        figures(writer.say("missing.open"), shares("nonresponse_share")),
        figures(writer.say("missing.dont_know"), shares("dont_know_share")),
        figures(writer.say("missing.no_answer"), shares("no_answer_share")),
        figures(writer.say("missing.blank"), shares("blank_share")),
        figures(writer.say("missing.not_shown"), shares("not_shown_share")),
        note=writer.say("missing.table_note"),
        folded=True,
    )
