"""Penalty–reward contrast: what goes with a low rating of a driver, and what with a high one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, take_input
from survey.analysis.shape.asymmetry_tables import (
    SMALL_CELL,
    Setting,
    contrast_drivers,
    contrast_table,
    regression_table,
    sensitivity_table,
    term_table,
)
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.shape.penalty_reward import CutKind, Rule

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Where low ends and high begins if nothing is said: the lowest and the highest fifth of the ratings; a quarter of the
# range at each end; one standard deviation from the mean.
DEFAULT_CUTS: dict[CutKind, tuple[float, float]] = {
    "percentile": (0.2, 0.8),
    "points": (25.0, 75.0),
    "mean_sd": (1.0, 1.0),
}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Asymmetry(Result):
    """Drivers by the penalty that goes with low ratings and the reward that goes with high ones.

    Attributes
    ----------
    table
        A row per driver, in the order given: `penalty` and `reward` (difference of the outcome from middle raters, the
        other drivers equal) with intervals and raters per cell, their range and asymmetry, `category`, and the share of
        settings that agree with it.
    sensitivity
        A row per driver and setting (cut × coefficients × rule) with the category there, "" where it is unknown.
    coefficients
        The regression, intercept first, with HC3 standard errors.
    fit
        One row: base, R², adjusted R².
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "penalty",
        "penalty_p",
        "reward",
        "reward_p",
        "n_low",
        "n_high",
        "impact_range",
        "impact_asymmetry",
        "category",
        "agree_share",
        "flag",
    )

    sensitivity: pd.DataFrame
    coefficients: pd.DataFrame
    fit: pd.DataFrame
    outcome: str
    outcome_label: str
    confidence: float

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw penalty and reward of every driver with their intervals."""
        from survey.plots.asymmetry import plot_asymmetry

        return plot_asymmetry(self.table.assign(driver=self.table["label"]), ax=ax, language=language)


@speak_language
def assess_asymmetry(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    cut: CutKind = "percentile",
    low: float | None = None,
    high: float | None = None,
    standardized: bool = False,
    rule: Rule = "asymmetry",
    limit: float = 0.2,
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    missing: MissingMode = "listwise",
    confidence: float = 0.95,
    language: str | None = None,
) -> Asymmetry:
    """Assess whether low ratings of a driver go with more than high ratings do (penalty–reward contrast).

    Regresses the outcome on a dummy of low and a dummy of high ratings for every driver. Use it where satisfaction may
    not move in a straight line with a driver. The classes depend on the cut, on raw or standardised coefficients and on
    the rule, none of which the data decide: quote them together with `.sensitivity`.

    Parameters
    ----------
    scores
        Construct scores, responses (scored here), or a plain frame, shape (n_respondents, n_columns).
    outcome
        What is explained. Defaults to the questionnaire's outcome; required for a plain frame.
    drivers
        What explains it. Defaults to the questionnaire's drivers; for a plain frame to all other columns.
    cut
        How `low` and `high` are meant. "percentile": shares of the respondents (default .2 and .8). "points": values,
        "low" up to and including `low`, "high" from `high` on (default 25 and 75 of 100 for scores; to be given for a
        plain frame). "mean_sd": standard deviations below and above the mean (default 1 and 1).
    low, high
        The cuts.
    standardized
        Whether indices and categories rest on standardised coefficients, which weigh by how common low and high are.
    rule
        "asymmetry": impact asymmetry beyond ±`limit`. "significance": which of both is significant. "difference":
        whether the two differ significantly.
    limit
        Asymmetry up to which penalty and reward count as equal.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    missing
        As in `rank_drivers`; under "indicator" those who were not asked count as middle raters of the driver.
    confidence
        Coverage of the intervals; significance is at 1 - `confidence`.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Asymmetry
        `.table` a row per driver; `.sensitivity`, `.coefficients`, `.fit`.

    Raises
    ------
    DataError
        Too few respondents, cuts that overlap, no low or high raters at all, dummies that determine one another.
    OptionError
        Unknown cut, rule, missing mode, outcome or driver; cuts missing for a plain frame.

    Notes
    -----
    Weights: probability weights in the regression, in percentiles and in means; HC3 standard errors. Missing: as
    `missing` says; `n` counts the rows used. A cell with fewer than two respondents has no coefficient and its driver
    no category. Cost: one regression per cut.

    References
    ----------
    Brandt (1987), in Surprenant (ed.), Add value to your service, 61-65. Mikulić & Prebežac (2008), Managing Service
    Quality 18, 559-576. Albayrak & Caber (2013), The Service Industries Journal 33, 1589-1608.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"speed": rng.integers(1, 6, 400).astype(float)})
    >>> frame["rating"] = -2.0 * (frame["speed"] <= 2) + rng.normal(size=400)
    >>> found = assess_asymmetry(frame, outcome="rating", cut="points", low=2, high=4)
    >>> found.table["category"].tolist()
    ['basic']
    """
    check_option("cut", cut, get_args(CutKind))
    check_option("rule", rule, get_args(Rule))
    check_option("missing", missing, get_args(MissingMode))
    if not 0 < confidence < 1 or not 0 <= limit < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1, and limit={limit} from 0 to below 1.")
    scored = not isinstance(scores, pd.DataFrame)
    chosen = Setting(cut, *_cuts(cut, low, high, scored=scored), standardized=standardized, rule=rule)
    data = take_input(scores, outcome, drivers, weights, missing, language)
    found = contrast_drivers(data, chosen)
    others = [(kind, *ends) for kind, ends in DEFAULT_CUTS.items() if kind != "points" or scored]
    sensitivity = sensitivity_table(data, chosen, others, limit, confidence)
    table = contrast_table(data, found, chosen, sensitivity, limit, confidence)
    return Asymmetry(
        table=table,
        n=len(data.rows),
        method=_describe(data, chosen),
        notes=(*data.notes, *_notes(table, sensitivity)),
        sensitivity=sensitivity,
        coefficients=term_table(data, found, confidence),
        fit=regression_table(data, found),
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        confidence=confidence,
    )


def _cuts(cut: CutKind, low: float | None, high: float | None, *, scored: bool) -> tuple[float, float]:
    if cut == "points" and not scored and (low is None or high is None):
        raise OptionError("cut='points' needs low= and high= for a plain frame, as low=2, high=4 on a scale of 1 to 5.")
    first, last = DEFAULT_CUTS[cut]
    return (first if low is None else float(low), last if high is None else float(high))


def _describe(data: DriverInput, chosen: Setting) -> Note:
    weighted = "weighted" if data.weights is not None else "unweighted"
    return Note(
        f"asymmetry_{chosen.cut}_{data.missing}_{weighted}",
        low=chosen.low,
        high=chosen.high,
        n=len(data.rows),
        n_total=data.n_total,
    )


def _notes(table: pd.DataFrame, sensitivity: pd.DataFrame) -> tuple[Note, ...]:
    notes = []
    for row in table.to_dict("records"):
        for side, count in (("low", row["n_low"]), ("high", row["n_high"])):
            if count < SMALL_CELL:
                notes.append(Note(f"asymmetry_few_{side}", driver=row["label"], n=int(count), limit=SMALL_CELL))
    unknown = sensitivity[sensitivity["category"] == ""]
    if len(unknown):
        notes.append(Note("asymmetry_settings_unknown", n=len(unknown), n_all=len(sensitivity)))
    return tuple(notes)
