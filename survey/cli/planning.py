"""Commands that look ahead: plan, change."""

from __future__ import annotations

from typing import Annotated

import typer

from survey.cli.analyses import print_result, read_answers
from survey.cli.options import (
    AnswerFile,
    Language,
    Modules,
    QuestionnaireArgument,
    QuestionnaireOption,
    Samples,
    Seed,
    TableFile,
    split_names,
)
from survey.errors import OptionError

Shares = Annotated[
    list[str] | None,
    typer.Option("--share", help="A driver's assumed share of R², as brand=0.3; once a driver.", show_default=False),
]
Changes = Annotated[
    list[str] | None,
    typer.Option("--by", help="Points of 0–100 by which a driver differs, as after_sales=5.", show_default=False),
]
Raises = Annotated[
    list[str] | None,
    typer.Option("--raise-to", help="Score that all below it are lifted to, as price=60.", show_default=False),
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("plan")(plan)
    app.command("change")(change)


def plan(
    questionnaire: QuestionnaireArgument,
    share: Shares = None,
    power: Annotated[float, typer.Option(help="Probability of separating the first driver from the second.")] = 0.8,
    complete: Annotated[
        float, typer.Option(help="Share of respondents who have an answer to every driver.", min=0, max=1)
    ] = 1.0,
    response_rate: Annotated[float, typer.Option(help="Share of those invited who answer.", min=0, max=1)] = 1.0,
    seed: Seed = 1,
    modules: Modules = None,
    language: Language = None,
    out: TableFile = None,
) -> None:
    """Print how many respondents separate the first driver from the second, by simulation.

    Example: `survey plan ecommerce-service --power 0.8 --response-rate 0.1 --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    asked = sv.load_questionnaire(questionnaire, modules=split_names(modules))
    with show_progress() as tell:
        tell("planning", 0, 1)
        result = sv.plan_sample(
            asked,
            shares=split_pairs("--share", share) or None,
            power=power,
            complete=complete,
            response_rate=response_rate,
            seed=seed,
            language=language,
        )
    print_result(result, out, asked.check_language(language))


def change(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    by: Changes = None,
    raise_to: Raises = None,
    n_boot: Samples = 1000,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print by how much satisfaction would be expected to differ if drivers' scores differed.

    Example: `survey change answers.csv -q ecommerce-service --by after_sales=5 --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    changes, floors = split_pairs("--by", by), split_pairs("--raise-to", raise_to)
    if not changes and not floors:
        raise OptionError("give at least one --by driver=points or --raise-to driver=score.")
    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("change", 0, 1)
        result = sv.simulate_change(
            responses, changes, raise_to=floors or None, n_boot=n_boot, seed=seed, language=language
        )
    print_result(result, out, responses.questionnaire.check_language(language))


def split_pairs(option: str, pairs: list[str] | None) -> dict[str, float]:
    """Return names and numbers given as name=number.

    Raises
    ------
    OptionError
        One is not written so, or a name comes twice.

    Examples
    --------
    >>> split_pairs("--by", ["price=5", "brand=-2.5"])
    {'price': 5.0, 'brand': -2.5}
    """
    found: dict[str, float] = {}
    for pair in pairs or ():
        name, _, number = pair.partition("=")
        try:
            value = float(number)
        except ValueError:
            raise OptionError(f"{option} {pair!r} is not written as name=number, for example price=5.") from None
        if name.strip() in found:
            raise OptionError(f"{option} names {name.strip()} twice; give each driver once.")
        found[name.strip()] = value
    return found
