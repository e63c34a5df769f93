"""Which part of a questionnaire a heading of a response file means.

ODK Central joins groups and questions by ``-``, KoboToolbox by a sign of one's choice or not at all; KoboToolbox can
also write the labels of any language in the place of names.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.platforms.coding.wording import wording_key
from survey.platforms.manifest import Field, FieldPart, Manifest
from survey.platforms.xlsform.labels import label_question, write_text
from survey.platforms.xlsform.names import Names, name_form
from survey.questionnaire.item import Item, Matrix
from survey.questionnaire.questionnaire import Questionnaire
from survey.questionnaire.text import LocalText

_JOINT = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(frozen=True)
class Part:
    """What a column of a response file can hold.

    Attributes
    ----------
    column
        The column of the answers: an item, ``item__code`` or ``item__code__text``; "" for the consent and for notes.
    path
        Its group and its name in the form, joined by ``/``.
    wording
        What labels can stand over it, one a language, without those of its group.
    group
        The labels of its group.
    kind
        ``answer``, ``option``, ``text`` or ``consent`` as in a manifest, or ``note``, which nobody can answer.
    """

    column: str
    path: str
    wording: LocalText
    group: LocalText
    kind: FieldPart | Literal["note"]

    @property
    def name(self) -> str:
        """Its name without its group."""
        head, _, tail = self.path.partition("/")
        return tail or head


@dataclass(frozen=True)
class Found:
    """The part that a heading means, and whether the heading was a label."""

    part: Part
    by_label: bool


def list_parts(questionnaire: Questionnaire, manifest: Manifest) -> list[Part]:
    """Return everything that can have a column, in the order of the form."""
    names = name_form(questionnaire)
    fields: defaultdict[str, list[Field]] = defaultdict(list)
    for field in manifest.fields:
        fields[field.item].append(field)
    return list(_walk(questionnaire, names, fields))


def _walk(questionnaire: Questionnaire, names: Names, fields: Mapping[str, Sequence[Field]]) -> Iterator[Part]:
    title = _label_group(write_text(questionnaire.title), names.welcome, questionnaire)
    yield _note(f"{names.welcome}/{names.intro}", questionnaire.intro, title)
    yield _note(names.welcome, questionnaire.title, LocalText({}))
    for field in fields[""]:
        yield Part("", f"{names.welcome}/{field.name}", LocalText(field.wording), title, "consent")
    for page in questionnaire.pages:
        group = names.pages[page.id]
        label = _label_group(write_text(page.title) if page.title else LocalText({}), group, questionnaire)
        yield _note(f"{group}/{names.intros[page.id]}", page.intro, label)
        for block in page.blocks:
            if isinstance(block, Matrix):
                yield _note(f"{group}/{names.matrices[block.id]}", block.text, label)
            for item in block.rows if isinstance(block, Matrix) else (block,):
                yield from _item_parts(questionnaire.items[item], fields[item], group, label)
    yield _note(names.thanks, questionnaire.thanks, LocalText({}))


def _label_group(title: LocalText, name: str, questionnaire: Questionnaire) -> LocalText:
    return LocalText({tag: title.get(tag) or name for tag in questionnaire.languages})


def _note(path: str, text: LocalText | None, group: LocalText) -> Part:
    return Part("", path, write_text(text) if text else LocalText({}), group, "note")


def _item_parts(item: Item, fields: Sequence[Field], group: str, label: LocalText) -> Iterator[Part]:
    """Yield the parts of an item; a multiple choice has one for the whole answer and one for each option."""
    options = [field for field in fields if field.part == "option"]
    if options:
        whole = options[0].name.rpartition("/")[0]
        yield Part(item.id, f"{group}/{whole}", label_question(item), label, "answer")
    for field in fields:
        wording = LocalText(
            {tag: text + field.labels.get(tag, {}).get(field.code, "") for tag, text in field.wording.items()}
            if field.part == "option"
            else field.wording
        )
        yield Part(field.column, f"{group}/{field.name}", wording, label, field.part)


def match_headings(headings: Sequence[str], parts: Sequence[Part]) -> dict[int, Found]:
    """Return for the place of each heading that is understood the part it means.

    A name is looked for first. Labels may be the same over several columns: those are told apart by their order, if
    there are as many columns as parts.
    """
    found = {place: Found(part, False) for place, part in _match_names(headings, parts)}
    rest = [place for place, heading in enumerate(headings) if place not in found and heading]
    taken = {id(one.part) for one in found.values()}
    for place, part in _match_labels(headings, rest, [part for part in parts if id(part) not in taken]):
        found[place] = Found(part, True)
    return found


def _match_names(headings: Sequence[str], parts: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    exact: dict[str, Part] = {}
    loose: defaultdict[str, set[str]] = defaultdict(set)
    for part in parts:
        exact |= {part.name: part, part.path: part, part.path.replace("/", "-", 1): part}
        for spelling in (part.path, part.name):
            loose[_JOINT.sub("/", spelling)].add(part.path)
    for place, heading in enumerate(headings):
        similar = loose.get(_JOINT.sub("/", heading), set())
        if heading in exact:
            yield place, exact[heading]
        elif len(similar) == 1:
            yield place, exact[next(iter(similar))]


def _match_labels(headings: Sequence[str], places: Iterable[int], parts: Sequence[Part]) -> Iterator[tuple[int, Part]]:
    spelled: defaultdict[str, list[Part]] = defaultdict(list)
    for part in parts:
        for key in _keys(part):
            spelled[key].append(part)
    keys = {place: wording_key(headings[place]) for place in places}
    count = Counter(keys.values())
    seen: Counter[str] = Counter()
    for place, key in keys.items():
        possible = spelled.get(key, [])
        if possible and count[key] == len(possible):
            yield place, possible[seen[key]]
            seen[key] += 1


def _keys(part: Part) -> set[str]:
    whole = {wording_key(text) for text in part.wording.values()}
    inside = {wording_key(part.group.get(tag, "") + text) for tag, text in part.wording.items()}
    return {key for key in whole | inside if key}
