"""What goes into the sensitivity to a confounder: coefficients, partial R² and covariances."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import MissingMode, Weights, take_input
from survey.analysis.drivers.drivers import Drivers
from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.scores import Scores
from survey.stats.confounding import partial_matrix
from survey.stats.moments import take_moments


@dataclass(frozen=True, kw_only=True)
class Coefficients:
    """Coefficients of a driver analysis with what a sensitivity analysis needs of them.

    Attributes
    ----------
    estimate, std_error
        Coefficients and their standard errors under equal variances, shape (n_drivers,).
    shared
        Partial R² of each driver with the outcome given the others, shape (n_drivers,).
    df
        Residual degrees of freedom, of Kish's effective n with weights.
    cov
        Covariances of outcome, drivers and contact indicators; None where only a driver analysis was given.
    """

    outcome_label: str
    drivers: list[str]
    labels: list[str]
    estimate: np.ndarray
    std_error: np.ndarray
    shared: np.ndarray
    df: float
    n: int
    n_total: int
    weighted: bool
    missing: MissingMode
    cov: np.ndarray | None
    notes: tuple[Note, ...]


def take_coefficients(
    given: Drivers | Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    missing: MissingMode,
    language: str | None,
) -> Coefficients:
    """Take coefficients and partial R² out of a driver analysis, or fit them to scores, responses or a frame.

    Raises
    ------
    OptionError
        A driver analysis comes with an outcome, drivers or weights, which it has already.
    DataError
        As `take_input`; or too few degrees of freedom.
    """
    found = (
        _from_analysis(given, outcome, drivers, weights)
        if isinstance(given, Drivers)
        else _from_rows(given, outcome, drivers, weights, missing, language)
    )
    if found.df < 2:
        raise DataError(f"{found.df:.1f} degrees of freedom are too few; collect more answers or name fewer drivers.")
    return found


def _from_analysis(
    given: Drivers, outcome: str | None, drivers: Iterable[str] | None, weights: Weights
) -> Coefficients:
    if outcome is not None or drivers is not None or weights is not None:
        raise OptionError("a driver analysis has its outcome, drivers and weights already; leave these arguments out.")
    table, fit = given.table, given.fit.iloc[0]
    df = float(fit["n_eff"]) - len(given.coefficients)
    own = table["last"].to_numpy(dtype=float)
    shared = own / (1 - float(fit["r2"]) + own)
    estimate = table["coefficient"].to_numpy(dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        std_error = np.abs(estimate) * np.sqrt((1 - shared) / (shared * df))
    return Coefficients(
        outcome_label=given.outcome_label,
        drivers=table["driver"].tolist(),
        labels=table["label"].tolist(),
        estimate=estimate,
        std_error=std_error,
        shared=shared,
        df=df,
        n=given.n,
        n_total=int(fit["n_total"]),
        weighted=given.method.code.endswith("_weighted"),
        missing=given.missing_mode,
        cov=None,
        notes=(*given.notes, Note("confounding_no_rows")),
    )


def _from_rows(
    given: Scores | Responses | pd.DataFrame,
    outcome: str | None,
    drivers: Iterable[str] | None,
    weights: Weights,
    missing: MissingMode,
    language: str | None,
) -> Coefficients:
    data = take_input(given, outcome, drivers, weights, missing, language)
    cov = take_moments(data.rows, data.weights).covariance
    k = len(data.drivers)
    df = data.n_eff - len(cov)
    inverse = np.linalg.inv(cov[1:, 1:])
    slopes = inverse @ cov[1:, 0]
    left = cov[0, 0] - cov[0, 1:] @ slopes
    if left <= 0:
        raise DataError("the drivers explain the outcome wholly, so nothing is left for a confounder.")
    return Coefficients(
        outcome_label=data.outcome_label,
        drivers=data.drivers,
        labels=data.labels,
        estimate=slopes[:k],
        std_error=np.sqrt(left * np.diag(inverse)[:k] / df) if df > 0 else np.full(k, np.nan),
        shared=partial_matrix(cov)[0, 1 : k + 1],
        df=df,
        n=len(data.rows),
        n_total=data.n_total,
        weighted=data.weights is not None,
        missing=missing,
        cov=cov,
        notes=data.notes,
    )
