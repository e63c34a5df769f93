"""Whether a model is worse than one it restricts: differences of chi-square, scaled where the tests are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from scipy.linalg import null_space
from scipy.stats import chi2

from survey.stats.structure.chi_square import adjust_quadratic_form
from survey.stats.structure.discrepancy import LeastSquares
from survey.stats.structure.model import Model
from survey.stats.structure.uncertainty import slopes_of, spread_least_squares


@dataclass(frozen=True, kw_only=True)
class Difference:
    """How much worse a model is than one it restricts.

    Attributes
    ----------
    statistic, df, p_value
        Of the chi-square difference, scaled where the tests are.
    """

    statistic: float
    df: int
    p_value: float


def compare_models(restricted: Model, free: Model) -> Difference:
    """Test a model against one it restricts.

    Likelihoods: by the scaled difference, or the plain one where its scaling is negative. Least squares: by the
    difference adjusted in mean and variance.

    References
    ----------
    Satorra & Bentler (2001), Psychometrika 66, 507-514, for likelihoods. Satorra (2000), in Heijmans et al.,
    Innovations in multivariate statistical analysis, 233-247, for least squares.
    """
    df = restricted.test.df - free.test.df
    if df <= 0:
        return Difference(statistic=0.0, df=df, p_value=float("nan"))
    least_squares = free.log_likelihood is None
    statistic = _adjust(restricted, free, df) if least_squares else _scale_difference(restricted, free, df)
    return Difference(statistic=statistic, df=df, p_value=float(chi2.sf(max(statistic, 0.0), df)))


def _scale_difference(restricted: Model, free: Model, df: int) -> float:
    one, other = restricted.test, free.test
    scaling = (one.df * one.scaling - other.df * other.scaling) / df
    return (one.statistic - other.statistic) / (scaling if scaling > 0 else 1.0)


def _adjust(restricted: Model, free: Model, df: int) -> float:
    """Return the difference as a quadratic form in what the restrictions take away, adjusted in mean and variance."""
    observed = _take_least_squares(free)
    spread = spread_least_squares(free.fit, observed)
    inverse = np.linalg.inv(spread.bread)
    # What the restricted model's parameters can move, in those of the free one; the rest is what is restricted.
    reach = np.linalg.lstsq(_stack_moves(free).T, _stack_moves(restricted).T, rcond=None)[0]
    across = null_space(reach.T).T
    middle = across @ inverse
    form = middle.T @ np.linalg.solve(middle @ across.T, middle) @ spread.products
    gain = restricted.test.statistic - free.test.statistic
    return adjust_quadratic_form(gain, df, float(np.trace(form)), float(np.sum(form * form.T))).corrected


def _stack_moves(model: Model) -> np.ndarray:
    """Return how all groups' cells change with the parameters, shape (n_parameters, n_cells)."""
    slopes, matrices = slopes_of(model.fit), model.fit.matrices
    moved = zip(_take_least_squares(model), matrices, slopes, strict=True)
    return np.concatenate([one.move(filled, slope) for one, filled, slope in moved], axis=1)


def _take_least_squares(model: Model) -> Sequence[LeastSquares]:
    return cast("Sequence[LeastSquares]", model.observed)
