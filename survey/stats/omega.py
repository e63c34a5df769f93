"""McDonald's omega of a scale from the one-factor model, and its interval."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import check_option
from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.item_covariances import correlations
from survey.stats.moments import take_moments
from survey.stats.one_factor import fit_one_factor

Floats = NDArray[np.float64]

DENOMINATORS = ("model", "observed")


def omega_total(cov: Floats, *, method: str = "ml", standardized: bool = False, denominator: str = "model") -> float:
    """Return omega total of one scale: the share of the sum score's variance that is the factor's.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (k, k), k at least 3.
    method
        "ml" or "minres", see `fit_one_factor`.
    standardized
        Of the standardised items' sum instead of the raw items'.
    denominator
        "model" divides by the variance of the sum that the model implies, "observed" by the one found.

    Returns
    -------
    float
        NaN if the fit did not converge or an item does not vary.

    Raises
    ------
    DataError
        If there are fewer than three items: the model is not identified.
    OptionError
        If an option is unknown.

    Notes
    -----
    The four conventions differ: print which one. With a bound solution (`OneFactor.heywood`) the number
    is a lower opinion than it looks.

    References
    ----------
    McDonald (1999). Test theory: a unified treatment, chapter 6. Green & Yang (2009). Commentary on
    coefficient alpha. Psychometrika 74, 121-135.

    Examples
    --------
    >>> loadings = np.array([0.8, 0.7, 0.6, 0.5])
    >>> cov = np.outer(loadings, loadings) + np.diag(1 - loadings**2)
    >>> round(omega_total(cov), 4)
    0.7494
    """
    values = np.asarray(cov, dtype=np.float64)
    return float(omega_total_batch(values[None], method=method, standardized=standardized, denominator=denominator)[0])


def omega_total_batch(
    cov: Floats,
    *,
    method: str = "ml",
    standardized: bool = False,
    denominator: str = "model",
    start: Floats | None = None,
) -> Floats:
    """Return omega total of every matrix of a stack, such as bootstrap covariances.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k), k at least 3.
    method, standardized, denominator
        See `omega_total`.
    start
        Uniquenesses on the correlation scale to start from, shape (k,).

    Returns
    -------
    ndarray
        Shape (...); NaN where the fit did not converge or an item does not vary.

    Raises
    ------
    DataError
        If there are fewer than three items.
    OptionError
        If an option is unknown.

    Examples
    --------
    >>> omega_total_batch(np.stack([np.eye(3) * 0.5 + 0.5] * 2)).round(4)
    array([0.75, 0.75])
    """
    check_option("denominator", denominator, DENOMINATORS)
    values = correlations(cov) if standardized else np.asarray(cov, dtype=np.float64)
    fit = fit_one_factor(values, method, start=start)
    common = fit.loadings.sum(axis=-1) ** 2
    total = common + fit.uniquenesses.sum(axis=-1) if denominator == "model" else values.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(fit.converged, common / total, np.nan)


def omega_interval(
    x: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    n_boot: int = 1000,
    seed: int = 1,
    confidence: float = 0.95,
    method: str = "ml",
    standardized: bool = False,
    denominator: str = "model",
    progress: Callable[[int, int], None] | None = None,
) -> tuple[float, float]:
    """Return the percentile bootstrap interval of omega total.

    Parameters
    ----------
    x
        Keyed items, shape (n, k), none missing.
    weights
        One weight per row, taken as fixed.
    n_boot, seed
        Number of bootstrap samples and seed of their draws.
    confidence
        Coverage asked for.
    method, standardized, denominator
        See `omega_total`.
    progress
        Called with the number of samples drawn and the total.

    Returns
    -------
    tuple
        Lower and upper end; samples whose fit does not converge are left out.

    Raises
    ------
    DataError
        If values are missing or there are fewer than three items.
    OptionError
        If an option is unknown.

    References
    ----------
    Kelley & Pornprasertmanit (2016). Confidence intervals for population reliability coefficients.
    Psychological Methods 21, 69-92.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(200, 1)) + rng.normal(size=(200, 4))
    >>> low, high = omega_interval(x, n_boot=200)
    >>> bool(0.6 < low < high < 0.9)
    True
    """
    cov = take_moments(x, weights).covariance
    fit = fit_one_factor(cov, method)
    with np.errstate(divide="ignore", invalid="ignore"):
        start = np.nan_to_num(fit.uniquenesses / np.diag(cov), nan=0.5)
    draws = omega_total_batch(
        bootstrap_covariances(x, n_boot=n_boot, seed=seed, weights=weights, progress=progress),
        method=method,
        standardized=standardized,
        denominator=denominator,
        start=start,
    )
    low, high = percentile_interval(draws, confidence)
    return float(low), float(high)
