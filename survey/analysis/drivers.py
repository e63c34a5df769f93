"""Driver analysis: how much of the explained outcome goes with each driver, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.driver_input import DriverInput, MissingMode, take_input
from survey.analysis.driver_shares import SHARES, Method, Progress, as_shares, bootstrap_importance
from survey.analysis.driver_tables import coefficient_table, difference_table, driver_table, fit_table
from survey.errors import OptionError, check_option
from survey.glossary import Kind
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result
from survey.scores import Scores
from survey.stats.regression import fit_ols

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Drivers(Result):
    """The drivers of an outcome by their share of its explained variance.

    Attributes
    ----------
    table
        A row per driver, the most important first: `importance` in raw R² units and `importance_share` (sums to 1),
        each with its bootstrap interval (`importance_low`, `importance_high`; `conf_low`, `conf_high`), rank and its
        interval, regression coefficient with HC3 standard error, correlation, performance, and the second opinions.
    differences
        A row per pair of drivers: the difference of their shares with its interval, and whether it excludes 0.
    coefficients
        The regression, intercept first, with HC3 standard errors.
    fit
        One row: base, R², adjusted R².
    outcome, outcome_label
        What is explained.
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "importance",
        "importance_share",
        "conf_low",
        "conf_high",
        "rank",
        "coefficient",
        "std_error",
        "p_value",
        "correlation",
        "performance",
        "flag",
    )
    kinds: ClassVar[dict[str, Kind]] = {"conf_low": "share", "conf_high": "share"}

    differences: pd.DataFrame
    coefficients: pd.DataFrame
    fit: pd.DataFrame
    outcome: str
    outcome_label: str
    missing_mode: MissingMode = "listwise"
    importance_method: Method = "shapley"
    confidence: float = 0.95
    n_boot: int = 0
    seed: int = 0
    shares: np.ndarray = field(default_factory=lambda: np.empty((0, 0)))

    @property
    def r2(self) -> float:
        """The share of the outcome's variance that all drivers explain together, controls included."""
        return float(self.fit["r2"].iloc[0])

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares with their intervals."""
        from survey.plots import plot_importance

        frame = self.table.assign(driver=self.table["label"])
        return plot_importance(frame, ax=ax, language=language)


def rank_drivers(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    method: Method = "shapley",
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    missing: MissingMode = "listwise",
    n_boot: int = 0,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> Drivers:
    """Rank drivers by their share of the explained outcome.

    Splits the R² of one linear regression of the outcome on all drivers (LMG, that is Shapley values of R²). Use it to
    order drivers that correlate with each other. It describes association in this sample; it does not say what would
    happen if a driver changed.

    Parameters
    ----------
    scores
        Construct scores (`score_constructs`), responses (scored here), or a plain frame, shape (n_respondents,
        n_columns).
    outcome
        What is explained. Defaults to the questionnaire's outcome; required for a plain frame.
    drivers
        What explains it. Defaults to the questionnaire's drivers; for a plain frame to all other columns.
    method
        What `importance` holds: "shapley" or "relative_weights". The table has both.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    missing
        "listwise": complete rows. "indicator": respondents who were not asked about a driver stay, with a 0/1 indicator
        of having been asked as an always-in control; right for answers missing by routing only (Allison 2022).
    n_boot
        Bootstrap samples of respondents for the intervals; 0 gives none.
    confidence
        Coverage of every interval.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.
    progress
        Called with (samples done, all samples).

    Returns
    -------
    Drivers
        `.table` a row per driver; `.differences`, `.coefficients`, `.fit`.

    Raises
    ------
    DataError
        Too few respondents, a driver or outcome that never varies, linearly dependent drivers, columns that are no
        numbers.
    OptionError
        Unknown method, missing mode, outcome or driver.

    Notes
    -----
    Weights: used in the covariances, in the regression (probability weights) and in every bootstrap sample. Missing:
    as `missing` says; `n` counts the rows used. Cost: 2**k Schur complements for k drivers, and the same for each
    bootstrap sample; 25 drivers at most.

    References
    ----------
    Lindeman, Merenda & Gold (1980), Introduction to bivariate and multivariate analysis. Grömping (2006), Journal of
    Statistical Software 17(1). Johnson (2000), Multivariate Behavioral Research 35, 1-19. Long & Ervin (2000), The
    American Statistician 54, 217-224 (HC3). Allison (2022) on answers missing by routing.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["speed", "price"])
    >>> frame["rating"] = 2 * frame["speed"] + frame["price"] + rng.normal(size=200)
    >>> ranked = rank_drivers(frame, outcome="rating")
    >>> ranked.table["driver"].tolist()
    ['speed', 'price']
    >>> bool(np.isclose(ranked.table["importance"].sum(), ranked.r2))
    True
    """
    _check(method, missing, n_boot, confidence)
    data = take_input(scores, outcome, drivers, weights, missing, language)
    fit = fit_ols(data.rows[:, 0], data.rows[:, 1:], data.weights, confidence)
    draws = bootstrap_importance(data, method, n_boot, seed or 0, progress)
    shares = as_shares(draws)
    table = driver_table(data, fit, method, draws, confidence)
    return Drivers(
        table=table,
        n=len(data.rows),
        method=_describe(data, method, n_boot, seed or 0),
        notes=data.notes,
        differences=difference_table(data, table, shares, confidence),
        coefficients=coefficient_table(data, fit),
        fit=fit_table(data, fit),
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        missing_mode=missing,
        importance_method=method,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed or 0,
        shares=shares,
    )


def _check(method: str, missing: str, n_boot: int, confidence: float) -> None:
    check_option("method", method, SHARES)
    check_option("missing", missing, get_args(MissingMode))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")


def _describe(data: DriverInput, method: Method, n_boot: int, seed: int) -> Note:
    values: dict[str, Any] = {"n": len(data.rows), "n_total": data.n_total, "n_boot": n_boot, "seed": seed}
    weighted = "weighted" if data.weights is not None else "unweighted"
    return Note(f"drivers_{method}_{data.missing}_{weighted}", **values)
