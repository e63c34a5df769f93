"""The command that writes a study, or a guide, as a notebook."""

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
    out: Annotated[
        Path | None,
        typer.Option(help="The notebook to write; study.ipynb, or the guide's name, if left out.", show_default=False),
    ] = None,
    language: Annotated[str, typer.Option(help="Language of the prose: en or zh-CN.")] = "en",
    modules: Modules = None,
    guide: Annotated[
        str | None,
        typer.Option(help="Write this guide on simulated answers instead, such as 04-drivers.", show_default=False),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is there.")] = False,
) -> None:
    """Write the whole study, or a guide, as a Jupyter notebook to run, read and change.

    Example: `survey notebook -q ecommerce-service --answers answers.csv --out study.ipynb`
    """
    import survey as sv
    from survey.errors import OptionError

    target = out or Path(f"{guide or 'study'}.ipynb")
    if guide is not None and answers is not None:
        raise OptionError("a guide makes its own answers; leave out --answers, or leave out --guide.")
    if target.exists() and not force:
        raise OptionError(f"{target} is there already; choose another --out, or overwrite it with --force.")
    if guide is not None:
        path = sv.write_guide(guide, target, language=language)
    else:
        asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
        path = sv.write_notebook(asked, answers, target, language=language)
    typer.echo(f"{path} written. Open it with: jupyter lab {path}")
