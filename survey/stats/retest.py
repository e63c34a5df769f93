"""Test and retest: how far the same people give the same score twice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import ndtri
from scipy.stats import t

from survey.errors import DataError
from survey.stats.intraclass import estimate_intraclass, take_mean_squares
from survey.stats.moments import check_weights

Floats = NDArray[np.float64]

#: Of two measurements of someone who has not changed, this many differ by less than the smallest detectable change.
DETECTED = 0.95
FEWEST = 4  # Fisher's interval of a correlation divides by n - 3


@dataclass(frozen=True)
class RetestEstimate:
    """One number about a retest; NaN where it has no interval."""

    name: str
    estimate: float
    low: float
    high: float


def estimate_retest(
    first: ArrayLike, second: ArrayLike, *, weights: ArrayLike | None = None, confidence: float = 0.95
) -> tuple[RetestEstimate, ...]:
    """Compare two measurements of the same people.

    Parameters
    ----------
    first, second
        Scores, shape (n,), none missing.
    weights
        One weight per person; whole numbers give the estimates of repeated rows.
    confidence
        Coverage of the intervals.

    Returns
    -------
    tuple
        ``icc_a1`` agreement and ``icc_c1`` consistency of single scores; ``pearson`` with Fisher's interval;
        ``mean_change``, second less first, with a t interval; ``sem``, the standard error of measurement with the
        occasions' shift in it; ``sdc``, the smallest change of one person that is larger than it.

    Raises
    ------
    DataError
        There are fewer than four people, or the scores are all the same at either time.

    Notes
    -----
    Weights: degrees of freedom take Kish's effective n.

    References
    ----------
    McGraw & Wong (1996), Psychological Methods 1, 30-46. de Vet, Terwee, Knol & Bouter (2006). When to use agreement
    versus reliability measures. Journal of Clinical Epidemiology 59, 1033-1039. Beckerman et al. (2001), Quality of
    Life Research 10, 571-578.

    Examples
    --------
    >>> found = estimate_retest([1.0, 2, 3, 4, 5], [1.0, 3, 3, 4, 6])
    >>> [(one.name, round(one.estimate, 3)) for one in found][:3]
    [('icc_a1', 0.932), ('icc_c1', 0.948), ('pearson', 0.957)]
    """
    rows = np.column_stack([np.asarray(first, dtype=np.float64), np.asarray(second, dtype=np.float64)])
    if len(rows) < FEWEST:
        raise DataError(f"A retest needs at least {FEWEST} people measured twice; there are {len(rows)}.")
    if np.any(np.ptp(rows, axis=0) == 0):
        raise DataError("At one of the two times all scores are the same, so that nothing can be compared.")
    w = check_weights(weights, len(rows))
    squares = take_mean_squares(rows, w)
    forms = {one.form: one for one in estimate_intraclass(squares, confidence)}
    shift = max((squares.raters - squares.error) / squares.n, 0.0)
    sem = float(np.sqrt(shift + squares.error))
    nan = float("nan")
    return (
        *(
            RetestEstimate(name, forms[name].estimate, forms[name].low, forms[name].high)
            for name in ("icc_a1", "icc_c1")
        ),
        RetestEstimate("pearson", *_correlate(rows, w, squares.effective_n, confidence)),
        RetestEstimate("mean_change", *_change(rows, w, squares.effective_n, confidence)),
        RetestEstimate("sem", sem, nan, nan),
        RetestEstimate("sdc", float(ndtri((1 + DETECTED) / 2) * np.sqrt(2)) * sem, nan, nan),
    )


def _correlate(rows: Floats, w: Floats, n: float, confidence: float) -> tuple[float, float, float]:
    centred = rows - w @ rows / w.sum()
    cross = (centred * w[:, None]).T @ centred
    r = float(np.clip(cross[0, 1] / np.sqrt(cross[0, 0] * cross[1, 1]), -1, 1))
    if abs(r) == 1 or n <= FEWEST - 1:
        return r, r if abs(r) == 1 else float("nan"), r if abs(r) == 1 else float("nan")
    half = float(ndtri((1 + confidence) / 2)) / np.sqrt(n - 3)
    return r, float(np.tanh(np.arctanh(r) - half)), float(np.tanh(np.arctanh(r) + half))


def _change(rows: Floats, w: Floats, n: float, confidence: float) -> tuple[float, float, float]:
    gap = rows[:, 1] - rows[:, 0]
    mean = float(w @ gap / w.sum())
    variance = float(w @ (gap - mean) ** 2 / (w.sum() - w @ w / w.sum()))
    half = float(t.ppf((1 + confidence) / 2, n - 1)) * float(np.sqrt(variance / n))
    return mean, mean - half, mean + half
