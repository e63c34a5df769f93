"""The columns of answers of a response file whose questions are numbered."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_cells, name_one
from survey.platforms.files.table import Table
from survey.platforms.manifest import Manifest
from survey.platforms.numbered.choices import JOINTS, Reading, has_words, read_joined, read_single, read_ticks
from survey.platforms.numbered.labels import Labels, list_labels
from survey.platforms.numbered.marks import Marks
from survey.platforms.numbered.match import Spot, match_questions
from survey.platforms.numbered.numbers import list_places, renumber
from survey.platforms.numbered.question import Question, list_questions
from survey.platforms.numbered.scheme import Scheme, choose_scheme, read_wholes
from survey.platforms.rewrite import Rewrite, blank_unchosen
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True)
class Manner:
    """How a platform writes answers into a file.

    Attributes
    ----------
    marks
        What stands where there is no answer.
    places
        Whether numbers are places of options even where they read like labels.
    scores
        Whether the numbers of scales are their codes where they may be places too.
    sparse
        Whether the column of an option that is not chosen is blank.
    joints
        What may stand between several options in one cell.
    doubt
        What to do where numbers may be places or codes, for the message.
    date
        Returns a date with the year first.
    """

    marks: Marks = field(default_factory=Marks)
    places: bool = False
    scores: bool = False
    sparse: bool = False
    joints: Sequence[str] = JOINTS
    doubt: str = ""
    date: Callable[[str], str] = str


class Answers:
    """A table while its columns of answers are found and given their meaning.

    Attributes
    ----------
    rewrite
        Takes the meanings.
    languages
        Of the questionnaire, the form's own first.
    spots
        The place of a column to what it answers, once matched.
    chosen
        The item of a question with one answer to the codes given, once put.

    Parameters
    ----------
    table, questionnaire, manifest
        As a platform's reader is given them.
    lettered
        Whether the platform writes a letter for the place of an option before its label.
    """

    def __init__(
        self, table: Table, questionnaire: Questionnaire, manifest: Manifest | None, *, lettered: bool = False
    ) -> None:
        self.table = table
        self.manifest = manifest
        self.rewrite = Rewrite(table)
        self.spots: Mapping[int, Spot] = {}
        self.chosen: dict[str, Column] = {}
        first = () if manifest is None else (manifest.language,)
        self.languages = tuple(dict.fromkeys((*first, *questionnaire.languages)))
        self._questions = renumber(list_questions(questionnaire), manifest)
        self._labels = {
            question.number: list_labels(question, self.languages, lettered=lettered) for question in self._questions
        }
        self._manner = Manner()
        self._tells = False

    def match(self, headings: Mapping[int, str]) -> None:
        """Find out what columns answer, by their headings."""
        matches = match_questions(headings, self._questions, self.languages)
        self.rewrite.findings += matches.findings
        self.spots = matches.spots

    def list_options(self) -> Iterable[tuple[Spot, Column, Labels]]:
        """Return each column of options: what it answers, its cells, and the labels it could hold."""
        for place, spot in self.spots.items():
            if spot.question.codes:
                yield spot, self.table.columns[place], self._labels[spot.question.number]

    def put(self, manner: Manner) -> None:
        """Give all matched columns their meaning."""
        self._manner = manner
        self._tells = any(self.table.columns[place].mark(manner.marks.is_skipped).any() for place in self.spots)
        together: defaultdict[int, dict[int, Spot]] = defaultdict(dict)
        for place, spot in self.spots.items():
            together[spot.question.number][place] = spot
        for spots in together.values():
            self._put(next(iter(spots.values())).question, spots)

    def say(self, place: int, reason: str) -> None:
        """Add a finding about a column."""
        self.rewrite.findings.append(name_one(self.table.name_column(place), reason))

    def _put(self, question: Question, spots: Mapping[int, Spot]) -> None:
        ticks = {place: spot.option for place, spot in spots.items() if spot.option is not None}
        if ticks:
            self._put_ticks(question, ticks)
        whole = {place: spot for place, spot in spots.items() if spot.option is None}
        if question.kind == "choices":
            for place in whole:
                self._put_joined(question, place)
        elif question.codes:
            self._put_single(question, whole)
        else:
            for place in whole:
                self._put_free(question, place)

    def _clear(self, place: int) -> Column:
        return self._manner.marks.clear(self.table.columns[place])

    def _hide(self, place: int) -> np.ndarray | None:
        """Return who was not shown a question; None where the file marks nobody."""
        return self.table.columns[place].mark(self._manner.marks.is_skipped) if self._tells else None

    def _explain(self, question: Question, place: int, reading: Reading) -> None:
        """Put the texts beside options, and say what is no answer."""
        rows, column = self.table.rows, self.table.columns[place]
        self.rewrite.findings += name_cells(self.table.name_column(place), rows, column, reading.reasons)
        for item in question.items[:1]:
            for code, texts in reading.beside.items():
                self.rewrite.answer(place, f"{item.id}__{code}__text", column=texts)

    def _put_ticks(self, question: Question, options: Mapping[int, int]) -> None:
        item, labels, columns = question.items[0], self._labels[question.number], {}
        ranks = False
        for place, code in options.items():
            reading, ranked = read_ticks(question, code, self._clear(place), labels)
            self._explain(question, place, reading)
            columns[code] = reading.columns[code]
            ranks = ranks or ranked
        if self._manner.sparse:
            columns = _fill_unchosen(columns)
        # What is no tick stays, to be named as no answer.
        answered = blank_unchosen(columns, lambda text: text not in ("", "0"))
        for place, code in options.items():
            self.rewrite.answer(place, f"{item.id}__{code}", column=answered[code], hidden=self._hide(place))
        if ranks:
            self.say(min(options), "holds ranks; an option with a rank is read as chosen")

    def _put_joined(self, question: Question, place: int) -> None:
        labels = self._labels[question.number]
        reading = read_joined(question, self._clear(place), labels, self._manner.joints)
        self._explain(question, place, reading)
        for code, column in reading.columns.items():
            self.rewrite.answer(place, f"{question.where}__{code}", column=column, hidden=self._hide(place))

    def _put_single(self, question: Question, spots: Mapping[int, Spot]) -> None:
        labels = self._labels[question.number]
        scheme = self._choose_scheme(question, spots)
        for place, spot in spots.items():
            column = self._clear(place)
            by_number = self._manner.places or has_words(column, labels) is False
            reading = read_single(question, column, labels, scheme if by_number else None)
            if question.kind == "consent":
                self._explain(question, place, reading)
                self.rewrite.tell(place, "consent", column=reading.columns[0])
                continue
            item = question.items[spot.row]
            self.chosen[item.id] = reading.columns[0]
            self.rewrite.answer(place, item.id, column=reading.columns[0], hidden=self._hide(place))
            self._explain(question, place, reading)

    def _choose_scheme(self, question: Question, spots: Mapping[int, Spot]) -> Scheme:
        """Return what the numbers of a question stand for, from all of its columns together."""
        labels, columns = self._labels[question.number], [self._clear(place) for place in spots]
        numbered = [column for column in columns if self._manner.places or has_words(column, labels) is False]
        seen = {number for column in numbered for number in read_wholes(column)}
        prefer = self._manner.scores and question.kind in ("scale", "matrix") and not question.has_special
        scheme = choose_scheme(list_places(question, self.manifest), question.codes, seen, prefer_codes=prefer)
        if scheme.doubt:
            read_as = "scores" if prefer else "places"
            self.say(
                min(spots),
                f"the numbers may be places of options or scores, and are read as {read_as}; {self._manner.doubt}",
            )
        return scheme

    def _put_free(self, question: Question, place: int) -> None:
        column = self._clear(place)
        if question.kind == "date":
            column = column.map(self._manner.date)
        self.rewrite.answer(place, question.where, column=column, hidden=self._hide(place))


def _fill_unchosen(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Return the columns of the options with 0 where a cell is blank and another option is chosen."""
    chosen = np.any([~column.blank for column in columns.values()], axis=0)
    return {code: column.replace(chosen & column.blank, "0") for code, column in columns.items()}
