"""Consistent partial least squares: paths and loadings corrected for the composites' unreliability."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Consistent:
    """A path model after the correction for attenuation.

    Attributes
    ----------
    correlations
        Of constructs, shape (..., n_constructs, n_constructs); beyond ±1 where the model is not admissible.
    loadings
        Shape (..., n_items, n_constructs), zero outside the block.
    rho_a
        Reliability of the composites, shape (..., n_constructs).
    """

    correlations: Floats
    loadings: Floats
    rho_a: Floats


def dijkstra_reliability(correlation: Floats, weights: Floats, design: PathDesign) -> Floats:
    """Return the reliability rho_A of composites of mode A, 1 for single items and composites of mode B.

    Parameters
    ----------
    correlation
        Of items, shape (..., n_items, n_items).
    weights
        Of standardised items, shape (..., n_items, n_constructs); composites have variance 1.
    design
        Blocks and modes.

    Returns
    -------
    ndarray
        Shape (..., n_constructs); outside [0, 1] where the items contradict one common factor.

    References
    ----------
    Dijkstra & Henseler (2015), MIS Quarterly 39, 297-316, equation 3.

    Examples
    --------
    >>> design = PathDesign(np.array([[1, 0], [1, 0], [0, 1]], dtype=bool), np.array([[False, True], [False, False]]),
    ...                     ("A", "A"))
    >>> matrix = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.3], [0.3, 0.3, 1.0]])
    >>> dijkstra_reliability(matrix, np.array([[3**-0.5, 0], [3**-0.5, 0], [0, 1.0]]), design).round(4).tolist()
    [0.6667, 1.0]
    """
    squares = weights**2
    length = squares.sum(axis=-2)
    off = correlation - np.eye(correlation.shape[-1]) * np.diagonal(correlation, axis1=-2, axis2=-1)[..., None, :]
    above = np.sum(weights * (off @ weights), axis=-2)
    below = length**2 - np.sum(squares**2, axis=-2)
    with np.errstate(divide="ignore", invalid="ignore"):
        rho = length**2 * above / below
    return np.where(is_common_factor(design), rho, 1.0)


def is_common_factor(design: PathDesign) -> NDArray[np.bool_]:
    """Tell which constructs the correction applies to: mode A with two items or more, shape (n_constructs,)."""
    return np.array([mode == "A" for mode in design.modes]) & (design.sizes > 1)


def correct_attenuation(correlation: Floats, weights: Floats, composites: Floats, design: PathDesign) -> Consistent:
    """Correct the correlations of composites, and the loadings of their items, for unreliability.

    Parameters
    ----------
    correlation
        Of items, shape (..., n_items, n_items).
    weights
        Of standardised items, shape (..., n_items, n_constructs); composites have variance 1.
    composites
        Correlations of composites, shape (..., n_constructs, n_constructs).
    design
        Blocks and modes. Composites of mode B and single items are taken as they are.

    Notes
    -----
    Where rho_A is not above 0 the correction is NaN.

    References
    ----------
    Dijkstra & Henseler (2015), Computational Statistics & Data Analysis 81, 10-23; MIS Quarterly 39, 297-316.
    """
    rho = dijkstra_reliability(correlation, weights, design)
    root = np.sqrt(np.where(rho > 0, rho, np.nan))
    corrected = composites / (root[..., :, None] * root[..., None, :])
    diagonal = np.eye(corrected.shape[-1], dtype=bool)
    factor = weights * (root / np.sum(weights**2, axis=-2))[..., None, :]
    plain = np.where(design.blocks, correlation @ weights, 0.0)
    return Consistent(
        correlations=np.where(diagonal, 1.0, corrected),
        loadings=np.where(is_common_factor(design), factor, plain),
        rho_a=rho,
    )
