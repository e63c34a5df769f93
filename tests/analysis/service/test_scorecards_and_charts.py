"""Scorecards and control charts: identities, and the truth of simulated logs."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError
from survey.operations.service_log import ServiceLog, arrange_table

START = pd.Timestamp("2026-01-05 10:00:00")


def log_of(hits: list[int], n: list[int]) -> ServiceLog:
    rows = [
        {"agent": f"agent{at}", "resolved": float(place < good), "started": START + pd.Timedelta(minutes=place)}
        for at, (good, size) in enumerate(zip(hits, n, strict=True))
        for place in range(size)
    ]
    frame = pd.DataFrame(rows).assign(session=range(len(rows)))
    return ServiceLog(sessions=arrange_table(frame, "sessions"))


def test_groups_that_differ_no_more_than_chance_are_all_at_the_mean():
    card = sv.score_service(log_of([8, 16, 80, 41], [10, 20, 100, 50]), measure="resolution_rate")
    np.testing.assert_allclose(card.table["estimate"], 145 / 180)
    assert card.table["rank"].tolist() == [1, 1, 1, 1]
    assert "scorecard_no_spread" in {note.code for note in card.notes}
    assert card.spread["sd"].iloc[0] == 0


def test_large_groups_stay_where_they_are():
    hits, n = [2000, 5000, 7000, 9000, 3000], [10_000] * 5
    card = sv.score_service(log_of(hits, n), measure="resolution_rate").table.set_index("group")
    np.testing.assert_allclose(card["estimate"], card["raw"], atol=2e-4)
    assert card["rank_low"].tolist() == card["rank_high"].tolist() == [1, 2, 3, 4, 5]


def test_a_small_base_neither_tops_nor_ends_the_list():
    card = sv.score_service(
        log_of([3, 1, 90, 70, 80, 60, 85, 65], [3, 3, 100, 100, 100, 100, 100, 100]), measure="resolution_rate"
    ).table.set_index("group")
    assert card["raw"].idxmax() == "agent0" and card["raw"].idxmin() == "agent1"
    assert card.loc["agent0", "rank"] > 1 and card.loc["agent1", "rank"] < 8
    assert card.loc["agent0", "drawn"] > 0.5 > card.loc["agent2", "drawn"]
    assert ((card["estimate"] - card["raw"]) * (card["raw"].mean() - card["raw"]) > 0).sum() >= 6


def test_estimates_of_agents_are_nearer_to_the_truth_than_what_was_counted():
    log = sv.simulate_service_log(1500, agents=30, seed=4)
    card = sv.score_service(log, measure="resolution_rate", days=60).table.set_index("group")
    # The log resolves nothing in sessions that stay unanswered, so the truth is that share of what is solved.
    truth = log.truth["agents"].set_index("agent")["resolution_rate"].reindex(card.index)
    truth = truth * card["raw"].mean() / truth.mean()
    assert np.mean((card["estimate"] - truth) ** 2) < 0.7 * np.mean((card["raw"] - truth) ** 2)
    inside = (card["conf_low"] <= truth) & (truth <= card["conf_high"])
    assert inside.mean() > 0.8


def test_times_are_drawn_on_the_scale_of_logarithms_and_the_quickest_is_first():
    log = sv.simulate_service_log(1500, agents=12, seed=2)
    card = sv.score_service(log, measure="first_response", days=60).table
    assert card["estimate"].is_monotonic_increasing
    assert card["rank"].iloc[0] == 1
    truth = log.truth["agents"].set_index("agent")["answered_20s"].reindex(card["group"]).to_numpy()
    assert np.corrcoef(truth, np.log(card["estimate"]))[0, 1] < -0.85


@pytest.mark.parametrize("measure", ["transfer_rate", "refund_rate"])
def test_low_is_good_where_low_is_good(measure):
    table = sv.score_service(sv.simulate_service_log(1200, seed=3), measure=measure).table
    assert table["estimate"].is_monotonic_increasing


def test_the_same_seed_gives_the_same_ranks():
    log = sv.simulate_service_log(500, seed=1)
    one, two = (sv.score_service(log, seed=7).table for _ in range(2))
    pd.testing.assert_frame_equal(one, two)


def test_probabilities_of_the_first_tenth_add_up():
    table = sv.score_service(sv.simulate_service_log(900, agents=20, seed=1)).table
    assert table["top_tenth"].sum() == pytest.approx(2)
    assert table["bottom_tenth"].sum() == pytest.approx(2)


def test_scorecards_refuse_what_they_cannot_compare():
    with pytest.raises(DataError, match="at least 3"):
        sv.score_service(log_of([1, 2], [3, 3]), measure="resolution_rate")
    with pytest.raises(OptionError, match="answered_20s, answered"):
        sv.score_service(sv.simulate_service_log(50), measure="speed")


def test_a_shift_is_found_and_its_absence_too():
    moved = sv.chart_service(sv.simulate_service_log(4000, shift_day=35, shift=0.6, seed=3))
    row = moved.change.iloc[0]
    assert row["change_low"] <= "2026-02-09" <= row["change_high"]
    assert row["level_before"] - row["level_after"] > 0.2
    still = sv.chart_service(sv.simulate_service_log(4000, seed=3))
    assert still.change["p_value"].iloc[0] > 0.01
    assert (still.table["signals"] > 0).mean() < 0.1 < (moved.table["signals"] > 0).mean()


def test_limits_from_before_the_shift_signal_after_it():
    log = sv.simulate_service_log(4000, shift_day=35, shift=0.6, seed=3)
    chart = sv.chart_service(log, baseline_until="2026-02-08")
    first = chart.signals[chart.signals["direction"] == "below"].groupby("run_rule")["period"].min()
    assert {"ewma", "cusum", "two_of_three"} <= set(first.index)
    assert "2026-02-09" <= first["cusum"] <= "2026-02-12"
    assert "2026-02-09" <= first["ewma"] <= "2026-02-12"


def test_weeks_begin_on_monday_and_times_are_charted_by_their_logarithm():
    chart = sv.chart_service(sv.simulate_service_log(2000, days=70, seed=1), "first_response", "week")
    assert chart.chart == "xmr"
    assert {pd.Timestamp(period).weekday() for period in chart.table["period"]} == {0}
    np.testing.assert_allclose(np.exp(np.log(chart.table["estimate"]).mean()), chart.table["centre"].iloc[0])


def test_shares_without_spread_beyond_counting_have_the_same_limits_with_laney():
    log = sv.simulate_service_log(3000, seed=2)
    laney, plain = (sv.chart_service(log, "transfer_rate", chart=chart) for chart in ("laney", "p"))
    width = [(c.table["estimate"] - c.table["centre"]) / c.table["z"] for c in (laney, plain)]
    np.testing.assert_allclose(width[0] / width[1], laney.method.values["inflation"])
    assert 0.8 < laney.method.values["inflation"] < 1.2


def test_charts_refuse_what_they_cannot_draw():
    with pytest.raises(DataError, match="at least 8"):
        sv.chart_service(sv.simulate_service_log(300, days=5))
    with pytest.raises(OptionError, match="take 'xmr'"):
        sv.chart_service(sv.simulate_service_log(300), "first_response", chart="p")
    with pytest.raises(OptionError, match="is no moment"):
        sv.chart_service(sv.simulate_service_log(300), baseline_until="soon")
    with pytest.raises(DataError, match="do not vary"):
        sv.chart_service(log_of_days(), "resolution_rate")


def log_of_days() -> ServiceLog:
    days = [START + pd.Timedelta(days=day) for day in range(10)]
    frame = pd.DataFrame({"session": range(10), "started": days, "resolved": 1.0})
    return ServiceLog(sessions=arrange_table(frame, "sessions"))
