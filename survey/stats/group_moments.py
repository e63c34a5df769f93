"""Sums and cross products of each of many groups of rows: what a pass over a table of any size keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.moments import Moments

Floats = NDArray[np.float64]

#: Whole numbers up to here, and their sums, are exact in single precision; products of codes stay below.
EXACT_SINGLE = 2**24
#: Rows of one small matrix product that single precision must allow for it to be worth its while.
FEWEST_ROWS = 32
#: Numbers multiplied at once.
BLOCK = 1 << 17
#: How far above the mean size of a group, in its root, the rows of one matrix product reach.
ROOM = 1.5


@dataclass(frozen=True, eq=False)
class GroupMoments:
    """Hold for each group of rows what covariances need, so that parts of a table can be added up.

    Parameters
    ----------
    n
        Number of rows of each group, shape (g,).
    squared_weights
        Sum of squared weights of each group, shape (g,).
    products
        Weighted sums of products of (1, x), shape (g, p + 1, p + 1): the sum of weights stands first.

    Notes
    -----
    Sums are about 0, so whole numbers stay whole: without weights every entry below 2^53 is exact, whatever the order
    of adding. Shift large numbers before.

    Examples
    --------
    >>> groups = take_group_moments([np.array([1.0, 2.0, 6.0])], np.array([0, 1, 1]), 2)
    >>> whole = groups.whole
    >>> whole.n, float(whole.mean[0]), float(whole.covariance[0, 0])
    (3, 3.0, 7.0)
    """

    n: Floats
    squared_weights: Floats
    products: Floats

    def __add__(self, other: GroupMoments) -> GroupMoments:
        """Return the moments of both parts, group by group."""
        if self.products.shape != other.products.shape:
            raise DataError(
                f"Moments of {self.products.shape} and {other.products.shape} groups and columns cannot be added."
            )
        return GroupMoments(
            self.n + other.n, self.squared_weights + other.squared_weights, self.products + other.products
        )

    @property
    def filled(self) -> GroupMoments:
        """The groups that have any weight."""
        there = self.products[:, 0, 0] > 0
        return GroupMoments(self.n[there], self.squared_weights[there], self.products[there])

    @property
    def whole(self) -> Moments:
        """The moments of all rows together."""
        products = self.products.sum(axis=0)
        total = float(products[0, 0])
        if total <= 0:
            raise DataError("No row has a positive weight, so there are no moments.")
        mean = products[0, 1:] / total
        cross = products[1:, 1:] - total * np.outer(mean, mean)
        return Moments(int(self.n.sum()), total, float(self.squared_weights.sum()), mean, (cross + cross.T) / 2)

    def map(self, matrix: Floats) -> GroupMoments:
        """Return the moments of linear functions of the columns.

        Parameters
        ----------
        matrix
            New columns as functions of (1, x), shape (q + 1, p + 1); the first row is (1, 0, …, 0).
        """
        return GroupMoments(self.n, self.squared_weights, matrix @ self.products @ matrix.T)


def covariances(products: Floats, squared_weights: Floats) -> Floats:
    """Return unbiased covariances from sums of products, as `Moments.covariance` does.

    Parameters
    ----------
    products
        Shape (..., p + 1, p + 1).
    squared_weights
        Shape (...).

    Returns
    -------
    ndarray
        Shape (..., p, p); NaN where the divisor is not positive.

    Examples
    --------
    >>> covariances(np.array([[2.0, 3.0], [3.0, 5.0]]), np.array(2.0))
    array([[0.5]])
    """
    total = products[..., 0, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = products[..., 0, 1:] / total[..., None]
        cross = products[..., 1:, 1:] - products[..., 0, 1:, None] * mean[..., None, :]
        divisor = total - squared_weights / total
        result: Floats = cross / np.where(divisor > 0, divisor, np.nan)[..., None, None]
    return result


def assign_groups(keys: NDArray[Any], n_groups: int) -> NDArray[np.intp]:
    """Return a group for every key, the same wherever and whenever it is computed.

    Parameters
    ----------
    keys
        Whole numbers, shape (n,): of respondents, or of rows.
    n_groups
        How many groups there are, at most 65,536.

    Returns
    -------
    ndarray
        Groups from 0, shape (n,); equal keys have the same group.

    References
    ----------
    Steele, Lea & Flood (2014). Fast splittable pseudorandom number generators. OOPSLA 2014, 453-472 (the mixing).

    Examples
    --------
    >>> assign_groups(np.array([7, 8, 7]), 1000).tolist()
    [173, 771, 173]
    """
    mixed = np.array(keys).astype(np.uint64)
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return ((mixed >> np.uint64(32)) * np.uint64(n_groups) >> np.uint64(32)).astype(np.uint16)


def take_group_moments(
    columns: Sequence[NDArray[Any]],
    groups: NDArray[Any],
    n_groups: int,
    weights: NDArray[Any] | None = None,
    *,
    largest: float | None = None,
) -> GroupMoments:
    """Return the moments of every group of rows.

    Parameters
    ----------
    columns
        Values, p arrays of shape (n,), none missing.
    groups
        Group of every row, from 0 to `n_groups` - 1, shape (n,); rows of group `n_groups` are left out.
    n_groups
        Number of groups.
    weights
        One weight a row; None counts each once.
    largest
        Where all values are whole numbers, the largest size of any; None: they are not.

    Returns
    -------
    GroupMoments

    Notes
    -----
    Rows are dealt into slots of equal length, filled up with zeros, and all slots are multiplied by one batched matrix
    product; a group larger than a slot has several. Where every sum is exact in single precision, single precision is
    used. Cost: O(n p^2).

    Examples
    --------
    >>> take_group_moments([np.array([1, 2, 3])], np.array([0, 0, 1]), 2).products[0]
    array([[2., 3.],
           [3., 5.]])
    """
    counts = np.bincount(groups, minlength=n_groups)[:n_groups]
    order = np.argsort(groups, kind="stable")[: counts.sum()]
    kind, most = _precision(largest, weights)
    taken, slots, length = _deal(order, counts, most, len(groups))
    sums = _multiply(columns, taken.reshape(-1, length), len(groups), weights, kind)
    products = np.zeros((n_groups, *sums.shape[1:]))
    filled = np.flatnonzero(counts)
    products[filled] = sums[slots]
    further = np.delete(np.arange(len(sums)), slots)
    np.add.at(products, filled[np.searchsorted(slots, further, side="right") - 1], sums[further])
    squares = counts if weights is None else np.bincount(groups, weights**2, n_groups)[:n_groups]
    return GroupMoments(counts.astype(np.float64), squares.astype(np.float64), products)


def _precision(largest: float | None, weights: NDArray[Any] | None) -> tuple[type, int]:
    """Return the float type that keeps sums exact, and the most rows of one product for that."""
    most = EXACT_SINGLE // max(1, int(largest) ** 2) if largest is not None and weights is None else 0
    return (np.float32, most) if most >= FEWEST_ROWS else (np.float64, EXACT_SINGLE)


def _multiply(
    columns: Sequence[NDArray[Any]], taken: NDArray[np.intp], past: int, weights: NDArray[Any] | None, kind: type
) -> NDArray[Any]:
    """Return the sums of products of each slot, some slots at a time so that they stay in the processor's cache."""
    width = len(columns) + 1
    sums: NDArray[Any] = np.empty((len(taken), width, width), dtype=kind)
    step = max(1, BLOCK // (width * taken.shape[1]))
    rows: NDArray[Any] = np.empty((step, width, taken.shape[1]), dtype=kind)
    for begin in range(0, len(taken), step):
        part = taken[begin : begin + step]
        empty = part == past
        block = rows[: len(part)]
        np.logical_not(empty, out=block[:, 0], casting="unsafe")
        for place, values in enumerate(columns, start=1):
            block[:, place] = values.take(part, mode="clip")
        block *= block[:, :1]
        heavy = block if weights is None else block * weights.take(part, mode="clip")[:, None]
        np.matmul(heavy, block.transpose(0, 2, 1), out=sums[begin : begin + step])
    return sums


def _deal(
    order: NDArray[Any], counts: NDArray[Any], most: int, past: int
) -> tuple[NDArray[np.intp], NDArray[np.intp], int]:
    """Return the row of each place in each slot, the first slot of each filled group, and the length of a slot.

    A place that stays empty has the row `past` the end.
    """
    sizes = counts[counts > 0]
    mean = sizes.mean() if len(sizes) else 1.0
    length = min(int(mean + ROOM * np.sqrt(mean)) + 1, most)
    needed = -(-sizes // length)
    first_slot = np.cumsum(needed) - needed
    first_row = np.cumsum(sizes) - sizes
    taken = np.full(int(needed.sum()) * length, past, dtype=np.intp)
    taken[np.arange(len(order)) + np.repeat(first_slot * length - first_row, sizes)] = order
    return taken, first_slot, length
