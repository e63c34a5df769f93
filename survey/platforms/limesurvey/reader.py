"""Response files of LimeSurvey as plain tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_rows
from survey.platforms.files.table import Table
from survey.platforms.limesurvey.cells import (
    Answers,
    find_label_language,
    list_answers,
    read_answers,
    read_tick,
    split_hidden,
    unmask_text,
)
from survey.platforms.limesurvey.draft import build_form
from survey.platforms.limesurvey.form import Form
from survey.platforms.limesurvey.headings import Matches, match_headings
from survey.platforms.limesurvey.interview import tell_interview
from survey.platforms.limesurvey.metadata import is_coded_below
from survey.platforms.limesurvey.names import name_fields
from survey.platforms.limesurvey.others import find_other, find_written, name_others, tick_text
from survey.platforms.manifest import Field, Manifest
from survey.platforms.rewrite import Rewrite, blank_unchosen, split_rows
from survey.questionnaire.questionnaire import Questionnaire

_BOTH = "a number is given too, and is kept; this answer instead of a number is not"
_UNTICKED = ("", "0")


def adapt_responses(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return a response file of LimeSurvey as a plain table: CSV or workbook in any of its ways, or a VV file."""
    fields = (manifest or name_fields(questionnaire)).fields
    form = build_form(questionnaire, manifest.language if manifest else questionnaire.languages[0])
    opened = _open_vv(table) if is_coded_below(table) else _open_plain(table)
    matches = match_headings(opened.headings, (*fields, *name_others(questionnaire)), form)
    matches = find_written(opened.columns, matches, questionnaire)
    merged, matches = _merge_special(_read_cells(opened, matches, questionnaire, form), matches, questionnaire)
    rewrite = Rewrite(merged)
    _put_answers(rewrite, matches, questionnaire)
    tell_interview(rewrite, questionnaire)
    return rewrite.finish()


def _open_plain(table: Table) -> Table:
    return replace(table, columns=tuple(column.map(unmask_text) for column in table.columns))


def _open_vv(table: Table) -> Table:
    lines, rest = split_rows(table, 1)
    parts = [split_hidden(column) for column in rest.columns]
    return replace(
        rest,
        headings=tuple(lines[0]),
        wordings=table.headings,
        columns=tuple(column for column, _ in parts),
        hidden={place: mask for place, (_, mask) in enumerate(parts)},
    )


def _read_cells(table: Table, matches: Matches, questionnaire: Questionnaire, form: Form) -> Table:
    """Return the table with the answers of matched columns as codes; free texts and numbers stay."""
    answers = {place: _list_answers(field, questionnaire, form) for place, field in matches.items()}
    tongue = find_label_language((table.columns[place], own) for place, own in answers.items())
    columns = list(table.columns)
    for place, field in matches.items():
        if field.part == "option":
            columns[place] = columns[place].map(read_tick)
        else:
            columns[place] = read_answers(columns[place], answers[place], tongue)
    return replace(table, columns=tuple(columns))


def _list_answers(field: Field, questionnaire: Questionnaire, form: Form) -> Answers:
    code = field.name.partition("[")[0]
    parts = next((question.answers for question in form.questions if question.code == code), ())
    other = find_other(questionnaire.item(field.item)) if field.part == "answer" else None
    return list_answers(field, parts, other)


def _merge_special(table: Table, matches: Matches, questionnaire: Questionnaire) -> tuple[Table, Matches]:
    """Put the special answers beside a number, which have a column of their own, into the number's column."""
    numbers = {place: field for place, field in matches.items() if _type(field, questionnaire) == "number"}
    own = {field.item: place for place, field in numbers.items() if not field.codes}
    apart = {own[field.item]: place for place, field in numbers.items() if field.codes and field.item in own}
    # LimeSurvey stores nothing for a number or date left blank, as for one not shown; a special answer tells.
    silent = {place for place, field in matches.items() if _type(field, questionnaire) in ("number", "date")}
    hidden = {place: mask for place, mask in table.hidden.items() if place not in silent}
    columns, findings = list(table.columns), list(table.findings)
    for number, special in apart.items():
        given = ~columns[number].blank
        name = table.name_column(special)
        findings += name_rows(name, table.rows, columns[special].cells, given & ~columns[special].blank, _BOTH)
        columns[number] = Column.from_cells(np.where(given, columns[number].cells, columns[special].cells))
        if special in table.hidden:
            hidden[number] = table.hidden[special] & ~given
    changed = replace(table, columns=tuple(columns), findings=tuple(findings), hidden=hidden)
    return _leave_out(changed, matches, frozenset(apart.values()))


def _type(field: Field, questionnaire: Questionnaire) -> str:
    return questionnaire.item(field.item).type if field.item else ""


def _leave_out(table: Table, matches: Matches, places: Collection[int]) -> tuple[Table, Matches]:
    """Return the table without some of its columns."""
    kept = [place for place in range(len(table.columns)) if place not in places]
    moved = {old: new for new, old in enumerate(kept)}
    smaller = replace(
        table,
        headings=tuple(table.headings[place] for place in kept),
        wordings=tuple(table.wordings[place] for place in kept if table.wordings),
        columns=tuple(table.columns[place] for place in kept),
        hidden={moved[place]: mask for place, mask in table.hidden.items() if place in moved},
    )
    return smaller, {moved[place]: field for place, field in matches.items() if place in moved}


def _put_answers(rewrite: Rewrite, matches: Matches, questionnaire: Questionnaire) -> None:
    """Say what the matched columns answer."""
    columns = rewrite.table.columns
    ticks: defaultdict[str, dict[int, tuple[int, Column]]] = defaultdict(dict)
    for place, field in matches.items():
        if field.part == "consent":
            rewrite.tell(place, "consent")
        elif field.part == "option":
            ticks[field.item][field.code] = (place, columns[place])
        else:
            rewrite.answer(place, field.column)
    for place, field in matches.items():
        if field.part == "text" and _type(field, questionnaire) == "multiple_choice":
            ticks[field.item].setdefault(field.code, (place, tick_text(columns[place])))
    for item, own in ticks.items():
        cleared = blank_unchosen({code: column for code, (_, column) in own.items()}, _is_told)
        for code, (place, _) in own.items():
            rewrite.answer(place, f"{item}__{code}", column=cleared[code])


def _is_told(tick: str) -> bool:
    """Tell whether the column of an option says something: that it was chosen, or what nobody understands."""
    return tick.strip() not in _UNTICKED
