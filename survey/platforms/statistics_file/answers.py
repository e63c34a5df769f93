"""Data files read back: variables by name, by label, and by the labels of their values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from survey.platforms.coding.paradata import FLAGS, is_id, is_personal, name_paradata
from survey.platforms.coding.target import Dictionary, Target, build_dictionary
from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_one
from survey.platforms.files.table import Table
from survey.platforms.manifest import Field, Manifest
from survey.platforms.rewrite import Rewrite
from survey.platforms.statistics_file.value_labels import Decoded, decode_answers, decode_ticks
from survey.platforms.statistics_file.variables import BESIDE
from survey.questionnaire.questionnaire import Questionnaire


@dataclass(frozen=True)
class _Key:
    """What a file's names mean: of variables of answers, and of what stands beside them; all in lower case."""

    questionnaire: Questionnaire
    dictionary: Dictionary
    fields: Mapping[str, Field]
    beside: Mapping[str, str]


def adapt_file(
    table: Table,
    questionnaire: Questionnaire,
    manifest: Manifest | None,
    *,
    name_fields: Callable[[Questionnaire], Manifest],
    names: Callable[[Questionnaire], Mapping[str, str]],
) -> Table:
    """Return the table of a data file as a plain one.

    A variable is found by its name (the manifest's, or an id), then by its label, which is the question; where the two
    contradict each other, the label counts. The case of a name counts only beside another that differs in nothing else.

    Parameters
    ----------
    table
        As read from the file.
    questionnaire
        What was asked.
    manifest
        The one written at export, or None.
    name_fields, names
        The manifest and the names of the program's own files.
    """
    fields = (manifest or name_fields(questionnaire)).fields
    key = _Key(
        questionnaire,
        build_dictionary(questionnaire),
        {field.name.lower(): field for field in fields},
        {name.lower(): one for one, name in names(questionnaire).items() if one in BESIDE},
    )
    rewrite = Rewrite(table)
    for place, heading in enumerate(table.headings):
        found = key.fields.get(heading.lower())
        if found is not None and found.name != heading and found.name in table.headings:
            rewrite.set_aside(place)
        elif found is not None and found.part == "consent":
            rewrite.tell(place, "consent")
        elif (target := _find(rewrite, place, key, found)) is not None:
            _answer(rewrite, place, questionnaire, target, found.codes if found and manifest else {})
        else:
            _put_beside(rewrite, place, key.beside.get(heading.lower()))
    return rewrite.finish()


def _find(rewrite: Rewrite, place: int, key: _Key, field: Field | None) -> Target | None:
    """Return what a variable answers, or None if its name and label name nothing or too much."""
    table = rewrite.table
    named = frozenset({_target(field)}) if field else key.dictionary.look_up(table.headings[place])
    asked = key.dictionary.look_up(table.word_column(place)) if table.word_column(place) else frozenset()
    if named and asked and not _items(named) & _items(asked):
        if len(asked) == 1:
            (target,) = asked
            reason = f"its label is the question of {target.column}, whatever its name; read as that"
            rewrite.findings.append(name_one(table.name_column(place), reason))
            return target
        asked = frozenset()
    chosen = named if len(named) == 1 else asked
    return next(iter(chosen)) if len(chosen) == 1 else None


def _items(targets: frozenset[Target]) -> set[str]:
    return {target.item for target in targets}


def _target(field: Field) -> Target:
    return Target(field.item, "answer" if field.part == "consent" else field.part, field.code)


def _answer(
    rewrite: Rewrite, place: int, questionnaire: Questionnaire, target: Target, codes: Mapping[str, int]
) -> None:
    item = questionnaire.items.get(target.item)
    if item is None:
        return
    column = rewrite.table.columns[place]
    written = {value: next(iter(item.labels[code].values())) for value, code in codes.items() if code in item.labels}
    labels = {**written, **rewrite.table.labels.get(place, {})}
    decoded = Decoded(column)
    if target.part == "option" and labels:
        decoded = decode_ticks(item, target.code, column, labels)
    elif target.part == "answer" and labels and item.labels and item.type != "multiple_choice":
        decoded = decode_answers(item, column, labels)
    if decoded.oddity:
        rewrite.findings.append(name_one(rewrite.table.name_column(place), decoded.oddity))
    rewrite.answer(place, target.column, column=decoded.column)


def _put_beside(rewrite: Rewrite, place: int, key: str | None) -> None:
    """Put a variable that answers nothing where its name or its label says; others are left to their heading."""
    heading, label = rewrite.table.headings[place], rewrite.table.word_column(place)
    name = key.removeprefix("-") if key else name_paradata(heading) or name_paradata(label)
    if key == "-respondent" or (name is None and (is_id(heading) or is_id(label))):
        rewrite.identify(place)
    elif key == "-weight" or (name in FLAGS and not _is_flag(rewrite.table.columns[place])):
        rewrite.set_aside(place)
    elif name is not None:
        rewrite.tell(place, name)
    elif label and is_personal(label):
        rewrite.protect(place)


def _is_flag(column: Column) -> bool:
    """Tell whether a column says yes or no; another program's variable of that name may be a score."""
    return {text.strip() for text in column.texts} <= {"", "0", "1"}
