"""Names of groups of respondents in the report's language."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from survey.notes import Note
from survey.report.writer import Writer

if TYPE_CHECKING:
    from survey.analysis.comments.comments import CodedComments

# Indicators that notes call by their id.
INDICATORS = ("csat", "recommend", "effort")


def name_grouping(writer: Writer, by: str) -> str:
    """Return what respondents are grouped by: the question, or the column as it is called."""
    if by in writer.study.questionnaire.items:
        return writer.quote(writer.wording(by).rstrip("。"))
    return writer.say("segments.by_language") if by == "language" else by


def name_segment(writer: Writer, by: str, segment: str) -> str:
    """Return the answer that makes a group, whatever language the analysis wrote it in."""
    item = writer.study.questionnaire.items.get(by)
    if item is None:
        return segment
    for code, label in item.labels.items():
        if segment in {label.in_language(tag) for tag in writer.study.questionnaire.languages} or segment == str(code):
            return writer.answer(by, code)
    return segment


def name_note(writer: Writer, note: str) -> str:
    """Return a note of a result in the report's language, with the labels it holds in that language too."""
    if not isinstance(note, Note):
        return note
    known = _labels(writer)
    values = {key: _name(writer, known, text) if isinstance(text, str) else text for key, text in note.values.items()}
    return writer.note(Note(note.code, **values))


def _labels(writer: Writer) -> dict[str, str]:
    """Return every label of a construct or an answer, in any language, with what the report calls it."""
    questionnaire = writer.study.questionnaire
    languages = list(questionnaire.languages)
    known: dict[str, str] = {}
    for item in questionnaire.items.values():
        for code, label in item.labels.items():
            known |= {label.in_language(tag): writer.answer(item.id, code) for tag in languages}
    for name, construct in questionnaire.constructs.items():
        known |= {construct.label.in_language(tag): writer.construct(name) for tag in languages}
    coded = cast("CodedComments | None", writer.study.depth.get("comments"))
    if coded is not None:
        known |= {name: code.label.in_language(writer.language) for name, code in coded.codebook.codes.items()}
    return known | {name: writer.say(f"indicators.{name}") for name in INDICATORS}


def _name(writer: Writer, known: dict[str, str], text: str) -> str:
    if text in known:
        return known[text]
    head, colon, rest = text.partition(": ")
    if colon and head in writer.study.questionnaire.items:
        return writer.say("unit.labelled", label=name_grouping(writer, head), text=_name(writer, known, rest))
    parts = text.split(", ")
    return writer.say("list.separator").join(known[part] for part in parts) if set(parts) <= set(known) else text
