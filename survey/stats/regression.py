"""Least squares with standard errors that hold under unequal variances."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.subset_fits import PIVOT_TOLERANCE

Floats = NDArray[np.float64]

#: A row whose leverage is this close to 1 determines a coefficient alone; HC3 divides by 1 - leverage.
FULL_LEVERAGE = 1 - 1e-10
#: Rows of the design turned at once.
BLOCK_ROWS = 2048


@dataclass(frozen=True, eq=False)
class OlsFit:
    """Hold a least-squares fit; coefficients have the intercept first.

    Parameters
    ----------
    coefficients
        Intercept, then one per driver, shape (k + 1,).
    std_error
        HC3 standard errors; `statistic`, `p_value` and the interval rest on them.
    std_error_classic
        Standard errors under equal variances.
    statistic, p_value
        t statistics and two-sided p values with `df` degrees of freedom.
    conf_low, conf_high
        Ends of the intervals.
    r2, adj_r2, sigma
        Unadjusted and adjusted R², residual standard deviation.
    n, df
        Number of rows, and rows minus coefficients.
    vif
        Variance inflation factor of every driver, shape (k,).
    """

    coefficients: Floats
    std_error: Floats
    std_error_classic: Floats
    statistic: Floats
    p_value: Floats
    conf_low: Floats
    conf_high: Floats
    r2: float
    adj_r2: float
    sigma: float
    n: int
    df: int
    vif: Floats


def fit_ols(
    outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None, confidence: float = 0.95
) -> OlsFit:
    """Fit the outcome on the drivers by (weighted) least squares with HC3 standard errors.

    Parameters
    ----------
    outcome
        Shape (n,), none missing.
    drivers
        Shape (n, k), none missing; dummies for nominal variables are made before.
    weights
        Probability weights, scaled here to mean 1; rows of weight 0 are left out.
    confidence
        Coverage of the intervals.

    Returns
    -------
    OlsFit

    Raises
    ------
    DataError
        If values are missing, rows do not exceed coefficients, drivers determine one another, or one
        row alone determines a coefficient.

    Notes
    -----
    Under weights the HC3 form is the sandwich of the weighted scores, as R's ``sandwich::vcovHC`` has it
    on ``lm(weights=)``.

    References
    ----------
    MacKinnon & White (1985), Journal of Econometrics 29, 305-325. Long & Ervin (2000). Using
    heteroscedasticity consistent standard errors in the linear regression model. The American
    Statistician 54, 217-224.

    Examples
    --------
    >>> fit = fit_ols([1.0, 2.0, 2.0, 3.0, 5.0], [[0.0], [1.0], [2.0], [3.0], [4.0]])
    >>> fit.coefficients.round(6), round(fit.r2, 4)
    (array([0.8, 0.9]), 0.8804)
    """
    y, x, w = _check_design(outcome, drivers, weights)
    n, terms = len(y), x.shape[1] + 1
    design, back, inflation = _orthonormalize(x, w)
    leverage = _check_leverage(design)
    root, centre = np.sqrt(w), float(w @ y / np.sum(w))
    # the fit of the centred outcome, so that a large mean costs no digits
    target = root * (y - centre)
    turned = design @ target
    residual = target - turned @ design
    params = back.T @ turned
    params[0] += centre
    left, total = float(residual @ residual), float(target @ target)
    r2 = 1 - left / total if total > 0 else float("nan")
    design *= residual / (1 - leverage)
    std_error = np.sqrt(np.einsum("ji,jl,li->i", back, design @ design.T, back, optimize=True))
    statistic, p_value, half = _test(params, std_error, n - terms, confidence)
    sigma = np.sqrt(left / (n - terms))
    return OlsFit(
        coefficients=params,
        std_error=std_error,
        std_error_classic=sigma * np.sqrt(np.sum(back**2, axis=0)),
        statistic=statistic,
        p_value=p_value,
        conf_low=params - half,
        conf_high=params + half,
        r2=r2,
        adj_r2=1 - (1 - r2) * (n - 1) / (n - terms),
        sigma=float(sigma),
        n=n,
        df=n - terms,
        vif=inflation,
    )


def _check_design(outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None) -> tuple[Floats, Floats, Floats]:
    x = check_rows(drivers)
    y = check_rows(np.asarray(outcome, dtype=np.float64).reshape(-1, 1))[:, 0]
    if len(y) != len(x):
        raise DataError(f"There are {len(y)} outcomes and {len(x)} rows of drivers; they have to match.")
    w = check_weights(weights, len(y))
    used = w > 0
    if not used.all():
        x, y, w = x[used], y[used], w[used]
    if len(y) <= x.shape[1] + 1:
        raise DataError(f"{len(y)} rows cannot carry {x.shape[1] + 1} coefficients: use fewer drivers.")
    return y, x, w * (len(w) / w.sum())


def _test(coefficients: Floats, std_error: Floats, df: int, confidence: float) -> tuple[Floats, Floats, Floats]:
    from scipy.special import stdtr, stdtrit

    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = coefficients / std_error
    return statistic, 2 * stdtr(df, -np.abs(statistic)), stdtrit(df, (1 + confidence) / 2) * std_error


def _orthonormalize(x: Floats, w: Floats) -> tuple[Floats, Floats, Floats]:
    """Return orthonormal columns that span the weighted design, how coefficients on them become its own, inflation.

    Shapes (k + 1, n), a row a column of the design, for products then run along memory, (k + 1, k + 1), intercept
    first, and (k,). Centring and scaling first keeps the normal equations as well conditioned as the correlations are.
    """
    root, mean = np.sqrt(w), w @ x / w.sum()
    columns = np.empty((x.shape[1] + 1, len(x)))
    columns[0] = root
    np.subtract(x.T, mean[:, None], out=columns[1:])
    columns[1:] *= root
    scale = np.sqrt(np.einsum("ij,ij->i", columns, columns))
    still = np.flatnonzero(scale <= 0)
    if still.size:
        raise DataError(f"Driver {still[0] - 1} has the same value in every row: leave it out.")
    gram = (columns @ columns.T) / np.outer(scale, scale)
    if np.linalg.eigvalsh(gram)[0] < PIVOT_TOLERANCE * len(gram):
        raise DataError("Some drivers are linear functions of others: leave one out, or combine them into a score.")
    back = np.linalg.inv(np.linalg.cholesky(gram)) / scale
    for begin in range(0, len(x), BLOCK_ROWS):
        # in place, for a second table of this size costs more to ask for than to fill
        columns[:, begin : begin + BLOCK_ROWS] = back @ columns[:, begin : begin + BLOCK_ROWS]
    back[:, 0] -= back[:, 1:] @ mean
    return columns, back, np.sum(back[:, 1:] ** 2, axis=0) * scale[1:] ** 2


def _check_leverage(design: Floats) -> Floats:
    """Return the leverage of every row; refuse a row that determines a coefficient alone."""
    leverage = np.einsum("ij,ij->j", design, design)
    full = np.flatnonzero(leverage > FULL_LEVERAGE)
    if full.size:
        raise DataError(
            f"Row {full[0]} alone determines a coefficient (leverage 1), so it has no standard error: "
            "merge the category it is alone in with another."
        )
    return np.asarray(leverage)
