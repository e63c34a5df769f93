"""Drivers that separate the answers of an outcome, so that a coefficient is infinite."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.newton import has_no_peak

Floats = NDArray[np.float64]

#: Log odds beyond this are odds above three million to one; whether they are infinite is then looked into.
RUNAWAY_LOGIT = 15.0

__all__ = ["RUNAWAY_LOGIT", "SeparationError", "find_separating", "refuse_separation"]


class SeparationError(DataError):
    """Say that drivers separate the answers, so that no finite coefficient fits them best.

    Parameters
    ----------
    message
        What is wrong and what to do.
    drivers
        Positions of the drivers that do it, the fewest that were found.
    """

    def __init__(self, message: str, drivers: Sequence[int]) -> None:
        super().__init__(message)
        self.drivers = tuple(drivers)


def find_separating(directions: Floats, constants: int) -> tuple[int, ...]:
    """Return the drivers that separate the answers: one that does so alone, else a set of which none can be spared.

    Parameters
    ----------
    directions
        One row per term of the likelihood, shape (m, constants + k): a step d makes the term likelier if the row
        times d is positive.
    constants
        How many columns are intercepts or thresholds; the drivers come after them.

    Returns
    -------
    tuple
        Positions of drivers; empty where the answers are not separated.

    Notes
    -----
    A linear program for every driver, and twice as many where no driver does it alone.

    References
    ----------
    Albert & Anderson (1984). On the existence of maximum likelihood estimates in logistic regression models.
    Biometrika 71, 1-10.

    Examples
    --------
    >>> rows = np.array([[1.0, 0.0, 1.0], [1.0, 1.0, 2.0], [-1.0, -1.0, -3.0], [-1.0, 0.0, -4.0]])
    >>> find_separating(-rows, 1)
    (1,)
    """
    k = directions.shape[1] - constants
    kept = list(range(k))

    def separate(drivers: Sequence[int]) -> bool:
        columns = [*range(constants), *(constants + j for j in drivers)]
        return has_no_peak(directions[:, columns])

    if not separate(kept):
        return ()
    alone = tuple(j for j in kept if separate([j]))
    if alone:
        return alone
    for j in range(k):
        fewer = [other for other in kept if other != j]
        if separate(fewer):
            kept = fewer
    return tuple(kept)


def refuse_separation(directions: Floats, constants: int) -> None:
    """Raise `SeparationError` where drivers separate the answers.

    Parameters
    ----------
    directions, constants
        As in `find_separating`.
    """
    found = find_separating(directions, constants)
    if found:
        names = ", ".join(map(str, found))
        raise SeparationError(
            f"Driver {names} separates the outcome's answers, so a coefficient is infinite: leave it out, "
            "merge its categories, or cut the outcome elsewhere.",
            found,
        )
