"""Whether any weights at all meet a set of margins."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


def closest_margins(codes: ArrayLike, targets: Sequence[ArrayLike]) -> float:
    """Return how close to all targets any weights can come: the smallest largest difference.

    Use it where raking did not converge: above 0 the margins contradict each other in this sample, because
    combinations of categories that they need have no respondent; 0 says that weights exist.

    Parameters
    ----------
    codes
        Category of every row on every margin, 0 to c - 1, or -1 for no answer, shape (n, m).
    targets
        For every margin the population share of each category.

    Returns
    -------
    float
        Difference of a share from its target among those who answered.

    Raises
    ------
    DataError
        The linear program could not be solved.

    Notes
    -----
    A linear program over the combinations of categories that occur; their weights may be 0.

    References
    ----------
    Fienberg (1970). An iterative procedure for estimation in contingency tables. Annals of Mathematical Statistics 41,
    907-917 (iterative fitting converges where a table with the margins and the zeros exists).

    Examples
    --------
    >>> closest_margins([[0, 0], [0, 0], [1, 1]], [[0.5, 0.5], [0.6, 0.4]])
    0.05
    >>> closest_margins([[0, 0], [0, 1], [1, 1]], [[0.5, 0.5], [0.4, 0.6]])
    0.0
    """
    from scipy.optimize import linprog

    cells = np.unique(np.asarray(codes), axis=0)
    gaps = np.vstack(
        [
            ((column == category).astype(np.float64) - share * (column >= 0))
            for column, target in zip(cells.T, targets, strict=True)
            for category, share in enumerate(np.asarray(target, dtype=np.float64))
        ]
    )
    slack = np.full((len(gaps), 1), -1.0)
    found = linprog(
        c=np.append(np.zeros(len(cells)), 1.0),
        A_ub=np.block([[gaps, slack], [-gaps, slack]]),
        b_ub=np.zeros(2 * len(gaps)),
        A_eq=np.append(np.ones(len(cells)), 0.0)[None],
        b_eq=[1.0],
    )
    if found.x is None:
        raise DataError(f"Whether the margins can be met could not be found out: {found.message}.")
    return float(round(found.fun, 10)) + 0.0
