"""Two driver analyses side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from survey.report.document import Table
from survey.report.tables import TableColumn, build_table, figures, read_rows, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.drivers.drivers import Drivers

Base = tuple[str, str, "Drivers"]


def compare_drivers(writer: Writer, caption: str, *bases: Base) -> Table:
    """Set the shares and ranks of several driver analyses side by side.

    Parameters
    ----------
    caption
        Title of the table.
    bases
        Head of the share, head of the rank, and the analysis; the first gives the order.
    """
    order = bases[0][2].table["driver"].tolist()
    columns = [column for base in bases for column in _columns(writer, order, *base)]
    return build_table(caption, words(writer.say("drivers.aspect"), map(writer.construct, order)), *columns)


def _columns(writer: Writer, order: list[str], share: str, rank: str, drivers: Drivers) -> list[TableColumn]:
    found = {row.driver: row for row in read_rows(drivers.table)}
    rows = [found.get(name) for name in order]
    numbers = writer.numbers
    return [
        figures(share, ["" if row is None else _with_interval(writer, row) for row in rows]),
        figures(rank, ["" if row is None else numbers.count(row.rank) for row in rows]),
    ]


def _with_interval(writer: Writer, row: Any) -> str:
    value, interval = writer.numbers.percent(row.importance_share), writer.share_interval(row)
    return value if row.conf_low != row.conf_low else writer.say("unit.with_interval", value=value, interval=interval)
