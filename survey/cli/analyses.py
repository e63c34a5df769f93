"""Commands that analyse: report, reliability, drivers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from survey.cli.large import (
    EngineName,
    Missing,
    MissingAnswers,
    Names,
    OptionalAnswers,
    OptionalQuestionnaire,
    Outcome,
    Respondent,
    Table,
    Weights,
    Where,
    check_input,
    rank_table,
)
from survey.cli.options import (
    AnswerFile,
    Language,
    Modules,
    QuestionnaireOption,
    Rake,
    ReportLanguage,
    Samples,
    Screen,
    Seed,
    TableFile,
    split_names,
)
from survey.errors import OptionError

if TYPE_CHECKING:
    from survey.cli.progress import Tell
    from survey.report.brand import Brand
    from survey.responses import Responses
    from survey.result import Result
    from survey.study.study import Study


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("report")(report)
    app.command("reliability")(reliability)
    app.command("drivers")(drivers)


def report(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    out: Annotated[Path, typer.Option(help="The page to write; with --language both, one for each.")] = Path(
        "report.html"
    ),
    language: Annotated[ReportLanguage, typer.Option(help="Language of the report.")] = ReportLanguage.en,
    screen: Screen = True,
    weights: Rake = True,
    n_boot: Samples = 1000,
    seed: Seed = 1,
    modules: Modules = None,
    colour: Annotated[
        str, typer.Option(help="Colour of headings, such as #c8102e; darkened if too light for text.")
    ] = "",
    logo: Annotated[Path | None, typer.Option(help="PNG, JPEG or SVG over the title.", show_default=False)] = None,
    name: Annotated[str, typer.Option("--organisation", help="Name beside the logo.")] = "",
) -> None:
    """Read answers, run the standard plan and write the report.

    Example: `survey report answers.csv -q ecommerce-service --language both --out report.html`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    check_page(out)
    brand = sv.Brand(colour=colour, logo=logo, name=name) if colour or logo or name else None
    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        study = sv.run_study(responses, seed=seed, n_boot=n_boot, screen=screen, weigh=weights, progress=tell)
        pages = write_reports(study, language.tags, out, tell, brand)
    print_answer(study, language.tags[0])
    for page in pages:
        typer.echo(f"{page} written")


def reliability(
    file: AnswerFile,
    questionnaire: QuestionnaireOption,
    estimators: Annotated[
        str, typer.Option(help="standard, all, or names separated by commas; docs/methods/reliability.md lists them.")
    ] = "standard",
    interval: Annotated[
        str, typer.Option(help="feldt, duhachek, distribution_free; percentile or bca with --n-boot.")
    ] = "feldt",
    n_boot: Samples = 0,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print how consistently the items of each construct measure together.

    All respondents, unweighted; `survey report` screens and weighs.

    Example: `survey reliability answers.csv -q ecommerce-service --language en`
    """
    import survey as sv
    from survey.cli.progress import show_progress

    chosen = estimators if estimators in ("standard", "all") else split_names(estimators)
    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        tell("reliability", 0, 1)
        result = sv.assess_reliability(
            responses, estimators=chosen, interval=interval, n_boot=n_boot, seed=seed, language=language
        )
    print_result(result, out, responses.questionnaire.check_language(language))


def drivers(
    file: OptionalAnswers = None,
    questionnaire: OptionalQuestionnaire = None,
    table: Table = None,
    outcome: Outcome = None,
    names: Names = None,
    where: Where = None,
    weights: Weights = None,
    respondent: Respondent = None,
    engine: EngineName = None,
    missing: MissingAnswers = Missing.listwise,
    n_boot: Samples = 1000,
    seed: Seed = 1,
    language: Language = None,
    modules: Modules = None,
    out: TableFile = None,
) -> None:
    """Print each driver's share of the explained outcome with its interval.

    All respondents, unweighted: complete rows, with `--missing indicator` also those whom routing spares a driver, as
    `survey report` does. With --table: a table of any size, of answers or of plain numbers.

    Example: `survey drivers answers.csv -q ecommerce-service --language en`

    Example: `survey drivers --table ratings.parquet --outcome rating --where "year = 2025"`
    """
    only_tables = {"where": where, "weights": weights, "respondent": respondent, "engine": engine}
    check_input(file, questionnaire, table, only_tables)
    settings: dict[str, Any] = {"outcome": outcome, "missing": missing.value, "n_boot": n_boot, "seed": seed}
    settings["language"] = language
    if file is None or questionnaire is None:  # that is: with --table
        result: Result = rank_table(
            str(table), questionnaire, modules=modules, drivers=names, **settings, **only_tables
        )
    else:
        result = _rank_file(file, questionnaire, modules, split_names(names), settings)
    print_result(result, out, _spoken(questionnaire, language))


def _spoken(questionnaire: str | None, language: str | None) -> str:
    """Return the language to print in: English for plain numbers."""
    import survey as sv

    if questionnaire is None:
        return language or "en"
    spoken: str = sv.load_questionnaire(questionnaire).check_language(language)
    return spoken


def _rank_file(
    file: Path, questionnaire: str, modules: str | None, names: list[str] | None, settings: dict[str, Any]
) -> Result:
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as tell:
        responses = read_answers(file, questionnaire, modules, tell)
        result: Result = sv.rank_drivers(
            responses, drivers=names, progress=lambda done, total: tell("drivers", done, total), **settings
        )
    return result


def check_page(out: Path) -> None:
    """Refuse a format that reports lack before the work is done, not after."""
    from survey.report.report import SUFFIXES

    if out.suffix.lower() not in SUFFIXES:
        raise OptionError(f"{out}: a report ends in {' or '.join(SUFFIXES)}; give such an --out.")


def write_reports(
    study: Study, languages: tuple[str, ...], out: Path, tell: Tell, brand: Brand | None = None
) -> list[Path]:
    """Write the report in each language; more than one get the language's tag before the suffix."""
    import survey as sv

    pages = []
    for language in languages:
        tell("writing", 0, 1)
        path = out if len(languages) == 1 else out.with_name(f"{out.stem}-{language}{out.suffix}")
        path.parent.mkdir(parents=True, exist_ok=True)
        report = sv.build_report(study, language=language, brand=brand)
        for note in report.notes:
            typer.echo(f"note: {note}", err=True)
        report.save(path)
        pages.append(path)
    return pages


def print_answer(study: Study, language: str) -> None:
    """Print the report's answer: importance, satisfaction, where to look first."""
    from survey.report.sections.answer import say_first, say_importance, say_satisfaction
    from survey.report.writer import Writer

    writer = Writer(study, language)
    for sentence in (say_importance(writer), say_satisfaction(writer), say_first(writer)):
        typer.echo(sentence)


def read_answers(file: Path, questionnaire: str, modules: str | None, tell: Tell) -> Responses:
    """Read answers; say so on standard error where values need a look."""
    import survey as sv

    tell("reading", 0, 1)
    responses: Responses = sv.read_responses(file, sv.load_questionnaire(questionnaire, modules=split_names(modules)))
    if len(responses.problems):
        advice = f"see: survey read {file} -q {questionnaire}"
        typer.echo(f"note: {len(responses.problems):,} value(s) of {file} need a look; {advice}", err=True)
    return responses


def print_result(result: Result, out: Path | None, language: str) -> None:
    """Print a result in a language, and write its table where asked."""
    from survey.cli.tables import write_csv

    typer.echo(repr(result.view(language=language)))
    if out is not None:
        typer.echo(f"{write_csv(result.table, out)} written")
