"""The command that shows the whole trip on simulated answers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.options import ReportLanguage, Seed

if TYPE_CHECKING:
    from survey.cli.progress import Tell
    from survey.questionnaire.questionnaire import Questionnaire
    from survey.responses import Responses

QUESTIONNAIRE = "ecommerce-service"


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("demo")(demo)


def demo(
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("demo"),
    language: Annotated[ReportLanguage, typer.Option(help="Language of the report.")] = ReportLanguage.both,
    n: Annotated[int, typer.Option("--n", min=50, help="Simulated respondents.")] = 3000,
    seed: Seed = 1,
) -> None:
    """Show the whole trip: simulate answers to a shipped questionnaire, read them back, write the report.

    Example: `survey demo --out demo`
    """
    import survey as sv
    from survey.cli.analyses import print_answer, write_reports
    from survey.cli.progress import show_progress

    asked = sv.load_questionnaire(QUESTIONNAIRE)
    with show_progress() as tell:
        responses = read_simulated(asked, out / "answers.csv", n, seed, tell)
        study = sv.run_study(responses, seed=seed, progress=tell)
        pages = [write_reports(study, (tag,), out / f"report-{tag}.html", tell)[0] for tag in language.tags]
    typer.echo(f"{len(responses):,} simulated respondents: {out / 'answers.csv'}")
    for page in pages:
        typer.echo(f"report: {page}")
    print_answer(study, language.tags[0])


def read_simulated(questionnaire: Questionnaire, path: Path, n: int, seed: int, tell: Tell) -> Responses:
    """Write simulated answers and read them back; the responses still say that they are simulated."""
    from dataclasses import replace

    import survey as sv
    from survey.cli.answer_files import write_answers

    tell("simulating", 0, 1)
    simulated = sv.simulate_responses(questionnaire, n=n, seed=seed)
    write_answers(simulated, path)
    tell("reading", 0, 1)
    read: Responses = sv.read_responses(path, questionnaire)
    return replace(read, simulated=True, truth=simulated.truth, log=(*simulated.log, *read.log))
