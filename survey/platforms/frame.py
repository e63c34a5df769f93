"""A data frame in hand as answers to a questionnaire."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pandas as pd

from survey.errors import ReadError
from survey.platforms.coding.assemble import assemble_responses
from survey.platforms.coding.paradata import is_id
from survey.platforms.coding.respondent import INDEX_NAME
from survey.platforms.files.cell import cell_text
from survey.platforms.files.column import Column
from survey.platforms.files.findings import name_one
from survey.platforms.files.halves import replace_halves
from survey.platforms.files.table import Origin, Table
from survey.questionnaire.load import load_questionnaire
from survey.questionnaire.questionnaire import Questionnaire
from survey.responses import Responses

_NAME = "data frame"
_FIRST_ROW = 2  # as in a file, where the headings are row 1


def wrap_frame(
    frame: pd.DataFrame,
    questionnaire: Questionnaire | str | Path,
    *,
    language: str | None = None,
    respondent: str | None = None,
) -> Responses:
    """Turn a data frame in hand into responses, by the same rules as a file.

    Use it for answers that are in pandas already, from a database or another reader. Cells may be codes or labels.

    Parameters
    ----------
    frame
        One row a respondent, columns named by item ids or question wordings. An index with a name, or any other than
        0, 1, 2, …, gives the respondent ids if it is unique.
    questionnaire
        A questionnaire, a shipped name, or the path of a YAML file.
    language
        Where a label stands for two codes in different languages, the language that counts.
    respondent
        The column with the respondent ids; None looks for one.

    Raises
    ------
    ReadError
        The frame is empty, is of another survey, or two columns contradict each other.

    Notes
    -----
    The frame is not changed. Every value ends as an answer or in ``responses.problems``; row 2 is the frame's first.

    Examples
    --------
    >>> frame = pd.DataFrame({"sat1": [7, 6], "sat2": [6, 6], "sat3": ["Close", "远"], "stars": [5, 9],
    ...                       "effort": [7, 2], "rebuy": 7, "lookfirst": 6, "recommend": 9, "gender": 1,
    ...                       "ageband": 2, "region": 97})
    >>> responses = wrap_frame(frame, "ecommerce-service")
    >>> responses.data["sat3"].tolist()
    [6.0, 2.0]
    >>> responses.problems.query("column == 'stars'")[["row", "value", "reason"]].values.tolist()
    [[3, '9', '9 is outside the allowed codes: 1 to 5']]
    """
    loaded = load_questionnaire(questionnaire)
    if language is not None:
        loaded.check_language(language)
    return assemble_responses([tabulate_frame(frame)], loaded, language=language, respondent=respondent)


def tabulate_frame(frame: pd.DataFrame) -> Table:
    """Return a data frame as a table of text.

    Raises
    ------
    ReadError
        The frame has no rows or no columns, or several levels of headings or index.
    """
    if frame.columns.nlevels > 1 or frame.index.nlevels > 1:
        raise ReadError("the data frame has several levels of headings or index; flatten it with reset_index first.")
    if not len(frame) or not len(frame.columns):
        raise ReadError(
            f"the data frame is empty: {len(frame)} rows, {len(frame.columns)} columns. Check how it was made."
        )
    headings = [str(name).strip() for name in frame.columns]
    columns = [_texts(frame.iloc[:, place]) for place in range(len(headings))]
    if _names_respondents(frame, headings):
        headings.insert(0, INDEX_NAME)
        columns.insert(0, _texts(frame.index.to_series()))
    rows = np.arange(_FIRST_ROW, len(frame) + _FIRST_ROW)
    filled = np.array([[bool(cell.strip()) for cell in cells] for cells in columns]).any(axis=0)
    if not filled.any():
        raise ReadError("the data frame is empty: it has rows but no value. Check how it was made.")
    findings = [name_one("", "empty row", row=int(row)) for row in rows[~filled]]
    rows, kept = rows[filled], [Column.from_cells(cells[filled]) for cells in columns]
    for place, heading in enumerate(headings):
        kept[place], found = replace_halves(heading, kept[place], rows)
        findings += found
    digest = hashlib.sha256("\x1f".join(headings).encode())
    for column in kept:
        digest.update("\x1f".join(column).encode())
    return Table(
        origin=Origin(file=_NAME, sha256=digest.hexdigest(), kind="pandas"),
        headings=tuple(headings),
        columns=tuple(kept),
        rows=rows,
        findings=tuple(findings),
    )


def _names_respondents(frame: pd.DataFrame, headings: list[str]) -> bool:
    """Tell whether the index identifies respondents: it has a name or is no mere count, and no column does so."""
    index = frame.index
    if not index.is_unique or INDEX_NAME in headings:
        return False
    named = index.name is not None and is_id(str(index.name))
    counted = isinstance(index, pd.RangeIndex) and index.name is None
    return named or not (counted or any(is_id(heading) for heading in headings))


def _texts(column: pd.Series) -> np.ndarray:
    missing = column.isna().to_numpy()
    texts = np.empty(len(column), dtype=object)
    texts[:] = ["" if gone else cell_text(value) for value, gone in zip(column.tolist(), missing, strict=True)]
    return texts
