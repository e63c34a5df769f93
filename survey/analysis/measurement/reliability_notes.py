"""What a reader of a construct's reliability must know: its answers, its fits, and whether alpha is the right one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

from survey.analysis.measurement.reliability_input import ItemBlock
from survey.notes import Note
from survey.stats.scale_estimators import ORDINAL
from survey.stats.scale_reliability import MOST_CATEGORIES, ScaleReliability
from survey.stats.split_half import MOST_SPLITS
from survey.stats.tau_equivalence import TauEquivalence

SIGNIFICANT = 0.05
SMALLEST_GAP = 0.01  # of alpha and omega: the second decimal is what papers print
PERFECT = 1 - 1e-10


def note_answers(block: ItemBlock, correlation: np.ndarray, names: Sequence[str]) -> list[Note]:
    """Name items and bases that estimates can hardly rest on."""
    notes = []
    if len(block.rows) <= len(block.items):
        notes.append(
            Note("reliability_few_rows", construct=block.construct, n=len(block.rows), n_items=len(block.items))
        )
    for one, other in combinations(range(len(block.items)), 2):
        if abs(correlation[one, other]) > PERFECT:
            pair = {"item": block.items[one], "other": block.items[other]}
            notes.append(Note("items_duplicate", construct=block.construct, **pair))
    for item, answers in zip(block.items, block.rows.T, strict=True):
        codes = np.unique(answers)
        if len(codes) == 2:
            notes.append(Note("item_two_answers", item=item, construct=block.construct))
        if set(names) & set(ORDINAL) and (unused := _unused_codes(codes)):
            notes.append(
                Note("item_unused_answers", item=item, construct=block.construct, codes=", ".join(map(str, unused)))
            )
    return notes


def _unused_codes(codes: np.ndarray) -> list[int]:
    """Return whole numbers between the lowest and highest code that nobody chose; none for fine or broken codes."""
    if len(codes) > MOST_CATEGORIES or np.any(codes != np.round(codes)) or np.ptp(codes) > MOST_CATEGORIES:
        return []
    every = np.arange(int(codes[0]), int(codes[-1]) + 1)
    return [int(code) for code in every[~np.isin(every, codes)]]


def note_scale(block: ItemBlock, scale: ScaleReliability, *, n_boot: int, chosen: bool) -> list[Note]:
    """Name what the fits and the bootstrap met."""
    return [*_note_fits(block, scale), *_note_omissions(block, scale, n_boot=n_boot, chosen=chosen)]


def _note_fits(block: ItemBlock, scale: ScaleReliability) -> Iterator[Note]:
    construct = block.construct
    if scale.failed:
        yield Note("reliability_failed", construct=construct, estimators=", ".join(scale.failed))
    if "ml" in scale.heywood:
        yield Note("reliability_heywood", construct=construct)
    if "ordinal" in scale.heywood:
        yield Note("reliability_heywood_ordinal", construct=construct)
    for one, other in scale.at_bound:
        yield Note("reliability_at_bound", construct=construct, item=block.items[one], other=block.items[other])


def _note_omissions(block: ItemBlock, scale: ScaleReliability, *, n_boot: int, chosen: bool) -> Iterator[Note]:
    construct = block.construct
    if chosen and scale.too_few_items:
        few = ", ".join(scale.too_few_items)
        yield Note("reliability_too_few_items", construct=construct, n_items=len(block.items), estimators=few)
    if scale.too_fine:
        yield Note("reliability_too_fine", construct=construct, most=MOST_CATEGORIES)
    if not scale.all_splits:
        yield Note("reliability_splits_drawn", construct=construct, count=MOST_SPLITS)
    for estimator, count in scale.lost.items():
        yield Note("reliability_draws_lost", construct=construct, estimator=estimator, count=count, n_boot=n_boot)


def note_equivalence(block: ItemBlock, tested: TauEquivalence | None, scale: ScaleReliability) -> list[Note]:
    """Say so where alpha is not the reliability of the sum, and by how much it is off."""
    found = {one.estimator: one.estimate for one in scale.estimates}
    if tested is None or tested.p_value >= SIGNIFICANT:
        return []
    alpha, omega = found["alpha"], found["omega_total"]
    if not abs(alpha - omega) >= SMALLEST_GAP:
        return []
    numbers = {"statistic": tested.statistic, "df": tested.df, "p_value": tested.p_value}
    return [Note("alpha_unsuitable", construct=block.construct, alpha=alpha, omega=omega, **numbers)]
