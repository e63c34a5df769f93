"""Automated selection of items into Mokken scales."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import OptionError
from survey.stats.scalability.homogeneity import Homogeneity

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


def select_items(found: Homogeneity, *, lower_bound: float = 0.3, alpha: float = 0.05) -> Positions:
    """Sort items into Mokken scales, each begun by its strongest pair and joined by the item that keeps H highest.

    Parameters
    ----------
    found
        Scalability of the items.
    lower_bound
        Least H of an item with the items of its scale, from 0 to below 1.
    alpha
        Level of the tests that an H is above 0, shared by the tests of a scale (Bonferroni).

    Returns
    -------
    ndarray
        Scale of each item from 1, shape (k,); 0 for an item that fits none.

    Raises
    ------
    OptionError
        If the bound or the level is out of range.

    Notes
    -----
    Mokken's procedure: a pair starts a scale if its H is at least the bound and above 0 by test; an item joins if its
    covariance with every item of the scale is above 0, its H with them is at least the bound and above 0 by test; among
    those the one that makes the scale's H highest. Once taken, an item stays. The tests are Mokken's, of covariances
    under independence, on `n` rows.

    References
    ----------
    Mokken (1971), pp. 190-199. Sijtsma & Molenaar (2002). Introduction to nonparametric item response theory, ch. 5.

    Examples
    --------
    >>> from survey.stats.scalability.homogeneity import measure_homogeneity
    >>> rows = np.repeat([[0, 0, 0], [1, 0, 1], [1, 1, 0], [1, 1, 1]], 10, axis=0)
    >>> select_items(measure_homogeneity(rows)).tolist()
    [1, 1, 0]
    """
    if not 0 <= lower_bound < 1 or not 0 < alpha < 1:
        raise OptionError(f"lower_bound={lower_bound} has to be from 0 to below 1, and alpha={alpha} between 0 and 1.")
    scales = np.zeros(len(found.items), dtype=np.intp)
    number = 0
    while True:
        members = _build_scale(found, np.flatnonzero(scales == 0), lower_bound, alpha)
        if not members:
            return scales
        number += 1
        scales[members] = number


def _build_scale(found: Homogeneity, free: Positions, lower_bound: float, alpha: float) -> list[int]:
    """Return the items of the next scale; none if no pair starts one."""
    if len(free) < 2:
        return []
    tests = len(free) * (len(free) - 1) // 2
    pairs = [(int(i), int(j)) for at, i in enumerate(free) for j in free[at + 1 :]]
    good = [
        pair
        for pair in pairs
        if found.pairs[pair] >= lower_bound and _z(found, pair[0], [pair[1]]) >= _critical(alpha, tests)
    ]
    if not good:
        return []
    first, second = max(good, key=lambda pair: float(found.pairs[pair]))
    members = [first, second]
    while True:
        left = [int(i) for i in free if i not in members]
        tests += len(left)
        join = [i for i in left if _may_join(found, i, members, lower_bound, _critical(alpha, tests))]
        if not join:
            return members
        members.append(max(join, key=lambda i: _scale_h(found, [*members, i])))


def _may_join(found: Homogeneity, item: int, members: list[int], lower_bound: float, critical: float) -> bool:
    covariance = found.covariance[item][members]
    if np.any(covariance <= 0):
        return False
    strong = float(np.sum(covariance) / np.sum(found.largest[item][members])) >= lower_bound
    return strong and _z(found, item, members) >= critical


def _scale_h(found: Homogeneity, members: list[int]) -> float:
    off = ~np.eye(len(members), dtype=bool)
    return float(
        np.sum(found.covariance[members][:, members], where=off) / np.sum(found.largest[members][:, members], where=off)
    )


def _z(found: Homogeneity, item: int, others: list[int]) -> float:
    """Return Mokken's normal deviate of an item's covariances with others, under independence."""
    variance = np.diag(found.covariance)
    spread = np.sqrt(variance[item] * np.sum(variance[others]))
    return float(np.sqrt(found.n - 1) * np.sum(found.covariance[item][others]) / spread)


def _critical(alpha: float, tests: int) -> float:
    from scipy.special import ndtri

    return float(-ndtri(alpha / tests))
