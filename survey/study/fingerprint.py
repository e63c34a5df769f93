"""The numbers of results as plain values, and a hash of every frame."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from survey.result import Result

# Digits that hashes go by: machines differ in the last ones of sums.
DIGITS = 9
# Columns that name people or hold their words; they enter hashes, never a record.
PERSONAL = ("respondent", "twin", "quote")
_PIECE = 1 << 20


def hash_file(path: Path) -> str:
    """Return the SHA-256 of a file's bytes."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def hash_frame(frame: pd.DataFrame) -> str:
    """Return the SHA-256 of a frame's headings and values, numbers to nine digits.

    Examples
    --------
    >>> one, other = pd.DataFrame({"a": [0.1 + 0.2, None]}), pd.DataFrame({"a": [0.3, None]})
    >>> hash_frame(one) == hash_frame(other), hash_frame(one) == hash_frame(other + 1e-6)
    (True, False)
    """
    found = hashlib.sha256(f"{len(frame)}".encode())
    for name, column in frame.items():
        found.update(f"\x1f{name}\x1e".encode())
        if _is_number(column):
            found.update(_round(_floats(column)).astype("<f8").tobytes())
        else:
            found.update("\x1f".join(_texts(column)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def tabulate_numbers(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return the columns of a frame as lists: numbers, None where missing, and texts; columns of people left out.

    Examples
    --------
    >>> tabulate_numbers(pd.DataFrame({"driver": ["speed"], "estimate": [float("nan")], "respondent": ["A7"]}))
    {'driver': ['speed'], 'estimate': [None]}
    """
    return {
        str(name): _plain(_floats(column)) if _is_number(column) else _texts(column)
        for name, column in frame.items()
        if name not in PERSONAL
    }


def fingerprint_result(result: Result) -> dict[str, Any]:
    """Return what a record keeps of a result: its kind, base, headline numbers, and a hash of each frame."""
    return {
        "result": type(result).__name__,
        "n": int(result.n),
        "table": tabulate_numbers(result.table),
        "sha256": {name: hash_frame(frame) for name, frame in result.frames().items()},
    }


def _is_number(column: pd.Series) -> bool:
    return bool(pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_complex_dtype(column))


def _floats(column: pd.Series) -> np.ndarray:
    return column.astype("Float64").to_numpy(dtype=float, na_value=np.nan)


def _texts(column: pd.Series) -> list[str]:
    return ["" if missing else str(value) for value, missing in zip(column, column.isna(), strict=True)]


def _plain(values: np.ndarray) -> list[float | None]:
    return [float(value) if np.isfinite(value) else None for value in values]


def _round(values: np.ndarray) -> np.ndarray:
    """Round to nine digits, and what is next to nothing to nothing."""
    near = np.round(values, DIGITS)
    whole = np.isfinite(near) & (near != 0)
    scale = np.power(10.0, DIGITS - 1 - np.floor(np.log10(np.abs(near[whole]))))
    near[whole] = np.round(near[whole] * scale) / scale
    near[np.isnan(near)] = np.nan
    return near + 0.0
