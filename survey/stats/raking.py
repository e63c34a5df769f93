"""Weights whose weighted margins equal known shares of the population."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.margin_fitting import UNBOUNDED, Bounds, fill_shares, fit_margins, sum_by_category
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]
Codes = list[NDArray[np.intp]]

#: Most combinations of categories that get one index; beyond it the search runs over the rows.
MAX_CELLS = 1 << 40

#: Largest error and most passes of a replicate: far below what resampling adds.
REPLICATE_TOLERANCE, REPLICATE_ITERATIONS = 1e-7, 300
#: Bytes of replicate weights worked on at once.
REPLICATE_BYTES = 32_000_000


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
    margin_errors
        The same for each margin, shape (m,).
    trimmed
        Number of weights at a bound.
    """

    weights: Floats
    converged: bool
    iterations: int
    margin_error: float
    margin_errors: Floats
    trimmed: int


@dataclass(frozen=True, eq=False)
class ReplicateRaking:
    """Hold the raked weights of every replicate.

    Parameters
    ----------
    weights
        Shape (n_boot, n); each replicate sums to n.
    missed
        Replicates with a margin off its target by more than 1e-7.
    emptied
        Replicates in which a category with a target had no respondent; the others of its margin share its target.
    """

    weights: Floats
    missed: int
    emptied: int


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
        Category of every row on every margin, 0 to c - 1, or -1 for no answer, shape (n, m).
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
    or the bound it passes; weights of 0 stay 0. A category with a target of 0 sets its rows' weights to 0. Rows
    without an answer get, together, the share that raking to the other margins gives them; targets are shares of
    those who answered. Without bounds the search runs over the combinations of categories, not the rows. A bootstrap
    has to rake again inside every replicate: `rake_replicates`.

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
    limits = _check_bounds(bounds)
    counts = (start > 0).astype(np.float64)
    w, passes, errors = _rake_samples(start[None], counts[None], cells, shares, limits, tolerance, max_iterations)
    bounded, worst = bounds is not None, float(np.max(errors))
    return RakingFit(
        weights=w[0] if bounded else w[0] * (len(start) / np.sum(w[0])),
        converged=worst <= tolerance,
        iterations=int(passes[0]),
        margin_error=worst,
        margin_errors=errors[0],
        trimmed=int(np.sum((start > 0) & ((w[0] <= limits[0]) | (w[0] >= limits[1])))) if bounded else 0,
    )


def rake_replicates(
    codes: ArrayLike,
    targets: Sequence[ArrayLike],
    multipliers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    bounds: tuple[float, float] | None = None,
) -> ReplicateRaking:
    """Rake again inside every bootstrap replicate.

    Parameters
    ----------
    codes, targets, weights, bounds
        As for `rake`; bounds hold for each row's weight before it is multiplied.
    multipliers
        What a replicate multiplies each row's weight by, shape (n_boot, n), such as `rescaling_multipliers` gives.

    Returns
    -------
    ReplicateRaking

    Raises
    ------
    DataError
        As for `rake`, or the multipliers do not fit.

    Notes
    -----
    All replicates are fitted at once, over the combinations of categories where there are no bounds.

    Examples
    --------
    >>> codes, twice = [[0], [0], [1], [1]], [[2.0, 1, 1, 0], [1, 1, 1, 1]]
    >>> rake_replicates(codes, [[0.5, 0.5]], twice).weights.round(4)
    array([[1.3333, 0.6667, 2.    , 0.    ],
           [1.    , 1.    , 1.    , 1.    ]])
    """
    cells, shares, start = _check_margins(codes, targets, weights)
    limits = _check_bounds(bounds)
    times = np.asarray(multipliers, dtype=np.float64)
    n = len(start)
    if times.ndim != 2 or times.shape[1] != n or not np.all(np.isfinite(times)) or np.any(times < 0):
        raise DataError(f"Multipliers are numbers of at least 0, one row of {n} a replicate; given {times.shape}.")
    result = np.empty_like(times)
    missed = emptied = 0
    step = max(1, REPLICATE_BYTES // (8 * n))
    for begin in range(0, len(times), step):
        often = times[begin : begin + step] * (start > 0)
        scale = np.sum(times[begin : begin + step], axis=1) / (often @ start)
        w, _, errors = _rake_samples(
            start * scale[:, None], often, cells, shares, limits, REPLICATE_TOLERANCE, REPLICATE_ITERATIONS
        )
        weighted = often * w
        result[begin : begin + step] = weighted * (n / np.sum(weighted, axis=1))[:, None]
        missed += int(np.sum(np.max(errors, axis=1) > REPLICATE_TOLERANCE))
        emptied += int(np.sum(_lacks_category(often * start, cells, shares)))
    return ReplicateRaking(result, missed, emptied)


def _rake_samples(
    start: Floats,
    counts: Floats,
    codes: Codes,
    targets: list[Floats],
    bounds: Bounds,
    tolerance: float,
    max_iterations: int,
) -> tuple[Floats, NDArray[np.intp], Floats]:
    """Return the weights of every sample, its passes and its errors by margin."""
    sizes = tuple(len(target) + 1 for target in targets)
    few = float(np.prod(np.array(sizes, dtype=np.float64))) <= MAX_CELLS
    cell = np.ravel_multi_index(tuple(codes), sizes) if few else np.arange(start.shape[1])
    filled, row, position = np.unique(cell, return_index=True, return_inverse=True)
    before = sum_by_category(counts * start, position, len(filled))
    of_cells = [code[row] for code in codes]
    shares = fill_shares(before, of_cells, targets, tolerance=tolerance)
    stop = (tolerance, max_iterations)
    if bounds == UNBOUNDED:
        fit = fit_margins(before, np.ones_like(before), of_cells, shares, UNBOUNDED, *stop)
        factor = np.divide(fit.free, before, out=np.zeros_like(before), where=before > 0)
        return start * np.take(factor, position, axis=1), fit.passes, fit.errors
    fit = fit_margins(start, counts, codes, shares, bounds, *stop)
    return np.where(start > 0, np.clip(fit.free, *bounds), 0.0), fit.passes, fit.errors


def _lacks_category(weights: Floats, codes: Codes, targets: list[Floats]) -> NDArray[np.bool_]:
    lacks = np.zeros(len(weights), dtype=bool)
    for code, target in zip(codes, targets, strict=True):
        lacks |= np.any((sum_by_category(weights, code, len(target) + 1)[:, :-1] <= 0) & (target > 0), axis=1)
    return lacks


def _check_bounds(bounds: tuple[float, float] | None) -> Bounds:
    low, high = UNBOUNDED if bounds is None else bounds
    if not low < 1 < high:
        raise DataError(f"Bounds are on the scale of mean 1, so they have to enclose it; they are {low} and {high}.")
    return low, high


def _check_margins(
    codes: ArrayLike, targets: Sequence[ArrayLike], weights: ArrayLike | None
) -> tuple[Codes, list[Floats], Floats]:
    """Return codes by margin with no answer as the last category, targets that sum to 1, weights of mean 1."""
    values = np.asarray(codes)
    if values.ndim != 2 or values.shape[1] != len(targets) or 0 in values.shape:
        raise DataError(f"Codes of shape {values.shape} do not fit {len(targets)} margins: one column each is needed.")
    if not np.issubdtype(values.dtype, np.integer):
        raise DataError("Categories are whole numbers from 0, or -1 where there is no answer.")
    w = check_weights(weights, len(values))
    shares = [np.asarray(target, dtype=np.float64) for target in targets]
    for margin, share in enumerate(shares):
        column = values[:, margin]
        if (share < 0).any() or abs(share.sum() - 1) > 1e-6:
            raise DataError(
                f"The targets of margin {margin} have to be shares that sum to 1; they sum to {share.sum()}."
            )
        if np.min(column) < -1 or np.max(column) >= len(share):
            raise DataError(f"Margin {margin} has a code without a target; codes run from 0 to {len(share) - 1}.")
        there = column >= 0
        empty = np.flatnonzero((np.bincount(column[there], w[there], len(share)) <= 0) & (share > 0))
        if empty.size:
            raise DataError(
                f"Nobody is in category {empty[0]} of margin {margin}, whose target is {share[empty[0]]}: "
                "merge it with another category."
            )
    cells = [np.where(values[:, j] < 0, len(share), values[:, j]).astype(np.intp) for j, share in enumerate(shares)]
    return cells, [share / share.sum() for share in shares], w * (len(w) / w.sum())
