"""Measurement invariance: models of several groups that share more and more, and the items that cannot be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scipy.stats import chi2

from survey.stats.structure.model import LikelihoodEstimator, Model, estimate_by_likelihood
from survey.stats.structure.planning import Plan, Shared
from survey.stats.structure.samples import Sample
from survey.stats.structure.syntax import Term

Level = Literal["configural", "metric", "scalar", "strict"]
LEVELS: Mapping[Level, tuple[Shared, ...]] = {
    "configural": (),
    "metric": ("loading",),
    "scalar": ("loading", "intercept"),
    "strict": ("loading", "intercept", "residual"),
}
Released = frozenset[tuple[Shared, str]]
_ONE_ITEM = 2  # a factor needs two shared items to be compared


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


@dataclass(frozen=True, kw_only=True)
class Release:
    """One item's share in what a level costs.

    Attributes
    ----------
    kind, item
        What would no longer be shared.
    difference
        Of the level with everything shared from the level without this.
    """

    kind: Shared
    item: str
    difference: Difference


def fit_level(
    terms: Sequence[Term],
    samples: Sequence[Sample],
    level: Level,
    *,
    released: Released = frozenset(),
    estimator: LikelihoodEstimator = "MLR",
) -> Model:
    """Fit the model of one level, but for what is released."""
    plan = Plan(terms=tuple(terms), means=True, shared=frozenset(LEVELS[level]), released=released)
    return estimate_by_likelihood(plan, samples, estimator=estimator)


def compare_models(restricted: Model, free: Model) -> Difference:
    """Test a model against one it restricts: by the scaled difference, or the plain one where its scaling is negative.

    References
    ----------
    Satorra & Bentler (2001), Psychometrika 66, 507-514, for scaled tests.
    """
    one, other = restricted.test, free.test
    df = one.df - other.df
    if df <= 0:
        return Difference(statistic=0.0, df=df, p_value=float("nan"))
    scaling = (one.df * one.scaling - other.df * other.scaling) / df
    statistic = (one.statistic - other.statistic) / (scaling if scaling > 0 else 1.0)
    return Difference(statistic=statistic, df=df, p_value=float(chi2.sf(max(statistic, 0.0), df)))


def try_releases(
    terms: Sequence[Term],
    samples: Sequence[Sample],
    level: Level,
    *,
    released: Released = frozenset(),
    estimator: LikelihoodEstimator = "MLR",
) -> list[Release]:
    """Free each item of a level in turn; what lowers chi-square most comes first.

    Items stay shared where fewer than two of their factor would be left.

    Notes
    -----
    Cost: a fit for every item.
    """
    kind = LEVELS[level][-1]
    full = fit_level(terms, samples, level, released=released, estimator=estimator)
    found = []
    for item in list_candidates(terms, kind, released):
        freed = fit_level(terms, samples, level, released=released | {(kind, item)}, estimator=estimator)
        if freed.fit.converged:
            found.append(Release(kind=kind, item=item, difference=compare_models(full, freed)))
    return sorted(found, key=lambda one: -one.difference.statistic)


def list_candidates(terms: Sequence[Term], kind: Shared, released: Released) -> list[str]:
    """Return the items that may still be released: two of each factor stay shared, and markers keep their loading."""
    candidates = []
    factors: dict[str, list[str]] = {}
    for term in terms:
        if term.operator == "=~":
            factors.setdefault(term.left, []).append(term.right)
    for items in factors.values():
        shared = [item for item in items if (kind, item) not in released]
        if len(shared) > _ONE_ITEM:
            candidates += shared[1:] if kind == "loading" else shared
    return candidates
