"""How the numbers were made: one line per analysis, the notes, the files, the software, the references."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey.report.document import Block, Group, List, Point, Prose, Section
from survey.report.sections.references import REFERENCES
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
    references = List(tuple(Point(text) for text in REFERENCES), "references")
    return Section(
        "methods", writer.say("methods.heading"), (*blocks, Group(writer.say("methods.references"), (references,)))
    )


def _results(writer: Writer) -> dict[str, Result]:
    found = {name: getattr(writer.study, name) for name in ANALYSES}
    return {name: result for name, result in found.items() if result is not None}


def _analyses(writer: Writer) -> Block:
    results = _results(writer)
    weighted = writer.say("methods.weighted" if writer.study.responses.weights is not None else "methods.unweighted")
    boots = [getattr(result, "n_boot", None) for result in results.values()]
    return build_table(
        writer.say("methods.table"),
        words(writer.say("methods.analysis"), [writer.say(f"methods.{name}") for name in results]),
        words(writer.say("methods.method"), [writer.note(result.method) for result in results.values()]),
        figures(writer.say("methods.n"), [writer.numbers.count(result.n) for result in results.values()]),
        words(
            writer.say("methods.weights"), ["" if name in ("careless", "weighting") else weighted for name in results]
        ),
        figures(writer.say("methods.resamples"), [writer.numbers.count(n) if n else "" for n in boots]),
    )


def _notes(writer: Writer) -> list[Block]:
    lines: dict[str, str] = {}
    for name, result in _results(writer).items():
        for note in result.notes:
            text = writer.say("unit.labelled", label=writer.say(f"methods.{name}"), text=writer.note(note))
            lines.setdefault(text, name)
    if not lines:
        return []
    return [Group(writer.say("methods.notes"), (List(tuple(Point(line) for line in lines)),))]


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
