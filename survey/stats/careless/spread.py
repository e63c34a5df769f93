"""How much the answers of one respondent vary."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from survey.errors import OptionError
from survey.stats.careless.answers import Floats, check_answers


def intra_individual_sd(x: ArrayLike) -> Floats:
    """Return the standard deviation of a respondent's answers ("intra-individual response variability").

    Parameters
    ----------
    x
        Answers as given, shape (n, k); NaN where missing.

    Returns
    -------
    ndarray
        Shape (n,), divided by answers minus 1; NaN with fewer than two answers.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105-121.

    Examples
    --------
    >>> intra_individual_sd([[1, 2, 3], [4, 4, np.nan]])
    array([1., 0.])
    """
    values = check_answers(x)
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    mean = np.sum(values, axis=1, where=there) / np.maximum(count, 1)
    around = values - mean[:, None]
    around[~there] = 0.0
    squares = np.einsum("ij,ij->i", around, around)
    return np.asarray(np.sqrt(np.divide(squares, count - 1, out=np.full(len(values), np.nan), where=count > 1)))


def split_sd(x: ArrayLike, parts: int = 4) -> Floats:
    """Return the standard deviation of a respondent's answers in each part of the questionnaire.

    Use it to see who gave up on the way: the last parts vary less than the first.

    Parameters
    ----------
    x
        Answers as given in the order shown, shape (n, k); NaN where missing.
    parts
        How many stretches of the items, of as equal a width as they can be.

    Returns
    -------
    ndarray
        Shape (n, parts); NaN with fewer than two answers in a part.

    Raises
    ------
    OptionError
        `parts` is below 1, or above half the number of items.

    Notes
    -----
    Part j ends at place 1 + j · (k - 1) / parts, the last item before or at it included.

    References
    ----------
    Dunn, Heggestad, Shanock & Theilgard (2018), Journal of Business and Psychology 33, 105-121.

    Examples
    --------
    >>> split_sd([[1, 3, 2, 2]], parts=2).round(3)
    array([[1.414, 0.   ]])
    """
    values = check_answers(x)
    k = values.shape[1]
    if not 1 <= parts <= max(k // 2, 1):
        raise OptionError(f"parts={parts} of {k} items: give 1 to {max(k // 2, 1)}, so that a part has two items.")
    part = np.maximum(-(-np.arange(k) * parts // max(k - 1, 1)) - 1, 0)
    return np.column_stack([intra_individual_sd(values[:, part == at]) for at in range(parts)])
