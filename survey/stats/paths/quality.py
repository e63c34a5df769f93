"""Quality of composites: reliability, convergence, discrimination, and collinearity of items."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign

Floats = NDArray[np.float64]


def standardized_alpha(correlation: Floats, design: PathDesign) -> Floats:
    """Return Cronbach's alpha of each block's standardised items; NaN for a single item.

    Parameters
    ----------
    correlation
        Of items, shape (n_items, n_items).
    design
        Blocks.

    References
    ----------
    Cronbach (1951), Psychometrika 16, 297-334.
    """
    result = np.full(design.n_constructs, np.nan)
    for one, members in enumerate(design.members):
        size = members.size
        if size > 1:
            total = float(np.sum(correlation[np.ix_(members, members)]))
            result[one] = size / (size - 1) * (1 - size / total)
    return result


def joreskog_reliability(loadings: Floats, design: PathDesign) -> Floats:
    """Return rho_C of each block from its loadings, NaN for a single item.

    Parameters
    ----------
    loadings
        Shape (n_items, n_constructs), zero outside blocks.
    design
        Blocks.

    References
    ----------
    Joreskog (1971), Psychometrika 36, 109-133.
    """
    square = np.sum(loadings, axis=0) ** 2
    error = np.sum(np.where(design.blocks, 1 - loadings**2, 0.0), axis=0)
    return np.where(design.sizes > 1, square / (square + error), np.nan)


def extract_variance(loadings: Floats, design: PathDesign) -> Floats:
    """Return the mean squared loading (AVE) of each block, NaN for a single item.

    References
    ----------
    Fornell & Larcker (1981), Journal of Marketing Research 18, 39-50.
    """
    return np.where(design.sizes > 1, np.sum(loadings**2, axis=0) / design.sizes, np.nan)


def heterotrait_ratios(correlation: Floats, design: PathDesign) -> Floats:
    """Return HTMT of every two constructs; a single item counts as perfectly reliable.

    Parameters
    ----------
    correlation
        Of items, shape (..., n_items, n_items).
    design
        Blocks.

    Returns
    -------
    ndarray
        Shape (..., n_constructs, n_constructs).

    References
    ----------
    Henseler, Ringle & Sarstedt (2015), Journal of the Academy of Marketing Science 43, 115-135.
    """
    blocks, sizes = design.blocks.astype(float), design.sizes.astype(float)
    sums = blocks.T @ np.abs(correlation) @ blocks
    own = np.diagonal(sums, axis1=-2, axis2=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        within = np.where(sizes > 1, (own - sizes) / (sizes * (sizes - 1)), 1.0)
        between = sums / np.outer(sizes, sizes)
        return np.asarray(between / np.sqrt(within[..., :, None] * within[..., None, :]))


def inflate_items(correlation: Floats, design: PathDesign) -> Floats:
    """Return the variance inflation factor of each item within its block.

    Returns
    -------
    ndarray
        Shape (n_items, n_constructs), NaN outside blocks and where a block is singular.
    """
    result = np.full(design.blocks.shape, np.nan)
    for one, members in enumerate(design.members):
        block = correlation[np.ix_(members, members)]
        if np.linalg.cond(block) < 1 / np.finfo(float).eps:
            result[members, one] = np.diag(np.linalg.inv(block))
    return result
