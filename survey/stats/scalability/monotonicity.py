"""Manifest monotonicity: whether each answer gets no rarer as the score on the other items rises."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError, OptionError
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]

#: Violations smaller than this share are let pass (Molenaar & Sijtsma, 2000).
LEAST_VIOLATION = 0.03
_SIGNIFICANT = 1.6448536269514722  # one-sided 5 % point of the normal distribution
_SAME = 1e-9  # below the distance of two weighted sums of codes


@dataclass(frozen=True, eq=False)
class ItemMonotonicity:
    """Hold one item's steps against groups of the rest score.

    Parameters
    ----------
    low, high
        Lowest and highest rest score of each group, shape (n_groups,).
    size
        Weighted count of each group.
    steps
        The upper code of each step, shape (n_steps,).
    reached
        Share of each group at or above each step, shape (n_groups, n_steps).
    active
        Pairs of groups in which a violation is possible, by step.
    violations
        Pairs in which the share falls by more than the least violation, by step.
    largest, total
        The largest fall and the sum of falls, by step.
    z
        The largest normal deviate of a violation, by step; 0 without violations.
    significant
        Violations significant at 5 %, one-sided, by step.
    """

    low: Floats
    high: Floats
    size: Floats
    steps: Floats
    reached: Floats
    active: Floats
    violations: Floats
    largest: Floats
    total: Floats
    z: Floats
    significant: Floats

    def crit(self, h: float) -> float:
        """Return Molenaar and Sijtsma's summary of the violations of an item with scalability `h`; 0 without any."""
        count, active = np.sum(self.violations), np.sum(self.active)
        if count == 0:
            return 0.0
        total, significant = np.sum(self.total), np.sum(self.significant)
        sizes = 100 * np.max(self.largest) + 10 * np.sqrt(total) + 1000 * total / active
        numbers = np.sqrt(count) + 100 * count / active
        tests = 5 * np.max(self.z) + 10 * np.sqrt(significant) + 100 * significant / active
        return max(float(50 * (0.3 - h) + numbers + sizes + tests), 0.0)


def choose_group_size(n: float) -> int:
    """Return the least size of a rest-score group that suits so many rows.

    Examples
    --------
    >>> choose_group_size(433), choose_group_size(1000), choose_group_size(120)
    (86, 100, 50)
    """
    if n >= 500:
        return int(n / 10)
    return int(n / 5) if n >= 250 else int(max(n / 3, 50))


def check_monotonicity(
    rows: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    group_size: int | None = None,
    least_violation: float = LEAST_VIOLATION,
) -> tuple[ItemMonotonicity, ...]:
    """Hold every step of every item against groups of the score on the other items.

    Under the monotone homogeneity model the share of respondents at or above a step does not fall from one group to a
    higher one. A fall speaks against the item; no fall does not prove the model.

    Parameters
    ----------
    rows
        Keyed answers, shape (n, k), none missing, at least two items.
    weights
        Frequencies, one a row; probability weights have to be scaled to the effective n first.
    group_size
        Least size of a group; None takes a tenth of the rows from 500 on, a fifth from 250 on, else a third, at least
        50.
    least_violation
        Falls of this share or less are let pass.

    Returns
    -------
    tuple of ItemMonotonicity
        One per item.

    Raises
    ------
    DataError
        There is one item only.
    OptionError
        The group size or the least violation is out of range.

    Notes
    -----
    Neighbouring rest scores are joined from the lowest until a group is large enough; what is left at the top joins
    the last group. Where all make one group, no pair is active: nothing was checked. A fall between two groups is
    tested by the normal approximation of the hypergeometric distribution.

    References
    ----------
    Junker & Sijtsma (2000). Latent and manifest monotonicity in item response models. Applied Psychological
    Measurement 24, 65-81. Molenaar & Sijtsma (2000). User's manual MSP5 for Windows, pp. 49, 74. van der Ark
    (2007). Mokken scale analysis in R. Journal of Statistical Software 20(11).

    Examples
    --------
    >>> rows = np.repeat([[0, 0, 1], [1, 0, 0], [1, 1, 0], [1, 1, 1]], 60, axis=0)
    >>> [int(np.sum(item.violations)) for item in check_monotonicity(rows, group_size=60)]
    [1, 0, 2]
    """
    values = check_rows(rows)
    if values.shape[1] < 2:
        raise DataError("Monotonicity needs at least two items.")
    w = check_weights(weights, len(values))
    values, w = values[w > 0], w[w > 0]
    least = choose_group_size(float(np.sum(w))) if group_size is None else group_size
    if least < 1 or not 0 <= least_violation < 1:
        raise OptionError(f"group_size={least} must be 1 or more, least_violation={least_violation} in [0, 1).")
    rest = np.sum(values, axis=1, keepdims=True) - values
    return tuple(_check_item(values[:, j], rest[:, j], w, least, least_violation) for j in range(values.shape[1]))


def _check_item(answers: Floats, rest: Floats, w: Floats, least: int, least_violation: float) -> ItemMonotonicity:
    scores, at = np.unique(np.round(rest, 9), return_inverse=True)
    group_of_score = _join_scores(_count(at, w), least)
    count = int(group_of_score[-1]) + 1
    group = group_of_score[at]
    size = _count(group, w)
    steps = np.unique(answers)[1:]
    reached = np.stack([_count(group, w * (answers >= step)) for step in steps], axis=1)
    first, second = np.triu_indices(count, 1)
    share = reached / size[:, None]
    active = (share[first] > 0) & (share[second] < 1)
    fall = share[first] - share[second]
    violated = fall > least_violation
    z = np.where(violated, _deviate(reached, size, first, second), 0.0)
    fall = np.where(violated, fall, 0.0)
    edge = np.flatnonzero(np.diff(group_of_score))
    return ItemMonotonicity(
        low=scores[np.concatenate([[0], edge + 1])],
        high=scores[np.concatenate([edge, [len(scores) - 1]])],
        size=size,
        steps=steps,
        reached=share,
        active=np.sum(active, axis=0).astype(float),
        violations=np.sum(violated, axis=0).astype(float),
        largest=np.max(fall, axis=0, initial=0.0),
        total=np.sum(fall, axis=0),
        z=np.max(z, axis=0, initial=0.0),
        significant=np.sum(z > _SIGNIFICANT, axis=0).astype(float),
    )


def _count(place: NDArray[np.intp], w: Floats) -> Floats:
    return np.asarray(np.bincount(place, weights=w), dtype=np.float64)


def _join_scores(counts: Floats, least: int) -> NDArray[np.intp]:
    """Return the group of each rest score, the lowest first."""
    groups, number, size = np.zeros(len(counts), dtype=np.intp), 0, 0.0
    for score, count in enumerate(counts):
        groups[score] = number
        size += count
        if size >= least - _SAME:
            number, size = number + 1, 0.0
    if size > 0 and number > 0:
        groups[groups == number] = number - 1
    return groups


def _deviate(reached: Floats, size: Floats, first: NDArray[np.intp], second: NDArray[np.intp]) -> Floats:
    """Return Molenaar's normal deviate of falls between groups, continuity corrected, shape (n_pairs, n_steps)."""
    a, c = reached[first], reached[second]
    b, d = size[first][:, None] - a, size[second][:, None] - c
    return np.asarray(2 * (np.sqrt(a * d) - np.sqrt((b + 1) * (c + 1))) / np.sqrt(a + b + c + d - 1))
