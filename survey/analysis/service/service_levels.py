"""Levels of service over the trailing days: speed, resolution, refunds, satisfaction, with their bases."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.service.after_sales import STEPS, follow_eligibility
from survey.analysis.service.service_units import MEASURES, Measure, Period, find_period
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.operations.service_log import ServiceLog
from survey.result import Result
from survey.stats.proportions import wilson_interval
from survey.stats.service.clustered_shares import ShareEstimate, estimate_quantile, estimate_share

if TYPE_CHECKING:
    from matplotlib.axes import Axes

By = Literal["shop", "agent", "channel"]
Cluster = Literal["agent", "shop"]
QUANTILES = {"first_response_median": 0.5, "first_response_p90": 0.9}
#: Fewer agents than this tell too little about how agents differ to widen an interval by it.
FEWEST_CLUSTERS = 5
EVERYTHING = ""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ServiceLevels(Result):
    """Levels of service in a stretch of time.

    Attributes
    ----------
    table
        A row per group and measure: `numerator` of `denominator` units, share or seconds, interval. `group` is empty
        without `by`. Quantiles of the first response are seconds, `numerator` being empty.
    eligibility
        After-sales ratings step by step: rated in the time, of a kind that counts, of a case that succeeded, within 30
        days of success or closure, four or five stars.
    since, until
        The time counted: after the one, until and with the other.
    """

    key: ClassVar[tuple[str, ...]] = ("group", "operation")
    shown: ClassVar[tuple[str, ...]] = (
        *("group", "operation", "estimate", "conf_low", "conf_high", "numerator", "denominator"),
    )

    eligibility: pd.DataFrame
    since: pd.Timestamp
    until: pd.Timestamp
    by: str | None = None
    confidence: float = 0.95

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the shares."""
        from survey.plots.service import plot_service_levels

        shares = self.table[~self.table["operation"].isin(list(QUANTILES))]
        return plot_service_levels(shares, ax=ax, language=language)


def measure_service(
    log: ServiceLog,
    *,
    by: By | None = None,
    until: str | pd.Timestamp | None = None,
    days: float = 30,
    orders: int | Mapping[str, int] | None = None,
    cluster: Cluster | None = "agent",
    confidence: float = 0.95,
) -> ServiceLevels:
    """Measure speed, resolution, refunds and satisfaction over the trailing days.

    Use it for the figures a shop reports. To compare agents or shops, use `score_service`, which keeps small bases
    from topping or closing the list; for change, `chart_service`.

    Parameters
    ----------
    log
        A service log.
    by
        Shop, agent or channel; None: the whole log. Ratings and cases without them take those of the session of the
        same id, else of the last session about the same order before them.
    until
        The last moment counted; None: the last of the log.
    days
        Days counted: moments after `until` less the days, until and with `until`.
    orders
        The number of orders, by group with `by`, for the refund rate; None counts the orders the log mentions, which
        are fewer than the shop had.
    cluster
        What the sessions of one whole are: with five or more of them intervals allow for their differing; None: never.
    confidence
        Coverage of the intervals.

    Returns
    -------
    ServiceLevels
        Measures without a unit are left out, with a note.

    Raises
    ------
    DataError
        Nothing in the log lies in the time.
    OptionError
        An argument has no such value.

    Notes
    -----
    `answered_20s`, `answered`: sessions in which the customer wrote (all, where the log does not tell), those without
    an answer counted as not answered. `first_response_median`, `first_response_p90`: seconds among answered sessions.
    `resolution_rate`, `transfer_rate`: sessions of which it is known. `refund_rate`: orders with a refund or return
    that succeeded in the time. `after_sales_satisfaction`: ratings of four or five stars over all ratings in the time,
    of refunds, returns, exchanges, repairs and re-sends that succeeded, rated from success or closure until 30 days
    later to the second. `csat`: ratings of four or five stars.
    Intervals: Wilson's, on the effective number of units where these come in clusters; quantiles Woodruff's.
    Weights: none, each unit counts once. Missing: units whose value is not known are left out of the base.

    References
    ----------
    Wilson (1927), JASA 22, 209-212. Korn & Graubard (1998), Survey Methodology 24, 193-201. Woodruff (1952), JASA 47,
    635-646.

    Examples
    --------
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> levels = measure_service(simulate_service_log(600, seed=1))
    >>> levels.table.set_index("operation").loc["answered_20s", ["numerator", "denominator"]].tolist()
    [174.0, 314.0]
    """
    if by is not None:
        check_option("by", by, get_args(By))
    if cluster is not None:
        check_option("cluster", cluster, get_args(Cluster))
    if not 0 < confidence < 1:
        raise OptionError(f"confidence={confidence} must be between 0 and 1.")
    if by is not None and isinstance(orders, int):
        raise OptionError("orders= is a number by group where by= is given, such as {'shop1': 5200, 'shop2': 800}.")
    period = find_period(log, until, days)
    count = _Counting(log, period, by, None if cluster == by else cluster, confidence)
    rows, empty = count.rows(orders)
    if not rows:
        raise DataError(f"nothing in the log lies after {period.since} until {period.until}; set until= or days=.")
    table = pd.DataFrame(rows)
    n = int(table.loc[table["operation"].eq("answered"), "denominator"].sum())
    steps = follow_eligibility(log.cases, period.since, period.until)
    return ServiceLevels(
        table=table,
        n=n,
        method=Note("service_levels", since=str(period.since), until=str(period.until), zone=log.zone, n=n),
        notes=_notes(log, orders, empty, count),
        eligibility=pd.DataFrame({"step": list(STEPS), "count": [int(steps[step].sum()) for step in STEPS]}),
        since=period.since,
        until=period.until,
        by=by,
        confidence=confidence,
    )


@dataclass
class _Counting:
    """Counts measures group by group."""

    log: ServiceLog
    period: Period
    by: str | None
    cluster: str | None
    confidence: float
    clustered: bool = False
    unnamed: int = 0

    def rows(self, orders: int | Mapping[str, int] | None) -> tuple[list[dict[str, object]], list[str]]:
        """Return a row per measure and group, and the measures without a unit."""
        rows: list[dict[str, object]] = []
        empty = []
        for name, measure in MEASURES.items():
            units = measure.units(self.log, self.period)
            if units.empty:
                empty.append(name)
            for group, own in self._split(units):
                given = None if orders is None or name != "refund_rate" else _orders_of(orders, group)
                rows += self._measure(name, measure, group, own, given)
        return rows, empty

    def _split(self, units: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
        if self.by is None:
            if len(units):
                yield EVERYTHING, units
            return
        self.unnamed = max(self.unnamed, int(units[self.by].isna().sum()))
        for group, own in units.groupby(self.by, sort=True):
            yield str(group), own

    def _measure(
        self, name: str, measure: Measure, group: str, units: pd.DataFrame, orders: int | None
    ) -> list[dict[str, object]]:
        values, clusters = units["value"].to_numpy(dtype=float), self._clusters(units)
        if measure.kind == "seconds":
            found = {key: estimate_quantile(values, at, clusters, self.confidence) for key, at in QUANTILES.items()}
            return [_row(group, key, one, np.nan, len(values), "woodruff") for key, one in found.items()]
        hits = float(values.sum())
        if orders is not None:
            if hits > orders:
                raise OptionError(
                    f"orders= gives {orders} orders for '{group}', but {hits:.0f} had a refund or return."
                )
            share = ShareEstimate(hits / orders, *wilson_interval(hits / orders, orders, self.confidence), orders)
            return [_row(group, name, share, hits, orders, "wilson")]
        estimator = "wilson" if clusters is None else "wilson_clustered"
        return [_row(group, name, estimate_share(values, clusters, self.confidence), hits, len(values), estimator)]

    def _clusters(self, units: pd.DataFrame) -> np.ndarray | None:
        """Return the cluster of each unit, one without a name standing alone; None for too few."""
        if self.cluster is None:
            return None
        codes, names = pd.factorize(units[self.cluster])
        if len(names) < FEWEST_CLUSTERS:
            return None
        self.clustered = True
        alone = codes < 0
        codes[alone] = len(names) + np.arange(int(alone.sum()))
        return codes


def _orders_of(orders: int | Mapping[str, int], group: str) -> int | None:
    number = orders.get(group) if isinstance(orders, Mapping) else orders
    if number is not None and number < 1:
        raise OptionError(f"orders= gives {number} orders for '{group}'; give at least 1.")
    return number


def _row(
    group: str, name: str, found: ShareEstimate, numerator: float, denominator: int, estimator: str
) -> dict[str, object]:
    return {
        "group": group,
        "operation": name,
        "estimate": found.estimate,
        "conf_low": found.low,
        "conf_high": found.high,
        "numerator": numerator,
        "denominator": denominator,
        "n_eff": found.n_eff,
        "estimator": estimator,
    }


def _notes(log: ServiceLog, orders: object, empty: list[str], count: _Counting) -> tuple[Note, ...]:
    """Return what has to be known before these numbers are quoted."""
    sessions = log.sessions
    told = sessions["customer_messages"].notna().any() or sessions["messages"].notna().any()
    unread = int(sessions["answered"].isna().sum())
    found = [
        (log.simulated, Note("service_simulated")),
        (len(sessions) > 0 and not told, Note("service_every_session")),
        (unread > 0, Note("service_unread", n=unread)),
        (orders is None and "refund_rate" not in empty, Note("service_orders_seen")),
        (count.clustered, Note("service_clustered")),
        (count.unnamed > 0, Note("service_unnamed", n=count.unnamed)),
        (bool(empty), Note("service_empty", n=len(empty))),
    ]
    return tuple(note for holds, note in found if holds)
