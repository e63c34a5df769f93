"""Must-be, performance and attractive aspects: what goes with low ratings, and what with high ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from survey.plots.asymmetry import plot_asymmetry
from survey.report.document import Block, List, Point, Prose, Section, Table
from survey.report.figures import describe_rows, draw_figure, name_apart
from survey.report.sections.differences import sign
from survey.report.sections.rules import excludes_zero
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.shape.asymmetry import Asymmetry

CATEGORIES = ("basic", "performance", "excitement", "indifferent")
ONE_SIDED = ("basic", "excitement")


def build_asymmetry(writer: Writer) -> Section | None:
    """Build the part on low and high ratings."""
    asymmetry = cast("Asymmetry | None", writer.study.depth.get("asymmetry"))
    if asymmetry is None:
        return None
    firm = say_firm(writer, asymmetry)
    intro = Prose(writer.paragraph(writer.say("asymmetry.intro", outcome=writer.outcome), firm))
    points = List(tuple(Point(text) for text in say_categories(writer, asymmetry)))
    blocks: list[Block] = [intro, *([points] if points.points else []), *_figure(writer, asymmetry)]
    blocks.append(_table(writer, asymmetry))
    return Section("asymmetry", writer.say("asymmetry.heading"), tuple(blocks), headline=firm)


def say_categories(writer: Writer, asymmetry: Asymmetry) -> list[str]:
    """Say which aspects fall into each class."""
    table = asymmetry.table
    found = {name: table.loc[table["category"] == name, "driver"].tolist() for name in (*CATEGORIES, "")}
    return [
        writer.say(f"asymmetry.class_{name or 'unknown'}", labels=writer.join(map(writer.construct, drivers)))
        for name, drivers in found.items()
        if drivers
    ]


def is_firm_class(row: Any) -> bool:
    """Whether an aspect is in a class of one side, and the interval of its asymmetry leaves 0 out.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> is_firm_class(Row(category="basic", asymmetry_low=-0.6, asymmetry_high=-0.1))
    True
    """
    return row.category in ONE_SIDED and excludes_zero(row.asymmetry_low, row.asymmetry_high)


def say_firm(writer: Writer, asymmetry: Asymmetry) -> str:
    """Say for how many aspects the two sides differ by more than chance explains."""
    rows = read_rows(asymmetry.table)
    firm = [writer.construct(row.driver) for row in rows if is_firm_class(row)]
    if not firm:
        return writer.say("asymmetry.none_firm")
    text = writer.say("asymmetry.firm", count=len(firm), labels=writer.join(firm))
    rest = any(row.category in ONE_SIDED and not is_firm_class(row) for row in rows)
    return writer.paragraph(text, writer.say("asymmetry.rest") if rest else "")


def say_class(writer: Writer, row: Any) -> str:
    """Say the class of one aspect and how settled it is; empty where it has none."""
    if not row.category:
        return ""
    values = {"penalty": sign(writer, row.penalty), "reward": sign(writer, row.reward)}
    if row.category in ONE_SIDED:
        values["settled"] = writer.say(f"asymmetry.settled_{'firm' if is_firm_class(row) else 'open'}")
    return writer.say(f"asymmetry.one_{row.category}", **values)


def _figure(writer: Writer, asymmetry: Asymmetry) -> list[Block]:
    table = asymmetry.table
    known = table[table["penalty"].notna() & table["reward"].notna()]
    if known.empty:
        return []
    frame = known.assign(driver=name_apart(map(writer.construct, known["driver"]), known["driver"].tolist()))
    ends = [f"{sign(writer, row.penalty)}, {sign(writer, row.reward)}" for row in read_rows(frame)]
    words_of = {name: writer.say(f"asymmetry.{name}") for name in ("penalty", "reward", "asymmetry")}
    words_of["difference"] = writer.say("asymmetry.axis", outcome=writer.outcome)
    alt = describe_rows(writer, zip(frame["driver"], ends, strict=True))
    return [
        draw_figure(writer, plot_asymmetry, frame, caption=writer.say("asymmetry.figure"), alt=alt, labels=words_of)
    ]


def _table(writer: Writer, asymmetry: Asymmetry) -> Table:
    rows = read_rows(asymmetry.table)
    numbers = writer.numbers

    def with_interval(value: float, low: float, high: float, digits: int) -> str:
        interval = numbers.decimal_range(low, high, digits)
        return writer.say("unit.with_interval", value=sign(writer, value, digits), interval=interval)

    return build_table(
        writer.say("asymmetry.table"),
        words(writer.say("asymmetry.aspect"), [writer.construct(row.driver) for row in rows]),
        words(
            writer.say("asymmetry.category"),
            [writer.say(f"asymmetry.name_{row.category or 'unknown'}") for row in rows],
        ),
        figures(
            writer.say("asymmetry.penalty"),
            [with_interval(row.penalty, row.penalty_low, row.penalty_high, 1) for row in rows],
        ),
        figures(
            writer.say("asymmetry.reward"),
            [with_interval(row.reward, row.reward_low, row.reward_high, 1) for row in rows],
        ),
        figures(
            writer.say("asymmetry.asymmetry"),
            [with_interval(row.impact_asymmetry, row.asymmetry_low, row.asymmetry_high, 2) for row in rows],
        ),
        figures(writer.say("asymmetry.agree"), [numbers.percent(row.agree_share) for row in rows]),
        note=writer.say("asymmetry.table_note", outcome=writer.outcome, level=writer.level(asymmetry.confidence)),
    )
