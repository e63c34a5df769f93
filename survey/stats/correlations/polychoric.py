"""Polychoric correlations: the correlation of the normal variables behind two ordinal answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from survey.stats.correlations.bivariate_normal import bivariate_normal_cdf, bivariate_normal_density
from survey.stats.correlations.contingency import (
    Categories,
    count_answers,
    count_pairs,
    find_thresholds,
    sort_categories,
)

BOUND = 0.9999  # a correlation that would go further is set to this and named in `at_bound`
_MOST_STEPS = 60
_CLOSE = 1e-11
_FAR = 40.0  # where the normal distribution function is 0 or 1 to the last bit
_SMALLEST = 1e-15  # of a cell's probability, below the rounding of its four corners


@dataclass(frozen=True, kw_only=True)
class Polychoric:
    """Polychoric correlations of all pairs of items.

    Attributes
    ----------
    correlation
        Shape (n_items, n_items); NaN for a pair that nobody answered both of.
    thresholds
        For each item the cuts between its categories, one fewer than there are.
    n
        Weighted count of complete pairs, shape (n_items, n_items).
    categories
        For each item the codes that occur.
    at_bound
        Pairs (i, j), i < j, whose correlation was stopped at ±0.9999.
    """

    correlation: np.ndarray
    thresholds: tuple[np.ndarray, ...]
    n: np.ndarray
    categories: tuple[np.ndarray, ...]
    at_bound: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class PairTables:
    """Tables of pairs of items and the cuts of their rows and columns.

    Attributes
    ----------
    counts
        Shape (n_pairs, widest, widest).
    rows, columns
        Cuts with both infinities, shape (n_pairs, widest + 1).
    """

    counts: np.ndarray
    rows: np.ndarray
    columns: np.ndarray


def estimate_polychoric(codes: np.ndarray, *, weights: np.ndarray | None = None) -> Polychoric:
    """Estimate polychoric correlations in two steps: thresholds from each item, then a correlation for each pair.

    Parameters
    ----------
    codes
        Ordinal codes, shape (n, n_items); NaN is missing.
    weights
        Shape (n,), none negative; None counts every respondent once.

    Returns
    -------
    Polychoric

    Raises
    ------
    DataError
        An item has one category only, or a weight is negative.

    Notes
    -----
    Weights: weighted tables, so whole numbers do what repeated rows do. Missing: thresholds from all answers to an
    item, correlations from all answers to a pair. Cost: one matrix product for the tables, then a few steps of Fisher
    scoring for all pairs at once, kept inside a shrinking bracket.

    References
    ----------
    Olsson (1979), Psychometrika 44, 443-460.

    Examples
    --------
    >>> rows = np.repeat([[1, 1], [1, 2], [2, 1], [2, 2]], [30, 20, 20, 30], axis=0)
    >>> float(estimate_polychoric(rows).correlation[0, 1].round(6))
    0.309017
    """
    return correlate_categories(sort_categories(codes, weights))


def correlate_categories(categories: Categories) -> Polychoric:
    """Estimate the polychoric correlations of answers sorted into categories."""
    cuts = find_thresholds(count_answers(categories))
    tables = count_pairs(categories)
    items = len(categories.codes)
    first, second = np.triu_indices(items, 1)
    rho, stopped = fit_correlations(PairTables(tables[first, second], cuts[first], cuts[second]))
    correlation = np.eye(items)
    correlation[first, second] = correlation[second, first] = rho
    return Polychoric(
        correlation=correlation,
        thresholds=tuple(cut[1 : len(kinds)] for cut, kinds in zip(cuts, categories.codes, strict=True)),
        n=np.sum(tables, axis=(2, 3)),
        categories=categories.codes,
        at_bound=tuple((int(first[pair]), int(second[pair])) for pair in np.flatnonzero(stopped)),
    )


def fit_correlations(pairs: PairTables) -> tuple[np.ndarray, np.ndarray]:
    """Maximise the likelihood of each table over its correlation, the cuts given.

    Returns
    -------
    tuple
        The correlations and whether each was stopped at the bound, both of shape (n_pairs,).
    """
    n_pairs = len(pairs.counts)
    low, high = np.full(n_pairs, -BOUND), np.full(n_pairs, BOUND)
    rho = np.zeros(n_pairs)
    going = np.arange(n_pairs)
    for _ in range(_MOST_STEPS):
        part = PairTables(pairs.counts[going], pairs.rows[going], pairs.columns[going])
        slope, information = score_correlation(part, rho[going])
        low[going] = np.where(slope > 0, rho[going], low[going])
        high[going] = np.where(slope > 0, high[going], rho[going])
        with np.errstate(divide="ignore", invalid="ignore"):
            wanted = rho[going] + slope / information
        inside = (wanted > low[going]) & (wanted < high[going])
        moved = np.where(inside, wanted, (low[going] + high[going]) / 2)
        step = np.abs(moved - rho[going])
        rho[going] = moved
        going = going[step > _CLOSE]
        if not len(going):
            break
    stopped = np.abs(rho) > BOUND - 1e-6
    empty = np.sum(pairs.counts, axis=(1, 2)) == 0
    return np.where(empty, np.nan, np.where(stopped, np.copysign(BOUND, rho), rho)), stopped & ~empty


def score_correlation(pairs: PairTables, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the slope of each table's log-likelihood in its correlation, and the expected information."""
    chances, slopes = cell_chances(pairs.rows, pairs.columns, rho)
    ratio = slopes / chances
    total = np.sum(pairs.counts, axis=(1, 2))
    return np.sum(pairs.counts * ratio, axis=(1, 2)), total * np.sum(slopes * ratio, axis=(1, 2))


def cell_chances(rows: np.ndarray, columns: np.ndarray, rho: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the probability of each cell of each table and its derivative by the correlation.

    Parameters
    ----------
    rows, columns
        Cuts with both infinities, shape (n_pairs, widest + 1).
    rho
        Shape (n_pairs,).
    """
    at = rho[:, None, None]
    corners = bivariate_normal_cdf(rows[:, :, None], columns[:, None, :], at)
    heights = bivariate_normal_density(rows[:, :, None], columns[:, None, :], at)
    return np.maximum(_cells(corners), _SMALLEST), _cells(heights)


def cut_slopes(own: np.ndarray, other: np.ndarray, rho: np.ndarray) -> np.ndarray:
    """Return what moving a cut of one item adds to the cells before it, and takes from those behind it.

    Parameters
    ----------
    own, other
        Cuts of the item that moves and of the other one, both infinities included, shape (n_pairs, widest + 1).
    rho
        Shape (n_pairs,).

    Returns
    -------
    numpy.ndarray
        By cut and category of the other item, shape (n_pairs, widest - 1, widest).
    """
    at = rho[:, None, None]
    inner = np.clip(own[:, 1:-1, None], -_FAR, _FAR)
    below = ndtr((np.clip(other[:, None, :], -_FAR, _FAR) - at * inner) / np.sqrt((1 - at) * (1 + at)))
    return np.asarray(np.exp(-(inner**2) / 2) / np.sqrt(2 * np.pi) * np.diff(below, axis=2))


def _cells(corners: np.ndarray) -> np.ndarray:
    """Return the mass of each cell from the values at its corners."""
    return np.asarray(np.diff(np.diff(corners, axis=1), axis=2))
