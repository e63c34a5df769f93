"""From terms to a blueprint: what is free by itself, what fixes the factors' scales, and what groups share."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Literal

import numpy as np

from survey.errors import OptionError
from survey.stats.structure.blueprint import Blueprint, BlueprintBuilder, MatrixName
from survey.stats.structure.syntax import Term

Scaling = Literal["marker", "variance"]
Shared = Literal["threshold", "loading", "intercept", "residual"]
_HALF = 0.5


@dataclass(frozen=True, kw_only=True)
class Plan:
    """A model before it is laid out as matrices.

    Attributes
    ----------
    terms
        Its relations.
    scaling
        What gives a factor its unit: the loading of its first item is 1, or its variance is.
    means
        Whether means are modelled; they are in groups that share intercepts.
    shared
        What all groups have in common.
    released
        Pairs (kind, item) that groups do not share though their kind is shared.
    """

    terms: tuple[Term, ...]
    scaling: Scaling = "marker"
    means: bool = False
    shared: frozenset[Shared] = frozenset()
    released: frozenset[tuple[Shared, str]] = frozenset()
    factors: tuple[str, ...] = field(init=False)
    items: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        factors = tuple(dict.fromkeys(term.left for term in self.terms if term.operator == "=~"))
        measured = dict.fromkeys(term.right for term in self.terms if term.operator == "=~")
        object.__setattr__(self, "factors", factors)
        object.__setattr__(self, "items", tuple(name for name in measured if name not in factors))
        self._check()

    def _check(self) -> None:
        known = {*self.factors, *self.items}
        for term in self.terms:
            strange = [name for name in (term.left, term.right) if name not in known and name != "1"]
            if strange:
                raise OptionError(
                    f"'{strange[0]}' is neither a factor nor an item of one; give it a line "
                    f"'{strange[0]} =~ …' or put it behind '=~'."
                )
            if term.operator == "~" and term.right != "1" and not {term.left, term.right} <= set(self.factors):
                raise OptionError(f"'{term.left} ~ {term.right}': only factors may depend on factors.")


def lay_out(plan: Plan, covariances: Sequence[np.ndarray], means: Sequence[np.ndarray] | None = None) -> Blueprint:
    """Lay a plan out as matrices with starting values.

    Parameters
    ----------
    plan
        The model.
    covariances
        Of the plan's items in each group, for starting values, shape (n_items, n_items).
    means
        Of the items in each group, shape (n_items,); needed where the plan has means.
    """
    builder = BlueprintBuilder(plan.items, plan.factors)
    for number, covariance in enumerate(covariances):
        builder.open_group()
        mean = None if means is None else means[number]
        Layout(plan, builder, covariance, mean, number, len(covariances)).write()
    return builder.build()


class Layout:
    """Writes the cells of one group."""

    def __init__(
        self,
        plan: Plan,
        builder: BlueprintBuilder,
        covariance: np.ndarray,
        mean: np.ndarray | None,
        number: int,
        n_groups: int,
    ) -> None:
        self.plan, self.builder, self.covariance, self.mean = plan, builder, covariance, mean
        self.number, self.n_groups = number, n_groups
        self.factors = {name: at for at, name in enumerate(plan.factors)}
        self.items = {name: at for at, name in enumerate(plan.items)}
        self.told = {(term.left, term.operator, term.right) for term in plan.terms}
        self.endogenous = {term.left for term in plan.terms if term.operator == "~" and term.right != "1"}
        self.endogenous |= {term.right for term in plan.terms if term.operator == "=~" and term.right in self.factors}
        self.markers = self._find_markers()

    def _find_markers(self) -> dict[str, str]:
        """Return the first thing that measures each factor, unless its loading was freed."""
        markers: dict[str, str] = {}
        for term in self.plan.terms:
            if term.operator == "=~" and term.left not in markers:
                markers[term.left] = "" if term.freed else term.right
        return markers

    def write(self) -> None:
        """Write the terms, then what is free without being told."""
        for term in self.plan.terms:
            self._write_term(term)
        self._write_residuals()
        for name, at in self.factors.items():
            self._write_variance(name, at)
        outside = [name for name in self.factors if name not in self.endogenous]
        for first, second in combinations(outside, 2):
            self._unless_told(first, second, "factor", self.factors[first], self.factors[second], 0.0)
        if self.plan.means:
            self._write_means()

    # -- what was told ---------------------------------------------------------------------------------------------

    def _write_term(self, term: Term) -> None:
        matrix, row, column, start = self._place(term)
        fixed = term.fixed
        if fixed is None and self._is_marker(term):
            fixed = 1.0
        if fixed is not None:
            self.builder.fix(matrix, row, column, fixed)
        else:
            name = term.label or self._name(term.left, term.operator, term.right, matrix)
            self.builder.free(matrix, row, column, name=name, start=start)

    def _is_marker(self, term: Term) -> bool:
        marker = term.operator == "=~" and self.markers[term.left] == term.right and not term.freed
        return marker and self.plan.scaling == "marker" and term.label is None

    def _place(self, term: Term) -> tuple[MatrixName, int, int, float]:
        """Return the cell a term speaks of and where its search begins."""
        left, right = term.left, term.right
        if term.operator == "=~":
            if right in self.factors:
                return "path", self.factors[right], self.factors[left], 1.0
            return "loading", self.items[right], self.factors[left], self._start_loading(left, right)
        if right == "1":
            if left in self.factors:
                return "mean", self.factors[left], 0, 0.0
            return "intercept", self.items[left], 0, self._start_intercept(left)
        if term.operator == "~":
            return "path", self.factors[left], self.factors[right], 0.0
        kind: MatrixName = "factor" if left in self.factors else "residual"
        places = self.factors if left in self.factors else self.items
        if right not in places:
            raise OptionError(f"'{left} ~~ {right}': a factor and an item have no covariance in this model.")
        row, column = sorted((places[left], places[right]), reverse=True)
        start = 0.0 if row != column else (_HALF * self.covariance[row, row] if kind == "residual" else 1.0)
        return kind, row, column, start

    def _start_loading(self, factor: str, item: str) -> float:
        at = self.items[item]
        marker = self.markers[factor]
        if marker not in self.items or self.plan.scaling == "variance":
            lead = next(
                (term.right for term in self.plan.terms if term.left == factor and term.right in self.items), item
            )
            sign = np.copysign(1.0, self.covariance[at, self.items[lead]])
            return float(sign * np.sqrt(_HALF * self.covariance[at, at]))
        lead_at = self.items[marker]
        ratio = np.sqrt(self.covariance[at, at] / self.covariance[lead_at, lead_at])
        return float(np.copysign(ratio, self.covariance[at, lead_at]))

    def _start_intercept(self, item: str) -> float:
        return 0.0 if self.mean is None else float(self.mean[self.items[item]])

    # -- what goes without saying ----------------------------------------------------------------------------------

    def _write_residuals(self) -> None:
        for name, at in self.items.items():
            self._unless_told(name, name, "residual", at, at, _HALF * self.covariance[at, at])

    def _write_variance(self, name: str, at: int) -> None:
        if (name, "~~", name) in self.told:
            return
        if self.plan.scaling == "variance" and (self.number == 0 or "loading" not in self.plan.shared):
            self.builder.fix("factor", at, at, 1.0)
            return
        marker = self.markers[name]
        start = 1.0 if marker not in self.items else _HALF * self.covariance[self.items[marker], self.items[marker]]
        self._unless_told(name, name, "factor", at, at, float(start))

    def _unless_told(self, first: str, second: str, matrix: MatrixName, row: int, column: int, start: float) -> None:
        if (first, "~~", second) in self.told or (second, "~~", first) in self.told:
            return
        row, column = max(row, column), min(row, column)
        self.builder.free(matrix, row, column, name=self._name(first, "~~", second, matrix), start=float(start))

    def _write_means(self) -> None:
        for item, at in self.items.items():
            if (item, "~", "1") not in self.told:
                name = self._name(item, "~", "1", "intercept")
                self.builder.free("intercept", at, 0, name=name, start=self._start_intercept(item))
        self._write_factor_means()

    def _write_factor_means(self) -> None:
        if "intercept" in self.plan.shared and self.number > 0:
            for factor, at in self.factors.items():
                if (factor, "~", "1") not in self.told:
                    self.builder.free("mean", at, 0, name=self._name(factor, "~", "1", "mean"), start=0.0)

    def _name(self, left: str, operator: str, right: str, matrix: MatrixName) -> str:
        """Return the name of a parameter, which groups have in common where they share its kind."""
        text = f"{left} {operator} {right}"
        if self.n_groups == 1 or self._is_shared(matrix, left, right):
            return text
        return f"{text} [{self.number + 1}]"

    def _is_shared(self, matrix: MatrixName, left: str, right: str) -> bool:
        item = right if matrix == "loading" else left
        kinds: Collection[str] = self.plan.shared
        if matrix not in kinds or (matrix == "residual" and left != right):
            return False
        return (matrix, item) not in self.plan.released
