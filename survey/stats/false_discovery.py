"""P values adjusted for the number of questions asked at once."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import check_option

Floats = NDArray[np.float64]
Correction = Literal["bh", "by", "holm", "none"]


def adjust_p_values(p: ArrayLike, method: Correction = "bh") -> Floats:
    """Return p values adjusted for a family of tests.

    Use ``bh`` where many comparisons are looked through and a share of false ones among those shown can be borne;
    ``holm`` where none may be false.

    Parameters
    ----------
    p
        P values of one family, any shape; NaN is no test and stays NaN.
    method
        ``bh``: false discovery rate (Benjamini & Hochberg), for tests that are independent or depend positively.
        ``by``: the same under any dependence (Benjamini & Yekutieli). ``holm``: the chance of a single false one.
        ``none``: as they are.

    Returns
    -------
    ndarray
        Same shape, at least the raw p value and at most 1.

    Raises
    ------
    OptionError
        Unknown method.

    References
    ----------
    Benjamini & Hochberg (1995), JRSS B 57, 289-300. Benjamini & Yekutieli (2001), Annals of Statistics 29, 1165-1188.
    Holm (1979), Scandinavian Journal of Statistics 6, 65-70.

    Examples
    --------
    >>> adjust_p_values([0.01, 0.02, 0.04, np.nan]).round(3)
    array([0.03, 0.03, 0.04,  nan])
    >>> adjust_p_values([0.01, 0.02, 0.04], "holm")
    array([0.03, 0.04, 0.04])
    """
    check_option("method", method, get_args(Correction))
    raw = np.asarray(p, dtype=np.float64)
    tested = ~np.isnan(raw)
    values = raw[tested]
    m = len(values)
    if method == "none" or not m:
        return raw.copy()
    order = np.argsort(values, kind="stable")
    place = np.arange(1, m + 1)
    if method == "holm":
        stepped = np.maximum.accumulate(values[order] * (m - place + 1))
    else:
        factor = float(np.sum(1 / place)) if method == "by" else 1.0
        stepped = np.minimum.accumulate((values[order] * m * factor / place)[::-1])[::-1]
    adjusted = np.empty(m)
    adjusted[order] = np.minimum(stepped, 1.0)
    result = np.full(raw.shape, np.nan)
    result[tested] = adjusted
    return result
