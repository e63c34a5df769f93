"""How sure an alpha is: Feldt's interval, a standard error without parallel items, bootstrap; Spearman-Brown."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.bootstrap import SAMPLES_AT_ONCE, draw_counts
from survey.stats.item_covariances import check_items
from survey.stats.moments import check_rows, check_weights

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


def bootstrap_alpha(x: ArrayLike, *, n_boot: int, seed: int, weights: ArrayLike | None = None) -> Floats:
    """Return raw alpha of every bootstrap sample of rows.

    Parameters
    ----------
    x
        Keyed items, shape (n, k), none missing.
    n_boot
        Number of bootstrap samples.
    seed
        Seed of the draws, which are those of `bootstrap_covariances`.
    weights
        One weight per row, taken as fixed.

    Returns
    -------
    ndarray
        Shape (n_boot,); NaN for a sample in which nothing varies.

    Raises
    ------
    DataError
        If values are missing or the weights do not fit.

    Notes
    -----
    Alpha needs the items' means, the sum of their squares and the square of their sum: k + 3 sums a sample, against
    the k (k + 3) / 2 of all covariances.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]])
    >>> bootstrap_alpha(x, n_boot=500, seed=1).shape
    (500,)
    """
    values = check_rows(x)
    n, k = values.shape
    w = check_weights(weights, n)
    centred = values - (w @ values) / w.sum()
    total = np.sum(centred, axis=1)
    columns = np.column_stack([np.ones(n), np.sum(centred**2, axis=1), total**2, centred]) * w[:, None]
    rng = np.random.default_rng(seed)
    counts = np.empty((min(n_boot, SAMPLES_AT_ONCE), n))
    result = np.empty(n_boot)
    for begin in range(0, n_boot, len(counts)):
        part = counts[: n_boot - begin]
        draw_counts(rng, part)
        sums = part @ columns
        with np.errstate(divide="ignore", invalid="ignore"):
            means = sums[:, 3:] / sums[:, :1]
            items = sums[:, 1] / sums[:, 0] - np.sum(means**2, axis=1)
            whole = sums[:, 2] / sums[:, 0] - np.sum(means, axis=1) ** 2
            result[begin : begin + len(part)] = k / (k - 1) * (1 - items / whole)
    return result


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
