"""Intervals of shares and of the recommendation score (NPS)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.errors import DataError

#: Respondents added by the adjusted Wald interval, and how they split (Rocks 2016, three in all).
ADDED_RESPONDENTS = 3.0
ADDED_EACH_END = 0.75


@dataclass(frozen=True)
class RecommendInterval:
    """Hold an adjusted Wald interval of the recommendation score, as shares from -1 to 1.

    Parameters
    ----------
    centre, std_error
        Score and standard error after the added respondents.
    low, high
        Ends of the interval.
    """

    centre: float
    std_error: float
    low: float
    high: float


def _normal_quantile(confidence: float) -> float:
    from scipy.special import ndtri

    if not 0 < confidence < 1:
        raise DataError(f"The confidence is a share between 0 and 1, not {confidence}.")
    return float(ndtri((1 + confidence) / 2))


def wilson_interval(share: float, n: float, confidence: float = 0.95) -> tuple[float, float]:
    """Return Wilson's score interval of a share.

    Parameters
    ----------
    share
        Share found, 0 to 1.
    n
        Number of answers; the effective number with weights.
    confidence
        Coverage asked for.

    Returns
    -------
    tuple
        Lower and upper end, within 0 and 1.

    Raises
    ------
    DataError
        If there is no answer or the share is outside 0 to 1.

    References
    ----------
    Wilson (1927). Probable inference, the law of succession, and statistical inference. JASA 22, 209-212.

    Examples
    --------
    >>> [round(end, 4) for end in wilson_interval(0.8, 50)]
    [0.6696, 0.8876]
    """
    if n <= 0 or not 0 <= share <= 1:
        raise DataError(f"An interval needs a share from 0 to 1 of at least one answer, not {share} of {n}.")
    z2 = _normal_quantile(confidence) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n**2))) / (1 + z2 / n)
    return max(0.0, float(centre - half)), min(1.0, float(centre + half))


def recommend_score(promoters: float, passives: float, detractors: float) -> tuple[float, float]:
    """Return the recommendation score (NPS) and its standard error, as shares.

    Parameters
    ----------
    promoters, passives, detractors
        Numbers of respondents answering 9-10, 7-8 and 0-6. With weights, the weighted shares times the
        effective number of respondents (see `recommend_score_of_shares`).

    Returns
    -------
    tuple
        Score from -1 to 1, and sqrt((p + d - (p - d)^2) / n).

    Raises
    ------
    DataError
        If a number is negative or all are zero.

    References
    ----------
    Reichheld (2003). The one number you need to grow. Harvard Business Review 81(12), 46-54. The
    variance is that of a variable with the values 1, 0 and -1.

    Examples
    --------
    >>> score, std_error = recommend_score(50, 30, 20)
    >>> round(score, 4), round(std_error, 7)
    (0.3, 0.0781025)
    """
    n = promoters + passives + detractors
    if min(promoters, passives, detractors) < 0 or n <= 0:
        raise DataError("A recommendation score needs numbers of at least zero, not all zero.")
    p, d = promoters / n, detractors / n
    return float(p - d), float(np.sqrt((p + d - (p - d) ** 2) / n))


def recommend_score_of_shares(promoters: float, detractors: float, effective_n: float) -> tuple[float, float]:
    """Return the recommendation score and its standard error from weighted shares.

    Parameters
    ----------
    promoters, detractors
        Weighted shares, 0 to 1.
    effective_n
        Kish's effective number of respondents.

    Returns
    -------
    tuple
        Score from -1 to 1 and its standard error.

    Raises
    ------
    DataError
        If the shares exceed 1 or there is no respondent.

    Examples
    --------
    >>> recommend_score_of_shares(0.5, 0.2, 100)[0]
    0.3
    """
    return recommend_score(*_numbers(promoters, detractors, effective_n))


def _numbers(promoters: float, detractors: float, effective_n: float) -> tuple[float, float, float]:
    """Return the numbers that shares of an effective number of respondents stand for."""
    rest = 1 - promoters - detractors
    if rest < -1e-9:
        raise DataError(f"Shares of promoters and detractors of {promoters} and {detractors} exceed 1.")
    return promoters * effective_n, max(rest, 0.0) * effective_n, detractors * effective_n


def adjusted_wald_recommend(
    promoters: float, passives: float, detractors: float, confidence: float = 0.95
) -> RecommendInterval:
    """Return the adjusted Wald interval of the recommendation score.

    Three respondents are added, three quarters of one at each end; its coverage holds up in small
    samples, where the plain interval's does not.

    Parameters
    ----------
    promoters, passives, detractors
        Numbers of respondents, as in `recommend_score`.
    confidence
        Coverage asked for.

    Returns
    -------
    RecommendInterval
        As shares; the ends are cut to -1 and 1.

    Raises
    ------
    DataError
        If a number is negative or all are zero.

    References
    ----------
    Rocks (2016). Interval estimation for the "net promoter score". The American Statistician 70, 365-372.

    Examples
    --------
    >>> interval = adjusted_wald_recommend(50, 30, 20)
    >>> round(interval.centre, 7), round(interval.std_error, 7)
    (0.2912621, 0.0769151)
    >>> round(interval.low, 4), round(interval.high, 4)
    (0.1405, 0.442)
    """
    recommend_score(promoters, passives, detractors)  # refuses impossible numbers
    middle = ADDED_RESPONDENTS - 2 * ADDED_EACH_END
    centre, std_error = recommend_score(promoters + ADDED_EACH_END, passives + middle, detractors + ADDED_EACH_END)
    half = _normal_quantile(confidence) * std_error
    return RecommendInterval(centre, std_error, max(-1.0, centre - half), min(1.0, centre + half))


def adjusted_wald_recommend_of_shares(
    promoters: float, detractors: float, effective_n: float, confidence: float = 0.95
) -> RecommendInterval:
    """Return the adjusted Wald interval of the recommendation score from weighted shares.

    Parameters
    ----------
    promoters, detractors
        Weighted shares, 0 to 1.
    effective_n
        Kish's effective number of respondents.
    confidence
        Coverage asked for.

    Returns
    -------
    RecommendInterval

    Raises
    ------
    DataError
        If the shares exceed 1 or there is no respondent.

    Examples
    --------
    >>> round(adjusted_wald_recommend_of_shares(0.5, 0.2, 100).low, 4)
    0.1405
    """
    return adjusted_wald_recommend(*_numbers(promoters, detractors, effective_n), confidence=confidence)
