"""Constructs of higher order: a first model gives the scores that are the items of a second."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from survey.stats.paths.design import PathDesign
from survey.stats.paths.estimate import PathEstimate, estimate_paths
from survey.stats.paths.weights import MOST_ITERATIONS, TOLERANCE

Floats = NDArray[np.float64]

#: An item varies in a sample if its variance exceeds this share of its largest one among all samples.
FLAT = 1e-10


@dataclass(frozen=True, eq=False)
class StagedDesign:
    """One path model, or two of which the first makes items for the second.

    Parameters
    ----------
    final
        The model asked for.
    first
        The model of the lower-order constructs, or None.
    carried
        For each item of the final model the number of the item it is, or -1 - k for the score of construct k of the
        first model; empty without a first model.

    References
    ----------
    Sarstedt, Hair, Cheah, Becker & Ringle (2019), Australasian Marketing Journal 27, 197-211 (disjoint two-stage
    approach).
    """

    final: PathDesign
    first: PathDesign | None = None
    carried: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class StagedEstimate:
    """The final model, the first where there is one, and how items of the first make items of the second.

    Attributes
    ----------
    first
        The model of lower-order constructs, or None.
    mixing
        Standardised items (items as they are where not scaled) to items of the final model, shape (..., n_items,
        n_final_items), or None where they are the same.
    spread
        Standard deviations of the items of the final model, shape (..., n_final_items).
    """

    final: PathEstimate
    first: PathEstimate | None
    mixing: Floats | None
    spread: Floats

    def item_weights(self) -> Floats:
        """Weights of the first items in every final construct, shape (..., n_items, n_constructs)."""
        return self.final.weights if self.mixing is None else np.asarray(self.mixing @ self.final.weights)


def estimate_stages(
    covariance: Floats,
    staged: StagedDesign,
    *,
    consistent: bool = False,
    scaled: bool = True,
    tolerance: float = TOLERANCE,
    most: int = MOST_ITERATIONS,
) -> StagedEstimate:
    """Estimate a path model in one stage or two, from covariances of the items.

    Parameters
    ----------
    covariance
        Shape (..., n_items, n_items).
    staged
        The model.
    consistent, scaled, tolerance, most
        As in `estimate_paths`.
    """
    covariance = void_constant(covariance)
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1))
    if staged.first is None:
        final = estimate_paths(
            covariance, staged.final, consistent=consistent, scaled=scaled, tolerance=tolerance, most=most
        )
        return StagedEstimate(final, None, None, spread)
    with np.errstate(divide="ignore", invalid="ignore"):
        used = covariance / (spread[..., :, None] * spread[..., None, :]) if scaled else covariance
    first = estimate_paths(used, staged.first, scaled=scaled, tolerance=tolerance, most=most)
    mixing = np.zeros((*covariance.shape[:-1], len(staged.carried)))
    for at, source in enumerate(staged.carried):
        if source >= 0:
            mixing[..., source, at] = 1.0
        else:
            mixing[..., :, at] = first.weights[..., :, -1 - source]
    second = np.swapaxes(mixing, -1, -2) @ used @ mixing
    final = estimate_paths(second, staged.final, scaled=scaled, tolerance=tolerance, most=most)
    return StagedEstimate(final, first, mixing, np.sqrt(np.diagonal(second, axis1=-2, axis2=-1)))


def void_constant(covariance: Floats) -> Floats:
    """Put NaN for covariances of items that vary in other samples of the stack, but here only by rounding.

    Parameters
    ----------
    covariance
        Shape (..., n_items, n_items).

    Examples
    --------
    >>> void_constant(np.array([[[1.0]], [[1e-18]]])).ravel().tolist()
    [1.0, nan]
    """
    variances = np.diagonal(covariance, axis1=-2, axis2=-1)
    largest = np.max(variances.reshape(-1, variances.shape[-1]), axis=0)
    constant = ~(variances > FLAT * largest)
    if not constant.any():
        return covariance
    return np.where(constant[..., :, None] | constant[..., None, :], np.nan, covariance)


def final_covariance(covariance: Floats, found: StagedEstimate, *, scaled: bool) -> Floats:
    """Return the covariances of the items of the final model, as its estimation takes them.

    Parameters
    ----------
    covariance
        Of the items, shape (..., n_items, n_items).
    found
        The estimate.
    scaled
        Whether items were standardised.
    """
    if found.mixing is None:
        return covariance
    spread = np.sqrt(np.diagonal(covariance, axis1=-2, axis2=-1)) if scaled else np.ones(covariance.shape[:-1])
    used = covariance / (spread[..., :, None] * spread[..., None, :])
    return np.asarray(np.swapaxes(found.mixing, -1, -2) @ used @ found.mixing)
