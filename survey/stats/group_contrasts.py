"""Means of groups, their differences, and tests that do not need equal variances; with weights."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import f as f_distribution
from scipy.stats import t as t_distribution

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.studentized_range import studentized_range_quantile, studentized_range_tail

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class GroupMeans:
    """Hold the means of groups, each field of shape (groups,).

    Attributes
    ----------
    n, n_eff
        Rows with a positive weight, and Kish's effective number of them.
    mean, variance
        Weighted mean and unbiased weighted variance of the values.
    error_variance
        Variance of the mean, linearised: without weights the variance over n.
    """

    n: NDArray[np.int64]
    n_eff: Floats
    mean: Floats
    variance: Floats
    error_variance: Floats

    @property
    def std_error(self) -> Floats:
        """Standard errors of the means."""
        return np.asarray(np.sqrt(self.error_variance))


@dataclass(frozen=True, eq=False)
class MeanContrast:
    """Hold differences of means with Welch's interval; `cohens_d` is over the pooled standard deviation."""

    difference: Floats
    std_error: Floats
    df: Floats
    p_value: Floats
    conf_low: Floats
    conf_high: Floats
    cohens_d: Floats


@dataclass(frozen=True)
class OmnibusTest:
    """Hold a test of all groups at once, with the size of what it tests."""

    statistic: float
    df: float
    df_within: float
    p_value: float
    effect: float


def take_group_means(values: ArrayLike, place: ArrayLike, count: int, weights: ArrayLike | None = None) -> GroupMeans:
    """Return the mean of every group with the variance of that mean.

    Parameters
    ----------
    values
        Shape (n,), none missing.
    place
        Group of each row, 0 to count - 1, shape (n,).
    count
        Number of groups.
    weights
        Probability weights, shape (n,); rows of weight 0 are left out.

    Returns
    -------
    GroupMeans
        NaN where a group has too few rows.

    Raises
    ------
    DataError
        Values are missing or the weights do not fit.

    Notes
    -----
    The variance of a mean is that of R's ``survey::svymean`` with one stratum for each group and no clusters. Integer
    weights give the means of replicated rows; they are not taken as more respondents.

    References
    ----------
    Kish (1965). Survey sampling. Binder (1983), International Statistical Review 51, 279-292.

    Examples
    --------
    >>> take_group_means([1.0, 3.0, 5.0, 9.0], [0, 0, 1, 1], 2).mean
    array([2., 7.])
    """
    x = check_rows(np.asarray(values, dtype=np.float64).reshape(-1, 1))[:, 0]
    w = check_weights(weights, len(x))
    group = np.asarray(place, dtype=np.intp)[w > 0]
    x, w = x[w > 0], w[w > 0]

    def total(amount: Floats) -> Floats:
        return np.asarray(np.bincount(group, weights=amount, minlength=count), dtype=np.float64)

    n = np.bincount(group, minlength=count)
    with np.errstate(divide="ignore", invalid="ignore"):
        sums, squares = total(w), total(w**2)
        mean = total(w * x) / sums
        gap = x - mean[group]
        variance = total(w * gap**2) / sums / (1 - squares / sums**2)
        error = total((w * gap) ** 2) / sums**2 * n / (n - 1)
        n_eff = sums**2 / squares
    few = n < 2
    return GroupMeans(n, n_eff, mean, np.where(few, np.nan, variance), np.where(few, np.nan, error))


def contrast_means(first: GroupMeans, second: GroupMeans, confidence: float = 0.95) -> MeanContrast:
    """Return the first group's mean less the second's, pair by pair, by Welch's test.

    Parameters
    ----------
    first, second
        The same number of groups each.
    confidence
        Coverage of the intervals.

    Returns
    -------
    MeanContrast

    Notes
    -----
    Degrees of freedom are Satterthwaite's, with effective numbers under weights. Cohen's d is over the standard
    deviation pooled with n - 1 (under weights: the effective n - 1).

    References
    ----------
    Welch (1947), Biometrika 34, 28-35. Satterthwaite (1946), Biometrics Bulletin 2, 110-114. Cohen (1988).
    """
    variances = np.stack([first.error_variance, second.error_variance])
    rows = np.stack([first.n_eff, second.n_eff]) - 1
    difference = first.mean - second.mean
    with np.errstate(divide="ignore", invalid="ignore"):
        error = np.sqrt(np.sum(variances, axis=0))
        df = np.sum(variances, axis=0) ** 2 / np.sum(variances**2 / rows, axis=0)
        spread = np.sqrt((rows[0] * first.variance + rows[1] * second.variance) / np.sum(rows, axis=0))
        p = 2 * t_distribution.sf(np.abs(difference / error), df)
        half = t_distribution.ppf((1 + confidence) / 2, df) * error
        return MeanContrast(difference, error, df, p, difference - half, difference + half, difference / spread)


def welch_anova(groups: GroupMeans) -> OmnibusTest:
    """Test whether all groups have the same mean, whatever their variances.

    Parameters
    ----------
    groups
        Two groups or more, each with two rows or more.

    Returns
    -------
    OmnibusTest
        F statistic with its degrees of freedom; `effect` is the share of variance between groups (eta squared).

    Raises
    ------
    DataError
        A group has fewer than two rows, or values that do not vary.

    References
    ----------
    Welch (1951), Biometrika 38, 330-336.

    Examples
    --------
    >>> found = welch_anova(take_group_means([1.0, 3.0, 5.0, 9.0], [0, 0, 1, 1], 2))
    >>> round(found.statistic, 3), round(found.df_within, 3)
    (5.0, 1.471)
    """
    if not np.all(groups.error_variance > 0):
        raise DataError("A group has fewer than two rows, or values that do not vary; Welch's test needs both.")
    k = len(groups.mean)
    trust = 1 / groups.error_variance
    centre = trust @ groups.mean / np.sum(trust)
    between = trust @ (groups.mean - centre) ** 2 / (k - 1)
    unsure = float(np.sum((1 - trust / np.sum(trust)) ** 2 / (groups.n_eff - 1)))
    statistic = float(between / (1 + 2 * (k - 2) / (k**2 - 1) * unsure))
    df_within = (k**2 - 1) / (3 * unsure)
    p = float(f_distribution.sf(statistic, k - 1, df_within))
    return OmnibusTest(statistic, float(k - 1), df_within, p, _explained(groups))


def _explained(groups: GroupMeans) -> float:
    """Return eta squared: sum of squares between groups over the total one."""
    size = groups.n_eff
    grand = size @ groups.mean / np.sum(size)
    between = float(size @ (groups.mean - grand) ** 2)
    within = float((size - 1) @ groups.variance)
    return between / (between + within)


def compare_pairs(groups: GroupMeans, confidence: float = 0.95) -> tuple[list[tuple[int, int]], MeanContrast]:
    """Compare every pair of groups by Games and Howell's procedure.

    Parameters
    ----------
    groups
        Two groups or more.
    confidence
        Coverage of all intervals together.

    Returns
    -------
    tuple
        Pairs of positions, and their contrasts: first less second; p values and intervals hold for all pairs together.

    References
    ----------
    Games & Howell (1976), Journal of Educational Statistics 1, 113-125.

    Examples
    --------
    >>> pairs, found = compare_pairs(take_group_means([1.0, 3.0, 5.0, 9.0], [0, 0, 1, 1], 2))
    >>> pairs, found.difference
    ([(0, 1)], array([-5.]))
    """
    k = len(groups.mean)
    pairs = list(combinations(range(k), 2))
    one, two = (_pick(groups, [pair[side] for pair in pairs]) for side in (0, 1))
    welch = contrast_means(one, two, confidence)
    range_error = welch.std_error / np.sqrt(2)
    with np.errstate(divide="ignore", invalid="ignore"):
        p = studentized_range_tail(np.abs(welch.difference) / range_error, k, welch.df)
    wide = [studentized_range_quantile(confidence, k, df) if np.isfinite(df) else np.nan for df in welch.df]
    half = np.array(wide) * range_error
    low, high = welch.difference - half, welch.difference + half
    return pairs, MeanContrast(welch.difference, welch.std_error, welch.df, p, low, high, welch.cohens_d)


def _pick(groups: GroupMeans, at: list[int]) -> GroupMeans:
    return GroupMeans(groups.n[at], groups.n_eff[at], groups.mean[at], groups.variance[at], groups.error_variance[at])
