"""Bootstrap covariance matrices without resampled tables, and percentile intervals."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights

Floats = NDArray[np.float64]

#: Bytes of counts, and of products, held at once; together with their copies under 200 MB.
COUNT_BYTES = 48_000_000
PRODUCT_BYTES = 64_000_000
#: Most samples counted at once: their product runs while the next are drawn.
SAMPLES_AT_ONCE = 128
#: Bytes of drawn row numbers that wait to be counted, in this many portions.
DRAWN_BYTES = 16_000_000
PORTIONS = 8
#: A column whose variance in a replicate is below this share of its own is constant there.
CONSTANT_SHARE = 1e-12


def draw_counts(rng: np.random.Generator, counts: NDArray[Any]) -> None:
    """Fill each row with how often each case is in a bootstrap sample, exactly multinomial.

    Parameters
    ----------
    rng
        Source of randomness; one sample after the other, so chunks do not change the draws.
    counts
        Where to write, shape (samples, n).

    Examples
    --------
    >>> counts = np.empty((2, 5))
    >>> draw_counts(np.random.default_rng(1), counts)
    >>> counts.sum(axis=1)
    array([5., 5.])
    """
    n = counts.shape[1]
    for row in counts:
        row[:] = np.bincount(_draw_rows(rng, n, n), minlength=n)


def _draw_rows(rng: np.random.Generator, n: int, size: int | tuple[int, int]) -> NDArray[Any]:
    # 32-bit numbers are the same draws as 64-bit ones, in less time
    return rng.integers(0, n, size=size, dtype=np.uint32 if n < 2**32 else np.int64)


def _iterate_draws(rng: np.random.Generator, n: int, n_boot: int) -> Iterator[NDArray[Any]]:
    """Yield the row numbers of each sample, the draws of `draw_counts`, made in a second thread ahead of their use."""
    step = max(1, min(n_boot // PORTIONS, DRAWN_BYTES // (4 * n * PORTIONS)))
    sizes = iter([min(step, n_boot - begin) for begin in range(0, n_boot, step)])
    with ThreadPoolExecutor(1) as pool:
        coming: deque[Future[NDArray[Any]]] = deque()
        for size in islice(sizes, PORTIONS):
            coming.append(pool.submit(_draw_rows, rng, n, (size, n)))
        while coming:
            drawn = coming.popleft().result()
            for size in islice(sizes, 1):
                coming.append(pool.submit(_draw_rows, rng, n, (size, n)))
            yield from drawn


def bootstrap_covariances(
    x: ArrayLike,
    *,
    n_boot: int,
    seed: int,
    weights: ArrayLike | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Floats:
    """Return the covariance matrix of every bootstrap sample of rows.

    Everything computed from covariances then has its bootstrap distribution in one vectorised step.

    Parameters
    ----------
    x
        Values, shape (n, p), none missing.
    n_boot
        Number of bootstrap samples.
    seed
        Seed of the draws; the same seed gives the same matrices.
    weights
        One weight per row, multiplied by how often the row was drawn.
    progress
        Called with the number done and the total after every chunk.

    Returns
    -------
    ndarray
        Shape (n_boot, p, p), unbiased as in `Moments.covariance`. A column constant in a sample has zeros.

    Raises
    ------
    DataError
        If values are missing, the weights do not fit, or `n_boot` is below 1.

    Notes
    -----
    Rows are resampled with replacement; sums over a sample are counts times per-row products, one
    matrix product for many samples, in double precision. Weights are treated as fixed: for raked weights, and for
    samples of strata and clusters, `replicates.replicate_covariances` does the same. Memory stays below about 200 MB.

    References
    ----------
    Efron (1979). Bootstrap methods: another look at the jackknife. Annals of Statistics 7, 1-26.

    Examples
    --------
    >>> x = np.array([[1.0, 2.0], [2.0, 1.0], [3.0, 5.0], [4.0, 4.0]])
    >>> bootstrap_covariances(x, n_boot=500, seed=1).shape
    (500, 2, 2)
    """
    values = check_rows(x)
    n, p = values.shape
    w = check_weights(weights, n)
    if n_boot < 1 or n < 2:
        raise DataError(f"A bootstrap needs at least one sample of two rows; asked for {n_boot} of {n} rows.")
    centred = values - (w @ values) / w.sum()
    draws = _iterate_draws(np.random.default_rng(seed), n, n_boot)
    result = np.empty((n_boot, p, p))
    cached = _products(centred, w) if n * (p * (p + 3) // 2 + 2) * 8 <= PRODUCT_BYTES else None
    counts: NDArray[Any] = (
        np.empty((max(1, min(n_boot, SAMPLES_AT_ONCE, COUNT_BYTES // (8 * n))), n))
        if cached is not None
        else np.empty((max(1, min(n_boot, COUNT_BYTES // (2 * n))), n), dtype=np.uint16)
    )
    for begin in range(0, n_boot, len(counts)):
        part = counts[: n_boot - begin]
        for row, drawn in zip(part, draws, strict=False):
            row[:] = np.bincount(drawn, minlength=n)
        sums = (cached @ part.T).T if cached is not None else _sum_by_blocks(part, centred, w)
        result[begin : begin + len(part)] = _covariances(sums, p)
        if progress is not None:
            progress(begin + len(part), n_boot)
    variance = (w @ centred**2) / w.sum()
    alive = np.diagonal(result, axis1=1, axis2=2) > CONSTANT_SHARE * variance
    return np.where(alive[:, :, None] & alive[:, None, :], result, 0.0)


def _products(centred: Floats, w: Floats) -> Floats:
    """Return per row of the table a column: weight, squared weight, weighted values, weighted products of pairs."""
    p = centred.shape[1]
    plain = np.ascontiguousarray(centred.T)
    weighted = plain * w
    result = np.empty((2 + p + p * (p + 1) // 2, len(w)))
    result[0], result[1], result[2 : 2 + p] = w, w**2, weighted
    begin = 2 + p
    for i in range(p):
        np.multiply(plain[: i + 1], weighted[i], out=result[begin : begin + i + 1])
        begin += i + 1
    return result


def _sum_by_blocks(counts: NDArray[np.uint16], centred: Floats, w: Floats) -> Floats:
    """Return counts times products where the products of all rows are too large to hold."""
    p = centred.shape[1]
    width = p * (p + 3) // 2 + 2
    block = max(1, min(PRODUCT_BYTES // (8 * width), COUNT_BYTES // (8 * len(counts))))
    sums = np.zeros((len(counts), width))
    for begin in range(0, len(w), block):
        part = slice(begin, begin + block)
        sums += (_products(centred[part], w[part]) @ counts[:, part].astype(np.float64).T).T
    return sums


def _covariances(sums: Floats, p: int) -> Floats:
    total, squared = sums[:, 0], sums[:, 1]
    rows, columns = np.tril_indices(p)
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[:, 2 : 2 + p] / total[:, None]
        cross = sums[:, 2 + p :] / total[:, None] - mean[:, rows] * mean[:, columns]
        cross /= (1 - squared / total**2)[:, None]
    result = np.empty((len(sums), p, p))
    result[:, rows, columns] = cross
    result[:, columns, rows] = cross
    return result


def percentile_interval(draws: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return the percentile interval of bootstrap draws.

    Parameters
    ----------
    draws
        Estimates, samples along axis 0; NaN draws are left out.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper ends, shape of one draw; NaN where every draw is NaN.

    Notes
    -----
    The end of probability p is the (B + 1) p-th of B draws in order, interpolated between its neighbours.

    References
    ----------
    Efron & Tibshirani (1993). An introduction to the bootstrap, chapter 13. Davison & Hinkley (1997). Bootstrap methods
    and their application, section 5.2 (the (B + 1) p rule).

    Examples
    --------
    >>> low, high = percentile_interval(np.arange(101.0))
    >>> round(float(low), 4), round(float(high), 4)
    (1.55, 98.45)
    """
    values = np.asarray(draws, dtype=np.float64)
    tail = (1 - confidence) / 2
    if len(values) and np.isfinite(values).all():
        ends = sorted_quantiles(np.sort(values.reshape(len(values), -1), axis=0), np.array([[tail], [1 - tail]]))
        return ends[0].reshape(values.shape[1:]), ends[1].reshape(values.shape[1:])
    empty = np.isnan(values).all(axis=0)
    low, high = np.nanquantile(np.where(empty, 0.0, values), [tail, 1 - tail], axis=0, method="weibull")
    return np.where(empty, np.nan, low), np.where(empty, np.nan, high)


def sorted_quantiles(draws: Floats, probability: Floats) -> Floats:
    """Return quantiles of sorted draws by the (B + 1) p rule.

    Parameters
    ----------
    draws
        Shape (n_boot, n_columns), sorted along axis 0, none missing.
    probability
        Shape (n_quantiles, 1) or (n_quantiles, n_columns).

    Returns
    -------
    ndarray
        Shape (n_quantiles, n_columns); probabilities beyond the draws give the first or the last of them.

    Examples
    --------
    >>> sorted_quantiles(np.arange(1.0, 100.0)[:, None], np.array([[0.025], [1.0]])).ravel()
    array([ 2.5, 99. ])
    """
    most = len(draws) - 1
    place = np.clip((len(draws) + 1) * np.broadcast_to(probability, (len(probability), draws.shape[1])) - 1, 0, most)
    below = np.floor(place).astype(np.intp)
    above = np.minimum(below + 1, most)
    column = np.arange(draws.shape[1])
    low = draws[below, column]
    return np.asarray(low + (place - below) * (draws[above, column] - low))
