"""Weighted estimates with the standard errors of a sample design, for the results made from them."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError
from survey.notes import Note
from survey.prepare.weighting import Weighting
from survey.prepare.weights_margins import stack_places
from survey.prepare.weights_replicates import Labels, Population, ReplicateWeights, read_design
from survey.responses import Responses
from survey.stats.linearisation import DesignEstimates, linearised_means
from survey.stats.replicate_statistics import replicate_means
from survey.stats.replicates import Replicates
from survey.stats.sample_design import SampleDesign

Taken = tuple[DesignEstimates, Note, tuple[Note, ...]]


def take_means(
    responses: Responses,
    values: pd.DataFrame,
    strata: Labels,
    clusters: Labels,
    population: Population,
    weighting: Weighting | None,
    replicates: ReplicateWeights | None,
) -> Taken:
    """Return the means of columns with their standard errors, how they were made, and what to know about them."""
    if replicates is None:
        return _linearise(responses, values, read_design(responses, strata, clusters, population), weighting)
    if any(given is not None for given in (strata, clusters, population, weighting)):
        raise OptionError(
            "replicates know the design and the weighting; give strata, clusters, population and weighting to them."
        )
    arrays = same_respondents(responses, replicates)
    found, about = replicate_means(values.to_numpy(dtype=float), arrays)
    method = Note("means_replicates", n_boot=arrays.n_boot, df=arrays.df)
    return about, method, (*say_failed(found.failed, arrays.n_boot), *replicates.notes)


def estimate_columns(about: DesignEstimates, ends: tuple[np.ndarray, np.ndarray]) -> dict[str, Any]:
    """Return the columns that every table of estimates has."""
    return {
        "estimate": about.estimate,
        "std_error": about.std_error,
        "conf_low": ends[0],
        "conf_high": ends[1],
        "n": about.n,
        "deff": about.deff,
        "n_eff": about.n_eff,
        "df": about.df,
    }


def same_respondents(responses: Responses, replicates: ReplicateWeights) -> Replicates:
    """Return the arrays of replicates, once it is sure that they are of these respondents."""
    if not replicates.respondents.equals(responses.data.index):
        raise DataError("the replicate weights are of other respondents; make them from these responses.")
    return replicates.replicates


def say_failed(failed: int, n_boot: int) -> tuple[Note, ...]:
    """Count the replicates that gave no estimate."""
    return (Note("replicates_failed", count=failed, n_boot=n_boot),) if failed else ()


def _linearise(
    responses: Responses, values: pd.DataFrame, read: tuple[SampleDesign, list[str]], weighting: Weighting | None
) -> Taken:
    design, names = read
    weights, margins, start = responses.weight_array(), None, None
    notes = (Note("replicates_fixed"),) if weights is not None else ()
    if weighting is not None:
        if not weighting.weights.index.equals(responses.data.index):
            raise DataError("the weighting is of other respondents; give the one that made these weights.")
        weights, start = weighting.weights.to_numpy(dtype=float), weighting.start.to_numpy(dtype=float)
        margins = stack_places(weighting.placed)
        notes = (Note("means_calibrated", items=", ".join(margin.item for margin in weighting.placed)),)
    about = linearised_means(values.to_numpy(dtype=float), weights, design, calibrated_on=margins, base=start)
    said = {"n_clusters": int(design.clusters.sum()), "n_strata": len(names), "df": design.df}
    return about, Note("means_linearised", **said), notes
