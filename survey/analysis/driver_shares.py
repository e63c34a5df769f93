"""Shares of the explained outcome, once and in every bootstrap sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.analysis.driver_input import DriverInput
from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.controls import partial_out
from survey.stats.importance import lmg
from survey.stats.relative_weights import relative_weights

Method = Literal["shapley", "relative_weights"]
Progress = Callable[[int, int], None]

SHARES: dict[str, Callable[..., NDArray[np.float64]]] = {"shapley": lmg, "relative_weights": relative_weights}


def split_r2(cov: np.ndarray, n_drivers: int, method: str) -> np.ndarray:
    """Return each driver's share of the outcome's variance, controls taken out first.

    Parameters
    ----------
    cov
        Covariances, shape (..., 1 + n_drivers + n_controls, same): outcome, drivers, controls.
    n_drivers
        How many columns after the outcome are drivers.
    method
        A key of `SHARES`.

    Returns
    -------
    ndarray
        Shape (..., n_drivers), R² units.
    """
    controls = range(n_drivers + 1, cov.shape[-1])
    inner = partial_out(cov, list(controls)) if controls else cov
    return SHARES[method](inner, total_variance=cov[..., 0, 0])


def bootstrap_importance(
    data: DriverInput, method: str, n_boot: int, seed: int, progress: Progress | None
) -> NDArray[np.float64]:
    """Return the importance (R² units) in every bootstrap sample, shape (n_boot, n_drivers)."""
    if not n_boot:
        return np.empty((0, len(data.drivers)))
    covariances = bootstrap_covariances(data.rows, n_boot=n_boot, seed=seed, weights=data.weights, progress=progress)
    return split_r2(covariances, len(data.drivers), method)


def as_shares(importance: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return importance divided by its sum over the drivers; NaN where nothing is explained."""
    total = importance.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(importance, total, out=np.full_like(importance, np.nan), where=total > 0))
