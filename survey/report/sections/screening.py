"""Screening: the rules, who showed which sign, and what the exclusions do to the drivers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.report.document import Block, Prose, Section
from survey.report.sections.comparison import compare_drivers
from survey.report.sections.rules import has_intervals, only_open_pairs_swap
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.drivers.drivers import Drivers


def build_screening(writer: Writer) -> Section:
    """Build the part on careless responding."""
    heading = writer.say("screening.heading")
    careless = writer.study.careless
    if careless is None:
        return Section("screening", heading, (Prose(writer.say("screening.none")),))
    if careless.table.empty:
        return Section("screening", heading, (Prose(writer.say("screening.no_rules")),))
    found = _say_found(writer)
    blocks = [Prose(writer.paragraph(_say_rules(writer), found)), _signs(writer), *_compared(writer)]
    return Section("screening", heading, tuple(blocks), headline=found)


def _say_rules(writer: Writer) -> str:
    needed = writer.study.questionnaire.screening.signs_needed
    return writer.paragraph(writer.say("screening.fixed"), writer.say("screening.needed", count=needed))


def _say_found(writer: Writer) -> str:
    careless, received = writer.study.careless, len(writer.study.received)
    found = len(careless.respondents) if careless is not None else 0
    if not found:
        return writer.say("screening.found_none")
    share = writer.numbers.percent(found / received, 1)
    text = writer.say("screening.found", count=found, received=writer.numbers.count(received), share=share)
    gone = received > len(writer.study.responses)
    return writer.paragraph(text, writer.say("screening.left_out" if gone else "screening.kept"))


def _signs(writer: Writer) -> Block:
    careless = writer.study.careless
    assert careless is not None
    rows = read_rows(careless.table)
    names = [writer.term("screening", f"sign_{row.sign}") for row in rows]
    return build_table(
        writer.say("screening.table"),
        words(writer.say("screening.sign"), names),
        words(writer.say("screening.rule"), [writer.capital(writer.note(row.rule)) for row in rows]),
        figures(writer.say("screening.count"), [writer.numbers.count(row.count) for row in rows]),
        figures(writer.say("screening.share"), [writer.numbers.percent(row.share, 1) for row in rows]),
    )


def _compared(writer: Writer) -> list[Block]:
    everyone = writer.study.drivers_all
    if everyone is None:
        return []
    kept = writer.study.drivers
    table = compare_drivers(
        writer,
        writer.say("screening.compared_table"),
        (
            writer.say("screening.without", n=f"n\u00a0=\u00a0{writer.numbers.count(kept.n)}"),
            writer.say("screening.rank_without"),
            kept,
        ),
        (
            writer.say("screening.with", n=f"n\u00a0=\u00a0{writer.numbers.count(everyone.n)}"),
            writer.say("screening.rank_with"),
            everyone,
        ),
    )
    return [Prose(writer.say("screening.compared")), table, Prose(say_orders(writer, kept, everyone))]


def say_orders(writer: Writer, kept: Drivers, everyone: Drivers) -> str:
    """Say whether the order is another one with everyone, and whether that is more than an order that is open."""
    after = everyone.table.set_index("driver")["rank"]
    moved = [row for row in read_rows(kept.table) if row.rank != after.get(row.driver)]
    if not moved:
        return writer.say("screening.same_order")
    moves = [
        writer.say(
            "screening.move",
            label=writer.construct(row.driver),
            rank_without=f"{row.rank:.0f}",
            rank_with=f"{after[row.driver]:.0f}",
        )
        for row in moved
        if row.driver in after.index
    ]
    orders = [drivers.table.sort_values("rank", kind="stable")["driver"].tolist() for drivers in (kept, everyone)]
    is_open = has_intervals(kept) and only_open_pairs_swap(kept, *orders)
    return writer.say(
        "screening.open_order" if is_open else "screening.other_order", moves=writer.say("list.clause").join(moves)
    )
