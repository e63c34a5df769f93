"""The tables of a scale analysis: one construct at a time, from arrays to tidy frames."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.special import ndtri

from survey.analysis.measurement.construct_rows import ConstructRows
from survey.notes import Note
from survey.stats.scalability.homogeneity import Homogeneity, measure_homogeneity
from survey.stats.scalability.monotonicity import ItemMonotonicity, check_monotonicity, choose_group_size
from survey.stats.scalability.selection import select_items

# Mokken (1971), p. 185: below .3 no scale, from .3 weak, from .4 medium, from .5 strong.
UNSCALABLE, WEAK, MEDIUM = 0.3, 0.4, 0.5
# Straat, van der Ark & Sijtsma (2014), Educational and Psychological Measurement 74:809: from 250 to 500 respondents
# the selection finds the true scales of good items; weaker items need more.
SMALL_BASE = 250
# Molenaar & Sijtsma (2000), MSP5 manual, p. 74: up to 40 can be ascribed to sampling, above 80 is serious.
CRIT_DOUBTFUL, CRIT_SERIOUS = 40.0, 80.0


@dataclass(frozen=True)
class ConstructScale:
    """The frames and notes of one construct; `table` has one row."""

    table: pd.DataFrame
    items: pd.DataFrame
    pairs: pd.DataFrame
    steps: pd.DataFrame
    groups: pd.DataFrame
    notes: tuple[Note, ...]


@dataclass(frozen=True, kw_only=True)
class ScaleChoices:
    """What the reader chose: bound and level of the selection, the monotonicity check, the intervals."""

    lower_bound: float
    alpha: float
    group_size: int | None
    least_violation: float
    confidence: float


def tabulate_scale(block: ConstructRows, choices: ScaleChoices) -> ConstructScale:
    """Measure, select and check one construct's items."""
    found = measure_homogeneity(block.rows, block.weights, sampling=True)
    scales = select_items(found, lower_bound=choices.lower_bound, alpha=choices.alpha)
    checks = check_monotonicity(
        block.rows, block.weights, group_size=choices.group_size, least_violation=choices.least_violation
    )
    half = float(ndtri(0.5 + choices.confidence / 2))
    items = _tabulate_items(block, found, scales, checks, half)
    return ConstructScale(
        table=_tabulate_construct(block, found, scales, half),
        items=items.assign(flag=_flag(items, choices.lower_bound)),
        pairs=_tabulate_pairs(block, found, half),
        steps=pd.concat([_tabulate_steps(block, *named) for named in zip(block.items, checks, strict=True)]),
        groups=pd.concat([_tabulate_groups(block, *named) for named in zip(block.items, checks, strict=True)]),
        notes=_warn(block, found, scales, checks, choices),
    )


def _interval(estimate: np.ndarray, error: np.ndarray, half: float) -> dict[str, np.ndarray]:
    low, high = estimate - half * error, np.minimum(estimate + half * error, 1.0)
    return {"estimate": estimate, "std_error": error, "conf_low": low, "conf_high": high}


def _tabulate_construct(block: ConstructRows, found: Homogeneity, scales: np.ndarray, half: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "construct": [block.construct],
            "label": [block.label],
            **_interval(np.array([found.scale]), np.array([found.scale_std_error]), half),
            "scale_strength": [grade_scale(found.scale)],
            "n": [len(block.rows)],
            "n_items": [len(block.items)],
            "n_scales": [int(np.max(scales))],
            "n_unscalable": [int(np.sum(scales == 0))],
        }
    )


def grade_scale(h: float) -> str:
    """Return Mokken's word for a scale's H.

    Examples
    --------
    >>> [grade_scale(h) for h in (0.2, 0.35, 0.4, 0.7)]
    ['unscalable', 'weak', 'medium', 'strong']
    """
    if h < UNSCALABLE:
        return "unscalable"
    if h < WEAK:
        return "weak"
    return "medium" if h < MEDIUM else "strong"


def _tabulate_items(
    block: ConstructRows, found: Homogeneity, scales: np.ndarray, checks: tuple[ItemMonotonicity, ...], half: float
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": block.items,
            "wording": block.wordings,
            "mean": np.average(block.rows, axis=0, weights=block.frequencies),
            **_interval(found.items, found.items_std_error, half),
            "subscale": scales,
            "active_pairs": [int(np.sum(check.active)) for check in checks],
            "violations": [int(np.sum(check.violations)) for check in checks],
            "significant_violations": [int(np.sum(check.significant)) for check in checks],
            "largest_violation": [float(np.max(check.largest)) for check in checks],
            "violation_sum": [float(np.sum(check.total)) for check in checks],
            "z_max": [float(np.max(check.z)) for check in checks],
            "crit": [check.crit(float(h)) for check, h in zip(checks, found.items, strict=True)],
        }
    )


def _flag(items: pd.DataFrame, lower_bound: float) -> list[str]:
    """Return what to look at for each item, space-separated codes."""
    crit = items["crit"]
    signs = {
        "low_h": items["estimate"] < lower_bound,
        "unscalable": items["subscale"] == 0,
        "falls": items["significant_violations"] > 0,
        "crit_doubtful": (crit > CRIT_DOUBTFUL) & (crit <= CRIT_SERIOUS),
        "crit_serious": crit > CRIT_SERIOUS,
    }
    marks = pd.DataFrame(signs)
    return [" ".join(name for name in signs if row[name]) for row in marks.to_dict("records")]


def _tabulate_pairs(block: ConstructRows, found: Homogeneity, half: float) -> pd.DataFrame:
    first, second = np.triu_indices(len(block.items), 1)
    names = np.array(block.items, dtype=object)
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": names[first],
            "other": names[second],
            **_interval(found.pairs[first, second], found.pairs_std_error[first, second], half),
        }
    )


def as_codes(values: np.ndarray) -> np.ndarray:
    """Return answer codes as whole numbers, where they are."""
    return values.astype(int) if np.all(values == np.round(values)) else values


def _tabulate_steps(block: ConstructRows, item: str, check: ItemMonotonicity) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": item,
            "code": as_codes(check.steps),
            "active_pairs": check.active.astype(int),
            "violations": check.violations.astype(int),
            "significant_violations": check.significant.astype(int),
            "largest_violation": check.largest,
            "violation_sum": check.total,
            "z_max": check.z,
        }
    )


def _tabulate_groups(block: ConstructRows, item: str, check: ItemMonotonicity) -> pd.DataFrame:
    count, steps = check.reached.shape
    return pd.DataFrame(
        {
            "construct": block.construct,
            "item": item,
            "code": np.tile(as_codes(check.steps), count),
            "rest_group": np.repeat(np.arange(1, count + 1), steps),
            "rest_low": np.repeat(check.low, steps),
            "rest_high": np.repeat(check.high, steps),
            "n_eff": np.repeat(check.size, steps),
            "share": check.reached.ravel(),
        }
    )


def _warn(
    block: ConstructRows,
    found: Homogeneity,
    scales: np.ndarray,
    checks: tuple[ItemMonotonicity, ...],
    choices: ScaleChoices,
) -> tuple[Note, ...]:
    """Return what the reader must know before quoting the scale."""
    name, names = block.construct, np.array(block.items, dtype=object)
    bound = choices.lower_bound
    notes: list[Note] = []
    if len(block.rows) < SMALL_BASE:
        notes.append(Note("small_base", construct=name, n=len(block.rows), least=SMALL_BASE))
    if against := int(np.sum(np.triu(found.covariance, 1) < 0)):
        notes.append(Note("scalability_negative", construct=name, count=against))
    if np.any(found.items < bound):
        notes.append(Note("scalability_low", construct=name, bound=bound, items=", ".join(names[found.items < bound])))
    if np.max(scales) != 1 or np.any(scales == 0):
        left, made = int(np.sum(scales == 0)), int(np.max(scales))
        notes.append(Note("scalability_split", construct=name, bound=bound, scales=made, unscalable=left))
    falls = [item for item, check in zip(block.items, checks, strict=True) if np.sum(check.significant)]
    if falls:
        notes.append(Note("monotonicity_violated", construct=name, items=", ".join(falls)))
    alone = [item for item, check in zip(block.items, checks, strict=True) if len(check.size) < 2]
    if alone:
        size = choices.group_size or choose_group_size(float(np.sum(block.frequencies)))
        notes.append(Note("monotonicity_not_checked", construct=name, items=", ".join(alone), size=size))
    return tuple(notes)
