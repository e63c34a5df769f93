"""Replicate weights of a sample design, and standard errors of anything computed from weights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError, OptionError, check_option
from survey.stats.bootstrap import percentile_interval
from survey.stats.moments import check_rows, check_weights
from survey.stats.t_intervals import logit_interval, t_interval

Floats = NDArray[np.float64]
Interval = Literal["t", "logit", "percentile"]
INTERVALS = ("t", "logit", "percentile")

#: Bytes of products of columns held at once.
BLOCK_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class Replicates:
    """Hold the weights of a sample and those of its replicates.

    Parameters
    ----------
    weights
        Weights of every replicate, shape (n_boot, n).
    full
        Weights of the sample itself, shape (n,).
    scales
        What each replicate's squared deviation counts in a variance, shape (n_boot,): 1 / n_boot for a bootstrap.
    df
        Degrees of freedom of the design.

    Raises
    ------
    DataError
        Shapes do not fit, or a weight is missing, negative or infinite.

    Examples
    --------
    >>> Replicates(np.ones((3, 2)), np.ones(2), np.full(3, 1 / 3), 1).n_boot
    3
    """

    weights: Floats
    full: Floats
    scales: Floats
    df: int

    def __post_init__(self) -> None:
        check_weights(self.full, len(self.full))
        good = self.weights.ndim == 2 and self.weights.shape == (len(self.scales), len(self.full))
        if not good or not np.all(np.isfinite(self.weights)) or np.any(self.weights < 0):
            raise DataError(
                f"Replicate weights of shape {self.weights.shape} have to be numbers of at least 0, a row a replicate "
                f"({len(self.scales)}) and a column a respondent ({len(self.full)})."
            )

    @property
    def n_boot(self) -> int:
        """Return the number of replicates."""
        return len(self.scales)


@dataclass(frozen=True, eq=False)
class ReplicateEstimates:
    """Hold estimates with the standard errors that replicates give them.

    Parameters
    ----------
    estimate, std_error, conf_low, conf_high
        Shape of what the statistic returns.
    draws
        The statistic of every replicate, replicates along axis 0.
    failed
        Replicates in which an estimate is not defined; they are left out.
    """

    estimate: Floats
    std_error: Floats
    conf_low: Floats
    conf_high: Floats
    draws: Floats
    failed: int


def replicate_estimates(
    replicates: Replicates,
    statistic: Callable[[Floats], ArrayLike],
    *,
    interval: Interval = "t",
    confidence: float = 0.95,
    vectorized: bool = False,
) -> ReplicateEstimates:
    """Return any statistic of weights with its standard error and interval.

    Parameters
    ----------
    replicates
        The sample's weights and those of its replicates.
    statistic
        Takes weights of shape (n,) and returns an estimate or an array of them.
    interval
        "t": the estimate plus and minus its standard error times a t quantile of the design's degrees of freedom.
        "logit": the same on the logit scale, for shares between 0 and 1. "percentile": quantiles of the replicates,
        for skewed estimates from many clusters; they know no degrees of freedom.
    confidence
        Coverage asked for.
    vectorized
        Whether `statistic` takes weights of shape (replicates, n) and returns a row each; much faster.

    Returns
    -------
    ReplicateEstimates

    Raises
    ------
    OptionError
        `interval` is unknown, or "percentile" is asked of jackknife replicates.
    DataError
        No replicate gives an estimate.

    Notes
    -----
    Squared deviations are taken from the sample's own estimate.

    Examples
    --------
    >>> from survey.stats.replicate_multipliers import jackknife_multipliers
    >>> from survey.stats.sample_design import take_design
    >>> x = np.array([1.0, 2.0, 3.0, 6.0])
    >>> times, scales = jackknife_multipliers(take_design(4))
    >>> found = replicate_estimates(Replicates(times, np.ones(4), scales, 3), lambda w: w @ x / w.sum())
    >>> float(found.estimate), float(found.std_error.round(4))
    (3.0, 1.0801)
    """
    check_option("interval", interval, INTERVALS)
    equal = bool(np.ptp(replicates.scales) == 0) and abs(float(np.sum(replicates.scales)) - 1) < 1e-9
    if interval == "percentile" and not equal:
        raise OptionError("interval='percentile' needs bootstrap replicates; with these use interval='t'.")
    apply = statistic if vectorized else (lambda rows: [np.asarray(statistic(row), dtype=np.float64) for row in rows])
    estimate = np.asarray(apply(replicates.full[None]), dtype=np.float64)[0]
    draws = np.asarray(apply(replicates.weights), dtype=np.float64)
    defined = ~np.isnan(draws).reshape(len(draws), -1).any(axis=1)
    if not defined.any():
        raise DataError("The statistic is not defined in any replicate.")
    failed = int(np.sum(~defined))
    scales = replicates.scales[defined]
    scales = scales / np.sum(scales) if equal else scales
    variance = np.tensordot(scales, (draws[defined] - estimate) ** 2, axes=1)
    error = np.asarray(np.sqrt(variance if equal or not failed else np.full_like(variance, np.nan)))
    if interval == "percentile":
        low, high = percentile_interval(draws, confidence)
    else:
        make = logit_interval if interval == "logit" else t_interval
        low, high = make(estimate, error, replicates.df, confidence)
    return ReplicateEstimates(estimate, error, low, high, draws, failed)


def replicate_covariances(x: ArrayLike, weights: ArrayLike) -> Floats:
    """Return the weighted covariances of every replicate.

    Whatever is computed from covariances, such as shares of R² or alpha, then has its replicates in one step.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing.
    weights
        Weights of every replicate, shape (n_boot, n).

    Returns
    -------
    ndarray
        Shape (n_boot, p, p), unbiased as in `Moments.covariance`.

    Raises
    ------
    DataError
        Values are missing, or shapes do not fit.

    Examples
    --------
    >>> replicate_covariances([[1.0], [2.0], [6.0]], [[1.0, 1.0, 1.0], [2.0, 1.0, 0.0]]).ravel()
    array([7. , 0.5])
    """
    values, w = check_rows(x), np.asarray(weights, dtype=np.float64)
    n, p = values.shape
    if w.ndim != 2 or w.shape[1] != n:
        raise DataError(f"Replicate weights of shape {w.shape} do not fit {n} rows.")
    centred = values - np.mean(values, axis=0)
    rows, columns = np.tril_indices(p)
    sums = np.zeros((len(w), p + len(rows)))
    block = max(1, BLOCK_BYTES // (8 * (p + len(rows))))
    for begin in range(0, n, block):
        part = centred[begin : begin + block]
        sums += w[:, begin : begin + block] @ np.hstack([part, part[:, rows] * part[:, columns]])
    total = np.sum(w, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        means = sums[:, :p] / total[:, None]
        cross = sums[:, p:] / total[:, None] - means[:, rows] * means[:, columns]
        cross /= (1 - np.sum(w**2, axis=1) / total**2)[:, None]
    result = np.empty((len(w), p, p))
    result[:, rows, columns] = result[:, columns, rows] = cross
    return result
