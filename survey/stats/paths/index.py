"""Index scores from 0 to 100 of the scale's own range, and paths between them in points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.bootstrap import SAMPLES_AT_ONCE, draw_counts
from survey.stats.paths.coefficients import total_effects
from survey.stats.paths.stages import StagedEstimate

Floats = NDArray[np.float64]

FULL = 100.0


@dataclass(frozen=True, eq=False)
class IndexEstimate:
    """Index scores of constructs, for one sample or a stack of them.

    Attributes
    ----------
    weights
        Of items on 0 to 100, shape (..., n_items, n_constructs); they sum to 1 in each construct.
    performance
        Mean index, shape (..., n_constructs).
    spread
        Standard deviation of the index, same shape.
    item_performance
        Mean of each item on 0 to 100, shape (..., n_items).
    paths, total
        Points of the end's index for a point of the start's, direct and in total, shape (..., n_constructs,
        n_constructs).
    """

    weights: Floats
    performance: Floats
    spread: Floats
    item_performance: Floats
    paths: Floats
    total: Floats


def index_model(
    mean: Floats, covariance: Floats, ranges: Floats, found: StagedEstimate, *, scaled: bool = True
) -> IndexEstimate:
    """Put the composites of a path model on 0 to 100 of the items' scales.

    Parameters
    ----------
    mean, covariance
        Of the items, shapes (..., n_items) and (..., n_items, n_items).
    ranges
        Lowest and highest code of each item's scale, shape (n_items, 2): the scale's, never the data's.
    found
        The path model's estimate.
    scaled
        Whether its weights are of standardised items.

    Notes
    -----
    The weight of an item is its outer weight over its standard deviation, normalised to sum 1. Paths are the
    standardised ones times the ratio of standard deviations, which for composites are the regressions of the indices.

    References
    ----------
    Fornell, Johnson, Anderson, Cha & Bryant (1996), Journal of Marketing 60(4), 7-18. Ringle & Sarstedt (2016),
    Industrial Management & Data Systems 116, 1865-1886.
    """
    width = (ranges[:, 1] - ranges[:, 0]) / FULL
    percent = (mean - ranges[:, 0]) / width
    moved = covariance / np.outer(width, width)
    raw = found.item_weights()
    own = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)) if scaled else np.ones(covariance.shape[:-1])
    unit = raw * (width / own)[..., :, None]
    weights = unit / np.sum(unit, axis=-2)[..., None, :]
    spread = np.sqrt(np.sum(weights * (moved @ weights), axis=-2))
    paths = found.final.paths * spread[..., None, :] / spread[..., :, None]
    return IndexEstimate(
        weights=weights,
        performance=np.sum(weights * percent[..., :, None], axis=-2),
        spread=spread,
        item_performance=percent,
        paths=paths,
        total=total_effects(paths),
    )


def resample_means(rows: Floats, *, n_boot: int, seed: int, weights: Floats | None = None) -> Floats:
    """Return the means of the samples that `bootstrap_covariances` draws with the same seed.

    Parameters
    ----------
    rows
        Shape (n, n_items).
    n_boot, seed
        Number of samples and seed.
    weights
        One a row, or None.

    Returns
    -------
    ndarray
        Shape (n_boot, n_items).

    Examples
    --------
    >>> resample_means(np.array([[1.0], [1.0]]), n_boot=2, seed=1).tolist()
    [[1.0], [1.0]]
    """
    used = np.ones(len(rows)) if weights is None else weights
    rng = np.random.default_rng(seed)
    means = np.empty((n_boot, rows.shape[1]))
    for begin in range(0, n_boot, SAMPLES_AT_ONCE):
        counts = np.empty((min(SAMPLES_AT_ONCE, n_boot - begin), len(rows)))
        draw_counts(rng, counts)
        counts *= used
        means[begin : begin + len(counts)] = counts @ rows / counts.sum(axis=1)[:, None]
    return means
