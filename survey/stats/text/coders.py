"""How far more than two coders agree: Fleiss' kappa and Krippendorff's alpha of categories."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError

Floats = NDArray[np.float64]


def fleiss_kappa(counts: ArrayLike) -> float:
    """Return Fleiss' kappa of several coders.

    Parameters
    ----------
    counts
        How many coders put each text into each category, shape (n, k); every row has the same sum.

    Returns
    -------
    float
        NaN where all coders use one category throughout.

    Raises
    ------
    DataError
        Rows have different sums, or there are fewer than two coders or texts.

    References
    ----------
    Fleiss (1971). Measuring nominal scale agreement among many raters. Psychological Bulletin 76, 378-382.

    Examples
    --------
    >>> fleiss_kappa([[3, 0], [0, 3], [3, 0]])
    1.0
    """
    table = np.asarray(counts, dtype=np.float64)
    coders = table.sum(axis=1) if table.ndim == 2 and len(table) > 1 else np.zeros(1)
    if coders[0] < 2 or np.any(coders != coders[0]):
        raise DataError("Fleiss' kappa needs two texts or more, each coded by the same number of coders, at least two.")
    m = float(coders[0])
    observed = float(np.mean((np.sum(table**2, axis=1) - m) / (m * (m - 1))))
    chance = float(np.sum((table.sum(axis=0) / table.sum()) ** 2))
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")


def krippendorff_alpha(codings: ArrayLike) -> float:
    """Return Krippendorff's alpha of categories; texts may miss some coders.

    Parameters
    ----------
    codings
        A row a text, a column a coder, shape (n, m), categories as numbers; NaN where a coder did not code the text.

    Returns
    -------
    float
        NaN where only one category was used.

    Raises
    ------
    DataError
        No text was coded twice.

    References
    ----------
    Krippendorff (2011). Computing Krippendorff's alpha-reliability. University of Pennsylvania, Annenberg School.

    Examples
    --------
    >>> round(krippendorff_alpha([[0, 1], [1, 1], [0, 0], [0, 0]]), 4)
    0.5333
    """
    values = np.asarray(codings, dtype=np.float64)
    labels = np.unique(values[~np.isnan(values)])
    counts = np.stack([np.sum(values == label, axis=1) for label in labels], axis=1).astype(np.float64)
    paired = counts[counts.sum(axis=1) > 1]
    if not len(paired):
        raise DataError("Agreement needs texts coded by at least two coders, and there is none.")
    sizes = paired.sum(axis=1)
    totals, n = paired.sum(axis=0), float(paired.sum())
    observed = float(np.sum((sizes**2 - np.sum(paired**2, axis=1)) / (sizes - 1)))
    expected = (n**2 - float(totals @ totals)) / (n - 1)
    return 1 - observed / expected if expected > 0 else float("nan")
