"""Levels of service on logs one can count by hand; boundaries to the second."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.service.after_sales import in_window, rated_in_time
from survey.errors import DataError, OptionError
from survey.operations.service_log import ServiceLog, arrange_table
from survey.stats.proportions import wilson_interval
from survey.stats.service.clustered_shares import estimate_quantile, estimate_share

UNTIL = pd.Timestamp("2026-03-31 12:00:00")
SECOND, DAY = pd.Timedelta(seconds=1), pd.Timedelta(days=1)


def sessions(**columns) -> pd.DataFrame:
    n = max(len(value) for value in columns.values() if isinstance(value, list))
    frame = {"session": [f"s{at}" for at in range(n)], "started": UNTIL - DAY, "shop": "A", "agent": "Li"} | columns
    return arrange_table(pd.DataFrame(frame), "sessions")


def cases(rows: list[dict]) -> pd.DataFrame:
    whole = {"type": "refund", "succeeded": 1.0, "stars": 5.0, "opened": UNTIL - 50 * DAY}
    frame = pd.DataFrame([{"case": f"c{at}", "order": f"o{at}"} | whole | row for at, row in enumerate(rows)])
    return arrange_table(frame, "cases")


def level(log: ServiceLog, operation: str, **options) -> pd.Series:
    table = sv.measure_service(log, until=UNTIL, **options).table
    return table.set_index("operation").loc[operation]


def test_twenty_seconds_are_quick_and_no_answer_is_not():
    log = ServiceLog(
        sessions=sessions(
            response_seconds=[20.0, 20.5, 5.0, np.nan, np.nan, 3.0],
            answered=[1.0, 1.0, 1.0, 0.0, np.nan, 1.0],
            customer_messages=[1.0, 1.0, 1.0, 2.0, 1.0, 0.0],
        )
    )
    # Of six, one is not known to be answered and in one the customer wrote nothing: 20 and 5 seconds among four.
    row = level(log, "answered_20s")
    assert (row["numerator"], row["denominator"], row["estimate"]) == (2, 4, 0.5)
    assert (row["conf_low"], row["conf_high"]) == wilson_interval(0.5, 4)
    assert level(log, "answered")["numerator"] == 3
    assert level(log, "first_response_median")["estimate"] == 20.0
    codes = {note.code for note in sv.measure_service(log, until=UNTIL).notes}
    assert {"service_unread", "service_empty"} <= codes


def test_every_session_counts_where_the_log_does_not_tell_who_wrote():
    log = ServiceLog(sessions=sessions(response_seconds=[10.0, 30.0]))
    levels = sv.measure_service(log, until=UNTIL)
    assert levels.n == 2
    assert "service_every_session" in {note.code for note in levels.notes}


def test_windows_side_by_side_count_a_moment_once():
    moments = pd.Series([UNTIL - 30 * DAY, UNTIL - 30 * DAY + SECOND, UNTIL, UNTIL + SECOND])
    assert in_window(moments, UNTIL - 30 * DAY, UNTIL).tolist() == [False, True, True, False]
    assert in_window(moments, UNTIL - 60 * DAY, UNTIL - 30 * DAY).tolist() == [True, False, False, False]


@pytest.mark.parametrize("clock", ["succeeded_at", "closed"])
def test_a_rating_counts_until_thirty_days_after_to_the_second(clock):
    done = UNTIL - 35 * DAY
    rated = [done - SECOND, done, done + 30 * DAY, done + 30 * DAY + SECOND]
    assert rated_in_time(cases([{clock: done, "rated": moment} for moment in rated])).tolist() == [
        False,
        True,
        True,
        False,
    ]


def test_success_or_closure_opens_the_time_to_rate():
    done = UNTIL - 35 * DAY
    late = {"succeeded_at": done, "closed": done + 3 * DAY, "rated": done + 32 * DAY}
    assert rated_in_time(cases([late, late | {"closed": pd.NaT}])).tolist() == [True, False]


def test_after_sales_satisfaction_counts_only_what_is_eligible():
    done, recent = UNTIL - 10 * DAY, UNTIL - 2 * DAY
    fine = {"succeeded_at": done, "rated": recent}
    rows = [
        *({**fine, "type": kind, "stars": stars} for kind, stars in zip(
            ("refund", "return", "exchange", "repair", "resend"), (5.0, 4.0, 3.0, 1.0, 4.0), strict=True)),
        fine | {"type": np.nan},
        fine | {"succeeded": 0.0},
        fine | {"succeeded": np.nan},
        fine | {"stars": np.nan},
        fine | {"succeeded_at": UNTIL - 40 * DAY},
        fine | {"rated": UNTIL + SECOND},
        fine | {"rated": UNTIL - 30 * DAY, "succeeded_at": UNTIL - 31 * DAY},
    ]  # fmt: skip
    log = ServiceLog(cases=cases(rows))
    row = level(log, "after_sales_satisfaction")
    assert (row["numerator"], row["denominator"]) == (3, 5)
    steps = sv.measure_service(log, until=UNTIL).eligibility.set_index("step")["count"].to_dict()
    assert steps == {"rated": 9, "of_type": 8, "succeeded": 6, "in_time": 5, "satisfied": 3}


def test_refunds_are_counted_by_order():
    log = ServiceLog(
        sessions=sessions(order=["o0", "o0", "o1", "o2", None], response_seconds=[1.0] * 5),
        cases=cases(
            [
                {"succeeded_at": UNTIL - DAY},
                {"order": "o0", "type": "return", "succeeded_at": UNTIL - DAY},
                {"type": "exchange", "succeeded_at": UNTIL - DAY},
                {"succeeded": 0.0, "closed": UNTIL - DAY},
            ]
        ),
    )
    row = level(log, "refund_rate")
    assert (row["numerator"], row["denominator"]) == (1, 3)
    assert level(log, "refund_rate", orders=200)["estimate"] == 1 / 200
    with pytest.raises(OptionError, match="give at least 1"):
        sv.measure_service(log, until=UNTIL, by="shop", orders={"A": 0})


def test_ratings_go_to_the_agent_of_their_session_or_of_the_last_before_them():
    chats = arrange_table(
        pd.DataFrame(
            {
                "session": ["s0", "s1", "s2"],
                "order": ["o0", "o0", "o1"],
                "agent": ["Li", "Wu", "Xu"],
                "started": [UNTIL - 9 * DAY, UNTIL - 5 * DAY, UNTIL - 5 * DAY],
                "response_seconds": 5.0,
            }
        ),
        "sessions",
    )
    ratings = arrange_table(
        pd.DataFrame(
            {
                "rating": list("abcde"),
                "session": ["s2", None, None, None, None],
                "order": ["o0", "o0", "o0", "o1", "o9"],
                "stars": [5.0, 5.0, 1.0, 1.0, 5.0],
                "rated": [UNTIL - DAY, UNTIL - DAY, UNTIL - 7 * DAY, UNTIL - 6 * DAY, UNTIL - DAY],
            }
        ),
        "ratings",
    )
    levels = sv.measure_service(ServiceLog(sessions=chats, ratings=ratings), until=UNTIL, by="agent")
    csat = levels.table[levels.table["operation"] == "csat"].set_index("group")
    # a: the session says Xu. b: Wu was last before it; c: Li. d came before Xu's session and e has none.
    assert csat["numerator"].to_dict() == {"Li": 0, "Wu": 1, "Xu": 1}
    assert any(note.code == "service_unnamed" and note.values["n"] == 2 for note in levels.notes)


def test_groups_add_up_to_the_whole():
    log = sv.simulate_service_log(800, seed=2)
    whole = sv.measure_service(log).table.set_index("operation")
    for by in ("shop", "agent", "channel"):
        parts = sv.measure_service(log, by=by).table.groupby("operation")[["numerator", "denominator"]].sum()
        for name in ("answered_20s", "resolution_rate", "after_sales_satisfaction", "csat"):
            assert parts.loc[name].tolist() == whole.loc[name, ["numerator", "denominator"]].tolist(), (by, name)


def test_clusters_that_are_alike_widen_an_interval_and_never_narrow_it():
    clusters = np.repeat(np.arange(10), 20)
    alike = np.repeat([1.0, 0.0] * 5, 20)
    mixed = np.tile([1.0, 0.0], 100)
    plain = estimate_share(mixed)
    assert estimate_share(mixed, clusters) == plain
    found = estimate_share(alike, clusters)
    assert found.n_eff < 10
    assert found.low < plain.low
    assert estimate_quantile(np.repeat(np.arange(10.0), 20), 0.5, clusters).low < 3.0


def test_bad_arguments_are_named():
    log = sv.simulate_service_log(60, seed=1)
    with pytest.raises(OptionError, match="use one of: shop, agent, channel"):
        sv.measure_service(log, by="team")
    with pytest.raises(OptionError, match="above 0"):
        sv.measure_service(log, days=0)
    with pytest.raises(OptionError, match="is no moment"):
        sv.measure_service(log, until="soon")
    with pytest.raises(OptionError, match="number by group"):
        sv.measure_service(log, by="shop", orders=100)
    with pytest.raises(DataError, match="nothing in the log"):
        sv.measure_service(log, until="2020-01-01")
