"""How many factors: parallel analysis and the minimum average partial."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from survey.errors import OptionError, check_option
from survey.stats.one_factor import fit_one_factor

Eigenvalues = Literal["components", "factors"]
QUANTILE = 0.95  # Glorfeld 1995: the mean keeps too many


@dataclass(frozen=True, kw_only=True)
class ParallelAnalysis:
    """Eigenvalues of the answers beside those of answers without any relation.

    Attributes
    ----------
    observed
        Shape (n_items,), descending.
    mean, quantile
        Of the eigenvalues without relation, shape (n_items,).
    n_factors
        How many observed ones exceed the quantile before the first that does not.
    """

    observed: np.ndarray
    mean: np.ndarray
    quantile: np.ndarray
    n_factors: int


def analyse_parallel(
    rows: np.ndarray,
    *,
    correlate: Callable[[np.ndarray], np.ndarray] | None = None,
    eigenvalues: Eigenvalues = "factors",
    n_sim: int = 100,
    quantile: float = QUANTILE,
    seed: int = 0,
) -> ParallelAnalysis:
    """Compare eigenvalues with those of the same answers shuffled within each item.

    Parameters
    ----------
    rows
        Complete answers, shape (n, n_items).
    correlate
        Returns the correlations of rows; None takes Pearson's. Polychoric ones need their own comparison, which this
        gives.
    eigenvalues
        ``factors``: of the correlations with one factor's communalities on the diagonal; ``components``: as they are.
    n_sim
        Shuffled data sets.
    quantile
        Of the shuffled eigenvalues, which the observed ones must exceed.
    seed
        Of the shuffles.

    Notes
    -----
    Shuffling keeps each item's distribution, so that skewed ratings are compared with skewed ratings. Cost: n_sim
    correlation matrices.

    References
    ----------
    Horn (1965), Psychometrika 30, 179-185. Glorfeld (1995), Educational and Psychological Measurement 55, 377-393.
    Timmerman & Lorenzo-Seva (2011), Psychological Methods 16, 209-220.
    """
    check_option("eigenvalues", eigenvalues, ("components", "factors"))
    if n_sim < 1 or not 0 < quantile < 1:
        raise OptionError(f"n_sim={n_sim} must be 1 or more, and quantile={quantile} between 0 and 1.")
    take = correlate or _pearson
    observed = list_eigenvalues(take(rows), eigenvalues)
    rng = np.random.default_rng(seed)
    matrices = np.array([take(rng.permuted(rows, axis=0)) for _ in range(n_sim)])
    shuffled = list_eigenvalues(matrices, eigenvalues)
    limit = np.quantile(shuffled, quantile, axis=0)
    above = observed > limit
    return ParallelAnalysis(
        observed=observed,
        mean=np.mean(shuffled, axis=0),
        quantile=limit,
        n_factors=int(len(above) if np.all(above) else np.argmin(above)),
    )


def list_eigenvalues(correlation: np.ndarray, kind: Eigenvalues = "components") -> np.ndarray:
    """Return eigenvalues, descending; of factors with the communalities of one factor on the diagonal.

    Parameters
    ----------
    correlation
        Shape (..., n_items, n_items).
    """
    matrix = correlation.copy()
    items = matrix.shape[-1]
    if kind == "factors" and items > 2:
        matrix[..., np.arange(items), np.arange(items)] = fit_one_factor(correlation, "minres").loadings ** 2
    return np.linalg.eigvalsh(matrix)[..., ::-1]


def _pearson(rows: np.ndarray) -> np.ndarray:
    return np.asarray(np.corrcoef(rows, rowvar=False))


@dataclass(frozen=True, kw_only=True)
class AveragePartial:
    """Velicer's test.

    Attributes
    ----------
    average
        Mean squared partial correlation after 0, 1, 2 … components are taken out.
    n_factors
        The number of components with the smallest.
    """

    average: np.ndarray
    n_factors: int


def average_partials(correlation: np.ndarray, *, most: int | None = None) -> AveragePartial:
    """Find the number of components after which the items' partial correlations are smallest.

    Parameters
    ----------
    correlation
        Shape (n_items, n_items).
    most
        Components to try; None tries all but one.

    References
    ----------
    Velicer (1976), Psychometrika 41, 321-327.
    """
    items = len(correlation)
    values, vectors = np.linalg.eigh(correlation)
    loadings = (vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1]
    off = ~np.eye(items, dtype=bool)
    averages = []
    for taken in range(min(items - 1, most or items) + 1):
        left = correlation - loadings[:, :taken] @ loadings[:, :taken].T
        scale = np.sqrt(np.maximum(np.diag(left), 1e-12))
        averages.append(float(np.mean((left / np.outer(scale, scale))[off] ** 2)))
    return AveragePartial(average=np.array(averages), n_factors=int(np.argmin(averages)))
