"""What goes into a path model: items of constructs and the paths between them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from survey.analysis.paths.path_rows import PathInput, PathMissing, Range, use_rows
from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.questionnaire.path import find_cycle, read_path
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses
from survey.scores import Scores

Paths = Iterable[str | tuple[str, str]] | Mapping[str, str | Sequence[str]] | None
Blocks = Mapping[str, Sequence[str]] | None
Ranges = Range | Mapping[str, Range] | None
Weights = str | Sequence[float] | pd.Series | np.ndarray | None


def take_paths(
    responses: Responses | Scores | pd.DataFrame,
    paths: Paths,
    blocks: Blocks,
    higher: Mapping[str, Sequence[str]] | None,
    weights: Weights,
    missing: PathMissing,
    ranges: Ranges,
    language: str | None,
) -> PathInput:
    """Take items, paths and weights out of responses, scores or a plain frame, and check them.

    Raises
    ------
    DataError
        No complete rows, a construct without an item that varies, columns that are no numbers.
    OptionError
        Unknown constructs or items, paths that form a circle, weights beside responses.
    """
    given = _read_paths(paths)
    if isinstance(responses, Responses | Scores):
        if weights is not None:
            raise OptionError("responses bring their own weights; set them with responses.with_weights(…).")
        taken = _from_questionnaire(responses, given, blocks, higher or {}, missing, language)
    elif isinstance(responses, pd.DataFrame):
        taken = _from_frame(responses, given, blocks, higher or {}, weights, missing)
    else:
        raise OptionError(f"answers are Responses, Scores or a pandas DataFrame, not {type(responses).__name__}.")
    _check_paths(taken)
    return use_rows(replace(taken, ranges={**taken.ranges, **_read_ranges(ranges, taken.items)}))


def _read_paths(paths: Paths) -> list[tuple[str, str]]:
    if paths is None:
        return []
    if isinstance(paths, Mapping):
        found = [(str(a), str(b)) for a, ends in paths.items() for b in ([ends] if isinstance(ends, str) else ends)]
        return list(dict.fromkeys(found))
    pairs: list[tuple[str, str]] = []
    for path in [paths] if isinstance(paths, str) else paths:
        read = read_path(path) if isinstance(path, str) else [(str(path[0]), str(path[1]))]
        if read is None or (not isinstance(path, str) and len(path) != 2):
            raise OptionError(f"{path!r} is no path; write 'image -> satisfaction', or ('image', 'satisfaction').")
        pairs += read
    return list(dict.fromkeys(pairs))


def _plan_paths(questionnaire: Questionnaire, known: Iterable[str]) -> tuple[list[tuple[str, str]], tuple[Note, ...]]:
    """Return the questionnaire's paths; without any, every driver leads to the outcome."""
    there = set(known)
    planned = [pair for pair in questionnaire.analysis.paths if set(pair) <= there]
    if planned:
        return planned, ()
    outcome = questionnaire.outcome
    pairs = [(driver, outcome) for driver in questionnaire.drivers if outcome in there and driver in there]
    if outcome is None or not pairs:
        raise OptionError(
            f"questionnaire {questionnaire.id} has no paths, and no drivers of an outcome; give paths=['a -> b', …] or "
            "write them under `analysis: paths:`."
        )
    return [(driver, outcome) for driver, _ in pairs], (Note("paths_from_drivers", outcome=outcome),)


def _named(pairs: list[tuple[str, str]], higher: Mapping[str, Sequence[str]]) -> list[str]:
    """Return the constructs with items of their own, in the order of the paths."""
    names = list(dict.fromkeys(name for pair in pairs for name in pair))
    return list(dict.fromkeys(lower for name in names for lower in higher.get(name, [name])))


def _from_questionnaire(
    responses: Responses | Scores,
    pairs: list[tuple[str, str]],
    blocks: Blocks,
    higher: Mapping[str, Sequence[str]],
    missing: PathMissing,
    language: str | None,
) -> PathInput:
    questionnaire = responses.questionnaire
    spoken = questionnaire.check_language(language)
    if isinstance(responses, Scores):
        items = {str(name): [str(name)] for name in responses.table}
    else:
        items = _question_blocks(questionnaire)
    items |= {str(name): list(own) for name, own in (blocks or {}).items()}
    notes: tuple[Note, ...] = ()
    if not pairs:
        pairs, notes = _plan_paths(questionnaire, items)
    wanted = _pick_blocks(items, pairs, higher)
    columns = list(dict.fromkeys(item for own in wanted.values() for item in own))
    labels = {name: one.label.in_language(spoken) for name, one in questionnaire.constructs.items()}
    return PathInput(
        blocks=wanted,
        higher={name: list(lower) for name, lower in higher.items()},
        paths=pairs,
        labels=labels,
        rows=responses.table[columns].astype(float) if isinstance(responses, Scores) else responses.keyed(columns),
        weights=responses.weight_array(),
        ranges=_item_ranges(responses, columns),
        n_total=len(responses),
        missing=missing,
        outcome=questionnaire.outcome,
        notes=notes,
    )


def _question_blocks(questionnaire: Questionnaire) -> dict[str, list[str]]:
    return {
        name: [
            item
            for item in one.items
            if questionnaire.item(item).is_rating or questionnaire.item(item).type == "number"
        ]
        for name, one in questionnaire.constructs.items()
    }


def _item_ranges(responses: Responses | Scores, items: Iterable[str]) -> dict[str, Range]:
    if isinstance(responses, Scores):
        return dict.fromkeys(items, (0.0, 100.0))
    found = {}
    for name in items:
        item = responses.questionnaire.item(name)
        if item.scale is not None:
            found[name] = (float(item.scale.minimum), float(item.scale.maximum))
        elif item.minimum is not None and item.maximum is not None:
            found[name] = (item.minimum, item.maximum)
    return found


def _from_frame(
    frame: pd.DataFrame,
    pairs: list[tuple[str, str]],
    blocks: Blocks,
    higher: Mapping[str, Sequence[str]],
    weights: Weights,
    missing: PathMissing,
) -> PathInput:
    if not pairs:
        raise OptionError("for a plain frame give paths=['image -> satisfaction', …].")
    frame = frame.set_axis([str(name) for name in frame.columns], axis=1)
    items = {name: [name] for name in frame.columns}
    items |= {str(name): [str(item) for item in own] for name, own in (blocks or {}).items()}
    wanted = _pick_blocks(items, pairs, higher)
    idle = [str(name) for name in blocks or {} if str(name) not in wanted and str(name) not in higher]
    columns = list(dict.fromkeys(item for own in wanted.values() for item in own))
    if unknown := [item for item in columns if item not in frame]:
        raise OptionError(
            f"there is no column {', '.join(map(repr, unknown))}; there are: {', '.join(map(str, frame))}."
        )
    if text := [item for item in columns if not pd.api.types.is_numeric_dtype(frame[item])]:
        raise DataError(f"column {', '.join(map(repr, text))} holds no numbers; code the answers first.")
    if isinstance(weights, str):
        if weights not in frame:
            raise OptionError(f"weights={weights!r} is no column of the frame; it has: {', '.join(frame.columns)}.")
        weights = frame[weights].to_numpy(dtype=float)
    return PathInput(
        blocks=wanted,
        higher={str(name): [str(lower) for lower in lowers] for name, lowers in higher.items()},
        paths=pairs,
        labels={},
        rows=frame[columns].astype("float64"),
        weights=align_weights(weights, frame),
        ranges={},
        n_total=len(frame),
        missing=missing,
        notes=(Note("paths_unlinked", constructs=", ".join(idle)),) if idle else (),
    )


def _pick_blocks(
    items: Mapping[str, list[str]], pairs: list[tuple[str, str]], higher: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    names = _named(pairs, higher)
    if unknown := [name for name in names if name not in items]:
        raise OptionError(
            f"there is no construct {', '.join(map(repr, unknown))}; there are: {', '.join([*items, *higher])}. For a "
            "plain frame constructs={'image': ['i1', 'i2']} makes them."
        )
    if empty := [name for name in names if not items[name]]:
        raise DataError(
            f"construct {', '.join(map(repr, empty))} has no items with numbers; leave it out of the paths."
        )
    if idle := [name for name in higher if not any(name in pair for pair in pairs)]:
        raise OptionError(f"construct {', '.join(map(repr, idle))} of higher order has no path to or from it.")
    return {name: list(dict.fromkeys(items[name])) for name in names}


def _check_paths(taken: PathInput) -> None:
    if cycle := find_cycle(taken.paths):
        raise OptionError(
            f"the paths lead round in a circle: {' -> '.join([*cycle, cycle[0]])}; a path model needs a direction "
            "without return: take one of them out."
        )
    lower = {one for lowers in taken.higher.values() for one in lowers}
    if inside := sorted(lower & {name for pair in taken.paths for name in pair}):
        raise OptionError(
            f"{', '.join(map(repr, inside))} is part of a construct of higher order; its paths are that construct's."
        )


def _read_ranges(ranges: Ranges, items: list[str]) -> dict[str, Range]:
    if ranges is None:
        return {}
    given = dict(ranges) if isinstance(ranges, Mapping) else dict.fromkeys(items, tuple(ranges))
    for item, ends in given.items():
        if len(ends) != 2 or not ends[0] < ends[1]:
            raise OptionError(f"scale of '{item}' is {ends!r}; give its lowest and its highest code, such as (1, 10).")
    return {str(item): (float(ends[0]), float(ends[1])) for item, ends in given.items() if item in items}
