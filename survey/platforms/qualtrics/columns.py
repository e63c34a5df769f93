"""What each column of a response file answers: by the ids, the names, and the questions over the columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.platforms.coding.target import Dictionary, Target, build_dictionary
from survey.platforms.coding.wording import plain
from survey.platforms.manifest import Field, Manifest
from survey.platforms.qualtrics.header import Header, clean_wording
from survey.platforms.qualtrics.markup import write_row, write_text
from survey.platforms.qualtrics.names import TEXT_END
from survey.platforms.qualtrics.plan import Plan, Question
from survey.questionnaire.questionnaire import Questionnaire

CONSENT = Target("", "answer", -1)
_TRUSTED_SHARE = 0.8  # of the columns that a name and an id both explain must be explained alike
_FEWEST_PAIRS = 3
_OWN_TAG = re.compile(r"Q\d+(?:[._#]\d+)*")  # what Qualtrics calls a question of itself
# What Qualtrics derives from an answer: the group of a recommendation, orders, times, topics of a text.
_DERIVED = re.compile(
    r"_NPS_GROUP$|_DO(?:_\w+)?$|_(?:First|Last) Click$|_Page Submit$|_Click Count$"
    r"|_(?:FIRST|LAST)_CLICK$|_PAGE_SUBMIT$|_CLICK_COUNT$|(?:Topics|Sentiment\w*|TopicHierarchy\d*)$"
)


def match_answers(
    header: Header, questionnaire: Questionnaire, plan: Plan, manifest: Manifest, *, given: bool
) -> dict[int, Target]:
    """Return the places of the columns that answer something, and what.

    An id counts where ids and names agree, or where the manifest is the export's own and they do not contradict each
    other; then the name; then the question over the column. Of an option's column that also tells which option it is.

    Parameters
    ----------
    header
        The header lines.
    questionnaire
        What was asked.
    plan
        The survey made of it.
    manifest
        What its columns are called.
    given
        Whether the manifest is the one written at export.
    """
    matcher = _Matcher(header, build_dictionary(questionnaire), plan, manifest, given)
    found = {place: target for place in range(len(header.names)) if (target := matcher.find(place)) is not None}
    return _drop_doubles(found, matcher)


@dataclass
class _Matcher:
    """Finds what columns answer."""

    header: Header
    dictionary: Dictionary
    plan: Plan
    manifest: Manifest
    given: bool

    def __post_init__(self) -> None:
        self.by_id = {question.qid + TEXT_END: target for question, target in _list_shared_texts(self.plan)}
        self.by_id |= {field.question: _target(field) for field in self.manifest.fields if field.question}
        self.by_name = dict(_spell(self.plan))
        self.by_name |= {field.name.lower(): _target(field) for field in self.manifest.fields}
        texts: dict[str, set[Target]] = {}
        for text, target in _word(self.plan):
            texts.setdefault(text, set()).add(target)
        self.by_text = {text: targets.pop() for text, targets in texts.items() if len(targets) == 1}
        self.labels = _list_labels(self.manifest)
        self.trusted = self._agree()

    def find(self, place: int) -> Target | None:
        """Return what a column answers, or None."""
        name, own, wording = self.header.names[place], self.header.ids[place], self.header.wordings[place]
        if _DERIVED.search(name) or _DERIVED.search(own):
            return None
        by_id = self.by_id.get(own) if self.trusted else None
        by_name = self.by_name.get(name.lower())
        by_wording = (
            self._only(self.dictionary.look_up(wording)) or self.by_text.get(plain(wording)) if wording else None
        )
        if by_id is not None:
            return self._settle_option(by_id, wording)
        if by_name is not None and not (_OWN_TAG.fullmatch(name) and by_wording):
            return self._settle_option(by_name, wording)
        return by_wording or self._only(self.dictionary.look_up(name))

    def is_certain(self, place: int, target: Target) -> bool:
        """Tell whether a column's id says what it answers."""
        return self.trusted and self.by_id.get(self.header.ids[place]) == target

    def _agree(self) -> bool:
        pairs = [
            (self.by_id[own], self.by_name[name.lower()])
            for own, name in zip(self.header.ids, self.header.names, strict=True)
            if own in self.by_id and name.lower() in self.by_name
        ]
        if len(pairs) < _FEWEST_PAIRS:
            return self.given
        return sum(one == other for one, other in pairs) >= _TRUSTED_SHARE * len(pairs)

    def _settle_option(self, target: Target, wording: str) -> Target:
        """Return the option that the question over the column names, if it clearly names one of the same item."""
        if target.part != "option" or not wording:
            return target
        text = plain(wording)
        fits = [
            other
            for other, labels in self.labels.items()
            if other.item == target.item and any(text.endswith((f"- {label}", f"-{label}")) for label in labels)
        ]
        return fits[0] if len(fits) == 1 else target

    @staticmethod
    def _only(found: frozenset[Target]) -> Target | None:
        return next(iter(found)) if len(found) == 1 else None


def _target(field: Field) -> Target:
    return CONSENT if field.part == "consent" else Target(field.item, field.part, field.code)


def _list_labels(manifest: Manifest) -> dict[Target, list[str]]:
    """Return the labels of every option that has a column, as they stand at the end of the text over it."""
    return {
        _target(field): [
            label for own in field.labels.values() for text in own.values() if (label := plain(clean_wording(text)))
        ]
        for field in manifest.fields
        if field.part == "option"
    }


def _spell(plan: Plan) -> Iterator[tuple[str, Target]]:
    """Yield the names that columns can have beside those of the manifest, in lower case, the least certain first."""
    for question, target in _list_shared_texts(plan):
        yield (question.tag + TEXT_END).lower(), target
    for question in plan.questions:
        yield from ((name.lower(), target) for name, target in _spell_question(question))


def _list_shared_texts(plan: Plan) -> Iterator[tuple[Question, Target]]:
    """Yield the questions whose options' texts older files hold in one column, and the first of these options."""
    for question in plan.questions:
        options = [option for option in question.options if option.has_text]
        if options and question.item and question.kind != "multiple":
            yield question, Target(question.item.id, "text", options[0].code)


def _spell_question(question: Question) -> Iterator[tuple[str, Target]]:
    for row in question.rows:
        target = Target(row.item.id)
        yield from ((f"{question.tag}_{end}", target) for end in (row.id, row.tag, row.item.id))
        yield row.tag, target
    item = question.item
    if item is None:
        return
    for number, option in enumerate(question.options, 1):
        for end in (number, option.code, option.id):
            if item.type == "multiple_choice":
                yield f"{question.tag}_{end}", Target(item.id, "option", option.code)
            if option.has_text:
                yield f"{question.tag}_{end}{TEXT_END}", Target(item.id, "text", option.code)


def _word(plan: Plan) -> Iterator[tuple[str, Target]]:
    """Yield the texts that stand over columns, as `plain` gives them, where more than the question is part of them."""
    for question in plan.questions:
        for tongue in question.text:
            stem = clean_wording(write_text(question, tongue))
            if question.item is not None:
                yield from _word_item(question, question.item.id, stem, tongue)
            for row in question.rows:
                own = clean_wording(write_row(row.item.text, row.item.help, tongue))
                yield from ((plain(stem + joint + own), Target(row.item.id)) for joint in (" - ", "-"))


def _word_item(question: Question, item: str, stem: str, tongue: str) -> Iterator[tuple[str, Target]]:
    if question.kind != "multiple":
        yield plain(stem), Target(item)
    for option in question.options:
        if option.has_text:
            yield plain(f"{stem} - {option.label.in_language(tongue)} - Text"), Target(item, "text", option.code)


def _drop_doubles(found: Mapping[int, Target], matcher: _Matcher) -> dict[int, Target]:
    """Return the places without those whose answers another column gives that is certain by its id."""
    certain = {target for place, target in found.items() if matcher.is_certain(place, target)}
    return {
        place: target for place, target in found.items() if target not in certain or matcher.is_certain(place, target)
    }
