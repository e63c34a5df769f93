"""Thresholds and polychoric correlations of many weightings of the same answers at once, as a bootstrap needs them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from survey.stats.correlations.contingency import Categories, find_thresholds, sort_categories
from survey.stats.correlations.polychoric import PairTables, cell_chances, cut_slopes, fit_correlations

_TABLES_AT_ONCE = 20_000
_CELL_BYTES = 100_000_000  # of marked cells held at once
_FAR = 40.0  # where the normal density is 0 to the last bit


@dataclass(frozen=True, kw_only=True)
class OrdinalStack:
    """Ordinal moments of a stack of weightings.

    Attributes
    ----------
    correlation
        Polychoric correlations, shape (n_stack, k, k); NaN throughout where an item has one category only.
    variance
        Sampling variance of each correlation if weights count respondents, same shape, NaN on the diagonal.
    cuts
        Thresholds with both infinities, shape (n_stack, k, widest + 1).
    steps
        Distances between neighbouring codes of an item, 0 where it has no further one, shape (k, widest - 1).
    codes
        For each item the codes that occur.
    at_bound
        Pairs (i, j), i < j, whose correlation was stopped at ±0.9999 in the first weighting.
    """

    correlation: np.ndarray
    variance: np.ndarray
    cuts: np.ndarray
    steps: np.ndarray
    codes: tuple[np.ndarray, ...]
    at_bound: tuple[tuple[int, int], ...]


def take_ordinal_stack(
    codes: np.ndarray, frequencies: np.ndarray, *, weights: np.ndarray | None = None
) -> OrdinalStack:
    """Estimate thresholds and polychoric correlations, with their variances, for each weighting of the rows.

    Parameters
    ----------
    codes
        Ordinal codes, shape (n, k), none missing.
    frequencies
        How often each row counts, shape (n_stack, n): ones, bootstrap counts, or zeros for rows left out.
    weights
        Shape (n,); None counts every row once.

    Notes
    -----
    The two-step estimates of `estimate_polychoric`, and the variances of `take_ordinal_moments`, from the influence of
    an answer in each cell of a pair's table. They are there to weight a fit: in them a weight counts as so many rows,
    so that whole numbers do what repeated rows do. Cost: matrix products for the tables, then a few steps of scoring
    for all pairs of all weightings at once.

    References
    ----------
    Olsson (1979), Psychometrika 44, 443-460. Muthén (1984), Psychometrika 49, 115-132.
    """
    categories = sort_categories(codes)
    n, items = categories.places.shape
    widest = categories.widest
    w = np.ones(n) if weights is None else np.asarray(weights, dtype=float)
    weighted = frequencies * w
    counts = np.stack([weighted @ _mark(categories, item) for item in range(items)], axis=1)
    stack = len(weighted)
    cuts = find_thresholds(counts.reshape(stack * items, widest)).reshape(stack, items, widest + 1)
    first, second = np.triu_indices(items, 1)
    tables = _count_pairs(categories, weighted, first, second)
    rho, variance, bound = _correlate(tables, cuts, first, second)
    alone = np.any(np.max(counts, axis=2) == np.sum(counts, axis=2), axis=1)
    correlation, spread = np.tile(np.eye(items), (stack, 1, 1)), np.full((stack, items, items), np.nan)
    correlation[:, first, second] = correlation[:, second, first] = rho
    spread[:, first, second] = spread[:, second, first] = variance
    return OrdinalStack(
        correlation=np.where(alone[:, None, None], np.nan, correlation),
        variance=spread,
        cuts=cuts,
        steps=np.array([np.pad(np.diff(kinds), (0, widest - len(kinds))) for kinds in categories.codes]),
        codes=categories.codes,
        at_bound=tuple((int(first[pair]), int(second[pair])) for pair in np.flatnonzero(bound[0])),
    )


def _mark(categories: Categories, item: int) -> np.ndarray:
    """Tell which category of an item each row has, shape (n, widest)."""
    return np.asarray(categories.places[:, item, None] == np.arange(categories.widest), dtype=float)


def _count_pairs(categories: Categories, weighted: np.ndarray, first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Return the weighted table of each pair: shape (n_stack, n_pairs, widest, widest)."""
    widest, n = categories.widest, len(categories.places)
    cells = widest * widest
    tables = np.empty((len(weighted), len(first), cells))
    block = max(1, _CELL_BYTES // (8 * n * cells))
    places = categories.places.astype(np.intp)
    for begin in range(0, len(first), block):
        part = slice(begin, begin + block)
        cell = places[:, first[part]] * widest + places[:, second[part]]
        marks = (cell[:, :, None] == np.arange(cells)).astype(float).reshape(n, -1)
        tables[:, part] = (weighted @ marks).reshape(len(weighted), -1, cells)
    return tables.reshape(len(weighted), len(first), widest, widest)


def _correlate(
    tables: np.ndarray, cuts: np.ndarray, first: np.ndarray, second: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return correlations, their variances and whether they were stopped, each of shape (n_stack, n_pairs)."""
    shape, widest = tables.shape[:2], tables.shape[2]
    flat = tables.reshape(-1, widest, widest)
    rows = cuts[:, first].reshape(-1, widest + 1)
    columns = cuts[:, second].reshape(-1, widest + 1)
    rho, variance = np.empty((2, len(flat)))
    bound = np.empty(len(flat), dtype=bool)
    for begin in range(0, len(flat), _TABLES_AT_ONCE):
        part = slice(begin, begin + _TABLES_AT_ONCE)
        pairs = PairTables(flat[part], rows[part], columns[part])
        rho[part], bound[part] = fit_correlations(pairs)
        variance[part] = vary_correlations(pairs, rho[part])
    return rho.reshape(shape), variance.reshape(shape), bound.reshape(shape)


def vary_correlations(pairs: PairTables, rho: np.ndarray) -> np.ndarray:
    """Return the sampling variance of two-step polychoric correlations.

    Parameters
    ----------
    pairs
        Tables with their cuts.
    rho
        The correlations, shape (n_pairs,).
    """
    chances, slopes = cell_chances(pairs.rows, pairs.columns, rho)
    score = slopes / chances
    pull = pairs.counts * score / chances
    by_row = np.sum((pull[:, :-1] - pull[:, 1:]) * cut_slopes(pairs.rows, pairs.columns, rho), axis=2)
    turned = pull.transpose(0, 2, 1)
    by_column = np.sum((turned[:, :-1] - turned[:, 1:]) * cut_slopes(pairs.columns, pairs.rows, rho), axis=2)
    total = np.sum(pairs.counts, axis=(1, 2))[:, None]
    row_part = np.einsum("pm,pam->pa", by_row / total, _influence_cuts(pairs.rows))
    column_part = np.einsum("pm,pbm->pb", by_column / total, _influence_cuts(pairs.columns))
    information = np.sum(pairs.counts * score**2, axis=(1, 2))
    influence = score - row_part[:, :, None] - column_part[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.sum(pairs.counts * influence**2, axis=(1, 2)) / information**2)


def _influence_cuts(cuts: np.ndarray) -> np.ndarray:
    """Return what an answer in each category adds to each cut, shape (n_pairs, widest, widest - 1)."""
    inner = cuts[:, 1:-1]
    height = np.exp(-(np.clip(inner, -_FAR, _FAR) ** 2) / 2) / np.sqrt(2 * np.pi)
    widest = cuts.shape[1] - 1
    below = (np.arange(widest)[:, None] <= np.arange(widest - 1)).astype(float)
    gap = below - ndtr(inner)[:, None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.isfinite(inner)[:, None, :], gap / height[:, None, :], 0.0)
