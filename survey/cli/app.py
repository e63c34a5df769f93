"""The ``survey`` command: its groups, and how it ends."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Annotated

import typer

import survey
from survey.cli import (
    analyses,
    answers,
    comments,
    demo,
    measurement,
    notebooks,
    planning,
    questionnaires,
    service,
    study,
    weights,
)
from survey.errors import SurveyError

FAILED = 2  # as for wrong usage; 1 is for a check that found something

app = typer.Typer(
    help="Survey and satisfaction research from one questionnaire file.",
    epilog="Start with `survey demo`. Help on a command: `survey report --help`.",
    rich_markup_mode="markdown",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for group in (
    demo,
    questionnaires,
    planning,
    answers,
    measurement,
    weights,
    analyses,
    study,
    comments,
    service,
    notebooks,
):
    group.register(app)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Parameters
    ----------
    arguments
        What follows ``survey``; None takes it from the process.

    Returns
    -------
    int
        0 when done, 1 when a check found errors, 2 for wrong usage or anything the toolkit refuses, 130 when
        interrupted.
    """
    _tolerate_narrow_consoles()
    try:
        app(args=None if arguments is None else list(arguments), prog_name="survey")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 0
    except SurveyError as error:
        return _fail(str(error))
    except OSError as error:
        return _fail(f"{error.filename or 'file'}: {error.strerror or error}. Check the path and its permissions.")
    return 0


def _fail(message: str) -> int:
    print(f"error: {message}", file=sys.stderr)
    return FAILED


def _tolerate_narrow_consoles() -> None:
    """Print a question mark instead of stopping where a console's encoding lacks a character."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"survey-workbench {survey.__version__}")
        raise typer.Exit


@app.callback()
def _survey(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and exit.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Survey and satisfaction research from one questionnaire file."""
