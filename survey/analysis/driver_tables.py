"""The tables of a driver analysis, from checked input to tidy frames."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.analysis.driver_input import DriverInput
from survey.analysis.driver_shares import as_shares, split_r2
from survey.stats.bootstrap import percentile_interval
from survey.stats.controls import partial_out
from survey.stats.importance import first, last, pratt
from survey.stats.moments import Moments, take_moments
from survey.stats.regression import OlsFit

# Customary warning level of variance inflation (Hair et al. 2019, Multivariate Data Analysis, 8th ed.): 5.
HIGH_VIF = 5.0


def driver_table(data: DriverInput, fit: OlsFit, method: str, draws: np.ndarray, confidence: float) -> pd.DataFrame:
    """Return a row per driver, the most important first."""
    whole = take_moments(data.rows, data.weights)
    k = len(data.drivers)
    importance = split_r2(whole.covariance, k, method)
    raw_low, raw_high = _interval(draws, confidence, k)
    low, high = _interval(as_shares(draws), confidence, k)
    best, worst = _rank_interval(draws, confidence, k)
    table = pd.DataFrame(
        {
            "driver": data.drivers,
            "label": data.labels,
            "importance": importance,
            "importance_low": raw_low,
            "importance_high": raw_high,
            "importance_share": as_shares(importance),
            "conf_low": low,
            "conf_high": high,
            "rank": (-importance).argsort(kind="stable").argsort(kind="stable") + 1,
            "rank_low": best,
            "rank_high": worst,
            **_regression_columns(fit, whole, k),
            **_performance_columns(data, confidence),
            **_second_opinions(whole.covariance, k),
        }
    )
    table["beta_squared"] = table["standardized"] ** 2
    table["flag"] = [_flag(*row) for row in table[["coefficient", "correlation", "vif"]].to_numpy()]
    return table.sort_values("rank", ignore_index=True)


def _regression_columns(fit: OlsFit, whole: Moments, k: int) -> dict[str, np.ndarray]:
    """Return what the regression says of the drivers; the controls are left out."""
    drivers = slice(1, k + 1)
    spread = np.sqrt(np.diag(whole.covariance))
    return {
        "coefficient": fit.coefficients[drivers],
        "std_error": fit.std_error[drivers],
        "p_value": fit.p_value[drivers],
        "standardized": fit.coefficients[drivers] * spread[drivers] / spread[0],
        "correlation": whole.correlation[0, drivers],
        "vif": fit.vif[:k],
    }


def _performance_columns(data: DriverInput, confidence: float) -> dict[str, np.ndarray]:
    mean, error = data.performance.T
    reach = norm.ppf((1 + confidence) / 2) * error
    return {"performance": mean, "performance_low": mean - reach, "performance_high": mean + reach}


def _second_opinions(cov: np.ndarray, k: int) -> dict[str, np.ndarray]:
    """Return the other ways to split R², controls taken out first."""
    total = cov[0, 0]
    inner = partial_out(cov, list(range(k + 1, len(cov)))) if len(cov) > k + 1 else cov
    return {
        "relative_weight": split_r2(cov, k, "relative_weights"),
        "first": first(inner, total_variance=total),
        "last": last(inner, total_variance=total),
        "pratt": pratt(inner) * inner[0, 0] / total,
    }


def _flag(coefficient: float, correlation: float, vif: float) -> str:
    flags = []
    if coefficient * correlation < 0:
        flags.append("sign_differs")
    elif coefficient < 0:
        flags.append("negative")
    if vif > HIGH_VIF:
        flags.append("high_vif")
    return " ".join(flags)


def _interval(draws: np.ndarray, confidence: float, k: int) -> tuple[np.ndarray, np.ndarray]:
    if not len(draws):
        return np.full(k, np.nan), np.full(k, np.nan)
    return percentile_interval(draws, confidence)


def _rank_interval(draws: np.ndarray, confidence: float, k: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the best and the worst rank of each driver within the bootstrap interval."""
    if not len(draws):
        return np.full(k, np.nan), np.full(k, np.nan)
    ranks = (-draws).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    low, high = percentile_interval(ranks, confidence)
    return np.floor(low), np.ceil(high)


def difference_table(data: DriverInput, table: pd.DataFrame, draws: np.ndarray, confidence: float) -> pd.DataFrame:
    """Return a row per pair of drivers, the more important first: is their order resolved?"""
    shares = dict(zip(table["driver"], table["importance_share"], strict=True))
    at = {name: position for position, name in enumerate(data.drivers)}
    rows = []
    for one, other in combinations(table["driver"], 2):
        low, high = _interval((draws[:, at[one]] - draws[:, at[other]])[:, None], confidence, 1)
        resolved = bool(low[0] > 0 or high[0] < 0) if len(draws) else None
        rows.append((one, other, shares[one] - shares[other], low[0], high[0], resolved))
    return pd.DataFrame(rows, columns=["driver", "other", "estimate", "conf_low", "conf_high", "resolved"])


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
