"""Check the frames that charts are given, and read columns from them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.errors import DataError


def check_frame(frame: pd.DataFrame, chart: str, *, text: Sequence[str] = (), numbers: Sequence[str] = ()) -> None:
    """Refuse a frame that a chart cannot draw.

    Parameters
    ----------
    frame
        Frame to draw.
    chart
        Name of the chart, for the message.
    text, numbers
        Columns it must have; those in ``numbers`` must be numeric.

    Raises
    ------
    DataError
        If the frame has no rows, lacks a column, or has text where numbers belong.
    """
    missing = [name for name in (*text, *numbers) if name not in frame.columns]
    if missing:
        have = ", ".join(map(str, frame.columns)) or "no columns"
        raise DataError(f"{chart}: the frame lacks the column {', '.join(missing)}; it has: {have}")
    if frame.empty:
        raise DataError(f"{chart}: the frame has no rows, so there is nothing to draw")
    wrong = [name for name in numbers if not pd.api.types.is_numeric_dtype(frame[name])]
    if wrong:
        raise DataError(f"{chart}: the column {', '.join(wrong)} must hold numbers, not {frame[wrong[0]].dtype}")


def column_values(frame: pd.DataFrame, name: str) -> np.ndarray:
    """Give a column as floats, not-a-number throughout if the frame does not have it."""
    if name not in frame.columns:
        return np.full(len(frame), np.nan)
    return frame[name].to_numpy(dtype=float, na_value=np.nan)
