"""The two models behind a scorecard: shares and times of groups."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.service.beta_binomial import fit_beta_binomial, posterior_parameters, shrink_shares
from survey.stats.service.random_effects import fit_random_effects, shrink_means

Floats = NDArray[np.float64]
SHORTEST = 0.5  # seconds
#: Limits of a funnel, as shares of groups like the mean inside them (Spiegelhalter 2005).
FUNNEL_SHARES = (0.95, 0.998)
_FUNNEL_POINTS = 60


@dataclass(frozen=True)
class GroupFit:
    """Estimates of groups and how to draw their true values.

    Attributes
    ----------
    table
        A row per group, in no order that matters.
    spread
        Mean and SD between groups.
    draw
        From a generator and a number to draws, shape (n_draws, n_groups).
    differs
        Whether the groups differ by more than chance.
    unit_sd
        SD of one unit around its group, of shares or of log seconds.
    centre
        What the funnel narrows down to: the pooled share, or the mean of log seconds.
    """

    table: pd.DataFrame
    spread: pd.DataFrame
    draw: Callable[[np.random.Generator, int], Floats]
    differs: bool
    unit_sd: float
    centre: float


def fit_shares(units: pd.DataFrame, by: str, confidence: float) -> GroupFit:
    """Fit the shares of groups."""
    from scipy.stats import beta

    counted = units.groupby(by, sort=True)["value"].agg(["sum", "count"])
    hits, n = counted["sum"].to_numpy(dtype=float), counted["count"].to_numpy(dtype=float)
    fit = fit_beta_binomial(hits, n)
    estimate, drawn = shrink_shares(hits, n, fit)
    a, b = posterior_parameters(hits, n, fit)
    tail = (1 - confidence) / 2
    table = pd.DataFrame(
        {
            "group": counted.index.astype(str),
            "numerator": hits,
            "denominator": n.astype(int),
            "raw": hits / n,
            "estimate": estimate,
            "conf_low": beta.ppf(tail, a, b),
            "conf_high": beta.ppf(1 - tail, a, b),
            "drawn": drawn,
        }
    )
    pooled = float(hits.sum() / n.sum())
    return GroupFit(
        table,
        _spread(fit.mean, fit.sd),
        lambda rng, size: rng.beta(a, b, (size, len(a))),
        bool(np.isfinite(fit.precision)),
        float(np.sqrt(pooled * (1 - pooled))),
        pooled,
    )


def fit_seconds(units: pd.DataFrame, by: str, confidence: float) -> GroupFit:
    """Fit the mean log seconds of groups."""
    logs = pd.DataFrame({"group": units[by], "log": np.log(np.maximum(units["value"], SHORTEST))})
    counted = logs.groupby("group", sort=True)["log"].agg(["mean", "count", "var"])
    n = counted["count"].to_numpy(dtype=float)
    spare = n.sum() - len(n)
    within = float(np.nansum(counted["var"].to_numpy() * (n - 1)) / spare) if spare > 0 else 0.0
    if not within > 0:
        raise DataError("the times do not vary within any group, so there is nothing to hold the groups against.")
    means, variances = counted["mean"].to_numpy(dtype=float), within / n
    fit = fit_random_effects(means, variances)
    shrunk = shrink_means(means, variances, fit)
    half = NormalDist().inv_cdf((1 + confidence) / 2) * shrunk.std_error
    table = pd.DataFrame(
        {
            "group": counted.index.astype(str),
            "numerator": np.nan,
            "denominator": n.astype(int),
            "raw": np.exp(means),
            "estimate": np.exp(shrunk.estimate),
            "conf_low": np.exp(shrunk.estimate - half),
            "conf_high": np.exp(shrunk.estimate + half),
            "drawn": shrunk.drawn,
        }
    )

    def draw(rng: np.random.Generator, size: int) -> Floats:
        common = shrunk.drawn * fit.std_error * rng.standard_normal((size, 1))
        own: Floats = shrunk.estimate + common + shrunk.own_sd * rng.standard_normal((size, len(n)))
        return own if fit.variance > 0 else own + 1e-9 * rng.standard_normal((size, len(n)))

    return GroupFit(table, _spread(np.exp(fit.mean), fit.variance**0.5), draw, fit.variance > 0, within**0.5, fit.mean)


def _spread(mean: float, sd: float) -> pd.DataFrame:
    return pd.DataFrame([{"mean": float(mean), "sd": float(sd)}])


def funnel_table(fit: GroupFit, kind: str) -> pd.DataFrame:
    """Return between which limits groups like the mean fall, by the number of units."""
    sizes = fit.table["denominator"]
    n = np.geomspace(max(1, sizes.min()), max(2, sizes.max()), _FUNNEL_POINTS)
    parts = []
    for share in FUNNEL_SHARES:
        half = NormalDist().inv_cdf((1 + share) / 2) * fit.unit_sd / np.sqrt(n)
        low, high = fit.centre - half, fit.centre + half
        ends = (np.clip(low, 0, 1), np.clip(high, 0, 1)) if kind == "share" else (np.exp(low), np.exp(high))
        parts.append(pd.DataFrame({"limit_share": share, "n": n, "limit_low": ends[0], "limit_high": ends[1]}))
    centre = fit.centre if kind == "share" else float(np.exp(fit.centre))
    return pd.concat(parts, ignore_index=True).assign(centre=centre)
