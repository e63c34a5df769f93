"""Which ranks a driver may have, and letters for those that are not told apart."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def rank_bands(above: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Return the best and the worst rank that resolved pairs leave to each driver.

    Parameters
    ----------
    above
        Shape (k, k): whether the row's driver is resolved to be above the column's.

    Returns
    -------
    tuple
        1 + the number resolved above it, and k less the number resolved below it, shape (k,) each.

    References
    ----------
    Mohamad, Goeman & van Zwet (2022). Simultaneous confidence intervals for ranks with application to ranking
    institutions. Biometrics 78, 238-247.

    Examples
    --------
    >>> rank_bands(np.array([[False, False, True], [False, False, False], [False, False, False]]))
    (array([1., 1., 2.]), array([2., 3., 3.]))
    """
    return 1.0 + np.sum(above, axis=0), float(len(above)) - np.sum(above, axis=1)


def letter_display(differ: NDArray[np.bool_]) -> list[str]:
    """Return letters such that two drivers share one exactly if they are not told apart.

    Parameters
    ----------
    differ
        Shape (k, k), symmetric: whether two drivers, in the order of their ranks, are told apart.

    Returns
    -------
    list
        A text per driver, such as "a", "ab", "b".

    Notes
    -----
    Insert and absorb: start from one letter for all; for every pair told apart, split each letter that both have; drop
    letters held only by some of those that hold another.

    References
    ----------
    Piepho (2004). An algorithm for a letter-based representation of all-pairwise comparisons. Journal of Computational
    and Graphical Statistics 13, 456-466.

    Examples
    --------
    >>> letter_display(np.array([[False, False, True], [False, False, False], [True, False, False]]))
    ['a', 'ab', 'b']
    """
    k = len(differ)
    columns = [frozenset(range(k))]
    for one, other in zip(*np.nonzero(np.triu(differ, 1)), strict=True):
        both = [column for column in columns if one in column and other in column]
        kept = [column for column in columns if column not in both]
        columns = _absorb(kept + [column - {drop} for column in both for drop in (int(one), int(other))])
    columns.sort(key=sorted)
    return ["".join(_name(at) for at, column in enumerate(columns) if driver in column) for driver in range(k)]


def _absorb(columns: list[frozenset[int]]) -> list[frozenset[int]]:
    """Drop columns contained in others."""
    distinct = list(dict.fromkeys(columns))
    return [one for one in distinct if one and not any(one < other for other in distinct)]


def _name(position: int) -> str:
    turn, letter = divmod(position, len(ascii_lowercase))
    return ascii_lowercase[letter] + (str(turn) if turn else "")
