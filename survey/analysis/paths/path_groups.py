"""The groups of a comparison of path models: their estimates, bootstrap samples and random splits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.paths.path_checks import refuse_failures
from survey.analysis.paths.path_comparison_tables import group_table, pair_table
from survey.analysis.paths.path_design import name_constructs
from survey.analysis.paths.path_rows import PathInput
from survey.errors import DataError
from survey.notes import Note
from survey.stats.moments import take_moments
from survey.stats.paths.comparison import GroupPermutation, permute_groups
from survey.stats.paths.resampling import PathDraws, resample_paths
from survey.stats.paths.stages import StagedDesign, StagedEstimate, estimate_stages

SMALL_GROUP = 50  # below, random splits tell little; a convention of ours


@dataclass(frozen=True)
class GroupSides:
    """Rows of a model by group.

    Attributes
    ----------
    names
        Of the groups.
    place
        Group of each row, -1 without one, shape (n,).
    """

    taken: PathInput
    staged: StagedDesign
    names: list[str]
    place: np.ndarray
    consistent: bool
    scaled: bool
    seed: int

    @property
    def constructs(self) -> list[str]:
        """Constructs of the final model."""
        return name_constructs(self.taken)

    @property
    def n(self) -> int:
        """Rows with a group."""
        return int((self.place >= 0).sum())

    def name(self, pair: tuple[int, int]) -> tuple[str, str]:
        """Return the names of two groups."""
        return self.names[pair[0]], self.names[pair[1]]

    def rows(self, inside: np.ndarray) -> tuple[np.ndarray, np.ndarray | None]:
        """Return some rows and their weights."""
        weights = self.taken.weights
        return self.taken.values[inside], None if weights is None else weights[inside]

    def estimate(self, at: int) -> StagedEstimate:
        """Estimate the model of one group.

        Raises
        ------
        DataError
            The group is too small, an item does not vary in it, or its model has no solution.
        """
        rows, weights = self.rows(self.place == at)
        least = len(self.taken.items) + 2
        if len(rows) < least:
            raise DataError(
                f"group '{self.names[at]}' has {len(rows)} complete rows; at least {least} are needed. Merge it with "
                "another group or leave it out."
            )
        still = [item for item, spread in zip(self.taken.items, np.ptp(rows, axis=0), strict=True) if spread == 0]
        if still:
            raise DataError(
                f"{', '.join(map(repr, still))} does not vary in group '{self.names[at]}'; leave the item out, or "
                "merge the group with another."
            )
        covariance = take_moments(rows, weights).covariance
        found = estimate_stages(covariance, self.staged, consistent=self.consistent, scaled=self.scaled)
        refuse_failures(found, self.staged, self.constructs, list(self.taken.blocks))
        return found

    def resample(self, at: int, n_boot: int) -> PathDraws:
        """Draw bootstrap samples of one group."""
        rows, weights = self.rows(self.place == at)
        return resample_paths(
            rows,
            self.staged,
            n_boot=n_boot,
            seed=self.seed + at,
            weights=weights,
            consistent=self.consistent,
            scaled=self.scaled,
        )

    def permute(self, pair: tuple[int, int], n_permutations: int) -> GroupPermutation:
        """Split the rows of two groups at random."""
        inside = (self.place == pair[0]) | (self.place == pair[1])
        rows, weights = self.rows(inside)
        return permute_groups(
            rows,
            self.place[inside] == pair[0],
            self.staged,
            n_permutations=n_permutations,
            seed=self.seed,
            weights=weights,
            consistent=self.consistent,
            scaled=self.scaled,
        )

    def compare(self, pair: tuple[int, int], splits: GroupPermutation, draws: list[PathDraws]) -> pd.DataFrame:
        """Tabulate the paths of two groups."""
        both = (draws[pair[0]], draws[pair[1]])
        return pair_table(splits, both, self.staged.final, self.constructs, self.name(pair))

    def tabulate(self, found: list[StagedEstimate], draws: list[PathDraws], confidence: float) -> pd.DataFrame:
        """Tabulate the paths of every group."""
        parts = [
            group_table(one.final, drawn, self.staged.final, self.constructs, confidence).assign(
                group=name, n=int((self.place == at).sum())
            )
            for at, (name, one, drawn) in enumerate(zip(self.names, found, draws, strict=True))
        ]
        table = pd.concat(parts, ignore_index=True)
        return table[["group", "n", *(column for column in table if column not in ("group", "n"))]]

    def notes(self, draws: list[PathDraws]) -> list[Note]:
        """Return notes on rows without a group, small groups and samples without a solution."""
        notes = []
        if outside := int((self.place < 0).sum()):
            notes.append(Note("path_groups_outside", n=outside))
        for at, (name, drawn) in enumerate(zip(self.names, draws, strict=True)):
            size = int((self.place == at).sum())
            if size < SMALL_GROUP:
                notes.append(Note("path_groups_small", group=name, n=size))
            if drawn.n_lost:
                notes.append(Note("path_groups_lost", group=name, count=drawn.n_lost, n_boot=len(drawn.paths)))
        return notes
