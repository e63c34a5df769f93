"""The answer in three sentences, and the headline numbers."""

from __future__ import annotations

from typing import Any

from survey.report.document import List, Point, Section, Tile, Tiles
from survey.report.sections.indicator_texts import IndicatorWriter
from survey.report.sections.rules import find_first, is_all_noise, is_firm, judge_order
from survey.report.tables import read_rows
from survey.report.writer import Writer


def build_answer(writer: Writer) -> Section:
    """Build the part that a reader in a hurry reads."""
    sentences = {
        "importance": say_importance(writer),
        "satisfaction": say_satisfaction(writer),
        "first": say_first(writer),
    }
    points = tuple(Point(text, writer.say(f"answer.term_{name}")) for name, text in sentences.items())
    return Section("answer", writer.say("answer.heading"), (List(points, "answers"), build_tiles(writer)))


def say_importance(writer: Writer) -> str:
    """Say which drivers have the largest shares, and whether the order of the first two is resolved."""
    drivers = writer.study.drivers
    rows = read_rows(drivers.table.head(2))
    first = writer.construct(rows[0].driver)
    if is_all_noise(drivers):
        return writer.say(
            "answer.noise",
            count=len(drivers.table),
            labels=writer.quote(first),
            outcome=writer.outcome,
            r2=writer.numbers.decimal(drivers.r2),
        )
    if len(rows) < 2:
        return writer.say(
            "answer.ahead_alone", first=first, outcome=writer.outcome, r2=writer.numbers.decimal(drivers.r2)
        )
    share_first, share_second = write_apart(writer, rows[0].importance_share, rows[1].importance_share)
    values = {
        "first": first,
        "second": writer.construct(rows[1].driver),
        "share_first": share_first,
        "share_second": share_second,
        "outcome": writer.outcome,
    }
    order = judge_order(drivers, rows[0].driver, rows[1].driver)
    if order is None:
        return writer.say("answer.ahead_no_interval", **values)
    return writer.say(
        {"alone": "answer.ahead_pair"}.get(order, f"answer.ahead_{order}"),
        level=writer.level(drivers.confidence),
        interval_first=writer.share_interval(rows[0]),
        interval_second=writer.share_interval(rows[1]),
        **values,
    )


def write_apart(writer: Writer, first: float, second: float) -> tuple[str, str]:
    """Write two shares as whole percentages; with one digit more where they would look the same."""
    numbers = writer.numbers
    whole = numbers.percent(first), numbers.percent(second)
    return whole if whole[0] != whole[1] else (numbers.percent(first, 1), numbers.percent(second, 1))


def say_satisfaction(writer: Writer) -> str:
    """Say how satisfied the respondents are."""
    parts = IndicatorWriter(writer).parts()
    if not parts:
        return writer.say("answer.no_indicators")
    text = writer.say("list.clause").join(parts)
    return writer.say("answer.satisfaction", parts=writer.capital(text))


def say_first(writer: Writer) -> str:
    """Say which driver is important and rated lower than the others."""
    priorities = writer.study.priorities
    if is_all_noise(writer.study.drivers):
        return writer.say("answer.first_noise", outcome=writer.outcome)
    found = find_first(priorities)
    if found.empty:
        row: Any = read_rows(priorities.table)[0]
        which = "none" if len(priorities.table) > 1 else "alone"
        return writer.say(
            f"answer.first_{which}", label=writer.construct(row.driver), performance=writer.performance(row)
        )
    row = read_rows(found)[0]
    values = {
        "label": writer.construct(row.driver),
        "importance": writer.numbers.percent(row.importance_share),
        "performance": writer.performance(row),
    }
    firm = is_firm(row, priorities)
    if firm is None:
        return writer.say("answer.first_plain", **values)
    return writer.say(
        "answer.first_sure" if firm else "answer.first_unsure",
        importance_interval=writer.share_interval(row),
        performance_interval=writer.performance_interval(row),
        **values,
    )


def build_tiles(writer: Writer) -> Tiles:
    """Build the headline numbers."""
    study = writer.study
    detail = ""
    if len(study.received) != len(study.responses):
        detail = writer.say("answer.tile_of_received", count=len(study.received))
    people = Tile(writer.say("answer.tile_respondents"), writer.numbers.count(len(study.responses)), detail)
    explained = Tile(
        writer.say("answer.tile_r2"),
        writer.numbers.percent(study.drivers.r2),
        writer.say("answer.tile_outcome", outcome=writer.outcome),
    )
    return Tiles((*IndicatorWriter(writer).tiles(), explained, people))
