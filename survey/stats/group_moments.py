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
#: Places of slots that a column is put into at once.
PLACES = 1 << 17
#: Keys hashed at once.
KEYS_AT_ONCE = 1 << 14
#: How far above the mean size of a group, in its root, the rows of one matrix product reach.
ROOM = 3.0


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


def assign_groups(keys: NDArray[Any], n_groups: int) -> NDArray[np.uint16]:
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
    whole = np.asarray(keys)
    groups = np.empty(len(whole), dtype=np.uint16)
    for begin in range(0, len(whole), KEYS_AT_ONCE):
        groups[begin : begin + KEYS_AT_ONCE] = _mix(whole[begin : begin + KEYS_AT_ONCE].astype(np.uint64), n_groups)
    return groups


def _mix(mixed: NDArray[np.uint64], n_groups: int) -> NDArray[np.uint64]:
    mixed *= np.uint64(0x9E3779B97F4A7C15)
    mixed ^= mixed >> np.uint64(30)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(27)
    mixed *= np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return (mixed >> np.uint64(32)) * np.uint64(n_groups) >> np.uint64(32)


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
    kind, most = _precision(largest, weights)
    order = np.argsort(groups, kind="stable")[: counts.sum()]
    slots = _deal(order, counts, min(most, max(FEWEST_ROWS, BLOCK // (len(columns) + 1))))
    filled = counts > 0
    sums = _multiply(columns, slots, weights, kind)
    if len(sums) > len(slots.first):
        sums = np.add.reduceat(sums, slots.first, axis=0, dtype=np.float64)
    products = np.zeros((n_groups, len(columns) + 1, len(columns) + 1))
    products[filled, :, 1:] = sums
    products[:, 1:, 0] = products[:, 0, 1:]
    heavy = counts if weights is None else np.bincount(groups, weights, n_groups + 1)[:n_groups]
    products[:, 0, 0] = heavy
    squares = counts if weights is None else np.bincount(groups, weights**2, n_groups + 1)[:n_groups]
    return GroupMoments(counts.astype(np.float64), squares.astype(np.float64), products)


@dataclass(frozen=True, eq=False)
class _Slots:
    """Rows dealt into slots of equal length.

    Parameters
    ----------
    rows
        The row of each place of each slot, shape (s, length); places that stay empty come last and name any row.
    filled
        How many places of each slot are filled, shape (s,).
    first
        The first slot of each group that has rows.
    """

    rows: NDArray[np.intp]
    filled: NDArray[np.intp]
    first: NDArray[np.intp]


def _precision(largest: float | None, weights: NDArray[Any] | None) -> tuple[type, int]:
    """Return the float type that keeps sums exact, and the most rows of one product for that."""
    most = EXACT_SINGLE // max(1, int(largest) ** 2) if largest is not None and weights is None else 0
    return (np.float32, most) if most >= FEWEST_ROWS else (np.float64, EXACT_SINGLE)


def _deal(order: NDArray[np.intp], counts: NDArray[np.intp], most: int) -> _Slots:
    """Return rows in order of groups as slots: as long as nearly all groups need, but no longer than `most`."""
    sizes = counts[counts > 0]
    mean = float(sizes.mean()) if len(sizes) else 1.0
    length = min(int(mean + ROOM * np.sqrt(mean)) + 1, most)
    needed = -(-sizes // length)
    first_slot = np.cumsum(needed) - needed
    before = (np.arange(int(needed.sum())) - np.repeat(first_slot, needed)) * length
    filled = np.minimum(np.repeat(sizes, needed) - before, length)
    rows = np.zeros((len(filled), length), dtype=np.intp)
    rows[np.arange(length) < filled[:, None]] = order
    return _Slots(rows, filled, first_slot)


def _multiply(columns: Sequence[NDArray[Any]], slots: _Slots, weights: NDArray[Any] | None, kind: type) -> NDArray[Any]:
    """Return the sums of products of (1, x) and x of each slot.

    Columns are put in order one after the other, then multiplied together, both some slots at a time, so that what is
    looked at stays in the processor's cache. One factor has a row more than the other: the product of a matrix and
    itself is slower.
    """
    width, length = len(columns) + 1, slots.rows.shape[1]
    sums: NDArray[Any] = np.empty((len(slots.rows), width, width - 1), dtype=kind)
    step = max(1, BLOCK // (width * length))
    several = step * max(1, PLACES // (step * length))
    held: NDArray[Any] = np.ones((step, width, length), dtype=kind)
    for first in range(0, len(sums), several):
        rows = slots.rows[first : first + several]
        dealt = [values.take(rows, mode="clip") for values in columns]
        burden = None if weights is None else weights.take(rows, mode="clip")
        for begin in range(0, len(rows), step):
            part = slice(begin, begin + step)
            filled, out = slots.filled[first:][part], sums[first : first + several][part]
            block = held[: len(filled)]
            for place, values in enumerate(dealt, start=1):
                block[:, place] = values[part]
            _empty_rest(block, filled)
            heavy = block if burden is None else block * burden[part, None]
            np.matmul(heavy, block[:, 1:].transpose(0, 2, 1), out=out)
    return sums


def _empty_rest(block: NDArray[Any], filled: NDArray[np.intp]) -> None:
    """Put 0 into the places of each slot that are not filled."""
    least = int(np.min(filled))
    if least < block.shape[2]:
        block[:, 1:, least:] *= (np.arange(least, block.shape[2]) < filled[:, None])[:, None]
