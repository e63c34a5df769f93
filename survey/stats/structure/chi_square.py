"""Tests of exact fit: plain, scaled, and mean-and-variance adjusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import chi2

from survey.stats.structure.uncertainty import LeastSquaresSpread


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


def adjust_least_squares(statistic: float, df: int, spread: LeastSquaresSpread) -> ChiSquare:
    """Return the test of a least-squares fit, adjusted in mean and variance.

    Parameters
    ----------
    statistic
        The weighted sum of squares, times the respondents.
    spread
        What `spread_least_squares` returns.

    References
    ----------
    Asparouhov & Muthén (2010), Simple second order chi-square correction; Satorra & Bentler (1994).
    """
    if df <= 0:
        return ChiSquare(statistic=statistic, df=df)
    return adjust_quadratic_form(statistic, df, spread.first, spread.second)


def adjust_quadratic_form(statistic: float, df: int, first: float, second: float) -> ChiSquare:
    """Return a sum of weighted squares as a chi-square of the same mean and variance.

    Parameters
    ----------
    first, second
        Traces of the form's matrix times the covariance of what is squared, and of the square of that.
    """
    slope = np.sqrt(df / second)
    return ChiSquare(statistic=statistic, df=df, scaling=float(1 / slope), shift=float(df - slope * first))
