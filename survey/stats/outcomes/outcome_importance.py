"""Shares of what drivers explain of an outcome of any kind, once and in bootstrap samples."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.bootstrap import draw_counts
from survey.stats.controls import partial_out
from survey.stats.general_dominance import general_dominance
from survey.stats.importance import lmg
from survey.stats.moments import check_rows, check_weights, take_moments
from survey.stats.outcomes.subset_models import fit_subsets

Floats = NDArray[np.float64]

#: What is split: R² of a score, two pseudo-R² of everything else.
MEASURES = {"continuous": ("r2",)}
PSEUDO_MEASURES = ("mcfadden", "nagelkerke")

__all__ = ["bootstrap_outcome", "measures_of", "split_outcome"]


def measures_of(model: str) -> tuple[str, ...]:
    """Return the measures that are split for a model."""
    return MEASURES.get(model, PSEUDO_MEASURES)


def split_outcome(
    outcome: ArrayLike, drivers: ArrayLike, weights: ArrayLike | None = None, *, model: str, controls: int = 0
) -> Floats:
    """Return general-dominance shares of every measure.

    Parameters
    ----------
    outcome
        Shape (n,), none missing.
    drivers
        Drivers and then controls, shape (n, k + controls).
    weights
        One per row; only their proportions matter.
    model
        "continuous", or a model of `fit_subsets`.
    controls
        How many of the last columns are in every model; the shares sum to what the drivers add to them.

    Returns
    -------
    ndarray
        Shape (n_measures, k), in the order of `measures_of`.

    Examples
    --------
    >>> x = [[1, 1], [2, 1], [2, 3], [3, 2], [3, 4], [4, 2], [5, 5], [5, 3]]
    >>> split_outcome([0, 1, 0, 0, 1, 0, 1, 1], x, model="logistic").round(4)
    array([[0.0992, 0.1144],
           [0.1598, 0.182 ]])
    """
    x = check_rows(drivers)
    if model == "continuous":
        y = np.asarray(outcome, dtype=np.float64)
        cov = take_moments(np.column_stack([y, x]), weights).covariance
        last = cov.shape[0]
        inner = partial_out(cov, list(range(last - controls, last))) if controls else cov
        return np.asarray(lmg(inner, total_variance=cov[0, 0]))[None]
    subsets = fit_subsets(outcome, x, weights, model=model, controls=controls)
    return np.array([general_dominance(subsets.pseudo_r2(measure)) for measure in measures_of(model)])


def bootstrap_outcome(
    outcome: ArrayLike,
    drivers: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    model: str,
    controls: int = 0,
    n_boot: int,
    seed: int,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Return the shares of every measure in bootstrap samples of rows.

    Parameters
    ----------
    outcome, drivers, weights, model, controls
        As in `split_outcome`; a row's weight is multiplied by how often it was drawn.
    n_boot, seed
        Number of samples and seed of the draws.
    progress
        Called with (samples done, all samples).

    Returns
    -------
    ndarray
        Shape (n_boot, n_measures, k); NaN in samples whose models cannot be fitted.

    References
    ----------
    Efron (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1-26.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> x = rng.normal(size=(60, 2))
    >>> draws = bootstrap_outcome(x[:, 0] + rng.normal(size=60) > 0, x, model="logistic", n_boot=3, seed=1)
    >>> draws.shape
    (3, 2, 2)
    """
    x = check_rows(drivers)
    w = check_weights(weights, len(x))
    rng = np.random.default_rng(seed)
    counts = np.empty((1, len(x)))
    draws = np.full((n_boot, len(measures_of(model)), x.shape[1] - controls), np.nan)
    for number, sample in enumerate(draws):
        draw_counts(rng, counts)
        try:
            sample[:] = split_outcome(outcome, x, w * counts[0], model=model, controls=controls)
        except (DataError, np.linalg.LinAlgError):
            sample[:] = np.nan
        if progress is not None:
            progress(number + 1, n_boot)
    return draws
