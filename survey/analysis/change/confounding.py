"""How fragile coefficients are: what an unmeasured confounder would have to be to change them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.change.confounding_input import Coefficients, take_coefficients
from survey.analysis.change.confounding_tables import (
    HEADLINE_HALO,
    add_summaries,
    coefficient_rows,
    contour_table,
    extreme_table,
    scenario_table,
    take_halo,
)
from survey.analysis.drivers.driver_input import MissingMode, Weights
from survey.analysis.drivers.drivers import Drivers
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Confounding(Result):
    """The sensitivity of a driver analysis to an unmeasured confounder.

    Attributes
    ----------
    table
        A row per driver: coefficient, `partial_r2` with the outcome, `robustness` (what a confounder must explain of
        both driver and outcome to take the coefficient away), `robustness_alpha` (until it no longer differs from 0),
        the observed driver whose equal would take most off it (`strongest`) and what it leaves (`adjusted`), what is
        left if half of the general factor is halo (`with_halo`), the share of it that brings it to 0, and a flag.
    scenarios
        A row per driver and confounder: "as_strong" as another driver, `times` over; or a "halo", `times` being the
        share of the general factor.
    extremes
        What a confounder must explain of the driver that explains all, 75 % or 50 % of the outcome's rest.
    halo_share
        Share of the variance of outcome and drivers that their general factor explains; NaN where there is none.
    """

    key: ClassVar[tuple[str, ...]] = ("driver",)
    shown: ClassVar[tuple[str, ...]] = (
        "label",
        "estimate",
        "conf_low",
        "conf_high",
        "partial_r2",
        "robustness",
        "robustness_alpha",
        "strongest",
        "adjusted",
        "with_halo",
        "halo_to_zero",
        "flag",
    )

    scenarios: pd.DataFrame
    extremes: pd.DataFrame
    halo_share: float
    confidence: float = 0.95
    coefficients: Coefficients = field(repr=False)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the contours of the first driver."""
        return self.plot_driver(str(self.table["driver"].iloc[0]), ax=ax, language=language)

    def plot_driver(self, driver: str, *, ax: Axes | None = None, language: str = "en") -> Axes:
        """Draw a driver's coefficient over all confounders, with those as strong as each other driver, and a halo.

        Parameters
        ----------
        driver
            Which driver.
        ax
            Where to draw; None makes a figure of its own.
        language
            The language of axis titles.

        Raises
        ------
        OptionError
            There is no such driver.
        """
        from survey.plots.confounding import plot_confounding

        given = self.coefficients
        if driver not in given.drivers:
            raise OptionError(f"there is no driver '{driver}'; there are: {', '.join(given.drivers)}.")
        labels = dict(zip(given.drivers, given.labels, strict=True))
        shown = np.where(self.scenarios["scenario"] == "halo", HEADLINE_HALO, 1.0)
        marks = self.scenarios[(self.scenarios["driver"] == driver) & (self.scenarios["times"] == shown)]
        marks = marks[marks["of_driver"].notna()]
        return plot_confounding(
            contour_table(given, given.drivers.index(driver), self.confidence),
            marks.assign(label=[labels.get(name, "") for name in marks["other"]]),
            title=labels[driver],
            ax=ax,
            language=language,
        )


@speak_language
def assess_confounding(
    given: Drivers | Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    weights: Weights = None,
    missing: MissingMode = "listwise",
    times: Sequence[float] = (1.0, 2.0, 3.0),
    reduction: float = 1.0,
    confidence: float = 0.95,
    language: str | None = None,
) -> Confounding:
    """Assess how strong something unmeasured would have to be to change each coefficient.

    Use it beside every coefficient that somebody may act on. Answers of one person on one page share a halo and a
    method, which no regression on these answers takes out: the halo scenarios show what would be left if so much of
    what outcome and drivers have in common were that.

    Parameters
    ----------
    given
        Scores, responses or a plain frame; or a driver analysis, which has no respondents, so that only partial R² and
        robustness values are given.
    outcome, drivers, weights, missing, language
        As in `rank_drivers`.
    times
        How many times as strong as each observed driver the confounder is.
    reduction
        Share of the coefficient that is to go; 1 brings it to 0.
    confidence
        Coverage of the intervals; one minus it is the level of `robustness_alpha`.

    Returns
    -------
    Confounding

    Raises
    ------
    OptionError
        A reduction or number of times that is not above 0, an unknown driver.
    DataError
        Too few degrees of freedom; drivers that explain the outcome wholly; and what `rank_drivers` refuses.

    Notes
    -----
    Standard errors are those under equal variances, for which the formulas hold; `rank_drivers` has HC3. Weights: in
    the covariances; degrees of freedom are those of Kish's effective n. Missing: as `missing` says. Benchmarks are
    upper bounds. The halo is a share of the general factor of outcome and drivers (one factor, maximum likelihood), put
    into the regression as if it had been measured. Cost: closed forms.

    References
    ----------
    Cinelli & Hazlett (2020). Making sense of sensitivity: extending omitted variable bias. Journal of the Royal
    Statistical Society B 82, 39-67. Podsakoff, MacKenzie, Lee & Podsakoff (2003), Journal of Applied Psychology 88,
    879-903, on common method.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(200, 2)), columns=["speed", "price"])
    >>> frame["rating"] = frame["speed"] + 0.3 * frame["price"] + rng.normal(size=200)
    >>> assess_confounding(frame, outcome="rating").table[["driver", "robustness"]].round(2).values.tolist()
    [['speed', 0.58], ['price', 0.24]]
    """
    check_option("missing", missing, get_args(MissingMode))
    if not 0 < confidence < 1 or not 0 < reduction <= 1:
        raise OptionError(f"confidence={confidence} must lie between 0 and 1, reduction={reduction} above 0 to 1.")
    if not len(times) or any(not np.isfinite(value) or value <= 0 for value in times):
        raise OptionError(f"times={tuple(times)} must be numbers above 0, such as (1, 2, 3).")
    found = take_coefficients(given, outcome, drivers, weights, missing, language)
    scenarios = scenario_table(found, tuple(float(value) for value in times), confidence)
    halo = take_halo(found)
    table = add_summaries(coefficient_rows(found, reduction, confidence), found, scenarios)
    return Confounding(
        table=table.sort_values("partial_r2", ascending=False, kind="stable", ignore_index=True),
        n=found.n,
        method=_describe(found),
        notes=(*found.notes, *_notes(found, scenarios, halo)),
        scenarios=scenarios,
        extremes=extreme_table(found, reduction),
        halo_share=float("nan") if halo is None else float(np.mean(halo**2)),
        confidence=confidence,
        coefficients=found,
    )


def _describe(found: Coefficients) -> Note:
    weighted = "weighted" if found.weighted else "unweighted"
    return Note(f"confounding_{found.missing}_{weighted}", n=found.n, n_total=found.n_total, df=found.df)


def _notes(found: Coefficients, scenarios: pd.DataFrame, halo: np.ndarray | None) -> list[Note]:
    notes = []
    impossible = int(scenarios["of_driver"].isna().sum())
    if impossible:
        notes.append(Note("confounding_impossible", count=impossible))
    if found.cov is not None and halo is None:
        notes.append(Note("confounding_no_halo"))
    if halo is not None:
        notes.append(Note("confounding_halo", share=float(np.mean(halo**2))))
        if not (scenarios["scenario"].eq("halo") & scenarios["times"].eq(HEADLINE_HALO)).any():
            notes.append(Note("confounding_halo_impossible"))
    return notes
