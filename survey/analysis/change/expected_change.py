"""Expected differences: what satisfaction is expected to be among respondents whose driver scores differ."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.change.expected_change_input import ChangeInput, Ends, check_changes, take_change_input
from survey.analysis.change.expected_change_models import applied_table, fit_all, measure_all, shift_all, warn_of
from survey.analysis.change.expected_change_ranked import RankedChange, change_ranked
from survey.analysis.change.expected_change_tables import alternative_table, change_table, difference_table
from survey.analysis.drivers.driver_input import MissingMode, Weights
from survey.analysis.drivers.driver_shares import Progress
from survey.analysis.drivers.drivers import Drivers
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.expected_change import bootstrap_predictions

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# Points that each driver moves by in the comparison of drivers when the changes asked for differ.
DEFAULT_STEP = 5.0


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ExpectedChange(Result):
    """Expected differences of satisfaction for given differences of driver scores.

    Attributes
    ----------
    table
        A row per indicator: "index" (mean of the outcome, 0 to 100), "index_points" (the same in points of its scale),
        "csat" (share on the two highest points), "recommend" (promoters minus detractors), "promoters", "detractors";
        with now, expected, the difference (estimate), its bootstrap interval, and the interval of the delta method.
    applied
        A row per driver changed: how many it applies to, how many are at the scale's end already, and how much of the
        change could be applied.
    alternatives
        A row per indicator and driver: the same points for each driver alone, the largest difference first.
    differences
        A row per indicator and pair of drivers: is their order resolved?
    step
        Points each driver moves by in `alternatives`.
    """

    key: ClassVar[tuple[str, ...]] = ("indicator",)
    shown: ClassVar[tuple[str, ...]] = ("indicator", "now", "expected", "estimate", "conf_low", "conf_high", "n")

    applied: pd.DataFrame
    alternatives: pd.DataFrame
    differences: pd.DataFrame
    step: float
    confidence: float = 0.95
    n_boot: int = 0
    seed: int = 0

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the expected difference of the outcome for the same points of each driver."""
        from survey.plots.expected_change import plot_expected_change

        frame = self.alternatives[self.alternatives["indicator"] == "index"]
        return plot_expected_change(frame.assign(driver=frame["label"]), ax=ax, language=language, step=self.step)


@speak_language
def simulate_change(
    scores: Scores | Responses | pd.DataFrame | Drivers,
    changes: Mapping[str, float] | None = None,
    *,
    raise_to: Mapping[str, float] | None = None,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    csat: str | None = None,
    recommend: str | None = None,
    weights: Weights = None,
    missing: MissingMode = "indicator",
    ends: Ends = (0.0, 100.0),
    step: float | None = None,
    n_boot: int = 1000,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> ExpectedChange:
    """Compute by how much satisfaction would be expected to differ if driver scores differed by given points.

    Compares respondents as they are with the same respondents at other driver scores, by models of this sample: least
    squares for the mean, logistic regression for the share on the two highest points, proportional odds for the
    recommend score. It carries an association over; that a change made by the shop would bring about the difference is
    more than a survey can show (`assess_confounding` tells how fragile it is).

    Parameters
    ----------
    scores
        Responses (all indicators of the questionnaire's plan), construct scores (the mean only) or a plain frame; or a
        driver analysis of complete rows, which keeps no respondents: the mean only, scores not cut at the scale's ends,
        bootstrap and confidence those it was made with.
    changes
        Driver to points added to each respondent's score, cut at the scale's ends.
    raise_to
        Driver to a score: all below it are raised to it.
    outcome, drivers
        As in `rank_drivers`; every driver is in the models, changed or not.
    csat
        Item whose two highest points count; None takes the plan's. For a frame: a column of 0 and 1.
    recommend
        Item from 0 to 10; None takes the plan's. For a frame: a column.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    missing
        "indicator": respondents not asked about a driver stay, with an indicator; their score does not move.
        "listwise": complete rows.
    ends
        Lowest and highest score of drivers; None for no ends.
    step
        Points each driver moves by in `alternatives`; None takes the change asked for where there is one, else 5.
    n_boot
        Bootstrap samples of respondents; 0 gives the intervals of the delta method only.
    confidence
        Coverage of the intervals.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels.
    progress
        Called with (samples done, all samples).

    Returns
    -------
    ExpectedChange

    Raises
    ------
    OptionError
        An unknown driver, a change that is no number, a driver in both `changes` and `raise_to`.
    DataError
        Nobody can move: everyone is at the scale's end; scores outside `ends`; and what `rank_drivers` refuses.

    Notes
    -----
    Weights: in the models, in the averages and in each bootstrap sample. Missing: as `missing` says; each indicator
    takes the rows that have its answer. Intervals: percentile bootstrap; `delta_low` and `delta_high` from influence,
    with HC3 residuals for the mean. Moving scores beyond what was observed is noted. Cost: one fit of each model per
    sample, a second or two for 500 respondents and 1000 samples.

    References
    ----------
    Lane & Nelder (1982), Biometrics 38, 613-621. McCullagh (1980), Journal of the Royal Statistical Society B 42,
    109-142. Long & Ervin (2000), The American Statistician 54, 217-224.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"speed": rng.uniform(20, 80, 200), "price": rng.uniform(20, 80, 200)})
    >>> frame["rating"] = 10 + 0.6 * frame["speed"] + 0.2 * frame["price"] + rng.normal(size=200)
    >>> expected = simulate_change(frame, {"speed": 5}, outcome="rating", n_boot=50)
    >>> float(expected.table["estimate"].iloc[0].round(1))
    3.0
    """
    _check(missing, n_boot, confidence, step)
    if isinstance(scores, Drivers):
        _refuse_options(raise_to, csat, recommend, outcome, drivers, weights)
        return _from_ranked(scores, dict(changes or {}), step)
    given = take_change_input(scores, outcome, drivers, weights, missing, (csat, recommend), ends, language)
    asked, least = dict(changes or {}), dict(raise_to or {})
    check_changes(given.data.drivers, asked, least, ends)
    width = _width(step, asked, least)
    shifts = shift_all(given, asked, least, width)
    predictors, notes = fit_all(given, shifts)
    draws = bootstrap_predictions(
        [model for model, _ in predictors.values()], given.weights, n_boot=n_boot, seed=seed or 0, progress=progress
    )
    measured = measure_all(given, predictors, draws)
    share = given.weights / np.sum(given.weights)
    base = share @ given.applies
    k = len(given.data.drivers)
    moved = np.array([share @ shifts[1 + at, :, at] for at in range(k)]) / base
    return ExpectedChange(
        table=change_table(measured, confidence),
        n=len(given.data.rows),
        method=_describe(given, n_boot, seed or 0),
        notes=(
            *given.data.notes,
            *notes,
            *warn_of(given, shifts),
            *_say_failed(draws, n_boot),
            Note("change_not_cause"),
        ),
        applied=applied_table(given, asked, least, shifts[0]),
        alternatives=alternative_table(given.data, measured, moved, base, confidence),
        differences=difference_table(given.data, measured, confidence),
        step=width,
        confidence=confidence,
        n_boot=n_boot,
        seed=seed or 0,
    )


def _width(step: float | None, asked: Mapping[str, float], least: Mapping[str, float]) -> float:
    """Return the points each driver moves by alone."""
    if step is not None:
        return step
    return float(next(iter(asked.values()))) if not least and len(set(asked.values())) == 1 else DEFAULT_STEP


def _refuse_options(*given: object) -> None:
    if any(option is not None for option in given):
        raise OptionError(
            "a driver analysis keeps no respondents: it takes `changes` and `step` only; give the scores, responses or "
            "frame that it was made from."
        )


def _from_ranked(ranked: Drivers, asked: dict[str, float], step: float | None) -> ExpectedChange:
    players = ranked.table[["driver", "label"]]
    check_changes(players["driver"].tolist(), asked, {}, None)
    found = change_ranked(ranked, asked, _width(step, asked, {}))
    return ExpectedChange(
        table=_without_mean(change_table([found.measured], ranked.confidence), found),
        n=found.measured.n,
        method=Note("change_ranked", n=found.measured.n, n_boot=ranked.n_boot, seed=ranked.seed),
        notes=(Note("change_ranked_mean_only"), Note("change_not_cause")),
        applied=players[players["driver"].isin(asked)].assign(points_asked=lambda rows: rows["driver"].map(asked)),
        alternatives=alternative_table(
            found,
            [found.measured],
            np.full(len(found.drivers), found.step),
            np.ones(len(found.drivers)),
            ranked.confidence,
        ),
        differences=difference_table(found, [found.measured], ranked.confidence),
        step=found.step,
        confidence=ranked.confidence,
        n_boot=ranked.n_boot,
        seed=ranked.seed,
    )


def _without_mean(table: pd.DataFrame, found: RankedChange) -> pd.DataFrame:
    return table if found.knows_mean else table.assign(now=np.nan, expected=np.nan)


def _check(missing: str, n_boot: int, confidence: float, step: float | None) -> None:
    check_option("missing", missing, get_args(MissingMode))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")
    if step is not None and (not np.isfinite(step) or step == 0):
        raise OptionError(f"step={step} must be a number of points above or below 0.")


def _say_failed(draws: list[np.ndarray], n_boot: int) -> list[Note]:
    failed = max((int(np.sum(np.isnan(found[:, 0, 0]))) for found in draws), default=0)
    return [Note("change_failed", count=failed, n_boot=n_boot)] if failed else []


def _describe(given: ChangeInput, n_boot: int, seed: int) -> Note:
    weighted = "weighted" if given.data.weights is not None else "unweighted"
    kind = f"change_{given.data.missing}_{weighted}"
    return Note(kind, n=len(given.data.rows), n_total=given.data.n_total, n_boot=n_boot, seed=seed)
