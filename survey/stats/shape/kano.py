"""Kano answers: a pair of questions a feature, one with it and one without."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import norm, t

from survey.errors import DataError
from survey.stats.descriptives import effective_n, weighted_mean, weighted_variance
from survey.stats.moments import check_weights
from survey.stats.proportions import wilson_interval

Floats = NDArray[np.float64]

#: In the order of the rule for ties, M > O > A > I; reverse and questionable come last.
CATEGORIES = ("M", "O", "A", "I", "R", "Q")

#: Evaluation table (Kano 1984): rows the answer with the feature, columns without it, from like (1) to dislike (5).
EVALUATION = np.array([list("QAAAO"), list("RIIIM"), list("RIIIM"), list("RIIIM"), list("RRRRQ")])

#: DuMouchel's (1993) points of the answer with the feature, from like to dislike; without it they run the other way.
WITH_POINTS = (4.0, 2.0, 0.0, -1.0, -2.0)
WITHOUT_POINTS = (-2.0, -1.0, 0.0, 2.0, 4.0)

#: Continuous scores from here on count as high (DuMouchel 1993): the middle of 0 to 4.
HIGH_SCORE = 2.0


@dataclass(frozen=True, eq=False)
class KanoCounts:
    """Hold one feature's categories.

    Parameters
    ----------
    shares
        Weighted share of each of `CATEGORIES`, shape (6,).
    category
        The most frequent, ties by M > O > A > I > R > Q.
    second
        The next most frequent.
    satisfaction, dissatisfaction
        SI, 0 to 1, and DI, -1 to 0, with the ends of their intervals, shape (3,) each: estimate, low, high. NaN where
        nobody is in M, O, A or I.
    total_strength, category_strength
        Share of M, O and A; lead of the most frequent category over the next.
    statistic, p_value
        Fong's test that the two most frequent are equally frequent.
    n, n_eff
        Respondents and Kish's effective number.
    """

    shares: Floats
    category: str
    second: str
    satisfaction: Floats
    dissatisfaction: Floats
    total_strength: float
    category_strength: float
    statistic: float
    p_value: float
    n: int
    n_eff: float


def evaluate_pairs(functional: ArrayLike, dysfunctional: ArrayLike) -> NDArray[np.str_]:
    """Return the Kano category of every pair of answers.

    Parameters
    ----------
    functional, dysfunctional
        Answers with and without the feature, 1 (like) to 5 (dislike), shape (n,).

    Returns
    -------
    ndarray
        One of M, O, A, I, R, Q, shape (n,).

    Raises
    ------
    DataError
        An answer is not one of 1 to 5.

    References
    ----------
    Kano, Seraku, Takahashi & Tsuji (1984). Attractive quality and must-be quality. Journal of the Japanese Society for
    Quality Control 14(2), 39-48.

    Examples
    --------
    >>> evaluate_pairs([1, 1, 3, 3, 5, 1], [5, 3, 5, 3, 1, 1]).tolist()
    ['O', 'A', 'M', 'I', 'R', 'Q']
    """
    pair = np.column_stack([functional, dysfunctional]).astype(np.float64)
    if not np.isin(pair, [1, 2, 3, 4, 5]).all():
        raise DataError("Kano answers are 1 (like), 2 (must be), 3 (neutral), 4 (live with) or 5 (dislike).")
    at = pair.astype(np.intp) - 1
    return EVALUATION[at[:, 0], at[:, 1]]


def count_kano(
    functional: ArrayLike, dysfunctional: ArrayLike, weights: ArrayLike | None = None, confidence: float = 0.95
) -> KanoCounts:
    """Count the categories of one feature.

    Parameters
    ----------
    functional, dysfunctional
        Answers with and without the feature, 1 (like) to 5 (dislike), shape (n,), none missing.
    weights
        One weight per respondent; intervals and test use Kish's effective n.
    confidence
        Coverage of the intervals (Wilson's).

    Returns
    -------
    KanoCounts

    Raises
    ------
    DataError
        An answer is not one of 1 to 5.

    References
    ----------
    Berger et al. (1993). Kano's methods for understanding customer-defined quality. Center for Quality of Management
    Journal 2(4), 3-36. Fong (1996). Using the self-stated importance questionnaire to interpret Kano questionnaire
    results. Same journal 5(3), 21-24. Lee & Newcomb (1997). Applying the Kano methodology to meet customer
    requirements: NASA's microgravity science program. Quality Management Journal 4(3), 95-106.

    Examples
    --------
    >>> found = count_kano([1, 1, 1, 3], [5, 5, 3, 5])
    >>> found.category, float(found.satisfaction[0]), float(found.dissatisfaction[0])
    ('O', 0.75, -0.75)
    """
    names = evaluate_pairs(functional, dysfunctional)
    w = check_weights(weights, len(names))
    names, w = names[w > 0], w[w > 0]
    shares = np.array([w[names == name].sum() for name in CATEGORIES]) / w.sum()
    n_eff = effective_n(w)
    order = np.argsort(-np.round(shares, 12), kind="stable")
    first, second = shares[order[0]], shares[order[1]]
    statistic = _fong(float(first), float(second), n_eff)
    must, one, attract, indifferent = shares[:4]
    base = float(must + one + attract + indifferent)
    return KanoCounts(
        shares=shares,
        category=CATEGORIES[order[0]],
        second=CATEGORIES[order[1]],
        satisfaction=_coefficient(float(attract + one), base, n_eff, confidence),
        dissatisfaction=-_coefficient(float(one + must), base, n_eff, confidence)[[0, 2, 1]],
        total_strength=float(must + one + attract),
        category_strength=float(first - second),
        statistic=statistic,
        p_value=float(2 * norm.sf(statistic)),
        n=len(names),
        n_eff=n_eff,
    )


def _fong(first: float, second: float, n: float) -> float:
    """Return Fong's statistic: lead of the mode over sqrt((a + b)(2n - a - b) / 2n), in numbers of respondents."""
    a, b = first * n, second * n
    return float((a - b) / np.sqrt((a + b) * (2 * n - a - b) / (2 * n)))


def _coefficient(part: float, base: float, n_eff: float, confidence: float) -> Floats:
    """Return a share of the respondents in M, O, A and I with its interval."""
    if base <= 0:
        return np.full(3, np.nan)
    share = min(part / base, 1.0)
    return np.array([share, *wilson_interval(share, base * n_eff, confidence)])


@dataclass(frozen=True, eq=False)
class KanoScores:
    """Hold the continuous scores of one feature, each of shape (3,): mean, low, high.

    Parameters
    ----------
    functional, dysfunctional
        Means of the points with and without the feature, -2 to 4, with t intervals.
    category
        Quadrant: both high O, only with the feature A, only without it M, none I.
    """

    functional: Floats
    dysfunctional: Floats
    category: str


def score_kano(
    functional: ArrayLike, dysfunctional: ArrayLike, weights: ArrayLike | None = None, confidence: float = 0.95
) -> KanoScores:
    """Score one feature on DuMouchel's asymmetric points, which weigh clear answers more than lukewarm ones.

    Parameters
    ----------
    functional, dysfunctional, weights, confidence
        As in `count_kano`.

    References
    ----------
    DuMouchel (1993). Thoughts on graphical and continuous analysis. In Berger et al., Center for Quality of Management
    Journal 2(4), 20-23.

    Examples
    --------
    >>> found = score_kano([1, 1, 2], [5, 5, 4])
    >>> found.functional.round(4)[0] == found.dysfunctional.round(4)[0], found.category
    (np.True_, 'O')
    """
    evaluate_pairs(functional, dysfunctional)
    w = check_weights(weights, np.size(functional))
    sides = [
        _mean_with_interval(np.array(points)[np.asarray(answers, dtype=np.intp) - 1], w, confidence)
        for points, answers in ((WITH_POINTS, functional), (WITHOUT_POINTS, dysfunctional))
    ]
    high = tuple(bool(side[0] >= HIGH_SCORE) for side in sides)
    category = {(True, True): "O", (True, False): "A", (False, True): "M", (False, False): "I"}[high[0], high[1]]
    return KanoScores(sides[0], sides[1], category)


def _mean_with_interval(values: Floats, w: Floats, confidence: float) -> Floats:
    """Return mean, low and high, by t with the effective n; no interval for fewer than two respondents."""
    mean, n = weighted_mean(values, w), effective_n(w)
    if n <= 1:
        return np.array([mean, np.nan, np.nan])
    half = t.ppf((1 + confidence) / 2, n - 1) * np.sqrt(weighted_variance(values, w) / n)
    return np.array([mean, mean - half, mean + half])
