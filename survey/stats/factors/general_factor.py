"""A general factor above the others: Schmid–Leiman, and omega hierarchical."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from survey.stats.factors.extraction import Method, extract_factors, turn_positive
from survey.stats.factors.rotation import rotate_loadings
from survey.stats.one_factor import fit_one_factor


@dataclass(frozen=True, kw_only=True)
class GeneralFactor:
    """Items split into what all share, what groups of them share, and what is their own.

    Attributes
    ----------
    general
        Loadings on the general factor, shape (n_items,).
    group
        Loadings on the group factors freed from it, shape (n_items, n_factors).
    uniqueness
        Shape (n_items,).
    omega_hierarchical
        Share of the sum's variance that is the general factor's.
    omega_total
        Share of the sum's variance that is common.
    common_share
        Share of the common variance that is the general factor's (ECV).
    """

    general: np.ndarray
    group: np.ndarray
    uniqueness: np.ndarray
    omega_hierarchical: float
    omega_total: float
    common_share: float


def split_general_factor(correlation: np.ndarray, n_factors: int, *, method: Method = "minres") -> GeneralFactor:
    """Take a general factor out of obliquely rotated ones.

    Parameters
    ----------
    correlation
        Of items keyed the same way, shape (n_items, n_items).
    n_factors
        Group factors, 1 or more; 1 leaves only the general one. With 2 their correlation does not tell how much of it
        each owes to the general factor: both get the same.
    method
        Of extraction, on both levels.

    References
    ----------
    Schmid & Leiman (1957), Psychometrika 22, 53-61. Zinbarg, Revelle, Yovel & Li (2005), Psychometrika 70, 123-133.
    """
    extraction = extract_factors(correlation, n_factors, method=method)
    if n_factors == 1:
        general, group = extraction.loadings[:, 0], np.zeros((len(correlation), 1))
    else:
        rotated = rotate_loadings(extraction.loadings, "oblimin")
        pattern, factors = _turn(rotated.loadings, rotated.correlation)
        above = _load_factors(factors)
        general = pattern @ above
        group = pattern * np.sqrt(np.maximum(1 - above**2, 0.0))
    uniqueness = 1 - general**2 - np.sum(group**2, axis=1)
    total = float(np.sum(correlation))
    common = float(np.sum(general**2) + np.sum(group**2))
    return GeneralFactor(
        general=general,
        group=group,
        uniqueness=uniqueness,
        omega_hierarchical=float(np.sum(general) ** 2) / total,
        omega_total=1 - float(np.sum(uniqueness)) / total,
        common_share=float(np.sum(general**2)) / common,
    )


def _turn(pattern: np.ndarray, factors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return pattern and correlations with every factor turned the way its items point."""
    signs = np.where(np.sum(pattern, axis=0) < 0, -1.0, 1.0)
    return turn_positive(pattern), factors * np.outer(signs, signs)


def _load_factors(factors: np.ndarray) -> np.ndarray:
    """Return the loadings of the factors on the one above them."""
    if len(factors) == 2:
        root = float(np.sqrt(abs(factors[0, 1])))
        return np.array([root, root * np.sign(factors[0, 1])])
    return np.asarray(fit_one_factor(factors, "minres").loadings)
