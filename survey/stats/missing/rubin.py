"""Rubin's rules: one estimate and its uncertainty from those of several completed data sets."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class PooledEstimates:
    """Hold pooled estimates; every array has the shape of one data set's estimates.

    Attributes
    ----------
    estimate
        Mean over the completed data sets.
    within, between, total
        Mean variance, variance of the estimates over m - 1, and their sum within + (1 + 1/m) between.
    df
        Degrees of freedom of the t distribution of (estimate - truth) / std_error.
    riv
        Relative increase of the variance due to missing answers, (1 + 1/m) between / within.
    share_between
        Share of the total variance that is due to missing answers, (1 + 1/m) between / total.
    fmi
        Fraction of missing information, (riv + 2 / (df + 3)) / (riv + 1).
    m
        Number of completed data sets.
    """

    estimate: Floats
    within: Floats
    between: Floats
    total: Floats
    df: Floats
    riv: Floats
    share_between: Floats
    fmi: Floats
    m: int

    @property
    def std_error(self) -> Floats:
        """Square root of the total variance."""
        return np.sqrt(self.total)

    @property
    def statistic(self) -> Floats:
        """Estimate over standard error."""
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(self.estimate / self.std_error)

    @property
    def p_value(self) -> Floats:
        """Two-sided, of an estimate of 0."""
        from scipy.stats import t

        return np.asarray(2 * t.sf(np.abs(self.statistic), self.df))

    def interval(self, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """Return the lower and the upper end of the interval of t."""
        from scipy.stats import t

        reach = t.ppf((1 + confidence) / 2, self.df) * self.std_error
        return self.estimate - reach, self.estimate + reach


def pool_estimates(
    estimates: ArrayLike, variances: ArrayLike, n: ArrayLike | None = None, k: ArrayLike = 1
) -> PooledEstimates:
    """Pool estimates of completed data sets by Rubin's rules.

    Use it for estimates that are about normal over samples: means, shares, regression coefficients. Transform others
    first, as `pool_correlations` does.

    Parameters
    ----------
    estimates
        Shape (m, ...), a row per completed data set, m at least 2.
    variances
        Their squared standard errors, same shape.
    n
        Respondents; None takes the degrees of freedom for large samples (Rubin 1987), else those of Barnard and Rubin
        (1999), which never exceed n - k.
    k
        Parameters estimated from the n respondents: the complete data would have n - k degrees of freedom.

    Returns
    -------
    PooledEstimates

    Raises
    ------
    DataError
        Fewer than two data sets, shapes that differ, negative variances, or n no larger than k.

    References
    ----------
    Rubin (1987), Multiple imputation for nonresponse in surveys, chapter 3. Barnard & Rubin (1999), Biometrika 86,
    948-955.

    Examples
    --------
    >>> pooled = pool_estimates([1.0, 2.0, 3.0], [0.5, 0.5, 0.5])
    >>> float(pooled.estimate), round(float(pooled.total), 6), round(float(pooled.riv), 6)
    (2.0, 1.833333, 2.666667)
    """
    found, spread = np.asarray(estimates, dtype=np.float64), np.asarray(variances, dtype=np.float64)
    _check(found, spread)
    complete = np.inf if n is None else np.asarray(n, dtype=np.float64) - np.asarray(k, dtype=np.float64)
    if not np.all(complete > 0):
        raise DataError("there must be more respondents (n) than parameters (k), or no degrees of freedom are left.")
    m = len(found)
    # equal estimates have a variance of exactly 0, whatever the mean's rounding
    between = np.where(np.ptp(found, axis=0) > 0, np.var(found, axis=0, ddof=1), 0.0)
    within = np.mean(spread, axis=0)
    added = (1 + 1 / m) * between
    with np.errstate(divide="ignore", invalid="ignore"):
        riv = np.where(added > 0, added / within, 0.0)
        share = np.where(added > 0, added / (within + added), 0.0)
    df = _degrees_of_freedom(m, share, complete)
    return PooledEstimates(
        estimate=np.mean(found, axis=0),
        within=within,
        between=between,
        total=within + added,
        df=df,
        riv=riv,
        share_between=share,
        fmi=np.where(np.isinf(riv), 1.0, share + (1 - share) * 2 / (df + 3)),
        m=m,
    )


def _check(found: Floats, spread: Floats) -> None:
    if found.ndim == 0 or len(found) < 2:
        raise DataError("pooling needs the estimates of at least two completed data sets.")
    if found.shape != spread.shape:
        raise DataError(f"estimates of shape {found.shape} and variances of shape {spread.shape}: give one for each.")
    if np.any(spread < 0):
        raise DataError("a variance is negative; give squared standard errors.")


def _degrees_of_freedom(m: int, share: Floats, complete: Floats | float) -> Floats:
    """Join the degrees of freedom of the imputations and those left of the complete data, as reciprocals."""
    with np.errstate(divide="ignore", invalid="ignore"):
        by_imputation = share**2 / (m - 1)
        left = np.where(np.isinf(complete), np.inf, (complete + 1) / (complete + 3) * complete * (1 - share))
        return np.asarray(1 / (by_imputation + 1 / left))


def pool_correlations(correlations: ArrayLike, n: ArrayLike) -> PooledEstimates:
    """Pool correlations, on Fisher's scale: atanh(r) has a variance of about 1 / (n - 3).

    The result is on that scale; `numpy.tanh` of estimate and interval gives correlations, and the square of tanh R².

    Parameters
    ----------
    correlations
        Shape (m, ...), between -1 and 1; for R² its square root.
    n
        Respondents, more than 3; in all data sets or in each, a shape that goes with (m, ...).

    References
    ----------
    Harel (2009), Journal of Applied Statistics 36, 1109-1118.

    Examples
    --------
    >>> pooled = pool_correlations([0.5, 0.5], 103)
    >>> round(float(np.tanh(pooled.estimate)), 6), round(float(pooled.std_error), 6)
    (0.5, 0.1)
    """
    found = np.asarray(correlations, dtype=np.float64)
    if np.any(np.abs(found) > 1) or np.any(np.asarray(n) <= 3):
        raise DataError("correlations lie between -1 and 1, and come from more than 3 respondents.")
    with np.errstate(divide="ignore"):
        turned = np.arctanh(found)
    variances = np.broadcast_to(1 / (np.asarray(n, dtype=np.float64) - 3), found.shape)
    return pool_estimates(turned, variances)
