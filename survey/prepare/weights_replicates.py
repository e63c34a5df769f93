"""Replicate weights of a sample: strata, clusters, and weighting to margins again inside every replicate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np
import pandas as pd

from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.prepare.weighting import Weighting
from survey.prepare.weights_cells import start_weights
from survey.prepare.weights_margins import stack_places
from survey.responses import Responses
from survey.result import Result
from survey.stats.descriptives import effective_n
from survey.stats.raking import rake_replicates
from survey.stats.replicate_multipliers import jackknife_multipliers, rescaling_multipliers
from survey.stats.replicates import Replicates
from survey.stats.sample_design import SampleDesign, take_design

Kind = Literal["bootstrap", "jackknife"]
KINDS = ("bootstrap", "jackknife")
Labels = str | pd.Series | None
Population = Mapping[str, float] | float | None


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ReplicateWeights(Result):
    """Replicate weights, and the sample design they follow.

    Attributes
    ----------
    table
        A row for each stratum: stratum, n_clusters, n, n_eff (Kish's, of its respondents' weights).
    replicates
        The weights as arrays: `replicates.weights` has shape (n_boot, n), `replicates.full` those of the sample; for
        `replicate_estimates`, `estimate_means` and `estimate_driver_shares`.
    respondents
        Ids in the order of the arrays.
    deff, n_eff
        Kish's design effect and effective n of the sample's own weights.
    """

    key: ClassVar[tuple[str, ...]] = ("stratum",)

    replicates: Replicates
    respondents: pd.Index
    deff: float
    n_eff: float


def replicate_weights(
    responses: Responses,
    *,
    n_boot: int = 500,
    seed: int = 1,
    strata: Labels = None,
    clusters: Labels = None,
    population: Population = None,
    weighting: Weighting | None = None,
    kind: Kind = "bootstrap",
) -> ReplicateWeights:
    """Make replicate weights that carry the sample design and the weighting into any standard error.

    Use it where respondents came in strata or clusters (shops, schools, interviewers' areas), or where weights were
    raked: an interval that takes such a sample for a simple random one is too narrow or too wide. Without
    `population` clusters count as drawn with replacement, which is safe where few of them are drawn.

    Parameters
    ----------
    responses
        The answers.
    n_boot
        Number of bootstrap replicates; the jackknife has one for each cluster.
    seed
        Seed of the draws.
    strata, clusters
        A column of `responses.data`, `.extra` or `.paradata`, or labels by respondent id. None: one stratum, each
        respondent a cluster. The same cluster label in two strata means two clusters.
    population
        How many clusters (without clusters, people) the population has: by stratum label, or one number without
        strata. Variances then shrink by the share drawn. None: few are drawn among many.
    weighting
        What `rake_weights` or `post_stratify` returned: done again inside every replicate, from the weights it started
        with and within its bounds. None multiplies the weights of the responses and treats them as fixed.
    kind
        "bootstrap" (Rao & Wu's rescaling bootstrap, for any statistic) or "jackknife" (for smooth statistics).

    Returns
    -------
    ReplicateWeights

    Raises
    ------
    DataError
        A column is unknown, a label is missing, a stratum has a single cluster, or the weighting is of other
        respondents.
    OptionError
        `kind` is unknown.

    Notes
    -----
    In each stratum of h clusters, h - 1 are drawn with replacement and their weights multiplied by h / (h - 1) times
    how often each was drawn; of a finite population, shrunk towards 1. Missing: as in the weighting. Cost: 8 bytes a
    replicate and respondent; raking 500 replicates of 1,000 respondents takes about a second.

    References
    ----------
    Rao & Wu (1988). Resampling inference with complex survey data. JASA 83, 231-241. Rao, Wu & Yue (1992). Some recent
    work on resampling methods for complex surveys. Survey Methodology 18, 209-217. Kolenikov (2010). Resampling
    variance estimation for complex survey data. Stata Journal 10, 165-199.

    Examples
    --------
    >>> import survey as sv
    >>> responses = sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=200, seed=1)
    >>> weighting = sv.rake_weights(responses, targets={"gender": {"Female": 0.6, "Male": 0.4}})
    >>> replicate_weights(responses, weighting=weighting, n_boot=50).replicates.weights.shape
    (50, 200)
    """
    check_option("kind", kind, KINDS)
    design, names = read_design(responses, strata, clusters, population)
    if kind == "jackknife":
        multipliers, scales = jackknife_multipliers(design)
    else:
        if n_boot < 2:
            raise OptionError(f"n_boot={n_boot} is out of range; a standard error needs at least 2 replicates.")
        multipliers, scales = rescaling_multipliers(design, n_boot=n_boot, seed=seed), np.full(n_boot, 1 / n_boot)
    full, weights, notes = _weigh_replicates(responses, weighting, multipliers)
    said = {"n_boot": len(scales), "n_clusters": int(design.clusters.sum()), "n_strata": len(names), "df": design.df}
    method = Note(f"replicates_{kind}", **said, **({"seed": seed} if kind == "bootstrap" else {}))
    return ReplicateWeights(
        table=_describe_strata(design, names, full),
        n=len(responses),
        method=method,
        notes=notes,
        replicates=Replicates(weights, full, scales, design.df),
        respondents=responses.data.index,
        deff=len(full) / effective_n(full),
        n_eff=effective_n(full),
    )


def read_design(
    responses: Responses, strata: Labels, clusters: Labels, population: Population = None
) -> tuple[SampleDesign, list[str]]:
    """Return the sample design of the respondents, and the names of its strata."""
    labels = [find_labels(responses, what, given) for what, given in (("strata", strata), ("clusters", clusters))]
    names = ["all"] if labels[0] is None else [str(name) for name in pd.unique(labels[0])]
    sizes = None if population is None else _find_sizes(len(responses), labels[0], names, population)
    return take_design(len(responses), labels[0], labels[1], sizes), names


def _find_sizes(
    n: int, strata: np.ndarray | None, names: list[str], population: Mapping[str, float] | float
) -> np.ndarray:
    """Return the number of clusters in the population of each respondent's stratum, shape (n,)."""
    if not isinstance(population, Mapping):
        if strata is not None:
            raise OptionError(f"population={population:g} is one number for {len(names)} strata; give one by stratum.")
        return np.full(n, float(population))
    known = {str(name): float(size) for name, size in population.items()}
    lacking = [name for name in names if name not in known]
    if strata is None or lacking:
        raise OptionError(f"population has no number for: {', '.join(lacking or names)}; give one for each stratum.")
    return np.array([known[str(name)] for name in strata])


def find_labels(responses: Responses, what: str, given: Labels) -> np.ndarray | None:
    """Return one label a respondent from a column's name or a series, shape (n,); None for None.

    Raises
    ------
    DataError
        There is no such column, or a respondent has no label.
    """
    if given is None:
        return None
    if isinstance(given, str):
        homes = (responses.data, responses.extra, responses.paradata)
        found = [home[given] for home in homes if given in home.columns]
        if not found:
            columns = [str(name) for home in homes for name in home.columns]
            raise DataError(f"{what}='{given}' is no column; columns are: {', '.join(columns)}.")
        labels = responses.values([given])[given] if given in responses.questionnaire.items else found[0]
    else:
        labels = given
    labels = labels.reindex(responses.data.index)
    if labels.isna().any():
        without = labels.index[labels.isna()]
        raise DataError(
            f"{what}: {len(without)} of {len(labels)} respondents have no label (first: respondent {without[0]}); give "
            "each one, or leave them out with responses.without."
        )
    return labels.to_numpy(dtype=object)


def _weigh_replicates(
    responses: Responses, weighting: Weighting | None, multipliers: np.ndarray
) -> tuple[np.ndarray, np.ndarray, tuple[Note, ...]]:
    """Return the sample's weights, those of every replicate, and what to know about them."""
    if weighting is None:
        full = start_weights(responses)
        fixed = (Note("replicates_fixed"),) if responses.weights is not None else ()
        return full, multipliers * full, fixed
    if not weighting.weights.index.equals(responses.data.index):
        raise DataError("the weighting is of other respondents; weigh these, or give the responses that were weighted.")
    raked = rake_replicates(
        stack_places(weighting.placed),
        [margin.shares for margin in weighting.placed],
        multipliers,
        weighting.start.to_numpy(),
        bounds=weighting.trim,
    )
    total = len(multipliers)
    notes = [Note("replicates_weighted_again", items=", ".join(margin.item for margin in weighting.placed))]
    if raked.missed:
        notes.append(Note("replicates_missed", count=raked.missed, n_boot=total))
    if raked.emptied:
        notes.append(Note("replicates_emptied", count=raked.emptied, n_boot=total))
    return weighting.weights.to_numpy(dtype=float), raked.weights, tuple(notes)


def _describe_strata(design: SampleDesign, names: list[str], weights: np.ndarray) -> pd.DataFrame:
    members = [weights[design.stratum == stratum] for stratum in range(len(names))]
    return pd.DataFrame(
        {
            "stratum": names,
            "n_clusters": design.clusters,
            "n": [len(inside) for inside in members],
            "n_eff": [effective_n(inside) if inside.sum() > 0 else 0.0 for inside in members],
        }
    )
