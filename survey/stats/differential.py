"""Differential item functioning: whether an item is answered differently by groups that are alike on the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.ordinal import OrderedFit, fit_proportional_odds

Floats = NDArray[np.float64]

#: Nagelkerke ΔR² from which a significant difference is moderate, and large (Jodoin & Gierl, 2001).
JODOIN_GIERL = (0.035, 0.070)
#: The same for Zumbo & Thomas (1997).
ZUMBO_THOMAS = (0.13, 0.26)


@dataclass(frozen=True, eq=False)
class NestedFits:
    """Hold the three models of one item, each a part of the next.

    Parameters
    ----------
    matched
        The item on the matching score alone.
    uniform
        And on the groups: the same shift at every score.
    full
        And on the groups times the score: a shift that depends on the score.
    """

    matched: OrderedFit
    uniform: OrderedFit
    full: OrderedFit

    @property
    def chi_square(self) -> Floats:
        """Return the likelihood-ratio statistics: uniform, non-uniform, both, shape (3,)."""
        return self._steps(np.array([-2 * fit.log_likelihood for fit in self._models])) * -1

    @property
    def df(self) -> Floats:
        """Return the degrees of freedom of the same tests, shape (3,)."""
        return self._steps(np.array([float(fit.coefficients.size) for fit in self._models]))

    @property
    def p_value(self) -> Floats:
        """Return the p values of the same tests, shape (3,)."""
        from scipy.special import chdtrc

        return np.asarray(chdtrc(self.df, np.maximum(self.chi_square, 0.0)))

    @property
    def nagelkerke_change(self) -> Floats:
        """Return what each step adds to Nagelkerke's R², shape (3,)."""
        return self._steps(np.array([fit.nagelkerke for fit in self._models]))

    @property
    def mcfadden_change(self) -> Floats:
        """Return what each step adds to McFadden's R², shape (3,)."""
        return self._steps(np.array([fit.mcfadden for fit in self._models]))

    @property
    def _models(self) -> tuple[OrderedFit, OrderedFit, OrderedFit]:
        return self.matched, self.uniform, self.full

    @staticmethod
    def _steps(values: Floats) -> Floats:
        return np.array([values[1] - values[0], values[2] - values[1], values[2] - values[0]])


def fit_nested(answers: ArrayLike, match: ArrayLike, groups: ArrayLike, weights: ArrayLike | None = None) -> NestedFits:
    """Fit an item on the matching score, then also on the groups, then also on their product.

    Use it where respondents of several groups should answer an item alike if they score alike on the construct.

    Parameters
    ----------
    answers
        The item, shape (n,), none missing.
    match
        The matching score, shape (n,), none missing.
    groups
        Places of the groups, 0 the reference, shape (n,).
    weights
        Frequencies; probability weights have to be scaled to the effective n first.

    Returns
    -------
    NestedFits

    Raises
    ------
    DataError
        If there are fewer than two groups, an item or a score does not vary, or the models have no finite estimates.

    Notes
    -----
    Proportional odds, on the distinct cells of answer, score and group; for two answers logistic regression. The
    slopes of a group are those of `uniform`, in log odds of a higher answer against the reference.

    References
    ----------
    Swaminathan & Rogers (1990). Detecting differential item functioning using logistic regression procedures. Journal
    of Educational Measurement 27, 361-370. Zumbo (1999). A handbook on the theory and methods of differential item
    functioning.

    Examples
    --------
    >>> fits = fit_nested([1, 2, 2, 3, 1, 1, 2, 3, 2, 3, 1, 3], [1, 2, 3, 4, 2, 3, 4, 5, 1, 2, 1, 4], [0, 1] * 6)
    >>> fits.df
    array([1., 1., 2.])
    """
    frequencies = check_weights(weights, np.size(np.asarray(groups)))
    given = np.column_stack([np.asarray(part, dtype=np.float64) for part in (answers, match, groups)])
    cells, at = np.unique(check_rows(given[frequencies > 0]), axis=0, return_inverse=True)
    y, x, place = cells.T
    w = np.asarray(np.bincount(at.ravel(), weights=frequencies[frequencies > 0]), dtype=np.float64)
    kinds = np.unique(place)
    if len(kinds) < 2:
        raise DataError("An item is compared between two groups or more; there is one.")
    centred = x - (w @ x) / np.sum(w)
    dummies = np.asarray(place[:, None] == kinds[1:], dtype=np.float64)
    blocks = [centred[:, None], dummies, dummies * centred[:, None]]
    matched, uniform, full = (fit_proportional_odds(y, np.hstack(blocks[:count]), w) for count in (1, 2, 3))
    if not (matched.converged and uniform.converged and full.converged):
        raise DataError("The models of this item have no finite estimates: join groups, or answers that are rare.")
    return NestedFits(matched, uniform, full)


def adjust_p_values(p_values: ArrayLike, method: str) -> Floats:
    """Adjust p values of a family of tests.

    Parameters
    ----------
    p_values
        Shape (m,); NaN stays and does not count.
    method
        ``holm`` keeps the chance of any false alarm, ``bh`` the expected share of false alarms among alarms.

    Returns
    -------
    ndarray
        Shape (m,).

    References
    ----------
    Holm (1979). A simple sequentially rejective multiple test procedure. Scandinavian Journal of Statistics 6, 65-70.
    Benjamini & Hochberg (1995). Controlling the false discovery rate. Journal of the Royal Statistical Society B 57,
    289-300.

    Examples
    --------
    >>> adjust_p_values([0.01, 0.04, 0.03], "holm"), adjust_p_values([0.01, 0.04, 0.03], "bh")
    (array([0.03, 0.06, 0.06]), array([0.03, 0.04, 0.04]))
    """
    given = np.asarray(p_values, dtype=np.float64)
    adjusted = np.full(given.shape, np.nan)
    there = np.flatnonzero(~np.isnan(given))
    order = there[np.argsort(given[there], kind="stable")]
    m = len(order)
    if method == "holm":
        adjusted[order] = np.maximum.accumulate(given[order] * np.arange(m, 0, -1))
    else:
        stepped = given[order] * m / np.arange(1, m + 1)
        adjusted[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return np.asarray(np.minimum(adjusted, 1.0))


def match_scores(rows: ArrayLike, anchors: ArrayLike, *, rest: bool) -> Floats:
    """Return the score that each item is matched on: the sum of the anchors, with the item itself or without it.

    Parameters
    ----------
    rows
        Keyed answers, shape (n, k).
    anchors
        Which items count, shape (k,).
    rest
        Whether the item itself stays out; else it is in, also where it is no anchor (Holland & Thayer, 1988).

    Returns
    -------
    ndarray
        Shape (n, k).

    Examples
    --------
    >>> match_scores([[1, 2, 4]], [True, True, False], rest=False)
    array([[3., 3., 7.]])
    >>> match_scores([[1, 2, 4]], [True, True, False], rest=True)
    array([[2., 1., 3.]])
    """
    values, chosen = np.asarray(rows, dtype=np.float64), np.asarray(anchors, dtype=bool)
    others = np.sum(values[:, chosen], axis=1, keepdims=True) - np.where(chosen, values, 0.0)
    return np.asarray(others if rest else others + values)


def classify_size(change: float, significant: bool, cuts: tuple[float, float]) -> str:
    """Return whether a change of R² is negligible, moderate or large; one that is not significant is negligible.

    References
    ----------
    Jodoin & Gierl (2001). Evaluating Type I error and power rates using an effect size measure with the logistic
    regression procedure for DIF detection. Applied Measurement in Education 14, 329-349. Zumbo & Thomas (1997). A
    measure of effect size for a model-based approach for studying DIF. University of Northern British Columbia.

    Examples
    --------
    >>> [classify_size(change, True, JODOIN_GIERL) for change in (0.02, 0.05, 0.1)], classify_size(0.1, False, (0, 0.1))
    (['negligible', 'moderate', 'large'], 'negligible')
    """
    if not significant or not change >= cuts[0]:
        return "negligible"
    return "large" if change >= cuts[1] else "moderate"
