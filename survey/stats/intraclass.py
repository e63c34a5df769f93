"""Intraclass correlations: how far several ratings of the same targets agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import f

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]

#: McGraw and Wong's names in short; in Shrout and Fleiss's they are (1,1), (2,1), (3,1), (1,k), (2,k), (3,k).
FORMS = ("icc_1", "icc_a1", "icc_c1", "icc_1k", "icc_ak", "icc_ck")


@dataclass(frozen=True, kw_only=True)
class MeanSquares:
    """The analysis of variance of targets by raters.

    Attributes
    ----------
    n, k
        Targets (sum of weights) and raters.
    effective_n
        Kish's effective number of targets.
    between, raters, error, within
        Mean squares of targets, of raters, of what is left, and of both together.
    """

    n: float
    k: int
    effective_n: float
    between: float
    raters: float
    error: float
    within: float


@dataclass(frozen=True, kw_only=True)
class Intraclass:
    """One form of the intraclass correlation with its interval, and the test that it is 0."""

    form: str
    estimate: float
    low: float
    high: float
    statistic: float
    df: float
    df_within: float
    p_value: float


def take_mean_squares(ratings: ArrayLike, weights: ArrayLike | None = None) -> MeanSquares:
    """Return the mean squares of ratings.

    Parameters
    ----------
    ratings
        A row a target, a column a rater, shape (n, k), none missing.
    weights
        One weight per target; whole numbers do what repeated rows do.

    Raises
    ------
    DataError
        There are fewer than two targets or raters, or all targets have the same mean and ratings.

    Examples
    --------
    >>> take_mean_squares([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]).between
    8.0
    """
    rows = check_rows(ratings)
    n, k = rows.shape
    if n < 2 or k < 2:
        raise DataError(f"Agreement needs at least two targets and two raters, not {n} and {k}.")
    w = check_weights(weights, n)
    total = float(w.sum())
    level = w @ rows / total
    target = rows.mean(axis=1)
    grand = float(np.mean(level))
    between = k * float(w @ (target - grand) ** 2) / (total - 1)
    raters = total * float(np.sum((level - grand) ** 2)) / (k - 1)
    left = rows - target[:, None] - level + grand
    error = float(w @ np.sum(left**2, axis=1)) / ((total - 1) * (k - 1))
    within = float(w @ np.sum((rows - target[:, None]) ** 2, axis=1)) / (total * (k - 1))
    if between + within <= 0:
        raise DataError("All ratings are the same, so that there is nothing to agree on.")
    return MeanSquares(
        n=total,
        k=k,
        effective_n=total**2 / float(w @ w),
        between=between,
        raters=raters,
        error=error,
        within=within,
    )


def estimate_intraclass(squares: MeanSquares, confidence: float = 0.95) -> tuple[Intraclass, ...]:
    """Return the six forms of the intraclass correlation, in the order of `FORMS`.

    Parameters
    ----------
    squares
        What `take_mean_squares` returns.
    confidence
        Coverage of the intervals.

    Notes
    -----
    Ends of agreement of single ratings by Satterthwaite's approximation; those of means of k ratings are theirs,
    lengthened. With weights, degrees of freedom take the effective number of targets.

    References
    ----------
    Shrout & Fleiss (1979). Intraclass correlations: uses in assessing rater reliability. Psychological Bulletin 86,
    420-428. McGraw & Wong (1996). Forming inferences about some intraclass correlation coefficients. Psychological
    Methods 1, 30-46.

    Examples
    --------
    >>> ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    >>> [round(one.estimate, 2) for one in estimate_intraclass(take_mean_squares(ratings))]
    [0.17, 0.29, 0.71, 0.44, 0.62, 0.91]
    """
    k, n = squares.k, squares.effective_n
    tail = (1 - confidence) / 2
    single, ends = _estimate_single(squares), []
    tests = []
    for noise, df_within in ((squares.within, n * (k - 1)), (squares.error, (n - 1) * (k - 1))):
        statistic = squares.between / noise if noise > 0 else np.inf
        tests.append((statistic, df_within, float(f.sf(statistic, n - 1, df_within))))
        ends.append(_exact_ends(statistic, n - 1, df_within, k, tail))
    alone = (ends[0], _agreement_ends(squares, single[1], tail), ends[1])
    found = [*single, *(_lengthen(value, k) for value in single)]
    bounds = [*alone, *((_lengthen(low, k), _lengthen(high, k)) for low, high in alone)]
    return tuple(
        Intraclass(
            form=form,
            estimate=value,
            low=low,
            high=high,
            statistic=float(test[0]),
            df=n - 1,
            df_within=test[1],
            p_value=test[2],
        )
        for form, value, (low, high), test in zip(FORMS, found, bounds, (tests[0], *tests[1:] * 2) * 2, strict=True)
    )


def _estimate_single(squares: MeanSquares) -> tuple[float, float, float]:
    """Return one-way, agreement and consistency of single ratings."""
    k = squares.k
    lift = squares.between - squares.error
    spread = squares.between + (k - 1) * squares.error
    return (
        (squares.between - squares.within) / (squares.between + (k - 1) * squares.within),
        lift / (spread + k * (squares.raters - squares.error) / squares.n),
        lift / spread,
    )


def _exact_ends(statistic: float, df: float, df_within: float, k: int, tail: float) -> tuple[float, float]:
    low = statistic / f.ppf(1 - tail, df, df_within)
    high = statistic * f.ppf(1 - tail, df_within, df)
    return _from_ratio(low, k), _from_ratio(high, k)


def _from_ratio(ratio: float, k: int) -> float:
    return float((ratio - 1) / (ratio + k - 1)) if np.isfinite(ratio) else 1.0


def _agreement_ends(squares: MeanSquares, value: float, tail: float) -> tuple[float, float]:
    """Return the ends of agreement of single ratings; 1 where nothing is left to disagree on."""
    n, k, error = squares.effective_n, squares.k, squares.error
    if error <= 0 and squares.raters <= 0:
        return 1.0, 1.0
    if error <= 0:
        return float("nan"), float("nan")
    ratio = squares.raters / error
    part = n * (1 + (k - 1) * value) - k * value
    df_mixed = (k - 1) * (n - 1) * (k * value * ratio + part) ** 2 / ((n - 1) * (k * value * ratio) ** 2 + part**2)
    upper, lower = f.ppf(1 - tail, n - 1, df_mixed), f.ppf(1 - tail, df_mixed, n - 1)
    rest = k * squares.raters + (k * n - k - n) * error
    low = n * (squares.between - upper * error) / (upper * rest + n * squares.between)
    high = n * (lower * squares.between - error) / (rest + n * lower * squares.between)
    return float(low), float(high)


def _lengthen(value: float, k: int) -> float:
    """Return the reliability of the mean of k ratings from that of one."""
    below = 1 + (k - 1) * value
    return k * value / below if below > 0 else float("nan")
