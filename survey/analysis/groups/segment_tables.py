"""The tables of a comparison of segments, from two sides to tidy frames."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from survey.analysis.groups.group_sides import Row, Side, SideOptions, compare_sides
from survey.analysis.groups.respondent_groups import RespondentGroups
from survey.analysis.groups.segment_input import SegmentInput
from survey.errors import check_option
from survey.notes import Note
from survey.stats.descriptives import effective_n
from survey.stats.false_discovery import Correction, adjust_p_values
from survey.stats.group_contrasts import GroupMeans, compare_pairs, take_group_means, welch_anova
from survey.stats.group_shares import assess_association

NUMBERS = (
    "estimate",
    "estimate_rest",
    "change",
    "std_error",
    "df",
    "conf_low",
    "conf_high",
    "effect_size",
    "p_value",
)
TEST_COLUMNS = [
    "by", "subject", "label", "test", "n", "statistic", "df", "df_within", "p_value", "effect", "effect_size",
]  # fmt: skip
PAIR_COLUMNS = [
    "by", "subject", "label", "segment", "other", "change", "std_error", "df", "conf_low", "conf_high", "p_value",
    "effect_size",
]  # fmt: skip


@dataclass(frozen=True)
class Grouping:
    """One way to divide the respondents."""

    by: str
    groups: RespondentGroups

    def sizes(self, counted: np.ndarray) -> np.ndarray:
        """Count the respondents of each group that have a weight."""
        place = self.groups.place[counted & (self.groups.place >= 0)]
        return np.bincount(place, minlength=len(self.groups.names))


def segment_rows(
    data: SegmentInput, grouping: Grouping, options: SideOptions, seed: int
) -> tuple[list[Row], list[Note]]:
    """Compare every group with everybody else who has a label."""
    names, place = grouping.groups.names, grouping.groups.place
    rows: list[Row] = []
    notes: list[Note] = []
    for at, segment in enumerate(names):
        if at and len(names) == 2:
            rows += [_mirror(row, segment) for row in rows]
            break
        inside, outside = place == at, (place >= 0) & (place != at)
        found, said = compare_sides(Side(data, inside), Side(data, outside), options, seed + at)
        rows += [{"by": grouping.by, "segment": segment, **row} for row in found]
        notes += say_places(said, f"{grouping.by}: {segment}", data.labels, options.minimum)
    return rows, notes


def say_places(said: Iterable[tuple[str, list[str]]], where: str, labels: dict[str, str], minimum: int) -> list[Note]:
    """Return notes on what a comparison left out, with the place it is about."""
    return [
        Note(code, place=where, drivers=", ".join(labels.get(name, name) for name in drivers), minimum=minimum)
        for code, drivers in said
    ]


def _mirror(row: Row, segment: str) -> Row:
    """Return the other segment's row: of two segments each is the other's complement."""
    turned = row | {"segment": segment, "n": row["n_rest"], "n_rest": row["n"]}
    if row["suppressed"]:
        return turned
    return turned | {
        "estimate": row["estimate_rest"],
        "estimate_rest": row["estimate"],
        "change": -row["change"],
        "conf_low": -row["conf_high"],
        "conf_high": -row["conf_low"],
        "effect_size": -row.get("effect_size", np.nan),
    }


def tabulate_rows(
    rows: Sequence[Row], key: Sequence[str], labels: dict[str, str], adjust: Correction, mirrored: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the long table with p values adjusted within each measure.

    Parameters
    ----------
    rows
        A row per comparison.
    key
        Columns that say what is compared.
    labels
        Subject to label.
    adjust
        How p values are adjusted.
    mirrored
        Values of ``by`` with two segments, whose second one repeats the tests of the first.
    """
    frame = pd.DataFrame(rows).reindex(
        columns=[*key, "measure", "subject", "n", "n_rest", *NUMBERS, "suppressed", "reason"]
    )
    frame.insert(len(key) + 2, "label", [labels.get(name, name) for name in frame["subject"]])
    adjusted = np.full(len(frame), np.nan)
    repeats = np.zeros(len(frame), dtype=bool)
    for by in mirrored:
        own = (frame["by"] == by).to_numpy()
        repeats |= own & (frame["segment"] != frame.loc[own, "segment"].iloc[0]).to_numpy()
    p = frame["p_value"].to_numpy(dtype=float)
    for measure in frame["measure"].unique():
        family = (frame["measure"] == measure).to_numpy()
        adjusted[family & ~repeats] = adjust_p_values(p[family & ~repeats], adjust)
    frame.insert(list(frame.columns).index("p_value") + 1, "p_adjusted", adjusted)
    if repeats.any():
        same = ["by", "measure", "subject"]
        firsts = frame.loc[~repeats & frame["by"].isin(mirrored)].set_index(same)["p_adjusted"]
        frame.loc[repeats, "p_adjusted"] = firsts.reindex(pd.MultiIndex.from_frame(frame.loc[repeats, same])).to_numpy()
    return frame


def pick_drawn(table: pd.DataFrame, measure: str) -> pd.DataFrame:
    """Return the rows of a measure that a chart shows.

    Of two segments that is the first, as the other mirrors it; segments without any estimate are left out.
    """
    check_option("measure", measure, list(table["measure"].unique()))
    rows: pd.DataFrame = table.loc[table["measure"] == measure]
    place = rows.groupby("by", sort=False)["segment"].transform(lambda one: pd.factorize(one)[0])
    pair = rows.groupby("by", sort=False)["segment"].transform("nunique") == 2
    shown = rows.groupby(["by", "segment"], sort=False)["change"].transform("count") > 0
    rows = rows.loc[shown & ~(pair & (place > 0))]
    named = rows["by"] + ": " + rows["segment"] if rows["by"].nunique() > 1 else rows["segment"]
    return rows.assign(driver=rows["label"], segment=named)


def tabulate_segments(data: SegmentInput, groupings: Sequence[Grouping], minimum: int) -> pd.DataFrame:
    """Return the base of every segment."""
    weights = np.ones(len(data.values)) if data.weights is None else data.weights
    rows = []
    for one in groupings:
        labelled = data.counted & (one.groups.place >= 0)
        for at, name in enumerate(one.groups.names):
            mask = labelled & (one.groups.place == at)
            n = int(np.sum(mask))
            n_eff = effective_n(weights[mask]) if n else 0.0
            share = float(np.sum(weights[mask]) / np.sum(weights[labelled]))
            rows.append((one.by, name, n, n_eff, share, n < minimum or int(np.sum(labelled)) - n < minimum))
    return pd.DataFrame(rows, columns=["by", "segment", "n", "n_eff", "share", "suppressed"])


def tabulate_tests(
    data: SegmentInput, groupings: Sequence[Grouping], minimum: int, confidence: float, adjust: Correction
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return tests of all segments at once, and of every pair of them, among segments with enough answers."""
    tests: list[list[object]] = []
    pairs: list[list[object]] = []
    for one in groupings:
        for name in data.values:
            _test_means(data, one, str(name), minimum, confidence, tests, pairs)
        for name in data.indicators:
            _test_shares(data, one, str(name), minimum, tests)
    table = pd.DataFrame(tests, columns=TEST_COLUMNS)
    adjusted = table.groupby("test")["p_value"].transform(lambda p: adjust_p_values(p.to_numpy(dtype=float), adjust))
    table.insert(TEST_COLUMNS.index("p_value") + 1, "p_adjusted", adjusted)
    return table, pd.DataFrame(pairs, columns=PAIR_COLUMNS)


def _enough(data: SegmentInput, one: Grouping, name: str, minimum: int) -> tuple[np.ndarray, np.ndarray]:
    """Return who counts in a test of a subject, and the groups with enough of them."""
    there = data.measured(name, one.groups.place >= 0)
    sizes = np.bincount(one.groups.place[there], minlength=len(one.groups.names))
    large = np.flatnonzero(sizes >= max(minimum, 2))
    return there & np.isin(one.groups.place, large), large


def _test_means(
    data: SegmentInput,
    one: Grouping,
    name: str,
    minimum: int,
    confidence: float,
    tests: list[list[object]],
    pairs: list[list[object]],
) -> None:
    there, large = _enough(data, one, name, minimum)
    if len(large) < 2:
        return
    weights = None if data.weights is None else data.weights[there]
    place = np.searchsorted(large, one.groups.place[there])
    groups = take_group_means(data.values[name].to_numpy()[there], place, len(large), weights)
    if not _vary(groups):
        return
    label = data.labels.get(name, name)
    test = welch_anova(groups)
    head: list[object] = [one.by, name, label]
    tests.append(
        [*head, "welch", int(np.sum(there)), test.statistic, test.df, test.df_within, test.p_value, "eta_squared",
         test.effect]
    )  # fmt: skip
    found, contrast = compare_pairs(groups, confidence)
    for at, (first, second) in enumerate(found):
        values = [
            getattr(contrast, column)[at]
            for column in ("difference", "std_error", "df", "conf_low", "conf_high", "p_value", "cohens_d")
        ]
        pairs.append([*head, one.groups.names[large[first]], one.groups.names[large[second]], *values])


def _vary(groups: GroupMeans) -> bool:
    return bool(np.all(groups.error_variance > 0))


def _test_shares(data: SegmentInput, one: Grouping, name: str, minimum: int, tests: list[list[object]]) -> None:
    there, large = _enough(data, one, name, minimum)
    answers = data.indicators[name].to_numpy()[there]
    if len(large) < 2 or len(np.unique(answers)) < 2:
        return
    weights = None if data.weights is None else data.weights[there]
    found = assess_association(one.groups.place[there], (answers + 1).astype(int), weights)
    test = "chi_square" if weights is None else "rao_scott"
    tests.append(
        [one.by, name, data.labels.get(name, name), test, found.n, found.statistic, found.df,
         found.df_within if np.isfinite(found.df_within) else np.nan, found.p_value, "cramers_v", found.cramers_v]
    )  # fmt: skip
