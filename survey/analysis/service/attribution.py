"""Whose rating or case it was: shop, agent and channel from the session of the same id or order."""

from __future__ import annotations

import pandas as pd

GROUPS = ("shop", "agent", "channel")


def attribute_events(events: pd.DataFrame, sessions: pd.DataFrame, moment: str) -> pd.DataFrame:
    """Return events with shop, agent and channel filled in where they lack them.

    By the session of the same id; else by the last session about the same order that started before the event.

    Parameters
    ----------
    events
        Ratings or cases.
    sessions
        Sessions of the log.
    moment
        The column of events with their time.
    """
    lacking = [name for name in GROUPS if events[name].isna().any() and sessions[name].notna().any()]
    if not lacking or events.empty:
        return events
    filled = events.copy()
    if "session" in events:
        by_id = sessions.dropna(subset="session").drop_duplicates("session").set_index("session")
        for name in lacking:
            filled[name] = filled[name].fillna(filled["session"].map(by_id[name]))
    open_still = filled[lacking].isna().any(axis=1) & filled["order"].notna()
    if open_still.any():
        last = _last_sessions(filled[open_still], sessions, moment)
        for name in lacking:
            filled[name] = filled[name].fillna(last[name])
    return filled


def _last_sessions(events: pd.DataFrame, sessions: pd.DataFrame, moment: str) -> pd.DataFrame:
    """Return shop, agent and channel of the last session about each event's order before it, by the events' index."""
    timed = events.loc[events[moment].notna(), ["order", moment]].sort_values(moment)
    about = sessions.loc[sessions["order"].notna() & sessions["started"].notna(), ["order", "started", *GROUPS]]
    about = about[about["order"].isin(timed["order"])].sort_values("started", kind="stable")
    found = pd.merge_asof(timed, about, left_on=moment, right_on="started", by="order")
    return found[list(GROUPS)].set_index(timed.index)
