"""Bursts of ratings: each shop and product, good and bad stars apart, in windows of several lengths."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from survey.stats.service.bursts import burst_probability, fewest_of_burst, mark_bursts

Floats = NDArray[np.float64]
HOURS = (1.0, 6.0, 24.0, 72.0)
#: A burst has so many ratings at least, however few there are else.
FEWEST = 5
LONGEST_SHARE = 0.25  # of the whole time that a window may take
UNIFORM_SHARE = 0.05  # of the day's activity taken as even, so that quiet hours are not empty
DAY_HOURS, DAY_SECONDS = 24.0, 86_400
GOOD_STARS, BAD_STARS = 4, 2
COLUMNS = ("shop", "product", "mood", "hours", "first_rated", "last_rated", "count", "expected", "p_adjusted")


@dataclass(frozen=True)
class Bursts:
    """Which ratings lie in a burst, bool of shape (n_ratings,); the bursts; and how many tests there were."""

    marked: np.ndarray
    table: pd.DataFrame
    n_tests: int


@dataclass(frozen=True)
class _Series:
    """Ratings of one shop or product and mood, in order: places among all, moments in days of usual activity."""

    shop: str
    product: str
    mood: str
    places: NDArray[np.intp]
    moments: Floats

    def without(self, marked: np.ndarray) -> _Series:
        """Return the series without the ratings marked among all."""
        kept = ~marked[self.places]
        return replace(self, places=self.places[kept], moments=self.moments[kept])


def find_bursts(ratings: pd.DataFrame, *, alpha: float, hours: Sequence[float] = HOURS) -> Bursts:
    """Find bursts of ratings.

    Parameters
    ----------
    ratings
        Ratings of a log.
    alpha
        Probability of any false burst among all series and windows (Bonferroni).
    hours
        Lengths of the windows, in hours of the usual activity: an hour at noon holds more of it than one at night.

    Notes
    -----
    Products come before whole shops and short windows before long ones; what lies in a burst already is taken out of
    what is searched next, so that one burst is found once.
    """
    dated_only = _has_days_only(ratings["rated"])
    clock = _run_clock(ratings["rated"], dated_only=dated_only)
    known = clock[np.isfinite(clock)]
    span = float(np.max(known) - np.min(known)) + 1e-9 if len(known) else 0.0
    lengths = [one for one in hours if one / DAY_HOURS <= LONGEST_SHARE * span and (one >= DAY_HOURS or not dated_only)]
    series = [one for one in _cut_series(ratings, clock) if len(one.places) >= FEWEST]
    n_tests = len(series) * len(lengths)
    marked, rows = np.zeros(len(ratings), dtype=bool), []
    for one in series:
        for length in lengths:
            left = one.without(marked)
            window, reach = length / DAY_HOURS / span, length / DAY_HOURS - (1.0 if dated_only else 0.0)
            fewest = max(FEWEST, fewest_of_burst(len(left.places), window, alpha / n_tests))
            inside, fullest = mark_bursts(left.moments, reach, fewest)
            for part in _cut_clusters(left.moments, inside, reach):
                rows.append(_row(ratings, left, part, length, int(fullest[part].max()), window, n_tests))
            marked[left.places[inside]] = True
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    return Bursts(marked, table.sort_values("p_adjusted", kind="stable", ignore_index=True), n_tests)


def _has_days_only(rated: pd.Series) -> bool:
    known = rated.dropna()
    return bool(len(known)) and bool((known == known.dt.normalize()).mean() > 0.5)


def _run_clock(rated: pd.Series, *, dated_only: bool) -> Floats:
    """Return moments in days of usual activity: within a day, the share of all ratings' hours that has gone by."""
    days = rated.dt.normalize()
    number: Floats = ((days - days.min()) / pd.Timedelta(days=1)).to_numpy(dtype=float)
    if dated_only:
        return number
    seconds = (rated - days).dt.total_seconds().to_numpy(dtype=float)
    known = np.sort(seconds[np.isfinite(seconds)])
    gone = np.searchsorted(known, seconds, side="right") / max(1, len(known))
    clock: Floats = number + (1 - UNIFORM_SHARE) * gone + UNIFORM_SHARE * seconds / DAY_SECONDS
    return clock


def _cut_series(ratings: pd.DataFrame, clock: Floats) -> Iterator[_Series]:
    stars = ratings["stars"].to_numpy(dtype=float)
    moods = {"good": stars >= GOOD_STARS, "bad": stars <= BAD_STARS}
    shops, products = ratings["shop"].fillna("").to_numpy(), ratings["product"].fillna("").to_numpy()
    for mood, chosen in moods.items():
        usable = np.flatnonzero(chosen & np.isfinite(clock))
        frame = pd.DataFrame({"shop": shops[usable], "product": products[usable], "place": usable})
        named = frame[frame["product"] != ""]
        for keys in (["shop", "product"], ["shop"]):
            for names, own in (named if len(keys) > 1 else frame).groupby(keys, sort=True):
                shop, product = (*map(str, names), "")[:2]
                yield _series(shop, product, mood, own["place"].to_numpy(), clock)


def _series(shop: str, product: str, mood: str, places: NDArray[np.intp], clock: Floats) -> _Series:
    order = places[np.argsort(clock[places], kind="stable")]
    return _Series(shop, product, mood, order, clock[order])


def _cut_clusters(moments: Floats, marked: np.ndarray, reach: float) -> list[NDArray[np.intp]]:
    """Return the places of marked events, cut where more than a window lies between neighbours."""
    places = np.flatnonzero(marked)
    if not len(places):
        return []
    return np.split(places, np.flatnonzero(np.diff(moments[places]) > reach) + 1)


def _row(
    ratings: pd.DataFrame, series: _Series, part: NDArray[np.intp], hours: float, most: int, window: float, n_tests: int
) -> tuple[object, ...]:
    rated = ratings["rated"].iloc[series.places[part]]
    n = len(series.places)
    p = min(1.0, burst_probability(most, n, window) * n_tests)
    ends = f"{rated.min():%Y-%m-%d %H:%M:%S}", f"{rated.max():%Y-%m-%d %H:%M:%S}"
    return series.shop, series.product, series.mood, hours, *ends, len(part), n * window, p
