"""Answers as CSV files: codes as answered, or labels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from survey.cli.tables import write_csv

if TYPE_CHECKING:
    import pandas as pd

    from survey.questionnaire.item import Item
    from survey.responses import Responses


def write_answers(responses: Responses, path: Path, *, labels: bool = False, language: str | None = None) -> Path:
    """Write answers as a CSV file that `read_responses` reads back.

    Personal columns and columns that the questionnaire lacks are left out.

    Parameters
    ----------
    responses
        The answers.
    path
        The file, ending in .csv.
    labels
        Write the labels of choices and scale points instead of their codes.
    language
        Language of the labels; None is the questionnaire's default.

    Raises
    ------
    OptionError
        The path does not end in .csv, or the questionnaire is not written in that language.
    """
    return write_csv(tabulate_answers(responses, labels=labels, language=language), path)


def tabulate_answers(responses: Responses, *, labels: bool = False, language: str | None = None) -> pd.DataFrame:
    """Return answers as one frame: respondent, what is known of the interview, answers, weight."""
    tongue = responses.questionnaire.check_language(language)
    answers = responses.data.apply(_whole)
    if labels:
        for item in responses.questionnaire.items.values():
            if item.id in answers and item.labels:
                answers[item.id] = _label(answers[item.id], item, tongue)
    frame = responses.paradata.join(answers) if len(responses.paradata) else answers
    if responses.weights is not None:
        frame = frame.assign(weight=responses.weights)
    return frame.rename_axis("respondent").reset_index()


def _whole(column: pd.Series) -> pd.Series:
    """Return codes as whole numbers, so that 5 is not written as 5.0."""
    there = column.dropna()
    return column.astype("Int64") if column.dtype.kind == "f" and (there % 1 == 0).all() else column


def _label(column: pd.Series, item: Item, language: str) -> pd.Series:
    texts = {code: label.in_language(language) or str(code) for code, label in item.labels.items()}
    return column.astype("object").map(lambda code: texts.get(code, code), na_action="ignore")
