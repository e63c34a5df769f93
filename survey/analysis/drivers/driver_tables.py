"""The tables of a driver analysis, from checked input to tidy frames."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import ndtri

from survey.analysis.drivers.driver_input import DriverInput
from survey.analysis.drivers.driver_players import Players, split_players, sum_members
from survey.analysis.drivers.driver_shares import as_shares
from survey.stats.controls import partial_out
from survey.stats.importance import first, last, pratt, r_squared
from survey.stats.importance_inference import Inference
from survey.stats.rank_bands import letter_display, rank_bands
from survey.stats.regression import OlsFit

# Customary warning level of variance inflation (Hair et al. 2019, Multivariate Data Analysis, 8th ed.): 5.
HIGH_VIF = 5.0

RESOLVED, NOT_RESOLVED = "resolved", "order not resolved"


def order_players(importance: np.ndarray) -> NDArray[np.intp]:
    """Return positions of players, the most important first."""
    return np.argsort(-importance, kind="stable")


def driver_table(
    data: DriverInput,
    fit: OlsFit,
    players: Players,
    cov: np.ndarray,
    *,
    importance: np.ndarray,
    inference: Inference,
    apart: np.ndarray,
    confidence: float,
    noise: np.ndarray,
    error: np.ndarray,
) -> pd.DataFrame:
    """Return a row per player, the most important first; `inference` and `apart` are in that order already."""
    order = order_players(importance)
    low, high, letters = _bands(apart, len(order), ready=bool(np.isfinite(inference.share.low).all()))
    columns: dict[str, np.ndarray | list[str]] = {
        "driver": [players.names[at] for at in order],
        "label": [players.labels[at] for at in order],
        "importance": importance[order],
        "importance_low": inference.importance.low,
        "importance_high": inference.importance.high,
        "importance_share": as_shares(importance)[order],
        "conf_low": inference.share.low,
        "conf_high": inference.share.high,
        "rank": np.arange(1, len(order) + 1),
        "rank_low": low,
        "rank_high": high,
        "letters": letters,
        "noise_limit": noise[order],
        "above_noise": importance[order] > noise[order],
        "monte_carlo_error": error[order],
    }
    inner = _of_players(data, fit, cov, players, confidence) | _second_opinions(cov, players)
    columns |= {name: values[order] for name, values in inner.items()}
    return pd.DataFrame(columns | _signs(columns))


def _bands(apart: np.ndarray, k: int, *, ready: bool) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Return best and worst ranks and letters; none where there is no interval."""
    if not ready:
        return np.full(k, np.nan), np.full(k, np.nan), [""] * k
    above = np.zeros((k, k), dtype=bool)
    above[np.triu_indices(k, 1)] = apart
    low, high = rank_bands(above)
    return low, high, letter_display(above | above.T)


def _of_players(
    data: DriverInput, fit: OlsFit, cov: np.ndarray, players: Players, confidence: float
) -> dict[str, np.ndarray]:
    """Return what the regression and the answers say of single drivers; NaN for groups of several."""
    alone = np.array([member[0] if len(member) == 1 else -1 for member in players.members])
    spread, own = np.sqrt(np.diag(cov)), data_spread(data)
    mean, error = data.performance.T
    reach = ndtri((1 + confidence) / 2) * error
    drivers = slice(1, players.n_drivers + 1)
    single = {
        "coefficient": fit.coefficients[drivers],
        "std_error": fit.std_error[drivers],
        "p_value": fit.p_value[drivers],
        "standardized": fit.coefficients[drivers] * own[drivers] / own[0],
        "correlation": cov[0, drivers] / spread[drivers] / spread[0],
        "vif": fit.vif[: players.n_drivers],
        "performance": mean,
        "performance_low": mean - reach,
        "performance_high": mean + reach,
    }
    return {name: np.where(alone >= 0, values[alone], np.nan) for name, values in single.items()}


def data_spread(data: DriverInput) -> np.ndarray:
    """Return (weighted) standard deviations of the columns, up to one factor."""
    return np.asarray(np.sqrt(np.diag(data.moments.cross) / data.moments.sum_weights))


def _second_opinions(cov: np.ndarray, players: Players) -> dict[str, np.ndarray]:
    """Return the other ways to split R², controls taken out first."""
    total = cov[0, 0]
    inner = partial_out(cov, list(range(players.n_drivers + 1, len(cov)))) if len(cov) > players.n_drivers + 1 else cov
    share = inner[0, 0] / total
    if players.grouped:
        whole = float(r_squared(inner))
        alone = np.array([_fit(inner, member) for member in players.members])
        rest = [sorted(set(range(players.n_drivers)) - set(member)) for member in players.members]
        added = np.array([whole - (_fit(inner, others) if others else 0.0) for others in rest])
    else:
        alone, added = first(inner), last(inner)
    return {
        "relative_weight": split_players(cov, players, "relative_weights"),
        "first": alone * share,
        "last": added * share,
        "pratt": sum_members(pratt(inner), players) * share,
    }


def _fit(cov: np.ndarray, drivers: list[int]) -> float:
    at = [0, *(j + 1 for j in drivers)]
    return float(r_squared(cov[np.ix_(at, at)]))


def _signs(columns: dict[str, np.ndarray | list[str]]) -> dict[str, np.ndarray | list[str]]:
    """Return the squared coefficient, whether signs differ, suppression, and the flags in one text."""
    coefficient, correlation, vif, added, alone, beta = (
        np.asarray(columns[name]) for name in ("coefficient", "correlation", "vif", "last", "first", "standardized")
    )
    differs = coefficient * correlation < 0
    more = added > alone * (1 + 1e-9)
    flags = [
        " ".join(
            text
            for text, there in (
                ("sign_differs", one),
                ("negative", not one and two < 0),
                ("high_vif", three > HIGH_VIF),
            )
            if there
        )
        for one, two, three in zip(differs, coefficient, vif, strict=True)
    ]
    return {"beta_squared": beta**2, "sign_differs": differs, "suppressor": differs | more, "flag": flags}


def difference_table(table: pd.DataFrame, inference: Inference, apart: np.ndarray) -> pd.DataFrame:
    """Return a row per pair of drivers, the more important first: is their order resolved?"""
    names, share = table["driver"].to_numpy(dtype=object), table["importance_share"].to_numpy()
    one, other = np.triu_indices(len(names), 1)
    ready = bool(np.isfinite(inference.pair.low).all()) and len(one) > 0
    columns = {
        "driver": names[one],
        "other": names[other],
        "estimate": share[one] - share[other],
        "std_error": inference.pair_error,
        "conf_low": inference.pair.low,
        "conf_high": inference.pair.high,
        "simultaneous_low": inference.simultaneous.low,
        "simultaneous_high": inference.simultaneous.high,
        "resolved": apart if ready else np.full(len(one), None, dtype=object),
        "verdict": np.where(apart, RESOLVED, NOT_RESOLVED).astype(object) if ready else [""] * len(one),
    }
    return pd.DataFrame(columns)


def coefficient_table(data: DriverInput, fit: OlsFit) -> pd.DataFrame:
    """Return the regression, intercept first."""
    return pd.DataFrame(
        {
            "term": ["(intercept)", *data.drivers, *data.controls],
            "estimate": fit.coefficients,
            "std_error": fit.std_error,
            "statistic": fit.statistic,
            "df": float(fit.df),
            "p_value": fit.p_value,
            "conf_low": fit.conf_low,
            "conf_high": fit.conf_high,
        }
    )


def fit_table(data: DriverInput, fit: OlsFit) -> pd.DataFrame:
    """Return the base and the explained share in one row."""
    row = {"n": len(data.rows), "n_total": data.n_total, "n_eff": data.n_eff, "r2": fit.r2, "adj_r2": fit.adj_r2}
    return pd.DataFrame([row])
