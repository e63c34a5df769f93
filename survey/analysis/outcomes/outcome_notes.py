"""What to know of a model of an outcome before quoting it."""

from __future__ import annotations

import numpy as np

from survey.analysis.drivers.driver_input import DriverInput
from survey.analysis.outcomes.outcome_fits import FittedOutcome, ModelRows
from survey.notes import Note

#: Peduzzi, Concato, Kemper, Holford & Feinstein (1996), J. Clinical Epidemiology 49, 1373-1379.
EVENTS_PER_TERM = 10
#: An answer given by fewer respondents has a threshold that rests on next to nothing.
LEAST_ANSWERS = 10


def method_note(model: str, rows: ModelRows, data: DriverInput) -> Note:
    """Say estimator, weights, missing mode and base."""
    weights = "unweighted" if rows.weights is None else rows.weighting
    if model == "continuous" and rows.design is not None:
        model = "linearised"
    return Note(f"outcome_{model}_{weights}_{data.missing}", n=rows.n, n_total=data.n_total)


def fit_notes(model: str, fit: FittedOutcome, rows: ModelRows, unit: float) -> tuple[Note, ...]:
    """Say what is doubtful about a fit."""
    notes = []
    if (design := rows.design) is not None:
        sizes = {"clusters": int(np.sum(design.clusters)), "strata": len(design.clusters), "df": design.df}
        notes.append(Note("outcome_design", **sizes))
    if not fit.converged:
        notes.append(Note("outcome_not_converged"))
    if model == "logistic":
        notes += _few_events(rows.outcome, 1 + len(rows.names))
    if model == "ordinal":
        notes += _rare_answers(rows.outcome)
    if fit.infeasible:
        notes.append(Note("outcome_infeasible", share=f"{100 * fit.infeasible:.1f}"))
    if rows.weights is not None and rows.weighting == "probability":
        notes.append(Note("outcome_pseudo_likelihood"))
    if model == "negative_binomial" and fit.measures["dispersion"] == 0:
        notes.append(Note("outcome_no_dispersion"))
    if unit != 1 and model != "continuous":
        notes.append(Note("outcome_unit", unit=f"{unit:g}"))
    return tuple(notes)


def _few_events(outcome: np.ndarray, terms: int) -> list[Note]:
    events = int(min(np.sum(outcome == 1), np.sum(outcome == 0)))
    return [Note("outcome_events", events=events, terms=terms)] if events < EVENTS_PER_TERM * terms else []


def _rare_answers(outcome: np.ndarray) -> list[Note]:
    values, counts = np.unique(outcome, return_counts=True)
    rare = [f"{value:g} ({count})" for value, count in zip(values, counts, strict=True) if count < LEAST_ANSWERS]
    return [Note("outcome_rare", least=LEAST_ANSWERS, answers=", ".join(rare))] if rare else []
