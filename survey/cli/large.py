"""Driver analysis of a large table on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.options import Language, Samples, Seed, TableFile, split_names

if TYPE_CHECKING:
    from survey.result import Result


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("drivers-table")(drivers_table)


def drivers_table(
    table: Annotated[
        str,
        typer.Argument(help="A Parquet, CSV, DuckDB or SQLite file, a folder or a pattern.", show_default=False),
    ],
    questionnaire: Annotated[
        str | None,
        typer.Option("--questionnaire", "-q", help="A shipped name or a YAML path; without, columns are numbers."),
    ] = None,
    outcome: Annotated[str | None, typer.Option(help="The construct or column to explain.")] = None,
    drivers: Annotated[str | None, typer.Option(help="Constructs or columns, separated by commas.")] = None,
    where: Annotated[str | None, typer.Option(help="A condition in SQL that rows have to fulfil.")] = None,
    weights: Annotated[str | None, typer.Option(help="The column of weights.")] = None,
    respondent: Annotated[str | None, typer.Option(help="The column that tells respondents apart.")] = None,
    engine: Annotated[str, typer.Option(help="local, spark or auto.")] = "auto",
    n_boot: Samples = 1000,
    seed: Seed = 1,
    language: Language = None,
    out: TableFile = None,
) -> None:
    """Print the drivers of a table of any size, read once.

    Example: `survey drivers-table ratings.parquet --outcome rating --drivers speed,price --where "year = 2025"`
    """
    import survey as sv
    from survey.cli.progress import show_progress
    from survey.cli.tables import write_csv

    with show_progress() as tell:
        result: Result = sv.rank_drivers_from_table(
            table, questionnaire, outcome=outcome, drivers=split_names(drivers), where=where, weights=weights,
            respondent=respondent, engine=engine, n_boot=n_boot, seed=seed, language=language,
            progress=lambda done, total: tell("reading", done, total),
        )  # fmt: skip
    typer.echo(repr(result))
    if out is not None:
        typer.echo(f"{write_csv(result.table, out)} written")
