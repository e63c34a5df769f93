"""Whether means and coefficients of constructs may be compared between groups: the gate before a comparison."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.measurement.invariance import compare_measurement
from survey.errors import DataError
from survey.notes import Note
from survey.responses import Responses

# One factor with two items is not identified by itself: there is nothing to test.
FEWEST_GATE_ITEMS = 3
GATE_COLUMNS = ["by", "construct", "label", "n", "level", "means_comparable", "relations_comparable", "released_items"]
NOT_CHECKED = "not_checked"


@dataclass(frozen=True)
class GateItems:
    """Keyed answers to the items of constructs, one construct after the other."""

    values: pd.DataFrame
    items: dict[str, list[str]]
    weights: np.ndarray | None


def take_gate_items(responses: Responses | None, constructs: Iterable[str]) -> GateItems | None:
    """Return the rating items of constructs; None where there are only scores."""
    if responses is None:
        return None
    questionnaire = responses.questionnaire
    items = {
        name: [item for item in questionnaire.constructs[name].items if questionnaire.item(item).is_rating]
        for name in constructs
    }
    used = list(dict.fromkeys(item for group in items.values() for item in group))
    return GateItems(responses.keyed(used), items, responses.weight_array())


def check_gate(
    given: GateItems | None, by: str, groups: Sequence[object], labels: dict[str, str]
) -> tuple[pd.DataFrame, list[Note]]:
    """Return a row per construct: the level of measurement invariance its items reach, and what follows.

    Each construct is tested by itself, on those who answered all its items.

    Parameters
    ----------
    given
        The answers; None where there are only scores, and nothing can be checked.
    by
        Name of the grouping.
    groups
        Group of each respondent, None without one.
    labels
        Construct to label.
    """
    if given is None:
        return pd.DataFrame(columns=GATE_COLUMNS), [Note("gate_not_checked", by=by)]
    place = pd.Series(list(groups), index=given.values.index, dtype=object)
    rows = [[by, name, labels.get(name, name), *_check_construct(given, place, name)] for name in given.items]
    table = pd.DataFrame(rows, columns=GATE_COLUMNS)
    return table, _say(by, table)


def _check_construct(given: GateItems, groups: pd.Series, construct: str) -> list[object]:
    nothing: list[object] = [0, NOT_CHECKED, None, None, ""]
    items = given.items[construct]
    if len(items) < FEWEST_GATE_ITEMS:
        return nothing
    try:
        found = compare_measurement(given.values, by=groups, constructs={construct: items}, weights=given.weights)
    except (DataError, np.linalg.LinAlgError):
        return nothing
    level = found.verdict
    items_released = [str(item) for item, out in zip(found.items["item"], found.items["released"], strict=True) if out]
    related = level not in ("configural", "none")
    return [found.n, level, found.means_comparable, related, ", ".join(dict.fromkeys(items_released))]


def _say(by: str, table: pd.DataFrame) -> list[Note]:
    checked = table[table["level"] != NOT_CHECKED]
    unchecked = table.loc[table["level"] == NOT_CHECKED, "label"]
    notes = [Note("gate_partly_checked", by=by, constructs=", ".join(unchecked))] if len(unchecked) else []
    no_means = checked.loc[~checked["means_comparable"].astype(bool), "label"]
    no_relations = checked.loc[~checked["relations_comparable"].astype(bool), "label"]
    if len(no_means):
        notes.append(Note("gate_means_differ", by=by, constructs=", ".join(no_means)))
    if len(no_relations):
        notes.append(Note("gate_relations_differ", by=by, constructs=", ".join(no_relations)))
    if len(checked) and not len(no_means):
        notes.append(Note("gate_passed", by=by, count=len(checked)))
    broken = checked[checked["released_items"] != ""]
    notes += [
        Note("gate_items", by=by, construct=label, items=items)
        for label, items in zip(broken["label"], broken["released_items"], strict=True)
    ]
    return notes
