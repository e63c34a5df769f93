"""Bootstrap of a path model: every sample's covariances side by side, no rows copied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.moments import take_moments
from survey.stats.paths.estimate import PathEstimate
from survey.stats.paths.quality import heterotrait_ratios
from survey.stats.paths.stages import StagedDesign, StagedEstimate, estimate_stages, final_covariance, void_constant

Floats = NDArray[np.float64]

#: Bootstrap samples stop where published programs do; their scatter is far above this.
SAMPLE_TOLERANCE = 1e-7
SAMPLE_ITERATIONS = 300


@dataclass(frozen=True, eq=False)
class PathDraws:
    """Bootstrap draws of a path model, samples along the first axis, NaN where a sample gave no solution.

    Attributes
    ----------
    paths, total
        Shape (n_boot, n_constructs, n_constructs).
    loadings, weights
        Shape (n_boot, n_items, n_constructs), of the final model.
    first_loadings, first_weights
        The same of the model of lower-order constructs, or None.
    r2
        Shape (n_boot, n_constructs).
    htmt
        Shape (n_boot, n_constructs, n_constructs).
    n_lost
        Samples without a solution.
    """

    paths: Floats
    total: Floats
    loadings: Floats
    weights: Floats
    first_loadings: Floats | None
    first_weights: Floats | None
    r2: Floats
    htmt: Floats
    n_lost: int


@dataclass(frozen=True, eq=False)
class Uncertainty:
    """Standard error, interval and test of an estimate, each of its shape.

    Attributes
    ----------
    statistic, p_value
        Estimate over standard error, and the two-sided p of that in the normal distribution.
    """

    std_error: Floats
    low: Floats
    high: Floats
    statistic: Floats
    p_value: Floats


def resample_paths(
    rows: Floats,
    staged: StagedDesign,
    *,
    n_boot: int,
    seed: int,
    weights: Floats | None = None,
    consistent: bool = False,
    scaled: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> PathDraws:
    """Estimate a path model in bootstrap samples of the rows.

    Parameters
    ----------
    rows
        Shape (n, n_items), none missing.
    staged
        The model.
    n_boot, seed
        Number of samples, and seed of the draws.
    weights
        One a row; fixed, multiplied by how often a row is drawn.
    consistent, scaled
        As in `estimate_paths`.
    progress
        Called with the number done and the total.

    Notes
    -----
    A construct's sign is arbitrary in each sample: it is turned so that the composite correlates positively, within the
    sample, with the one that the whole sample's weights make.
    """
    whole = estimate_stages(_covariance(rows, weights), staged, consistent=consistent, scaled=scaled)
    samples = bootstrap_covariances(rows, n_boot=n_boot, seed=seed, weights=weights, progress=progress)
    found = estimate_stages(
        samples,
        staged,
        consistent=consistent,
        scaled=scaled,
        tolerance=SAMPLE_TOLERANCE,
        most=SAMPLE_ITERATIONS,
    )
    return collect_draws(samples, found, whole, staged, scaled=scaled)


def collect_draws(
    samples: Floats, found: StagedEstimate, whole: StagedEstimate, staged: StagedDesign, *, scaled: bool
) -> PathDraws:
    """Turn the constructs of every sample to the signs of the whole and leave out samples without a solution.

    Parameters
    ----------
    samples
        Covariances, shape (n_samples, n_items, n_items).
    found, whole
        Estimates in the samples, and in all rows.
    staged
        The model.
    scaled
        Whether items were standardised.
    """
    samples = void_constant(samples)
    spread = np.sqrt(np.diagonal(samples, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        metric = samples / (spread[..., :, None] * spread[..., None, :]) if scaled else samples
    alike = np.sum(found.item_weights() * (metric @ whole.item_weights()), axis=-2)
    signs = np.where(alike < 0, -1.0, 1.0)
    final = _turn(final=found.final, signs=signs)
    lost = ~found.final.converged
    if found.first is not None:
        lost |= ~found.first.converged
    final[0][lost] = np.nan
    for part in final[1:]:
        part[lost] = np.nan
    first = found.first
    return PathDraws(
        paths=final[0],
        total=final[1],
        loadings=final[2],
        weights=final[3],
        first_loadings=None if first is None else first.loadings,
        first_weights=None if first is None else first.weights,
        r2=final[4],
        htmt=heterotrait_ratios(_correlate(final_covariance(samples, found, scaled=scaled)), staged.final),
        n_lost=int(np.sum(lost)),
    )


def _turn(final: PathEstimate, signs: Floats) -> list[Floats]:
    both = signs[:, :, None] * signs[:, None, :]
    across = signs[:, None, :]
    return [final.paths * both, final.total * both, final.loadings * across, final.weights * across, final.r2.copy()]


def _correlate(covariance: Floats) -> Floats:
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(covariance / (spread[..., :, None] * spread[..., None, :]))


def _covariance(rows: Floats, weights: Floats | None) -> Floats:
    return take_moments(rows, weights).covariance


def measure_uncertainty(estimate: Floats, draws: Floats, confidence: float) -> Uncertainty:
    """Return bootstrap standard errors, percentile intervals and normal tests.

    Parameters
    ----------
    estimate
        Any shape.
    draws
        The same with samples along a first axis; NaN draws are left out.
    confidence
        Coverage of the interval.

    Examples
    --------
    >>> found = measure_uncertainty(np.array(1.0), np.linspace(0, 2, 101), 0.95)
    >>> round(float(found.std_error), 3), round(float(found.statistic), 3)
    (0.586, 1.706)
    """
    usable = np.isfinite(draws)
    count = usable.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = np.where(usable, draws, 0.0).sum(axis=0) / count
        squares = (np.where(usable, draws - mean, 0.0) ** 2).sum(axis=0)
        error = np.where(count > 1, np.sqrt(squares / (count - 1)), np.nan)
        statistic = np.where(error > 0, estimate / error, np.nan)
    low, high = percentile_interval(draws, confidence)
    return Uncertainty(error, low, high, statistic, 2 * ndtr(-np.abs(statistic)))
