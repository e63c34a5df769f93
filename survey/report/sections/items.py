"""Every question: how it was answered, a group of pictures and numbers for each construct."""

from __future__ import annotations

from typing import Any

import pandas as pd

from survey.plots.distributions import plot_distribution
from survey.report.document import Block, Group, Prose, Section
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.rules import SMALL_ITEM_BASE
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer


def build_items(writer: Writer) -> Section:
    """Build the part on the single questions."""
    table = writer.study.items.table
    small = int((table["n"] < SMALL_ITEM_BASE).sum())
    blocks: list[Block] = [Prose(writer.say("items.intro"))]
    blocks += [_group(writer, name, items) for name, items in _constructs(writer, table).items()]
    blocks.append(Prose(writer.say("items.table_note"), "faint"))
    if small:
        blocks.append(Prose(writer.say("items.small", count=small, limit=f"{SMALL_ITEM_BASE}")))
    return Section("items", writer.say("items.heading"), tuple(blocks))


def item_name(writer: Writer, row: Any) -> str:
    """Return an item's wording, marked if it is reversed."""
    wording = writer.wording(row.item)
    return writer.say("unit.reversed", wording=wording) if row.reverse else wording


def say_performance(writer: Writer, construct: str) -> str:
    """Return a driver's performance in a sentence; empty for other constructs."""
    rows = {row.driver: row for row in read_rows(writer.study.drivers.table)}
    if construct not in rows or rows[construct].performance != rows[construct].performance:
        return ""
    row = rows[construct]
    return writer.say(
        "items.performance", performance=writer.performance(row), interval=writer.performance_interval(row)
    )


def _constructs(writer: Writer, table: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Return the items by construct, in the questionnaire's order; those of none come last under ""."""
    order = [name for name in writer.study.questionnaire.constructs if name in set(table["construct"])]
    rest = table[~table["construct"].isin(order)]
    groups = {name: table[table["construct"] == name] for name in order}
    return groups | ({"": rest} if len(rest) else {})


def _group(writer: Writer, construct: str, items: pd.DataFrame) -> Group:
    label = writer.construct(construct) if construct else writer.say("items.other")
    performance = say_performance(writer, construct)
    blocks: list[Block] = [Prose(performance)] if performance else []
    blocks += [_figure(writer, label, same) for same in _same_scale(writer, items)]
    return Group(label, (*blocks, _table(writer, label, items)))


def _same_scale(writer: Writer, items: pd.DataFrame) -> list[pd.DataFrame]:
    """Return the items in runs that share a scale: one picture has one legend."""
    shares = writer.study.items.distribution
    answered = items[items["n"] > 0]
    keys = {
        name: tuple((code, writer.answer(name, int(code))) for code in shares.loc[shares["item"] == name, "code"])
        for name in answered["item"]
    }
    return [answered[answered["item"].map(keys) == key] for key in dict.fromkeys(keys.values())]


def _figure(writer: Writer, label: str, items: pd.DataFrame) -> Block:
    rows = read_rows(items)
    names = dict(
        zip(items["item"], name_apart([item_name(writer, row) for row in rows], items["item"].tolist()), strict=True)
    )
    shares = writer.study.items.distribution
    frame = pd.concat([shares[shares["item"] == name] for name in names])
    points = {(row.item, row.code): _point(writer, row.item, int(row.code)) for row in read_rows(frame)}
    frame = pd.DataFrame(
        {
            "item": frame["item"].map(names),
            "point": frame["code"].astype(int),
            "point_label": [points[row.item, row.code] for row in read_rows(frame)],
            "share": frame["share"],
        }
    )
    alt = describe_rows(writer, [(names[row.item], _means(writer, row)) for row in rows])
    if len(rows) == 1:  # the caption names the only row
        label, frame = names[rows[0].item], frame.assign(item="")
    return draw_figure(writer, plot_distribution, frame, caption=writer.say("items.figure", label=label), alt=alt)


def _point(writer: Writer, item: str, code: int) -> str:
    """Return a scale point's label, with its code in front where only some points have labels."""
    label = writer.answer(item, code)
    labels = writer.study.questionnaire.item(item).labels.values()
    if label == str(code) or all(text.in_language(writer.source) for text in labels):
        return label
    return writer.say("unit.code", code=str(code), label=label)


def _means(writer: Writer, row: Any) -> str:
    return f"{writer.say('items.mean')} {writer.numbers.decimal(row.mean)}"


def _table(writer: Writer, label: str, items: pd.DataFrame) -> Block:
    rows = read_rows(items)
    numbers = writer.numbers
    return build_table(
        writer.say("items.table", label=label),
        words(writer.say("items.question"), [item_name(writer, row) for row in rows]),
        figures(writer.say("items.n"), [numbers.count(row.n) for row in rows]),
        figures(writer.say("items.mean"), [numbers.decimal(row.mean) for row in rows]),
        figures(writer.say("items.scale"), [f"{row.minimum:.0f}–{row.maximum:.0f}" for row in rows]),
        figures(writer.say("items.top2"), [numbers.percent(row.top2_share) for row in rows]),
        figures(writer.say("items.nonresponse"), [numbers.percent(row.nonresponse_share, 1) for row in rows]),
        figures(writer.say("items.not_applicable"), [numbers.percent(row.not_applicable_share, 1) for row in rows]),
    )
