"""Bootstrap and jackknife of groups of rows: intervals whose cost does not grow with the number of rows."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from survey.errors import DataError
from survey.stats.bootstrap import CONSTANT_SHARE, draw_counts
from survey.stats.group_moments import GroupMoments, covariances
from survey.stats.moments import Moments
from survey.stats.regression import OlsFit
from survey.stats.subset_fits import PIVOT_TOLERANCE

Floats = NDArray[np.float64]

#: Fewer groups than this make no distribution.
FEWEST_GROUPS = 2


def resample_groups(groups: GroupMoments, *, n_boot: int, seed: int) -> Floats:
    """Return the covariances of bootstrap samples of groups.

    Use it where rows are too many to be resampled one by one, or where rows of one group belong together.

    Parameters
    ----------
    groups
        Moments of groups of rows.
    n_boot
        Number of bootstrap samples.
    seed
        Seed of the draws.

    Returns
    -------
    ndarray
        Shape (n_boot, p, p), unbiased as in `Moments.covariance`; a column constant in a sample has zeros.

    Raises
    ------
    DataError
        Fewer than two groups have rows.

    Notes
    -----
    As many groups as have rows are drawn with replacement. With rows put into groups at random this estimates the same
    variances as resampling rows, with a relative error of their standard errors of about 1 / sqrt(2 (g - 1)) for g
    groups. Weights are treated as fixed. Cost: O(n_boot g p^2), whatever the number of rows.

    References
    ----------
    Efron (1979), Annals of Statistics 7, 1-26. Wolter (2007). Introduction to variance estimation, 2nd ed., chapter 2
    (random groups).

    Examples
    --------
    >>> from survey.stats.group_moments import take_group_moments
    >>> rng = np.random.default_rng(1)
    >>> groups = take_group_moments([rng.normal(size=900)], np.arange(900) % 90, 90)
    >>> resample_groups(groups, n_boot=100, seed=1).shape
    (100, 1, 1)
    """
    filled = groups.filled
    size, width = len(filled.n), filled.products.shape[1]
    _check_groups(size)
    counts = np.empty((n_boot, size))
    draw_counts(np.random.default_rng(seed), counts)
    rows, columns = np.tril_indices(width)
    sums = counts @ filled.products[:, rows, columns]
    products = np.empty((n_boot, width, width))
    products[:, rows, columns] = sums
    products[:, columns, rows] = sums
    result = covariances(products, counts @ filled.squared_weights)
    variance = np.diag(groups.whole.covariance)
    alive = np.diagonal(result, axis1=1, axis2=2) > CONSTANT_SHARE * variance
    return np.where(alive[:, :, None] & alive[:, None, :], result, 0.0)


def fit_groups(groups: GroupMoments, confidence: float = 0.95, origin: Floats | None = None) -> OlsFit:
    """Fit the first column on the others by least squares, with standard errors from a jackknife of groups.

    Parameters
    ----------
    groups
        Moments of groups of rows: the outcome, then the drivers.
    confidence
        Coverage of the intervals.
    origin
        What was taken off each column before, shape (p,), which the intercept gets back; None: nothing.

    Returns
    -------
    OlsFit
        `std_error` is of the delete-a-group jackknife; `df` is the number of groups less 1, or of rows less
        coefficients where that is smaller.

    Raises
    ------
    DataError
        Rows do not exceed coefficients, drivers determine one another, or a group alone determines a coefficient.

    Notes
    -----
    Each group is left out in turn; the variance is (g - 1) / g times the sum of squared deviations from the
    coefficients of all rows. With one row in each group this is nearly HC3. Weights: probability weights.

    References
    ----------
    Kott (2001). The delete-a-group jackknife. Journal of Official Statistics 17, 521-526. MacKinnon & White (1985),
    Journal of Econometrics 29, 305-325.

    Examples
    --------
    >>> from survey.stats.group_moments import take_group_moments
    >>> x, y = np.array([0.0, 1.0, 2.0, 3.0, 4.0]), np.array([1.0, 2.0, 2.0, 3.0, 5.0])
    >>> fit = fit_groups(take_group_moments([y, x], np.arange(5), 5))
    >>> fit.coefficients.round(6), round(fit.r2, 4)
    (array([0.8, 0.9]), 0.8804)
    """
    filled = groups.filled
    whole = groups.whole
    size, terms = len(filled.n), len(whole.mean)
    _check_groups(size)
    if whole.n <= terms:
        raise DataError(f"{whole.n} rows cannot carry {terms} coefficients: use fewer drivers.")
    scale = np.sqrt(np.diag(whole.cross))
    if not (scale[1:] > 0).all():
        raise DataError(f"Driver {int(np.argmin(scale[1:]))} has the same value in every row: leave it out.")
    if np.linalg.eigvalsh(whole.correlation[1:, 1:])[0] < PIVOT_TOLERANCE * len(scale):
        raise DataError("Some drivers are linear functions of others: leave one out, or combine them into a score.")
    total = filled.products.sum(axis=0)
    shift = np.zeros(terms) if origin is None else origin
    coefficients = _solve(total[None], scale, shift)[0]
    left_out = _solve(total - filled.products, scale, shift)
    std_error = np.sqrt((size - 1) / size * ((left_out - coefficients) ** 2).sum(axis=0))
    df = min(size - 1, whole.n - terms)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = coefficients / std_error
    half = t.ppf((1 + confidence) / 2, df) * std_error
    r2, sigma, classic, inflation = _explained(whole, coefficients[1:], shift)
    return OlsFit(
        coefficients=coefficients,
        std_error=std_error,
        std_error_classic=classic,
        statistic=statistic,
        p_value=2 * t.sf(np.abs(statistic), df),
        conf_low=coefficients - half,
        conf_high=coefficients + half,
        r2=r2,
        adj_r2=1 - (1 - r2) * (whole.n - 1) / (whole.n - terms),
        sigma=sigma,
        n=whole.n,
        df=df,
        vif=inflation,
    )


def _check_groups(size: int) -> None:
    if size < FEWEST_GROUPS:
        raise DataError(f"{size} group of rows has any: intervals need at least {FEWEST_GROUPS} groups.")


def _solve(products: Floats, scale: Floats, origin: Floats) -> Floats:
    """Return coefficients, intercept first, for each of several sums of products, shape (g, p)."""
    total = products[:, :1, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = products[:, 0, 1:] / total
    cross = (products[:, 1:, 1:] - products[:, 0, 1:, None] * mean[:, None, :]) / np.outer(scale, scale)
    pivots = np.linalg.eigvalsh(cross[:, 1:, 1:])[:, 0] if np.isfinite(cross).all() else np.zeros(1)
    if np.min(pivots) < PIVOT_TOLERANCE * len(scale):
        raise DataError(
            "A coefficient is determined by one group of rows alone, so it has no standard error: merge the category "
            "it is alone in with another, or take fewer groups."
        )
    slopes = np.linalg.solve(cross[:, 1:, 1:], cross[:, 1:, :1])[..., 0] * scale[0] / scale[1:]
    mean = mean + origin
    intercept = mean[:, :1] - (slopes * mean[:, 1:]).sum(axis=1, keepdims=True)
    return np.hstack([intercept, slopes])


def _explained(whole: Moments, slopes: Floats, origin: Floats) -> tuple[float, float, Floats, Floats]:
    """Return R², residual standard deviation, classic standard errors and inflation factors."""
    n, terms = whole.n, len(whole.mean)
    cross = whole.cross * (n / whole.sum_weights)
    explained = float(slopes @ cross[1:, 0])
    r2 = explained / float(cross[0, 0]) if cross[0, 0] > 0 else float("nan")
    sigma = float(np.sqrt(max(0.0, cross[0, 0] - explained) / (n - terms)))
    inverse = np.linalg.inv(cross[1:, 1:])
    mean = whole.mean[1:] + origin[1:]
    at_zero = 1 / n + mean @ inverse @ mean
    classic = sigma * np.sqrt(np.concatenate([[at_zero], np.diag(inverse)]))
    return r2, sigma, classic, np.diag(np.linalg.inv(whole.correlation[1:, 1:]))
