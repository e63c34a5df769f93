"""From named constructs and paths to the design that the estimation takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from survey.analysis.paths.path_rows import PathInput
from survey.errors import OptionError, check_option
from survey.stats.paths.design import MODES, Mode, PathDesign, Scheme
from survey.stats.paths.stages import StagedDesign

Modes = Mode | Mapping[str, Mode]


def name_constructs(taken: PathInput) -> list[str]:
    """Return the constructs of the final model, predecessors first, else in the order of the paths."""
    names = list(dict.fromkeys(name for pair in taken.paths for name in pair))
    order: list[str] = []
    while len(order) < len(names):
        order.append(
            next(
                name
                for name in names
                if name not in order and all(start in order for start, end in taken.paths if end == name)
            )
        )
    return order


def read_modes(modes: Modes, names: Sequence[str]) -> dict[str, Mode]:
    """Return the mode of each construct; one letter stands for all, and constructs a mapping lacks have mode A."""
    if isinstance(modes, str):
        check_option("modes", modes, MODES)
        return dict.fromkeys(names, modes)
    if unknown := [name for name in modes if name not in names]:
        raise OptionError(f"modes name {', '.join(map(repr, unknown))}, no construct of the model: {', '.join(names)}.")
    for mode in modes.values():
        check_option("modes", mode, MODES)
    return {name: modes.get(name, "A") for name in names}


def build_design(taken: PathInput, modes: Modes, scheme: Scheme) -> StagedDesign:
    """Build the design of a path model, in two stages where there are constructs of higher order."""
    names = name_constructs(taken)
    chosen = read_modes(modes, list(dict.fromkeys([*names, *taken.blocks])))
    if not taken.higher:
        return StagedDesign(_design(taken.blocks, taken.items, names, taken.paths, chosen, scheme))
    lower = list(taken.blocks)
    spread = [
        (start, end)
        for first, last in taken.paths
        for start in taken.higher.get(first, [first])
        for end in taken.higher.get(last, [last])
    ]
    items = final_items(taken)
    blocks = {name: taken.higher.get(name) or taken.blocks[name] for name in names}
    places = {item: at for at, item in enumerate(taken.items)}
    parts = {one for own in taken.higher.values() for one in own}
    return StagedDesign(
        final=_design(blocks, items, names, taken.paths, chosen, scheme),
        first=_design(taken.blocks, taken.items, lower, spread, chosen, scheme),
        carried=tuple(-1 - lower.index(item) if item in parts else places[item] for item in items),
    )


def final_items(taken: PathInput) -> list[str]:
    """Return what the constructs of the final model are made of: items, or constructs of lower order."""
    if not taken.higher:
        return taken.items
    names = name_constructs(taken)
    return list(dict.fromkeys(part for name in names for part in taken.higher.get(name) or taken.blocks[name]))


def _design(
    blocks: Mapping[str, Sequence[str]],
    items: Sequence[str],
    names: Sequence[str],
    paths: Sequence[tuple[str, str]],
    modes: Mapping[str, Mode],
    scheme: Scheme,
) -> PathDesign:
    places = {item: at for at, item in enumerate(items)}
    inside = np.zeros((len(items), len(names)), dtype=bool)
    for column, name in enumerate(names):
        inside[[places[item] for item in blocks[name]], column] = True
    links = np.zeros((len(names), len(names)), dtype=bool)
    for start, end in paths:
        links[names.index(start), names.index(end)] = True
    return PathDesign(inside, links, tuple(modes[name] for name in names), scheme)
