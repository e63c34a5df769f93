"""The command for service logs: service."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.options import Seed

if TYPE_CHECKING:
    from survey.operations.service_log import ServiceLog
    from survey.result import Result

MOST_ROWS, SHOWN = 40, 10  # a longer table shows its end only


class Group(StrEnum):
    """What is put side by side."""

    agent = "agent"
    shop = "shop"
    channel = "channel"


class Language(StrEnum):
    """Languages of the tables."""

    en = "en"
    zh = "zh-CN"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("service")(service)


def service(
    files: Annotated[
        list[Path], typer.Argument(help="Files of sessions, ratings or after-sales cases.", show_default=False)
    ],
    by: Annotated[Group, typer.Option(help="What is put side by side.")] = Group.agent,
    measure: Annotated[
        str,
        typer.Option(
            help="What of: answered_20s, answered, first_response, resolution_rate, transfer_rate, refund_rate, "
            "after_sales_satisfaction or csat."
        ),
    ] = "answered_20s",
    days: Annotated[float, typer.Option(min=0.01, help="Days counted, up to the end.")] = 30,
    until: Annotated[
        str | None, typer.Option(help="The end; left out: the log's last moment.", show_default=False)
    ] = None,
    zone: Annotated[str, typer.Option(help="Time zone of the shop.")] = "Asia/Shanghai",
    columns: Annotated[
        Path | None,
        typer.Option(help="A YAML file of field to heading, where headings do not tell.", show_default=False),
    ] = None,
    orders: Annotated[
        int | None, typer.Option(min=1, help="Orders of the time, for the refund rate.", show_default=False)
    ] = None,
    language: Annotated[Language, typer.Option(help="Language of the tables.")] = Language.en,
    seed: Seed = 1,
    problems: Annotated[Path | None, typer.Option(help="Write every problem here, as CSV.", show_default=False)] = None,
    out: Annotated[Path | None, typer.Option(help="Write levels by group here, as CSV.", show_default=False)] = None,
) -> None:
    """Print levels of service, groups side by side, change over time, and ratings to be looked at.

    Example: `survey service sessions.csv ratings.csv cases.csv --by agent --out levels.csv`
    """
    import survey as sv
    from survey.cli.answers import print_problems
    from survey.cli.progress import show_progress
    from survey.cli.tables import write_csv

    with show_progress() as tell:
        tell("reading", 0, 1)
        log = sv.read_service_log(files, columns=columns, zone=zone)
    typer.echo(repr(log))
    print_problems(log.problems)
    if problems is not None:
        typer.echo(f"{write_csv(log.problems, problems)}: {len(log.problems):,} problems")
    print_service(log, by.value, measure, until, days, orders, language.value, seed)
    if out is not None:
        levels = sv.measure_service(log, by=by.value, until=until, days=days)
        typer.echo(f"{write_csv(levels.table, out)} written")


def print_service(
    log: ServiceLog,
    by: str,
    measure: str,
    until: str | None,
    days: float,
    orders: int | None,
    language: str,
    seed: int,
) -> None:
    """Print every analysis that the log allows, and why not where it does not."""
    import survey as sv
    from survey.errors import DataError

    analyses: tuple[Callable[[], Result], ...] = (
        lambda: sv.measure_service(log, until=until, days=days, orders=orders),
        lambda: sv.score_service(log, by, measure=measure, until=until, days=days, seed=seed),
        lambda: sv.chart_service(log, measure, seed=seed),
        lambda: sv.flag_ratings(log, seed=seed),
    )
    for analyse in analyses:
        typer.echo("")
        try:
            found = analyse()
        except DataError as error:
            typer.echo(f"left out: {error}")
            continue
        typer.echo(repr(found.view(language=language)) if len(found.table) <= MOST_ROWS else _say_end(found, language))


def _say_end(found: Result, language: str) -> str:
    """Return what was found over a long time: the method, the last periods, and the change of level."""
    last = found.view(found.table[list(found.shown)].tail(SHOWN), language=language)
    parts = [f"{type(found).__name__} · n = {found.n:,} · {found.method.in_language(language)}", repr(last)]
    change = found.frames().get("change")
    return "\n".join(parts if change is None else [*parts, repr(found.view(change, language=language))])
