"""Iterative proportional fitting of many samples at once: every sample its own weights, all the same margins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = Sequence[NDArray[np.intp]]
Bounds = tuple[float, float]

UNBOUNDED: Bounds = (0.0, np.inf)

#: Targets that the bounds put out of reach push the uncut weights up for ever; beyond this they stay.
LARGEST_FREE = 1e100

#: The share of those without an answer is found by turns, margin by margin; a change below this shows in no weight.
MISSING_TOLERANCE, MISSING_ROUNDS, MISSING_ITERATIONS = 1e-9, 50, 1000


@dataclass(frozen=True, eq=False)
class MarginFit:
    """Hold fitted weights of many samples.

    Parameters
    ----------
    free
        Weights before they are cut to the bounds, shape (samples, units).
    passes
        Passes over the margins, shape (samples,).
    errors
        Largest difference of a share from its target, shape (samples, margins).
    """

    free: Floats
    passes: NDArray[np.intp]
    errors: Floats


def sum_by_category(values: Floats, code: NDArray[np.intp], size: int) -> Floats:
    """Return the sums of the units of each category.

    Parameters
    ----------
    values
        Shape (samples, units).
    code
        Category of each unit, shape (units,).
    size
        Number of categories.

    Returns
    -------
    ndarray
        Shape (samples, size).

    Examples
    --------
    >>> sum_by_category(np.array([[1.0, 2.0, 4.0]]), np.array([0, 1, 0]), 2)
    array([[5., 2.]])
    """
    samples = len(values)
    place = (np.arange(samples) * size)[:, None] + code
    return np.bincount(place.ravel(), values.ravel(), samples * size).astype(np.float64).reshape(samples, size)


def fit_margins(
    start: Floats,
    counts: Floats,
    codes: Codes,
    shares: Sequence[Floats],
    bounds: Bounds,
    tolerance: float,
    max_iterations: int,
) -> MarginFit:
    """Scale weights category by category, margin by margin, until every margin holds.

    Parameters
    ----------
    start
        Weights to start from, shape (samples, units).
    counts
        How often a unit stands in a sample, same shape; its weight counts so many times.
    codes
        Category of each unit, one array of shape (units,) a margin.
    shares
        Target shares, one array of shape (samples, categories) a margin.
    bounds
        Smallest and largest weight.
    tolerance, max_iterations
        Largest error and most passes.

    Returns
    -------
    MarginFit
        Weights before the cut to the bounds; ``np.clip`` with the bounds makes them final.

    Notes
    -----
    Only the weights within the bounds can move, so they take up what the cut ones leave (Deville & Särndal 1992, JASA
    87, 376-382, case 4). A sample that has converged is left alone.
    """
    free = start.copy()
    errors = np.full((len(start), len(codes)), np.inf)
    passes = np.zeros(len(start), dtype=np.intp)
    totals = np.sum(counts * start, axis=1)[:, None]
    left = np.arange(len(start))
    for _ in range(max_iterations):
        some, often = free[left], counts[left]
        for code, share in zip(codes, shares, strict=True):
            some = _fit_margin(some, often, code, share[left] * totals[left], bounds)
        free[left] = some
        passes[left] += 1
        errors[left] = margin_errors(often * np.clip(some, *bounds), codes, [share[left] for share in shares])
        left = left[np.max(errors[left], axis=1) > tolerance]
        if not left.size:
            break
    return MarginFit(free, passes, errors)


def _fit_margin(free: Floats, counts: Floats, code: NDArray[np.intp], target: Floats, bounds: Bounds) -> Floats:
    size = target.shape[1]
    cut = np.clip(free, *bounds)
    now = sum_by_category(counts * cut, code, size)
    factor = np.divide(target, now, out=np.zeros_like(now), where=now > 0)
    if bounds != UNBOUNDED:
        inside = (free >= bounds[0]) & (free <= bounds[1])
        movable = sum_by_category(counts * cut * inside, code, size)
        needed = movable + target - now
        factor = np.divide(needed, movable, out=factor, where=(movable > 0) & (needed > 0))
    return np.asarray(np.clip(free * np.take(factor, code, axis=1), 0.0, LARGEST_FREE))


def margin_errors(weights: Floats, codes: Codes, shares: Sequence[Floats]) -> Floats:
    """Return the largest difference of a weighted share from its target, shape (samples, margins)."""
    total = np.sum(weights, axis=1)[:, None]
    return np.column_stack(
        [
            np.max(np.abs(sum_by_category(weights, code, share.shape[1]) / total - share), axis=1)
            for code, share in zip(codes, shares, strict=True)
        ]
    )


def fill_shares(weights: Floats, codes: Codes, targets: Sequence[Floats], *, tolerance: float) -> list[Floats]:
    """Return the target shares of every sample, those without an answer as a last category of their own.

    Parameters
    ----------
    weights
        Weights of the units times their counts, shape (samples, units).
    codes
        Category of each unit on each margin; the last, ``len(target)``, is to have no answer.
    targets
        Shares of the categories that can be answered, one array a margin, each summing to 1.
    tolerance
        Largest error of the margins on the way.

    Returns
    -------
    list of ndarray
        Shape (samples, categories + 1) a margin.

    Notes
    -----
    Those without an answer get the share that raking to the other margins gives them, found by turns. A category that
    nobody stands for in a sample gives its share to the others of its margin.
    """
    present = [
        np.where(sum_by_category(weights, code, len(target) + 1)[:, :-1] > 0, target, 0.0)
        for code, target in zip(codes, targets, strict=True)
    ]
    answered = [share / np.maximum(np.sum(share, axis=1), np.finfo(float).tiny)[:, None] for share in present]
    missing = [_share_missing(weights, code, len(target)) for code, target in zip(codes, targets, strict=True)]
    open_margins = [j for j, share in enumerate(missing) if np.any(share > 0)]
    for _ in range(MISSING_ROUNDS if open_margins and len(codes) > 1 else 0):
        before = missing.copy()
        for j in open_margins:
            others = [k for k in range(len(codes)) if k != j]
            fit = fit_margins(
                weights,
                np.ones_like(weights),
                [codes[k] for k in others],
                [_with_missing(answered[k], before[k]) for k in others],
                UNBOUNDED,
                tolerance,
                MISSING_ITERATIONS,
            )
            missing[j] = _share_missing(fit.free, codes[j], len(targets[j]))
        if max(np.max(np.abs(missing[j] - before[j])) for j in open_margins) < MISSING_TOLERANCE:
            break
    return [_with_missing(share, away) for share, away in zip(answered, missing, strict=True)]


def _share_missing(weights: Floats, code: NDArray[np.intp], last: int) -> Floats:
    return np.asarray(np.sum(weights[:, code == last], axis=1) / np.sum(weights, axis=1))


def _with_missing(answered: Floats, missing: Floats) -> Floats:
    return np.column_stack([answered * (1 - missing)[:, None], missing])
