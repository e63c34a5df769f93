"""The tables of a necessary condition analysis, from pairs to tidy frames."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.shape.necessity_pairs import ConditionPair
from survey.stats.shape.bottleneck import find_bottleneck
from survey.stats.shape.ceilings import Ceiling, CeilingFit, Peers, find_peers, fit_ceiling
from survey.stats.shape.corners import Corner, CornerPoints, Scope, turn_corner
from survey.stats.shape.permuted_ceilings import permute_ceilings

# Dul (2016), Organizational Research Methods 19, 10-52: d below .1 is small, below .3 medium, below .5 large.
EFFECT_BANDS = {"small": 0.1, "medium": 0.3, "large": 0.5}


@dataclass(frozen=True, kw_only=True)
class ConditionFit:
    """The ceilings of one condition.

    Attributes
    ----------
    ceilings
        Fit by ceiling, in the order asked for.
    p_values, p_accuracies
        Permutation p and half the width of its Monte-Carlo interval, by ceiling; NaN without shuffles.
    """

    pair: ConditionPair
    corner: Corner
    points: CornerPoints
    peers: Peers
    ceilings: dict[Ceiling, CeilingFit]
    p_values: dict[str, float]
    p_accuracies: dict[str, float]


def fit_condition(
    pair: ConditionPair,
    *,
    ceilings: Sequence[Ceiling],
    corner: Corner,
    scope: Scope,
    n_permutations: int,
    seed: int,
    confidence: float,
) -> ConditionFit:
    """Fit the ceilings of one condition; its stream of shuffles depends on its name and the seed alone."""
    points = turn_corner(pair.x, pair.y, corner=corner, scope=scope, weights=pair.w)
    p_values = accuracies = np.full(2, np.nan)
    if n_permutations:
        stream = np.random.default_rng([seed, zlib.crc32(pair.condition.encode())])
        tested = permute_ceilings(points, n_permutations, stream, confidence)
        p_values, accuracies = tested.p_value, tested.accuracy
    both = ("ce_fdh", "cr_fdh")
    return ConditionFit(
        pair=pair,
        corner=corner,
        points=points,
        peers=find_peers(points),
        ceilings={ceiling: fit_ceiling(points, ceiling) for ceiling in ceilings},
        p_values=dict(zip(both, p_values.tolist(), strict=True)),
        p_accuracies=dict(zip(both, accuracies.tolist(), strict=True)),
    )


def name_effect(effect_size: float) -> str:
    """Return Dul's word for an effect size; empty where it is unknown.

    Examples
    --------
    >>> name_effect(0.0), name_effect(0.29), name_effect(0.3)
    ('none', 'medium', 'large')
    """
    if np.isnan(effect_size):
        return ""
    if effect_size == 0:
        return "none"
    return next((band for band, end in EFFECT_BANDS.items() if effect_size < end), "very_large")


def ceiling_table(fits: list[ConditionFit]) -> pd.DataFrame:
    """Return a row per condition and ceiling."""
    return pd.DataFrame([_ceiling_row(fit, name, found) for fit in fits for name, found in fit.ceilings.items()])


def _ceiling_row(fit: ConditionFit, name: Ceiling, found: CeilingFit) -> dict[str, object]:
    x_ends = sorted(fit.points.x_sign * end for end in (fit.points.x_min, fit.points.x_max))
    y_ends = sorted(fit.points.y_sign * end for end in (fit.points.y_min, fit.points.y_max))
    return {
        "condition": fit.pair.condition,
        "label": fit.pair.label,
        "ceiling": name,
        "necessity_effect": found.effect_size,
        "p_value": fit.p_values[name],
        "p_accuracy": fit.p_accuracies[name],
        "effect_band": name_effect(found.effect_size),
        "corner": fit.corner,
        "ceiling_slope": found.slope,
        "ceiling_intercept": found.intercept,
        "ceiling_zone": found.zone,
        "scope_area": found.area,
        "condition_from": x_ends[0],
        "condition_to": x_ends[1],
        "outcome_from": y_ends[0],
        "outcome_to": y_ends[1],
        "n_peers": len(fit.peers.x),
        "n_above": found.n_above,
        "ceiling_accuracy": found.accuracy,
        "ceiling_fit": found.fit,
        "condition_inefficiency": found.condition_inefficiency,
        "outcome_inefficiency": found.outcome_inefficiency,
        "inefficiency": found.inefficiency,
        "n": len(fit.points.x),
    }


def bottleneck_table(fits: list[ConditionFit], levels: Sequence[float]) -> pd.DataFrame:
    """Return a row per condition, ceiling and level of the outcome."""
    parts = []
    for fit in fits:
        for name in fit.ceilings:
            found = find_bottleneck(fit.points, name, levels)
            columns = {
                "condition": fit.pair.condition,
                "label": fit.pair.label,
                "ceiling": name,
                "outcome_level": found.level,
                "outcome_value": found.outcome,
                "needed": found.needed,
                "needed_share": found.needed_share,
                "needed_state": found.state,
                "short_share": found.short_share,
            }
            parts.append(pd.DataFrame(columns))
    return pd.concat(parts, ignore_index=True)


def peer_table(fits: list[ConditionFit]) -> pd.DataFrame:
    """Return the points that carry the ceilings, in their own values."""
    return _places(fits, [(fit.peers.x, fit.peers.y, fit.peers.w) for fit in fits])


def point_table(fits: list[ConditionFit]) -> pd.DataFrame:
    """Return every distinct combination of condition and outcome with the weight it has."""
    return _places(fits, [_distinct(fit.points) for fit in fits])


def _distinct(points: CornerPoints) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    places, at = np.unique(np.column_stack([points.x, points.y]), axis=0, return_inverse=True)
    return places[:, 0], places[:, 1], np.bincount(at.reshape(-1), weights=points.w)


def _places(fits: list[ConditionFit], places: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> pd.DataFrame:
    parts = [
        pd.DataFrame(
            {
                "condition": fit.pair.condition,
                "label": fit.pair.label,
                "condition_value": fit.points.x_sign * x,
                "outcome_value": fit.points.y_sign * y,
                "weight": w,
            }
        )
        for fit, (x, y, w) in zip(fits, places, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)
