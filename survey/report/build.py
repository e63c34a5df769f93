"""From a study to a document: the sections in reading order."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd

from survey.report.document import Document, Note, Section
from survey.report.sections.actions import build_actions
from survey.report.sections.answer import build_answer, say_first, say_importance, say_satisfaction
from survey.report.sections.asymmetry import build_asymmetry
from survey.report.sections.change import build_change
from survey.report.sections.comments import build_comments
from survey.report.sections.confounding import build_confounding
from survey.report.sections.drivers import build_drivers
from survey.report.sections.indicators import build_indicators
from survey.report.sections.items import build_items
from survey.report.sections.limits import build_limits
from survey.report.sections.linearity import build_linearity
from survey.report.sections.methods import build_methods
from survey.report.sections.missing import build_missing
from survey.report.sections.necessity import build_necessity
from survey.report.sections.next_steps import build_next_steps
from survey.report.sections.paths import build_paths
from survey.report.sections.priorities import build_priorities
from survey.report.sections.reliability import build_reliability
from survey.report.sections.respondents import build_respondents
from survey.report.sections.screening import build_screening
from survey.report.sections.segments import build_segments
from survey.report.sections.service import build_service
from survey.report.sections.validity import build_validity
from survey.report.sections.waves import build_waves
from survey.report.writer import Writer

Builder = Callable[[Writer], Section | None]

# Part to its sections, in reading order: the answer, then why and of whom, where we stand, what is wrong, what to do,
# what comes next, and what stands behind it. A section without a result is left out.
PARTS: dict[str, tuple[Builder, ...]] = {
    "": (build_answer,),
    "scope": (build_respondents, build_screening),
    "standing": (build_indicators, build_waves, build_service),
    "shortfall": (build_drivers, build_priorities, build_asymmetry, build_necessity, build_segments, build_comments),
    "action": (build_actions, build_change),
    "next": (build_next_steps, build_confounding, build_limits),
    "appendix": (
        build_items,
        build_missing,
        build_reliability,
        build_validity,
        build_linearity,
        build_paths,
        build_methods,
    ),
}
# Sections whose finding is one of the answer's sentences.
HEADLINES: dict[str, Callable[[Writer], str]] = {
    "indicators": say_satisfaction,
    "drivers": say_importance,
    "priorities": say_first,
}


def build_document(writer: Writer, *, title: str | None = None) -> Document:
    """Build the whole report as plain text, tables and figures.

    Parameters
    ----------
    writer
        The study and the language.
    title
        The title; None takes the questionnaire's.
    """
    study = writer.study
    banner = None
    if study.responses.simulated:
        banner = Note(writer.say("page.simulated"), "simulated", writer.say("page.simulated_head"))
    with _without_collector():
        sections = tuple(build_sections(writer))
    return Document(
        title=title or study.questionnaire.title.in_language(writer.source),
        language=writer.language,
        subtitle=tuple(_subtitle(writer)),
        sections=sections,
        banner=banner,
        footer=writer.say("page.footer", version=study.versions.get("survey-workbench", "")).replace("  ", " "),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for no garbage while charts are drawn: they make a million objects, and it takes an eighth of the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def build_sections(writer: Writer) -> Iterator[Section]:
    """Yield the sections that the study has results for, each with its part."""
    for part, builders in PARTS.items():
        for build in builders:
            section = build(writer)
            if section is not None:
                say = HEADLINES.get(section.id)
                yield replace(section, part=part, headline=say(writer) if say else section.headline)


def _subtitle(writer: Writer) -> list[str]:
    study = writer.study
    parts = [writer.say("page.subtitle", count=len(study.responses))]
    if not study.responses.simulated:
        parts += _period(writer)
    version = writer.say("page.version", name=study.questionnaire.id, version=study.questionnaire.version)
    return [*parts, version]


def _period(writer: Writer) -> list[str]:
    paradata = writer.study.responses.paradata
    column = next(
        (name for name in ("submitted", "started") if name in paradata and paradata[name].notna().any()), None
    )
    if column is None:
        return []
    moments = pd.to_datetime(paradata[column], errors="coerce").dropna()
    if moments.empty:
        return []
    first, last = (moment.date().isoformat() for moment in (moments.min(), moments.max()))
    return [writer.say("page.day", first=first) if first == last else writer.say("page.period", first=first, last=last)]
