"""Mediation: how much of an association between two scores runs through others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.drivers.driver_input import DriverInput, take_input
from survey.analysis.paths.mediation_tables import (
    RouteDraws,
    coefficient_table,
    effect_table,
    product_test_table,
)
from survey.errors import OptionError, check_option
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.mediation import (
    STRUCTURES,
    Structure,
    fit_equations,
    leave_out_coefficients,
    list_routes,
    resample_coefficients,
)

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Interval = Literal["percentile", "bca"]
KINDS = {
    "en": {"indirect_total": "All indirect", "direct": "Direct", "total": "Total"},
    "zh-CN": {"indirect_total": "间接合计", "direct": "直接关联", "total": "总关联"},
}
MOST_MEDIATORS = 6  # in series there are 2**k - 1 routes


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Mediation(Result):
    """Direct, indirect and total association of a predictor with an outcome.

    Attributes
    ----------
    table
        A row per indirect route, their sum, the direct and the total association: estimate, delta-method standard
        error, test, interval, standardised estimate, share of the total.
    coefficients
        A row per regressor of each mediator and of the outcome.
    product_tests
        A row per route through one mediator and test: Sobel, Aroian, Goodman.
    """

    key: ClassVar[tuple[str, ...]] = ("association", "route")
    shown: ClassVar[tuple[str, ...]] = (
        "association",
        "route",
        "estimate",
        "std_error",
        "p_value",
        "conf_low",
        "conf_high",
        "interval",
        "standardized",
        "share_of_total",
    )

    coefficients: pd.DataFrame
    product_tests: pd.DataFrame
    outcome: str
    predictor: str
    structure: Structure
    confidence: float

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw every association with its interval."""
        from survey.plots.paths import plot_paths

        words = KINDS.get(language, KINDS["en"])
        names = [
            route or words[kind] for route, kind in zip(self.table["route"], self.table["association"], strict=True)
        ]
        return plot_paths(self.table.assign(row=names), ax=ax, language=language)


@speak_language
def estimate_mediation(
    scores: Scores | Responses | pd.DataFrame,
    *,
    predictor: str,
    mediators: str | Iterable[str],
    outcome: str | None = None,
    covariates: Iterable[str] = (),
    structure: Structure = "parallel",
    weights: str | Sequence[float] | pd.Series | np.ndarray | None = None,
    n_boot: int = 1000,
    interval: Interval = "percentile",
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> Mediation:
    """Estimate how much of an association runs through other scores.

    Splits the regression of the outcome on the predictor into the part that goes with the mediators (indirect
    association) and the rest (direct association). From one survey this is arithmetic of associations: that the
    predictor comes before the mediator, and the mediator before the outcome, is assumed, not shown.

    Parameters
    ----------
    scores
        Construct scores, responses (scored here), or a plain frame.
    predictor
        Where the routes start.
    mediators
        What they lead through, in their order for a series.
    outcome
        Where they end. Defaults to the questionnaire's outcome.
    covariates
        Held constant in every regression.
    structure
        "parallel": mediators do not explain each other. "serial": each explains those after it, and every route in
        that order counts.
    weights
        For a plain frame: a column name, or one weight a row. Scores and responses bring their own.
    n_boot
        Bootstrap samples for the intervals; 0 gives normal intervals from the delta method.
    interval
        "percentile", or "bca" (bias-corrected and accelerated).
    confidence
        Coverage of the intervals.
    seed
        Seed of the bootstrap; None is 0.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    Mediation
        `.table`, `.coefficients`, `.product_tests`.

    Raises
    ------
    DataError
        Too few complete rows, a column without variation, linearly dependent columns.
    OptionError
        Unknown columns or options, a name in two roles, more than six mediators.

    Notes
    -----
    Least squares throughout; a 0/1 mediator is taken as a number (a linear probability), a 0/1 outcome too. Standard
    errors: usual least squares with t tests, with weights HC3; of products the first-order delta method (Sobel) with
    normal tests. Weights: in the regressions, fixed in the bootstrap. Missing: listwise over all columns; `n` counts
    complete rows. The indirect associations and the direct one sum to the total. Cost: second moments of each
    bootstrap sample.

    References
    ----------
    Baron & Kenny (1986), J. Personality and Social Psychology 51, 1173-1182. Sobel (1982), Sociological Methodology 13,
    290-312. Preacher & Hayes (2008), Behavior Research Methods 40, 879-891. Efron (1987), J. American Statistical
    Association 82, 171-185. MacKinnon, Lockwood, Hoffman, West & Sheets (2002), Psychological Methods 7, 83-104.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> frame = pd.DataFrame({"quality": rng.normal(size=300)})
    >>> frame["value"] = frame["quality"] + rng.normal(size=300)
    >>> frame["rating"] = frame["value"] + rng.normal(size=300)
    >>> found = estimate_mediation(frame, predictor="quality", mediators="value", outcome="rating", n_boot=200)
    >>> found.table["association"].tolist()
    ['indirect', 'direct', 'total']
    """
    names = [mediators] if isinstance(mediators, str) else [str(name) for name in mediators]
    rest = [str(name) for name in covariates]
    _check(predictor, names, rest, structure, interval, n_boot, confidence)
    data = take_input(scores, outcome, [predictor, *names], weights, "listwise", language, controls=rest)
    target, columns = data.rows[:, 0], data.rows[:, 1:]
    equations = fit_equations(columns, target, len(names), structure, data.weights)
    routes = list_routes(len(names), structure)
    draws = _draw_routes(data, len(names), structure, n_boot, interval, seed or 0) if n_boot else None
    labels = [*data.labels, *rest]
    return Mediation(
        table=effect_table(equations, routes, data, labels, draws, confidence),
        n=len(target),
        method=_describe(data, structure, n_boot, interval, seed or 0),
        notes=(*data.notes, *_note_binary(data, names), *_note_lost(draws), Note("mediation_order")),
        coefficients=coefficient_table(equations, data, labels, confidence),
        product_tests=product_test_table(equations, routes, data, labels),
        outcome=data.outcome,
        predictor=predictor,
        structure=structure,
        confidence=confidence,
    )


def _check(
    predictor: str,
    mediators: list[str],
    covariates: list[str],
    structure: str,
    interval: str,
    n_boot: int,
    confidence: float,
) -> None:
    check_option("structure", structure, STRUCTURES)
    check_option("interval", interval, get_args(Interval))
    if n_boot < 0 or not 0 < confidence < 1:
        raise OptionError(f"n_boot={n_boot} must be 0 or more, and confidence={confidence} between 0 and 1.")
    if not 1 <= len(mediators) <= MOST_MEDIATORS:
        raise OptionError(f"{len(mediators)} mediators; name one to {MOST_MEDIATORS}.")
    both = [predictor, *mediators, *covariates]
    if twice := sorted({name for name in both if both.count(name) > 1}):
        raise OptionError(f"{', '.join(map(repr, twice))} has two roles; name it once.")


def _draw_routes(
    data: DriverInput, n_mediators: int, structure: Structure, n_boot: int, interval: Interval, seed: int
) -> RouteDraws:
    target, columns = data.rows[:, 0], data.rows[:, 1:]
    return RouteDraws(
        interval=interval,
        coefficients=resample_coefficients(
            columns, target, n_mediators, structure, n_boot=n_boot, seed=seed, weights=data.weights
        ),
        left_out=leave_out_coefficients(columns, target, n_mediators, structure, seed=seed, weights=data.weights)
        if interval == "bca"
        else None,
    )


def _note_binary(data: DriverInput, mediators: list[str]) -> list[Note]:
    """Return a note on outcome and mediators with two values: least squares takes them as numbers."""
    columns = {data.outcome: data.rows[:, 0]}
    columns |= {name: data.rows[:, 2 + at] for at, name in enumerate(mediators)}
    return [Note("mediation_binary", name=name) for name, values in columns.items() if np.unique(values).size == 2]


def _note_lost(draws: RouteDraws | None) -> list[Note]:
    """Return a note on bootstrap samples without a solution; intervals lack them."""
    if draws is None:
        return []
    lost = int((~np.isfinite(draws.coefficients).all(axis=(1, 2))).sum())
    return [Note("mediation_draws_lost", count=lost, n_boot=len(draws.coefficients))] if lost else []


def _describe(data: DriverInput, structure: Structure, n_boot: int, interval: Interval, seed: int) -> Note:
    weighted = "unweighted" if data.weights is None else "weighted"
    how = interval if n_boot else "normal"
    return Note(
        f"mediation_{structure}_{how}_{weighted}", n=len(data.rows), n_total=data.n_total, n_boot=n_boot, seed=seed
    )
