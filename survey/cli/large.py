"""Options of `survey drivers` for tables of any size."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from survey.cli.options import split_names
from survey.errors import OptionError

if TYPE_CHECKING:
    from survey.analysis.drivers.driver_result import Drivers


class Missing(StrEnum):
    """What is done about respondents without an answer to every driver."""

    listwise = "listwise"
    indicator = "indicator"


OptionalAnswers = Annotated[
    Path | None,
    typer.Argument(help="The file of answers, of any platform; left out with --table.", show_default=False),
]
OptionalQuestionnaire = Annotated[
    str | None,
    typer.Option(
        "--questionnaire",
        "-q",
        help="A shipped name (see `survey list`) or a YAML path. With --table it may be left out: columns are numbers.",
        show_default=False,
    ),
]
Table = Annotated[
    str | None,
    typer.Option(
        help="A table of any size, read once: Parquet, CSV, DuckDB or SQLite; a file, a folder or a pattern.",
        show_default=False,
    ),
]
Outcome = Annotated[str | None, typer.Option(help="The construct or column to explain.", show_default=False)]
Names = Annotated[
    str | None, typer.Option("--drivers", help="Constructs or columns, separated by commas.", show_default=False)
]
Where = Annotated[
    str | None, typer.Option(help="With --table: a condition in SQL that rows have to fulfil.", show_default=False)
]
Weights = Annotated[str | None, typer.Option(help="With --table: the column of weights.", show_default=False)]
Respondent = Annotated[
    str | None, typer.Option(help="With --table: the column that tells respondents apart.", show_default=False)
]
EngineName = Annotated[
    str | None, typer.Option("--engine", help="With --table: local, spark or auto.", show_default=False)
]
MissingAnswers = Annotated[
    Missing,
    typer.Option(help="listwise: complete rows. indicator: those who were not asked about a driver stay, marked."),
]


def check_input(
    file: Path | None, questionnaire: str | None, table: str | None, only_tables: Mapping[str, str | None]
) -> None:
    """Refuse a command without input, with two, or with options that its input does not know.

    Raises
    ------
    OptionError
        Says what to give or to leave out.
    """
    if table is not None:
        if file is not None:
            raise OptionError(f"give the file {file} or --table {table}, not both.")
        return
    if file is None:
        raise OptionError("give a file of answers with -q, or a table with --table.")
    if questionnaire is None:
        raise OptionError(f"{file}: a file of answers needs its questionnaire; give -q, or --table {file} for numbers.")
    given = [f"--{name}" for name, value in only_tables.items() if value is not None]
    if given:
        raise OptionError(f"{', '.join(given)}: only with --table; leave that out, or give --table {file}.")


def rank_table(
    table: str,
    questionnaire: str | None,
    *,
    modules: str | None,
    drivers: str | None,
    engine: str | None,
    **given: Any,
) -> Drivers:
    """Return the drivers of a table, showing how many rows are read.

    Parameters
    ----------
    table, questionnaire, modules, drivers, engine
        As on the command line.
    given
        What `rank_drivers_from_table` takes beside them.
    """
    import survey as sv
    from survey.cli.progress import show_progress

    if questionnaire is None and modules is not None:
        raise OptionError("--modules are of a questionnaire; give -q too.")
    asked = None if questionnaire is None else sv.load_questionnaire(questionnaire, modules=split_names(modules))
    with show_progress() as tell:
        result: Drivers = sv.rank_drivers_from_table(
            table,
            asked,
            drivers=split_names(drivers),
            engine="auto" if engine is None else engine,
            progress=lambda done, total: tell("reading", done, total),
            **given,
        )
    return result
