"""Which ratings of after-sales cases count for after-sales satisfaction, to the second."""

from __future__ import annotations

import numpy as np
import pandas as pd

#: Cases that count: refunds, returns, exchanges, repairs and re-sends.
CASE_TYPES = ("refund", "return", "exchange", "repair", "resend")
#: A rating counts from success or closure until so many days later, both ends included.
RATING_DAYS = 30
#: Ratings of so many stars or more are satisfied.
SATISFIED_STARS = 4
STEPS = ("rated", "of_type", "succeeded", "in_time", "satisfied")


def in_window(moments: pd.Series, since: pd.Timestamp, until: pd.Timestamp) -> np.ndarray:
    """Return which moments lie after `since` and not after `until`, so that windows side by side count each once.

    Examples
    --------
    >>> moments = pd.Series(pd.to_datetime(["2026-01-01 00:00:00", "2026-01-01 00:00:01", "2026-01-31 00:00:00"]))
    >>> in_window(moments, pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-31")).tolist()
    [False, True, True]
    """
    inside: np.ndarray = ((moments > since) & (moments <= until)).to_numpy(dtype=bool)
    return inside


def rated_in_time(cases: pd.DataFrame) -> np.ndarray:
    """Return which cases were rated within 30 days of their success or of their closure, both ends to the second.

    A rating before the success and before the closure does not count. A case without the one goes by the other.

    Examples
    --------
    >>> done = pd.Timestamp("2026-01-01 12:00:00")
    >>> cases = pd.DataFrame({"succeeded_at": done, "closed": pd.NaT, "rated": pd.to_datetime([
    ...     "2026-01-01 12:00:00", "2026-01-31 12:00:00", "2026-01-31 12:00:01", "2026-01-01 11:59:59"])})
    >>> rated_in_time(cases).tolist()
    [True, True, False, False]
    """
    window = pd.Timedelta(days=RATING_DAYS)
    inside = np.zeros(len(cases), dtype=bool)
    for name in ("succeeded_at", "closed"):
        waited = cases["rated"] - pd.to_datetime(cases[name])
        inside |= ((waited >= pd.Timedelta(0)) & (waited <= window)).to_numpy(dtype=bool)
    return inside


def follow_eligibility(cases: pd.DataFrame, since: pd.Timestamp, until: pd.Timestamp) -> pd.DataFrame:
    """Return for each case whether it passed each step, bool: rated in the window, of a type, succeeded, in time.

    The last step is whether the rating is of four or five stars; each step holds only where all before it do.
    """
    rules = {
        "rated": in_window(cases["rated"], since, until) & cases["stars"].notna().to_numpy(),
        "of_type": cases["type"].isin(CASE_TYPES).to_numpy(),
        "succeeded": (cases["succeeded"] == 1).to_numpy(),
        "in_time": rated_in_time(cases),
        "satisfied": (cases["stars"] >= SATISFIED_STARS).to_numpy(),
    }
    passed = np.logical_and.accumulate(np.stack([rules[step] for step in STEPS]), axis=0)
    return pd.DataFrame(dict(zip(STEPS, passed, strict=True)), index=cases.index)
