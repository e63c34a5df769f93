"""Models of outcomes that are no plain score: shares at the top, ordered answers, the recommend answer, counts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import pandas as pd

from survey.analysis.drivers.driver_design import Labels, design_columns, take_driver_design
from survey.analysis.drivers.driver_input import MissingMode, Weights
from survey.analysis.outcomes.outcome_fits import fit_outcome
from survey.analysis.outcomes.outcome_importance import MEASURE_NAMES, share_importance
from survey.analysis.outcomes.outcome_input import Kind, OutcomeInput, Question, take_outcome
from survey.analysis.outcomes.outcome_notes import fit_notes, method_note
from survey.analysis.outcomes.outcome_steps import (
    Plan,
    check_fit,
    check_slopes,
    free_drivers,
    make_rows,
    model_promoters,
)
from survey.analysis.outcomes.outcome_tables import (
    RATIOS,
    category_table,
    coefficient_table,
    driver_table,
    empty_assumptions,
    fit_table,
)
from survey.errors import OptionError, check_option
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.outcomes.sandwich import Weighting

if TYPE_CHECKING:
    from matplotlib.axes import Axes

CountModel = Literal["poisson", "negative_binomial"]
MODELS = {"continuous": "continuous", "top_box": "logistic", "ordered": "ordinal", "recommend": "ordinal"}


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class OutcomeModel(Result):
    """A model of one outcome.

    Attributes
    ----------
    table
        A row per driver, and per cut for a driver with slopes of its own: coefficient, standard error, test, interval,
        odds ratio or rate ratio with interval, variance inflation.
    coefficients
        Every term: intercept or thresholds, drivers, controls.
    fit
        One row: base, log-likelihood, deviance, pseudo-R² (R² of a score), AIC, BIC.
    importance
        A row per measure and driver: general dominance in units of the measure, its share and interval.
    assumption
        Tests of what the model assumes: Brant's for ordered answers, overdispersion for counts.
    categories
        Respondents and weighted share of every answer of the outcome.
    promoters
        For kind="recommend": the drivers of answers of 9 and 10 against the rest; else empty.
    """

    key: ClassVar[tuple[str, ...]] = ("driver", "cut_point")

    coefficients: pd.DataFrame
    fit: pd.DataFrame
    importance: pd.DataFrame
    assumption: pd.DataFrame
    categories: pd.DataFrame
    promoters: pd.DataFrame
    outcome: str
    outcome_label: str
    kind: Kind
    model: str
    confidence: float = 0.95
    n_boot: int = 0
    seed: int = 0

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the importance, for pseudo-R² Nagelkerke's."""
        from survey.plots import plot_importance

        if self.importance.empty:
            raise OptionError("this model was made with importance=False, so there is nothing to draw.")
        measure = str(self.importance["measure"].iloc[-1])
        frame = self.importance[self.importance["measure"] == measure]
        axes = plot_importance(frame.assign(driver=frame["label"]), ax=ax, language=language)
        axes.set_xlabel(f"{axes.get_xlabel()} · {MEASURE_NAMES[measure]}")
        return axes


@speak_language
def model_outcome(
    scores: Scores | Responses | pd.DataFrame,
    *,
    outcome: str | None = None,
    drivers: Iterable[str] | None = None,
    kind: Kind = "continuous",
    top: int = 2,
    cut: float | None = None,
    count_model: CountModel = "poisson",
    free: Iterable[str] | Literal["suggested"] = (),
    controls: Iterable[str] = (),
    weights: Weights = None,
    weighting: Weighting = "probability",
    missing: MissingMode = "listwise",
    clusters: Labels = None,
    strata: Labels = None,
    importance: bool = True,
    test_slopes: bool = True,
    n_boot: int = 0,
    confidence: float = 0.95,
    unit: float = 1.0,
    seed: int | None = None,
    language: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> OutcomeModel:
    """Model an outcome by the kind of answer it is, and split what its drivers explain.

    Use it where the outcome is one item: whether an answer is at the top, ordered answers of few points, the recommend
    answer 0 to 10, or a number of events. It describes association in this sample, not what would happen if a driver
    changed.

    Parameters
    ----------
    scores
        Responses (drivers scored here; the outcome may be an item), scores, or a plain frame, shape (n_respondents,
        n_columns).
    outcome
        What is explained: a construct, an item of responses, a column of a frame. None takes the questionnaire's: its
        outcome's score, for "top_box" and "ordered" its satisfaction item, for "recommend" its recommend item, for
        "count" its only item of whole numbers.
    drivers
        What explains it; None takes the questionnaire's drivers, for a plain frame all other columns.
    kind
        "continuous": a score, by least squares. "top_box": the highest points against the rest, by logistic regression.
        "ordered": by proportional odds. "recommend": answers 0 to 10 in order, and promoters against the rest. "count":
        whole numbers from 0.
    top
        For "top_box": how many of the highest points count as 1. An item of two answers takes its higher one, a choice
        its first.
    cut
        For "top_box": the lowest value that counts as 1, in place of `top`; needed for scores.
    count_model
        "poisson" (robust standard errors) or "negative_binomial".
    free
        For ordered answers: drivers with a slope of their own at every cut; "suggested" takes those that Brant's test
        tells apart.
    controls
        Columns that are in every model and get no share.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    weighting
        What weights are. "probability": scaled to sum to the rows used, standard errors of a sandwich. "frequency": a
        weight of 3 is three equal respondents.
    missing
        "listwise": complete rows. "indicator": respondents who were not asked about a driver stay, with a 0/1 indicator
        of having been asked as a control.
    clusters, strata
        As in `rank_drivers`: a column, or a label a row. Standard errors and tests of coefficients are then linearised
        over clusters, with clusters less strata less drivers degrees of freedom; weights are probability weights.
    importance
        Whether to split R², or McFadden's and Nagelkerke's pseudo-R², by general dominance; 15 drivers at most.
    test_slopes
        For ordered answers: test whether the slopes are the same at every cut (Brant), by one regression a cut.
    n_boot
        Bootstrap samples of respondents for the intervals of importance; 0 gives none.
    confidence
        Coverage of every interval.
    unit
        Ratios are for a difference of so many units of a driver; 10 suits scores of 0 to 100.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.
    progress
        Called with (samples done, all samples).

    Returns
    -------
    OutcomeModel
        `.table`, `.coefficients`, `.fit`, `.importance`, `.assumption`, `.categories`, `.promoters`.

    Raises
    ------
    DataError
        Too few respondents, an outcome that never varies or is not of its kind, dependent drivers; drivers that
        separate the answers are named.
    OptionError
        An unknown option, outcome or driver; clusters or strata with frequency weights or with `n_boot`.

    Notes
    -----
    Weights: used in every number; with probability weights tests are t tests with n less the number of terms degrees
    of freedom, otherwise normal (t for a score). Robust standard errors have the factor n / (n - 1). Ratios and slopes
    are for one unit of a driver, which for scores is one point of 100. Missing: as `missing` says; `n` counts the rows
    used. Cost: one fit for every subset of drivers, and the same for each bootstrap sample.

    References
    ----------
    McCullagh (1980), J. Royal Statistical Society B 42, 109-142. Brant (1990), Biometrics 46, 1171-1178. Peterson &
    Harrell (1990), Applied Statistics 39, 205-217. Cameron & Trivedi (2013), Regression analysis of count data. Azen &
    Traxel (2009), J. Educational and Behavioral Statistics 34, 319-347. Binder (1983), International Statistical Review
    51, 279-292.

    Examples
    --------
    >>> import numpy as np
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame(rng.normal(size=(300, 2)), columns=["speed", "price"])
    >>> frame["rating"] = np.digitize(2 * frame["speed"] + frame["price"] + rng.logistic(size=300), [-2, 0, 2]) + 1
    >>> model = model_outcome(frame, outcome="rating", kind="ordered")
    >>> model.table["driver"].tolist(), bool(model.fit["nagelkerke"].iloc[0] > 0.3)
    (['speed', 'price'], True)
    >>> model.importance.loc[model.importance["measure"] == "mcfadden", "driver"].tolist()
    ['speed', 'price']
    """
    _check(count_model, weighting, missing, n_boot, confidence, unit)
    check_option("kind", kind, get_args(Kind))
    if (clusters is not None or strata is not None) and (weighting == "frequency" or n_boot):
        raise OptionError("clusters and strata go with probability weights, and without n_boot: it knows no design.")
    if free == "suggested" and not test_slopes:
        raise OptionError("free='suggested' goes by the test of the slopes; leave test_slopes=True.")
    question, aside = Question(kind, outcome, drivers, controls, top, cut, language), design_columns(clusters, strata)
    coded = take_outcome(scores, question, weights=weights, missing=missing, aside=aside)
    plan = Plan(
        kind=kind,
        model=MODELS.get(kind, count_model),
        weighting=weighting,
        free=free if isinstance(free, str) else tuple(free),
        confidence=confidence,
        unit=unit,
        importance=importance,
        test_slopes=test_slopes,
        n_boot=n_boot,
        seed=seed or 0,
        design=take_driver_design(scores, coded.data, clusters, strata),
        progress=progress,
    )
    return _build(coded, plan)


def _check(count_model: str, weighting: str, missing: str, n_boot: int, confidence: float, unit: float) -> None:
    check_option("count_model", count_model, get_args(CountModel))
    check_option("weighting", weighting, get_args(Weighting))
    check_option("missing", missing, get_args(MissingMode))
    if n_boot < 0 or not 0 < confidence < 1 or not unit > 0:
        raise OptionError(
            f"n_boot={n_boot} must be 0 or more, confidence={confidence} between 0 and 1, and unit={unit} above 0."
        )


def _build(coded: OutcomeInput, plan: Plan) -> OutcomeModel:
    """Fit, test, split and lay out."""
    labels = dict(zip(coded.data.drivers, coded.data.labels, strict=True))
    rows = make_rows(coded, plan.weighting, plan.design)
    tests_slopes = plan.model == "ordinal" and plan.test_slopes
    assumption, notes = check_slopes(rows) if tests_slopes else (empty_assumptions(), ())
    rows, advice = free_drivers(rows, plan, assumption)
    fit = fit_outcome(plan.model, rows)
    assumption, tested = check_fit(rows, fit, plan, assumption)
    shares, split = share_importance(rows, labels, plan)
    promoters, about = model_promoters(coded, plan, labels)
    coefficients = coefficient_table(fit, rows.names, plan.confidence)
    doubts = fit_notes(plan.model, fit, rows, plan.unit)
    return OutcomeModel(
        table=driver_table(coefficients, rows, labels, RATIOS.get(plan.model), plan.unit),
        n=rows.n,
        method=method_note("partial" if fit.free else plan.model, rows, coded.data),
        notes=(*coded.data.notes, *coded.notes, *about, *notes, *advice, *tested, *doubts, *split),
        coefficients=coefficients,
        fit=fit_table(fit, coded, rows),
        importance=shares,
        assumption=assumption,
        categories=category_table(coded, rows, plan.kind == "count"),
        promoters=promoters,
        outcome=coded.data.outcome,
        outcome_label=coded.data.outcome_label,
        kind=plan.kind,
        model=plan.model,
        confidence=plan.confidence,
        n_boot=plan.n_boot,
        seed=plan.seed,
    )
