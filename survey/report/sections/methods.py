"""How the numbers were made: one line per analysis, the notes, the files, the software, the references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.report.document import Block, Group, List, Point, Prose, Section
from survey.report.sections.group_names import name_note
from survey.report.sections.references import list_references
from survey.report.tables import build_table, figures, words
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.result import Result

# The analyses of a study in the order they are made.
ANALYSES = (
    "careless",
    "weighting",
    "profile",
    "indicators",
    "items",
    "reliability",
    "drivers",
    "drivers_contact",
    "drivers_all",
    "priorities",
)


# What weights are not for: respondents one by one, and what the shop's own log holds.
WITHOUT_WEIGHTS = ("careless", "weighting", "quotes", "service", "scorecard", "control", "rating_screening")

# Notes whose content the sections of their analyses say in their own words.
SAID = (
    "linearity_linear_enough",
    "linearity_not_enough",
    "linearity_undecided",
    "change_not_cause",
    "measurement_few_respondents",
    "comments_uncoded",
    "comments_unchecked",
    "comments_related_not_causal",
    "comments_quotes_none",
)


def build_methods(writer: Writer) -> Section:
    """Build the part on methods."""
    study = writer.study
    seed = writer.say("methods.seed", seed=f"{study.seed}") if study.seed is not None else writer.say("methods.no_seed")
    blocks = [
        _analyses(writer),
        Prose(seed),
        *_notes(writer),
        *_questionnaire(writer),
        _files(writer),
        _versions(writer),
    ]
    references = List(tuple(map(Point, list_references(study.depth))), "references")
    return Section(
        "methods", writer.say("methods.heading"), (*blocks, Group(writer.say("methods.references"), (references,)))
    )


def _results(writer: Writer) -> dict[str, Result]:
    found = {name: getattr(writer.study, name) for name in ANALYSES}
    return {name: result for name, result in found.items() if result is not None} | dict(writer.study.depth)


def _analyses(writer: Writer) -> Block:
    results = _results(writer)
    weighted = writer.say("methods.weighted" if writer.study.responses.weights is not None else "methods.unweighted")
    boots = [getattr(result, "n_boot", None) for result in results.values()]
    return build_table(
        writer.say("methods.table"),
        words(writer.say("methods.analysis"), [writer.say(f"methods.{name}") for name in results]),
        words(writer.say("methods.method"), [name_note(writer, result.method) for result in results.values()]),
        figures(writer.say("methods.n"), [writer.numbers.count(result.n) for result in results.values()]),
        words(writer.say("methods.weights"), ["" if name in WITHOUT_WEIGHTS else weighted for name in results]),
        figures(writer.say("methods.resamples"), [writer.numbers.count(n) if n else "" for n in boots]),
    )


def _notes(writer: Writer) -> list[Block]:
    """Return every note that no section says itself once, after the names of the analyses that it belongs to."""
    owners: dict[str, list[str]] = {}
    for name, result in _results(writer).items():
        label = writer.say(f"methods.{name}")
        for note in (note for note in result.notes if getattr(note, "code", "") not in SAID):
            known = owners.setdefault(name_note(writer, note), [])
            known += [] if label in known else [label]
    if not owners:
        return []
    join = writer.say("list.separator").join
    return [
        build_table(
            writer.say("methods.notes"),
            words(writer.say("methods.analysis"), map(join, owners.values())),
            words(writer.say("methods.note"), owners),
            folded=True,
        )
    ]


def _questionnaire(writer: Writer) -> list[Block]:
    known = writer.study.questionnaire
    title = known.title.in_language(writer.source)
    blocks: list[Block] = [
        Prose(writer.say("methods.questionnaire", title=title, name=known.id, version=known.version))
    ]
    if known.source:
        blocks.append(Prose(writer.say("methods.source", source=known.source.in_language(writer.source)), "faint"))
    return blocks


def _files(writer: Writer) -> Block:
    sources = writer.study.received.sources
    if not sources:
        return Prose(writer.say("methods.no_files"))
    return build_table(
        writer.say("methods.files_table"),
        words(writer.say("methods.file"), [source.name for source in sources]),
        figures(writer.say("methods.rows"), [writer.numbers.count(source.n_rows) for source in sources]),
        words(writer.say("methods.sha256"), [source.sha256 for source in sources]),
    )


def _versions(writer: Writer) -> Block:
    versions = writer.study.versions
    return build_table(
        writer.say("methods.versions_table"),
        words(writer.say("methods.package"), versions),
        words(writer.say("methods.version"), versions.values()),
        folded=True,
    )
