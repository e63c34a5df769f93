"""Two groups' path models: permutation tests, bootstrap comparison, and invariance of the composites."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.bootstrap import COUNT_BYTES
from survey.stats.moments import take_moments
from survey.stats.paths.resampling import SAMPLE_ITERATIONS, SAMPLE_TOLERANCE, PathDraws, collect_draws
from survey.stats.paths.stages import StagedDesign, StagedEstimate, estimate_stages

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class GroupPermutation:
    """Two groups beside random splits of all rows into groups of these sizes.

    Attributes
    ----------
    paths
        Of the first and the second group, shape (2, n_constructs, n_constructs).
    differences
        First less second in every random split, shape (n_permutations, n_constructs, n_constructs).
    congruence
        Correlation, over all rows, of the composites that each group's weights make, shape (n_constructs,).
    congruences
        The same of random splits, shape (n_permutations, n_constructs).
    means, variances
        Difference of composite means, and of log variances, with the weights of all rows, shape (n_constructs,).
    mean_splits, variance_splits
        The same of random splits.
    """

    paths: Floats
    differences: Floats
    congruence: Floats
    congruences: Floats
    means: Floats
    mean_splits: Floats
    variances: Floats
    variance_splits: Floats


def permute_groups(
    rows: Floats,
    first: Bools,
    staged: StagedDesign,
    *,
    n_permutations: int,
    seed: int,
    weights: Floats | None = None,
    consistent: bool = False,
    scaled: bool = True,
) -> GroupPermutation:
    """Compare two groups with random splits of their rows.

    Parameters
    ----------
    rows
        Rows of both groups, shape (n, n_items), none missing.
    first
        Whether a row is of the first group, shape (n,).
    staged
        The model.
    n_permutations, seed
        Number of splits, and seed.
    weights
        One a row; they go with their rows.
    consistent, scaled
        As the model is estimated.

    References
    ----------
    Chin & Dibbern (2010), in Esposito Vinzi et al., Handbook of partial least squares, 171-193. Henseler, Ringle &
    Sarstedt (2016), International Marketing Review 33, 405-431 (measurement invariance of composites).
    """
    used = np.ones(len(rows)) if weights is None else weights
    rng = np.random.default_rng(seed)
    masks = np.stack([first, *(first[rng.permutation(len(rows))] for _ in range(n_permutations))])
    pooled = take_moments(rows, weights)
    whole = estimate_stages(pooled.covariance, staged, consistent=consistent, scaled=scaled)
    sides = [
        _estimate_side(rows, side, used, staged, whole, consistent=consistent, scaled=scaled)
        for side in (masks, ~masks)
    ]
    differences = sides[0][3].paths - sides[1][3].paths
    metric = pooled.correlation if scaled else pooled.covariance
    alike = _agree(sides[0][2], sides[1][2], metric)
    unit = whole.item_weights() / (np.sqrt(np.diag(pooled.covariance))[:, None] if scaled else 1.0)
    shift = (sides[0][0] - sides[1][0]) @ unit
    ratio = np.log(_variances(sides[0][1], unit)) - np.log(_variances(sides[1][1], unit))
    return GroupPermutation(
        paths=np.stack([sides[0][3].paths[0], sides[1][3].paths[0]]),
        differences=differences[1:],
        congruence=alike[0],
        congruences=alike[1:],
        means=shift[0],
        mean_splits=shift[1:],
        variances=ratio[0],
        variance_splits=ratio[1:],
    )


def _estimate_side(
    rows: Floats,
    masks: Bools,
    weights: Floats,
    staged: StagedDesign,
    whole: StagedEstimate,
    *,
    consistent: bool,
    scaled: bool,
) -> tuple[Floats, Floats, StagedEstimate, PathDraws]:
    """Return means, covariances, estimates and sign-matched draws of one side of every split."""
    means, covariances = subset_moments(rows, masks, weights)
    found = estimate_stages(
        covariances, staged, consistent=consistent, scaled=scaled, tolerance=SAMPLE_TOLERANCE, most=SAMPLE_ITERATIONS
    )
    return means, covariances, found, collect_draws(covariances, found, whole, staged, scaled=scaled)


def subset_moments(rows: Floats, masks: Bools, weights: Floats) -> tuple[Floats, Floats]:
    """Return means and covariances of many subsets of rows without copying rows.

    Parameters
    ----------
    rows
        Shape (n, p).
    masks
        Which rows are in, shape (n_subsets, n).
    weights
        Shape (n,).

    Returns
    -------
    tuple
        Shapes (n_subsets, p) and (n_subsets, p, p), unbiased as in `Moments.covariance`.

    Examples
    --------
    >>> mean, spread = subset_moments(np.array([[1.0], [2.0], [9.0]]), np.array([[True, True, False]]), np.ones(3))
    >>> mean.tolist(), spread.tolist()
    ([[1.5]], [[[0.5]]])
    """
    n, p = rows.shape
    centre = np.average(rows, axis=0, weights=weights)
    moved = rows - centre
    one, other = np.tril_indices(p)
    table = np.column_stack(
        [weights, weights**2, moved * weights[:, None], moved[:, one] * moved[:, other] * weights[:, None]]
    )
    sums = np.empty((len(masks), table.shape[1]))
    step = max(1, COUNT_BYTES // (8 * n))
    for begin in range(0, len(masks), step):
        sums[begin : begin + step] = masks[begin : begin + step].astype(np.float64) @ table
    total = sums[:, :1]
    mean = sums[:, 2 : 2 + p] / total
    flat = (sums[:, 2 + p :] / total - mean[:, one] * mean[:, other]) / (1 - sums[:, 1:2] / total**2)
    covariance = np.empty((len(masks), p, p))
    covariance[:, one, other] = flat
    covariance[:, other, one] = flat
    return mean + centre, covariance


def _agree(one: StagedEstimate, other: StagedEstimate, metric: Floats) -> Floats:
    """Return the correlation over all rows of the composites made by two sets of weights, signs left aside."""
    first, second = one.item_weights(), other.item_weights()
    both = np.sum(first * (metric @ second), axis=-2)
    return np.asarray(
        np.abs(both) / np.sqrt(np.sum(first * (metric @ first), axis=-2) * np.sum(second * (metric @ second), axis=-2))
    )


def _variances(covariances: Floats, unit: Floats) -> Floats:
    return np.asarray(np.sum(unit * (covariances @ unit), axis=-2))


def permutation_p(observed: Floats, splits: Floats) -> Floats:
    """Return the share of splits, the observed one counted in, at least as far from 0 as observed.

    Parameters
    ----------
    observed
        Any shape.
    splits
        The same with splits along a first axis; NaN splits are left out.

    Examples
    --------
    >>> float(permutation_p(np.array(2.0), np.array([0.5, -2.5, 1.0])))
    0.5
    """
    usable = np.isfinite(splits)
    # rounding must not part a split from one that is the same but for the order of its rows
    far = (np.abs(splits) >= np.abs(observed) - 1e-12) & usable
    return np.asarray((1 + far.sum(axis=0)) / (1 + usable.sum(axis=0)))


def exceedance(first: Floats, second: Floats) -> Floats:
    """Return the bootstrap probability that the first group's parameter is the larger one.

    Parameters
    ----------
    first, second
        Draws along axis 0, the other axes alike; NaN draws are left out.

    Returns
    -------
    ndarray
        Shape of one draw.

    References
    ----------
    Henseler, Ringle & Sinkovics (2009), Advances in International Marketing 20, 277-319, equation 6.

    Examples
    --------
    >>> float(exceedance(np.array([1.0, 2.0, 3.0]), np.array([1.0, 2.0, 3.0])))
    0.5
    """
    shape = first.shape[1:]
    left, right = first.reshape(len(first), -1), second.reshape(len(second), -1)
    found = np.empty(left.shape[1])
    for at in range(left.shape[1]):
        one, other = left[np.isfinite(left[:, at]), at], right[np.isfinite(right[:, at]), at]
        turned = np.sort(2 * np.mean(other) - other)
        mirrored = 2 * np.mean(one) - one
        below = np.searchsorted(turned, mirrored, "left") + np.searchsorted(turned, mirrored, "right")
        found[at] = np.mean(below) / (2 * max(len(turned), 1))
    return found.reshape(shape)
