"""Outer weights of composites: the fixed point of the partial least squares iteration, for many samples at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign

Floats = NDArray[np.float64]

#: Largest change of a weight at the end. Published programs stop at 1e-7; this answers the fixed point itself.
TOLERANCE = 1e-10
MOST_ITERATIONS = 3000


@dataclass(frozen=True, eq=False)
class OuterWeights:
    """Weights that make composites of items.

    Attributes
    ----------
    weights
        Shape (..., n_items, n_constructs), zero outside a construct's block; composites have variance 1.
    correlations
        Correlations of composites, shape (..., n_constructs, n_constructs).
    iterations
        Steps taken by the slowest sample.
    converged
        Whether the weights settled, shape (...).
    """

    weights: Floats
    correlations: Floats
    iterations: int
    converged: NDArray[np.bool_]


def find_weights(
    covariance: Floats, design: PathDesign, *, tolerance: float = TOLERANCE, most: int = MOST_ITERATIONS
) -> OuterWeights:
    """Find the outer weights of a path model from covariances of the items.

    Partial least squares depends on second moments only, so a stack of covariance matrices (bootstrap samples, folds,
    groups) is iterated side by side without touching rows.

    Parameters
    ----------
    covariance
        Shape (..., n_items, n_items): correlations for standardised items, covariances for items as they are.
    design
        Blocks, paths, modes and scheme.
    tolerance
        Largest absolute change of a weight at the end.
    most
        Most iterations.

    Returns
    -------
    OuterWeights

    Notes
    -----
    Start: every item counts alike. Signs: a construct points the way that makes the sum of its items' loadings
    positive. A sample in which a block is singular (mode B) or a composite does not vary has NaN weights and counts as
    not converged.

    References
    ----------
    Lohmoller (1989), Latent variable path modeling with partial least squares. Tenenhaus, Esposito Vinzi, Chatelin &
    Lauro (2005), Computational Statistics & Data Analysis 48, 159-205.

    Examples
    --------
    >>> matrix = np.array([[1.0, 0.5, 0.3], [0.5, 1.0, 0.3], [0.3, 0.3, 1.0]])
    >>> design = PathDesign(np.array([[1, 0], [1, 0], [0, 1]], dtype=bool), np.array([[False, True], [False, False]]),
    ...                     ("A", "A"))
    >>> find_weights(matrix, design).weights[:, 0].round(4)
    array([0.5774, 0.5774, 0.    ])
    """
    stack = covariance.reshape(-1, *covariance.shape[-2:])
    inverses = _invert_blocks(stack, design)
    weights, _ = _scale(stack, np.broadcast_to(design.blocks.astype(float), (len(stack), *design.blocks.shape)))
    settled = np.zeros(len(stack), dtype=bool)
    active = np.flatnonzero(np.isfinite(weights).all(axis=(1, 2)))
    weights = weights.copy()
    iterations = 0
    while active.size and iterations < most:
        iterations += 1
        part = stack if active.size == len(stack) else stack[active]
        old = weights[active]
        new = _step(part, old, design, [None if one is None else one[active] for one in inverses])
        weights[active] = new
        with np.errstate(invalid="ignore"):
            moved = np.max(np.abs(new - old), axis=(1, 2))
        done = moved < tolerance
        settled[active[done]] = True
        active = active[~done & np.isfinite(moved)]
    weights = _orient(stack, weights)
    composites = np.swapaxes(weights, 1, 2) @ stack @ weights
    shape = covariance.shape[:-2]
    return OuterWeights(
        weights=weights.reshape(*shape, *design.blocks.shape),
        correlations=composites.reshape(*shape, design.n_constructs, design.n_constructs),
        iterations=iterations,
        converged=settled.reshape(shape),
    )


def _step(stack: Floats, weights: Floats, design: PathDesign, inverses: list[Floats | None]) -> Floats:
    """Make one round: neighbours' sums from composites, then new weights from covariances with those sums."""
    projected = stack @ weights
    correlations = np.swapaxes(weights, 1, 2) @ projected
    links = inner_weights(correlations, design)
    fresh = np.where(design.blocks, projected @ links, 0.0)
    for one, inverse in enumerate(inverses):
        if inverse is not None:
            members = design.members[one]
            fresh[:, members, one] = (inverse @ fresh[:, members, one][..., None])[..., 0]
    return _scale(stack, fresh)[0]


def inner_weights(correlations: Floats, design: PathDesign) -> Floats:
    """Return how each construct's neighbours are weighed in the sum that stands for it.

    Centroid: signs of correlations. Factor: correlations. Path: regression coefficients of predecessors, correlations
    with successors.

    Parameters
    ----------
    correlations
        Of composites, shape (n_samples, n_constructs, n_constructs).
    design
        Paths and scheme.

    Returns
    -------
    ndarray
        Shape (n_samples, n_constructs, n_constructs), neighbours along the rows.

    Examples
    --------
    >>> design = PathDesign(np.eye(2, dtype=bool), np.array([[False, True], [False, False]]), ("A", "A"), "centroid")
    >>> inner_weights(np.array([[[1.0, -0.4], [-0.4, 1.0]]]), design)[0].tolist()
    [[0.0, -1.0], [-1.0, 0.0]]
    """
    neighbours = design.paths | design.paths.T
    if design.scheme == "centroid":
        return np.where(neighbours, np.sign(correlations), 0.0)
    links = np.where(neighbours, correlations, 0.0)
    if design.scheme == "path":
        for one, before in enumerate(design.predecessors):
            if before.size > 1:
                links[:, before, one] = solve_stack(
                    correlations[:, before[:, None], before], correlations[:, before, one]
                )
    return links


def solve_stack(matrices: Floats, vectors: Floats) -> Floats:
    """Solve one linear system a sample, NaN where a system is singular or not a number.

    Parameters
    ----------
    matrices
        Shape (n_samples, k, k).
    vectors
        Shape (n_samples, k).

    Examples
    --------
    >>> solve_stack(np.array([[[2.0]], [[0.0]]]), np.array([[1.0], [1.0]])).tolist()
    [[0.5], [nan]]
    """
    try:
        return np.asarray(np.linalg.solve(matrices, vectors[..., None])[..., 0], dtype=np.float64)
    except np.linalg.LinAlgError:
        regular = find_regular(matrices)
        result = np.full(vectors.shape, np.nan)
        result[regular] = np.linalg.solve(matrices[regular], vectors[regular][..., None])[..., 0]
        return result


def find_regular(matrices: Floats) -> NDArray[np.bool_]:
    """Tell which matrices of a stack can be inverted.

    Parameters
    ----------
    matrices
        Shape (n_samples, k, k).

    Examples
    --------
    >>> find_regular(np.array([[[2.0]], [[0.0]], [[np.nan]]])).tolist()
    [True, False, False]
    """
    regular = np.asarray(np.isfinite(matrices).all(axis=(1, 2)), dtype=np.bool_)
    if regular.any():
        regular[regular] = np.linalg.cond(matrices[regular]) < 1 / np.finfo(float).eps
    return regular


def _invert_blocks(stack: Floats, design: PathDesign) -> list[Floats | None]:
    """Return the inverse of every block of mode B, NaN where it is singular; None for mode A and single items."""
    found: list[Floats | None] = []
    for mode, members in zip(design.modes, design.members, strict=True):
        if mode == "A" or members.size == 1:
            found.append(None)
            continue
        blocks = stack[:, members[:, None], members]
        regular = find_regular(blocks)
        inverse = np.full(blocks.shape, np.nan)
        inverse[regular] = np.linalg.inv(blocks[regular])
        found.append(inverse)
    return found


def _scale(stack: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Scale weights so that composites have variance 1; NaN where one does not vary."""
    variances = np.sum(weights * (stack @ weights), axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.where(variances > 0, np.sqrt(variances), np.nan)
        return weights / spread[:, None, :], spread


def _orient(stack: Floats, weights: Floats) -> Floats:
    """Turn constructs so that the sum of their items' loadings is positive."""
    spread = np.sqrt(np.diagonal(stack, axis1=1, axis2=2))[:, :, None]
    with np.errstate(divide="ignore", invalid="ignore"):
        loadings = np.where(weights != 0, (stack @ weights) / spread, 0.0)
    return np.asarray(weights * np.where(np.nansum(loadings, axis=1) < 0, -1.0, 1.0)[:, None, :])
