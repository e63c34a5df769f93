"""Bootstrap means and covariances of several groups, of different respondents or partly the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.bootstrap import CONSTANT_SHARE, draw_counts
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]

#: Bytes of counts, and of products of rows, held at once.
COUNT_BYTES = 48_000_000
PRODUCT_BYTES = 64_000_000


@dataclass(frozen=True, eq=False)
class ReplicateMoments:
    """Hold the moments of every bootstrap sample of one group.

    Attributes
    ----------
    total
        Sums of the weights, shape (n_boot,).
    mean, cross
        Weighted means, shape (n_boot, p), and cross products around them, shape (n_boot, p, p). A column that is
        constant in a sample has zeros.
    """

    total: Floats
    mean: Floats
    cross: Floats

    @property
    def slopes(self) -> Floats:
        """Coefficients of the first column on the others, shape (n_boot, p - 1); a constant one has 0."""
        inverse = np.linalg.pinv(self.cross[:, 1:, 1:], hermitian=True)
        return np.asarray((inverse @ self.cross[:, 1:, :1])[:, :, 0])


def take_replicate_moments(x: ArrayLike, weights: ArrayLike | None = None) -> ReplicateMoments:
    """Return the moments of the rows themselves, as one sample.

    Examples
    --------
    >>> take_replicate_moments([[1.0], [3.0]]).mean
    array([[2.]])
    """
    values = check_rows(x)
    return _sum_counts(values, check_weights(weights, len(values)), np.ones((1, len(values))))


def resample_moments(
    groups: Sequence[ArrayLike],
    weights: Sequence[ArrayLike | None],
    *,
    n_boot: int,
    seed: int,
    persons: Sequence[Positions] | None = None,
) -> list[ReplicateMoments]:
    """Return bootstrap moments of every group.

    Parameters
    ----------
    groups
        Rows of each group, shape (n_g, p), none missing.
    weights
        Weights of each group's rows, or None.
    n_boot
        Number of samples.
    seed
        Seed of the draws.
    persons
        Number of the person behind each row, shape (n_g,), each at most once in a group. With them whole persons are
        drawn, and the samples of the groups belong together; without, each group is drawn by itself.

    Returns
    -------
    list of ReplicateMoments

    Raises
    ------
    DataError
        Values are missing, weights do not fit, a person is in a group twice, or there is no sample to draw.

    Notes
    -----
    Weights are fixed and go with their row. A sample is never held: counts times products of rows.

    References
    ----------
    Efron & Tibshirani (1993). An introduction to the bootstrap, chapters 8 and 16. Davison & Hinkley (1997), section
    3.2 (several samples).

    Examples
    --------
    >>> both = resample_moments([[[1.0], [2.0]], [[5.0], [6.0], [7.0]]], [None, None], n_boot=50, seed=1)
    >>> [one.mean.shape for one in both]
    [(50, 1), (50, 1)]
    """
    rows = [check_rows(one) for one in groups]
    used = [check_weights(one, len(x)) for one, x in zip(weights, rows, strict=True)]
    if n_boot < 1:
        raise DataError(f"A bootstrap needs at least one sample; asked for {n_boot}.")
    if persons is not None:
        numbers = _number_persons(persons)
        return _resample(rows, used, numbers, n_boot, np.random.default_rng(seed))
    streams = np.random.SeedSequence(seed).spawn(len(rows))
    apart = [
        _resample([x], [w], [np.arange(len(x))], n_boot, np.random.default_rng(stream))
        for x, w, stream in zip(rows, used, streams, strict=True)
    ]
    return [one[0] for one in apart]


def _number_persons(persons: Sequence[Positions]) -> list[Positions]:
    """Return 0 to the number of persons, without gaps, over all groups."""
    if any(len(np.unique(who)) < len(who) for who in persons):
        raise DataError("A person has two rows in one group; each may be in a group once.")
    every = np.unique(np.concatenate([np.asarray(who) for who in persons]))
    return [np.searchsorted(every, who) for who in persons]


def _resample(
    rows: list[Floats], weights: list[Floats], persons: list[Positions], n_boot: int, rng: np.random.Generator
) -> list[ReplicateMoments]:
    size = 1 + max(int(np.max(who)) for who in persons)
    counts = np.empty((max(1, min(n_boot, COUNT_BYTES // (8 * size))), size))
    parts: list[list[ReplicateMoments]] = [[] for _ in rows]
    for begin in range(0, n_boot, len(counts)):
        drawn = counts[: n_boot - begin]
        draw_counts(rng, drawn)
        for part, x, w, who in zip(parts, rows, weights, persons, strict=True):
            part.append(_sum_counts(x, w, drawn[:, who]))
    return [
        ReplicateMoments(
            np.concatenate([one.total for one in part]),
            np.concatenate([one.mean for one in part]),
            np.concatenate([one.cross for one in part]),
        )
        for part in parts
    ]


def _sum_counts(x: Floats, w: Floats, counts: Floats) -> ReplicateMoments:
    """Return the moments of samples given by how often each row is in them."""
    p = x.shape[1]
    centre = w @ x / np.sum(w)
    first, second = np.tril_indices(p)
    sums = np.zeros((len(counts), 1 + p + len(first)))
    block = max(1, PRODUCT_BYTES // (8 * sums.shape[1]))
    for begin in range(0, len(x), block):
        part = slice(begin, begin + block)
        gap = x[part] - centre
        weight = w[part, None]
        sums += counts[:, part] @ np.hstack([weight, weight * gap, weight * gap[:, first] * gap[:, second]])
    total = sums[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        shift = sums[:, 1 : 1 + p] / total[:, None]
    products = sums[:, 1 + p :] - total[:, None] * shift[:, first] * shift[:, second]
    cross = np.empty((len(counts), p, p))
    cross[:, first, second] = cross[:, second, first] = products
    spread = w @ (x - centre) ** 2 / np.sum(w)
    alive = np.diagonal(cross, axis1=1, axis2=2) > CONSTANT_SHARE * spread * total[:, None]
    return ReplicateMoments(total, centre + shift, np.where(alive[:, :, None] & alive[:, None, :], cross, 0.0))
