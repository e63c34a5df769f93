"""Discriminant validity: whether constructs differ, from the correlations of their items."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np

from survey.errors import check_option

Mean = Literal["arithmetic", "geometric"]


def heterotrait_monotrait(
    correlation: np.ndarray, blocks: Sequence[Sequence[int]], *, mean: Mean = "arithmetic"
) -> np.ndarray:
    """Return the correlation of constructs as their items' correlations tell it.

    The mean correlation between the items of two constructs, over the geometric mean of those within them.

    Parameters
    ----------
    correlation
        Shape (..., n_items, n_items): one matrix or a stack of them.
    blocks
        For each construct the places of its items, two or more.
    mean
        ``arithmetic`` is HTMT; ``geometric`` is HTMT2, which does not assume that items are equally good.

    Returns
    -------
    numpy.ndarray
        Shape (..., n_constructs, n_constructs) with ones on the diagonal; NaN for a construct with one item.

    Notes
    -----
    Absolute correlations are taken, so that an item turned the wrong way does not hide a relation.

    References
    ----------
    Henseler, Ringle & Sarstedt (2015), J. Academy of Marketing Science 43, 115-135. Roemer, Schuberth & Henseler
    (2021), Industrial Management & Data Systems 121, 2637-2650.

    Examples
    --------
    >>> correlation = np.array([[1, 0.8, 0.4, 0.4], [0.8, 1, 0.4, 0.4], [0.4, 0.4, 1, 0.5], [0.4, 0.4, 0.5, 1]])
    >>> heterotrait_monotrait(correlation, [[0, 1], [2, 3]]).round(4)[0, 1]
    np.float64(0.6325)
    """
    check_option("mean", mean, ("arithmetic", "geometric"))
    size = np.abs(np.asarray(correlation, dtype=float))
    with np.errstate(divide="ignore"):
        values = size if mean == "arithmetic" else np.log(size)
    count = len(blocks)
    ratio = np.ones((*size.shape[:-2], count, count))
    within = [_mean_within(values, block, mean) for block in blocks]
    for one in range(count):
        for other in range(one):
            between = np.mean(values[..., list(blocks[one]), :][..., list(blocks[other])], axis=(-2, -1))
            between = between if mean == "arithmetic" else np.exp(between)
            ratio[..., one, other] = ratio[..., other, one] = between / np.sqrt(within[one] * within[other])
    return ratio


def _mean_within(values: np.ndarray, block: Sequence[int], mean: Mean) -> np.ndarray:
    """Return the mean correlation between the items of a construct; NaN for one item."""
    if len(block) < 2:
        return np.full(values.shape[:-2], np.nan)
    rows, columns = np.tril_indices(len(block), -1)
    own = values[..., list(block), :][..., list(block)][..., rows, columns]
    middle = np.mean(own, axis=-1)
    return np.asarray(middle if mean == "arithmetic" else np.exp(middle))


def composite_reliability(loadings: np.ndarray) -> float:
    """Return the reliability of the sum of standardised items from their loadings on one factor.

    References
    ----------
    Fornell & Larcker (1981), J. Marketing Research 18, 39-50.

    Examples
    --------
    >>> round(composite_reliability(np.array([0.8, 0.7, 0.6])), 4)
    0.7449
    """
    common = float(np.sum(loadings)) ** 2
    return common / (common + float(np.sum(1 - loadings**2)))


def average_variance_extracted(loadings: np.ndarray) -> float:
    """Return the mean share of the items' variance that their factor explains (Fornell & Larcker 1981)."""
    return float(np.mean(loadings**2))
