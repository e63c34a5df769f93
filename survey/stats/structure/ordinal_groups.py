"""Measurement models of ordinal items in several groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from survey.stats.correlations.ordinal_moments import OrdinalMoments
from survey.stats.structure.blueprint import Blueprint, BlueprintBuilder
from survey.stats.structure.fitting import fit_structure
from survey.stats.structure.model import Model, assemble_least_squares
from survey.stats.structure.ordinal_discrepancy import OrdinalLeastSquares
from survey.stats.structure.ordinal_layout import lay_out_ordinal
from survey.stats.structure.planning import Plan


def estimate_by_thresholds(plan: Plan, samples: Sequence[OrdinalMoments]) -> Model:
    """Fit a model of several groups to thresholds and polychoric correlations by diagonally weighted least squares.

    Parameters
    ----------
    plan
        The model; its factors have variance one in the first group, and its means are laid out from what is shared.
    samples
        Of each group, the items in the plan's order, with the same number of categories in every group.

    Notes
    -----
    Theta parameterisation. Each group's sampling covariance is multiplied by n / (n - 1), as lavaan and Mplus do.

    References
    ----------
    Muthén & Asparouhov (2002), Latent variable analysis with categorical outcomes: multiple-group modeling in Mplus. Wu
    & Estabrook (2016), Psychometrika 81, 1014-1045.
    """
    plan = replace(plan, scaling="variance", means=True)
    correlations = [one.polychoric.correlation for one in samples]
    thresholds = [one.polychoric.thresholds for one in samples]
    observed = [_compare(one) for one in samples]
    fit = fit_structure(lay_out_ordinal(plan, correlations, thresholds), observed)
    alone = fit_structure(_without_relations(plan, thresholds), observed)
    counts = [one.n for one in samples]
    return assemble_least_squares(plan, fit, alone, observed, correlations, counts, compared="thresholds")


def _compare(moments: OrdinalMoments) -> OrdinalLeastSquares:
    """Return what a group's model is held against."""
    thresholds, correlation = moments.polychoric.thresholds, moments.polychoric.correlation
    rows, columns = np.triu_indices(len(correlation), 1)
    covariance = moments.covariance * (moments.n / (moments.n - 1))
    return OrdinalLeastSquares(
        items=np.repeat(np.arange(len(thresholds)), [len(cuts) for cuts in thresholds]),
        cuts=np.concatenate([np.arange(len(cuts)) for cuts in thresholds]),
        rows=rows,
        columns=columns,
        observed=np.concatenate([*thresholds, correlation[rows, columns]]),
        weight=1 / (moments.n * np.diag(covariance)),
        covariance=covariance,
        n=float(moments.n),
    )


def _without_relations(plan: Plan, thresholds: Sequence[Sequence[np.ndarray]]) -> Blueprint:
    """Return the model in which items have thresholds only, each group its own."""
    builder = BlueprintBuilder(plan.items, (), [len(cuts) for cuts in thresholds[0]])
    for number, group in enumerate(thresholds):
        builder.open_group()
        for at, (item, cuts) in enumerate(zip(plan.items, group, strict=True)):
            builder.fix("residual", at, at, 1.0)
            for cut, value in enumerate(cuts):
                builder.free("threshold", at, cut, name=f"{item} | t{cut + 1} [{number + 1}]", start=float(value))
    return builder.build()
