"""Is a straight line enough? Curves, products and boosted trees beside the linear regression."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, MissingMode, take_input
from survey.analysis.shape.linearity_tables import Fits, compare_models, curve_table, driver_table, fit_models
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.shape.boosted import load_shap

if TYPE_CHECKING:
    from matplotlib.axes import Axes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Linearity(Result):
    """What curves, products and trees add to a straight line.

    Attributes
    ----------
    table
        A row per model: cross-validated R² and its gain over the straight line, with interval and verdict.
    drivers
        A row per driver: test of its bend, its LMG share of R², its share of the boosted model's Shapley values.
    curves
        A row per driver, model and value: the expected outcome.
    verdict
        "linear_enough": no model gains the margin. "not_enough": one gains at least the margin, and its interval
        excludes 0. "undecided": the data do not say.
    margin
        The gain of R² that would matter.
    """

    key: ClassVar[tuple[str, ...]] = ("model",)
    shown: ClassVar[tuple[str, ...]] = (
        "model",
        "cv_r2",
        "r2_gain",
        "conf_low",
        "conf_high",
        "p_value",
        "model_verdict",
    )

    drivers: pd.DataFrame
    curves: pd.DataFrame
    verdict: str
    margin: float
    outcome: str
    outcome_label: str
    seed: int

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw what every model gains over the straight line, beside the margin."""
        from survey.plots.linearity import plot_gains

        return plot_gains(self.table, self.margin, ax=ax, language=language)

    def plot_driver(self, driver: str, ax: Axes | None = None, *, language: str = "en") -> Axes:
        """Draw the line and the curves of one driver.

        Raises
        ------
        OptionError
            There is no such driver.
        """
        from survey.plots.linearity import plot_curves

        check_option("driver", driver, self.curves["driver"].unique())
        curves = self.curves[self.curves["driver"] == driver]
        names = {"driver": str(curves["label"].iloc[0]), "outcome": self.outcome_label}
        return plot_curves(curves, ax=ax, labels=names, language=language)


@speak_language
def assess_linearity(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    n_knots: int = 4,
    n_folds: int = 5,
    n_repeats: int = 10,
    margin: float = 0.02,
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    missing: MissingMode = "listwise",
    shapley: bool = True,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> Linearity:
    """Assess whether a straight line tells enough of how the outcome goes with the drivers.

    Predicts the outcome of respondents left out, by four models on the same folds: the linear regression that
    `rank_drivers` splits, the same with a curve for every driver, with the products of all pairs, and gradient boosted
    trees. Use it before quoting linear importance. A model that predicts better shows that something else than a
    straight line is there, not what would happen if a driver changed.

    Parameters
    ----------
    scores
        Construct scores, responses (scored here), or a plain frame, shape (n_respondents, n_columns).
    outcome
        What is explained. Defaults to the questionnaire's outcome; required for a plain frame.
    drivers
        What explains it. Defaults to the questionnaire's drivers; for a plain frame to all other columns.
    n_knots
        Knots of each restricted cubic spline: 3, 4 or 5. Drivers with few values get fewer.
    n_folds, n_repeats
        Folds, and how often the sample is divided anew.
    margin
        Gain of R² that would matter.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    missing
        As in `rank_drivers`; contact indicators enter every model.
    shapley
        Whether to share out what the trees predict among the drivers, by the package shap.
    confidence
        Coverage of the intervals.
    seed
        Seed of folds and trees; None is 0.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Linearity
        `.table` a row per model; `.drivers`, `.curves`, `.verdict`.

    Raises
    ------
    DataError
        Fewer than 50 complete rows, a column that never varies or holds no numbers, drivers that determine one another.
    OptionError
        Unknown missing mode, number of knots, outcome or driver; fewer than 2 folds.

    Notes
    -----
    Weights: in every fit, in the errors of the rows left out, in knots and shares. Missing: as `missing` says; `n`
    counts the rows used. Each interval is for its own model; the verdict reads three of them. Shapley values need
    the package
    shap; without it their share is missing and a note says so. Cost: `n_folds` times `n_repeats` fits of each model,
    some 0.1 s each for the trees.

    References
    ----------
    Harrell (2015), Regression modeling strategies, 2nd ed., chapter 2. Friedman (2001), The Annals of Statistics 29,
    1189-1232. Nadeau & Bengio (2003), Machine Learning 52, 239-281. Lundberg et al. (2020), Nature Machine Intelligence
    2, 56-67.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"speed": rng.uniform(0, 10, 200)})
    >>> frame["rating"] = (frame["speed"] - 5) ** 2 + rng.normal(size=200)
    >>> assess_linearity(frame, outcome="rating", n_repeats=1).verdict
    'not_enough'
    """
    check_option("missing", missing, get_args(MissingMode))
    if not 0 < confidence < 1 or not margin > 0:
        raise OptionError(f"confidence={confidence} must be between 0 and 1, and margin={margin} above 0.")
    data = take_input(scores, outcome, drivers, weights, missing, language)
    used = seed or 0
    fits = fit_models(data, n_knots, used)
    table = compare_models(fits, n_folds, n_repeats, margin, confidence, used)
    verdict = _verdict(table)
    return Linearity(
        table=table,
        n=len(data.rows),
        method=_describe(data, n_folds, n_repeats, used),
        notes=(*data.notes, _verdict_note(table, verdict, margin), *_notes(fits, shapley)),
        drivers=driver_table(fits, shapley),
        curves=curve_table(fits, confidence),
        verdict=verdict,
        margin=margin,
        outcome=data.outcome,
        outcome_label=data.outcome_label,
        seed=used,
    )


def _verdict(table: pd.DataFrame) -> str:
    found = set(table["model_verdict"])
    if "better" in found:
        return "not_enough"
    return "undecided" if "undecided" in found else "linear_enough"


def _verdict_note(table: pd.DataFrame, verdict: str, margin: float) -> Note:
    rivals = table[table["model"] != "linear"]
    if verdict == "not_enough":
        rivals = rivals[rivals["model_verdict"] == "better"]
    best = rivals.sort_values("r2_gain", ascending=False).iloc[0]
    name = Note(f"linearity_model_{best['model']}")
    values = {"model": name, "gain": best["r2_gain"], "low": best["conf_low"], "high": best["conf_high"]}
    return Note(f"linearity_{verdict}", margin=margin, **values)


def _describe(data: DriverInput, n_folds: int, n_repeats: int, seed: int) -> Note:
    weighted = "weighted" if data.weights is not None else "unweighted"
    values = {"n": len(data.rows), "n_total": data.n_total, "folds": n_folds, "repeats": n_repeats, "seed": seed}
    return Note(f"linearity_{data.missing}_{weighted}", **values)


def _notes(fits: Fits, shapley: bool) -> list[Note]:
    notes = []
    straight = [label for label, knots in zip(fits.data.labels, fits.design.knots, strict=True) if not len(knots)]
    if straight:
        notes.append(Note("linearity_two_values", drivers=", ".join(straight)))
    if fits.curves is None:
        notes.append(Note("linearity_no_curves"))
    if shapley and load_shap() is None:
        notes.append(Note("linearity_no_shap"))
    return notes
