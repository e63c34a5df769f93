"""Whether items have enough in common to be factored: Kaiser–Meyer–Olkin and Bartlett."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from survey.errors import DataError

MIDDLING_KMO = 0.7  # Kaiser 1974: .6 mediocre, .7 middling, .8 meritorious, .9 marvellous
_SINGULAR = 1e-10


@dataclass(frozen=True, kw_only=True)
class Factorability:
    """Measures of what items have in common.

    Attributes
    ----------
    kmo
        Sampling adequacy of all items.
    item_kmo
        Of each item, shape (n_items,).
    bartlett, df, p_value
        Test that no two items correlate.
    determinant
        Of the correlation matrix.
    squared_multiple
        Squared multiple correlation of each item with the others, shape (n_items,).
    """

    kmo: float
    item_kmo: np.ndarray
    bartlett: float
    df: int
    p_value: float
    determinant: float
    squared_multiple: np.ndarray


def measure_factorability(correlation: np.ndarray, n: float) -> Factorability:
    """Measure how much of the items' correlation is shared by more than two.

    Parameters
    ----------
    correlation
        Shape (n_items, n_items).
    n
        Respondents.

    Raises
    ------
    DataError
        The matrix is singular: an item is a sum of others.

    References
    ----------
    Kaiser (1974), Psychometrika 39, 31-36. Bartlett (1951), Biometrika 38, 337-344.

    Examples
    --------
    >>> measure_factorability(np.array([[1, 0.5, 0.4], [0.5, 1, 0.3], [0.4, 0.3, 1]]), 100).kmo.round(4)
    np.float64(0.6279)
    """
    items = len(correlation)
    if float(np.linalg.eigvalsh(correlation)[0]) < _SINGULAR:
        raise DataError("the items' correlations are singular: an item repeats others; leave it out.")
    inverse = np.linalg.inv(correlation)
    scale = np.sqrt(np.outer(np.diag(inverse), np.diag(inverse)))
    off = ~np.eye(items, dtype=bool)
    squares = correlation**2 * off
    partial = (inverse / scale) ** 2 * off
    determinant = float(np.linalg.det(correlation))
    df = items * (items - 1) // 2
    statistic = -(n - 1 - (2 * items + 5) / 6) * float(np.linalg.slogdet(correlation)[1])
    return Factorability(
        kmo=np.sum(squares) / (np.sum(squares) + np.sum(partial)),
        item_kmo=np.sum(squares, axis=0) / (np.sum(squares, axis=0) + np.sum(partial, axis=0)),
        bartlett=statistic,
        df=df,
        p_value=float(chi2.sf(statistic, df)),
        determinant=determinant,
        squared_multiple=1 - 1 / np.diag(inverse),
    )
