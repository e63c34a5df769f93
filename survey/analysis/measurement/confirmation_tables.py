"""The tables of a measurement model."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy.stats import chi2, norm

from survey.stats.structure.blueprint import FIXED, Cell
from survey.stats.structure.indices import standardized_residual
from survey.stats.structure.model import Model
from survey.stats.structure.modification import list_modifications
from survey.stats.structure.standardized import Standardized, standardize

MOST_MODIFICATIONS = 20


def tabulate_loadings(model: Model, labels: Mapping[str, str], confidence: float) -> pd.DataFrame:
    """Return a row per loading, standardised, with its interval."""
    names, items = model.plan.factors, model.plan.items
    frame = pd.DataFrame(
        [
            {
                "construct": names[one.cell.column],
                "label": labels.get(names[one.cell.column], names[one.cell.column]),
                "item": items[one.cell.row],
                "estimate": one.estimate,
                "std_error": one.std_error,
            }
            for one in _standardized(model)
            if one.cell.matrix == "loading"
        ]
    )
    return _add_interval(frame, confidence)


def tabulate_estimates(model: Model, confidence: float) -> pd.DataFrame:
    """Return a row per cell of the model: unstandardised with its interval and test, and standardised."""
    errors = np.sqrt(np.maximum(np.diag(model.spread), 0.0))
    rows = []
    for one in _standardized(model):
        parameter = one.cell.parameter
        free = parameter != FIXED
        rows.append(
            {
                "term": write_cell(model, one.cell),
                "estimate": float(model.fit.parameters[parameter]) if free else one.cell.value,
                "std_error": float(errors[parameter]) if free else np.nan,
                "standardized": one.estimate,
            }
        )
    frame = _add_interval(pd.DataFrame(rows), confidence)
    frame["statistic"] = frame["estimate"] / frame["std_error"]
    frame["p_value"] = 2 * norm.sf(np.abs(frame["statistic"]))
    order = ["term", "estimate", "std_error", "statistic", "p_value", "conf_low", "conf_high", "standardized"]
    return frame[order]


def tabulate_correlations(model: Model, confidence: float) -> pd.DataFrame:
    """Return a row per pair of constructs with their correlation."""
    names = model.plan.factors
    rows = [
        {
            "construct": names[one.cell.column],
            "other": names[one.cell.row],
            "estimate": one.estimate,
            "std_error": one.std_error,
        }
        for one in _standardized(model)
        if one.cell.matrix == "factor" and one.cell.row != one.cell.column
    ]
    return _add_interval(pd.DataFrame(rows, columns=["construct", "other", "estimate", "std_error"]), confidence)


def tabulate_fit(model: Model) -> pd.DataFrame:
    """Return a row per test and index of fit: plain, scaled and robust."""
    nothing = float("nan")
    rows = [
        ("chi_square", model.test.statistic, nothing, nothing, float(model.test.df)),
        ("baseline_chi_square", model.baseline.statistic, nothing, nothing, float(model.baseline.df)),
    ]
    if model.corrected is not None:
        rows.insert(1, ("chi_square_scaled", model.test.corrected, nothing, nothing, float(model.test.df)))
    for ending, found in (("", model.indices), ("_scaled", model.corrected), ("_robust", model.robust)):
        if found is not None:
            rows += [
                (f"cfi{ending}", found.cfi, nothing, nothing, nothing),
                (f"tli{ending}", found.tli, nothing, nothing, nothing),
                (f"rmsea{ending}", found.rmsea, found.rmsea_low, found.rmsea_high, nothing),
            ]
    rows.append(("srmr", model.srmr, nothing, nothing, nothing))
    if model.log_likelihood is not None and model.aic is not None and model.bic is not None:
        rows += [
            ("log_likelihood", model.log_likelihood, nothing, nothing, nothing),
            ("aic", model.aic, nothing, nothing, nothing),
            ("bic", model.bic, nothing, nothing, nothing),
        ]
    frame = pd.DataFrame(rows, columns=["indicator", "estimate", "conf_low", "conf_high", "df"])
    return frame.assign(p_value=[_p_value(model, name) for name in frame["indicator"]])


def _p_value(model: Model, name: str) -> float:
    """Return the p value of a test: of exact fit, or of close fit (RMSEA at most .05).

    An uncorrected sum of squares is not distributed as chi-square: it has none.
    """
    if name == "chi_square_scaled":
        return model.test.p_value
    found = {"rmsea": model.indices, "rmsea_scaled": model.corrected}.get(name)
    if model.log_likelihood is None and name in ("chi_square", "rmsea"):
        return float("nan")
    if name == "chi_square" and model.test.df > 0:
        return float(chi2.sf(model.test.statistic, model.test.df))
    return float("nan") if found is None else found.rmsea_p_close


def tabulate_residuals(model: Model) -> pd.DataFrame:
    """Return a row per pair of items: observed less implied correlation, the largest first."""
    items = model.plan.items
    observed, implied = model.sample_covariances[0], model.implied_covariances[0]
    gaps = standardized_residual(observed, implied)
    scale = np.sqrt(np.outer(np.diag(observed), np.diag(observed)))
    rows = [
        {
            "item": items[other],
            "other": items[one],
            "correlation": float(observed[one, other] / scale[one, other]),
            "residual": float(gaps[one, other]),
        }
        for one in range(len(items))
        for other in range(one)
    ]
    frame = pd.DataFrame(rows)
    return frame.sort_values("residual", key=np.abs, ascending=False, kind="stable", ignore_index=True)


def tabulate_modifications(model: Model) -> pd.DataFrame:
    """Return what would lower chi-square most if it were freed."""
    found = list_modifications(model.fit, model.observed)[:MOST_MODIFICATIONS]
    rows = [(write_cell(model, one.cell), one.index, one.change) for one in found]
    return pd.DataFrame(rows, columns=["term", "statistic", "expected_change"])


def write_cell(model: Model, cell: Cell) -> str:
    """Return a cell as a line of model syntax."""
    factors, items = model.plan.factors, model.plan.items
    if cell.matrix == "loading":
        return f"{factors[cell.column]} =~ {items[cell.row]}"
    if cell.matrix == "path":
        return f"{factors[cell.row]} ~ {factors[cell.column]}"
    if cell.matrix == "intercept":
        return f"{items[cell.row]} ~ 1"
    if cell.matrix == "mean":
        return f"{factors[cell.row]} ~ 1"
    names = factors if cell.matrix == "factor" else items
    return f"{names[cell.column]} ~~ {names[cell.row]}"


def _standardized(model: Model) -> list[Standardized]:
    unit = model.compared == "correlations"
    return standardize(model.fit.blueprint, model.fit.parameters, model.spread, unit_items=unit)


def _add_interval(frame: pd.DataFrame, confidence: float) -> pd.DataFrame:
    reach = norm.ppf((1 + confidence) / 2) * frame["std_error"]
    return frame.assign(conf_low=frame["estimate"] - reach, conf_high=frame["estimate"] + reach)
