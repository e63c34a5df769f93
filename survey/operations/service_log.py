"""The service log: chats, ratings and after-sales cases as tables, and every value that did not become one."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from survey.errors import DataError
from survey.operations.fields import FIELDS, LogKind
from survey.responses import Source, no_problems

DEFAULT_ZONE = "Asia/Shanghai"
_DTYPES = {
    "text": "str",
    "type": "str",
    "moment": "datetime64[us]",
    "response": "float64",
    "flag": "float64",
    "status": "float64",
    "stars": "float64",
    "number": "float64",
}


def log_dtypes(kind: LogKind) -> dict[str, str]:
    """Return the columns of a table of the log and their types.

    Examples
    --------
    >>> list(log_dtypes("ratings"))
    ['rating', 'session', 'order', 'shop', 'agent', 'channel', 'product', 'account', 'stars', 'text', 'rated']
    """
    found: dict[str, str] = {}
    for one in FIELDS[kind]:
        if one.kind == "response":
            found |= {"response_seconds": "float64", "answered": "float64"}
        else:
            found[one.name] = _DTYPES[one.kind]
    return found


def empty_table(kind: LogKind) -> pd.DataFrame:
    """Return a table of the log without rows."""
    return pd.DataFrame({name: pd.Series(dtype=dtype) for name, dtype in log_dtypes(kind).items()})


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class ServiceLog:
    """What the shop's systems logged; nothing here is ever changed by an analysis.

    Attributes
    ----------
    sessions
        A row a chat: session, order, shop, agent, channel, started, response_seconds (NaN: no answer known), answered
        (1, 0, NaN: not known), ended, resolved, transferred (1, 0, NaN), messages, customer_messages; then the columns
        that are not known, as in the file.
    ratings
        A row a rating: rating, session, order, shop, agent, channel, product, account, stars (1 to 5), text, rated.
    cases
        A row an after-sales case: case, order, shop, agent, channel, type (refund, return, exchange, repair, resend),
        opened, closed, succeeded_at, succeeded (1, 0, NaN), amount, stars, rated.
    problems
        Every value that did not become data, and every oddity: file, row, column, value, reason.
    sources
        The files with their hashes.
    zone
        The time zone of all times, which are kept as the clock there shows them.
    simulated
        Whether the log was made up by `simulate_service_log`.
    truth
        For simulated logs, what they follow, by name.
    """

    sessions: pd.DataFrame = field(default_factory=lambda: empty_table("sessions"))
    ratings: pd.DataFrame = field(default_factory=lambda: empty_table("ratings"))
    cases: pd.DataFrame = field(default_factory=lambda: empty_table("cases"))
    problems: pd.DataFrame = field(default_factory=no_problems)
    sources: tuple[Source, ...] = ()
    zone: str = DEFAULT_ZONE
    simulated: bool = False
    truth: dict[str, pd.DataFrame] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for kind in FIELDS:
            lacking = [name for name in log_dtypes(kind) if name not in self.table(kind)]
            if lacking:
                raise DataError(
                    f"ServiceLog.{kind} lacks the column(s) {', '.join(lacking)}; `arrange_table` adds what is missing."
                )

    def __repr__(self) -> str:
        made = ", simulated" if self.simulated else ""
        return (
            f"ServiceLog: {len(self.sessions):,} session(s), {len(self.ratings):,} rating(s), {len(self.cases):,} "
            f"after-sales case(s), times of {self.zone}{made}, {len(self.problems):,} problem(s)"
        )

    def table(self, kind: LogKind) -> pd.DataFrame:
        """Return a table by its kind."""
        return {"sessions": self.sessions, "ratings": self.ratings, "cases": self.cases}[kind]

    def last_moment(self) -> pd.Timestamp:
        """Return the last moment the log knows of.

        Raises
        ------
        DataError
            No row of the log has a time.
        """
        columns = [
            self.table(kind)[name]
            for kind in FIELDS
            for name, dtype in log_dtypes(kind).items()
            if dtype.startswith("datetime")
        ]
        moments = [moment for moment in (column.max() for column in columns) if moment is not pd.NaT]
        if not moments:
            raise DataError("no row of the service log has a time; give the columns of times with columns=.")
        return pd.Timestamp(max(moments))


def arrange_table(frame: pd.DataFrame, kind: LogKind) -> pd.DataFrame:
    """Return a frame as a table of the log: known columns first and typed, missing ones empty, the rest behind.

    Use it for sessions, ratings or cases that are in pandas already.

    Examples
    --------
    >>> arrange_table(pd.DataFrame({"session": ["a"], "response_seconds": [12.0]}), "sessions")["answered"].tolist()
    [1.0]
    """
    known: dict[str, pd.Series] = {}
    for name, dtype in log_dtypes(kind).items():
        if name in frame:
            known[name] = frame[name].astype(pd.api.types.pandas_dtype(dtype))
        elif name == "answered" and "response_seconds" in frame:
            known[name] = frame["response_seconds"].notna().astype("float64")
        else:
            empty = np.nan if dtype in ("float64", "str") else pd.NaT
            known[name] = pd.Series(empty, index=frame.index, dtype=dtype)
    rest = frame[[name for name in frame.columns if name not in known]]
    return pd.concat([pd.DataFrame(known, index=frame.index), rest], axis=1).reset_index(drop=True)
