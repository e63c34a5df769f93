"""Doubtful ratings, and the measures of service that go with satisfaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.plots.service import plot_screens
from survey.plots.service_relations import plot_relations
from survey.report.document import Group, Prose
from survey.report.figures import describe_rows, draw_figure
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.service.rating_screening import RatingScreening
    from survey.analysis.service.relations import ServiceRelations

# -- doubtful ratings ------------------------------------------------------------------------------------------------


def build_screening_group(writer: Writer, screening: RatingScreening) -> Group:
    """Build the part on ratings with signs of not being a customer's own."""
    numbers, rows = writer.numbers, read_rows(screening.table)
    names = [writer.term("service", row.screen) for row in rows]
    shares = [numbers.percent(row.share, 1) for row in rows]
    alt = describe_rows(writer, zip(names, shares, strict=True))
    return Group(
        writer.say("service.screening"),
        (
            Prose(say_doubtful(writer, screening)),
            draw_figure(writer, plot_screens, screening.table, caption=writer.say("service.screens_figure"), alt=alt),
            build_table(
                writer.say("service.screens_table"),
                words(writer.say("service.sign"), names),
                figures(writer.say("service.ratings"), [numbers.count(row.count) for row in rows]),
                figures(writer.say("service.share"), shares),
                note=writer.say("service.screens_note"),
                folded=True,
            ),
        ),
    )


def say_doubtful(writer: Writer, screening: RatingScreening) -> str:
    """Say how many ratings are to be looked at, and what the share of good ratings is with and without them."""
    count = len(screening.suspicious)
    told = writer.say("service.doubtful", count=count, total=writer.numbers.count(screening.n))
    shares = screening.csat.set_index("base_group")["estimate"]
    if not count or "without_suspicious" not in shares:
        return told
    with_all, without = (writer.numbers.percent(shares[name], 1) for name in ("all", "without_suspicious"))
    total = writer.numbers.count(screening.n)
    return writer.paragraph(told, writer.say("service.with_without", all=with_all, without=without, total=total))


# -- what goes with satisfaction -------------------------------------------------------------------------------------


def build_relations_group(writer: Writer, relations: ServiceRelations) -> Group:
    """Build the part on what goes with satisfaction."""
    numbers, rows = writer.numbers, read_rows(relations.table)
    alone = relations.table[relations.table["model"] == "alone"]
    alt = describe_rows(
        writer,
        [
            (writer.term("service", f"with_{row.operation}"), numbers.decimal(row.estimate, 1))
            for row in read_rows(alone)
        ],
    )
    table = build_table(
        writer.say("service.relations_table"),
        words(writer.say("service.measure"), [writer.term("service", f"with_{row.operation}") for row in rows]),
        words(writer.say("service.model"), [writer.term("service", f"model_{row.model}") for row in rows]),
        figures(writer.say("service.points"), [numbers.decimal(row.estimate, 1) for row in rows]),
        figures(
            writer.say("service.interval", level=writer.level(relations.confidence)),
            [numbers.decimal_range(row.conf_low, row.conf_high, 1) for row in rows],
        ),
        figures(writer.say("service.n"), [numbers.count(row.n) for row in rows]),
        note=writer.say("service.relations_note"),
        folded=True,
    )
    caption = writer.say("service.relations_figure")
    figure = draw_figure(writer, plot_relations, relations.table, caption=caption, alt=alt)
    return Group(writer.say("service.relations"), (Prose(say_relations(writer, relations)), figure, table))


def say_relations(writer: Writer, relations: ServiceRelations) -> str:
    """Say which measures alone go with satisfaction by an interval beyond 0, and that this is association."""
    alone = relations.table[relations.table["model"] == "alone"]
    parts = [
        writer.say(
            "service.goes_with",
            measure=writer.term("service", f"with_{row.operation}"),
            points=writer.numbers.decimal(row.estimate, 1),
            interval=writer.numbers.decimal_range(row.conf_low, row.conf_high, 1),
        )
        for row in read_rows(alone)
        if row.conf_low > 0 or row.conf_high < 0
    ]
    told = parts or [writer.say("service.none_goes")]
    return writer.paragraph(*told, writer.say("service.association"))
