"""Confirmatory factor analysis: whether the items measure the constructs the questionnaire says they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
import pandas as pd

from survey.analysis.measurement.confirmation_tables import (
    tabulate_correlations,
    tabulate_estimates,
    tabulate_fit,
    tabulate_loadings,
    tabulate_modifications,
    tabulate_residuals,
)
from survey.analysis.measurement.measurement_items import Constructs, MeasurementItems, take_items
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.structure.covariance_fit import estimate_by_least_squares
from survey.stats.structure.factor_scores import ScoreMethod, score_factors
from survey.stats.structure.model import Model, estimate_by_correlations, estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample, IncompleteSample
from survey.stats.structure.syntax import list_measures, list_terms, parse_model

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Estimator = Literal["auto", "ML", "MLR", "ULS", "WLSMV", "ULSMV"]
Missing = Literal["listwise", "fiml"]
ESTIMATORS = ("auto", "ML", "MLR", "ULS", "WLSMV", "ULSMV")
ORDINAL = ("WLSMV", "ULSMV")
WEAK_LOADING = 0.4  # Stevens (2002), Applied multivariate statistics
FEW_PER_PARAMETER = 5  # Bentler & Chou (1987), Sociological Methods & Research 16:78


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Confirmation(Result):
    """A measurement model held against the answers.

    Attributes
    ----------
    table
        A row per loading: standardised estimate with its interval, and the unstandardised one.
    fit
        A row per test and index of fit, with its interval where it has one.
    estimates
        Every free or fixed cell of the model: loadings, variances, covariances, means.
    correlations
        A row per pair of constructs: the correlation of what they measure.
    residuals
        A row per pair of items: their correlation beside the one the model implies.
    modifications
        What would improve the model most: by how much the uncorrected chi-square would fall.
    """

    key: ClassVar[tuple[str, ...]] = ("construct", "item")
    shown: ClassVar[tuple[str, ...]] = ("label", "item", "estimate", "std_error", "conf_low", "conf_high")

    fit: pd.DataFrame
    estimates: pd.DataFrame
    correlations: pd.DataFrame
    residuals: pd.DataFrame
    modifications: pd.DataFrame
    _model: Model
    _taken: MeasurementItems

    @cached_property
    def converged(self) -> bool:
        """Whether the search reached a minimum."""
        return self._model.fit.converged

    def scores(self, *, method: ScoreMethod = "regression") -> pd.DataFrame:
        """Return factor scores of all respondents, shape (n_respondents, n_constructs).

        Respondents with unanswered items are scored from the others. Not defined for polychoric correlations, whose
        items have no unit.

        Raises
        ------
        OptionError
            The model was fitted to polychoric correlations.
        """
        model, plan = self._model, self._model.plan
        if model.compared == "correlations":
            raise OptionError(
                "factor scores need estimator='ML', 'MLR' or 'ULS'; polychoric correlations have no unit."
            )
        answers = self._taken.values[list(plan.items)].to_numpy(dtype=float)
        matrices = model.fit.matrices[0]
        chosen, weights = self._taken.rows(self._taken.complete())
        order = [self._taken.items.index(item) for item in plan.items]
        mean = matrices.intercept if plan.means else np.average(chosen[:, order], axis=0, weights=weights)
        found = score_factors(answers, matrices, mean, method=method)
        return pd.DataFrame(found, index=self._taken.values.index, columns=list(plan.factors))

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the standardised loadings with their intervals."""
        from survey.plots import plot_reliability

        shown = self.table.assign(construct=self.table["item"], estimator="loading")
        return plot_reliability(shown, ax=ax, language=language)


@speak_language
def confirm_factors(
    responses: Responses | pd.DataFrame,
    *,
    constructs: Constructs = None,
    model: str | None = None,
    estimator: Estimator = "auto",
    missing: Missing = "listwise",
    weights: Sequence[float] | pd.Series | np.ndarray | None = None,
    confidence: float = 0.95,
    language: str | None = None,
) -> Confirmation:
    """Fit the measurement model of the questionnaire's constructs and test it.

    Use it before constructs are compared or related: it says whether each item measures its own construct, and no
    other. A model that fits is not proven; another one may fit as well.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame of keyed items.
    constructs
        Construct ids, or name to item ids. None takes all driver and outcome constructs with two items or more.
    model
        Instead of constructs: lines such as ``price =~ pr1 + pr2`` and ``pr1 ~~ pr2``, as lavaan has them.
    estimator
        ``ML``; ``MLR``, robust to answers that are not normal; ``ULS``, unweighted least squares of covariances;
        ``WLSMV`` for ordinal answers, ``ULSMV`` for ordinal answers of few respondents or rare categories. ``auto``
        takes WLSMV where an item has fewer than five categories, else MLR, and ML for all answers given.
    missing
        ``listwise`` uses complete rows; ``fiml`` all answers given, which is unbiased where answers are missing at
        random (with ML or MLR).
    weights
        For a plain frame: one weight a row. Responses bring their own.
    confidence
        Coverage of the intervals.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Confirmation

    Raises
    ------
    DataError
        Fewer than two usable items in a construct, fewer complete rows than items, items that repeat one another, or a
        model that is not identified, such as one construct of two items alone.
    OptionError
        An unknown construct, item or option; a model line that cannot be read.

    Notes
    -----
    Weights: probability weights; errors and test follow from respondents' weighted scores, so ML becomes MLR. Missing:
    as chosen; `n` counts the rows used. Chi-square is n times the discrepancy; the scaled test is Yuan–Bentler's, that
    of least squares is shifted too; robust indices are those of Brosseau-Liard & Savalei. Cost: some dozen steps; a
    second for 50 items.

    References
    ----------
    Jöreskog (1969), Psychometrika 34, 183-202. Yuan & Bentler (2000), Sociological Methodology 30, 165-200. Muthén
    (1984), Psychometrika 49, 115-132.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> found = confirm_factors(simulate_responses("ecommerce-service", n=600, seed=3), constructs=["price", "brand"])
    >>> found.table["estimate"].between(0.4, 1).all()
    np.True_
    """
    check_option("estimator", estimator, ESTIMATORS)
    check_option("missing", missing, ("listwise", "fiml"))
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")
    terms = None if model is None else parse_model(model)
    if terms is not None:
        if constructs is not None:
            raise OptionError("give constructs or a model, not both.")
        constructs = list_measures(terms)
    taken = take_items(responses, constructs, weights, language)
    plan = Plan(terms=list_terms(taken.factors) if terms is None else terms, means=missing == "fiml")
    used = _choose_estimator(taken, estimator, missing)
    fitted, n, noticed = _estimate(taken, plan, used, missing)
    return Confirmation(
        table=tabulate_loadings(fitted, taken.labels, confidence),
        n=n,
        method=_describe(taken, used, missing, n),
        notes=(*taken.notes, *noticed, *_warn(fitted, taken)),
        fit=tabulate_fit(fitted),
        estimates=tabulate_estimates(fitted, confidence),
        correlations=tabulate_correlations(fitted, confidence),
        residuals=tabulate_residuals(fitted),
        modifications=tabulate_modifications(fitted),
        _model=fitted,
        _taken=taken,
    )


def _choose_estimator(taken: MeasurementItems, estimator: Estimator, missing: Missing) -> str:
    """Return the estimator asked for, or the one that suits the items; weights make likelihood robust."""
    if estimator in ("ULS", *ORDINAL) and missing == "fiml":
        raise OptionError(f"missing='fiml' goes with estimator='ML' or 'MLR'; {estimator} takes complete rows.")
    if estimator == "auto" and missing == "fiml":
        return "ML" if taken.weights is None else "MLR"
    if estimator == "auto":
        return "WLSMV" if taken.is_ordinal else "MLR"
    return "MLR" if estimator == "ML" and taken.weights is not None else estimator


def _estimate(taken: MeasurementItems, plan: Plan, estimator: str, missing: Missing) -> tuple[Model, int, list[Note]]:
    """Return the fitted model, the respondents used, and what was noticed about the correlations."""
    rows, weights = taken.answered_rows() if missing == "fiml" else taken.complete_rows()
    rows = rows[:, [taken.items.index(item) for item in plan.items]]
    if estimator in ORDINAL:
        given = None if taken.weights is None else weights
        moments = take_ordinal_moments(rows, weights=given)
        repeated = [
            Note("polychoric_at_bound", item=plan.items[one], other=plan.items[other])
            for one, other in moments.polychoric.at_bound
        ]
        return estimate_by_correlations(plan, moments, weighted=estimator == "WLSMV"), len(rows), repeated
    if estimator == "ULS":
        return estimate_by_least_squares(plan, [CompleteSample(rows=rows, weights=weights)]), len(rows), []
    kind = IncompleteSample if missing == "fiml" else CompleteSample
    sample = kind(rows=rows, weights=weights)
    return estimate_by_likelihood(plan, [sample], estimator="MLR" if estimator == "MLR" else "ML"), len(rows), []


def _describe(taken: MeasurementItems, estimator: str, missing: Missing, n: int) -> Note:
    weighting = "unweighted" if taken.weights is None else "weighted"
    return Note(f"cfa_{estimator.lower()}_{missing}_{weighting}", n=n, n_total=len(taken.values))


def _warn(model: Model, taken: MeasurementItems) -> list[Note]:
    """Return what the reader must know before quoting the model."""
    notes = [] if model.fit.converged else [Note("measurement_not_converged")]
    count = model.fit.blueprint.n_parameters
    if model.n < FEW_PER_PARAMETER * count:
        notes.append(Note("measurement_few_respondents", n=model.n, n_parameters=count))
    if model.test.df == 0:
        notes.append(Note("measurement_saturated"))
    elif not np.isfinite(model.test.corrected):
        notes.append(Note("measurement_no_test"))
    matrices, plan = model.fit.matrices[0], model.plan
    if model.compared == "covariances":
        for item, left in zip(plan.items, np.diag(matrices.residual), strict=True):
            if left < 0:
                notes.append(Note("measurement_heywood", what=f"{item} ~~ {item}", value=float(left)))
    for name, spread in zip(plan.factors, np.diag(matrices.factor), strict=True):
        if spread < 0:
            notes.append(Note("measurement_heywood", what=f"{name} ~~ {name}", value=float(spread)))
    loadings = tabulate_loadings(model, taken.labels, 0.95)
    for construct, item, loading in loadings[["construct", "item", "estimate"]].itertuples(index=False, name=None):
        if abs(loading) > 1:
            notes.append(Note("measurement_heywood", what=f"{construct} =~ {item}", value=loading))
        elif loading < WEAK_LOADING:
            values = {"item": item, "loading": loading, "construct": construct, "limit": WEAK_LOADING}
            notes.append(Note("measurement_weak_loading", **values))
    return notes
