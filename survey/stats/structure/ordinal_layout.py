"""Laying out models of ordinal items in several groups: what each group can tell of thresholds, levels and spreads."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from survey.stats.structure.blueprint import Blueprint, BlueprintBuilder
from survey.stats.structure.planning import Layout, Plan

_FEWEST_CUTS = 2  # thresholds in common that tell an item's level from its spread
_START_SPREAD = np.sqrt(2.0)  # of an item whose residual variance and explained variance are both 1


def lay_out_ordinal(
    plan: Plan, correlations: Sequence[np.ndarray], thresholds: Sequence[Sequence[np.ndarray]]
) -> Blueprint:
    """Lay a plan out for ordinal items; residual variances are parameters, factors have variance 1 in the first group.

    An item's level (intercept) and spread (residual variance) are 0 and 1 in the first group. In another they are free
    as far as its thresholds are shared: two or more tell level and spread, one the level only. Items whose thresholds
    are not shared have 0 and 1 there too. Shared intercepts are 0 and shared residual variances 1 in every group.

    Parameters
    ----------
    plan
        The model, its factors' variances fixed to one.
    correlations
        Polychoric ones of each group, shape (n_items, n_items).
    thresholds
        Of each group and item.

    References
    ----------
    Wu & Estabrook (2016), Psychometrika 81, 1014-1045. Millsap & Yun-Tein (2004), Multivariate Behavioral Research 39,
    479-515, for items of two categories.
    """
    builder = BlueprintBuilder(plan.items, plan.factors, [len(cuts) for cuts in thresholds[0]])
    for number, (correlation, cuts) in enumerate(zip(correlations, thresholds, strict=True)):
        builder.open_group()
        _OrdinalLayout(plan, builder, correlation, None, number, len(correlations), cuts).write()
    return builder.build()


class _OrdinalLayout(Layout):
    """Writes the cells of one group of ordinal items."""

    def __init__(
        self,
        plan: Plan,
        builder: BlueprintBuilder,
        covariance: np.ndarray,
        mean: np.ndarray | None,
        number: int,
        n_groups: int,
        cuts: Sequence[np.ndarray],
    ) -> None:
        super().__init__(plan, builder, 2 * covariance, mean, number, n_groups)
        self.cuts = cuts

    def write(self) -> None:
        """Write the cells of `Layout`, and the thresholds."""
        super().write()
        for item, at in self.items.items():
            for cut, value in enumerate(self.cuts[at]):
                name = self._name(item, "|", f"t{cut + 1}", "threshold")
                self.builder.free("threshold", at, cut, name=name, start=float(value) * _START_SPREAD)

    def _shares_cuts(self, item: str, fewest: int) -> bool:
        """Tell whether a later group shares thresholds of an item, and as many as it takes."""
        shared = "threshold" in self.plan.shared and ("threshold", item) not in self.plan.released
        return self.number > 0 and shared and len(self.cuts[self.items[item]]) >= fewest

    def _write_residuals(self) -> None:
        for item, at in self.items.items():
            if self._shares_cuts(item, _FEWEST_CUTS) and not self._is_shared("residual", item, item):
                self._unless_told(item, item, "residual", at, at, 1.0)
            else:
                self.builder.fix("residual", at, at, 1.0)

    def _write_means(self) -> None:
        for item, at in self.items.items():
            if self._shares_cuts(item, 1) and not self._is_shared("intercept", item, "1"):
                self.builder.free("intercept", at, 0, name=self._name(item, "~", "1", "intercept"), start=0.0)
            else:
                self.builder.fix("intercept", at, 0, 0.0)
        self._write_factor_means()
