"""Basic, performance and excitement factors by three published rules."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray
from scipy.stats import t

from survey.errors import check_option
from survey.stats.shape.penalty_reward import PenaltyReward, Rule, measure_impact

Floats = NDArray[np.float64]


def classify_impact(found: PenaltyReward, rule: Rule, *, limit: float = 0.2, alpha: float = 0.05) -> list[str]:
    """Classify drivers as "basic", "performance", "excitement" or "indifferent"; "" where a cell is too small.

    Parameters
    ----------
    found
        Penalties and rewards, raw or standardised.
    rule
        "asymmetry": impact asymmetry below -`limit` is basic, above `limit` excitement, between performance, and
        without penalty and reward indifferent. "significance": a significant penalty alone is basic, a significant
        reward alone excitement, both performance, neither indifferent; a coefficient of the other sign does not count.
        "difference": a penalty significantly larger than the reward is basic, a reward significantly larger excitement;
        else performance where either is significant, indifferent where none is.
    limit
        Asymmetry up to which penalty and reward count as equal.
    alpha
        Level of significance.

    References
    ----------
    Brandt (1987) for "significance". Mikulić & Prebežac (2008), Managing Service Quality 18, 559-576, for the index of
    "asymmetry". Albayrak & Caber (2013), The Service Industries Journal 33, 1589-1608, on how classes depend on the
    rule.

    Examples
    --------
    >>> from survey.stats.shape.penalty_reward import contrast_penalties
    >>> y = [1.0, 2.0, 4.0, 5.0, 6.0, 6.5]
    >>> found = contrast_penalties(y, np.array([[1.0], [1.0], [3.0], [3.0], [5.0], [5.0]]), np.array([[1.0, 5.0]]))
    >>> classify_impact(found, "asymmetry")
    ['basic']
    """
    check_option("rule", rule, get_args(Rule))
    known = np.isfinite(found.penalty) & np.isfinite(found.reward)
    impact = measure_impact(found)
    worse, better = _significant(found, alpha)
    if rule == "significance":
        basic, excitement, active = worse & ~better, better & ~worse, worse | better
    elif rule == "difference":
        apart = impact.difference_p < alpha
        larger = found.reward + found.penalty > 0
        basic, excitement, active = apart & ~larger & worse, apart & larger & better, worse | better
    else:
        basic, excitement = impact.asymmetry < -limit, impact.asymmetry > limit
        active = impact.impact_range > 0
    names = np.select([~known, basic, excitement, active], ["", "basic", "excitement", "performance"], "indifferent")
    return [str(name) for name in names]


def _significant(found: PenaltyReward, alpha: float) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Return which drivers have a significant penalty below 0, and which a significant reward above 0."""
    edge = float(t.ppf(1 - alpha / 2, found.fit.df))
    error = np.sqrt(np.einsum("kii->ki", found.covariance))
    with np.errstate(invalid="ignore"):
        return found.penalty < -edge * error[:, 0], found.reward > edge * error[:, 1]
