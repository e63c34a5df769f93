"""Survey answers and the service log, joined by order or session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import pandas as pd

from survey.analysis.service.attribution import GROUPS
from survey.analysis.service.service_units import QUICK_SECONDS, REFUND_TYPES
from survey.errors import DataError, OptionError, check_option
from survey.notes import Note
from survey.operations.fields import FIELDS
from survey.operations.service_log import ServiceLog
from survey.platforms.coding.wording import wording_key
from survey.prepare.scoring import score_constructs
from survey.responses import Responses
from survey.result import Result

On = Literal["order", "session"]
MEASURED = ("log_response", "answered_20s", "resolution_rate", "transfer_rate", "refund_rate")


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class LinkedService(Result):
    """What the log says about the orders or sessions of respondents.

    Attributes
    ----------
    table
        How many were matched: respondents matched, respondents not matched, orders or sessions of the log that no
        respondent names.
    joined
        A row per matched respondent: order or session, agent, shop, channel, first response in seconds and in doublings
        of a second, answered within 20 seconds, resolved, transferred, refunded (1, 0, NaN), sessions, satisfaction.
    respondents_unmatched
        Respondents without an id, or whose id the log lacks, with the reason.
    log_unmatched
        Orders or sessions of the log that no respondent names.
    weights
        The weights of the matched respondents, or None.
    n_total
        Respondents in all.
    """

    key: ClassVar[tuple[str, ...]] = ("step",)

    joined: pd.DataFrame
    respondents_unmatched: pd.DataFrame
    log_unmatched: pd.DataFrame
    on: str
    n_total: int
    weights: pd.Series | None = None


def link_service(
    log: ServiceLog, responses: Responses, *, on: On = "order", column: str | pd.Series | None = None
) -> LinkedService:
    """Join survey answers with the service log.

    Use it where the survey was sent after a chat or an order and carried its id along. `relate_service` says what goes
    with satisfaction; `joined` also suits `rank_drivers`.

    Parameters
    ----------
    log
        A service log.
    responses
        Survey answers.
    on
        Whether the survey carries order ids or session ids.
    column
        The item or extra column with the ids, or a Series from respondent to id; None looks for a heading such as order
        id or 订单编号.

    Returns
    -------
    LinkedService

    Raises
    ------
    DataError
        No id of the survey is in the log.
    OptionError
        There is no such column, or none that looks like ids.

    Notes
    -----
    Of several sessions about an order: the longest first response, within 20 seconds only if all were (unanswered ones
    are not), resolution, agent, shop and channel of the last, a transfer in any. Weights: those of the respondents.
    Missing: what the log does not know stays missing. Satisfaction is the score of the questionnaire's outcome, 0–100.

    Examples
    --------
    >>> import survey as sv
    >>> from survey.operations.simulate_log import simulate_service_log
    >>> responses = sv.simulate_responses("ecommerce-service", n=50, seed=1)
    >>> ids = pd.Series([f"A{number}" for number in range(50)], index=responses.data.index)
    >>> log = simulate_service_log(400, orders=ids.tolist()[:40], seed=1)
    >>> linked = link_service(log, responses, column=ids)
    >>> len(linked.joined), len(linked.respondents_unmatched)
    (40, 10)
    """
    check_option("on", on, get_args(On))
    ids = _find_ids(responses, on, column)
    known = _describe_sessions(log, on)
    there = ids.isin(known.index)
    if not there.any():
        example, other = ids.dropna()[:3].tolist(), known.index[:3].tolist()
        raise DataError(f"no {on} id of the survey ({example}) is in the log ({other}); check column= and on=.")
    matched = ids[there]
    joined = known.loc[matched].reset_index(names=on)
    joined.insert(0, "respondent", matched.index.astype(str))
    joined["satisfaction"] = _score(responses).loc[matched.index].to_numpy()
    missing = ids[~there]
    reasons = np.where(missing.isna(), "no id", f"no such {on} in the log")
    weights = responses.weights
    shared = int(matched.duplicated(keep=False).sum())
    notes = [(log.simulated, Note("service_simulated")), (shared > 0, Note("linked_shared", n=shared))]
    unnamed = known.index[~known.index.isin(ids)].astype(str)
    counts = {"matched": len(joined), "respondents_unmatched": len(missing), "log_unmatched": len(unnamed)}
    return LinkedService(
        table=pd.DataFrame({"step": list(counts), "count": list(counts.values())}),
        joined=joined,
        n=len(joined),
        method=Note(f"linked_{on}", n=len(joined), n_total=len(ids)),
        notes=tuple(note for holds, note in notes if holds),
        respondents_unmatched=pd.DataFrame(
            {"respondent": missing.index.astype(str), on: missing.to_numpy(), "because": reasons}
        ),
        log_unmatched=pd.DataFrame({on: unnamed}),
        on=on,
        n_total=len(ids),
        weights=None if weights is None else weights.loc[matched.index].set_axis(joined["respondent"]),
    )


def _find_ids(responses: Responses, on: str, column: str | pd.Series | None) -> pd.Series:
    """Return each respondent's id as text, missing where blank."""
    if isinstance(column, pd.Series):
        return _tidy(column.reindex(responses.data.index))
    parts = [part for part in (responses.extra, responses.personal, responses.data, responses.paradata) if len(part)]
    if column is not None:
        found = next((part[column] for part in parts if column in part), None)
        if found is None:
            have = ", ".join(str(name) for part in parts[:2] for name in part.columns) or "none"
            raise OptionError(f"column={column!r}: the answers have no such item or column; beside the items: {have}.")
        return _tidy(found)
    keys = next(field.keys for field in FIELDS["sessions"] if field.name == on)
    named = [part[name] for part in parts for name in part.columns if wording_key(str(name)) in keys]
    if not named:
        raise OptionError(f"no column of the answers is headed like {on} ids; name it with column=.")
    return _tidy(named[0])


def _tidy(ids: pd.Series) -> pd.Series:
    """Return ids as text; whole numbers without a decimal point."""
    if pd.api.types.is_float_dtype(ids):
        ids = ids.astype("Int64")
    texts = ids.astype("str").str.strip()
    return texts.mask(ids.isna() | (texts == ""))


def _describe_sessions(log: ServiceLog, on: str) -> pd.DataFrame:
    """Return what the log says about each order or session, by its id."""
    sessions = log.sessions[log.sessions[on].notna()].sort_values("started", kind="stable")
    quick = (sessions["response_seconds"] <= QUICK_SECONDS).astype(float).mask(sessions["answered"].isna())
    grouped = sessions.assign(quick=quick).groupby(on, sort=False)
    found = grouped[list(GROUPS)].last()
    longest = grouped["response_seconds"].max()
    paid_back = log.cases["type"].isin(REFUND_TYPES) & (log.cases["succeeded"] == 1)
    orders = grouped["order"].last() if on == "session" else pd.Series(found.index, index=found.index)
    refunded = orders.isin(log.cases.loc[paid_back, "order"]).astype(float).mask(orders.isna())
    return found.assign(
        response_seconds=longest,
        log_response=np.log2(longest.clip(lower=0.5)),
        answered_20s=grouped["quick"].min(),
        resolution_rate=grouped["resolved"].last(),
        transfer_rate=grouped["transferred"].max(),
        refund_rate=refunded if len(log.cases) else np.nan,
        n_sessions=grouped.size(),
    )


def _score(responses: Responses) -> pd.Series:
    """Return the outcome's score of each respondent, NaN throughout where the questionnaire has none."""
    outcome = responses.questionnaire.outcome
    if outcome is None:
        return pd.Series(np.nan, index=responses.data.index)
    return score_constructs(responses, constructs=[outcome]).table[outcome]
