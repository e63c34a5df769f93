"""The waves of a survey: their answers, their place in time, and whether the same persons answered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import Weights
from survey.analysis.groups.group_sides import Side
from survey.analysis.groups.respondent_groups import take_groups
from survey.analysis.groups.segment_input import SegmentInput, take_segment_input
from survey.analysis.measurement.measurement_gate import GateItems, take_gate_items
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.scores import Scores

Answers = Scores | Responses | pd.DataFrame
# Fewer ids than this share of the smaller wave in common are taken for a coincidence.
PANEL_SHARE = 0.5
# Whole numbers up to this many times the respondents are taken for row numbers, not for persons.
ROW_NUMBERS = 10


@dataclass(frozen=True)
class Waves:
    """Waves in order.

    Attributes
    ----------
    names, times
        Name of each wave, and its place in time: its own number if all names are numbers, else 1, 2, 3.
    sides
        Answers of each wave, all with the same outcome, drivers and indicators.
    paired
        Whether persons recur and are followed.
    """

    names: list[str]
    times: np.ndarray
    sides: list[Side]
    paired: bool
    notes: tuple[Note, ...]

    @property
    def first(self) -> SegmentInput:
        """The first wave's answers, for names and labels."""
        return self.sides[0].data

    def gate_items(self) -> tuple[GateItems | None, list[str]]:
        """Return items that all waves share, and the wave of each of their rows."""
        return _share_items(self)


def take_waves(
    given: Mapping[str, Answers] | Answers,
    by: str | Sequence[object] | pd.Series | np.ndarray | None,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights | Mapping[str, Any],
    paired: bool | None,
    persons: str | Sequence[object] | pd.Series | None,
    language: str | None,
) -> Waves:
    """Take the waves out of one set of answers, or of several.

    Raises
    ------
    DataError
        There are fewer than two waves, or they have no outcome or driver in common.
    OptionError
        Arguments that do not go together.
    """
    named = None if drivers is None else list(drivers)
    if isinstance(given, Mapping):
        names, sides, notes = _take_several(given, outcome, named, weights, language)
        ids = [pd.Series(side.data.values.index) for side in sides]
        if persons is not None:
            raise OptionError("several sets of answers are matched by respondent id; leave persons= out.")
    else:
        names, sides, ids = _take_one(given, by, outcome, named, weights, persons, language)
        notes = []
    numbered, follow, said = _match(sides, ids, paired, known=persons is not None or isinstance(given, Mapping))
    return Waves(names, _time(names), numbered, follow, (*notes, *said))


def _take_several(
    given: Mapping[str, Answers],
    outcome: str | None,
    drivers: list[str] | None,
    weights: Weights | Mapping[str, Any],
    language: str | None,
) -> tuple[list[str], list[Side], list[Note]]:
    if len(given) < 2:
        raise DataError(f"{len(given)} wave(s) given; a comparison needs two or more: {{'2025': …, '2026': …}}.")
    if unknown := [name for name in drivers or [] if not any(_known(one, [name]) for one in given.values())]:
        raise OptionError(f"no wave has a column or construct {', '.join(map(repr, unknown))}.")
    taken = {
        str(name): take_segment_input(one, outcome, _known(one, drivers), _of_wave(weights, name), language)
        for name, one in given.items()
    }
    outcomes = {one.outcome for one in taken.values()}
    if len(outcomes) > 1:
        raise DataError(f"the waves have different outcomes ({', '.join(sorted(outcomes))}); give outcome=.")
    shared = [name for name in next(iter(taken.values())).drivers if all(name in one.drivers for one in taken.values())]
    if not shared:
        raise DataError(
            "the waves have no driver in common: "
            + "; ".join(f"{name}: {', '.join(one.drivers)}" for name, one in taken.items())
        )
    notes = [
        Note("waves_left_out", wave=name, constructs=", ".join(one.labels.get(left, left) for left in extra))
        for name, one in taken.items()
        if (extra := [driver for driver in one.drivers if driver not in shared])
    ]
    notes += _say_items(taken, [*outcomes, *shared])
    sides = [Side(_restrict(one, shared), np.ones(len(one.values), dtype=bool)) for one in taken.values()]
    return list(taken), sides, notes


def _known(one: Answers, drivers: list[str] | None) -> list[str] | None:
    """Return the drivers asked for that a wave has; a questionnaire may have gained or lost some."""
    if drivers is None:
        return None
    if isinstance(one, pd.DataFrame):
        return [name for name in drivers if name in set(one.columns)]
    return [name for name in drivers if name in one.questionnaire.constructs]


def _of_wave(weights: Weights | Mapping[str, Any], name: str) -> Weights:
    if not isinstance(weights, Mapping):
        if weights is not None and not isinstance(weights, str):
            raise OptionError("several waves take weights as a column name, or as a mapping of wave to weights.")
        return weights
    if name not in weights:
        raise OptionError(f"weights= has none for wave {name!r}; it has: {', '.join(map(str, weights))}.")
    found: Weights = weights[name]
    return found


def _restrict(one: SegmentInput, drivers: list[str]) -> SegmentInput:
    columns = [one.outcome, *drivers]
    return replace(one, drivers=drivers, values=one.values[columns], not_asked=one.not_asked[columns])


def _say_items(taken: Mapping[str, SegmentInput], constructs: list[str]) -> list[Note]:
    """Return a note on constructs that waves measure by different items."""
    sheets = [one.scores.questionnaire for one in taken.values() if one.scores is not None]
    differ = [
        name
        for name in constructs
        if len({tuple(sheet.constructs[name].items) for sheet in sheets if name in sheet.constructs}) > 1
    ]
    labels = next(iter(taken.values())).labels
    return (
        [Note("waves_items_differ", constructs=", ".join(labels.get(name, name) for name in differ))] if differ else []
    )


def _take_one(
    given: Answers,
    by: str | Sequence[object] | pd.Series | np.ndarray | None,
    outcome: str | None,
    drivers: list[str] | None,
    weights: Weights | Mapping[str, Any],
    persons: str | Sequence[object] | pd.Series | None,
    language: str | None,
) -> tuple[list[str], list[Side], list[pd.Series]]:
    if by is None:
        raise OptionError("one set of answers needs by=, the column that tells its wave.")
    if isinstance(weights, Mapping):
        raise OptionError("one set of answers takes weights as a column name or one a row, not as a mapping.")
    if isinstance(given, Scores) and isinstance(by, str):
        raise OptionError(f"scores have no column {by!r}; give responses, or one label a respondent.")
    aside = [one for one in (by, persons) if isinstance(one, str)]
    data = take_segment_input(given, outcome, drivers, weights, language, aside=aside)
    groups = take_groups(given.table if isinstance(given, Scores) else given, by, language)
    masks = [groups.place == at for at in range(len(groups.names))]
    every = _find_persons(given, persons, data)
    return groups.names, [Side(data, mask) for mask in masks], [every[mask] for mask in masks]


def _find_persons(given: Answers, persons: str | Sequence[object] | pd.Series | None, data: SegmentInput) -> pd.Series:
    if persons is None:
        return pd.Series(range(len(data.values)))
    if not isinstance(persons, str):
        if len(persons) != len(data.values):
            raise DataError(f"{len(persons)} persons for {len(data.values)} respondents; give one each.")
        return pd.Series(list(persons))
    frames = [given] if isinstance(given, pd.DataFrame) else []
    frames += [given.paradata, given.extra, given.data] if isinstance(given, Responses) else []
    for frame in frames:
        if persons in frame:
            return pd.Series(frame[persons].to_numpy())
    raise OptionError(f"persons={persons!r} is no column of the answers.")


def _match(
    sides: list[Side], ids: list[pd.Series], paired: bool | None, *, known: bool
) -> tuple[list[Side], bool, list[Note]]:
    """Number the persons if they are followed."""
    common = len(set(ids[0]).intersection(*map(set, ids[1:])))
    smallest = min(len(one) for one in ids)
    if paired and not (known and any(set(ids[at]) & set(ids[at + 1]) for at in range(len(ids) - 1))):
        raise DataError("paired=True, but no respondent id is in two waves; give persons=, the column that holds it.")
    counting = all(_counts_rows(one) for one in ids)
    follow = paired if paired is not None else known and not counting and common >= PANEL_SHARE * smallest
    notes = []
    if paired is None and known and common and not follow:
        notes.append(Note("waves_same_ids", count=common))
    if not follow:
        return sides, False, notes
    numbers = pd.factorize(pd.concat(ids, ignore_index=True))[0]
    ends = np.cumsum([len(one) for one in ids])
    numbered = []
    for side, one, end in zip(sides, ids, ends, strict=True):
        if one.duplicated().any():
            raise DataError(f"a person answered twice in one wave (first: {one[one.duplicated()].iloc[0]}).")
        person = np.full(len(side.mask), -1)
        person[side.mask] = numbers[end - len(one) : end]
        numbered.append(replace(side, person=person))
    return numbered, True, [*notes, Note("waves_paired", count=common)]


def _counts_rows(ids: pd.Series) -> bool:
    """Tell whether ids are whole numbers no larger than row numbers get."""
    numbers = pd.to_numeric(ids, errors="coerce")
    return bool(numbers.notna().all() and (numbers <= ROW_NUMBERS * len(ids)).all() and (numbers >= 0).all())


def _time(names: list[str]) -> np.ndarray:
    numbers = pd.to_numeric(pd.Series(names), errors="coerce").to_numpy(dtype=float)
    return np.arange(1.0, len(names) + 1) if np.isnan(numbers).any() else numbers


def _share_items(waves: Waves) -> tuple[GateItems | None, list[str]]:
    """Return the items that all waves ask on the same scale, stacked."""
    constructs = [waves.first.outcome, *waves.first.drivers]
    taken = [take_gate_items(side.data.responses, constructs) for side in waves.sides]
    if waves.sides[0].data is waves.sides[-1].data:
        names = np.array([*waves.names, None], dtype=object)
        place = np.full(len(waves.first.values), len(waves.names))
        for at, side in enumerate(waves.sides):
            place[side.mask] = at
        return taken[0], list(names[place])
    parts = [one for one in taken if one is not None]
    if len(parts) < len(taken):
        return None, []
    sheets = [side.data.responses.questionnaire for side in waves.sides if side.data.responses is not None]

    def shared(item: str) -> bool:
        scales = [sheet.items[item].scale for sheet in sheets if item in sheet.items]
        return len(scales) == len(sheets) and len({None if one is None else tuple(one.codes) for one in scales}) == 1

    items = {
        name: [item for item in parts[0].items[name] if all(item in one.items[name] for one in parts) and shared(item)]
        for name in constructs
    }
    used = list(dict.fromkeys(item for group in items.values() for item in group))
    values = pd.concat([one.values[used] for one in parts], ignore_index=True)
    weights = [np.ones(len(one.values)) if one.weights is None else one.weights for one in parts]
    given = None if all(one.weights is None for one in parts) else np.concatenate(weights)
    labels = [name for name, one in zip(waves.names, parts, strict=True) for _ in range(len(one.values))]
    return GateItems(values, items, given), labels
