"""Split-half reliability: two halves of a scale set against each other, for one split or for all of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.item_covariances import check_items

Floats = NDArray[np.float64]
Marks = NDArray[np.bool_]

#: All splits are tried up to this number (16 items have 6,435), else this many are drawn.
MOST_SPLITS = 10_000
_PRODUCTS_AT_ONCE = 8_000_000


@dataclass(frozen=True, kw_only=True)
class SplitHalf:
    """Coefficients of one split, each of shape (...).

    Attributes
    ----------
    correlation
        Of the halves' sums.
    spearman_brown
        Its doubling; right for halves of the same number of items.
    horst
        Its lengthening with the halves' true numbers of items.
    flanagan
        Four times the halves' covariance over the variance of the sum (Guttman–Flanagan).
    rulon
        What the variance of the halves' difference leaves of the sum's; algebraically the same as ``flanagan``.
    """

    correlation: Floats
    spearman_brown: Floats
    horst: Floats
    flanagan: Floats
    rulon: Floats


@dataclass(frozen=True, kw_only=True)
class Splits:
    """Ways to cut a scale into two halves.

    Attributes
    ----------
    first
        Which items are in the first half, shape (n_splits, k).
    complete
        Whether these are all splits.
    """

    first: Marks
    complete: bool


def split_by_parity(k: int) -> Marks:
    """Mark the items at odd places, shape (k,).

    Examples
    --------
    >>> split_by_parity(5).tolist()
    [True, False, True, False, True]
    """
    return np.asarray(np.arange(k) % 2 == 0, dtype=bool)


def split_in_middle(k: int) -> Marks:
    """Mark the first items, the larger half where their number is odd, shape (k,).

    Examples
    --------
    >>> split_in_middle(5).tolist()
    [True, True, True, False, False]
    """
    return np.arange(k) < (k + 1) // 2


def compare_halves(cov: Floats, first: Marks) -> SplitHalf:
    """Compare two halves of a scale.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).
    first
        Which items are in the first half, shape (k,).

    Returns
    -------
    SplitHalf

    Raises
    ------
    DataError
        If there are fewer than two items, or a half has none.

    References
    ----------
    Spearman (1910); Brown (1910). Horst (1951), Educational and Psychological Measurement 11, 368-371. Rulon (1939),
    Harvard Educational Review 9, 99-103. Guttman (1945), Psychometrika 10, 255-282.

    Examples
    --------
    >>> halves = compare_halves(np.full((4, 4), 0.5) + 0.5 * np.eye(4), split_by_parity(4))
    >>> float(halves.spearman_brown.round(6)), float(halves.rulon.round(6))
    (0.8, 0.8)
    """
    values = check_items(cov)
    k = values.shape[-1]
    one = np.asarray(first, dtype=bool)
    if one.shape != (k,) or one.all() or not one.any():
        raise DataError(f"Two halves of {k} items are needed, none of them empty; the marks are {one.astype(int)}.")
    own, other = _sum_block(values, one, one), _sum_block(values, ~one, ~one)
    between = _sum_block(values, one, ~one)
    with np.errstate(divide="ignore", invalid="ignore"):
        r = between / np.sqrt(own * other)
        total = own + other + 2 * between
        return SplitHalf(
            correlation=r,
            spearman_brown=2 * r / (1 + r),
            horst=_lengthen(r, float(np.mean(one))),
            flanagan=4 * between / total,
            rulon=1 - (own + other - 2 * between) / total,
        )


def _sum_block(values: Floats, rows: Marks, columns: Marks) -> Floats:
    return np.asarray(np.sum(values[..., rows, :][..., columns], axis=(-2, -1)))


def _lengthen(r: Floats, share: float) -> Floats:
    """Return Horst's reliability of the whole from the correlation of a share of it with the rest."""
    spread = share * (1 - share)
    rest = 1 - r**2
    found = (r * np.sqrt(r**2 + 4 * spread * rest) - r**2) / (2 * spread * rest)
    return np.where(rest > 0, found, np.where(r > 0, 1.0, np.nan))


def list_splits(k: int, *, most: int = MOST_SPLITS, seed: int = 0) -> Splits:
    """List the splits of a scale into halves that differ by at most one item.

    Parameters
    ----------
    k
        Number of items, at least 2.
    most
        If there are more splits, this many different ones are drawn.
    seed
        Of the draws.

    Examples
    --------
    >>> len(list_splits(6).first), len(list_splits(7).first)
    (10, 35)
    """
    if k < 2:
        raise DataError(f"Split halves need at least two items; there are {k}.")
    number = comb(k, k // 2) // (2 if k % 2 == 0 else 1)
    if number <= most:
        # An even number of items gives each split twice; those with the first item come once.
        chosen = [half for half in combinations(range(k), k // 2) if k % 2 or half[0] == 0]
        first = np.zeros((len(chosen), k), dtype=bool)
        first[np.arange(len(chosen))[:, None], np.array(chosen)] = True
        return Splits(first=first, complete=True)
    order = np.argsort(np.random.default_rng(seed).random((most, k)), axis=1)
    drawn = order < k // 2
    if k % 2 == 0:
        drawn = np.where(drawn[:, :1], drawn, ~drawn)
    return Splits(first=np.unique(drawn, axis=0), complete=False)


def compare_all_halves(cov: Floats, splits: Splits) -> Floats:
    """Return the Guttman–Flanagan coefficient of every split.

    The largest is Guttman's lambda 4, the smallest Revelle's beta, their mean alpha where the number of items is even.

    Parameters
    ----------
    cov
        Covariances or correlations of the keyed items, shape (n_stack, k, k).
    splits
        What `list_splits` returns.

    Returns
    -------
    ndarray
        Shape (n_stack, n_splits).

    Notes
    -----
    With signs s, +1 in one half and -1 in the other, the coefficient is 1 - s'Cs / 1'C1: one matrix product.

    References
    ----------
    Guttman (1945), Psychometrika 10, 255-282. Revelle (1979), Multivariate Behavioral Research 14, 57-74.
    """
    values = check_items(cov)
    rows, columns = np.triu_indices(values.shape[-1], 1)
    sign = np.where(splits.first, 1.0, -1.0)
    pairs = sign[:, rows] * sign[:, columns]
    off = values[:, rows, columns]
    trace = np.trace(values, axis1=1, axis2=2)[:, None]
    total = np.sum(values, axis=(1, 2))[:, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1 - (trace + 2 * off @ pairs.T) / total)


def summarize_halves(cov: Floats, splits: Splits) -> tuple[Floats, Floats, Floats]:
    """Return the largest, the mean and the smallest Guttman–Flanagan coefficient of all splits, each (n_stack,)."""
    values = check_items(cov)
    size = max(1, _PRODUCTS_AT_ONCE // len(splits.first))
    parts = []
    for begin in range(0, len(values), size):
        found = compare_all_halves(values[begin : begin + size], splits)
        parts.append(np.stack([np.max(found, axis=1), np.mean(found, axis=1), np.min(found, axis=1)]))
    best, mean, worst = np.concatenate(parts, axis=1)
    return best, mean, worst
