"""Sheets that a person filled in, read as codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.prepare.codebook import Codebook

Sheet = pd.DataFrame | str | Path
NOTHING = frozenset(("none", "无", "-", "没有", "0"))
_NEEDED = ("respondent", "codes")
_PARTS = re.compile(r"[,;，；、|\n]+")


@dataclass(frozen=True, eq=False)
class HandCodes:
    """Hold one person's codes of the sampled comments.

    Attributes
    ----------
    respondents
        Those coded, as text.
    values
        Whether each was given each code, shape (n, n_codes).
    frame
        The rows coded, with stratum and sampling weight.
    open_rows
        Rows not coded yet.
    """

    name: str
    respondents: pd.Index
    values: np.ndarray
    frame: pd.DataFrame
    open_rows: int


def read_hand_codes(name: str, sheet: Sheet, codebook: Codebook) -> HandCodes:
    """Read a filled sheet.

    Raises
    ------
    DataError
        A column is missing, a respondent comes twice, a code is unknown, or nothing is coded; the message says where.
    """
    frame = _open(name, sheet)
    lacking = [column for column in _NEEDED if column not in frame]
    if lacking:
        raise DataError(f"{name}: the sheet lacks {', '.join(lacking)}; keep the columns that sample_comments wrote.")
    cells = [_text(value) for value in frame["codes"]]
    filled = np.array([bool(cell) for cell in cells], dtype=bool)
    if not filled.any():
        raise DataError(f"{name}: no row has codes; write ids of the codebook, or none, into `codes`.")
    respondents = pd.Index([_text(value).removeprefix("'") for value in frame["respondent"]])[filled]
    if not respondents.is_unique:
        raise DataError(
            f"{name}: respondent {respondents[respondents.duplicated()][0]} comes twice; keep one row each."
        )
    names = _names(codebook)
    values = np.zeros((len(respondents), len(codebook.codes)), dtype=bool)
    for row, at in enumerate(np.flatnonzero(filled)):
        for part in _split(cells[at]):
            values[row, _place(part, names, f"{name}, row {at + 2}")] = True
    return HandCodes(name, respondents, values, frame[filled].reset_index(drop=True), int(np.sum(~filled)))


def _split(cell: str) -> list[str]:
    return [] if cell.lower() in NOTHING else [part.strip() for part in _PARTS.split(cell) if part.strip()]


def _names(codebook: Codebook) -> dict[str, int]:
    """Return every way to name a code: its id, and its label in each language."""
    names: dict[str, int] = {}
    for at, code in enumerate(codebook.codes.values()):
        names |= {name.lower(): at for name in (code.id, *code.label.values())}
    return names


def _place(part: str, names: dict[str, int], where: str) -> int:
    if part.lower() not in names:
        close = get_close_matches(part.lower(), list(names), n=1)
        advice = f"did you mean '{close[0]}'?" if close else "use ids of the codebook, parted by commas."
        raise DataError(f"{where}: '{part}' is no code; {advice}")
    return names[part.lower()]


def _open(name: str, sheet: Sheet) -> pd.DataFrame:
    if isinstance(sheet, pd.DataFrame):
        return sheet.reset_index(drop=True)
    path = Path(sheet)
    if not path.is_file():
        raise DataError(f"{name}: there is no file {path}; check the path.")
    if path.suffix.lower() == ".xlsx":
        return pd.read_excel(path, dtype=str, engine="openpyxl")
    return pd.read_csv(path, dtype=str, encoding="utf-8-sig")


def _text(value: Any) -> str:
    return "" if value is None or value != value else str(value).strip()
