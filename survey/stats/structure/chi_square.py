"""Tests of exact fit: plain, scaled, and mean-and-variance adjusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from survey.stats.structure.discrepancy import WeightedLeastSquares
from survey.stats.structure.fitting import Fit
from survey.stats.structure.uncertainty import slopes_of


@dataclass(frozen=True, kw_only=True)
class ChiSquare:
    """A test statistic with its correction.

    Attributes
    ----------
    statistic, df
        Uncorrected.
    scaling, shift
        The corrected statistic is ``statistic / scaling + shift``.
    """

    statistic: float
    df: int
    scaling: float = 1.0
    shift: float = 0.0

    @property
    def corrected(self) -> float:
        """The corrected statistic."""
        return self.statistic / self.scaling + self.shift

    @property
    def p_value(self) -> float:
        """Of the corrected statistic; NaN without degrees of freedom."""
        return float(chi2.sf(self.corrected, self.df)) if self.df > 0 else float("nan")


def scale_likelihood(
    statistic: float, df: int, *, saturated: float, information: np.ndarray, products: np.ndarray
) -> ChiSquare:
    """Return the test of a likelihood corrected for answers that are not normal.

    Parameters
    ----------
    saturated
        What `trace_saturated` returns.
    information, products
        Observed information and score products of the model.

    References
    ----------
    Yuan & Bentler (2000), Sociological Methodology 30, 165-200, in the form of Asparouhov & Muthén (2005).
    """
    model = float(np.trace(np.linalg.solve(information, products)))
    return ChiSquare(statistic=statistic, df=df, scaling=(saturated - model) / df if df else 1.0)


def adjust_least_squares(fit: Fit | None, observed: WeightedLeastSquares, covariance: np.ndarray) -> ChiSquare:
    """Return the test of a least-squares fit, adjusted in mean and variance.

    Parameters
    ----------
    fit
        The model, or None for the one in which all cells are zero.
    covariance
        Sampling covariance of the cells.

    References
    ----------
    Asparouhov & Muthén (2010), Simple second order chi-square correction; Satorra & Bentler (1994).
    """
    weight = observed.weight
    gap = (
        observed.observed
        if fit is None
        else observed.observed - fit.matrices[0].covariance[observed.rows, observed.columns]
    )
    scaled = covariance * weight[:, None]
    count = 0
    if fit is not None:
        moved = observed.move(slopes_of(fit)[0])
        count = len(moved)
        weighted = moved * weight
        explained = weighted.T @ np.linalg.solve(weighted @ moved.T, moved)
        scaled = scaled - explained @ scaled
    # Cells are weighted by the inverse of their variance, so the statistic is on the scale of chi-square already.
    df = len(weight) - count
    statistic = float(np.sum(weight * gap**2))
    if df <= 0:
        return ChiSquare(statistic=statistic, df=df)
    first, second = float(np.trace(scaled)), float(np.sum(scaled * scaled.T))
    slope = np.sqrt(df / second)
    return ChiSquare(statistic=statistic, df=df, scaling=1 / slope, shift=df - slope * first)
