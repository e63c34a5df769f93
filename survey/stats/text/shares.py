"""Shares of texts that say something, with intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.stats.linearisation import linearised_means
from survey.stats.moments import check_weights
from survey.stats.proportions import wilson_interval
from survey.stats.sample_design import take_design
from survey.stats.t_intervals import logit_interval

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class TextShares:
    """Hold shares with the ends of their intervals, each of shape (k,)."""

    share: Floats
    low: Floats
    high: Floats


def estimate_text_shares(
    marks: ArrayLike, written: ArrayLike, weights: ArrayLike | None = None, confidence: float = 0.95
) -> TextShares:
    """Return the share of writers whose text bears each mark.

    Parameters
    ----------
    marks
        Whether each writer's text bears each mark, shape (n_written, k).
    written
        Whether each respondent wrote, shape (n,).
    weights
        One per respondent, shape (n,), or None.
    confidence
        Coverage of the intervals.

    Notes
    -----
    Without weights: Wilson's interval. With weights: linearised standard errors, those who did not write staying in the
    design, and t intervals on the logit scale; at a share of 0 or 1 Wilson's with Kish's effective number.

    References
    ----------
    Wilson (1927), JASA 22, 209-212. Korn & Graubard (1998), Survey Methodology 24, 193-201.

    Examples
    --------
    >>> found = estimate_text_shares([[True], [False]], [True, True, False])
    >>> found.share, found.low.round(3)
    (array([0.5]), array([0.095]))
    """
    there = np.asarray(written, dtype=bool)
    borne = np.asarray(marks, dtype=np.float64)
    if weights is None:
        share = borne.mean(axis=0)
        return _wilson(share, float(len(borne)), confidence)
    w = check_weights(weights, len(there))
    values = np.full((len(there), borne.shape[1]), np.nan)
    values[there] = borne
    about = linearised_means(values, w, take_design(len(there)))
    low, high = logit_interval(about.estimate, about.std_error, about.df, confidence)
    plain = _wilson(about.estimate.clip(0, 1), float(w[there].sum() ** 2 / np.sum(w[there] ** 2)), confidence)
    fixed = np.isnan(low)
    return TextShares(about.estimate, np.where(fixed, plain.low, low), np.where(fixed, plain.high, high))


def _wilson(share: Floats, n: float, confidence: float) -> TextShares:
    ends = np.array([wilson_interval(float(one), n, confidence) for one in share]).reshape(-1, 2)
    return TextShares(np.asarray(share), ends[:, 0], ends[:, 1])
