"""How many respondents are needed to tell the most important driver from the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import numpy as np
import pandas as pd
from scipy.stats import norm

from survey.analysis.change.planning_input import PlanInput, take_design_effect, take_plan
from survey.analysis.change.planning_tables import (
    Costs,
    curve_table,
    formula_n,
    interval_table,
    margin_table,
    pair_table,
    size_table,
)
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.questionnaire.questionnaire import Questionnaire
from survey.result import Result, display_table, speak_language
from survey.stats.power_curve import PowerCurve, search_n
from survey.stats.power_simulation import Population, count_separated, take_population

if TYPE_CHECKING:
    from matplotlib.axes import Axes

How = Literal["simulation", "formula"]

# Sizes simulated in a round, surveys of each, and respondents simulated in all: a minute on one core at most.
GRID_POINTS = 7
N_SIM = 500
MOST_ROWS = 12_000_000
FEWEST_SURVEYS = 60
# Respondents beyond the number of terms that a regression should have at least.
SPARE_ROWS = 10
# An illustrative shop: 70 % satisfied; 50 % promoters, 20 % detractors (the example of Rocks 2016 has these).
CSAT = 0.7
RECOMMEND = (0.5, 0.2)


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class SamplePlan(Result):
    """The number of respondents that a driver analysis needs.

    Attributes
    ----------
    table
        One row: the two drivers with the largest assumed shares, their difference, the power, complete answers needed
        (`n_complete`, with the Monte-Carlo interval `n_from`, `n_to`), after weighting (`n_weighted`), interviews
        (`n_needed`), and invitations (`n_invited`).
    curve
        A row per size simulated: share of surveys that separated the two drivers, its standard error, the fitted curve.
    pairs
        A row per neighbouring pair of drivers: the n that separates it, and its power at the planned n (by formula).
    intervals
        A row per driver: the interval of its share to expect at the planned n.
    margins
        Intervals to expect of the share of satisfied and of the recommend score.
    """

    key: ClassVar[tuple[str, ...]] = ("driver", "other")
    shown: ClassVar[tuple[str, ...]] = (
        "driver",
        "other",
        "difference_share",
        "power",
        "n_complete",
        "n_from",
        "n_to",
        "n_weighted",
        "n_needed",
        "n_invited",
    )

    curve: pd.DataFrame
    pairs: pd.DataFrame
    intervals: pd.DataFrame
    margins: pd.DataFrame
    confidence: float = 0.95
    seed: int = 0

    def _headline(self, language: str = "en") -> pd.DataFrame:
        """Name the two drivers by their labels."""
        labels = dict(zip(self.intervals["driver"], self.intervals["label"], strict=True))
        named = self.table.replace({"driver": labels, "other": labels})
        return display_table(named[list(self.shown)], language, self.kinds)

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw power against the number of complete answers."""
        from survey.plots.planning import plot_power

        row = self.table.iloc[0]
        return plot_power(self.curve, power=float(row["power"]), n=float(row["n_complete"]), ax=ax, language=language)


@speak_language
def plan_sample(
    questionnaire: Questionnaire | str | Path | Mapping[str, float],
    *,
    shares: Mapping[str, float] | None = None,
    r2: float | None = None,
    correlation: float | None = None,
    power: float = 0.8,
    confidence: float = 0.95,
    method: How = "simulation",
    n_sim: int = N_SIM,
    design_effect: float | Sequence[float] | pd.Series | np.ndarray = 1.0,
    complete: float = 1.0,
    response_rate: float = 1.0,
    csat: float = CSAT,
    recommend: tuple[float, float] = RECOMMEND,
    seed: int | None = None,
    language: str | None = None,
) -> SamplePlan:
    """Plan how many respondents a survey needs to separate the most important driver from the second.

    Use it before fieldwork. The number rests on what is assumed: with the two largest shares twice as close, it is four
    times as large; so try other shares too.

    Parameters
    ----------
    questionnaire
        A questionnaire, a shipped name or a path; or, without one, driver to assumed share.
    shares
        Driver to assumed share of R², summing to 1; None takes what simulated answers to the questionnaire follow.
    r2
        Share of the outcome's variance that all drivers explain together; None is .5.
    correlation
        Correlation of any two drivers; None is .5, or lower if the shares need it, which a note says.
    power
        Chance that the interval of the difference of the two shares lies above 0.
    confidence
        Coverage of every interval.
    method
        "simulation": surveys are simulated at several sizes. "formula": the normal approximation, in a second.
    n_sim
        Surveys simulated of each size; fewer where they are very large.
    design_effect
        Factor by which weighting enlarges variances; or weights of an earlier sample, of which Kish's is taken.
    complete
        Share of interviews that have an answer for every driver.
    response_rate
        Share of invitations that become interviews.
    csat
        Assumed share on the two highest points.
    recommend
        Assumed shares of promoters and detractors.
    seed
        Seed of the simulation; None is 0.
    language
        Language of labels.

    Returns
    -------
    SamplePlan

    Raises
    ------
    OptionError
        Shares that do not sum to 1, of unknown drivers or equal at the top; R², power or a rate out of range; shares
        that drivers so correlated cannot have, with the correlation that would do.

    Notes
    -----
    Scores are normal with one common correlation; with a questionnaire they are cut into the scores that its items can
    have, skewed and cut at the scale's ends as simulated answers are, which changes shares a little: `intervals` has
    both. Each simulated survey is judged by the interval of the difference of shares (delta method; large samples share
    it with the bootstrap). Power follows a probit curve of log n; `n_from` and `n_to` are its Monte-Carlo interval.
    Weights: through `design_effect`. Missing: through `complete`. Cost: seconds, a minute at most.

    References
    ----------
    Grömping (2006), Journal of Statistical Software 17(1). Kish (1965), Survey sampling, section 11.7. Finney (1971),
    Probit analysis. Wilson (1927), JASA 22, 209-212. Rocks (2016), The American Statistician 70, 365-372.

    Examples
    --------
    >>> plan = plan_sample({"service": 0.5, "price": 0.3, "speed": 0.2}, method="formula")
    >>> plan.table[["driver", "other"]].values.tolist()
    [['service', 'price']]
    """
    _check(method, power, confidence, n_sim, complete, response_rate, csat, recommend)
    effect = take_design_effect(design_effect)
    given = take_plan(questionnaire, shares, r2, correlation, language, complete)
    population = take_population(given.model, seed or 0)
    pair = _largest(given, population)
    guess = formula_n(population, pair, power, confidence)
    least = len(given.drivers) + 1 + SPARE_ROWS
    trials = int(min(n_sim, MOST_ROWS / (GRID_POINTS * 1.05 * max(guess, least))))
    curve = None
    if method == "simulation" and trials >= min(FEWEST_SURVEYS, n_sim):
        curve = _simulate(given, population, pair, max(guess, least), power, confidence, trials, seed or 0)
    sizes = (guess, np.nan, np.nan) if curve is None else curve.needed(power, confidence)
    n = max(ceil(sizes[0]), least)
    costs = Costs(effect, complete, response_rate)
    needed = costs.needed(n)
    found = (n, np.ceil(sizes[1]), np.ceil(sizes[2]), max(ceil(guess), least))
    error = np.nan if curve is None else curve.power_error(n)
    too_large = [Note("plan_formula_only")] if method == "simulation" and curve is None else []
    return SamplePlan(
        table=size_table(given, population, pair, found, costs, power, error),
        n=needed,
        method=_describe(given, curve, power, confidence, seed or 0),
        notes=(*given.notes, *too_large, *_say_scored(given, population)),
        curve=curve_table(curve),
        pairs=pair_table(given, population, n, power, confidence),
        intervals=interval_table(given, population, n, confidence),
        margins=margin_table(needed / effect, csat, recommend, confidence),
        confidence=confidence,
        seed=seed or 0,
    )


def _check(
    method: str,
    power: float,
    confidence: float,
    n_sim: int,
    complete: float,
    response_rate: float,
    csat: float,
    recommend: tuple[float, float],
) -> None:
    check_option("method", method, get_args(How))
    if not 0.05 < power < 1 or not 0 < confidence < 1:
        raise OptionError(f"power={power} must lie between .05 and 1, and confidence={confidence} between 0 and 1.")
    if n_sim < 1:
        raise OptionError(f"n_sim={n_sim} is out of range; simulate 100 surveys of each size or more.")
    for name, value in (("complete", complete), ("response_rate", response_rate)):
        if not 0 < value <= 1:
            raise OptionError(f"{name}={value} must be a share above 0, up to 1.")
    if not 0 <= csat <= 1 or np.min(recommend) < 0 or np.sum(recommend) > 1:
        raise OptionError(f"csat={csat} and recommend={recommend} must be shares; the latter sum to 1 at most.")


def _largest(given: PlanInput, population: Population) -> tuple[int, int]:
    """Return the positions of the two drivers with the largest assumed shares."""
    first, second = np.argsort(-given.shares, kind="stable")[:2].tolist()
    equal = given.shares[first] - given.shares[second] < 1e-9
    if equal or population.shares[first] <= population.shares[second]:
        raise OptionError(
            f"'{given.drivers[first]}' and '{given.drivers[second]}' have the same share, so no number of respondents "
            "separates them; assume a difference that would matter to you."
        )
    return first, second


def _simulate(
    given: PlanInput,
    population: Population,
    pair: tuple[int, int],
    guess: float,
    power: float,
    confidence: float,
    trials: int,
    seed: int,
) -> PowerCurve:
    reach = float(norm.ppf((1 + confidence) / 2))

    def count(n: int, surveys: int) -> int:
        return count_separated(given.model, population, pair, n, surveys, reach, seed)

    return search_n(guess, power, GRID_POINTS, trials, count, len(given.drivers) + 1 + SPARE_ROWS)


def _describe(given: PlanInput, curve: PowerCurve | None, power: float, confidence: float, seed: int) -> Note:
    values = {"r2": given.r2, "correlation": given.correlation, "power": power, "confidence": confidence}
    if curve is None:
        return Note("plan_formula", **values)
    return Note("plan_simulation", surveys=int(np.sum(curve.trials)), sizes=len(curve.n), seed=seed, **values)


def _say_scored(given: PlanInput, population: Population) -> list[Note]:
    """Say what cutting scores into points and at the ends does to R²."""
    return [] if given.model.levels is None else [Note("plan_scored", assumed=given.r2, scored=population.r2)]
