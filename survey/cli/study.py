"""The command that makes a whole study, and makes one again from its record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from survey.cli.options import Modules, Rake, ReportLanguage, Samples, Screen, Seed, split_names
from survey.errors import OptionError

if TYPE_CHECKING:
    from survey.cli.progress import Tell
    from survey.study.reproduction import Reproduction
    from survey.study.study import Study

DIFFERS = 1
FORMATS = ("html", "pdf", "docx", "pptx", "xlsx", "md")
RECORD = "report.json"
MOST_SHOWN = 20
# What the bar shows; `progress.STAGES` names the others.
STAGES = {
    "missing": "Missing answers",
    "linearity": "Straight lines and curves",
    "asymmetry": "Low and high ratings",
    "necessity": "Necessary conditions",
    "change": "Expected differences",
    "confounding": "What is not measured",
    "segments": "Segments",
    "waves": "Waves",
    "decomposition": "Change between waves",
    "paths": "Paths",
    "comments": "Comments",
    "comment_relations": "Comments and satisfaction",
    "quotes": "Quotes",
    "themes": "Themes",
    "service": "Service log",
    "scorecard": "Agents",
    "control": "Service over time",
    "rating_screening": "Ratings",
    "service_relations": "Service and satisfaction",
}


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command("study")(study)


def study(
    file: Annotated[
        Path | None,
        typer.Argument(help="The file of answers, of any platform; with --from, where it is now.", show_default=False),
    ] = None,
    questionnaire: Annotated[
        str | None,
        typer.Option(
            "--questionnaire", "-q", help="A shipped name (see `survey list`) or a YAML path.", show_default=False
        ),
    ] = None,
    out: Annotated[Path, typer.Option(help="The folder to write to.")] = Path("study"),
    language: Annotated[ReportLanguage, typer.Option(help="Language of the report.")] = ReportLanguage.en,
    formats: Annotated[str, typer.Option(help="What to write: any of html, pdf, docx, pptx, xlsx, md.")] = "html,xlsx",
    wave: Annotated[
        str | None, typer.Option(help="The item or column that tells the wave.", show_default=False)
    ] = None,
    segments: Annotated[
        str | None,
        typer.Option(help="Items or columns to compare groups by, separated by commas.", show_default=False),
    ] = None,
    service: Annotated[
        list[Path] | None,
        typer.Option(help="A file of the service log; repeat for several files.", show_default=False),
    ] = None,
    depth: Annotated[bool, typer.Option("--depth/--no-depth", help="Make the further analyses too.")] = True,
    screen: Screen = True,
    weights: Rake = True,
    n_boot: Samples = 1000,
    seed: Seed = 1,
    modules: Modules = None,
    record: Annotated[
        Path | None,
        typer.Option("--from", help="Make a study again from its report.json, and compare.", show_default=False),
    ] = None,
    accept_changes: Annotated[
        bool, typer.Option("--accept-changes", help="With --from: go on where a file has changed.")
    ] = False,
) -> None:
    """Make the whole study: every analysis that the answers allow, the reports, the workbook, and a record.

    The record, report.json, says what was read and how; with --from the study is made again and compared number by
    number, and the exit code is 1 if anything differs.

    Example: `survey study answers.csv -q ecommerce-service --out study --formats html,pptx,xlsx`

    Example: `survey study --from study/report.json`
    """
    if record is not None:
        if questionnaire is not None:
            raise OptionError("--from takes the questionnaire from the record; leave -q out.")
        _repeat(record, file, accept_changes)
        return
    if file is None or questionnaire is None:
        raise OptionError("give a file of answers and -q, or --from with a report.json; see survey study --help.")
    suffixes = _read_formats(formats)
    made = _make(
        file, questionnaire, modules, service, out, suffixes, language.tags,
        seed=seed, n_boot=n_boot, screen=screen, weigh=weights, depth=depth, wave=wave, segments=split_names(segments),
    )  # fmt: skip
    _print_study(made[0], language.tags[0])
    for path in made[1]:
        typer.echo(f"{path} written")


def _read_formats(formats: str) -> list[str]:
    """Return the suffixes of the formats, those that cannot be written refused before the work is done."""
    from survey.report.report import SUFFIXES

    named = split_names(formats) or []
    if wrong := [name for name in named if name not in FORMATS or f".{name}" not in SUFFIXES]:
        good = [name for name in FORMATS if f".{name}" in SUFFIXES]
        raise OptionError(f"--formats {wrong[0]!r} is no format of reports; use any of: {', '.join(good)}.")
    return list(dict.fromkeys(named))


def _make(
    file: Path,
    questionnaire: str,
    modules: str | None,
    service: list[Path] | None,
    out: Path,
    formats: list[str],
    languages: tuple[str, ...],
    **options: object,
) -> tuple[Study, list[Path]]:
    import survey as sv
    from survey.cli.analyses import read_answers
    from survey.cli.progress import show_progress

    with show_progress() as show:
        tell = _name_stages(show)
        responses = read_answers(file, questionnaire, modules, tell)
        log = sv.read_service_log(service) if service else None
        tongue = languages[0] if len(languages) == 1 and languages[0] in responses.questionnaire.languages else None
        found = sv.run_study(responses, service=log, language=tongue, progress=tell, **options)
        paths = _write(found, out, formats, languages, tell)
        paths.append(sv.write_record(found, out / RECORD, files=[file], service_files=service or None))
    return found, paths


def _name_stages(show: Tell) -> Tell:
    return lambda stage, done, total: show(STAGES.get(stage, stage), done, total)


def _write(found: Study, out: Path, formats: list[str], languages: tuple[str, ...], tell: Tell) -> list[Path]:
    import survey as sv

    paths = []
    for language in languages:
        name = "report" if len(languages) == 1 else f"report-{language}"
        report = sv.build_report(found, language=language) if formats else None
        for suffix in formats:
            tell("writing", 0, 1)
            assert report is not None
            paths.append(report.save(out / f"{name}.{suffix}"))
    return paths


def _print_study(found: Study, language: str) -> None:
    """Print the answer in three sentences, then what was left out and why."""
    from survey.cli.analyses import print_answer
    from survey.report.writer import Writer

    print_answer(found, language)
    writer = Writer(found, language)
    for name, reason in found.left_out.items():
        typer.echo(f"left out, {STAGES.get(name, name).lower()}: {writer.note(reason)}")


def _repeat(record: Path, file: Path | None, accept_changes: bool) -> None:
    import survey as sv
    from survey.cli.progress import show_progress

    with show_progress() as show:
        files = None if file is None else [file]
        again = sv.reproduce_study(record, files=files, accept_changes=accept_changes, progress=_name_stages(show))
    _print_comparison(again)
    if not again.identical:
        raise typer.Exit(DIFFERS)


def _print_comparison(again: Reproduction) -> None:
    from survey.cli.tables import print_rows
    from survey.glossary import format_cell

    for note in again.notes:
        typer.echo(f"note: {note}")
    compared = again.table["result"].nunique()
    if again.identical:
        typer.echo(f"identical: {compared} results, every number to nine digits")
        return
    rows = again.differing
    columns = ["result", "column", "difference_kind", "largest_difference"]
    typer.echo(f"different: {rows['result'].nunique()} of {compared} results")
    shown = [[format_cell(row[name], name, "en") for name in columns] for _, row in rows.head(MOST_SHOWN).iterrows()]
    print_rows(["result", "column", "differs in", "largest difference"], shown)
    if len(rows) > MOST_SHOWN:
        typer.echo(f"… and {len(rows) - MOST_SHOWN:,} more")
