"""What the replicates of a sample design multiply the weights by: rescaling bootstrap and jackknife."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]


def rescaling_multipliers(design: SampleDesign, *, n_boot: int, seed: int) -> Floats:
    """Return what each bootstrap replicate multiplies the weights by.

    In every stratum of h clusters h - 1 are drawn with replacement; a cluster's weights are multiplied by
    h / (h - 1) times how often it was drawn. With as many draws as clusters the variance would come out too small.
    Where a share f of the population's clusters is in the sample, multipliers shrink towards 1 by sqrt(1 - f).

    Parameters
    ----------
    design
        Strata and clusters.
    n_boot
        Number of replicates.
    seed
        Seed of the draws.

    Returns
    -------
    ndarray
        Shape (n_boot, n).

    Raises
    ------
    DataError
        `n_boot` is below 2.

    References
    ----------
    Rao & Wu (1988). Resampling inference with complex survey data. JASA 83, 231-241. Rao, Wu & Yue (1992). Some recent
    work on resampling methods for complex surveys. Survey Methodology 18, 209-217.

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> multipliers = rescaling_multipliers(take_design(4, clusters=[1, 1, 2, 2]), n_boot=3, seed=1)
    >>> multipliers.sum(axis=1)
    array([4., 4., 4.])
    """
    if n_boot < 2:
        raise DataError(f"A standard error needs at least two replicates; asked for {n_boot}.")
    rng = np.random.default_rng(seed)
    drawn = np.empty((n_boot, len(design.stratum_of_cluster)))
    shift = np.arange(n_boot)[:, None]
    for stratum, size in enumerate(design.clusters):
        picks = rng.integers(0, size, size=(n_boot, size - 1)) + shift * size
        counts = np.bincount(picks.ravel(), minlength=n_boot * size).reshape(n_boot, size)
        shrink = np.sqrt(design.unsampled[stratum])
        drawn[:, design.stratum_of_cluster == stratum] = 1 - shrink + shrink * counts * (size / (size - 1))
    return np.asarray(drawn[:, design.cluster])


def jackknife_multipliers(design: SampleDesign) -> tuple[Floats, Floats]:
    """Return what each jackknife replicate multiplies the weights by, and what it counts in a variance.

    One cluster is left out at a time, and the others of its stratum stand for it.

    Parameters
    ----------
    design
        Strata and clusters.

    Returns
    -------
    tuple
        Multipliers, shape (n_clusters, n), and scales (1 - f) (h - 1) / h, shape (n_clusters,),
        f being the share of the population's clusters that was drawn.

    References
    ----------
    Rust & Rao (1996). Variance estimation for complex surveys using replication techniques. Statistical Methods in
    Medical Research 5, 283-310.

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> jackknife_multipliers(take_design(3))[0]
    array([[0. , 1.5, 1.5],
           [1.5, 0. , 1.5],
           [1.5, 1.5, 0. ]])
    """
    home, sizes = design.stratum_of_cluster, design.clusters[design.stratum_of_cluster]
    others = np.where(home[:, None] == home, (sizes / (sizes - 1))[:, None], 1.0)
    np.fill_diagonal(others, 0.0)
    return np.asarray(others[:, design.cluster]), np.asarray(design.unsampled[home] * (sizes - 1) / sizes)
