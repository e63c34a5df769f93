"""Themes of texts: non-negative factors of weighted word counts, and how stable their number is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

#: Share of the texts in a subsample, how many subsamples, and the most texts stability is judged on.
SUBSAMPLE, N_SUBSAMPLES, MOST_TEXTS = 0.7, 6, 3000
ITERATIONS, TOLERANCE = 200, 1e-4


@dataclass(frozen=True, eq=False)
class ThemeFit:
    """Hold themes: how much of each a text has, shape (n, k), and how much of each word it has, shape (k, words)."""

    texts: Floats
    words: Floats


def weigh_words(counts: Any) -> Any:
    """Return word counts as TF-IDF rows of length 1: rare words weigh more, a text's length does not matter.

    Parameters
    ----------
    counts
        Sparse matrix, shape (n, words).

    References
    ----------
    Salton & Buckley (1988). Term-weighting approaches in automatic text retrieval. Information Processing and
    Management 24, 513-523.
    """
    from sklearn.feature_extraction.text import TfidfTransformer

    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def fit_themes(rows: Any, n_themes: int, *, weights: ArrayLike | None = None, seed: int = 1) -> ThemeFit:
    """Factor weighted word counts into themes.

    Parameters
    ----------
    rows
        What `weigh_words` returns.
    n_themes
        How many themes.
    weights
        Weight of each text in the fit.
    seed
        Seed of the start.

    References
    ----------
    Lee & Seung (1999). Learning the parts of objects by non-negative matrix factorization. Nature 401, 788-791.
    """
    from scipy.sparse import diags

    w = np.ones(rows.shape[0]) if weights is None else np.asarray(weights, dtype=np.float64)
    root = np.sqrt(w / w.mean())
    model = _fit(diags(root) @ rows, n_themes, seed)
    with np.errstate(invalid="ignore"):
        texts = np.asarray(model.transform(rows), dtype=np.float64)
    return ThemeFit(texts, np.asarray(model.components_, dtype=np.float64))


def judge_stability(rows: Any, numbers: Sequence[int], *, seed: int = 1) -> Floats:
    """Return how alike the themes of random subsamples are, for each number of themes.

    Each subsample's themes are matched one to one with those of all texts; the cosine of matched themes is averaged
    over themes and subsamples. 1 is the same themes each time.

    References
    ----------
    Greene, O'Callaghan & Cunningham (2014). How many topics? Stability analysis for topic models. ECML PKDD, 498-513
    (there with ranked words).
    """
    random = np.random.default_rng(seed)
    if rows.shape[0] > MOST_TEXTS:
        rows = rows[np.sort(random.choice(rows.shape[0], MOST_TEXTS, replace=False))]
    size = max(2, int(SUBSAMPLE * rows.shape[0]))
    parts = [rows[np.sort(random.choice(rows.shape[0], size, replace=False))] for _ in range(N_SUBSAMPLES)]
    found = []
    for number in numbers:
        whole = fit_themes(rows, number, seed=seed).words
        found.append(np.mean([_match(whole, fit_themes(part, number, seed=seed).words) for part in parts]))
    return np.array(found)


def _match(first: Floats, second: Floats) -> float:
    from scipy.optimize import linear_sum_assignment

    cosine = _unit(first) @ _unit(second).T
    at, to = linear_sum_assignment(-cosine)
    return float(cosine[at, to].mean())


def _unit(rows: Floats) -> Floats:
    length = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(length > 0, length, 1.0))


def _fit(rows: Any, n_themes: int, seed: int) -> Any:
    """Fit from singular vectors; an end after the last iteration is good enough for words."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    model = NMF(n_themes, init="nndsvda", random_state=seed, max_iter=ITERATIONS, tol=TOLERANCE)
    with warnings.catch_warnings(), np.errstate(invalid="ignore"):  # the root of an error that is 0 but for rounding
        warnings.simplefilter("ignore", ConvergenceWarning)
        model.fit(rows)
    return model
