"""Control variables that are in every model, taken out of the covariances."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.errors import DataError
from survey.stats.subset_fits import PIVOT_TOLERANCE, as_stack, standardize

Floats = NDArray[np.float64]


def partial_out(cov: Floats, controls: Sequence[int]) -> Floats:
    """Return the covariances given control variables that are in every model.

    LMG of the result, divided by the original outcome variance (``total_variance=cov[..., 0, 0]``), gives
    shares that sum to R²(all) - R²(controls).

    Parameters
    ----------
    cov
        Covariances, shape (..., p, p), outcome first.
    controls
        Positions in `cov` of the controls; not 0, the outcome.

    Returns
    -------
    ndarray
        Shape (..., p - c, p - c). A driver the controls determine has zeros.

    Raises
    ------
    DataError
        If the outcome is a control, a position does not exist, or no driver is left.

    Examples
    --------
    >>> partial_out(np.array([[1.0, 0.6, 0.3], [0.6, 1.0, 0.5], [0.3, 0.5, 1.0]]), [2])
    array([[0.91, 0.45],
           [0.45, 0.75]])
    """
    stack, lead = as_stack(cov)
    p = stack.shape[-1]
    fixed = sorted(set(controls))
    kept = [i for i in range(p) if i not in fixed]
    if len(kept) < 2 or any(not 0 < i < p for i in fixed):
        raise DataError(f"Controls are positions 1 to {p - 1} that leave a driver; they are {list(controls)}.")
    scale = np.sqrt(np.clip(np.diagonal(stack, axis1=1, axis2=2), 0, None))[:, kept]
    corr = standardize(stack)
    inverse = np.linalg.pinv(corr[:, fixed][:, :, fixed], rcond=PIVOT_TOLERANCE, hermitian=True)
    across = corr[:, kept][:, :, fixed]
    rest = corr[:, kept][:, :, kept] - across @ inverse @ across.swapaxes(1, 2)
    alive = np.diagonal(rest, axis1=1, axis2=2) > PIVOT_TOLERANCE
    rest = np.where(alive[:, :, None] & alive[:, None, :], rest, 0.0) * scale[:, :, None] * scale[:, None, :]
    return rest.reshape(*lead, len(kept), len(kept))
