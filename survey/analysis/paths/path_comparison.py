"""Path models of groups of respondents, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import ClassVar

import numpy as np
import pandas as pd

from survey.analysis.groups.respondent_groups import take_groups
from survey.analysis.paths.path_comparison_tables import invariance_table
from survey.analysis.paths.path_design import Modes, build_design
from survey.analysis.paths.path_groups import GroupSides
from survey.analysis.paths.path_input import Blocks, Paths, Weights, take_paths
from survey.analysis.paths.path_rows import PathMissing
from survey.errors import OptionError
from survey.notes import Note
from survey.responses import Responses
from survey.result import Result, speak_language
from survey.scores import Scores
from survey.stats.differential import adjust_p_values
from survey.stats.paths.design import Scheme


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class PathComparison(Result):
    """Paths of every two groups.

    Attributes
    ----------
    table
        A row per pair of groups and path: both estimates, their difference, permutation p and its adjustment over all
        rows, the bootstrap p, and the chance that the first group's path is the larger.
    groups
        A row per group and path: estimate with standard error and interval.
    invariance
        A row per pair of groups and construct: whether the composites are made alike (correlation of both groups'
        composites over all rows, with what random splits fall below in 5 of 100), and differences of means and log
        variances.
    """

    key: ClassVar[tuple[str, ...]] = ("first_group", "second_group", "path_from", "path_to")

    groups: pd.DataFrame
    invariance: pd.DataFrame
    confidence: float


@speak_language
def compare_paths(
    responses: Responses | Scores | pd.DataFrame,
    *,
    by: str | Sequence[object] | pd.Series | np.ndarray,
    paths: Paths = None,
    constructs: Blocks = None,
    higher_order: Mapping[str, Sequence[str]] | None = None,
    modes: Modes = "A",
    scheme: Scheme = "path",
    consistent: bool = False,
    weights: Weights = None,
    missing: PathMissing = "listwise",
    scaled: bool = True,
    n_permutations: int = 1000,
    n_boot: int = 1000,
    confidence: float = 0.95,
    seed: int | None = None,
    language: str | None = None,
) -> PathComparison:
    """Compare the paths of groups of respondents.

    Use it to see whether, say, value goes with satisfaction more in one group than in another. Composites must be made
    alike first: look at `.invariance`. With many paths and groups some differences arise by chance; read `p_adjusted`.

    Parameters
    ----------
    responses
        Answers to a questionnaire, or a plain frame; scores with `by` given as labels.
    by
        A single-choice item, "language", a column, or one label a row.
    paths, constructs, higher_order, modes, scheme, consistent, weights, missing, scaled
        As in `estimate_paths`.
    n_permutations
        Random splits into groups of the same sizes, for the permutation test.
    n_boot
        Bootstrap samples of each group, for intervals and the bootstrap comparison.
    confidence
        Coverage of the intervals.
    seed
        Seed; None is 0.
    language
        Language of labels; None is the questionnaire's default.

    Returns
    -------
    PathComparison
        `.table`, `.groups`, `.invariance`.

    Raises
    ------
    DataError
        Fewer than two groups, a group too small for the model or without variation in an item.
    OptionError
        Unknown group column, construct or option.

    Notes
    -----
    Weights: in all covariances; they go with their rows into random splits. Missing: as in `estimate_paths`; rows
    without a group are left out. Permutation p: the share of splits with a difference at least as large, two-sided,
    the observed split counted. Bootstrap p: two-sided from the share of pairs of samples in which the first group's
    path is the larger. Adjusted: Benjamini–Hochberg over all rows. Cost: all splits in one stack of covariances.

    References
    ----------
    Chin & Dibbern (2010), in Esposito Vinzi et al., Handbook of partial least squares, 171-193. Henseler, Ringle &
    Sinkovics (2009), Advances in International Marketing 20, 277-319. Henseler, Ringle & Sarstedt (2016), International
    Marketing Review 33, 405-431.

    Examples
    --------
    >>> from survey.prepare.simulate import simulate_responses
    >>> answers = simulate_responses("mobi", n=400, seed=1)
    >>> halves = np.arange(400) % 2
    >>> compared = compare_paths(answers, by=halves, n_permutations=99, n_boot=99)
    >>> compared.table[["first_group", "second_group"]].drop_duplicates().values.tolist()
    [['0', '1']]
    """
    _check(n_permutations, n_boot, confidence)
    groups = take_groups(responses.table if isinstance(responses, Scores) else responses, by, language)
    taken = take_paths(responses, paths, constructs, higher_order, weights, missing, None, language)
    design, place = build_design(taken, modes, scheme), groups.place[taken.positions]
    sides = GroupSides(taken, design, groups.names, place, consistent, scaled, seed or 0)
    return _compare(sides, n_permutations, n_boot, confidence)


def _compare(sides: GroupSides, n_permutations: int, n_boot: int, confidence: float) -> PathComparison:
    every = range(len(sides.names))
    found, draws = [sides.estimate(at) for at in every], [sides.resample(at, n_boot) for at in every]
    pairs = list(combinations(every, 2))
    splits = {pair: sides.permute(pair, n_permutations) for pair in pairs}
    table = pd.concat([sides.compare(pair, splits[pair], draws) for pair in pairs], ignore_index=True)
    return PathComparison(
        table=table.assign(p_adjusted=adjust_p_values(table["permutation_p"].to_numpy(), "bh")),
        n=sides.n,
        method=_describe(sides, sides.n, n_permutations, n_boot),
        notes=(*sides.taken.notes, *sides.notes(draws)),
        groups=sides.tabulate(found, draws, confidence),
        invariance=pd.concat(
            [invariance_table(splits[pair], sides.constructs, sides.name(pair)) for pair in pairs], ignore_index=True
        ),
        confidence=confidence,
    )


def _check(n_permutations: int, n_boot: int, confidence: float) -> None:
    if min(n_permutations, n_boot) < 1 or not 0 < confidence < 1:
        raise OptionError(
            f"n_permutations={n_permutations} and n_boot={n_boot} must be 1 or more, and confidence={confidence} "
            "between 0 and 1."
        )


def _describe(sides: GroupSides, n: int, n_permutations: int, n_boot: int) -> Note:
    weighted = "unweighted" if sides.taken.weights is None else "weighted"
    return Note(f"path_groups_{weighted}", n_permutations=n_permutations, n_boot=n_boot, seed=sides.seed, n=n)
