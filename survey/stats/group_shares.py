"""Differences of shares, and the association of two groupings; with weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import chi2, norm
from scipy.stats import f as f_distribution

from survey.errors import DataError
from survey.stats.moments import check_weights
from survey.stats.proportions import wilson_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ShareContrast:
    """Hold the difference of two shares; `cohens_h` is the difference of their arcsine transforms."""

    difference: float
    std_error: float
    statistic: float
    p_value: float
    conf_low: float
    conf_high: float
    cohens_h: float


@dataclass(frozen=True, eq=False)
class Association:
    """Hold the test of a two-way table.

    Attributes
    ----------
    shares
        Weighted shares of the cells, summing to 1.
    pearson, likelihood_ratio
        Pearson's X² and the likelihood ratio G², of the shares times the number of rows.
    statistic, df, df_within, p_value
        X² and its df without weights (`df_within` is infinite); under weights Rao and Scott's F.
    cramers_v, cramers_v_adjusted
        Cramér's V, and with Bergsma's correction of its bias.
    residuals
        Standardised Pearson residuals.
    """

    n: int
    shares: Floats
    pearson: float
    likelihood_ratio: float
    statistic: float
    df: float
    df_within: float
    p_value: float
    cramers_v: float
    cramers_v_adjusted: float
    residuals: Floats


def contrast_shares(
    first: float, n_first: float, second: float, n_second: float, confidence: float = 0.95
) -> ShareContrast:
    """Return the difference of two independent shares with Newcombe's interval and the score test.

    Parameters
    ----------
    first, second
        Shares, 0 to 1.
    n_first, n_second
        Their bases; effective ones under weights.
    confidence
        Coverage of the interval.

    Returns
    -------
    ShareContrast
        The squared statistic is Pearson's X² of the 2 × 2 table without continuity correction.

    References
    ----------
    Newcombe (1998), Statistics in Medicine 17, 873-890, method 10. Cohen (1988), chapter 6 (h).

    Examples
    --------
    >>> found = contrast_shares(56 / 70, 70, 48 / 80, 80)
    >>> round(found.conf_low, 4), round(found.conf_high, 4)
    (0.0524, 0.3339)
    """
    gap = first - second
    together = (first * n_first + second * n_second) / (n_first + n_second)
    pooled = np.sqrt(together * (1 - together) * (1 / n_first + 1 / n_second))
    statistic = gap / pooled if pooled > 0 else float("nan")
    low_1, high_1 = wilson_interval(first, n_first, confidence)
    low_2, high_2 = wilson_interval(second, n_second, confidence)
    h = 2 * (np.arcsin(np.sqrt(first)) - np.arcsin(np.sqrt(second)))
    return ShareContrast(
        difference=float(gap),
        std_error=float(np.sqrt(first * (1 - first) / n_first + second * (1 - second) / n_second)),
        statistic=float(statistic),
        p_value=float(2 * norm.sf(abs(statistic))),
        conf_low=float(gap - np.hypot(first - low_1, high_2 - second)),
        conf_high=float(gap + np.hypot(high_1 - first, second - low_2)),
        cohens_h=float(h),
    )


def assess_association(rows: ArrayLike, columns: ArrayLike, weights: ArrayLike | None = None) -> Association:
    """Test whether two groupings of the same respondents are independent.

    Parameters
    ----------
    rows, columns
        Category of each respondent, 0 upwards, shape (n,); categories nobody is in are left out.
    weights
        Probability weights, shape (n,). Without them the test is Pearson's.

    Returns
    -------
    Association

    Raises
    ------
    DataError
        A grouping has fewer than two categories in use, or the weights do not fit.

    Notes
    -----
    Under weights X² is divided by the trace of the generalised design effects, and referred to F with the degrees of
    freedom of Satterthwaite's approximation, as R's ``survey::svychisq(statistic = "F")`` does without clusters.

    References
    ----------
    Pearson (1900). Cramér (1946). Bergsma (2013), Journal of the Korean Statistical Society 42, 323-328. Rao & Scott
    (1984), Annals of Statistics 12, 46-60. Thomas & Rao (1987), JASA 82, 630-636.

    Examples
    --------
    >>> found = assess_association([0] * 30 + [1] * 30, ([0] * 20 + [1] * 10) + ([0] * 10 + [1] * 20))
    >>> round(found.pearson, 4), round(found.cramers_v, 4)
    (6.6667, 0.3333)
    """
    first, second = (np.asarray(one, dtype=np.intp) for one in (rows, columns))
    w = check_weights(weights, len(first))
    first, second, w = first[w > 0], second[w > 0], w[w > 0]
    first, second = (np.unique(one, return_inverse=True)[1] for one in (first, second))
    r, c = int(np.max(first)) + 1, int(np.max(second)) + 1
    if min(r, c) < 2:
        raise DataError(f"A {r} × {c} table has nothing to compare: both groupings need two categories in use.")
    n, cell = len(w), first * c + second
    flat = np.bincount(cell, weights=w, minlength=r * c) / np.sum(w)
    shares = flat.reshape(r, c)
    expected = np.outer(np.sum(shares, axis=1), np.sum(shares, axis=0))
    pearson = n * float(np.sum((shares - expected) ** 2 / expected))
    df = (r - 1) * (c - 1)
    if weights is None:
        test = (pearson, float(df), float("inf"), float(chi2.sf(pearson, df)))
    else:
        test = _rao_scott(pearson, flat, cell, w, (r, c))
    smallest = min(r, c) - 1
    room = np.outer(1 - np.sum(shares, axis=1), 1 - np.sum(shares, axis=0))
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(shares > 0, shares * np.log(shares / expected), 0.0)
    return Association(
        n, shares, pearson, 2 * n * float(np.sum(ratio)), *test,
        cramers_v=float(np.sqrt(pearson / n / smallest)),
        cramers_v_adjusted=_adjust_v(pearson / n, n, r, c),
        residuals=np.sqrt(n) * (shares - expected) / np.sqrt(expected * room),
    )  # fmt: skip


def _adjust_v(phi_squared: float, n: int, r: int, c: int) -> float:
    """Return Cramér's V less what it would be by chance (Bergsma 2013)."""
    phi = max(0.0, phi_squared - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return float(np.sqrt(phi / min(rows - 1, columns - 1)))


def _rao_scott(
    pearson: float, shares: Floats, cell: NDArray[np.intp], w: Floats, shape: tuple[int, int]
) -> tuple[float, float, float, float]:
    """Return Rao and Scott's second-order statistic, its two degrees of freedom and its p value."""
    n = len(w)
    scaled = w / np.sum(w)
    squares = np.bincount(cell, weights=scaled**2, minlength=len(shares))
    mixed = np.outer(squares, shares)
    covariance = np.diag(squares) - mixed - mixed.T + np.sum(squares) * np.outer(shares, shares)
    covariance *= n / (n - 1)
    contrasts = _interactions(*shape)
    inverse = np.divide(1.0, shares, out=np.zeros_like(shares), where=shares > 0)
    turned = contrasts * inverse[:, None]
    effects = np.linalg.solve(contrasts.T @ turned / n, turned.T @ covariance @ turned)
    trace, squared = float(np.trace(effects)), float(np.trace(effects @ effects))
    df = trace**2 / squared
    statistic = pearson / trace
    return statistic, df, df * (n - 1), float(f_distribution.sf(statistic, df, df * (n - 1)))


def _interactions(r: int, c: int) -> Floats:
    """Return contrasts of the cells that the margins do not determine, shape (r * c, (r - 1) * (c - 1))."""

    def centred(size: int) -> Floats:
        return np.asarray(np.eye(size)[:, 1:] - 1 / size)

    return np.asarray(np.kron(centred(r), centred(c)), dtype=np.float64)
