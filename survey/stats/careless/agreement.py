"""Whether a respondent answers alike what others answer alike: even and odd halves, synonyms, antonyms."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from survey.errors import DataError
from survey.stats.careless.answers import Flags, Floats, centre, check_answers, divide
from survey.stats.careless.distance import pairwise_products
from survey.stats.moments import check_weights

# Within-person correlations over fewer pairs than three are -1, 1 or undefined.
LEAST_PAIRS = 3
_ROUNDING = 1e-12  # of a sum of squares, below which a variance is rounding


def even_odd(x: ArrayLike, sizes: Sequence[int]) -> Floats:
    """Return the even-odd index: minus the stepped-up correlation of a respondent's half-scale means.

    Parameters
    ----------
    x
        Keyed answers, scales in consecutive columns, shape (n, k); NaN where missing.
    sizes
        Number of items of every scale, summing to k; at least two each.

    Returns
    -------
    ndarray
        Shape (n,), from -1 (consistent) to 1 (careless); NaN where a half does not vary.

    Raises
    ------
    DataError
        If the sizes do not sum to the number of columns, or a scale has fewer than two items.

    Notes
    -----
    Spearman-Brown on the correlation over scales, cut at -1, sign turned so that high is careless.

    References
    ----------
    Johnson (2005), Journal of Research in Personality 39, 103-129. Meade & Craig (2012), Psychological
    Methods 17, 437-455.

    Examples
    --------
    >>> even_odd([[1, 1, 3, 3, 5, 5]], [2, 2, 2])
    array([-1.])
    """
    values = check_answers(x)
    if sum(sizes) != values.shape[1] or min(sizes, default=0) < 2:
        raise DataError(f"Scales of {list(sizes)} items, at least two each, have to cover {values.shape[1]} columns.")
    scale = np.repeat(np.arange(len(sizes)), sizes)
    odd = np.concatenate([np.arange(size) % 2 == 0 for size in sizes])
    of_scale = scale[:, None] == np.arange(len(sizes))
    r = _row_correlation(_half_means(values, of_scale & ~odd[:, None]), _half_means(values, of_scale & odd[:, None]))
    with np.errstate(divide="ignore", invalid="ignore"):
        stepped = 2 * r / (1 + r)
    return -np.where(np.isnan(r), np.nan, np.maximum(np.where(r <= -1, -np.inf, stepped), -1.0))


def _half_means(values: Floats, members: Flags) -> Floats:
    """Return each respondent's mean answer to the items of each half, shape (n, n_scales)."""
    there = ~np.isnan(values)
    held = members.astype(np.float64)
    if there.all():
        return np.asarray(values @ (held / held.sum(axis=0)))
    return divide(np.where(there, values, 0.0) @ held, there.astype(np.float64) @ held)


def _row_correlation(a: Floats, b: Floats) -> Floats:
    """Return the correlation of two rows over the positions where both are there; NaN without variance."""
    both = ~(np.isnan(a) | np.isnan(b))
    count = np.maximum(both.sum(axis=1), 1)[:, None]
    a, b = np.where(both, a, 0.0), np.where(both, b, 0.0)
    a = np.where(both, a - a.sum(axis=1, keepdims=True) / count, 0.0)
    b = np.where(both, b - b.sum(axis=1, keepdims=True) / count, 0.0)
    aa, bb = (a * a).sum(axis=1), (b * b).sum(axis=1)
    usable = (both.sum(axis=1) > 1) & (aa > 1e-20) & (bb > 1e-20)
    r = np.divide((a * b).sum(axis=1), np.sqrt(aa * bb), out=np.full(len(a), np.nan), where=usable)
    return np.asarray(np.clip(r, -1.0, 1.0))


def find_synonyms(x: ArrayLike, critical: float = 0.6, weights: ArrayLike | None = None) -> Flags:
    """Return which pairs of items correlate beyond a critical value in the sample.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing (correlations are pairwise).
    critical
        Pairs correlating above this are synonyms; a negative value asks for antonyms, below it.
    weights
        One weight a row, for the correlations; None counts every row once.

    Returns
    -------
    ndarray
        Shape (k, k), true below the diagonal only. An item that does not vary is in no pair.

    Examples
    --------
    >>> find_synonyms([[1, 1, 4], [2, 2, 1], [3, 3, 2], [4, 5, 2]])
    array([[False, False, False],
           [ True, False, False],
           [False, False, False]])
    """
    values = check_answers(x)
    r = _pairwise_correlation(values, weights)
    return np.tril(r > critical if critical >= 0 else r < critical, -1)


def _pairwise_correlation(values: Floats, weights: ArrayLike | None) -> Floats:
    """Return correlations with the spread of both items over the rows where both are answered."""
    w = check_weights(weights, len(values))
    cross, total = pairwise_products(values, w)
    there = ~np.isnan(values)
    if there.all():
        spread = np.broadcast_to(np.diag(cross)[:, None], cross.shape)
    else:
        filled, answered = centre(values, w), there.astype(np.float64)
        weighted = filled * w[:, None]
        squares = (weighted * filled).T @ answered
        spread = squares - divide((weighted.T @ answered) ** 2, total)
        spread[spread < _ROUNDING * squares] = 0.0
    return divide(cross, np.sqrt(np.maximum(spread * spread.T, 0)))


def psychometric_synonyms(x: ArrayLike, critical: float = 0.6, weights: ArrayLike | None = None) -> Floats:
    """Return each respondent's correlation over pairs of items that correlate highly in the sample.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing.
    critical
        Pairs correlating above this are used; a negative value asks for antonyms, below it.
    weights
        One weight a row, for the correlations that choose the pairs; None counts every row once.

    Returns
    -------
    ndarray
        Shape (n,); NaN with fewer than three answered pairs or without variance.

    Notes
    -----
    In each pair the later item comes first. Cost: n · k², whatever the number of pairs.

    References
    ----------
    Meade & Craig (2012), Psychological Methods 17, 437-455.

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(100, 1)) + 0.1 * np.random.default_rng(2).normal(size=(100, 4))
    >>> psychometric_synonyms(x, 0.6).shape
    (100,)
    """
    values = check_answers(x)
    return correlate_pairs(values, find_synonyms(values, critical, weights))


def correlate_pairs(x: ArrayLike, pairs: ArrayLike) -> Floats:
    """Return each respondent's correlation of the first and the second answers of pairs of items.

    Parameters
    ----------
    x
        Answers, shape (n, k); NaN where missing.
    pairs
        Shape (k, k): true where (row, column) is a pair; the row's item comes first.

    Returns
    -------
    ndarray
        Shape (n,); NaN with fewer than three answered pairs or without variance.

    Examples
    --------
    >>> correlate_pairs([[1, 2, 3, 1, 2, 3]], np.eye(6, k=3))
    array([1.])
    """
    values = check_answers(x)
    chosen = np.asarray(pairs, dtype=np.float64)
    there = ~np.isnan(values)
    # Around the middle of a row the sums below lose no digits.
    middle = np.nan_to_num(divide(np.where(there, values, 0.0).sum(axis=1), there.sum(axis=1).astype(np.float64)))
    around = np.where(there, values - middle[:, None], 0.0)
    count, first, first_squared = _sum_partnered(there, around, chosen)
    _, second, second_squared = _sum_partnered(there, around, chosen.T)
    product = np.einsum("ij,ij->i", around @ chosen, around)
    n = np.maximum(count, 1)
    spread = first_squared - first**2 / n, second_squared - second**2 / n
    rounding = _ROUNDING * (middle**2 + np.einsum("ij,ij->i", around, around))
    usable = (count >= LEAST_PAIRS) & (spread[0] > rounding) & (spread[1] > rounding)
    scale = np.sqrt(np.maximum(spread[0] * spread[1], 0))
    r = np.divide(product - first * second / n, scale, out=np.full(len(values), np.nan), where=usable)
    return np.asarray(np.clip(r, -1.0, 1.0))


def _sum_partnered(there: Flags, around: Floats, chosen: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the number, sum and sum of squares of first answers, each as often as it has an answered partner."""
    if there.all():
        partners = chosen.sum(axis=1)
        return np.full(len(around), partners.sum()), around @ partners, around**2 @ partners
    answered = there.astype(np.float64) @ chosen.T
    number = np.einsum("ij,ij->i", there, answered)
    return number, np.einsum("ij,ij->i", around, answered), np.einsum("ij,ij->i", around**2, answered)
