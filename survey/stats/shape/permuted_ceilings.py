"""How large an empty corner would be if condition and outcome had nothing to do with each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from survey.errors import OptionError
from survey.stats.shape.ceilings import ROUNDING, fit_ceiling
from survey.stats.shape.corners import CornerPoints

Floats = NDArray[np.float64]
Groups = tuple[NDArray[np.intp], Floats, Floats]

#: Values in one batch of shuffles; larger batches leave the processor's cache.
BATCH_VALUES = 500_000


@dataclass(frozen=True, eq=False)
class PermutationTest:
    """Hold a permutation test of both ceilings: steps first, line second; arrays have shape (2,).

    Parameters
    ----------
    p_value
        Share of shuffles (the sample itself counted) with an effect size at least as large; NaN where there is none.
    accuracy
        Half the width of the Monte-Carlo interval of `p_value`.
    n_permutations
        Number of shuffles.
    """

    p_value: Floats
    accuracy: Floats
    n_permutations: int


def permute_ceilings(
    points: CornerPoints, n_permutations: int, rng: np.random.Generator, confidence: float = 0.95
) -> PermutationTest:
    """Test the effect sizes of both ceilings against shuffled outcomes.

    Parameters
    ----------
    points
        From `turn_corner`.
    n_permutations
        Number of shuffles, at least 1.
    rng
        Source of randomness.
    confidence
        Coverage of the Monte-Carlo interval of the p value.

    Returns
    -------
    PermutationTest

    Raises
    ------
    OptionError
        There are fewer than one permutation.

    Notes
    -----
    Outcomes are shuffled over the respondents; conditions and weights stay. Every respondent is as likely to get an
    outcome as any other, whatever the weights. Cost: `n_permutations` times n, some 30 ns each.

    References
    ----------
    Dul, van der Laan & Kuik (2020). A statistical significance test for necessary condition analysis. Organizational
    Research Methods 23, 385-395. Phipson & Smyth (2010), Statistical Applications in Genetics and Molecular Biology
    9(1), 39, on counting the sample itself.

    Examples
    --------
    >>> from survey.stats.shape.corners import turn_corner
    >>> points = turn_corner(np.arange(9.0), np.arange(9.0))
    >>> bool(permute_ceilings(points, 999, np.random.default_rng(1)).p_value[0] < 0.01)
    True
    """
    observed = np.array([fit_ceiling(points, "ce_fdh").effect_size, fit_ceiling(points, "cr_fdh").effect_size])
    drawn = shuffle_effects(points, n_permutations, rng)
    with np.errstate(invalid="ignore"):
        as_large = (drawn >= observed - ROUNDING).sum(axis=0)
    p_value = np.where(np.isnan(observed), np.nan, (1 + as_large) / (1 + n_permutations))
    spread = np.sqrt(p_value * (1 - p_value) / n_permutations)
    return PermutationTest(p_value, norm.ppf((1 + confidence) / 2) * spread, n_permutations)


def shuffle_effects(points: CornerPoints, n_permutations: int, rng: np.random.Generator) -> Floats:
    """Return the effect sizes of both ceilings for shuffled outcomes, shape (n_permutations, 2).

    A shuffle whose line cannot be drawn inside a wide scope has NaN in the second column, and 0 where nothing is empty.

    Examples
    --------
    >>> from survey.stats.shape.corners import turn_corner
    >>> points = turn_corner([0.0, 1.0], [0.0, 1.0])
    >>> sorted(set(shuffle_effects(points, 50, np.random.default_rng(1))[:, 0].tolist()))
    [0.0, 1.0]
    """
    if n_permutations < 1:
        raise OptionError(f"n_permutations={n_permutations} must be at least 1.")
    groups = _group(points)
    size = max(1, BATCH_VALUES // len(points.y))
    starts = range(0, n_permutations, size)
    batches = [_effects(points, groups, _shuffle(points.y, min(size, n_permutations - at), rng)) for at in starts]
    return np.concatenate(batches)


def _group(points: CornerPoints) -> Groups:
    """Return where each distinct condition starts, the conditions, and the width each step has."""
    places, start = np.unique(points.x, return_index=True)
    return start, places, np.diff(np.append(places, points.x_max))


def _shuffle(values: Floats, times: int, rng: np.random.Generator) -> Floats:
    return rng.permuted(np.broadcast_to(values, (times, len(values))), axis=1)


def _effects(points: CornerPoints, groups: Groups, shuffled: Floats) -> Floats:
    start, places, widths = groups
    tied = len(start) < len(points.x)
    highest = np.maximum.reduceat(shuffled, start, axis=1) if tied else shuffled
    weight = _weights_on_top(points, groups, shuffled, highest) if tied else points.w
    reached = np.maximum.accumulate(highest, axis=1)
    steps = (places[0] - points.x_min) * points.height + (points.y_max - reached) @ widths
    rises = np.concatenate([np.ones((len(shuffled), 1), dtype=bool), reached[:, 1:] > reached[:, :-1]], axis=1)
    lines = _line_zones(points, places, reached, weight * rises)
    lines = np.where(steps <= ROUNDING * points.area, 0.0, lines)
    return np.column_stack([steps, lines]) / points.area


def _weights_on_top(points: CornerPoints, groups: Groups, shuffled: Floats, highest: Floats) -> Floats:
    """Return the weight of the respondents who have the highest outcome of their condition."""
    start = groups[0]
    size = np.diff(np.append(start, len(points.x)))
    return np.add.reduceat(points.w * (shuffled == np.repeat(highest, size, axis=1)), start, axis=1)


def _line_zones(points: CornerPoints, places: Floats, reached: Floats, weight: Floats) -> Floats:
    """Return the area above the line through the peers of every shuffle; `weight` is 0 off the peers."""
    x, y, total = places - points.x_min, reached - points.y_min, weight.sum(axis=1)
    mean_x, mean_y = (weight @ x) / total, np.einsum("ij,ij->i", weight, y) / total
    spread = weight @ x**2 - total * mean_x**2
    joint = np.einsum("ij,ij->i", weight, y * x) - total * mean_x * mean_y
    single = spread <= ROUNDING * points.width**2 * total
    slope = np.where(single, np.nan, joint / np.where(single, 1.0, spread))
    left = points.height - (mean_y - slope * mean_x)

    def below(room: Floats) -> Floats:
        inside = np.clip(room, 0.0, points.height)
        return inside**2 / 2 + points.height * np.maximum(room - points.height, 0.0)

    return (below(left) - below(left - slope * points.width)) / slope
