"""Slopes of Shapley shares by every correlation, exactly, from the coefficients of all subsets of drivers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from math import comb

import numpy as np
from numpy.typing import NDArray

from survey.stats.subset_fits import PIVOT_TOLERANCE

Floats = NDArray[np.float64]

#: Subsets held at once; their coefficients then fill some tens of megabytes.
CHUNK_SUBSETS = 1 << 13
#: Step of numeric slopes, in units of a correlation.
STEP = 1e-5


def shapley_slopes(corr: Floats, players: Sequence[Sequence[int]]) -> Floats:
    """Return the slopes of each player's share of R² by each correlation.

    Parameters
    ----------
    corr
        Correlations, shape (p, p), outcome first.
    players
        Positions in `corr` of the drivers of each player, none twice; positions in no player are controls, in every
        model.

    Returns
    -------
    ndarray
        Shape (n_players, p (p - 1) / 2): by the correlations below the diagonal, in the order of
        ``np.tril_indices(p, -1)``.

    Notes
    -----
    R² of a subset has slope 2 b_i by the correlation of driver i with the outcome and -2 b_i b_l by that of drivers i
    and l, b being its standardised coefficients. Cost: 2^k solutions by sweeping, about (p + 1) times that of R² alone.

    References
    ----------
    Fryer, Strümke & Nguyen (2020). Shapley value confidence intervals for attributing variance explained. Frontiers in
    Applied Mathematics and Statistics 6, 587199.

    Examples
    --------
    The share of a single driver is r², whose slope is 2 r.

    >>> shapley_slopes(np.array([[1.0, 0.3], [0.3, 1.0]]), [[1]])
    array([[0.6]])
    """
    p, g = len(corr), len(players)
    flat = [i for player in players for i in player]
    fixed = [i for i in range(1, p) if i not in flat]
    order = [0, *flat, *fixed]
    weights_in = np.array([0.0, *(1 / (g * comb(g - 1, s)) for s in range(g))])
    weights_out = np.array([*(1 / (g * comb(g - 1, s)) for s in range(g)), 0.0])
    rows, columns = np.tril_indices(p, -1)
    slopes = np.zeros((g, len(rows)))
    state = corr[np.ix_(order, order)][:, :, None]
    for _ in fixed:
        state = _put_in(state)
    for inside, found in _iterate_models(state, [len(player) for player in players], np.empty((0, 1))):
        size = np.sum(inside, axis=0).astype(np.intp)
        gain = inside * weights_in[size] - (1 - inside) * weights_out[size]
        betas = np.zeros_like(found)
        betas[order] = found
        betas[0] = -1.0
        slopes -= 2 * gain @ (betas[rows] * betas[columns]).T
    return slopes


def _put_in(state: Floats) -> Floats:
    """Return the state with the last remaining column regressed out of the others, shape (p, q - 1, M).

    Rows of variables still to come hold partial covariances, rows of those regressed out minus their coefficients.
    """
    last = state.shape[1] - 1
    row, pivot = state[last, :last], state[last, last]
    slope = np.divide(row, pivot, out=np.zeros_like(row), where=pivot > PIVOT_TOLERANCE)
    result = state[:, :last] - state[:, last, None] * slope
    result[last] = -slope
    return np.asarray(result)


def _leave_out(state: Floats, count: int) -> Floats:
    """Return the state without the last `count` columns; those variables have coefficients of 0."""
    left = state.shape[1] - count
    result = state[:, :left].copy()
    result[left : left + count] = 0.0
    return result


def _iterate_models(state: Floats, sizes: Sequence[int], inside: Floats) -> Iterator[tuple[Floats, Floats]]:
    """Yield which players are in each model, shape (n_players, M), and the coefficients, shape (p, M)."""
    if not sizes:
        yield inside, -state[:, 0]
        return
    with_player = state
    for _ in range(sizes[-1]):
        with_player = _put_in(with_player)
    both = (_leave_out(state, sizes[-1]), with_player)
    marks = [np.vstack([np.full((1, inside.shape[1]), value), inside]) for value in (0.0, 1.0)]
    if 2 * inside.shape[1] <= CHUNK_SUBSETS:
        yield from _iterate_models(np.concatenate(both, axis=2), sizes[:-1], np.hstack(marks))
    else:
        for part, mark in zip(both, marks, strict=True):
            yield from _iterate_models(part, sizes[:-1], mark)


def numeric_slopes(measure: Callable[[Floats], Floats], corr: Floats) -> Floats:
    """Return the slopes of any function of correlations, by central differences.

    Parameters
    ----------
    measure
        Takes correlations of shape (n_stack, p, p), returns shape (n_stack, n_values).
    corr
        Shape (p, p).

    Returns
    -------
    ndarray
        Shape (n_values, p (p - 1) / 2), in the order of ``np.tril_indices(p, -1)``.

    Examples
    --------
    >>> numeric_slopes(lambda stack: stack[:, 0, 1:] ** 2, np.array([[1.0, 0.3], [0.3, 1.0]])).round(6)
    array([[0.6]])
    """
    rows, columns = np.tril_indices(len(corr), -1)
    cell = np.arange(len(rows))
    moved = np.tile(corr, (2, len(rows), 1, 1))
    for side, step in enumerate((STEP, -STEP)):
        moved[side, cell, rows, columns] += step
        moved[side, cell, columns, rows] += step
    found = measure(moved.reshape(-1, *corr.shape))
    return np.asarray((found[: len(rows)] - found[len(rows) :]).T / (2 * STEP))
