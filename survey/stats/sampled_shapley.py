"""Shapley shares of R² from sampled orders, where all orders are too many."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.stats.subset_fits import PIVOT_TOLERANCE, standardize

Floats = NDArray[np.float64]

#: Orders drawn for the estimate, and for each bootstrap sample; half of them, the other half reversed.
ORDERS, ORDERS_PER_SAMPLE = 12_000, 64


def draw_orders(n_players: int, n_orders: int, seed: int) -> NDArray[np.intp]:
    """Return random orders of players, each followed by its reverse, shape (n_orders, n_players).

    Examples
    --------
    >>> orders = draw_orders(4, 6, seed=1)
    >>> bool((orders[0] == orders[1][::-1]).all()), orders.shape
    (True, (6, 4))
    """
    forward = np.argsort(np.random.default_rng(seed).random(((n_orders + 1) // 2, n_players)), axis=1)
    return np.stack([forward, forward[:, ::-1]], axis=1).reshape(-1, n_players)[:n_orders]


def sampled_lmg(cov: Floats, players: Sequence[Sequence[int]], orders: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return shares of R² averaged over the orders given, with their Monte-Carlo standard errors.

    Parameters
    ----------
    cov
        Covariances, shape (B, p, p), outcome first.
    players
        Positions in `cov` of each player's drivers; positions in none are controls, in every model.
    orders
        From `draw_orders`, shape (n_orders, n_players).

    Returns
    -------
    tuple
        Shares and standard errors, shape (B, n_players) each; shares sum to what all players add to the controls.

    Notes
    -----
    An order and its reverse vary less together than two random orders, so pairs are what the standard error counts.

    References
    ----------
    Castro, Gómez & Tejada (2009). Polynomial calculation of the Shapley value based on sampling. Computers & Operations
    Research 36, 1726-1730. Mitchell, Cooper, Frank & Holmes (2022). Sampling permutations for Shapley value estimation.
    Journal of Machine Learning Research 23(43).

    Examples
    --------
    >>> cov = np.array([[[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]]])
    >>> shares, error = sampled_lmg(cov, [[1], [2]], draw_orders(2, 10, seed=0))
    >>> shares.round(4), error.round(4)
    (array([[0.36, 0.09]]), array([[0., 0.]]))
    """
    corr = standardize(cov)
    b, p, g = len(corr), corr.shape[-1], len(players)
    flat = [i for player in players for i in player]
    fixed = [i for i in range(1, p) if i not in flat]
    pairs = np.zeros((2, b, g))  # sums of pair means and of their squares
    half = np.zeros((b, g))
    for at, order in enumerate(orders):
        positions = [*fixed, *(i for player in order for i in players[player]), 0]
        gains = _gains(corr, positions)[:, len(fixed) :]
        owner = np.repeat(np.arange(g), [len(players[player]) for player in order])
        shares = np.zeros((b, g))
        for place, player in enumerate(order):
            shares[:, player] = np.sum(gains[:, owner == place], axis=1)
        half += shares / 2
        if at % 2:
            pairs += half, half**2
            half = np.zeros((b, g))
    count = len(orders) // 2
    mean = pairs[0] / count
    variance = np.maximum(pairs[1] / count - mean**2, 0.0) / max(count - 1, 1)
    return mean, np.sqrt(variance)


def _gains(corr: Floats, positions: list[int]) -> Floats:
    """Return what each driver adds to R² in the order given, shape (B, p - 1): squared entries of a Cholesky row."""
    ordered = corr[:, np.array(positions)[:, None], positions]
    last = len(positions) - 1
    at = np.arange(last)
    ordered[:, at, at] += PIVOT_TOLERANCE
    ordered[:, last, last] += 1.0  # R² of 1 must not stop the factorisation; the row's other entries do not change
    return np.asarray(np.linalg.cholesky(ordered)[:, last, :last] ** 2)
