"""How sure an alpha is: Feldt's interval, a standard error without parallel items, Spearman-Brown."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.item_covariances import check_items

Floats = NDArray[np.float64]


def feldt_interval(alpha: float, n: float, k: int, confidence: float = 0.95) -> tuple[float, float]:
    """Return Feldt's interval of alpha, exact for parallel normal items.

    Parameters
    ----------
    alpha
        The alpha found.
    n
        Number of complete rows behind it (effective number with weights).
    k
        Number of items.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper end.

    Raises
    ------
    DataError
        If there are fewer than two rows or items.

    References
    ----------
    Feldt, Woodruff & Salih (1987). Statistical inference for coefficient alpha. Applied Psychological
    Measurement 11, 93-103.

    Examples
    --------
    >>> [round(end, 4) for end in feldt_interval(0.8, 100, 5)]
    [0.7306, 0.8559]
    """
    from scipy.stats import f

    if n < 2 or k < 2:
        raise DataError(f"An interval of alpha needs at least two rows and two items, not {n} and {k}.")
    tail = (1 - confidence) / 2
    quantiles = f.ppf([1 - tail, tail], n - 1, (n - 1) * (k - 1))
    low, high = 1 - (1 - alpha) * quantiles
    return float(low), float(high)


def duhachek_std_error(cov: Floats, n: float) -> Floats:
    """Return the large-sample standard error of raw alpha without assuming parallel items.

    Parameters
    ----------
    cov
        Covariances of the keyed items, shape (..., k, k).
    n
        Number of complete rows behind them; the variance is divided by n, not n - 1.

    Returns
    -------
    ndarray
        Shape (...).

    Raises
    ------
    DataError
        If there are fewer than two items.

    References
    ----------
    van Zyl, Neudecker & Nel (2000), Psychometrika 65, 271-280. Duhachek & Iacobucci (2004). Alpha's
    standard error (ASE). Journal of Applied Psychology 89, 792-808.

    Examples
    --------
    >>> float(duhachek_std_error(np.array([[1.0, 0.5], [0.5, 1.0]]), 100).round(4))
    0.0667
    """
    values = check_items(cov)
    k = values.shape[-1]
    total, trace = values.sum(axis=(-2, -1)), np.trace(values, axis1=-2, axis2=-1)
    row_sums = values.sum(axis=-1)
    squares = (values**2).sum(axis=(-2, -1))
    inner = total * (squares + trace**2) - 2 * trace * (row_sums**2).sum(axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        q = 2 * k**2 / (k - 1) ** 2 / total**3 * inner
    return np.asarray(np.sqrt(np.maximum(q, 0) / n))


def spearman_brown(r: float, factor: float = 2.0) -> float:
    """Return the reliability of a scale made `factor` times as long.

    With the default and the correlation of two items it is the reliability of a two-item scale.

    Parameters
    ----------
    r
        Reliability, or correlation of two halves or items.
    factor
        New length over old length.

    Returns
    -------
    float
        NaN where r makes the formula undefined.

    References
    ----------
    Eisinga, te Grotenhuis & Pelzer (2013). The reliability of a two-item scale. International Journal
    of Public Health 58, 637-642.

    Examples
    --------
    >>> round(spearman_brown(0.6), 4)
    0.75
    """
    below = 1 + (factor - 1) * r
    return factor * r / below if below != 0 else float("nan")
