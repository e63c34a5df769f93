"""Commands about answers: simulate, read."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from survey.cli.options import (
    AnswerFile,
    Language,
    Modules,
    Platform,
    QuestionnaireArgument,
    QuestionnaireOption,
    Seed,
    split_names,
)

if TYPE_CHECKING:
    import pandas as pd

    from survey.responses import Responses

EXAMPLES = 3  # problems shown of each reason


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("simulate")(simulate)
    app.command("read")(read)


def simulate(
    questionnaire: QuestionnaireArgument,
    out: Annotated[Path, typer.Option(help="The CSV file to write.")] = Path("answers.csv"),
    n: Annotated[int, typer.Option("--n", min=1, help="Respondents.")] = 500,
    seed: Seed = 1,
    labels: Annotated[bool, typer.Option("--labels", help="Write labels instead of codes.")] = False,
    language: Language = None,
    modules: Modules = None,
) -> None:
    """Simulate answers with a known truth, to try a questionnaire or a report before there are respondents.

    Texts that a spreadsheet would run as a formula get an apostrophe in front.

    Example: `survey simulate ecommerce-service --n 500 --out answers.csv`
    """
    import survey as sv
    from survey.cli.answer_files import write_answers
    from survey.cli.progress import show_progress

    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    with show_progress() as tell:
        tell("simulating", 0, 1)
        responses = sv.simulate_responses(asked, n=n, seed=seed, language=language)
        path = write_answers(responses, out, labels=labels, language=language)
    typer.echo(f"{path}: {len(responses):,} simulated respondents, {len(responses.data.columns)} columns of answers")


def read(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    out: Annotated[Path | None, typer.Option(help="Write the coded answers here, as CSV.", show_default=False)] = None,
    problems: Annotated[Path | None, typer.Option(help="Write every problem here, as CSV.", show_default=False)] = None,
    platform: Platform = "auto",
    manifest: Annotated[
        Path | None,
        typer.Option(help="The manifest of the export; if left out, one beside the file is used.", show_default=False),
    ] = None,
    language: Language = None,
    modules: Modules = None,
) -> None:
    """Read a file of answers and print what was understood and what was not.

    Coded answers come without personal columns. Texts that a spreadsheet would run as a formula get an apostrophe in
    front.

    Example: `survey read answers.csv -q ecommerce-service --out coded.csv`
    """
    import survey as sv
    from survey.cli.answer_files import write_answers
    from survey.cli.progress import show_progress
    from survey.cli.tables import write_csv

    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    with show_progress() as tell:
        tell("reading", 0, 1)
        responses = sv.read_responses(file, asked, platform=platform, manifest=manifest, language=language)
    print_contents(responses, str(file))
    print_problems(responses.problems)
    if out is not None:
        typer.echo(f"{write_answers(responses, out)}: coded answers")
    if problems is not None:
        typer.echo(f"{write_csv(responses.problems, problems)}: {len(responses.problems):,} problems")


def print_contents(responses: Responses, file: str) -> None:
    """Print how many respondents and items a file answers, and which columns were set aside."""
    asked = responses.questionnaire.items.values()
    answered = set(responses.data.columns[responses.data.notna().any()])
    found = [item.id for item in asked if answered.intersection(item.columns)]
    typer.echo("\n".join(step.because for step in responses.log if step.what == "answers read"))
    typer.echo(f"{file}: {len(responses):,} respondents, answers to {len(found)} of {len(asked)} items")
    for name, frame in (("about the interview", responses.paradata), ("personal, not analysed", responses.personal)):
        if len(frame.columns):
            typer.echo(f"{name}: {', '.join(map(str, frame.columns))}")


def print_problems(problems: pd.DataFrame) -> None:
    """Print problems by reason, the most frequent first, each with its first examples."""
    if problems.empty:
        typer.echo("no problems")
        return
    typer.echo(f"{len(problems):,} problem(s):")
    for reason, count in problems["reason"].value_counts().items():
        typer.echo(f"  {count:,} × {reason}")
        for problem in problems[problems["reason"] == reason].head(EXAMPLES).to_dict("records"):
            typer.echo(f"      {_say_place(problem)}")


def _say_place(problem: dict[Hashable, Any]) -> str:
    row = f"row {problem['row']}" if problem["row"] else ""
    column = f"column {problem['column']!r}" if problem["column"] else ""
    value = f": {problem['value']!r}" if problem["value"] else ""
    return ", ".join(part for part in (row, column) if part) + value
