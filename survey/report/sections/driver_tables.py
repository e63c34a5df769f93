"""The tables of the driver analysis."""

from __future__ import annotations

from typing import Any

from survey.report.document import Table
from survey.report.numbers import MISSING
from survey.report.tables import build_table, figures, read_rows, words
from survey.report.writer import Writer

INTERCEPT, ASKED = "(intercept)", "asked_"


def build_importance(writer: Writer) -> Table:
    """Build the table of the shares, the most important first."""
    drivers, numbers = writer.study.drivers, writer.numbers
    rows = read_rows(drivers.table)
    level = writer.level(drivers.confidence)
    return build_table(
        writer.say("drivers.table"),
        words(writer.say("drivers.aspect"), [writer.construct(row.driver) for row in rows]),
        figures(writer.say("drivers.importance"), [numbers.decimal(row.importance, 3) for row in rows]),
        figures(writer.say("drivers.share"), [numbers.percent(row.importance_share, 1) for row in rows]),
        figures(writer.say("drivers.interval", level=level), [writer.share_interval(row) for row in rows]),
        figures(writer.say("drivers.ranks"), [write_ranks(row) for row in rows]),
        figures(writer.say("drivers.relative_weight"), [numbers.decimal(row.relative_weight, 3) for row in rows]),
        note=writer.say("drivers.table_note"),
    )


def build_regression(writer: Writer) -> Table:
    """Build the table of coefficients and correlations, in the same order."""
    numbers = writer.numbers
    rows = read_rows(writer.study.drivers.table)
    return build_table(
        writer.say("drivers.regression_table"),
        words(writer.say("drivers.aspect"), [writer.construct(row.driver) for row in rows]),
        figures(writer.say("drivers.coefficient"), [numbers.decimal(row.coefficient, 3) for row in rows]),
        figures(writer.say("drivers.std_error"), [numbers.decimal(row.std_error, 3) for row in rows]),
        figures(writer.say("drivers.p_value"), [numbers.p_value(row.p_value) for row in rows]),
        figures(writer.say("drivers.correlation"), [numbers.decimal(row.correlation) for row in rows]),
        figures(writer.say("drivers.vif"), [numbers.decimal(row.vif) for row in rows]),
        note=writer.say("drivers.regression_note", outcome=writer.outcome),
        folded=True,
    )


def build_coefficients(writer: Writer) -> Table:
    """Build the table of the regression behind the driver analysis."""
    drivers, numbers = writer.study.drivers, writer.numbers
    rows = read_rows(drivers.coefficients)
    level = writer.level(drivers.confidence)
    return build_table(
        writer.say("drivers.coefficients_table"),
        words(writer.say("drivers.term"), [name_term(writer, row.term) for row in rows]),
        figures(writer.say("drivers.coefficient"), [numbers.decimal(row.estimate, 3) for row in rows]),
        figures(writer.say("drivers.std_error"), [numbers.decimal(row.std_error, 3) for row in rows]),
        figures(
            writer.say("drivers.interval", level=level),
            [numbers.decimal_range(row.conf_low, row.conf_high, 3) for row in rows],
        ),
        figures(writer.say("drivers.p_value"), [numbers.p_value(row.p_value) for row in rows]),
        folded=True,
    )


def name_term(writer: Writer, term: str) -> str:
    """Return the name of a term of the regression."""
    if term == INTERCEPT:
        return writer.say("drivers.constant")
    if term.startswith(ASKED):
        return writer.say("drivers.contact_term", label=writer.construct(term.removeprefix(ASKED)))
    return writer.construct(term)


def write_ranks(row: Any) -> str:
    """Return the ranks within the interval of a driver."""
    if row.rank_low != row.rank_low:
        return MISSING
    return f"{row.rank_low:.0f}" if row.rank_low == row.rank_high else f"{row.rank_low:.0f}–{row.rank_high:.0f}"
