"""The command that writes a study as a notebook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from survey.cli.options import Modules, QuestionnaireOption, split_names


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("notebook")(notebook)


def notebook(
    questionnaire: QuestionnaireOption = "ecommerce-service",
    answers: Annotated[
        Path | None,
        typer.Option(help="The file of answers; simulated ones if left out.", show_default=False),
    ] = None,
    out: Annotated[Path, typer.Option(help="The notebook to write.")] = Path("study.ipynb"),
    language: Annotated[str, typer.Option(help="Language of the prose: en or zh-CN.")] = "en",
    modules: Modules = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write the whole study as a Jupyter notebook to run, read and change.

    Example: `survey notebook -q ecommerce-service --answers answers.csv --out study.ipynb`
    """
    import survey as sv
    from survey.errors import OptionError

    if out.exists() and not force:
        raise OptionError(f"{out} is there already; choose another --out, or overwrite it with --force.")
    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    path = sv.write_notebook(asked, answers, out, language=language)
    typer.echo(f"{path} written. Open it with: jupyter lab {path}")
