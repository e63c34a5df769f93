"""Control charts of service: has the level changed, or is it the usual up and down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.service.scorecard_fits import SHORTEST
from survey.analysis.service.service_units import MEASURES, Period
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.operations.service_log import ServiceLog
from survey.result import Result
from survey.stats.service.change_point import ChangePoint, find_change
from survey.stats.service.control_limits import LIMIT_SDS, Limits, share_limits, value_limits
from survey.stats.service.run_rules import FALSE_ALARM_PERIODS, RULE_SETS, RuleSet, find_signals
from survey.stats.service.small_shifts import CUSUM_LIMIT, run_cusum, run_ewma

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ByTime = Literal["day", "week"]
Chart = Literal["auto", "laney", "p", "xmr"]
FEWEST_PERIODS = 8
RULE_NAMES = {"limits": "3σ", "western_electric": "Western Electric", "nelson": "Nelson"}
#: Below so many periods limits are rough (Montgomery 2013, 6.2).
USUAL_PERIODS = 20


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ControlChart(Result):
    """A measure over time with the limits of its usual variation.

    Attributes
    ----------
    table
        A row per period: estimate (share, or geometric mean of seconds), centre, limits, z, EWMA, CUSUM, how many
        rules of the set signal.
    signals
        A row per signal: period, rule, direction. EWMA and CUSUM signal where they leave their limits.
    change
        The most likely single change: first period of the new level, interval, levels, p value.
    """

    key: ClassVar[tuple[str, ...]] = ("period",)
    shown: ClassVar[tuple[str, ...]] = (
        *("period", "denominator", "estimate", "centre", "limit_low", "limit_high", "signals"),
    )

    signals: pd.DataFrame
    change: pd.DataFrame
    operation: str
    by: str
    chart: str
    confidence: float = 0.95

    @property
    def is_share(self) -> bool:
        """Whether its values are shares; else they are seconds."""
        return MEASURES[self.operation].kind == "share"

    def _draw(self, ax: Axes | None, language: str) -> Axes:
        """Draw the chart."""
        from survey.plots.service_control import plot_control

        return plot_control(self.table, change=self.change, ax=ax, language=language, share=self.is_share)


def chart_service(
    log: ServiceLog,
    measure: str = "answered_20s",
    by: ByTime = "day",
    *,
    chart: Chart = "auto",
    rules: RuleSet = "western_electric",
    baseline_until: str | pd.Timestamp | None = None,
    confidence: float = 0.95,
    seed: int = 1,
) -> ControlChart:
    """Chart a measure of service over days or weeks and say where it left its usual variation.

    Use it before reading anything into a bad day. A signal says that something was different, not what.

    Parameters
    ----------
    log
        A service log, all of whose time is charted.
    measure
        As in `score_service`.
    by
        Days, or weeks from Monday on.
    chart
        "laney" (p′) and "p" for shares, "xmr" for anything; "auto" takes Laney's for shares and XmR for times.
    rules
        "western_electric" (four rules), "nelson" (eight) or "limits" (one).
    baseline_until
        Centre and limits from the periods that begin until then; None: from all.
    confidence
        Coverage of the interval of the change.
    seed
        Of the simulation behind the p value of the change.

    Returns
    -------
    ControlChart

    Raises
    ------
    DataError
        Fewer than eight periods have a unit, or they do not vary.
    OptionError
        An argument has no such value.

    Notes
    -----
    Laney's chart multiplies the SD of counting by that of the standardised shares, from their moving range, for days
    differ by more than counting. XmR: SD from the moving range. Times: mean log seconds. EWMA (weight 0.2, width 2.962)
    and CUSUM (slack 0.5, limit 5 SDs) gather small shifts; about one false alarm in 500 and 465 periods. Weights: none.
    Missing: units of unknown value are left out, and so are periods without a unit.

    References
    ----------
    Montgomery (2013), Introduction to statistical quality control, 7th ed. Laney (2002), Quality Engineering 14,
    531-537. Nelson (1984), Journal of Quality Technology 16, 237-239. Champ & Woodall (1987), Technometrics 29,
    393-399.

    Examples
    --------
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> log = simulate_service_log(4000, shift_day=40, shift=0.8, seed=1)
    >>> found = chart_service(log).change.iloc[0]
    >>> bool(found["change_low"] <= "2026-02-14" <= found["change_high"]), bool(found["p_value"] < 0.01)
    (True, True)
    """
    check_option("measure", measure, MEASURES)
    check_option("by", by, get_args(ByTime))
    check_option("chart", chart, get_args(Chart))
    check_option("rules", rules, RULE_SETS)
    kind = MEASURES[measure].kind
    drawn = ("laney" if kind == "share" else "xmr") if chart == "auto" else chart
    if drawn != "xmr" and kind != "share":
        raise OptionError(f"chart={chart!r} is for shares; {measure} is a time, so take 'xmr'.")
    series, empty = _series(log, measure, by)
    baseline = _baseline(series, baseline_until)
    limits = _limits(series, drawn, kind, baseline)
    table, signals = _table(series, limits, kind, rules)
    change = find_change(series["x"].to_numpy(), limits.sigma, confidence=confidence, seed=seed)
    facts = {"periods": len(series), "inflation": limits.inflation, "rules": RULE_NAMES[rules]}
    return ControlChart(
        table=table,
        n=int(series["denominator"].sum()),
        method=Note(f"control_{drawn}", **facts, false_alarm=FALSE_ALARM_PERIODS[rules]),
        notes=_notes(log, int(baseline.sum()), empty),
        signals=signals,
        change=_change_row(change, series, kind),
        operation=measure,
        by=by,
        chart=drawn,
        confidence=confidence,
    )


def _series(log: ServiceLog, measure: str, by: ByTime) -> tuple[pd.DataFrame, int]:
    """Return a row per period that has a unit, `x` being what is charted, and how many periods have none."""
    whole = Period(pd.Timestamp.min, log.last_moment())
    units = MEASURES[measure].units(log, whole)
    begins = units["when"].dt.normalize()
    if by == "week":
        begins = begins - pd.to_timedelta(begins.dt.day_of_week, unit="D")
    values = units["value"]
    if MEASURES[measure].kind == "seconds":
        values = values.clip(lower=SHORTEST).map(np.log)
    grouped = values.groupby(begins)
    series = pd.DataFrame({"numerator": grouped.sum(), "denominator": grouped.count(), "x": grouped.mean()})
    if len(series) < FEWEST_PERIODS:
        raise DataError(f"{len(series)} {by}s have a unit for {measure}; a chart needs at least {FEWEST_PERIODS}.")
    step = 7 if by == "week" else 1
    spanned = (series.index[-1] - series.index[0]).days // step + 1
    return series, spanned - len(series)


def _baseline(series: pd.DataFrame, until: str | pd.Timestamp | None) -> np.ndarray:
    if until is None:
        return np.ones(len(series), dtype=bool)
    try:
        chosen = np.asarray(series.index <= pd.Timestamp(until))
    except ValueError as error:
        raise OptionError(f"baseline_until={until!r} is no moment; write it as '2026-11-30'.") from error
    if chosen.sum() < FEWEST_PERIODS:
        raise DataError(f"{chosen.sum()} periods begin until {until}; a baseline needs at least {FEWEST_PERIODS}.")
    return chosen


def _limits(series: pd.DataFrame, chart: str, kind: str, baseline: np.ndarray) -> Limits:
    n = series["denominator"].to_numpy(dtype=float)
    if chart == "xmr":
        limits = value_limits(series["x"].to_numpy(), baseline)
    else:
        limits = share_limits(series["numerator"].to_numpy(), n, baseline, laney=chart == "laney")
    if not (limits.sigma > 0).all():
        raise DataError("the periods do not vary, so there are no limits to hold them against.")
    return limits


def _table(series: pd.DataFrame, limits: Limits, kind: str, rules: RuleSet) -> tuple[pd.DataFrame, pd.DataFrame]:
    x = series["x"].to_numpy()
    z = (x - limits.centre) / limits.sigma
    ewma, ewma_limit = run_ewma(z)
    above, below = run_cusum(z)
    found = find_signals(z, rules)
    n_signals = np.sum([signs != 0 for signs in found.values()], axis=0)
    found["ewma"] = np.sign(ewma) * (np.abs(ewma) > ewma_limit)
    found["cusum"] = (above > CUSUM_LIMIT).astype(float) - (below > CUSUM_LIMIT)
    periods = [f"{begin:%Y-%m-%d}" for begin in series.index]
    rows = [
        (periods[at], rule, "above" if signs[at] > 0 else "below")
        for rule, signs in found.items()
        for at in np.flatnonzero(signs)
    ]
    low, high = limits.centre - LIMIT_SDS * limits.sigma, limits.centre + LIMIT_SDS * limits.sigma
    share = kind == "share"
    table = pd.DataFrame(
        {
            "period": periods,
            "numerator": series["numerator"].to_numpy() if share else np.nan,
            "denominator": series["denominator"].to_numpy(),
            "estimate": x if share else np.exp(x),
            "centre": limits.centre if share else np.exp(limits.centre),
            "limit_low": np.clip(low, 0, 1) if share else np.exp(low),
            "limit_high": np.clip(high, 0, 1) if share else np.exp(high),
            "z": z,
            "ewma": ewma,
            "ewma_limit": ewma_limit,
            "cusum_high": above,
            "cusum_low": below,
            "signals": n_signals,
        }
    )
    signals = pd.DataFrame(rows, columns=["period", "run_rule", "direction"])
    return table, signals.sort_values("period", kind="stable", ignore_index=True)


def _change_row(change: ChangePoint, series: pd.DataFrame, kind: str) -> pd.DataFrame:
    names = [f"{begin:%Y-%m-%d}" for begin in series.index]
    levels = (change.before, change.after) if kind == "share" else (np.exp(change.before), np.exp(change.after))
    return pd.DataFrame(
        [
            {
                "period": names[change.place],
                "change_low": names[change.low],
                "change_high": names[change.high],
                "level_before": float(levels[0]),
                "level_after": float(levels[1]),
                "p_value": change.p_value,
            }
        ]
    )


def _notes(log: ServiceLog, n_baseline: int, empty: int) -> tuple[Note, ...]:
    found = [
        (log.simulated, Note("service_simulated")),
        (n_baseline < USUAL_PERIODS, Note("control_short", n=n_baseline)),
        (empty > 0, Note("control_empty", n=empty)),
    ]
    return tuple(note for holds, note in found if holds)
