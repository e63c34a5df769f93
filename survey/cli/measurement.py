"""Commands that look at the quality of answers and items: screen, missing, validity."""

from __future__ import annotations

from typing import Annotated

import typer

from survey.cli.analyses import print_result, read_answers
from survey.cli.options import AnswerFile, Language, Modules, QuestionnaireOption, Samples, Seed, TableFile


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("screen")(screen)
    app.command("missing")(missing)
    app.command("validity")(validity)


def screen(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    compare: Annotated[
        bool, typer.Option("--compare", help="Print the main numbers with and without the flagged respondents too.")
    ] = False,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print the signs of careless responding, by the rules the questionnaire fixed; nobody is left out.

    Example: `survey screen answers.csv -q ecommerce-service --compare --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("screening", 0, 1)
        careless = sv.flag_careless(responses)
        compared = sv.compare_screening(responses, careless, language=language) if compare else None
    spoken = responses.questionnaire.check_language(language)
    print_result(careless, out, spoken)
    if compared is not None:
        typer.echo("")
        print_result(compared, None, spoken)


def missing(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print which answers are missing and why: not asked, not applicable, don't know, refused or blank.

    Example: `survey missing answers.csv -q ecommerce-service --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("items", 0, 1)
        result = sv.describe_missing(responses, language=language)
    print_result(result, out, responses.questionnaire.check_language(language))


def validity(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    n_boot: Samples = 1000,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print whether items converge on their construct, and whether constructs differ from each other.

    Example: `survey validity answers.csv -q ecommerce-service --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("validity", 0, 1)
        result = sv.assess_validity(responses, n_boot=n_boot, seed=seed, language=language)
    print_result(result, out, responses.questionnaire.check_language(language))
