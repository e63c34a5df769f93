"""Intervals from a standard error and the degrees of freedom of a sample design."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]


def t_interval(estimate: ArrayLike, std_error: ArrayLike, df: float, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Return estimates minus and plus their standard errors times a t quantile.

    Parameters
    ----------
    estimate, std_error
        Same shape.
    df
        Degrees of freedom of the design.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper ends, same shape.

    Examples
    --------
    >>> [end.round(3) for end in t_interval([1.0], [0.1], 10)]
    [array([0.777]), array([1.223])]
    """
    from scipy.stats import t

    centre = np.asarray(estimate, dtype=np.float64)
    half = float(t.ppf((1 + confidence) / 2, df)) * np.asarray(std_error, dtype=np.float64)
    return np.asarray(centre - half), np.asarray(centre + half)


def logit_interval(
    share: ArrayLike, std_error: ArrayLike, df: float, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return t intervals of shares on the logit scale, which stay within 0 and 1.

    Parameters
    ----------
    share, std_error
        Shares and their design-based standard errors, same shape.
    df
        Degrees of freedom of the design.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper ends, same shape; NaN at a share of 0 or 1.

    References
    ----------
    Korn & Graubard (1998). Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data. Survey Methodology 24, 193-201.

    Examples
    --------
    >>> [end.round(4) for end in logit_interval([0.1, 0.0], [0.02, 0.0], 30)]
    [array([0.0659,    nan]), array([0.1489,    nan])]
    """
    from scipy.special import expit, logit

    values = np.asarray(share, dtype=np.float64)
    inside = np.where((values > 0) & (values < 1), values, np.nan)
    low, high = t_interval(logit(inside), np.asarray(std_error) / (inside * (1 - inside)), df, confidence)
    return np.asarray(expit(low)), np.asarray(expit(high))
