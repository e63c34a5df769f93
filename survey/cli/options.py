"""Arguments and options that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ReportLanguage(StrEnum):
    """The languages reports are written in."""

    en = "en"
    zh = "zh-CN"
    both = "both"

    @property
    def tags(self) -> tuple[str, ...]:
        """The language tags it stands for."""
        return ("en", "zh-CN") if self is ReportLanguage.both else (self.value,)


AnswerFile = Annotated[
    Path,
    typer.Argument(help="The file of answers, of any platform: CSV, XLSX, JSON, .sav and others.", show_default=False),
]
QuestionnaireArgument = Annotated[
    str, typer.Argument(help="A shipped name (see `survey list`) or the path of a YAML file.", show_default=False)
]
QuestionnaireOption = Annotated[
    str,
    typer.Option(
        "--questionnaire", "-q", help="A shipped name (see `survey list`) or a YAML path.", show_default=False
    ),
]
Language = Annotated[
    str | None,
    typer.Option(help="Language of what is printed; the questionnaire's first one if left out.", show_default=False),
]
Modules = Annotated[
    str | None,
    typer.Option(
        help="The optional modules that were asked, separated by commas; if left out, each module's default.",
        show_default=False,
    ),
]
Platform = Annotated[str, typer.Option("--platform", help="The platform the file comes from; auto finds out.")]
Samples = Annotated[int, typer.Option("--n-boot", min=0, help="Bootstrap samples for the intervals.")]
Seed = Annotated[int, typer.Option(min=0, help="Seed of everything random; the same seed gives the same numbers.")]
Screen = Annotated[bool, typer.Option("--screen/--no-screen", help="Leave careless respondents out.")]
Rake = Annotated[
    bool, typer.Option("--weights/--no-weights", help="Rake to the questionnaire's margins, where it has any.")
]
TableFile = Annotated[Path | None, typer.Option("--out", help="Write the table here too, as CSV.", show_default=False)]


def split_names(names: str | None) -> list[str] | None:
    """Split "a, b" into its names; None stays None.

    Examples
    --------
    >>> split_names("logistics, personal_fit"), split_names(""), split_names(None)
    (['logistics', 'personal_fit'], [], None)
    """
    return None if names is None else [name.strip() for name in names.split(",") if name.strip()]
