"""Measurement invariance: models of several groups that share more and more, and the items that cannot be shared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.stats.correlations.ordinal_moments import OrdinalMoments
from survey.stats.structure.differences import Difference, compare_models
from survey.stats.structure.model import Model, estimate_by_likelihood
from survey.stats.structure.ordinal_groups import estimate_by_thresholds
from survey.stats.structure.planning import Plan, Shared
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import Term

Level = Literal["configural", "thresholds", "metric", "scalar", "strict"]
LEVELS: Mapping[Level, tuple[Shared, ...]] = {
    "configural": (),
    "metric": ("loading",),
    "scalar": ("loading", "intercept"),
    "strict": ("loading", "intercept", "residual"),
}
# Wu & Estabrook (2016): what an ordinal item's loading or level is can be told only in the unit of its thresholds.
ORDINAL_LEVELS: Mapping[Level, tuple[Shared, ...]] = {
    "configural": (),
    "thresholds": ("threshold",),
    "metric": ("threshold", "loading"),
    "scalar": ("threshold", "loading", "intercept"),
    "strict": ("threshold", "loading", "intercept", "residual"),
}
Samples = Sequence[CompleteSample] | Sequence[OrdinalMoments]
Released = frozenset[tuple[Shared, str]]
_ONE_ITEM = 2  # a factor needs two shared items to be compared
_TELLING_CUTS = 3  # two thresholds fix an ordinal item's unit; a third one can differ


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


def levels_of(samples: Samples) -> Mapping[Level, tuple[Shared, ...]]:
    """Return what groups share at each level: thresholds too where items are ordinal."""
    return ORDINAL_LEVELS if isinstance(samples[0], OrdinalMoments) else LEVELS


def fit_level(terms: Sequence[Term], samples: Samples, level: Level, *, released: Released = frozenset()) -> Model:
    """Fit the model of one level, but for what is released: by MLR, or WLSMV where items are ordinal."""
    plan = Plan(terms=tuple(terms), means=True, shared=frozenset(levels_of(samples)[level]), released=released)
    ordinal = [one for one in samples if isinstance(one, OrdinalMoments)]
    if ordinal:
        return estimate_by_thresholds(plan, ordinal)
    continuous = [one for one in samples if isinstance(one, CompleteSample)]
    return estimate_by_likelihood(plan, continuous, estimator="MLR")


def try_releases(
    terms: Sequence[Term], samples: Samples, level: Level, *, released: Released = frozenset()
) -> list[Release]:
    """Free each item of a level in turn; what lowers chi-square most comes first.

    Items stay shared where fewer than two of their factor would be left.

    Notes
    -----
    Cost: a fit for every item.
    """
    kind = levels_of(samples)[level][-1]
    full = fit_level(terms, samples, level, released=released)
    found = []
    for item in list_candidates(terms, kind, released, samples):
        freed = fit_level(terms, samples, level, released=released | {(kind, item)})
        if freed.fit.converged:
            found.append(Release(kind=kind, item=item, difference=compare_models(full, freed)))
    return sorted(found, key=lambda one: -one.difference.statistic)


def list_candidates(terms: Sequence[Term], kind: Shared, released: Released, samples: Samples) -> list[str]:
    """Return the items that may still be released.

    Two of each factor stay shared. With likelihoods a marker keeps its loading. An ordinal item whose thresholds are
    released shares no level, and one of two or three categories has no thresholds that could differ.
    """
    ordinal = isinstance(samples[0], OrdinalMoments)
    cuts = _count_cuts(terms, samples)
    candidates = []
    factors: dict[str, list[str]] = {}
    for term in terms:
        if term.operator == "=~":
            factors.setdefault(term.left, []).append(term.right)
    for items in factors.values():
        apart = {item for item in items if (kind, item) in released}
        if kind in ("intercept", "residual"):
            apart |= {item for item in items if ("threshold", item) in released}
        shared = [item for item in items if item not in apart]
        if len(shared) > _ONE_ITEM:
            candidates += shared[1:] if kind == "loading" and not ordinal else shared
    return [item for item in candidates if kind != "threshold" or cuts[item] >= _TELLING_CUTS]


def _count_cuts(terms: Sequence[Term], samples: Samples) -> dict[str, int]:
    """Return how many thresholds each item has; none where items are not ordinal."""
    first = samples[0]
    if not isinstance(first, OrdinalMoments):
        return {}
    items = Plan(terms=tuple(terms)).items
    return {item: len(cuts) for item, cuts in zip(items, first.polychoric.thresholds, strict=True)}
