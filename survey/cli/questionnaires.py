"""Commands about questionnaires: list, new, lint, export."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from survey.cli.options import Language, Modules, QuestionnaireArgument, split_names

FOUND_ERRORS = 1


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("list")(show_questionnaires)
    app.command("new")(start_questionnaire)
    app.command("lint")(check_questionnaire)
    app.command("export")(export)


def show_questionnaires() -> None:
    """List the questionnaires that come with the package.

    Example: `survey list`
    """
    import survey as sv
    from survey.cli.tables import print_rows

    loaded = [sv.load_questionnaire(name) for name in sv.list_questionnaires()]
    rows = [
        (q.id, q.title.in_language("en"), q.title.in_language("zh-CN"), len(q.items), len(q.constructs), q.languages)
        for q in loaded
    ]
    print_rows(("name", "title", "标题", "items", "constructs", "languages"), rows)


def start_questionnaire(
    name: Annotated[
        str,
        typer.Argument(help="Id of the new questionnaire: lower-case letters, digits, hyphens.", show_default=False),
    ],
    source: Annotated[
        str,
        typer.Option(
            "--from",
            help="The shipped questionnaire to copy, or a file to draft from: Qualtrics .qsf, LimeSurvey .lss or .txt, "
            "XLSForm .xlsx, SPSS .sav, Stata .dta, a REDCap dictionary, or answers as CSV or XLSX.",
        ),
    ] = "ecommerce-service",
    minimal: Annotated[bool, typer.Option("--minimal", help="Start from a short commented template instead.")] = False,
    language: Annotated[
        str | None,
        typer.Option(help="Of a file to draft from: the language to come first, or the one it is in."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="The file to write.", show_default="NAME.yaml")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write a questionnaire file to edit: a copy of a shipped one, a draft from a file, or a short template.

    Example: `survey new my-shop --minimal`
    """
    from survey.cli.starters import write_starter

    path, notes = write_starter(
        name, out or Path(f"{name}.yaml"), source=None if minimal else source, language=language, force=force
    )
    for note in notes:
        typer.echo(note)
    typer.echo(f"{path} written. Edit it, then check it with: survey lint {path}")


def check_questionnaire(
    questionnaire: QuestionnaireArgument,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
) -> None:
    """Check a questionnaire file and print every mistake with its line.

    Exit code 1 if there are errors, 0 if there are none or only warnings.

    Example: `survey lint my-shop.yaml`
    """
    import survey as sv

    mistakes = sv.lint_questionnaire(questionnaire)
    for mistake in mistakes:
        typer.echo(str(mistake))
    errors = sum(mistake.severity == "error" for mistake in mistakes)
    print(f"{questionnaire}: {errors} error(s), {len(mistakes) - errors} warning(s)", file=sys.stderr)
    if errors or (strict and mistakes):
        raise typer.Exit(FOUND_ERRORS)


def export(
    questionnaire: QuestionnaireArgument,
    to: Annotated[
        str,
        typer.Option(
            "--to",
            help="The platform: limesurvey, xlsform (ODK, KoboToolbox), qualtrics, surveyjs, wjx (问卷星), tencent "
            "(腾讯问卷), google-forms, redcap, formr, html, word, pdf, ddi, spss, stata or parquet.",
            show_default=False,
        ),
    ],
    out: Annotated[
        Path | None,
        typer.Option(help="The file to write; its suffix chooses among a platform's formats.", show_default=False),
    ] = None,
    language: Language = None,
    modules: Modules = None,
    post_to: Annotated[
        str | None, typer.Option(help="Where the HTML form sends its answers (https://…).", show_default=False)
    ] = None,
) -> None:
    """Write a questionnaire as a platform imports it, and print what the platform cannot express.

    A manifest is written beside it; keep it with the answers that come back.

    Example: `survey export ecommerce-service --to limesurvey --out form.lss`
    """
    import survey as sv

    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    done = sv.export_questionnaire(asked, to, out, language=language, post_to=post_to)
    for path in done.paths:
        typer.echo(str(path))
    if not done.losses:
        typer.echo("nothing lost")
        return
    typer.echo(f"What the platform cannot express ({len(done.losses)}):")
    for loss in done.losses:
        typer.echo(f"  {loss.say(language or 'en')}")
