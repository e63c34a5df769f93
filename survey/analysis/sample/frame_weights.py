"""Weights given beside a plain frame."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from survey.errors import DataError


def align_weights(weights: Sequence[float] | pd.Series | np.ndarray | None, frame: pd.DataFrame) -> np.ndarray | None:
    """Return one checked weight a row, shape (n_rows,); a Series is matched by its index.

    Raises
    ------
    DataError
        There are too few or too many weights, one is missing, negative or infinite, or all are 0.

    Examples
    --------
    >>> frame = pd.DataFrame({"a": [1, 2]}, index=["x", "y"])
    >>> align_weights(pd.Series({"y": 2.0, "x": 1.0}), frame)
    array([1., 2.])
    """
    if weights is None:
        return None
    if isinstance(weights, pd.Series) and not weights.index.equals(frame.index):
        if not (weights.index.is_unique and frame.index.is_unique):
            raise DataError(
                "weights and frame have different row labels, some of them twice; give weights in row order."
            )
        weights = weights.reindex(frame.index)
    aligned = np.asarray(weights, dtype=float)
    if aligned.shape != (len(frame),):
        raise DataError(f"{aligned.size} weights for {len(frame)} rows; give one each.")
    bad = ~np.isfinite(aligned) | (aligned < 0)
    if bad.any() or not aligned.sum() > 0:
        raise DataError(
            "weights must be finite numbers >= 0, at least one above 0; "
            f"{int(bad.sum())} of {len(aligned)} are missing, negative or infinite."
        )
    return aligned
