"""The tables of an exploratory factor analysis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.stats.factors.factorability import Factorability
from survey.stats.factors.retention import ParallelAnalysis
from survey.stats.factors.rotation import Rotated

# Howard (2016), Int. J. Human-Computer Interaction 32:51: the .40-.30-.20 rule.
LEAST_LOADING, MOST_BESIDE, LEAST_AHEAD = 0.40, 0.30, 0.20
LEAST_ADEQUACY = 0.50  # Kaiser (1974): below, unacceptable


def name_factors(count: int) -> list[str]:
    """Return names for factors that nobody has named."""
    return [f"F{number}" for number in range(1, count + 1)]


def tabulate_loadings(items: Sequence[str], loadings: np.ndarray, low: np.ndarray, high: np.ndarray) -> pd.DataFrame:
    """Return a row per item and factor."""
    names = name_factors(loadings.shape[1])
    count = len(names)
    return pd.DataFrame(
        {
            "item": np.repeat(list(items), count),
            "factor": names * len(items),
            "estimate": loadings.reshape(-1),
            "conf_low": low.reshape(-1),
            "conf_high": high.reshape(-1),
        }
    )


def judge_items(items: Sequence[str], rotated: Rotated, adequacy: np.ndarray) -> pd.DataFrame:
    """Return a row per item with its factor, what it shares, and why it might be left out."""
    loadings = rotated.loadings
    names = name_factors(loadings.shape[1])
    shared = np.sum(loadings * (loadings @ rotated.correlation), axis=1)
    rows = []
    for at, item in enumerate(items):
        size = np.abs(loadings[at])
        order = np.argsort(-size)
        beside = float(size[order[1]]) if len(size) > 1 else 0.0
        strongest = float(size[order[0]])
        reasons = [
            *(["weak"] if strongest < LEAST_LOADING else []),
            *(["on_two"] if beside >= MOST_BESIDE and strongest - beside < LEAST_AHEAD else []),
            *(["inadequate"] if adequacy[at] < LEAST_ADEQUACY else []),
        ]
        measures = (strongest, beside, float(shared[at]), float(adequacy[at]))
        rows.append((item, names[order[0]], *measures, ", ".join(reasons)))
    return pd.DataFrame(rows, columns=["item", "factor", "estimate", "second", "communality", "kmo", "flag"])


def tabulate_factors(rotated: Rotated) -> pd.DataFrame:
    """Return a row per factor: the variance it explains, and the share of all items' variance."""
    explained = np.sum(rotated.loadings * (rotated.loadings @ rotated.correlation), axis=0)
    share = explained / len(rotated.loadings)
    return pd.DataFrame({"factor": name_factors(len(explained)), "explained": explained, "share": share})


def tabulate_correlations(rotated: Rotated) -> pd.DataFrame:
    """Return a row per pair of factors."""
    names = name_factors(len(rotated.correlation))
    rows = [
        (names[one], names[other], float(rotated.correlation[one, other]))
        for one in range(len(names))
        for other in range(one + 1, len(names))
    ]
    return pd.DataFrame(rows, columns=["factor", "other", "estimate"])


def tabulate_retention(parallel: ParallelAnalysis) -> pd.DataFrame:
    """Return a row per eigenvalue: observed, and the mean and the limit of shuffled answers."""
    return pd.DataFrame(
        {
            "number": np.arange(1, len(parallel.observed) + 1),
            "observed": parallel.observed,
            "shuffled": parallel.mean,
            "limit": parallel.quantile,
        }
    )


def tabulate_adequacy(adequacy: Factorability) -> pd.DataFrame:
    """Return whether the items have enough in common to be factored."""
    return pd.DataFrame(
        {
            "indicator": ["kmo", "bartlett", "determinant"],
            "estimate": [float(adequacy.kmo), adequacy.bartlett, adequacy.determinant],
            "df": [np.nan, float(adequacy.df), np.nan],
            "p_value": [np.nan, adequacy.p_value, np.nan],
        }
    )
