"""Little's test: whether patterns of missing answers differ in what was answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.incomplete import IncompleteMoments, Pattern, estimate_moments, sort_patterns

Floats = NDArray[np.float64]

#: A correlation matrix with a smaller eigenvalue has items that determine one another.
SINGULAR = 1e-8


@dataclass(frozen=True, kw_only=True)
class LittleTest:
    """Hold Little's test of answers missing completely at random.

    Attributes
    ----------
    statistic
        Chi-square under the hypothesis; NaN where it is not defined.
    df
        Sum over patterns of items answered, less all items.
    p_value
        NaN where the statistic is.
    n_patterns
        Patterns compared, the complete one included.
    left_out
        Rows of patterns whose items determine one another, so that they have no distance.
    """

    statistic: float
    df: int
    p_value: float
    n_patterns: int
    left_out: float


def compare_patterns(rows: Floats, weights: Floats | None = None) -> LittleTest:
    """Compare the means of patterns of missing answers by Little's test.

    A small p value says that answers are not missing completely at random; a large one shows nothing of the kind, least
    of all that they are missing at random.

    Parameters
    ----------
    rows
        Shape (n, n_items), NaN where an answer is missing; rows without any answer are left out. Each item varies.
    weights
        Frequencies, shape (n,); None gives everybody 1. Scale other weights to sum to the effective n first.

    Returns
    -------
    LittleTest

    Raises
    ------
    DataError
        An item has no answers or does not vary.

    Notes
    -----
    Means and covariances are those of maximum likelihood (EM), the covariances over n. Fewer than two patterns, or
    patterns that all answered the same number of items as there are, leave no degrees of freedom: NaN.

    References
    ----------
    Little (1988), J. American Statistical Association 83, 1198-1202.

    Examples
    --------
    >>> rows = np.array([[1.0, 2], [2, 1], [3, 4], [4, 3], [5, np.nan], [6, np.nan]])
    >>> test = compare_patterns(rows)
    >>> round(test.statistic, 6), test.df, test.n_patterns
    (4.114286, 1, 2)
    """
    from scipy.stats import chi2

    patterns = sort_patterns(np.asarray(rows, dtype=np.float64), weights)
    moments = _estimate(rows, weights)
    found = [(pattern, _distance(pattern, moments.mean, moments.covariance)) for pattern in patterns]
    used = [(pattern, distance) for pattern, distance in found if distance is not None]
    items = len({int(item) for pattern, _ in used for item in pattern.seen})
    df = sum(len(pattern.seen) for pattern, _ in used) - items
    statistic = sum(distance for _, distance in used) if df > 0 and moments.converged else np.nan
    return LittleTest(
        statistic=float(statistic),
        df=max(df, 0),
        p_value=float(chi2.sf(statistic, df)) if df > 0 else np.nan,
        n_patterns=len(used),
        left_out=float(sum(pattern.total for pattern, distance in found if distance is None)),
    )


def _estimate(rows: Floats, weights: Floats | None) -> IncompleteMoments:
    """Estimate moments the quick way, and with generalised inverses only where items repeat one another."""
    try:
        return estimate_moments(rows, weights)
    except DataError:
        return estimate_moments(rows, weights, keep_repeated=True)


def _distance(pattern: Pattern, mean: Floats, covariance: Floats) -> float | None:
    """Return the weighted squared distance of a pattern's means, or None where the items determine one another."""
    part = covariance[np.ix_(pattern.seen, pattern.seen)]
    scale = np.sqrt(np.diag(part))
    correlation = part / np.outer(scale, scale)
    if np.linalg.eigvalsh(correlation)[0] < SINGULAR:
        return None
    gap = (pattern.mean - mean[pattern.seen]) / scale
    return float(pattern.total * gap @ np.linalg.solve(correlation, gap))
