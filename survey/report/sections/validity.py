"""Validity: whether questions agree with their aspect, and whether the aspects can be told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

import pandas as pd

from survey.plots.reliability import plot_reliability
from survey.report.document import Block, List, Note, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.measurement.validity import Validity

# Fornell & Larcker (1981), J. Marketing Research 18:39–50: more than half of the variance is the construct's.
LEAST_AVE = 0.5
# Nunnally & Bernstein (1994), Psychometric Theory, 3rd ed.
LEAST_COMPOSITE = 0.7
# Henseler, Ringle & Sarstedt (2015), J. Academy of Marketing Science 43:115–135.
MOST_HTMT = 0.9
# Rodriguez, Reise & Haviland (2016), Psychological Methods 21:137–150: above .70 the items are mostly one thing.
MOST_GENERAL = 0.7
CLOSEST = 8  # pairs in the picture; those further apart say nothing new

Apartness = Literal["apart", "unsure", "same", "apart_no_interval", "same_no_interval"]


def build_validity(writer: Writer) -> Section | None:
    """Build the part on validity."""
    validity = cast("Validity | None", writer.study.depth.get("validity"))
    if validity is None:
        return None
    short = [row for row in read_rows(validity.table) if str(row.flag)]
    closest = say_closest(writer, validity)
    verdict = writer.paragraph(say_convergence(writer, validity), closest, say_base(writer, validity))
    blocks: list[Block] = [Prose(verdict)]
    if short:
        blocks.append(List(tuple(Point(say_shortfall(writer, row, validity)) for row in short)))
    blocks += [*_halo(writer, validity), *_figure(writer, validity), _table(writer, validity), _pairs(writer, validity)]
    return Section("validity", writer.say("validity.heading"), tuple(blocks), headline=closest)


def say_base(writer: Writer, validity: Validity) -> str:
    """Say on how many respondents it rests, where that is not all, and whether they are few."""
    total = len(writer.study.responses)
    few = any(getattr(note, "code", "") == "measurement_few_respondents" for note in validity.notes)
    if validity.n >= total and not few:
        return ""
    numbers = writer.numbers
    return writer.say(f"validity.base{'_few' if few else ''}", n=numbers.count(validity.n), total=numbers.count(total))


def judge_apartness(row: Any) -> Apartness:
    """Judge whether two constructs can be told apart by their HTMT.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> judge_apartness(Row(estimate=0.84, conf_low=0.78, conf_high=0.91))
    'unsure'
    """
    if row.conf_high != row.conf_high:
        return "apart_no_interval" if row.estimate < MOST_HTMT else "same_no_interval"
    if row.conf_high < MOST_HTMT:
        return "apart"
    return "same" if row.estimate >= MOST_HTMT else "unsure"


def say_convergence(writer: Writer, validity: Validity) -> str:
    """Say how many aspects meet the rules."""
    total = len(validity.table)
    meets = int((validity.table["flag"].astype(str) == "").sum())
    key = "all" if meets == total else "none" if meets == 0 else "some"
    return writer.say(f"validity.{key}", count=meets, total=writer.numbers.count(total))


def say_closest(writer: Writer, validity: Validity) -> str:
    """Say which two aspects are hardest to tell apart, and whether they can be."""
    ratios = find_ratios(validity)
    if ratios.empty:
        return ""
    row = read_rows(ratios)[0]
    verdict = judge_apartness(row)
    return writer.say(
        f"validity.{verdict}",
        first=writer.construct(row.construct),
        second=writer.construct(row.other),
        value=writer.numbers.decimal(row.estimate),
        interval=writer.numbers.decimal_range(row.conf_low, row.conf_high),
        level=writer.level(validity.confidence),
        limit=writer.numbers.decimal(MOST_HTMT),
    )


def say_shortfall(writer: Writer, row: Any, validity: Validity) -> str:
    """Say where one aspect falls short."""
    numbers = writer.numbers
    flags = [flag.strip() for flag in str(row.flag).split(",")]
    parts = [
        writer.say(
            f"validity.short_{flag}",
            reliability=numbers.decimal(row.composite_reliability),
            least=numbers.decimal(LEAST_COMPOSITE),
            ave=numbers.decimal(row.ave),
            shared=numbers.decimal(row.largest_shared),
            other=_closest_of(writer, row.construct, validity),
        )
        for flag in flags
    ]
    return writer.say(
        "validity.shortfall", label=writer.construct(row.construct), parts=writer.say("list.clause").join(parts)
    )


def find_ratios(validity: Validity) -> pd.DataFrame:
    """Return the HTMT of each pair, the highest first."""
    ratios = validity.pairs[validity.pairs["estimator"] == "htmt"]
    return ratios.sort_values("estimate", ascending=False, kind="stable")


def _closest_of(writer: Writer, construct: str, validity: Validity) -> str:
    """Return the construct that correlates most with this one in the model."""
    pairs = validity.pairs[validity.pairs["estimator"] == "correlation"]
    mine = pairs[(pairs["construct"] == construct) | (pairs["other"] == construct)]
    if mine.empty:
        return ""
    row = read_rows(mine.loc[mine["estimate"].abs().sort_values(ascending=False, kind="stable").index])[0]
    return writer.construct(row.other if row.construct == construct else row.construct)


def _halo(writer: Writer, validity: Validity) -> list[Block]:
    general = validity.general.set_index("indicator")["estimate"]
    share = float(general.get("common_share", float("nan")))
    if share != share:
        return []
    values = {"share": writer.numbers.percent(share), "limit": writer.numbers.percent(MOST_GENERAL)}
    if share > MOST_GENERAL:
        return [Note(writer.say("validity.general_high", **values), "caution")]
    return [Prose(writer.say("validity.general", **values))]


def _figure(writer: Writer, validity: Validity) -> list[Block]:
    shown = find_ratios(validity).head(CLOSEST)
    if shown.empty:
        return []
    names = [_pair(writer, row) for row in read_rows(shown)]
    frame = shown.assign(construct=names, estimator="HTMT")
    alt = describe_rows(writer, zip(names, map(writer.numbers.decimal, shown["estimate"]), strict=True))
    limit = writer.numbers.decimal(MOST_HTMT)
    caption = writer.say("validity.figure")
    return [
        draw_figure(
            writer, plot_reliability, frame, caption=caption, alt=alt, reference=MOST_HTMT, reference_label=limit
        )
    ]


def _pair(writer: Writer, row: Any) -> str:
    return writer.say("unit.pair", first=writer.construct(row.construct), second=writer.construct(row.other))


def _table(writer: Writer, validity: Validity) -> Table:
    rows = read_rows(validity.table)
    numbers = writer.numbers
    return build_table(
        writer.say("validity.table"),
        words(writer.say("validity.aspect"), [writer.construct(row.construct) for row in rows]),
        figures(writer.say("validity.n_items"), [numbers.count(row.n_items) for row in rows]),
        figures(writer.say("validity.composite"), [numbers.decimal(row.composite_reliability) for row in rows]),
        figures(writer.say("validity.ave"), [numbers.decimal(row.ave) for row in rows]),
        figures(writer.say("validity.largest_shared"), [numbers.decimal(row.largest_shared) for row in rows]),
        words(writer.say("validity.meets"), [writer.yes_no(not str(row.flag)) for row in rows]),
        note=writer.say("validity.table_note", least=numbers.decimal(LEAST_COMPOSITE), ave=numbers.decimal(LEAST_AVE)),
    )


def _pairs(writer: Writer, validity: Validity) -> Table:
    rows = read_rows(find_ratios(validity))
    numbers = writer.numbers
    level = writer.level(validity.confidence)
    return build_table(
        writer.say("validity.pairs_table"),
        words(writer.say("validity.pair"), [_pair(writer, row) for row in rows]),
        figures(writer.say("validity.htmt"), [numbers.decimal(row.estimate) for row in rows]),
        figures(
            writer.say("validity.interval", level=level),
            [numbers.decimal_range(row.conf_low, row.conf_high) for row in rows],
        ),
        note=writer.say("validity.pairs_note"),
        folded=True,
    )
