"""Response files as plain tables."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from survey.platforms.coding.paradata import is_personal
from survey.platforms.coding.target import Target
from survey.platforms.files.column import Column
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.qualtrics.columns import CONSENT, match_answers
from survey.platforms.qualtrics.header import Header, read_header
from survey.platforms.qualtrics.interview import read_mode, tell_interview
from survey.platforms.qualtrics.marks import can_answer, find_mark, name_mark
from survey.platforms.qualtrics.names import TEXT_END, name_fields
from survey.platforms.qualtrics.plan import Plan, Question
from survey.platforms.qualtrics.planner import plan_survey
from survey.platforms.qualtrics.values import OptionReader, join_number, split_text
from survey.platforms.rewrite import Rewrite
from survey.questionnaire.questionnaire import Questionnaire


def adapt_answers(table: Table, questionnaire: Questionnaire, manifest: Manifest | None) -> Table:
    """Return the table of a response file as a plain one.

    Parameters
    ----------
    table
        As read, its further header lines being its first rows.
    questionnaire
        What was asked.
    manifest
        The one written at export, or None.
    """
    header, rest = read_header(table)
    plan = plan_survey(questionnaire)
    known = manifest or name_fields(questionnaire, questionnaire.languages[0], plan)
    found = match_answers(header, questionnaire, plan, known, given=manifest is not None)
    adapter = _Adapter(rest, header, questionnaire, plan, found)
    adapter.look_for_mark()
    for place, target in found.items():
        adapter.put(place, target)
    tell_interview(header, adapter.rewrite, questionnaire)
    adapter.put_aside()
    return adapter.rewrite.finish()


class _Adapter:
    """A response file whose columns are given their meaning one by one."""

    def __init__(
        self, table: Table, header: Header, questionnaire: Questionnaire, plan: Plan, found: Mapping[int, Target]
    ) -> None:
        self.found = found
        self.rewrite = Rewrite(table)
        self.header = header
        self.questionnaire = questionnaire
        self.plan = plan
        self.places = plan.places
        self.as_text = read_mode(header, self.rewrite)
        self.mark: str | None = None

    def look_for_mark(self) -> None:
        """Find out whether, and how, the file marks what was seen but not answered."""
        columns = {target: self.rewrite.table.columns[place] for place, target in self.found.items()}
        self.mark = find_mark(columns, self.questionnaire)
        if self.mark is not None:
            self.rewrite.findings += name_mark(self.mark, columns, self.questionnaire)

    def put(self, place: int, target: Target) -> None:
        """Say what a column answers."""
        column = self._unmark(self.rewrite.table.columns[place], target)
        hidden = self._hidden(place)
        if target == CONSENT:
            self.rewrite.tell(place, "consent", column=self._read_consent(column))
            return
        question, row = self.places[target.item]
        if target.part == "text" and self._is_named(place, f"{question.tag}{TEXT_END}", f"{question.qid}{TEXT_END}"):
            self._put_texts(place, target, column, question)
            return
        if row is None and any(option.has_number for option in question.options):
            column = self._join(target.item, column, question)
        elif question.options and target.part != "text":
            column = self._read(column, target, question)
        self.rewrite.answer(place, target.column, column=column, hidden=None if target.part == "text" else hidden)

    def put_aside(self) -> None:
        """Keep every column without a meaning apart; of the oldest files the last one is empty."""
        for place, name in enumerate(self.header.names):
            if self.rewrite.is_used(place) or not (name or self.rewrite.table.columns[place].filled):
                continue
            if is_personal(name) or is_personal(self.header.wordings[place]):
                self.rewrite.protect(place)
            else:
                self.rewrite.set_aside(place)

    # -- cells ---------------------------------------------------------------------------------------------------

    def _unmark(self, column: Column, target: Target) -> Column:
        item = None if target == CONSENT else self.questionnaire.items[target.item]
        mark = self.mark
        if mark is None or can_answer(mark, target, item):
            return column
        return column.map(lambda text: "" if text.strip() == mark else text)

    def _hidden(self, place: int) -> np.ndarray | None:
        """Return who was not shown a question: what was seen and not answered is marked, if anything is."""
        return None if self.mark is None else self.rewrite.table.columns[place].blank

    def _read_consent(self, column: Column) -> Column:
        consent = self.plan.consent
        return OptionReader(consent.options, self.as_text).code(column) if consent else column

    def _read(self, column: Column, target: Target, question: Question) -> Column:
        reader = OptionReader(question.options, self.as_text)
        if target.part == "option":
            return reader.tick(column, target.code)
        return reader.split(column) if question.kind == "multiple" else reader.code(column)

    def _join(self, item: str, column: Column, question: Question) -> Column:
        """Return the numbers beside an option together with the special answers, from two columns."""
        number = next(option.id for option in question.options if option.has_number)
        ends = (f"_{number}{TEXT_END}", TEXT_END)
        wanted = [start + end for start in (question.tag, question.qid) for end in ends]
        for other in range(len(self.header.names)):
            if self._is_named(other, *wanted):
                entry = self._unmark(self.rewrite.table.columns[other], Target(item, "text"))
                return join_number(column, entry, question, self.as_text)
        return column

    def _put_texts(self, place: int, target: Target, entry: Column, question: Question) -> None:
        """Give the texts beside several options, which older files hold in one column, to the options chosen."""
        choice = next((other for other, own in self.found.items() if own == Target(target.item)), None)
        if choice is None:
            self.rewrite.answer(place, target.column, column=entry)
            return
        chosen = self.rewrite.table.columns[choice]
        for code, column in split_text(chosen, entry, question, self.as_text).items():
            self.rewrite.answer(place, Target(target.item, "text", code).column, column=column)

    def _is_named(self, place: int, *names: str) -> bool:
        own = {self.header.names[place].lower(), self.header.ids[place].lower()}
        return any(name.lower() in own for name in names)
