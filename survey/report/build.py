"""From a study to a document: the sections in reading order."""

from __future__ import annotations

import pandas as pd

from survey.report.document import Document, Note
from survey.report.sections.actions import build_actions
from survey.report.sections.answer import build_answer
from survey.report.sections.drivers import build_drivers
from survey.report.sections.indicators import build_indicators
from survey.report.sections.items import build_items
from survey.report.sections.limits import build_limits
from survey.report.sections.methods import build_methods
from survey.report.sections.priorities import build_priorities
from survey.report.sections.reliability import build_reliability
from survey.report.sections.respondents import build_respondents
from survey.report.sections.screening import build_screening
from survey.report.writer import Writer

SECTIONS = (
    build_answer,
    build_respondents,
    build_screening,
    build_indicators,
    build_reliability,
    build_drivers,
    build_priorities,
    build_actions,
    build_items,
    build_limits,
    build_methods,
)


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
    return Document(
        title=title or study.questionnaire.title.in_language(writer.source),
        language=writer.language,
        subtitle=tuple(_subtitle(writer)),
        sections=tuple(build(writer) for build in SECTIONS),
        banner=banner,
        footer=writer.say("page.footer", version=study.versions.get("survey-workbench", "")).replace("  ", " "),
    )


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
