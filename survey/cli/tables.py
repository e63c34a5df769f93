"""Tables on the terminal and in CSV files."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from survey.errors import OptionError

if TYPE_CHECKING:
    import pandas as pd

# What a spreadsheet takes for the beginning of a formula (OWASP, CSV Injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def print_rows(headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows in aligned columns; wide characters count as two."""
    from rich.cells import cell_len

    cells = [list(headings), *([_text(value) for value in row] for row in rows)]
    widths = [max(cell_len(value) for value in column) for column in zip(*cells, strict=True)]
    for row in cells:
        padded = [value + " " * (width - cell_len(value)) for value, width in zip(row, widths, strict=True)]
        sys.stdout.write("  ".join(padded).rstrip() + "\n")


def guard_formulas(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose texts no spreadsheet runs: a leading = + - @ tab or return gets an apostrophe in front.

    Examples
    --------
    >>> import pandas as pd
    >>> guard_formulas(pd.DataFrame({"comment": ["=1+1", "good"], "code": [1, 2]}))["comment"].tolist()
    ["'=1+1", 'good']
    """
    guarded = frame.copy()
    for name, column in frame.items():
        if column.dtype.kind not in "biufcmM":
            guarded[name] = _guarded(column)
    return guarded


def write_csv(frame: pd.DataFrame, path: Path) -> Path:
    """Write a frame as a CSV file that Excel opens in the right encoding, texts guarded.

    Raises
    ------
    OptionError
        The path does not end in .csv.
    """
    if path.suffix.lower() != ".csv":
        raise OptionError(f"{path}: tables are written as CSV only; give a path that ends in .csv.")
    path.parent.mkdir(parents=True, exist_ok=True)
    guard_formulas(frame).to_csv(path, index=False, encoding="utf-8-sig")
    return path


def _guarded(column: pd.Series) -> pd.Series:
    return column.map(
        lambda value: f"'{value}" if isinstance(value, str) and value.startswith(FORMULA_STARTS) else value
    )


def _text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)
