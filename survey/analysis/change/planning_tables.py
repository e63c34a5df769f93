"""The tables of a sample plan."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.analysis.change.planning_input import PlanInput
from survey.stats.power_curve import PowerCurve
from survey.stats.power_simulation import Population
from survey.stats.proportions import adjusted_wald_recommend_of_shares, wilson_interval


@dataclass(frozen=True)
class Costs:
    """What has to be added to complete answers: weighting, incomplete answers, invitations without any."""

    effect: float
    complete: float
    response_rate: float

    def needed(self, n: int) -> int:
        """Return the interviews that n complete answers need."""
        return ceil(ceil(n * self.effect - 1e-9) / self.complete - 1e-9)


def formula_n(population: Population, pair: tuple[int, int], power: float, confidence: float) -> float:
    """Return the n at which the difference of two shares differs from 0, by the normal approximation."""
    gap = population.shares[pair[0]] - population.shares[pair[1]]
    reach = norm.ppf((1 + confidence) / 2) + norm.ppf(power)
    return float((reach * population.spread_of(*pair) / gap) ** 2) if gap > 0 else float("inf")


def power_at(population: Population, pair: tuple[int, int], n: float, confidence: float) -> float:
    """Return the power of n complete rows to separate two drivers, by the normal approximation."""
    gap = population.shares[pair[0]] - population.shares[pair[1]]
    error = population.spread_of(*pair) / np.sqrt(n)
    return float(norm.cdf(gap / error - norm.ppf((1 + confidence) / 2)))


def size_table(
    given: PlanInput,
    population: Population,
    pair: tuple[int, int],
    sizes: tuple[int, float, float, int],
    costs: Costs,
    power: float,
    power_error: float,
) -> pd.DataFrame:
    """Return the one row of the plan; sizes are the n, the ends of its interval, and that of the formula."""
    n, low, high, by_formula = sizes
    row = {
        "driver": given.drivers[pair[0]],
        "other": given.drivers[pair[1]],
        "difference_share": population.shares[pair[0]] - population.shares[pair[1]],
        "r2": given.r2,
        "correlation": given.correlation,
        "power": power,
        "power_error": power_error,
        "n_complete": n,
        "n_from": low,
        "n_to": high,
        "n_formula": by_formula,
        "deff": costs.effect,
        "n_weighted": ceil(n * costs.effect - 1e-9),
        "n_needed": costs.needed(n),
        "response_rate": costs.response_rate,
        "n_invited": ceil(costs.needed(n) / costs.response_rate - 1e-9),
    }
    return pd.DataFrame([row])


def pair_table(given: PlanInput, population: Population, n: float, power: float, confidence: float) -> pd.DataFrame:
    """Return a row per neighbouring pair of drivers in order of their shares: the n that separates them."""
    order = np.argsort(-population.shares, kind="stable")
    rows = []
    for one, other in pairwise(order.tolist()):
        pair = one, other
        needed = formula_n(population, pair, power, confidence)
        rows.append(
            {
                "driver": given.drivers[one],
                "other": given.drivers[other],
                "estimate": population.shares[one] - population.shares[other],
                "n_complete": np.ceil(needed) if np.isfinite(needed) else np.nan,
                "power": power_at(population, pair, n, confidence),
            }
        )
    return pd.DataFrame(rows)


def interval_table(given: PlanInput, population: Population, n: float, confidence: float) -> pd.DataFrame:
    """Return a row per driver: its share, as assumed and as scored, and the interval to expect."""
    reach = norm.ppf((1 + confidence) / 2) * np.sqrt(np.diag(population.influence) / n)
    frame = pd.DataFrame(
        {
            "driver": given.drivers,
            "label": given.labels,
            "assumed_share": given.shares,
            "importance_share": population.shares,
            "conf_low": np.maximum(population.shares - reach, 0.0),
            "conf_high": np.minimum(population.shares + reach, 1.0),
            "margin": reach,
        }
    )
    return frame.sort_values("importance_share", ascending=False, kind="stable", ignore_index=True)


def margin_table(n: float, csat: float, recommend: tuple[float, float], confidence: float) -> pd.DataFrame:
    """Return the intervals to expect of the share of satisfied and of the recommend score, at an effective n."""
    low, high = wilson_interval(csat, n, confidence)
    score = adjusted_wald_recommend_of_shares(recommend[0], recommend[1], n, confidence)
    rows = [
        ("csat", csat, low, high, (high - low) / 2, "top2_wilson"),
        (
            "recommend",
            recommend[0] - recommend[1],
            score.low,
            score.high,
            (score.high - score.low) / 2,
            "adjusted_wald",
        ),
    ]
    frame = pd.DataFrame(rows, columns=["indicator", "estimate", "conf_low", "conf_high", "margin", "estimator"])
    return frame.assign(n_eff=n)


def curve_table(curve: PowerCurve | None) -> pd.DataFrame:
    """Return a row per size simulated: how many surveys separated the two drivers, and the fitted curve."""
    if curve is None:
        return pd.DataFrame(columns=["n", "power", "std_error", "fitted", "n_sim"])
    share = curve.hits / curve.trials
    frame = pd.DataFrame(
        {
            "n": curve.n.astype(int),
            "power": share,
            "std_error": np.sqrt(share * (1 - share) / curve.trials),
            "fitted": curve.power(curve.n),
            "n_sim": curve.trials.astype(int),
        }
    )
    return frame.sort_values("n", ignore_index=True)
