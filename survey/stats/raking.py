"""Weights whose weighted margins equal known shares of the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]

#: Most combinations of categories that get one index; beyond it the search runs over the rows.
MAX_CELLS = 1 << 40

#: Targets that the bounds put out of reach push the uncut weights up for ever; beyond this they stay.
LARGEST_FREE = 1e100


@dataclass(frozen=True, eq=False)
class RakingFit:
    """Hold raked weights and how well they meet the targets.

    Parameters
    ----------
    weights
        One per row, mean 1.
    converged
        Whether every margin is within the tolerance, with the bounds in force.
    iterations
        Number of passes over the margins.
    margin_error
        Largest absolute difference of a weighted share from its target.
    trimmed
        Number of weights at a bound.
    """

    weights: Floats
    converged: bool
    iterations: int
    margin_error: float
    trimmed: int


def rake(
    codes: ArrayLike,
    targets: Sequence[ArrayLike],
    weights: ArrayLike | None = None,
    *,
    tolerance: float = 1e-10,
    max_iterations: int = 1000,
    bounds: tuple[float, float] | None = None,
) -> RakingFit:
    """Rake weights to the target shares of several variables.

    Parameters
    ----------
    codes
        Category of every row on every margin, 0 to c - 1, shape (n, m), none missing.
    targets
        For every margin the population share of each category, summing to 1.
    weights
        Weights to start from, such as design weights.
    tolerance
        Largest difference of a share from its target that ends the search.
    max_iterations
        Largest number of passes over the margins.
    bounds
        Smallest and largest weight allowed, on the scale of mean 1; the other weights are raked on until
        the targets hold with the bounds.

    Returns
    -------
    RakingFit
        `converged` is False where the targets cannot be met, for instance within the bounds.

    Raises
    ------
    DataError
        If the codes do not fit the targets, targets do not sum to 1, or a category with a target has
        no respondent.

    Notes
    -----
    With bounds the weights are those of Deville & Särndal's truncated exponential distance: the raked weight,
    or the bound it passes. A category with a target of 0 sets its rows' weights to 0. Without bounds the
    search runs over the combinations of categories, not the rows. A bootstrap has to rake again inside
    every replicate.

    References
    ----------
    Deming & Stephan (1940). On a least squares adjustment of a sampled frequency table when the
    expected marginal totals are known. Annals of Mathematical Statistics 11, 427-444. Deville & Särndal
    (1992). Calibration estimators in survey sampling. JASA 87, 376-382.

    Examples
    --------
    >>> rake([[0], [0], [0], [1]], [[0.5, 0.5]]).weights.round(4)
    array([0.6667, 0.6667, 0.6667, 2.    ])
    """
    cells, shares, start = _check_margins(codes, targets, weights)
    low, high = (0.0, np.inf) if bounds is None else bounds
    if not low < 1 < high:
        raise DataError(f"Bounds are on the scale of mean 1, so they have to enclose it; they are {low} and {high}.")
    if bounds is not None:
        free, passes, error = _fit_margins(start, cells, shares, (low, high), tolerance, max_iterations)
        trimmed = int(((free < low) | (free > high)).sum())
        return RakingFit(np.clip(free, low, high), error <= tolerance, passes, error, trimmed)
    sizes = tuple(len(share) for share in shares)
    cell = np.ravel_multi_index(tuple(cells), sizes) if np.prod(sizes) <= MAX_CELLS else np.arange(len(start))
    filled, row, position = np.unique(cell, return_index=True, return_inverse=True)
    before: Floats = np.bincount(position, weights=start, minlength=len(filled)).astype(np.float64)
    after, passes, error = _fit_margins(before, [code[row] for code in cells], shares, (low, high), tolerance,
                                        max_iterations)  # fmt: skip
    w = start * np.divide(after, before, out=np.zeros_like(after), where=before > 0)[position]
    return RakingFit(w / w.mean(), error <= tolerance, passes, error, 0)


def _fit_margins(
    free: Floats,
    cells: list[NDArray[np.intp]],
    shares: list[Floats],
    bounds: tuple[float, float],
    tolerance: float,
    max_iterations: int,
) -> tuple[Floats, int, float]:
    """Return the scaled weights, the passes over the margins and the largest error left."""
    total, passes, error = free.sum(), 0, np.inf
    while passes < max_iterations and error > tolerance:
        for code, share in zip(cells, shares, strict=True):
            free = _fit_margin(free, code, share * total, *bounds)
        passes += 1
        error = _margin_error(np.clip(free, *bounds), cells, shares)
    return free, passes, float(error)


def _fit_margin(free: Floats, code: NDArray[np.intp], target: Floats, low: float, high: float) -> Floats:
    """Return weights scaled per category so that, cut to the bounds, they sum to the target.

    Only the weights within the bounds can move, so they take up what the cut ones leave.
    """
    cut = np.clip(free, low, high)
    now = np.bincount(code, weights=cut, minlength=len(target))
    movable = np.bincount(code, weights=cut * ((free >= low) & (free <= high)), minlength=len(target))
    needed = movable + target - now
    by_movable = (movable > 0) & (needed > 0)
    plain = np.divide(target, now, out=np.zeros(len(target)), where=now > 0)
    factor = np.divide(needed, movable, out=plain, where=by_movable)
    return np.clip(free * factor[code], 0.0, LARGEST_FREE)


def _margin_error(w: Floats, cells: list[NDArray[np.intp]], shares: list[Floats]) -> float:
    total = w.sum()
    return max(
        float(np.abs(np.bincount(code, weights=w, minlength=len(share)) / total - share).max())
        for code, share in zip(cells, shares, strict=True)
    )


def _check_margins(
    codes: ArrayLike, targets: Sequence[ArrayLike], weights: ArrayLike | None
) -> tuple[list[NDArray[np.intp]], list[Floats], Floats]:
    values = np.asarray(codes)
    if values.ndim != 2 or values.shape[1] != len(targets) or values.shape[0] == 0:
        raise DataError(f"Codes of shape {values.shape} do not fit {len(targets)} margins: one column each is needed.")
    if not np.issubdtype(values.dtype, np.integer):
        raise DataError("Categories are whole numbers from 0; missing ones have to be filled or left out first.")
    w = check_weights(weights, len(values))
    shares = [np.asarray(target, dtype=np.float64) for target in targets]
    for margin, share in enumerate(shares):
        column = values[:, margin]
        if (share < 0).any() or abs(share.sum() - 1) > 1e-6:
            raise DataError(
                f"The targets of margin {margin} have to be shares that sum to 1; they sum to {share.sum()}."
            )
        if column.min() < 0 or column.max() >= len(share):
            raise DataError(f"Margin {margin} has a code without a target; codes run from 0 to {len(share) - 1}.")
        empty = np.flatnonzero((np.bincount(column, weights=w, minlength=len(share)) <= 0) & (share > 0))
        if empty.size:
            raise DataError(
                f"Nobody is in category {empty[0]} of margin {margin}, whose target is {share[empty[0]]}: "
                "merge it with another category."
            )
    cells = [np.ascontiguousarray(values[:, margin], dtype=np.intp) for margin in range(values.shape[1])]
    return cells, [share / share.sum() for share in shares], w * (len(w) / w.sum())
