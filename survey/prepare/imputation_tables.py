"""What is said of an imputation: tables of questions, of chains and of predictors, and notes."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.notes import Note
from survey.prepare.imputation_input import ImputationInput, Question
from survey.responses import Responses
from survey.stats.missing.chains import Chains
from survey.stats.missing.convergence import NOT_MIXED, reduce_scale


def question_table(questions: list[Question], chains: Chains) -> pd.DataFrame:
    """Return a row per question."""
    r_hat, start, rows = reduce_scale(chains.mean), 0, []
    for question, predictors in zip(questions, chains.predictors, strict=True):
        variable, stop = question.variable, start + question.variable.values.shape[1]
        missing, asked = int(np.sum(variable.missing)), int(np.sum(variable.asked))
        mixed = r_hat[start:stop]
        rows.append(
            {
                "item": variable.name,
                "wording": question.wording,
                "construct": question.construct,
                "n": int(np.sum(variable.answered)),
                "n_imputed": missing,
                "imputed_share": missing / asked if asked else np.nan,
                "drawn_by": variable.method if missing else "",
                "n_predictors": len(predictors),
                "r_hat": float(np.max(mixed)) if not np.any(np.isnan(mixed)) else np.nan,
                "delta": variable.delta,
            }
        )
        start = stop
    return pd.DataFrame(rows)


def trace_table(questions: list[Question], chains: Chains) -> pd.DataFrame:
    """Return a row per column with missing answers, chain and iteration."""
    names = [
        (question.variable.name, column if len(question.columns) > 1 else question.variable.name)
        for question in questions
        for column in (question.columns or (question.variable.name,))
    ]
    m, rounds = chains.mean.shape[:2]
    parts = [
        pd.DataFrame(
            {
                "item": item,
                "column": str(column),
                "chain": np.repeat(np.arange(1, m + 1), rounds),
                "iteration": np.tile(np.arange(1, rounds + 1), m),
                "mean": chains.mean[:, :, place].reshape(-1),
                "sd": chains.sd[:, :, place].reshape(-1),
            }
        )
        for place, (item, column) in enumerate(names)
    ]
    return pd.concat(parts, ignore_index=True).dropna(subset="mean", ignore_index=True)


def predictor_table(questions: list[Question], chains: Chains) -> pd.DataFrame:
    """Return a row per question and predictor, the first taken first."""
    names = [question.variable.name for question in questions]
    rows = [
        (name, names[other], float(chains.strength[place, other]))
        for place, (name, others) in enumerate(zip(names, chains.predictors, strict=True))
        for other in others
    ]
    return pd.DataFrame(rows, columns=["item", "predictor", "strength"])


def imputation_notes(data: ImputationInput, table: pd.DataFrame) -> list[Note]:
    """Return what the reader must know."""
    notes = []
    if not table["n_imputed"].any():
        notes.append(Note("impute_nothing"))
    if stuck := table.loc[table["r_hat"] > NOT_MIXED, "item"].tolist():
        notes.append(Note("impute_not_mixed", items=", ".join(stuck), limit=NOT_MIXED))
    if alone := table.loc[(table["n_imputed"] > 0) & (table["n_predictors"] == 0), "item"].tolist():
        notes.append(Note("impute_alone", items=", ".join(alone)))
    if isinstance(data.source, Responses) and (routed := _routed(data.source, table)):
        notes.append(Note("impute_routing", items=", ".join(routed)))
    return notes


def _routed(responses: Responses, table: pd.DataFrame) -> list[str]:
    """Return the questions whose routing goes by an imputed answer."""
    imputed = set(table.loc[table["n_imputed"] > 0, "item"])
    return [
        item.id
        for item in responses.questionnaire.items.values()
        if item.shown_if is not None and item.shown_if.items & imputed
    ]
