"""The command about open answers: comments."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.analyses import print_result, read_answers
from survey.cli.options import AnswerFile, Language, Modules, QuestionnaireOption, Seed, TableFile

if TYPE_CHECKING:
    from survey.analysis.comments.comments import CodedComments

Book = Annotated[
    str | None,
    typer.Option(help="A shipped codebook's name or a YAML path; ecommerce-service if left out.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("comments")(comments)
    app.command("lint-codebook")(lint)


def comments(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    item: Annotated[
        str | None, typer.Option(help="The open question; the plan's if left out.", show_default=False)
    ] = None,
    codebook: Book = None,
    themes: Annotated[bool, typer.Option("--themes", help="Find themes without a codebook too.")] = False,
    quotes: Annotated[int, typer.Option(min=0, help="Quotes to print for each reason, personal data masked.")] = 0,
    sample: Annotated[
        Path | None,
        typer.Option(help="Write a sample for a person to code here (.xlsx or .csv).", show_default=False),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=10, help="Comments in the sample.")] = 100,
    checked: Annotated[
        list[Path] | None, typer.Option(help="A filled sample; once for each person.", show_default=False)
    ] = None,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print which reasons people write about, and how satisfied those are who name them.

    Example: `survey comments answers.csv -q ecommerce-service --quotes 1 --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("comments", 0, 1)
        coded = sv.code_comments(responses, item=item, codebook=codebook, language=language)
    spoken = responses.questionnaire.check_language(language)
    print_result(coded, out, spoken)
    _print_further(coded, quotes, seed, spoken)
    if themes:
        typer.echo(f"\n{sv.find_themes(responses, item=item, seed=seed).view(language=spoken)!r}")
    if sample is not None:
        written = sv.sample_comments(coded, n, seed=seed).save(sample, language=spoken)
        typer.echo(f"{written}: fill in `codes`, then: survey comments … --checked {written}")
    if checked:
        sheets = {path.stem: path for path in checked}
        typer.echo(f"\n{sv.assess_coding(coded, sheets).view(language=spoken)!r}")


def _print_further(coded: CodedComments, quotes: int, seed: int, language: str) -> None:
    """Print how satisfaction differs, where anybody names a code, and quotes."""
    import survey as sv

    if coded.marks.values.any() and coded.texts.outcome in coded.texts.outcomes:
        typer.echo(f"\n{sv.relate_comments(coded).view(language=language)!r}")
    if quotes:
        found = sv.quote_comments(coded, quotes, seed=seed)
        for label, group in found.table.groupby("label", sort=False):
            typer.echo("\n".join([f"\n{label}", *(f"  {quote}" for quote in group["quote"])]))


def lint(
    codebook: Annotated[str, typer.Argument(help="A shipped codebook's name or a YAML path.", show_default=False)],
    questionnaire: Annotated[
        str | None,
        typer.Option("--questionnaire", "-q", help="Check the codes' constructs against this.", show_default=False),
    ] = None,
) -> None:
    """Check a codebook of comments: keys, terms, and its own examples, each mistake with its line.

    Example: `survey lint-codebook ecommerce-service -q ecommerce-service`
    """
    import survey as sv

    mistakes = sv.lint_codebook(codebook, questionnaire=questionnaire)
    for mistake in mistakes:
        typer.echo(str(mistake))
    errors = sum(mistake.severity == "error" for mistake in mistakes)
    typer.echo(f"{errors} error(s), {len(mistakes) - errors} warning(s)")
    if errors:
        raise typer.Exit(1)
