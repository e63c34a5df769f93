"""Means and shares of explained variance with standard errors from replicate weights."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.importance import lmg
from survey.stats.linearisation import DesignEstimates, effective_rows, simple_variances
from survey.stats.moments import check_rows
from survey.stats.replicates import ReplicateEstimates, Replicates, replicate_covariances, replicate_estimates

Floats = NDArray[np.float64]


def replicate_means(
    x: ArrayLike, replicates: Replicates, confidence: float = 0.95
) -> tuple[ReplicateEstimates, DesignEstimates]:
    """Return weighted means with the intervals, n and effective n that replicates give them.

    Parameters
    ----------
    x
        Values, shape (n, k); NaN leaves a row out of that mean.
    replicates
        The weights of the sample and of its replicates.
    confidence
        Coverage of the t intervals.

    Returns
    -------
    tuple
        Estimates with intervals, and the same with covariance, n and n_eff. Both leave out replicates in which a mean
        is not defined.

    Raises
    ------
    DataError
        Shapes do not fit, or a column has no value.

    Examples
    --------
    >>> from survey.stats.replicate_multipliers import jackknife_multipliers
    >>> from survey.stats.sample_design import take_design
    >>> times, scales = jackknife_multipliers(take_design(4))
    >>> found, about = replicate_means([[1.0], [2.0], [3.0], [6.0]], Replicates(times, np.ones(4), scales, 3))
    >>> found.std_error.round(4), about.n_eff.round(4)
    (array([1.0801]), array([4.]))
    """
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or len(values) != len(replicates.full):
        raise DataError(f"Values of shape {values.shape} do not fit replicates of {len(replicates.full)} rows.")
    there = ~np.isnan(values)
    filled = np.where(there, values, 0.0)
    if np.any(replicates.full @ there <= 0):
        raise DataError(
            f"Column {int(np.argmin(replicates.full @ there))} has no value in a row with a positive weight."
        )

    def mean(weights: Floats) -> Floats:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((weights @ filled) / (weights @ there))

    found = replicate_estimates(replicates, mean, confidence=confidence, vectorized=True)
    variance, n = simple_variances(values, replicates.full)
    n_eff = effective_rows(found.std_error**2, variance, n)
    return found, DesignEstimates(found.estimate, np.diag(found.std_error**2), n, n_eff, replicates.df)


def replicate_importance(
    x: ArrayLike, replicates: Replicates, confidence: float = 0.95
) -> tuple[Floats, ReplicateEstimates]:
    """Return the drivers' shares of R² (LMG, summing to 1) with intervals from replicates.

    Parameters
    ----------
    x
        Outcome and then the drivers, shape (n, 1 + k), none missing.
    replicates
        The weights of the sample and of its replicates.
    confidence
        Coverage of the intervals.

    Returns
    -------
    tuple
        Importance in units of R², shape (k,), and the shares with their intervals.

    Raises
    ------
    DataError
        Values are missing, or shapes do not fit.

    Notes
    -----
    t intervals on the logit scale, for shares are bounded and the degrees of freedom of a clustered sample few;
    ``benchmarks/weights_coverage.py`` counts their coverage.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(200, 2))
    >>> rows = np.column_stack([x @ [2.0, 1.0] + rng.normal(size=200), x])
    >>> times = rng.multinomial(200, np.full(200, 1 / 200), size=100).astype(float)
    >>> importance, shares = replicate_importance(rows, Replicates(times, np.ones(200), np.full(100, 0.01), 199))
    >>> float(shares.estimate.sum().round(6)), bool(shares.conf_low[0] > shares.conf_high[1])
    (1.0, True)
    """
    rows = check_rows(x)

    def share(weights: Floats) -> Floats:
        raw = lmg(replicate_covariances(rows, weights))
        return np.asarray(raw / np.sum(raw, axis=-1, keepdims=True))

    found = replicate_estimates(replicates, share, interval="logit", confidence=confidence, vectorized=True)
    return np.asarray(lmg(replicate_covariances(rows, replicates.full[None]))[0]), found
