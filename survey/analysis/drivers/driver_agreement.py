"""Whether ways to measure importance agree on the order of drivers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pandas as pd
from scipy.stats import kendalltau, spearmanr

from survey.analysis.drivers.driver_players import split_players
from survey.analysis.drivers.driver_result import Drivers
from survey.errors import DataError
from survey.notes import Note
from survey.result import Result

# Columns of the drivers' table that measure importance; the headline comes first and its twin is left out.
COLUMNS = {
    "relative_weights": "relative_weight",
    "first": "first",
    "last": "last",
    "beta_squared": "beta_squared",
    "pratt": "pratt",
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ImportanceAgreement(Result):
    """Importance of the same drivers by several methods.

    Attributes
    ----------
    table
        A row per method and driver: importance (R² units), importance_share, rank.
    agreement
        A row per method: Kendall's tau-b and Spearman's rho of its importance with the headline's.
    pairs
        A row per pair: how many methods order it as the headline does (`same_order` of `methods`), the difference of
        the headline's shares with its interval, and the verdict, which sampling alone decides.
    """

    key: ClassVar[tuple[str, ...]] = ("importance_method", "driver")

    agreement: pd.DataFrame
    pairs: pd.DataFrame


def compare_importance(ranked: Drivers) -> ImportanceAgreement:
    """Compare every measure of importance with the headline.

    Use it before a ranking is quoted: where methods disagree, the order rests on a choice. Where they agree it may
    still rest on chance; the verdict says so.

    Parameters
    ----------
    ranked
        From `rank_drivers`, with `n_boot` or analytic intervals for verdicts.

    Returns
    -------
    ImportanceAgreement

    Raises
    ------
    DataError
        There are fewer than two drivers.

    Notes
    -----
    Methods: Shapley (LMG) and relative weights, first, last, squared standardised coefficient, Pratt. Shares are
    importance over its sum; Pratt's may be negative. With groups, squared coefficients are left out. Weights and
    missing: as in `ranked`. Cost: none beyond the ranking.

    References
    ----------
    Grömping (2015). Variable importance in regression models. WIREs Computational Statistics 7, 137-152.

    Examples
    --------
    >>> from survey.analysis.drivers.drivers import rank_drivers
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["speed", "price"])
    >>> frame["rating"] = 2 * frame["speed"] + frame["price"] + rng.normal(size=200)
    >>> compared = compare_importance(rank_drivers(frame, outcome="rating"))
    >>> compared.pairs[["driver", "other", "same_order", "methods"]].to_numpy().tolist()
    [['speed', 'price', 6, 6]]
    """
    if len(ranked.table) < 2 or ranked.players is None:
        raise DataError(f"{len(ranked.table)} driver: an order takes at least two; name more drivers.")
    measures = _measures(ranked)
    headline = measures[ranked.importance_method]
    orders = pd.DataFrame(
        [
            {
                "importance_method": name,
                "kendall": float(kendalltau(values, headline).statistic),
                "spearman": float(spearmanr(values, headline).statistic),
            }
            for name, values in measures.items()
        ]
    )
    pairs = _compare_pairs(ranked, measures)
    agreed = int((pairs["same_order"] == len(measures)).sum())
    note = Note("agreement_pairs", methods=len(measures), pairs=len(pairs), agreed=agreed)
    table = pd.concat([_rows(ranked, name, values) for name, values in measures.items()], ignore_index=True)
    return ImportanceAgreement(
        table=table, n=ranked.n, method=ranked.method, notes=(*ranked.notes, note), agreement=orders, pairs=pairs
    )


def _measures(ranked: Drivers) -> dict[str, np.ndarray]:
    """Return importance by method, the headline first, in the order of the drivers' table."""
    table, players = ranked.table, ranked.players
    found: dict[str, np.ndarray] = {ranked.importance_method: table["importance"].to_numpy(dtype=float)}
    if ranked.importance_method != "shapley" and players is not None:
        place = {name: at for at, name in enumerate(players.names)}
        order = [place[name] for name in table["driver"]]
        found["shapley"] = split_players(ranked.covariance, players, "shapley")[order]
    for name, column in COLUMNS.items():
        values = table[column].to_numpy(dtype=float)
        if name not in found and bool(np.all(np.isfinite(values))):
            found[name] = values
    return found


def _rows(ranked: Drivers, name: str, values: np.ndarray) -> pd.DataFrame:
    total = float(np.sum(values))
    frame = ranked.table[["driver", "label"]].assign(importance_method=name, importance=values)
    frame["importance_share"] = values / total if total > 0 else np.nan
    frame["rank"] = pd.Series(-values).rank(method="min").astype(int).to_numpy()
    return frame[["importance_method", "driver", "label", "importance", "importance_share", "rank"]]


def _compare_pairs(ranked: Drivers, measures: dict[str, np.ndarray]) -> pd.DataFrame:
    one, other = np.triu_indices(len(ranked.table), 1)
    same = np.sum([values[one] > values[other] for values in measures.values()], axis=0)
    pairs = ranked.differences[["driver", "other", "estimate", "conf_low", "conf_high", "verdict"]].copy()
    pairs.insert(2, "same_order", same)
    pairs.insert(3, "methods", len(measures))
    return pairs
