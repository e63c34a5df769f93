"""Tables of a comparison of path models."""

from __future__ import annotations

import numpy as np
import pandas as pd

from survey.stats.paths.comparison import GroupPermutation, exceedance, permutation_p
from survey.stats.paths.design import PathDesign
from survey.stats.paths.estimate import PathEstimate
from survey.stats.paths.resampling import PathDraws, measure_uncertainty

LOWEST_AGREEMENT = 0.05  # Henseler, Ringle & Sarstedt 2016: a one-sided test at 5 per cent


def pair_table(
    splits: GroupPermutation,
    draws: tuple[PathDraws, PathDraws],
    design: PathDesign,
    names: list[str],
    groups: tuple[str, str],
) -> pd.DataFrame:
    """Build a row per path of two groups."""
    ends, starts = np.nonzero(design.paths.T)
    first, second = splits.paths[:, starts, ends]
    larger = exceedance(draws[0].paths[:, starts, ends], draws[1].paths[:, starts, ends])
    return pd.DataFrame(
        {
            "first_group": groups[0],
            "second_group": groups[1],
            "path_from": [names[one] for one in starts],
            "path_to": [names[one] for one in ends],
            "first_estimate": first,
            "second_estimate": second,
            "path_difference": first - second,
            "permutation_p": permutation_p(first - second, splits.differences[:, starts, ends]),
            "bootstrap_p": 2 * np.minimum(larger, 1 - larger),
            "chance_larger": larger,
        }
    )


def group_table(
    estimate: PathEstimate, draws: PathDraws, design: PathDesign, names: list[str], confidence: float
) -> pd.DataFrame:
    """Build a row per path of one group."""
    ends, starts = np.nonzero(design.paths.T)
    values = estimate.paths[starts, ends]
    found = measure_uncertainty(values, draws.paths[:, starts, ends], confidence)
    return pd.DataFrame(
        {
            "path_from": [names[one] for one in starts],
            "path_to": [names[one] for one in ends],
            "estimate": values,
            "std_error": found.std_error,
            "conf_low": found.low,
            "conf_high": found.high,
        }
    )


def invariance_table(splits: GroupPermutation, names: list[str], groups: tuple[str, str]) -> pd.DataFrame:
    """Build a row per construct: whether two groups' composites are made alike, and how they differ."""
    count = np.isfinite(splits.congruences).sum(axis=0)
    lower = (splits.congruences <= splits.congruence + 1e-12).sum(axis=0)
    return pd.DataFrame(
        {
            "first_group": groups[0],
            "second_group": groups[1],
            "construct": names,
            "agreement": splits.congruence,
            "agreement_limit": np.nanquantile(splits.congruences, LOWEST_AGREEMENT, axis=0),
            "agreement_p": (1 + lower) / (1 + count),
            "mean_gap": splits.means,
            "mean_gap_p": permutation_p(splits.means, splits.mean_splits),
            "log_variance_gap": splits.variances,
            "log_variance_gap_p": permutation_p(splits.variances, splits.variance_splits),
        }
    )
