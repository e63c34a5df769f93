"""Standard errors of weighted means, totals and ratios under a sample design, by Taylor linearisation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_weights
from survey.stats.sample_design import SampleDesign

Floats = NDArray[np.float64]

#: A variance below this share of that of a simple random sample is rounding: weighting fixed the estimate.
FIXED_VARIANCE = 1e-10


@dataclass(frozen=True, eq=False)
class DesignEstimates:
    """Hold estimates of k quantities with their design-based covariance.

    Parameters
    ----------
    estimate
        Shape (k,).
    covariance
        Shape (k, k).
    n
        Rows with a value and a positive weight, shape (k,).
    n_eff
        Rows of a simple random sample with the same standard error, n / deff, shape (k,); NaN for totals, and where a
        column does not vary or weighting fixed the estimate.
    df
        Clusters less strata.
    """

    estimate: Floats
    covariance: Floats
    n: NDArray[np.intp]
    n_eff: Floats
    df: int

    @property
    def std_error(self) -> Floats:
        """Return the standard errors, shape (k,)."""
        return np.asarray(np.sqrt(np.diag(self.covariance)))

    @property
    def deff(self) -> Floats:
        """Return the design effects against simple random sampling with replacement, shape (k,)."""
        return np.asarray(self.n / self.n_eff)


def linearised_covariance(influence: ArrayLike, design: SampleDesign) -> Floats:
    """Return the design-based covariance of the sums of rows' influences.

    Parameters
    ----------
    influence
        What each row adds to each estimate, weights included, shape (n, k).
    design
        Strata and clusters of the rows.

    Returns
    -------
    ndarray
        Shape (k, k): between the clusters of each stratum, less the share of them that was drawn.

    References
    ----------
    Binder (1983). On the variances of asymptotically normal estimators from complex surveys. International Statistical
    Review 51, 279-292.

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> x = np.array([1.0, 2.0, 3.0, 6.0])
    >>> influence = (x - x.mean())[:, None] / 4
    >>> float(linearised_covariance(influence, take_design(4))[0, 0].round(6)), float((x.var(ddof=1) / 4).round(6))
    (1.166667, 1.166667)
    """
    rows = np.asarray(influence, dtype=np.float64)
    n_clusters, n_strata = len(design.stratum_of_cluster), len(design.clusters)
    sums = np.column_stack([np.bincount(design.cluster, column, n_clusters) for column in rows.T])
    home = design.stratum_of_cluster
    means = np.column_stack([np.bincount(home, column, n_strata) for column in sums.T]) / design.clusters[:, None]
    scale = np.sqrt(design.unsampled * design.clusters / (design.clusters - 1))
    spread = (sums - means[home]) * scale[home][:, None]
    return np.asarray(spread.T @ spread)


def linearised_means(
    x: ArrayLike,
    weights: ArrayLike | None,
    design: SampleDesign,
    *,
    calibrated_on: ArrayLike | None = None,
    base: ArrayLike | None = None,
) -> DesignEstimates:
    """Return weighted means; of columns of zeros and ones, proportions.

    Parameters
    ----------
    x
        Values, shape (n, k); NaN leaves a row out of that mean, and its cluster in the design.
    weights
        One per row.
    design
        Strata and clusters.
    calibrated_on
        The margins that the weights were raked or post-stratified to: category of every row, shape (n, m). What they
        explain then adds nothing to the standard errors. None treats the weights as fixed.
    base
        Weights before raking; None for equal ones.

    Returns
    -------
    DesignEstimates

    Raises
    ------
    DataError
        Shapes or weights do not fit, or a column has no value.

    References
    ----------
    Binder (1983), as above. Deville & Särndal (1992). Calibration estimators in survey sampling. JASA 87, 376-382
    (residuals of the regression on the margins, with the weights before raking).

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> found = linearised_means([[1.0], [2.0], [3.0], [6.0]], None, take_design(4))
    >>> found.estimate, found.std_error.round(4), found.deff.round(4)
    (array([3.]), array([1.0801]), array([1.]))
    """
    values, w = _check(x, weights, design)
    there = ~np.isnan(values)
    filled, in_domain = np.where(there, values, 0.0), w[:, None] * there
    sums = np.sum(in_domain, axis=0)
    if np.any(sums <= 0):
        raise DataError(f"Column {int(np.argmax(sums <= 0))} has no value in a row with a positive weight.")
    mean = np.sum(in_domain * filled, axis=0) / sums
    gaps = np.where(there, filled - mean, 0.0) / sums
    kept = gaps if calibrated_on is None else _residuals(gaps, calibrated_on, base)
    covariance = linearised_covariance(w[:, None] * kept, design)
    simple, n = simple_variances(values, w)
    return DesignEstimates(mean, covariance, n, effective_rows(np.diag(covariance), simple, n), design.df)


def simple_variances(x: Floats, weights: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """Return the variance that each weighted mean would have in a simple random sample of its n, and that n.

    Parameters
    ----------
    x
        Values, shape (n, k); NaN leaves a row out.
    weights
        Shape (n,).

    Examples
    --------
    >>> simple_variances(np.array([[1.0], [2.0], [3.0]]), np.ones(3))
    (array([0.33333333]), array([3]))
    """
    there = ~np.isnan(x)
    shares = weights[:, None] * there / (weights @ there)
    filled = np.where(there, x, 0.0)
    n = np.sum(there & (weights > 0)[:, None], axis=0)
    spread = np.sum(shares * (filled - np.sum(shares * filled, axis=0)) ** 2, axis=0)
    return np.asarray(spread / np.maximum(n - 1, 1)), n


def effective_rows(variance: Floats, simple: Floats, n: NDArray[np.intp]) -> Floats:
    """Return the rows of a simple random sample with the same variance; NaN where weighting fixed the estimate.

    Examples
    --------
    >>> effective_rows(np.array([2.0, 0.0]), np.array([1.0, 1.0]), np.array([10, 10]))
    array([ 5., nan])
    """
    varies = variance > FIXED_VARIANCE * simple
    return np.asarray(np.divide(n * simple, variance, out=np.full(len(n), np.nan), where=varies))


def linearised_totals(x: ArrayLike, weights: ArrayLike | None, design: SampleDesign) -> DesignEstimates:
    """Return weighted totals; parameters as for `linearised_means`.

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> linearised_totals([[1.0], [2.0], [3.0], [6.0]], [2.0, 2, 2, 2], take_design(4)).estimate
    array([24.])
    """
    values, w = _check(x, weights, design)
    there = ~np.isnan(values)
    parts = w[:, None] * np.where(there, values, 0.0)
    n = np.sum(there & (w > 0)[:, None], axis=0)
    unknown = np.full(len(n), np.nan)
    return DesignEstimates(np.sum(parts, axis=0), linearised_covariance(parts, design), n, unknown, design.df)


def linearised_ratio(
    numerator: ArrayLike, denominator: ArrayLike, weights: ArrayLike | None, design: SampleDesign
) -> DesignEstimates:
    """Return the ratio of two weighted totals; rows missing either value are left out.

    Raises
    ------
    DataError
        Shapes or weights do not fit, or the denominator sums to 0.

    Examples
    --------
    >>> from survey.stats.sample_design import take_design
    >>> found = linearised_ratio([1.0, 2.0, 4.0], [1.0, 1.0, 2.0], None, take_design(3))
    >>> found.estimate, found.std_error.round(4)
    (array([1.75]), array([0.2864]))
    """
    pair = np.column_stack([np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)])
    values, w = _check(pair, weights, design)
    there = ~np.isnan(values).any(axis=1)
    top, below = (np.where(there, column, 0.0) for column in values.T)
    total = float(w @ below)
    if total == 0:
        raise DataError("The denominator of the ratio sums to 0.")
    ratio = float(w @ top) / total
    influence = (w * (top - ratio * below) / total)[:, None]
    n = np.array([np.sum(there & (w > 0))])
    return DesignEstimates(
        np.array([ratio]), linearised_covariance(influence, design), n, np.array([np.nan]), design.df
    )


def _residuals(gaps: Floats, calibrated_on: ArrayLike, base: ArrayLike | None) -> Floats:
    """Return what the margins' categories leave of each column, by regression with the weights before raking."""
    codes = np.asarray(calibrated_on)
    if codes.ndim != 2 or len(codes) != len(gaps):
        raise DataError(f"Margins of shape {codes.shape} do not fit {len(gaps)} rows: one column a margin is needed.")
    start = check_weights(base, len(gaps))
    dummies = np.column_stack([column == category for column in codes.T for category in np.unique(column)])
    root = np.sqrt(start)[:, None]
    slopes: Floats = np.linalg.lstsq(dummies * root, gaps * root, rcond=None)[0]
    return np.asarray(gaps - dummies @ slopes)


def _check(x: ArrayLike, weights: ArrayLike | None, design: SampleDesign) -> tuple[Floats, Floats]:
    values = np.asarray(x, dtype=np.float64)
    if values.ndim != 2 or len(values) != len(design.cluster) or np.any(np.isinf(values)):
        raise DataError(
            f"Values of shape {values.shape} do not fit a design of {len(design.cluster)} rows, or are infinite."
        )
    return values, check_weights(weights, len(values))
