"""Texts that are nearly the same: shingles, MinHash and bands, then the true overlap of each candidate."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

#: 32 bands of 4 find a pair that shares 0.7 of its shingles with a probability of .9999, one of 0.5 with .87.
N_BANDS, BAND_ROWS = 32, 4
_PRIME = np.uint64(2**31 - 1)
_PART = 200_000  # shingles hashed at a time


def cut_shingles(text: str, size: int) -> frozenset[str]:
    """Return the runs of so many signs that a text has; a shorter text is one.

    Examples
    --------
    >>> sorted(cut_shingles("质量很好", 3))
    ['质量很', '量很好']
    """
    return frozenset(text[at : at + size] for at in range(max(1, len(text) - size + 1)))


def pair_near_copies(shingles: Sequence[frozenset[str]], least: float, *, seed: int = 0) -> list[tuple[int, int]]:
    """Return pairs of texts that share at least so much of their shingles.

    Parameters
    ----------
    shingles
        The shingles of each text, none empty.
    least
        Shared shingles over all of both (Jaccard), 0 to 1.
    seed
        Of the hash functions; pairs found are checked, so that a seed can only miss some.

    Returns
    -------
    list
        Pairs of places, the smaller first. Every text of a bucket is compared with the first of it, so that groups of
        copies come out as stars and not as all pairs.

    References
    ----------
    Broder (1997), On the resemblance and containment of documents. Leskovec, Rajaraman & Ullman (2020), Mining of
    massive datasets, ch. 3.

    Examples
    --------
    >>> texts = ["very good quality fast delivery", "very good quality fast delivery!", "bad"]
    >>> pair_near_copies([cut_shingles(text, 4) for text in texts], 0.8)
    [(0, 1)]
    """
    if len(shingles) < 2:
        return []
    signatures = _sign(shingles, seed)
    candidates: set[tuple[int, int]] = set()
    for band in range(N_BANDS):
        rows = np.ascontiguousarray(signatures[:, band * BAND_ROWS : (band + 1) * BAND_ROWS])
        _, first, group = np.unique(rows, axis=0, return_index=True, return_inverse=True)
        leaders = first[group.ravel()]
        own = np.flatnonzero(leaders != np.arange(len(leaders)))
        candidates.update(zip(leaders[own].tolist(), own.tolist(), strict=True))
    return sorted(pair for pair in candidates if _overlap(shingles[pair[0]], shingles[pair[1]]) >= least)


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared)


def _sign(shingles: Sequence[frozenset[str]], seed: int) -> NDArray[np.uint64]:
    """Return the MinHash signature of each text, shape (n_texts, N_BANDS * BAND_ROWS)."""
    rng = np.random.default_rng(seed)
    n_hashes = N_BANDS * BAND_ROWS
    slopes = rng.integers(1, int(_PRIME), n_hashes, dtype=np.uint64)
    shifts = rng.integers(0, int(_PRIME), n_hashes, dtype=np.uint64)
    sizes = np.array([len(one) for one in shingles])
    known = {text: zlib.crc32(text.encode("utf-8", "surrogatepass")) for one in shingles for text in one}
    codes = np.array([known[text] for one in shingles for text in one], dtype=np.uint64) % _PRIME
    starts = np.concatenate([[0], np.cumsum(sizes)])
    signed = np.empty((len(shingles), n_hashes), dtype=np.uint64)
    first = 0
    while first < len(shingles):
        last = max(first + 1, int(np.searchsorted(starts, starts[first] + _PART, side="right")) - 1)
        part = codes[starts[first] : starts[last]]
        for at in range(n_hashes):
            hashed = (slopes[at] * part + shifts[at]) % _PRIME
            signed[first:last, at] = np.minimum.reduceat(hashed, starts[first:last] - starts[first])
        first = last
    return signed


def join_pairs(pairs: Sequence[tuple[int, int]], n: int) -> Ints:
    """Return for each of n things the smallest place it is tied to by pairs, directly or over others.

    Examples
    --------
    >>> join_pairs([(0, 2), (2, 3)], 5).tolist()
    [0, 1, 0, 0, 4]
    """
    leader = list(range(n))

    def find(place: int) -> int:
        while leader[place] != place:
            leader[place] = leader[leader[place]]
            place = leader[place]
        return place

    for one, other in pairs:
        a, b = sorted((find(one), find(other)))
        leader[b] = a
    return np.array([find(place) for place in range(n)], dtype=np.int64)
