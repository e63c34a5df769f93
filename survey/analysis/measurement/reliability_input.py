"""What goes into a reliability analysis: the complete, keyed rows of each construct."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.sample.frame_weights import align_weights
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses


@dataclass(frozen=True, kw_only=True)
class ItemBlock:
    """The complete rows of one construct's usable items, shape (n, n_items), keyed."""

    construct: str
    label: str
    items: list[str]
    wordings: list[str]
    reverse: list[bool]
    rows: np.ndarray
    weights: np.ndarray | None
    notes: tuple[Note, ...]


def take_blocks(
    responses: Responses | pd.DataFrame,
    constructs: Mapping[str, Sequence[str]] | Sequence[str] | None,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
    language: str | None,
) -> list[ItemBlock]:
    """Take each construct's items out of responses or a plain frame."""
    if isinstance(responses, Responses):
        if weights is not None:
            raise OptionError("responses bring their own weights; set them with responses.with_weights(…).")
        return _from_responses(responses, constructs, responses.questionnaire.check_language(language))
    if not isinstance(responses, pd.DataFrame):
        raise OptionError(f"assess_reliability takes Responses or a pandas DataFrame, not {type(responses).__name__}.")
    return _from_frame(responses, constructs, weights)


def _from_responses(
    responses: Responses, constructs: Mapping[str, Sequence[str]] | Sequence[str] | None, language: str
) -> list[ItemBlock]:
    questionnaire = responses.questionnaire
    known = questionnaire.constructs
    if isinstance(constructs, Mapping):
        wanted = {name: list(items) for name, items in constructs.items()}
    else:
        default = [name for name, construct in known.items() if construct.role != "profile"]
        names = default if constructs is None else list(constructs)
        if unknown := [name for name in names if name not in known]:
            raise OptionError(f"there is no construct {', '.join(map(repr, unknown))}; there are: {', '.join(known)}.")
        wanted = {name: list(known[name].items) for name in names}
    if not wanted:
        raise DataError(
            f"questionnaire {questionnaire.id} has no driver or outcome construct; give items as "
            "constructs={'name': ['item', …]}, or add constructs to the questionnaire."
        )
    blocks = []
    for name, items in wanted.items():
        rated = [item for item in items if questionnaire.item(item).is_rating]
        label = known[name].label.in_language(language) if name in known else name
        wordings = {item: questionnaire.item(item).text.in_language(language) for item in rated}
        reverse = {item: questionnaire.item(item).reverse for item in rated}
        blocks.append(_block(name, label, responses.keyed(rated), responses.weight_array(), wordings, reverse))
    return blocks


def _from_frame(
    frame: pd.DataFrame,
    constructs: Mapping[str, Sequence[str]] | Sequence[str] | None,
    weights: Sequence[float] | pd.Series | np.ndarray | None,
) -> list[ItemBlock]:
    if constructs is not None and not isinstance(constructs, Mapping):
        raise OptionError(
            "for a plain frame give constructs as a mapping of names to columns, for example {'price': ['p1', 'p2']}."
        )
    wanted = {"scale": list(frame.columns)} if constructs is None else {k: list(v) for k, v in constructs.items()}
    named = [item for items in wanted.values() for item in items]
    if unknown := [item for item in named if item not in frame]:
        raise OptionError(
            f"there is no column {', '.join(map(repr, unknown))}; there are: {', '.join(map(str, frame))}."
        )
    for name, items in wanted.items():
        if len(set(items)) < len(items):
            raise OptionError(f"construct '{name}' names an item twice; name each item once.")
    if text := [item for item in named if not pd.api.types.is_numeric_dtype(frame[item])]:
        raise DataError(f"column {', '.join(map(repr, text))} holds no numbers; code the answers first.")
    array = align_weights(weights, frame)
    blocks = [
        _block(name, name, frame[items].astype("float64"), array, {item: str(item) for item in items}, {})
        for name, items in wanted.items()
    ]
    for block in blocks:
        if len(block.items) < 2 or len(block.rows) < 2:
            reasons = " ".join(block.notes)
            raise DataError(
                f"'{block.construct}': reliability needs two items that vary and two complete rows; there are "
                f"{len(block.items)} item(s) and {len(block.rows)} row(s). {reasons}".strip()
            )
    return blocks


def _block(
    name: str,
    label: str,
    values: pd.DataFrame,
    weights: np.ndarray | None,
    wordings: Mapping[str, str],
    reverse: Mapping[str, bool],
) -> ItemBlock:
    """Keep items that vary and rows that are complete, and note what was left out."""
    still = [item for item in values if values[item].nunique() < 2]
    notes = [
        Note("item_constant" if values[item].notna().any() else "item_empty", item=item, construct=name)
        for item in still
    ]
    used = values.drop(columns=still)
    complete = used.notna().all(axis=1).to_numpy() if used.shape[1] else np.zeros(len(values), dtype=bool)
    if weights is not None:
        complete = complete & (weights > 0)
    rows = used.to_numpy(dtype=float)[complete]
    flat = [item for item, spread in zip(used, np.ptp(rows, axis=0) if len(rows) else [], strict=False) if spread == 0]
    if flat:
        again = _block(name, label, values.drop(columns=[*still, *flat]), weights, wordings, reverse)
        more = [Note("item_constant", item=item, construct=name) for item in flat]
        return ItemBlock(**{**again.__dict__, "notes": (*notes, *more, *again.notes)})
    kept = [str(item) for item in used]
    return ItemBlock(
        construct=name,
        label=label,
        items=kept,
        wordings=[wordings.get(item, item) for item in kept],
        reverse=[bool(reverse.get(item, False)) for item in kept],
        rows=rows,
        weights=None if weights is None else weights[complete],
        notes=tuple(notes),
    )
