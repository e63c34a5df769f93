"""Least squares with the full HC3 covariance matrix, for tests of several coefficients at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.regression import FULL_LEVERAGE
from survey.stats.subset_fits import PIVOT_TOLERANCE

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class RobustFit:
    """Hold a least-squares fit; the intercept comes first.

    Parameters
    ----------
    coefficients
        Shape (k + 1,).
    covariance
        HC3 covariance of the coefficients, shape (k + 1, k + 1).
    r2, adj_r2
        Unadjusted and adjusted R².
    n, df
        Number of rows, and rows minus coefficients.
    """

    coefficients: Floats
    covariance: Floats
    r2: float
    adj_r2: float
    n: int
    df: int

    @property
    def std_error(self) -> Floats:
        """HC3 standard errors, shape (k + 1,)."""
        return np.sqrt(np.diag(self.covariance))


@dataclass(frozen=True, eq=False)
class WaldTest:
    """Hold an F test that linear combinations of coefficients are 0."""

    statistic: float
    df: int
    df_within: int
    p_value: float


def fit_robust(outcome: ArrayLike, columns: ArrayLike, weights: ArrayLike | None = None) -> RobustFit:
    """Fit the outcome on columns and an intercept by (weighted) least squares with HC3 covariances.

    Parameters
    ----------
    outcome
        Shape (n,), none missing.
    columns
        Shape (n, k), none missing, without the intercept.
    weights
        Probability weights; rows of weight 0 are left out.

    Returns
    -------
    RobustFit

    Raises
    ------
    DataError
        Values are missing, rows do not exceed coefficients, columns determine one another, or one row alone determines
        a coefficient.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29, 305-325.

    Examples
    --------
    >>> fit = fit_robust([1.0, 2.0, 2.0, 3.0, 5.0], [[0.0], [1.0], [2.0], [3.0], [4.0]])
    >>> fit.coefficients.round(6)
    array([0.8, 0.9])
    """
    y, x, w = _rows(outcome, columns, weights)
    n, terms = len(y), x.shape[1] + 1
    root, centre = np.sqrt(w), w @ x / w.sum()
    design = np.column_stack([root, (x - centre) * root[:, None]])
    scale = np.sqrt((design**2).sum(axis=0))
    if (scale <= 0).any():
        raise DataError(f"Column {int(np.argmax(scale <= 0)) - 1} has the same value in every row: leave it out.")
    design /= scale
    gram = design.T @ design
    if np.linalg.eigvalsh(gram)[0] < PIVOT_TOLERANCE * len(gram):
        raise DataError("Some columns are linear functions of others: leave one out, or use fewer pieces.")
    turned = np.linalg.solve(gram, design.T)
    leverage = (turned * design.T).sum(axis=0)
    if (leverage > FULL_LEVERAGE).any():
        raise DataError(f"Row {int(np.argmax(leverage))} alone determines a coefficient, so it has no standard error.")
    turned /= scale[:, None]
    turned[0] -= centre @ turned[1:]
    coefficients = turned @ (y * root)
    residuals = (y - coefficients[0] - x @ coefficients[1:]) * root
    scores = turned * (residuals / (1 - leverage))
    total = float(w @ (y - w @ y / w.sum()) ** 2)
    r2 = 1 - float(residuals @ residuals) / total
    return RobustFit(coefficients, scores @ scores.T, r2, 1 - (1 - r2) * (n - 1) / (n - terms), n, n - terms)


def _rows(outcome: ArrayLike, columns: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    x = check_rows(columns)
    y = check_rows(np.asarray(outcome, dtype=np.float64).reshape(-1, 1))[:, 0]
    w = check_weights(weights, len(y))
    x, y, w = x[w > 0], y[w > 0], w[w > 0]
    if len(y) <= x.shape[1] + 1:
        raise DataError(f"{len(y)} rows cannot carry {x.shape[1] + 1} coefficients: use fewer drivers or pieces.")
    return y, x, w * (len(w) / w.sum())


def wald_test(fit: RobustFit, combinations: ArrayLike) -> WaldTest:
    """Test that linear combinations of coefficients are all 0.

    Parameters
    ----------
    fit
        From `fit_robust`.
    combinations
        One combination a row, shape (q, k + 1), intercept first.

    Returns
    -------
    WaldTest
        F with q and n - k - 1 degrees of freedom.

    Examples
    --------
    >>> fit = fit_robust([1.0, 2.0, 2.0, 3.0, 5.0], [[0.0], [1.0], [2.0], [3.0], [4.0]])
    >>> test = wald_test(fit, [[0.0, 1.0]])
    >>> bool(np.isclose(test.statistic, (fit.coefficients[1] / fit.std_error[1]) ** 2))
    True
    """
    from scipy.stats import f

    rows = np.atleast_2d(np.asarray(combinations, dtype=np.float64))
    values = rows @ fit.coefficients
    statistic = float(values @ np.linalg.solve(rows @ fit.covariance @ rows.T, values)) / len(rows)
    return WaldTest(statistic, len(rows), fit.df, float(f.sf(statistic, len(rows), fit.df)))
