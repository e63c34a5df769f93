"""Service operations: levels, agents side by side, change over time, doubtful ratings, relations to satisfaction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from survey.plots.service import plot_service_levels
from survey.plots.service_control import plot_control
from survey.plots.service_scorecard import plot_scorecard, plot_service_funnel
from survey.report.document import Block, Group, Note, Prose, Section
from survey.report.figures import describe_rows, draw_figure
from survey.report.sections.service_ratings import build_relations_group, build_screening_group
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.service.control_chart import ControlChart
    from survey.analysis.service.scorecard import Scorecard
    from survey.analysis.service.service_levels import ServiceLevels
    from survey.result import Result

#: A group is named where it is among the first or last tenth with at least this probability.
SURE = 0.8
#: A change is told where chance makes as much in fewer cases than this.
CLEAR = 0.01
SECONDS = ("first_response_median", "first_response_p90")
MOST_ROWS = 20


def build_service(writer: Writer) -> Section | None:
    """Build the part on service operations; None where the study has no service log."""
    depth = writer.study.depth
    builders: dict[str, Callable[[Writer, Any], Group]] = {
        "service": _levels,
        "scorecard": _scorecard,
        "control": _control,
        "rating_screening": build_screening_group,
        "service_relations": build_relations_group,
    }
    groups = [build(writer, depth[name]) for name, build in builders.items() if name in depth]
    if not groups:
        return None
    blocks: list[Block] = [*_simulated(writer, [depth[name] for name in builders if name in depth]), *groups]
    levels = cast("ServiceLevels | None", depth.get("service"))
    headline = say_speed(writer, levels) if levels is not None else ""
    return Section("service", writer.say("service.heading"), tuple(blocks), headline=headline)


def _simulated(writer: Writer, results: list[Result]) -> list[Block]:
    codes = {getattr(note, "code", "") for result in results for note in result.notes}
    return [Note(writer.say("service.simulated"), "simulated")] if "service_simulated" in codes else []


# -- levels ----------------------------------------------------------------------------------------------------------


def _levels(writer: Writer, levels: ServiceLevels) -> Group:
    rows = read_rows(levels.table[levels.table["group"] == ""] if levels.by is None else levels.table)
    text = writer.paragraph(say_period(writer, levels), say_speed(writer, levels), say_after_sales(writer, levels))
    shares = levels.table[~levels.table["operation"].isin(SECONDS)].head(MOST_ROWS)
    named = [(_name(writer, row), _value(writer, row)) for row in read_rows(shares)]
    blocks: list[Block] = [Prose(text)]
    if len(shares):
        caption = writer.say("service.levels_figure")
        alt = describe_rows(writer, named)
        blocks.append(draw_figure(writer, plot_service_levels, shares, caption=caption, alt=alt))
    table = build_table(
        writer.say("service.levels_table"),
        words(writer.say("service.measure"), [_name(writer, row) for row in rows]),
        figures(writer.say("service.value"), [_value(writer, row) for row in rows]),
        figures(
            writer.say("service.interval", level=writer.level(levels.confidence)), [_span(writer, r) for r in rows]
        ),
        figures(writer.say("service.numerator"), [writer.numbers.count(row.numerator) for row in rows]),
        figures(writer.say("service.denominator"), [writer.numbers.count(row.denominator) for row in rows]),
        note=writer.say("service.levels_note"),
    )
    return Group(writer.say("service.levels"), (*blocks, table))


def say_period(writer: Writer, levels: ServiceLevels) -> str:
    """Say which time the numbers are about."""
    return writer.say("service.period", since=str(levels.since), until=str(levels.until))


def say_speed(writer: Writer, levels: ServiceLevels) -> str:
    """Say how many sessions were answered within 20 seconds; nothing where no session is known."""
    row = _find(levels, "answered_20s")
    if row is None:
        return ""
    return writer.say(
        "service.speed",
        n=writer.numbers.count(row.denominator),
        value=writer.numbers.percent(row.estimate),
        interval=writer.share_interval(row),
        level=writer.level(levels.confidence),
    )


def say_after_sales(writer: Writer, levels: ServiceLevels) -> str:
    """Say the after-sales satisfaction and from how many of the ratings it was counted."""
    row = _find(levels, "after_sales_satisfaction")
    if row is None:
        return ""
    return writer.say(
        "service.after_sales",
        value=writer.numbers.percent(row.estimate),
        interval=writer.share_interval(row),
        level=writer.level(levels.confidence),
        n=writer.numbers.count(row.denominator),
        rated=writer.numbers.count(levels.eligibility["count"].iloc[0]),
    )


def _find(levels: ServiceLevels, operation: str) -> Any | None:
    table = levels.table
    rows = read_rows(table[(table["operation"] == operation) & (table["group"] == "")])
    return rows[0] if rows else None


def _name(writer: Writer, row: Any) -> str:
    name = writer.term("service", row.operation)
    return writer.say("service.of_group", group=row.group, name=name) if row.group else name


def _value(writer: Writer, row: Any) -> str:
    if row.operation in SECONDS:
        return writer.say("service.seconds", value=writer.numbers.decimal(row.estimate, 0))
    return writer.numbers.percent(row.estimate, 1)


def _span(writer: Writer, row: Any) -> str:
    if row.operation in SECONDS:
        return writer.numbers.decimal_range(row.conf_low, row.conf_high, 0)
    return writer.numbers.percent_range(row.conf_low, row.conf_high, 1)


# -- groups beside each other ----------------------------------------------------------------------------------------


def _scorecard(writer: Writer, card: Scorecard) -> Group:
    numbers, rows = writer.numbers, read_rows(card.table.head(MOST_ROWS))
    measure = writer.term("service", card.operation)
    write = numbers.percent if card.is_share else lambda value: numbers.decimal(value, 1)
    spans = [
        numbers.percent_range(row.conf_low, row.conf_high)
        if card.is_share
        else numbers.decimal_range(row.conf_low, row.conf_high, 1)
        for row in rows
    ]
    alt = describe_rows(writer, [(row.group, write(row.estimate)) for row in rows])
    shown: dict[str, Any] = {"share": card.is_share, "alt": alt}
    caption = writer.say("service.card_figure", measure=measure)
    funnel = writer.say("service.funnel_figure", measure=measure)
    table = build_table(
        writer.say("service.card_table", measure=measure),
        words(writer.say("service.group"), [row.group for row in rows]),
        figures(writer.say("service.denominator"), [numbers.count(row.denominator) for row in rows]),
        figures(writer.say("service.raw"), [write(row.raw) for row in rows]),
        figures(writer.say("service.estimate"), [write(row.estimate) for row in rows]),
        figures(writer.say("service.interval", level=writer.level(card.confidence)), spans),
        figures(writer.say("service.rank"), [numbers.decimal_range(row.rank_low, row.rank_high, 0) for row in rows]),
        figures(writer.say("service.top"), [numbers.percent(row.top_tenth) for row in rows]),
        figures(writer.say("service.bottom"), [numbers.percent(row.bottom_tenth) for row in rows]),
        note=writer.say("service.card_note"),
        folded=True,
    )
    return Group(
        writer.say("service.card", measure=measure),
        (
            Prose(say_groups(writer, card)),
            draw_figure(writer, plot_scorecard, card.table.head(MOST_ROWS), caption=caption, **shown),
            draw_figure(writer, plot_service_funnel, card.table, caption=funnel, funnel=card.funnel, **shown),
            table,
        ),
    )


def say_groups(writer: Writer, card: Scorecard) -> str:
    """Say which groups stand out, or that none can be told to."""
    if any(getattr(note, "code", "") == "scorecard_no_spread" for note in card.notes):
        return writer.say("service.no_spread", count=len(card.table))
    parts = []
    for column, key in (("top_tenth", "service.first"), ("bottom_tenth", "service.last")):
        names = card.table.loc[card.table[column] >= SURE, "group"].tolist()
        if names:
            parts.append(writer.say(key, names=writer.join(names)))
    return writer.paragraph(*parts) if parts else writer.say("service.none_stands_out", count=len(card.table))


# -- change ----------------------------------------------------------------------------------------------------------


def _control(writer: Writer, control: ControlChart) -> Group:
    measure = writer.term("service", control.operation)
    write = writer.numbers.percent if control.is_share else lambda value: writer.numbers.decimal(value, 1)
    ends = [control.table.iloc[at] for at in (0, -1)]
    alt = describe_rows(writer, [(row["period"], write(row["estimate"])) for row in ends])
    change = control.change if is_clear(control) else None
    figure = draw_figure(
        writer,
        plot_control,
        control.table,
        caption=writer.say("service.control_figure", measure=measure),
        alt=alt,
        change=change,
        share=control.is_share,
    )
    text = writer.paragraph(say_change(writer, control), say_signals(writer, control))
    return Group(writer.say("service.control", measure=measure), (Prose(text), figure))


def is_clear(control: ControlChart) -> bool:
    """Whether chance alone hardly makes such a change."""
    return bool(control.change["p_value"].iloc[0] < CLEAR)


def say_change(writer: Writer, control: ControlChart) -> str:
    """Say when the level changed, or that none is clear."""
    row = read_rows(control.change)[0]
    if not is_clear(control):
        return writer.say("service.no_change")
    write = writer.numbers.percent if control.is_share else lambda value: writer.numbers.decimal(value, 1)
    facts = {
        "period": row.period,
        "before": write(row.level_before),
        "after": write(row.level_after),
        "level": writer.level(control.confidence),
    }
    if row.change_low == row.change_high:
        return writer.say("service.changed_one", **facts)
    return writer.say("service.changed", low=row.change_low, high=row.change_high, **facts)


def say_signals(writer: Writer, control: ControlChart) -> str:
    """Say in how many periods the rules of the chart signal."""
    count = int((control.table["signals"] > 0).sum())
    return writer.say(
        "service.signals", n=writer.numbers.count(count), periods=writer.numbers.count(len(control.table))
    )
