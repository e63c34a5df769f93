"""A path model from covariances: weights, loadings and paths, for one sample or a stack of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.coefficients import regress_paths, total_effects
from survey.stats.paths.consistent import correct_attenuation, dijkstra_reliability
from survey.stats.paths.design import PathDesign
from survey.stats.paths.weights import MOST_ITERATIONS, TOLERANCE, find_weights

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class PathEstimate:
    """One estimated path model, or a stack of them along the first axes.

    Attributes
    ----------
    weights
        Of standardised items (of items as they are where not scaled), shape (..., n_items, n_constructs).
    loadings
        Shape (..., n_items, n_constructs): correlations of items with their composite; consistent ones where asked.
    crossed
        Correlations of every item with every composite, same shape.
    composites
        Correlations of composites, shape (..., n_constructs, n_constructs).
    correlations
        Correlations of constructs: those of composites, or consistent ones.
    paths, total
        Direct and total effects, standardised, from row to column.
    r2
        Shape (..., n_constructs).
    rho_a
        Dijkstra's reliability, shape (..., n_constructs).
    converged
        Shape (...).
    """

    weights: Floats
    loadings: Floats
    crossed: Floats
    composites: Floats
    correlations: Floats
    paths: Floats
    total: Floats
    r2: Floats
    rho_a: Floats
    converged: NDArray[np.bool_]
    iterations: int


def estimate_paths(
    covariance: Floats,
    design: PathDesign,
    *,
    consistent: bool = False,
    scaled: bool = True,
    tolerance: float = TOLERANCE,
    most: int = MOST_ITERATIONS,
) -> PathEstimate:
    """Estimate a path model from covariances of the items.

    Parameters
    ----------
    covariance
        Shape (..., n_items, n_items).
    design
        Blocks, paths, modes, scheme.
    consistent
        Whether to correct for the unreliability of composites of mode A.
    scaled
        Whether items are standardised first.
    tolerance, most
        Largest change of a weight at the end; most iterations.

    Examples
    --------
    >>> matrix = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.3], [0.3, 0.3, 1.0]])
    >>> design = PathDesign(np.array([[1, 0], [1, 0], [0, 1]], dtype=bool), np.array([[False, True], [False, False]]),
    ...                     ("A", "A"))
    >>> round(float(estimate_paths(matrix, design).paths[0, 1]), 4)
    0.3464
    >>> round(float(estimate_paths(matrix, design, consistent=True).paths[0, 1]), 4)
    0.4243
    """
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    with np.errstate(divide="ignore", invalid="ignore"):
        correlation = covariance / (spread[..., :, None] * spread[..., None, :])
    outer = find_weights(correlation if scaled else covariance, design, tolerance=tolerance, most=most)
    unit = outer.weights if scaled else outer.weights * spread[..., :, None]
    crossed = correlation @ unit
    if consistent:
        corrected = correct_attenuation(correlation, unit, outer.correlations, design)
        correlations, loadings, rho = corrected.correlations, corrected.loadings, corrected.rho_a
    else:
        correlations, loadings = outer.correlations, np.where(design.blocks, crossed, 0.0)
        rho = dijkstra_reliability(correlation, unit, design)
    found = regress_paths(correlations, design)
    return PathEstimate(
        weights=outer.weights,
        loadings=loadings,
        crossed=crossed,
        composites=outer.correlations,
        correlations=correlations,
        paths=found.paths,
        total=total_effects(found.paths),
        r2=found.r2,
        rho_a=rho,
        converged=outer.converged,
        iterations=outer.iterations,
    )


def effect_sizes(
    covariance: Floats,
    design: PathDesign,
    r2: Floats,
    *,
    consistent: bool = False,
    scaled: bool = True,
) -> Floats:
    """Return f² of every path: how much R² falls when the model is estimated again without the path.

    Parameters
    ----------
    covariance
        Shape (n_items, n_items).
    design
        The whole model.
    r2
        Its R², shape (n_constructs,).
    consistent, scaled
        As the model was estimated.

    Returns
    -------
    ndarray
        Shape (n_constructs, n_constructs), NaN where there is no path. Slightly negative values can occur: the weights
        are found anew.

    References
    ----------
    Cohen (1988), Statistical power analysis, chapter 9. Chin (1998), in Marcoulides, Modern methods for business
    research, 295-336.
    """
    sizes = np.full(design.paths.shape, np.nan)
    for start, end in np.argwhere(design.paths):
        without = _r2_without(covariance, design, int(start), int(end), consistent=consistent, scaled=scaled)
        left = 1 - r2[end]
        sizes[start, end] = (r2[end] - without) / left if left != 0 else np.inf
    return sizes


def _r2_without(
    covariance: Floats, design: PathDesign, start: int, end: int, *, consistent: bool, scaled: bool
) -> float:
    """Return the end's R² in the model without a path; constructs that nothing links any more leave the model."""
    paths = design.paths.copy()
    paths[start, end] = False
    if not paths[:, end].any():
        return 0.0
    kept = np.flatnonzero(paths.any(axis=0) | paths.any(axis=1))
    items = np.flatnonzero(design.blocks[:, kept].any(axis=1))
    part = covariance[np.ix_(items, items)]
    found = estimate_paths(part, design.keep(kept, paths), consistent=consistent, scaled=scaled)
    return float(found.r2[int(np.searchsorted(kept, end))])
