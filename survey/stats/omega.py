"""McDonald's omega of a scale from the one-factor model."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import check_option
from survey.stats.item_covariances import correlations
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
) -> Floats:
    """Return omega total of every matrix of a stack, such as bootstrap covariances.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k), k at least 3.
    method, standardized, denominator
        See `omega_total`.

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
    fit = fit_one_factor(values, method)
    common = fit.loadings.sum(axis=-1) ** 2
    total = common + fit.uniquenesses.sum(axis=-1) if denominator == "model" else values.sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(fit.converged, common / total, np.nan)


def omega_total_if_dropped(cov: Floats) -> Floats:
    """Return omega total of the other items, for every item.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (k, k).

    Returns
    -------
    ndarray
        Shape (k,); NaN for fewer than four items, where too few are left.

    Examples
    --------
    >>> omega_total_if_dropped(np.eye(4) * 0.5 + 0.5).round(4)
    array([0.75, 0.75, 0.75, 0.75])
    """
    k = len(cov)
    if k < 4:
        return np.full(k, np.nan)
    others = np.array([np.delete(np.arange(k), item) for item in range(k)])
    return omega_total_batch(np.asarray(cov)[others[:, :, None], others[:, None, :]])
