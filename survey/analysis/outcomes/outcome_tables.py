"""The tables of a model of an outcome."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.analysis.outcomes.outcome_fits import FittedOutcome, ModelRows
from survey.analysis.outcomes.outcome_input import OutcomeInput
from survey.stats.differential import adjust_p_values
from survey.stats.outcomes.brant import ParallelSlopes
from survey.stats.outcomes.criteria import inflate_variance
from survey.stats.outcomes.overdispersion import Overdispersion
from survey.stats.t_intervals import t_interval

RATIOS = {"logistic": "odds_ratio", "ordinal": "odds_ratio", "poisson": "rate_ratio", "negative_binomial": "rate_ratio"}
SUGGESTED_BELOW = 0.05
#: Counts are listed one by one up to this many different ones.
MOST_COUNTS = 50


def coefficient_table(fit: FittedOutcome, names: list[str], confidence: float) -> pd.DataFrame:
    """Return every term: intercept or thresholds, drivers, controls."""
    rows = [
        (name, "" if name == "(intercept)" else name, value, error)
        for name, value, error in zip(fit.constant_names, fit.constants, fit.constants_error, strict=True)
    ]
    for at, name in enumerate(names):
        for cut in range(len(fit.slopes) if at in fit.free else 1):
            label = fit.constant_names[cut] if at in fit.free else ""
            rows.append((name, label, fit.slopes[cut, at], fit.slopes_error[cut, at]))
    table = pd.DataFrame(rows, columns=["term", "cut_point", "estimate", "std_error"])
    return _test(table, "estimate", fit.df, confidence)


def _test(table: pd.DataFrame, column: str, df: float, confidence: float) -> pd.DataFrame:
    from scipy.stats import t

    values, errors = table[column].to_numpy(), table["std_error"].to_numpy()
    statistic = values / errors
    low, high = t_interval(values, errors, df, confidence)
    return table.assign(
        statistic=statistic,
        df=df if np.isfinite(df) else np.nan,
        p_value=2 * t.sf(np.abs(statistic), df),
        conf_low=low,
        conf_high=high,
    )


def driver_table(
    coefficients: pd.DataFrame, rows: ModelRows, labels: dict[str, str], ratio: str | None, unit: float
) -> pd.DataFrame:
    """Return a row per driver (and cut, for slopes of its own) with ratios and variance inflation."""
    inflation = dict(zip(rows.names, inflate_variance(rows.drivers, rows.weights), strict=True))
    chosen = coefficients[coefficients["term"].isin(labels)].rename(
        columns={"term": "driver", "estimate": "coefficient"}
    )
    table = chosen.reset_index(drop=True)
    table.insert(1, "label", [labels[name] for name in table["driver"]])
    if ratio is not None:
        for name, column in ((ratio, "coefficient"), (f"{ratio}_low", "conf_low"), (f"{ratio}_high", "conf_high")):
            table[name] = np.exp(unit * table[column])
    table["vif"] = [inflation[name] for name in table["driver"]]
    return table


def fit_table(fit: FittedOutcome, coded: OutcomeInput, rows: ModelRows) -> pd.DataFrame:
    """Return base and measures of fit in one row."""
    effective = coded.data.n_eff if rows.weighting == "probability" else float(rows.n)
    base = {"n": rows.n, "n_total": coded.data.n_total, "n_eff": effective}
    return pd.DataFrame([{**base, **fit.measures}])


def category_table(coded: OutcomeInput, rows: ModelRows, counted: bool) -> pd.DataFrame:
    """Return a row per answer of the outcome: respondents, weighted share, and whether it counts as 1."""
    values = coded.data.rows[:, 0]
    weights = np.ones(len(values)) if rows.weights is None else rows.weights
    times = weights if rows.weighting == "frequency" else np.ones(len(values))
    points: tuple[float, ...] = coded.points
    if counted:
        found = np.unique(values)
        points = tuple(found) if len(found) <= MOST_COUNTS else ()
    table = pd.DataFrame(
        {
            "code": np.array(points, dtype=float),
            "answer": list(coded.labels) or [f"{point:g}" for point in points],
            "n": [round(float(np.sum(times[values == point]))) for point in points],
            "share": [float(np.sum(weights[values == point]) / np.sum(weights)) for point in points],
        }
    )
    ones = set(values[coded.outcome == 1]) if coded.is_cut else set()
    return table.assign(top=[point in ones for point in points]) if coded.is_cut else table


def empty_assumptions() -> pd.DataFrame:
    """Return the table of assumptions without a row."""
    return pd.DataFrame(
        {
            "test": pd.Series(dtype="str"),
            "driver": pd.Series(dtype="str"),
            **{name: pd.Series(dtype=float) for name in ("statistic", "df", "p_value", "p_adjusted")},
            "free_slopes": pd.Series(dtype=bool),
        }
    )


def brant_table(test: ParallelSlopes, names: list[str]) -> pd.DataFrame:
    """Return Brant's test of all drivers and of each, with Holm's correction over the drivers."""
    adjusted = adjust_p_values(test.driver_p_value, "holm")
    single = pd.DataFrame(
        {
            "test": "brant",
            "driver": names,
            "statistic": test.driver_statistic,
            "df": float(test.driver_df),
            "p_value": test.driver_p_value,
            "p_adjusted": adjusted,
            "free_slopes": adjusted < SUGGESTED_BELOW,
        }
    )
    return pd.concat([_row("brant", test.statistic, float(test.df), test.p_value), single], ignore_index=True)


def partial_row(fit: FittedOutcome, weighted: bool) -> pd.DataFrame:
    """Return the test of common slopes against those fitted free."""
    if fit.partial_test is None:
        return empty_assumptions()
    statistic, df, p_value = fit.partial_test
    return _row("wald" if weighted else "likelihood_ratio", statistic, float(df), p_value)


def dispersion_rows(test: Overdispersion) -> pd.DataFrame:
    """Return the test of overdispersion."""
    return _row("overdispersion", test.statistic, float("nan"), test.p_value)


def _row(test: str, statistic: float, df: float, p_value: float) -> pd.DataFrame:
    row = {"test": test, "driver": "", "statistic": statistic, "df": df, "p_value": p_value, "p_adjusted": np.nan}
    return pd.DataFrame([{**row, "free_slopes": False}])
