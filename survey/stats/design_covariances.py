"""Bootstrap covariances of strata and clusters, without a table of respondents by replicates."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.moments import check_rows, check_weights
from survey.stats.replicate_multipliers import rescaling_multipliers
from survey.stats.sample_design import SampleDesign, take_design

Floats = NDArray[np.float64]


def design_covariances(
    x: ArrayLike,
    design: SampleDesign,
    *,
    n_boot: int,
    seed: int,
    weights: ArrayLike | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Return the covariances of every bootstrap replicate of a sample of clusters in strata.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing.
    design
        Stratum and cluster of every row.
    n_boot
        Number of replicates, at least 2.
    seed
        Seed of the draws.
    weights
        One weight per row.
    progress
        Called with the number done and the total.

    Returns
    -------
    ndarray
        Shape (n_boot, p, p), sums of squares over the sum of weights.

    Notes
    -----
    In every stratum of h clusters h - 1 are drawn with replacement and rescaled. Sums are taken by cluster once, so the
    cost of a replicate grows with the number of clusters, not of rows.

    References
    ----------
    Rao & Wu (1988). Resampling inference with complex survey data. JASA 83, 231-241.

    Examples
    --------
    >>> x = np.random.default_rng(1).normal(size=(20, 2))
    >>> design_covariances(x, take_design(20, clusters=np.arange(20) // 2), n_boot=3, seed=1).shape
    (3, 2, 2)
    """
    values = check_rows(x)
    n, p = values.shape
    w = check_weights(weights, n)
    centred = values - (w @ values) / np.sum(w)
    rows, columns = np.tril_indices(p)
    sums = np.zeros((len(design.stratum_of_cluster), 1 + p + len(rows)))
    for place, column in enumerate(
        [np.ones(n), *centred.T, *(centred[:, i] * centred[:, j] for i, j in zip(rows, columns, strict=True))]
    ):
        sums[:, place] = np.bincount(design.cluster, w * column, minlength=len(sums))
    units = take_design(len(sums), strata=design.stratum_of_cluster)
    found = rescaling_multipliers(units, n_boot=n_boot, seed=seed) @ sums
    mean = found[:, 1 : 1 + p] / found[:, :1]
    cross = found[:, 1 + p :] / found[:, :1] - mean[:, rows] * mean[:, columns]
    result = np.empty((n_boot, p, p))
    result[:, rows, columns] = result[:, columns, rows] = cross
    if progress is not None:
        progress(n_boot, n_boot)
    return result
