"""Weighted totals and shares of respondents."""

from __future__ import annotations

import numpy as np

from survey.responses import Responses


def unit_weights(responses: Responses) -> np.ndarray:
    """Return the weights, or ones where there are none, shape (n_respondents,)."""
    weights = responses.weight_array()
    return np.ones(len(responses)) if weights is None else weights


def total_of(mask: np.ndarray, weights: np.ndarray) -> float:
    """Return the weight of the respondents a mask picks."""
    return float(weights[mask].sum())


def share_of(mask: np.ndarray, base: np.ndarray, weights: np.ndarray) -> float:
    """Return the weighted share of a mask within a base; NaN where the base is empty."""
    total = total_of(base, weights)
    return total_of(mask & base, weights) / total if total else float("nan")
