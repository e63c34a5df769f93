"""Shares and slopes of drivers from moments that were estimated with holes in the answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.bootstrap import draw_counts
from survey.stats.controls import partial_out
from survey.stats.correlations.nearest import repair_correlation
from survey.stats.importance import lmg
from survey.stats.incomplete import estimate_moments
from survey.stats.moments import check_weights, take_moments

Floats = NDArray[np.float64]

#: Least eigenvalue of a correlation matrix put together pair by pair.
LEAST_EIGENVALUE = 1e-6

__all__ = ["MomentShares", "PairwiseCovariance", "bootstrap_shares", "pair_covariances", "share_moments"]


@dataclass(frozen=True, eq=False)
class MomentShares:
    """Hold what a covariance says of the drivers of its first variable.

    Parameters
    ----------
    importance
        LMG of each driver, R² units, shape (k,).
    coefficients
        Slopes of drivers, controls in the model, shape (k,).
    r2
        Explained by drivers and controls.
    """

    importance: Floats
    coefficients: Floats
    r2: float


@dataclass(frozen=True, eq=False)
class PairwiseCovariance:
    """Hold covariances of which each is from those who answered both.

    Parameters
    ----------
    covariance
        Shape (p, p), positive definite.
    fewest
        Rows behind the smallest pair.
    r2
        Of the matrix as it came out, the first variable on the others; above 1 or below 0 where it contradicts itself.
    smallest_eigenvalue
        Of the correlations as they came out.
    largest_change
        Of a correlation by the repair; 0 where there was none.
    """

    covariance: Floats
    fewest: int
    r2: float
    smallest_eigenvalue: float
    largest_change: float


def share_moments(covariance: Floats, controls: int = 0) -> MomentShares:
    """Return shares and slopes from a covariance, outcome first and controls last.

    Parameters
    ----------
    covariance
        Shape (1 + k + controls, same).
    controls
        How many of the last variables are in every model.

    Examples
    --------
    >>> found = share_moments(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.0], [0.3, 0.0, 1.0]]))
    >>> found.importance.round(2), found.coefficients.round(2), round(found.r2, 2)
    (array([0.36, 0.09]), array([0.6, 0.3]), 0.45)
    """
    p = len(covariance)
    slopes = np.linalg.solve(covariance[1:, 1:], covariance[1:, 0])
    inner = partial_out(covariance, list(range(p - controls, p))) if controls else covariance
    importance = np.asarray(lmg(inner, total_variance=covariance[0, 0]))
    r2 = float(slopes @ covariance[1:, 0] / covariance[0, 0])
    return MomentShares(importance, np.asarray(slopes[: p - 1 - controls]), r2)


def bootstrap_shares(
    rows: ArrayLike, weights: ArrayLike | None = None, *, controls: int = 0, n_boot: int, seed: int
) -> tuple[Floats, Floats]:
    """Return importance and slopes from maximum-likelihood moments of bootstrap samples of incomplete rows.

    Parameters
    ----------
    rows
        Outcome, drivers, controls, shape (n, p), NaN where there is no answer.
    weights
        Shape (n,).
    controls
        As in `share_moments`.
    n_boot, seed
        Number of samples and seed of the draws.

    Returns
    -------
    tuple
        Importance and slopes, shapes (n_boot, k); NaN in samples where the moments cannot be had.
    """
    given = np.asarray(rows, dtype=np.float64)
    w, rng = check_weights(weights, len(given)), np.random.default_rng(seed)
    counts = np.empty((1, len(given)))
    k = given.shape[1] - 1 - controls
    importance, slopes = np.full((n_boot, k), np.nan), np.full((n_boot, k), np.nan)
    for sample in range(n_boot):
        draw_counts(rng, counts)
        drawn = counts[0] > 0
        try:
            found = share_moments(estimate_moments(given[drawn], (w * counts[0])[drawn]).covariance, controls)
        except (DataError, np.linalg.LinAlgError):
            continue
        importance[sample], slopes[sample] = found.importance, found.coefficients
    return importance, slopes


def pair_covariances(
    rows: ArrayLike, weights: ArrayLike | None = None, *, improper: str = "repair"
) -> PairwiseCovariance:
    """Return covariances from correlations of those who answered both, repaired where they contradict each other.

    Parameters
    ----------
    rows
        Outcome first, shape (n, p), NaN where there is no answer.
    weights
        Shape (n,).
    improper
        "repair": the nearest correlation matrix. "refuse": an error.

    Raises
    ------
    DataError
        Two variables have fewer than three answers in common, or one never varies among them; the correlations
        contradict each other and are not to be repaired.

    References
    ----------
    Little & Rubin (2019), Statistical analysis with missing data, section 3.4. Higham (2002), IMA J. Numerical Analysis
    22, 329-343.

    Examples
    --------
    >>> rows = np.array([[1.0, 2.0], [2.0, np.nan], [3.0, 5.0], [4.0, 4.0], [np.nan, 1.0]])
    >>> pair_covariances(rows).fewest
    3
    """
    given = np.asarray(rows, dtype=np.float64)
    there = np.isfinite(given)
    w = check_weights(weights, len(given))
    correlation, fewest = _pair(given, there, w)
    slopes = np.linalg.solve(correlation[1:, 1:], correlation[1:, 0])
    r2 = float(slopes @ correlation[1:, 0])
    smallest = float(np.linalg.eigvalsh(correlation)[0])
    if smallest < LEAST_EIGENVALUE and improper == "refuse":
        raise DataError(
            f"pairwise correlations contradict each other (smallest eigenvalue {smallest:.3g}, R² {r2:.3f}): take "
            "complete rows, impute, or have the matrix repaired."
        )
    repaired = repair_correlation(correlation, least=LEAST_EIGENVALUE)
    spread = np.sqrt([_variance(column, w) for column in given.T])
    return PairwiseCovariance(
        covariance=repaired.correlation * np.outer(spread, spread),
        fewest=fewest,
        r2=r2,
        smallest_eigenvalue=smallest,
        largest_change=repaired.largest_change,
    )


def _variance(column: Floats, w: Floats) -> float:
    there = np.isfinite(column)
    return float(take_moments(column[there, None], w[there]).covariance[0, 0])


def _pair(given: Floats, there: NDArray[np.bool_], w: Floats) -> tuple[Floats, int]:
    p = given.shape[1]
    correlation, fewest = np.eye(p), len(given)
    for i in range(p):
        for j in range(i):
            both = there[:, i] & there[:, j] & (w > 0)
            fewest = min(fewest, int(np.sum(both)))
            pair = given[both][:, [i, j]]
            if len(pair) < 3 or np.any(np.ptp(pair, axis=0) == 0):
                raise DataError(f"columns {j} and {i} have too few answers in common to correlate; leave one out.")
            correlation[i, j] = correlation[j, i] = _correlate(pair, w[both])
    return correlation, fewest


def _correlate(pair: Floats, w: Floats) -> float:
    return float(take_moments(pair, w).correlation[0, 1])
