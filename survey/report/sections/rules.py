"""The rules by which results turn into sentences; every cut-off has a source."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

if TYPE_CHECKING:
    from survey.analysis.drivers.drivers import Drivers
    from survey.analysis.drivers.priorities import Priorities

# Nunnally (1978), Psychometric Theory, 2nd ed., p. 245: .70 suffices in early stages of research.
MODEST_RELIABILITY = 0.70
# DeVellis (2012), Scale Development, 3rd ed., p. 109: below .60 is unacceptable.
LOW_RELIABILITY = 0.60
# Hair, Risher, Sarstedt & Ringle (2019), European Business Review 31:2–24: .95 and higher suggests redundant items.
REDUNDANT_RELIABILITY = 0.95
# Hair, Black, Babin & Anderson (2019), Multivariate Data Analysis, 8th ed.: variance inflation above 5 needs a look.
HIGH_VIF = 5.0
# Cohen (1988), Statistical Power Analysis, p. 414: f² = .35 is large, which is an R² of .26; less is a small part.
LOW_R2 = 0.26
# Green (1991), Multivariate Behavioral Research 26:499–510: at least 50 + 8 respondents per predictor.
BASE_SMALL, BASE_PER_DRIVER = 50, 8
# One respondent of 30 is 3.3 percentage points; the Wilson interval (1927) of one half is 34 points wide there.
SMALL_ITEM_BASE = 30
WEAKEST_ITEMS = 3  # as many as a meeting can talk about
# Fisher (1925), Statistical Methods for Research Workers: one in twenty; the intervals cover 95 % accordingly.
TEST_LEVEL = 0.05

Resolution = Literal["resolved", "alone", "unresolved"]
ReliabilityVerdict = Literal["good", "good_open", "modest", "low", "redundant", "single", "undefined"]


def judge_reliability(row: Any) -> ReliabilityVerdict:
    """Judge one construct by its headline estimate.

    Examples
    --------
    >>> from types import SimpleNamespace as Row
    >>> judge_reliability(Row(estimate=0.72, conf_low=0.66, n_items=3))
    'good_open'
    >>> judge_reliability(Row(estimate=float("nan"), conf_low=float("nan"), n_items=1))
    'single'
    """
    if row.n_items < 2:
        return "single"
    if row.estimate != row.estimate:
        return "undefined"
    if row.estimate < LOW_RELIABILITY:
        return "low"
    if row.estimate < MODEST_RELIABILITY:
        return "modest"
    if row.estimate >= REDUNDANT_RELIABILITY:
        return "redundant"
    return "good_open" if row.conf_low < MODEST_RELIABILITY else "good"


def pick_headlines(table: pd.DataFrame) -> pd.DataFrame:
    """Return one row per construct: Spearman–Brown for two items, alpha for more (Eisinga et al. 2013)."""
    two = table["n_items"].eq(2) & table["estimator"].eq("spearman_brown")
    more = table["n_items"].gt(2) & table["estimator"].eq("alpha")
    chosen = table[two | more]
    rest = table[~table["construct"].isin(chosen["construct"])].drop_duplicates("construct")
    return pd.concat([chosen, rest]).sort_index()


def is_resolved(drivers: Drivers, one: str, other: str) -> bool | None:
    """Whether the order of two drivers is resolved; None where no interval was computed."""
    table = drivers.differences
    pair = table[table["driver"].isin([one, other]) & table["other"].isin([one, other])]
    if pair.empty or pd.isna(pair["resolved"].iloc[0]):
        return None
    return bool(pair["resolved"].iloc[0])


def judge_order(drivers: Drivers, one: str, other: str) -> Resolution | None:
    """Judge the order of two drivers; None where no interval was computed.

    "resolved" holds for all pairs at once, "alone" only for this pair's own interval.
    """
    resolved = is_resolved(drivers, one, other)
    if resolved is None or resolved:
        return None if resolved is None else "resolved"
    table = drivers.differences
    pair = table[table["driver"].isin([one, other]) & table["other"].isin([one, other])].iloc[0]
    return "alone" if excludes_zero(pair["conf_low"], pair["conf_high"]) else "unresolved"


def only_open_pairs_swap(drivers: Drivers, first: list[str], second: list[str]) -> bool:
    """Whether every pair that two orders disagree about is one whose order is not resolved."""
    place = {name: at for at, name in enumerate(second)}
    known = [name for name in first if name in place]
    swapped = [(one, other) for at, one in enumerate(known) for other in known[at + 1 :] if place[one] > place[other]]
    return all(is_resolved(drivers, one, other) is False for one, other in swapped)


def name_noise(drivers: Drivers) -> list[str]:
    """Return the drivers whose importance answers given at random could have; none where that was not looked into."""
    table = drivers.table
    if "above_noise" not in table or table["noise_limit"].isna().any():
        return []
    return table.loc[~table["above_noise"].astype(bool), "driver"].tolist()


def is_all_noise(drivers: Drivers) -> bool:
    """Whether no driver has more importance than answers given at random could have."""
    return len(name_noise(drivers)) == len(drivers.table)


def has_intervals(drivers: Drivers) -> bool:
    """Whether the shares have intervals."""
    return bool(drivers.table["conf_low"].notna().any())


def is_firm(row: Any, priorities: Priorities) -> bool | None:
    """Whether neither interval of a driver reaches over its line; None where there is no interval."""
    ends = (row.conf_low, row.conf_high, row.performance_low, row.performance_high)
    if any(end != end for end in ends):
        return None
    return not (
        row.conf_low <= priorities.importance_line <= row.conf_high
        or row.performance_low <= priorities.performance_line <= row.performance_high
    )


def excludes_zero(low: float, high: float) -> bool:
    """Whether an interval leaves 0 out; a missing end leaves nothing out.

    Examples
    --------
    >>> excludes_zero(0.1, 0.4), excludes_zero(-0.1, 0.4), excludes_zero(float("nan"), 0.4)
    (True, False, False)
    """
    return low > 0 or high < 0 if low == low and high == high else False


def find_first(priorities: Priorities) -> pd.DataFrame:
    """Return the drivers that are important and rated lower, the most important first."""
    table = priorities.table
    return table[table["quadrant"] == "improve"].sort_values("importance_share", ascending=False, kind="stable")


def order_by(table: pd.DataFrame, column: str) -> list[str]:
    """Return the drivers in falling order of a column."""
    return table.sort_values(column, ascending=False, kind="stable")["driver"].tolist()


def is_small_base(n: int, n_drivers: int) -> bool:
    """Whether a regression rests on fewer respondents than the rule asks for."""
    return n < small_base(n_drivers)


def small_base(n_drivers: int) -> int:
    """Return the number of respondents a regression should have.

    Examples
    --------
    >>> small_base(6)
    98
    """
    return BASE_SMALL + BASE_PER_DRIVER * n_drivers


def weakest_items(items: pd.DataFrame, construct: str) -> pd.DataFrame:
    """Return a construct's items with the least favourable means, the lowest first; at most `WEAKEST_ITEMS`.

    Means stand on scales of different length and direction, so they are compared by their place between the two ends.
    """
    mine = items[(items["construct"] == construct) & items["mean"].notna()]
    place = (mine["mean"] - mine["minimum"]) / (mine["maximum"] - mine["minimum"])
    favourable = place.where(~mine["reverse"].astype(bool), 1 - place)
    return mine.loc[favourable.sort_values(kind="stable").index[:WEAKEST_ITEMS]]
