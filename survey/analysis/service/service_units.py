"""What each measure of service counts: its units, their values, and whose they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from survey.analysis.service.after_sales import SATISFIED_STARS, follow_eligibility, in_window
from survey.analysis.service.attribution import GROUPS, attribute_events
from survey.errors import OptionError
from survey.operations.service_log import ServiceLog

#: Seconds within which a first response counts as quick.
QUICK_SECONDS = 20
#: Cases in which money goes back.
REFUND_TYPES = ("refund", "return")


@dataclass(frozen=True)
class Period:
    """The time that counts: after `since`, until and with `until`."""

    since: pd.Timestamp
    until: pd.Timestamp


@dataclass(frozen=True)
class Measure:
    """One measure of service.

    Attributes
    ----------
    units
        From log and period to a row a unit: value (0, 1 or seconds), when, shop, agent, channel.
    kind
        Whether the values are shares of 0 and 1 or seconds.
    better
        Whether high or low values are good.
    """

    units: Callable[[ServiceLog, Period], pd.DataFrame]
    kind: Literal["share", "seconds"]
    better: Literal["high", "low"]


def find_period(log: ServiceLog, until: str | pd.Timestamp | None, days: float) -> Period:
    """Return the trailing days that end with a moment, the last of the log if None.

    Raises
    ------
    OptionError
        `days` is not above 0, or `until` is no moment.
    """
    if not days > 0:
        raise OptionError(f"days={days} must be above 0.")
    try:
        end = log.last_moment() if until is None else pd.Timestamp(until)
    except ValueError as error:
        raise OptionError(f"until={until!r} is no moment; write it as '2026-11-30 23:59:59'.") from error
    if end.tzinfo is not None:
        end = end.tz_convert(log.zone).tz_localize(None)
    return Period(end - pd.Timedelta(days=days), end)


def _sessions(log: ServiceLog, period: Period) -> pd.DataFrame:
    return log.sessions[in_window(log.sessions["started"], period.since, period.until)]


def _asked(log: ServiceLog, period: Period) -> pd.DataFrame:
    """Return sessions in which the customer wrote, and of which it is known whether they were answered."""
    sessions = _sessions(log, period)
    spoke = sessions["customer_messages"].fillna(sessions["messages"]).fillna(1) > 0
    return sessions[spoke & sessions["answered"].notna()]


def _units(rows: pd.DataFrame, value: pd.Series | np.ndarray, when: str) -> pd.DataFrame:
    units = rows[[when, *GROUPS]].rename(columns={when: "when"})
    return units.assign(value=np.asarray(value, dtype=float))


def _answered(log: ServiceLog, period: Period) -> pd.DataFrame:
    asked = _asked(log, period)
    return _units(asked, asked["answered"], "started")


def _quick(log: ServiceLog, period: Period) -> pd.DataFrame:
    asked = _asked(log, period)
    return _units(asked, (asked["answered"] == 1) & (asked["response_seconds"] <= QUICK_SECONDS), "started")


def _seconds(log: ServiceLog, period: Period) -> pd.DataFrame:
    asked = _asked(log, period)
    timed = asked[asked["response_seconds"].notna()]
    return _units(timed, timed["response_seconds"], "started")


def _flag(name: str) -> Callable[[ServiceLog, Period], pd.DataFrame]:
    def units(log: ServiceLog, period: Period) -> pd.DataFrame:
        sessions = _sessions(log, period)
        known = sessions[sessions[name].notna()]
        return _units(known, known[name], "started")

    return units


def _stars(log: ServiceLog, period: Period) -> pd.DataFrame:
    ratings = log.ratings
    rated = ratings[in_window(ratings["rated"], period.since, period.until) & ratings["stars"].notna()]
    rated = attribute_events(rated, log.sessions, "rated")
    return _units(rated, rated["stars"] >= SATISFIED_STARS, "rated")


def _after_sales(log: ServiceLog, period: Period) -> pd.DataFrame:
    passed = follow_eligibility(log.cases, period.since, period.until)
    counted = attribute_events(log.cases[passed["in_time"]], log.sessions, "opened")
    return _units(counted, passed.loc[counted.index, "satisfied"], "rated")


def _orders(log: ServiceLog, period: Period) -> pd.DataFrame:
    """Return the orders that the log mentions in the period, and whether money went back on them in it.

    An order is of the shop, agent and channel that its last mention names.
    """
    parts = [
        rows.loc[
            in_window(rows[name], period.since, period.until) & rows["order"].notna().to_numpy(),
            ["order", name, *GROUPS],
        ]
        for rows, name in ((log.sessions, "started"), (log.ratings, "rated"), (log.cases, "opened"))
    ]
    mentions = pd.concat([part.set_axis(["order", "when", *GROUPS], axis=1) for part in parts], ignore_index=True)
    mentions = mentions.sort_values("when", kind="stable", ignore_index=True)
    codes, orders = pd.factorize(mentions["order"])
    first = np.unique(codes, return_index=True)[1]
    done = log.cases["succeeded_at"].fillna(log.cases["closed"])
    paid_back = log.cases["type"].isin(REFUND_TYPES) & (log.cases["succeeded"] == 1)
    paid_back &= in_window(done, period.since, period.until)
    refunded = pd.Index(orders).isin(log.cases.loc[paid_back, "order"])
    units = {name: _take_last(mentions[name], codes, len(orders)) for name in GROUPS}
    return pd.DataFrame(units).assign(when=mentions["when"].to_numpy()[first], value=refunded.astype(float))


def _take_last(names: pd.Series, codes: np.ndarray, n: int) -> pd.Series:
    """Return for each code the last name that is there."""
    places, known = pd.factorize(names)
    last = np.full(n, -1)
    there = places >= 0
    last[codes[there]] = places[there]
    return pd.Series(pd.array([*known, None], dtype="str").take(last))


#: Every measure by its name, in the order shown.
MEASURES: dict[str, Measure] = {
    "answered_20s": Measure(_quick, "share", "high"),
    "answered": Measure(_answered, "share", "high"),
    "first_response": Measure(_seconds, "seconds", "low"),
    "resolution_rate": Measure(_flag("resolved"), "share", "high"),
    "transfer_rate": Measure(_flag("transferred"), "share", "low"),
    "refund_rate": Measure(_orders, "share", "low"),
    "after_sales_satisfaction": Measure(_after_sales, "share", "high"),
    "csat": Measure(_stars, "share", "high"),
}
