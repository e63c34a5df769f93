"""R² of every subset of drivers at once, by Schur complements of a covariance stack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]

#: A driver whose variance, given the drivers before it, is below this share of its own variance adds
#: nothing. 1e-11 is a variance inflation of 1e11, where double precision has no digits left.
PIVOT_TOLERANCE = 1e-11
#: 2^25 subsets fill a gigabyte; more players need relative weights or grouping.
MAX_PLAYERS = 25
#: Subset values held at once: small enough to stay in a core's cache, large enough to hide the loop.
CHUNK_VALUES = 1 << 17


def as_stack(cov: NDArray[np.floating]) -> tuple[Floats, tuple[int, ...]]:
    """Return covariances as one axis of matrices and the leading shape they came in.

    Parameters
    ----------
    cov
        Covariances, shape (..., p, p), outcome first, p of at least 2.

    Returns
    -------
    tuple
        Shape (B, p, p) and the leading shape.

    Raises
    ------
    DataError
        If the last two axes are not square or there is no driver.
    """
    values = np.asarray(cov, dtype=np.float64)
    if values.ndim < 2 or values.shape[-1] != values.shape[-2] or values.shape[-1] < 2:
        raise DataError(f"Square covariances of an outcome and at least one driver are needed, not {values.shape}.")
    return values.reshape(-1, *values.shape[-2:]), values.shape[:-2]


def standardize(stack: Floats) -> Floats:
    """Return correlations; a variable without variance has zeros everywhere.

    Parameters
    ----------
    stack
        Covariances, shape (B, p, p).

    Returns
    -------
    ndarray
        Correlations, shape (B, p, p).
    """
    scale = np.sqrt(np.clip(np.diagonal(stack, axis1=-2, axis2=-1), 0, None))
    inverse = np.divide(1.0, scale, out=np.zeros_like(scale), where=scale > 0)
    result = stack * inverse[:, :, None] * inverse[:, None, :]
    position = np.arange(stack.shape[-1])
    result[:, position, position] = scale > 0
    return result


def start_state(corr: Floats) -> Floats:
    """Return correlations with the matrices on the last axis and the outcome's variance set to 0.

    What the outcome's cell falls below 0 while drivers are taken out is then exactly what they explain,
    without the rounding of 1 - (1 - R²).

    Parameters
    ----------
    corr
        Correlations, shape (B, p, p).

    Returns
    -------
    ndarray
        Shape (p, p, B).
    """
    state = np.ascontiguousarray(np.moveaxis(corr, 0, -1))
    state[0, 0] = 0.0
    return state


def take_out_last(state: Floats, out: Floats | None = None) -> Floats:
    """Return the Schur complement of the last variable; only the lower triangle is kept.

    Parameters
    ----------
    state
        Shape (q, q, M), lower triangle.
    out
        Where to write, shape (q - 1, q - 1, M); new memory if None.

    Returns
    -------
    ndarray
        Shape (q - 1, q - 1, M).
    """
    last = state.shape[0] - 1
    row, pivot = state[last, :last], state[last, last]
    slope = np.divide(row, pivot, out=np.zeros_like(row), where=pivot > PIVOT_TOLERANCE)
    result = np.empty((last, last, state.shape[2])) if out is None else out
    for i in range(last):
        np.multiply(row[: i + 1], slope[i], out=result[i, : i + 1])
        np.subtract(state[i, : i + 1], result[i, : i + 1], out=result[i, : i + 1])
    return result


def fit_all(corr: Floats) -> Floats:
    """Return R² on all drivers for every matrix, shape (B,).

    Parameters
    ----------
    corr
        Correlations, shape (B, p, p), outcome first.
    """
    state = start_state(corr)
    while state.shape[0] > 1:
        state = take_out_last(state)
    return np.asarray(-state[0, 0])


def fit_subsets(corr: Floats, sizes: Sequence[int]) -> Floats:
    """Return R² on every union of groups of drivers, shape (2,) * g + (B,).

    Position 1 on axis j means that group j is in the model. Every level of the search splits the
    covariances in two: those with the next group partialled out, and those without it.

    Parameters
    ----------
    corr
        Correlations, shape (B, p, p), outcome first, groups in consecutive positions.
    sizes
        Number of drivers in every group, summing to p - 1.

    Returns
    -------
    ndarray
        Shape (2,) * g + (B,).
    """
    state = start_state(corr)
    for size in reversed(sizes):
        rest, width = state.shape[0] - size, state.shape[2]
        both = np.empty((rest, rest, 2, width))
        for i in range(rest):
            both[i, : i + 1, 0] = state[i, : i + 1]
        for _ in range(size - 1):
            state = take_out_last(state)
        take_out_last(state, out=both[:, :, 1])
        state = both.reshape(rest, rest, 2 * width)
    return np.asarray(-state[0, 0]).reshape((2,) * len(sizes) + (corr.shape[0],))


def iterate_subset_fits(stack: Floats, groups: Sequence[Sequence[int]] | None = None) -> Iterator[tuple[slice, Floats]]:
    """Yield the part of the stack done and its subset fits, in pieces that fit a core's cache.

    Parameters
    ----------
    stack
        Covariances, shape (B, p, p), outcome first.
    groups
        Positions of drivers (0 the first driver) per group; None makes every driver a group.

    Raises
    ------
    DataError
        If the groups do not hold every driver once, or there are more than 25.
    """
    k = stack.shape[-1] - 1
    players = [[j] for j in range(k)] if groups is None else [list(group) for group in groups]
    flat = [j for group in players for j in group]
    if sorted(flat) != list(range(k)) or any(not group for group in players):
        raise DataError(f"Groups have to hold each of the {k} drivers once; they hold the positions {sorted(flat)}.")
    if len(players) > MAX_PLAYERS:
        raise DataError(
            f"{len(players)} drivers make 2^{len(players)} models: use relative weights, group the drivers "
            f"or keep at most {MAX_PLAYERS}."
        )
    order = np.array([0, *(j + 1 for j in flat)])
    corr = standardize(stack)[:, order[:, None], order]
    step = max(1, CHUNK_VALUES >> len(players))
    for begin in range(0, len(corr), step):
        part = slice(begin, min(begin + step, len(corr)))
        yield part, fit_subsets(corr[part], [len(group) for group in players])
