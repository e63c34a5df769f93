"""How respondents came into the sample: strata, and clusters drawn within them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]
Positions = NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class SampleDesign:
    """Hold the stratum and the cluster of every row.

    Parameters
    ----------
    stratum
        Stratum of each row, 0 to n_strata - 1, shape (n,).
    cluster
        Cluster of each row, 0 to n_clusters - 1, shape (n,); without clusters each row is its own.
    stratum_of_cluster
        Shape (n_clusters,).
    clusters
        Number of clusters in each stratum, at least 2, shape (n_strata,).
    unsampled
        Share of each stratum's clusters in the population that were not drawn, shape (n_strata,); 1 where the
        population is not known or the clusters were drawn with replacement.
    """

    stratum: Positions
    cluster: Positions
    stratum_of_cluster: Positions
    clusters: Positions
    unsampled: Floats

    @property
    def df(self) -> int:
        """Return the design's degrees of freedom: clusters less strata."""
        return int(np.sum(self.clusters) - len(self.clusters))


def take_design(
    n: int,
    strata: ArrayLike | None = None,
    clusters: ArrayLike | None = None,
    population: ArrayLike | None = None,
) -> SampleDesign:
    """Return the design of a sample.

    Parameters
    ----------
    n
        Number of rows.
    strata
        Stratum of each row, any labels, shape (n,); None is one stratum.
    clusters
        Cluster of each row, any labels, shape (n,); None makes each row a cluster. The same label in two strata means
        two clusters.
    population
        How many clusters the population has in each row's stratum, shape (n,); the variance then shrinks by the share
        drawn. None: the clusters drawn are few among many.

    Returns
    -------
    SampleDesign

    Raises
    ------
    DataError
        A label is missing, there are too few or too many, a stratum has a single cluster, or a population is smaller
        than its sample or differs within a stratum.

    Examples
    --------
    >>> design = take_design(5, ["a", "a", "b", "b", "b"], [1, 2, 1, 2, 2])
    >>> design.cluster.tolist(), design.df
    ([0, 1, 2, 3, 3], 2)
    """
    stratum, names = _number("strata", strata, n)
    inner = np.arange(n) if clusters is None else _number("clusters", clusters, n)[0]
    _, row, cluster = np.unique(stratum * (n + 1) + inner, return_index=True, return_inverse=True)
    stratum_of_cluster = stratum[row]
    counts = np.bincount(stratum_of_cluster, minlength=len(names))
    lonely = np.flatnonzero(counts < 2)
    if lonely.size:
        shown = ", ".join(str(names[i]) for i in lonely[:5])
        raise DataError(
            f"{lonely.size} of {len(names)} strata have a single cluster ({shown}), which shows no variation; "
            "merge each with a stratum like it."
        )
    unsampled = np.ones(len(names)) if population is None else _unsampled(population, stratum, counts, names)
    return SampleDesign(stratum, cluster.astype(np.intp), stratum_of_cluster, counts, unsampled)


def _unsampled(population: ArrayLike, stratum: Positions, counts: Positions, names: list[object]) -> Floats:
    """Return the share of each stratum's clusters that were not drawn."""
    sizes = np.asarray(population, dtype=np.float64)
    if sizes.shape != stratum.shape:
        raise DataError(f"population: {sizes.size} numbers for {stratum.size} rows; give each row its stratum's.")
    first = sizes[np.unique(stratum, return_index=True)[1]]
    wrong = np.flatnonzero(~(first >= counts))
    if wrong.size:
        i = wrong[0]
        raise DataError(f"population of stratum {names[i]}: {first[i]:g} clusters, of which {counts[i]} were drawn.")
    if np.any(sizes != first[stratum]):
        name = names[int(stratum[np.argmax(sizes != first[stratum])])]
        raise DataError(f"population of stratum {name}: its rows give different numbers of clusters.")
    return np.asarray(1 - counts / first)


def _number(what: str, labels: ArrayLike | None, n: int) -> tuple[Positions, list[object]]:
    """Return labels as positions in order of appearance, and the labels."""
    if labels is None:
        return np.zeros(n, dtype=np.intp), ["all"]
    values = np.asarray(labels, dtype=object)
    if values.shape != (n,):
        raise DataError(f"{what}: {values.size} labels for {n} rows; give one each.")
    missing = sum(value is None or value != value for value in values)
    if missing:
        raise DataError(f"{what}: {missing} of {n} labels are missing; every row needs its own.")
    known: dict[object, int] = {}
    place = np.array([known.setdefault(value, len(known)) for value in values], dtype=np.intp)
    return place, list(known)
