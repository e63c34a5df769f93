"""Shares of the explained outcome, once and in every bootstrap sample, and each respondent's influence on them."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from survey.analysis.drivers.driver_input import DriverInput
from survey.analysis.drivers.driver_players import SHARES, Players, split_players
from survey.stats.bootstrap import bootstrap_covariances
from survey.stats.controls import partial_out
from survey.stats.design_covariances import design_covariances
from survey.stats.sample_design import SampleDesign
from survey.stats.share_influence import correlation_influence, sum_by_cluster
from survey.stats.subset_fits import standardize
from survey.stats.subset_slopes import numeric_slopes, shapley_slopes

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]


def split_r2(cov: Floats, n_drivers: int, method: str) -> Floats:
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


def draw_covariances(
    rows: Floats,
    weights: Floats | None,
    design: SampleDesign | None,
    *,
    n_boot: int,
    seed: int,
    progress: Progress | None = None,
) -> Floats:
    """Return the covariances of every bootstrap sample of respondents, or of the clusters they came in."""
    if not n_boot:
        return np.empty((0, rows.shape[1], rows.shape[1]))
    if design is None:
        return bootstrap_covariances(rows, n_boot=n_boot, seed=seed, weights=weights, progress=progress)
    return design_covariances(rows, design, n_boot=n_boot, seed=seed, weights=weights, progress=progress)


def unit_influence(
    data: DriverInput, cov: Floats, players: Players, method: str, design: SampleDesign | None
) -> Floats:
    """Return the influence of each respondent, or cluster, on each player's importance, shape (n_units, n_players)."""
    corr = standardize(cov[None])[0]
    if method == "shapley":
        slopes = shapley_slopes(corr, players.columns)
    else:
        slopes = numeric_slopes(lambda stack: split_players(stack, players, method), corr)
    return sum_by_cluster(correlation_influence(data.rows, slopes, data.weights), design)


def as_shares(importance: Floats) -> Floats:
    """Return importance divided by its sum over the drivers; NaN where nothing is explained."""
    total = importance.sum(axis=-1, keepdims=True)
    return np.asarray(np.divide(importance, total, out=np.full_like(importance, np.nan), where=total > 0))
