"""Answers: a questionnaire from the columns of a response file of any kind."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from survey.drafting.column import DraftColumn, ask_column, guess_top
from survey.drafting.column_groups import Grouped, group_columns, is_tick, split_text_column, split_wording
from survey.drafting.consent import CONSENT
from survey.drafting.language import guess_language
from survey.drafting.naming import make_id
from survey.drafting.plain_text import read_html
from survey.drafting.sketch import Answer, Question, Sketch, SketchPage
from survey.platforms.coding.paradata import is_id, is_personal, name_paradata
from survey.platforms.coding.wording import wording_key
from survey.platforms.files.source import read_table
from survey.platforms.files.table import Role, Table
from survey.platforms.registry import PLAIN, adapt_table, find_platform, recognise_table
from survey.platforms.surveymonkey.headings import is_fact, split_headings
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

_ASKS_NOTHING = Questionnaire(
    id="nothing", version="1.0", languages=("en",), title=LocalText({"en": "-"}), pages=(), items={}, constructs={}
)
_TWO_HEADINGS = "surveymonkey"
_WHOLE = frozenset(map(wording_key, ("", "Response", "Open-Ended Response", "回答", "开放式回答", "答复")))
_OWN_LABELS = ("spss", "stata")  # files whose labels say what a value means
_NUMBERED = re.compile(r"(?P<stem>.*?[A-Za-z])_?\d+")
_LONGEST_PERSONAL = 60


def read_columns(file: Path, language: str | None) -> Sketch:
    """Read a response file.

    Raises
    ------
    ReadError
        It is damaged, unsafe, or no table.
    """
    table = read_table(file)
    platform = recognise_table(table)
    if platform == _TWO_HEADINGS:
        table = _join_headings(table)
    elif platform not in (PLAIN, *_OWN_LABELS):
        table = adapt_table(table, _ASKS_NOTHING, platform)
    source = table.origin.kind.upper() if platform == PLAIN else find_platform(platform).title
    return sketch_columns(list_columns(table), source, language, roles=table.roles)


def _join_headings(table: Table) -> Table:
    """Return a table of SurveyMonkey with one heading a column: the question, and in brackets the option or row."""
    parts, rest = split_headings(table)
    names: list[str] = []
    stem = ""
    for heading, part in zip(rest.headings, parts, strict=True):
        stem = heading or stem
        names.append(stem if wording_key(part) in _WHOLE else f"{stem} [{part.strip()}]")
    facts: dict[int, Role] = {place: "paradata" for place, heading in enumerate(rest.headings) if is_fact(heading)}
    return replace(rest, headings=tuple(names), names=(), roles=facts)


def list_columns(table: Table) -> list[DraftColumn]:
    """Return the columns of a table, with every different text counted."""
    found = []
    for place, column in enumerate(table.columns):
        counts = np.bincount(column.places, minlength=len(column.texts))
        texts = {text.strip(): int(count) for text, count in zip(column.texts, counts, strict=True) if text.strip()}
        listed = DraftColumn(
            name=table.name_column(place), wording=table.word_column(place), labels=table.labels.get(place, {})
        )
        listed.counts = Counter(texts)
        found.append(listed)
    return found


def sketch_columns(
    columns: Sequence[DraftColumn], source: str, language: str | None, *, roles: object = None
) -> Sketch:
    """Return the sketch of the questionnaire behind some columns.

    Parameters
    ----------
    columns
        In the order of the file.
    source
        What kind of file it is.
    language
        The language of its texts; None guesses between Chinese and English.
    roles
        The place of a column to what it is, where that is known without looking at the heading.
    """
    texts = [text for column in columns for text in (column.name, column.wording, *column.labels.values())]
    tongue = language or guess_language([*texts, *(text for one in columns for text in list(one.counts)[:5])])
    sketch = Sketch(source=source, languages=[tongue])
    if language is None:
        sketch.notes.append(f"The language is taken to be {tongue}; if it is another, draft again with that language.")
    kept = _leave_out(columns, roles if isinstance(roles, dict) else {}, sketch)
    for column in kept:
        column.tongue = tongue
    page = SketchPage(id="main")
    sketch.pages.append(page)
    text_columns = {id(column): place for column in kept if (place := split_text_column(column.name))}
    asked = [column for column in kept if id(column) not in text_columns]
    for number, part in enumerate(group_columns(asked), 1):
        page.questions += _ask_group(part, number) if isinstance(part, Grouped) else _ask_one(part, number, sketch)
    _put_texts(page, [one for one in kept if id(one) in text_columns], text_columns, sketch)
    _even_out(page.questions)
    return sketch


def _leave_out(columns: Sequence[DraftColumn], roles: dict[int, str], sketch: Sketch) -> list[DraftColumn]:
    """Return the columns that hold answers."""
    kept, para, person = [], [], []
    for place, column in enumerate(columns):
        role, heading = roles.get(place), column.name
        if heading.lower() == CONSENT and is_tick(column, ""):
            para.append(heading)
            sketch.consent = {sketch.languages[0]: read_html(column.wording)} if column.wording else {}
            continue
        if not heading.strip() or (heading == f"column {place + 1}" and not column.counts):
            continue
        if role in ("paradata", "id") or (role is None and (is_id(heading) or name_paradata(heading))):
            para.append(heading)
        elif role == "personal" or is_personal(heading) or _is_personal(column.wording):
            person.append(heading)
        else:
            kept.append(column)
    if para:
        sketch.notes.append(f"Left out, as they are about the interview: {', '.join(para)}.")
    if person:
        sketch.notes.append(f"Left out, as they can identify a person: {', '.join(person)}.")
    return kept


def _is_personal(wording: str) -> bool:
    text = read_html(wording)
    return len(text) <= _LONGEST_PERSONAL and is_personal(text)


def _ask_one(column: DraftColumn, number: int, sketch: Sketch) -> list[Question]:
    made = ask_column(column, number)
    if made is None:
        sketch.notes.append(f"Left out, as nobody answered it: {column.name}.")
    return [made] if made else []


def _ask_group(group: Grouped, place: int) -> list[Question]:
    tongue = group.columns[0].tongue
    stem, _ = split_wording(group.columns[0].wording)
    name = group.stem if make_id(group.stem, "") and " " not in group.stem and len(group.stem) < 40 else f"q{place}"
    question = Question(id=name, kind="multiple_choice", text={tongue: stem or group.stem})
    if group.is_ticked:
        for place, (part, column) in enumerate(zip(group.parts, group.columns, strict=True), 1):
            label = split_wording(column.wording)[1] or ("" if group.coded else part)
            question.answers.append(Answer(int(part) if group.coded else place, {tongue: label} if label else {}))
        if not all(answer.label for answer in question.answers):
            question.remarks.append("To finish: the labels of the options")
        return [question]
    merged = replace(group.columns[0], counts=sum((one.counts for one in group.columns), Counter()))
    whole = ask_column(merged, 1)
    if whole is None or not whole.answers or whole.kind == "multiple_choice":
        single = [ask_column(column, number) for number, column in enumerate(group.columns, 1)]
        return [one for one in single if one is not None]
    question.kind, question.answers, question.remarks = "matrix", whole.answers, whole.remarks
    for number, (part, column) in enumerate(zip(group.parts, group.columns, strict=True), 1):
        own = column.name if make_id(column.name, "") == column.name else f"{name}_{number}"
        question.rows.append(Question(id=own, kind="scale", text={tongue: part}))
    return [question]


def _put_texts(
    page: SketchPage, columns: Sequence[DraftColumn], places: dict[int, tuple[str, int]], sketch: Sketch
) -> None:
    """Give options the text that stands beside them; a column without its option is a question of its own."""
    for column in columns:
        name, code = places[id(column)]
        asked = next((one for one in page.questions if one.id == name), None)
        if asked is None or asked.kind not in ("rated", "single_choice", "multiple_choice"):
            page.questions += _ask_one(column, len(page.questions) + 1, sketch)
            continue
        answer = next((one for one in asked.answers if one.code == code), None)
        if answer is None:
            answer = Answer(code)
            asked.answers.append(answer)
            asked.answers.sort(key=lambda one: (bool(one.special), one.code))
        answer.has_text = True
        asked.kind = "single_choice" if asked.kind == "rated" else asked.kind


def _even_out(questions: Sequence[Question]) -> None:
    """Give items that are numbered through the range of the widest of them, where the file has no labels."""
    runs: defaultdict[str, list[Question]] = defaultdict(list)
    for question in questions:
        bare = question.kind == "rated" and not any(answer.label for answer in question.answers)
        if bare and (match := _NUMBERED.fullmatch(question.id)):
            runs[match["stem"]].append(question)
    for run in runs.values():
        points = [one.code for question in run for one in question.answers if not one.special]
        low, high = min(points), guess_top(min(points), max(points))
        for question in run:
            special = [one for one in question.answers if one.special]
            question.answers = [Answer(code) for code in range(low, high + 1)] + special
