"""Whether items are equally good measures of one thing, which is what makes alpha the reliability of their sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import chi2

from survey.errors import DataError
from survey.stats.moments import check_rows, check_weights
from survey.stats.structure.model import LikelihoodEstimator, Model, estimate_by_likelihood
from survey.stats.structure.planning import Plan
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import Term

#: Up to this many rows the test is corrected for answers that are not normal; beyond, every difference is significant.
MOST_ROWS = 100_000


@dataclass(frozen=True, kw_only=True)
class TauEquivalence:
    """Equal loadings tested against free ones.

    Attributes
    ----------
    statistic, df, p_value
        Of the difference between both models, scaled for answers that are not normal where `scaled` is true.
    plain
        The difference of the uncorrected chi-squares.
    scaled
        Whether the statistic is corrected.
    congeneric, equivalent
        Both models, with free and with equal loadings.
    """

    statistic: float
    df: int
    p_value: float
    plain: float
    scaled: bool
    congeneric: Model
    equivalent: Model

    @property
    def converged(self) -> bool:
        """Whether both models were found."""
        return self.congeneric.fit.converged and self.equivalent.fit.converged


def compare_loadings(x: ArrayLike, weights: ArrayLike | None = None) -> TauEquivalence:
    """Test whether one factor has the same loading on every item.

    Parameters
    ----------
    x
        Keyed items, shape (n, k), k at least 3, none missing.
    weights
        Sampling weights, one per row.

    Returns
    -------
    TauEquivalence

    Raises
    ------
    DataError
        There are fewer than three items, no more rows than items, or the covariances are singular.

    Notes
    -----
    Both models by maximum likelihood, the difference of their chi-squares scaled for answers that are not normal (up to
    `MOST_ROWS` rows), on k - 1 degrees of freedom. A scaling that comes out negative, which small samples can do, is
    not used. Weights: scaled to mean one, and their spread enters the scaling.

    References
    ----------
    Jöreskog (1971). Statistical analysis of sets of congeneric tests. Psychometrika 36, 109-133. Graham (2006).
    Congeneric and (essentially) tau-equivalent estimates of score reliability. Educational and Psychological
    Measurement 66, 930-944. Satorra & Bentler (2001). A scaled difference chi-square test statistic for moment
    structure analysis. Psychometrika 66, 507-514.

    Examples
    --------
    >>> common, own = np.random.default_rng(1).normal(size=(300, 1)), np.random.default_rng(2).normal(size=(300, 4))
    >>> test = compare_loadings(common * [1.0, 1.0, 0.3, 0.3] + own)
    >>> test.df, test.p_value < 0.001
    (3, True)
    """
    rows = check_rows(x)
    n, k = rows.shape
    if k < 3 or n <= k:
        raise DataError(f"Equal loadings can be tested with three items and more rows than items, not {k} and {n}.")
    w = check_weights(weights, n)
    sample = CompleteSample(rows=rows, weights=w / np.mean(w))
    if np.linalg.matrix_rank(sample.covariance, hermitian=True) < k:
        raise DataError("An item is the sum of others, so that no model of the covariances can be fitted.")
    scaled = n <= MOST_ROWS
    free, equal = (_fit(sample, label=label, scaled=scaled) for label in (None, "equal"))
    plain = equal.test.statistic - free.test.statistic
    df = equal.test.df - free.test.df
    scaling = (equal.test.df * equal.test.scaling - free.test.df * free.test.scaling) / df
    usable = scaled and scaling > 0
    statistic = max(plain / scaling if usable else plain, 0.0)
    return TauEquivalence(
        statistic=statistic,
        df=df,
        p_value=float(chi2.sf(statistic, df)),
        plain=plain,
        scaled=usable,
        congeneric=free,
        equivalent=equal,
    )


def _fit(sample: CompleteSample, *, label: str | None, scaled: bool) -> Model:
    """Fit one factor of variance one; a label makes all loadings the same parameter."""
    names = [f"x{place}" for place in range(sample.rows.shape[1])]
    terms = tuple(Term("factor", "=~", name, label=label, freed=label is None) for name in names)
    estimator: LikelihoodEstimator = "MLR" if scaled else "ML"
    return estimate_by_likelihood(Plan(terms=terms, scaling="variance"), [sample], estimator=estimator)
