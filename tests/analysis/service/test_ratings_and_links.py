"""Doubtful ratings, and survey answers joined with the log."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.service.polarity import find_polarity
from survey.errors import DataError, OptionError
from survey.operations.service_log import ServiceLog, arrange_table

NOON = pd.Timestamp("2026-02-01 12:00:00")
LONG = "这件商品做工精细颜色正宗物流飞快包装严实"


def ratings(rows: list[dict]) -> ServiceLog:
    frame = pd.DataFrame(
        [{"rating": f"r{at}", "order": f"o{at}", "stars": 5.0, "rated": NOON} | row for at, row in enumerate(rows)]
    )
    return ServiceLog(ratings=arrange_table(frame, "ratings"))


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_bought_ratings_are_found_and_hardly_any_other(language):
    found = sought = right = 0
    for seed in (1, 2):
        log = sv.simulate_service_log(1500, bursts=2, seed=seed, language=language)
        fake, flagged = set(log.truth["fake"]["rating"]), set(sv.flag_ratings(log).suspicious)
        found, sought, right = found + len(flagged), sought + len(fake), right + len(fake & flagged)
    assert right == sought == 120
    assert right / found > 0.9


def test_without_bought_ratings_there_are_no_bursts():
    bursts = [len(sv.flag_ratings(sv.simulate_service_log(1500, seed=seed)).bursts) for seed in range(5)]
    assert sum(bursts) <= 1


def test_a_screening_leaves_every_rating_in_the_log():
    log = sv.simulate_service_log(1000, bursts=1, seed=1)
    before = log.ratings.copy()
    screening = sv.flag_ratings(log)
    pd.testing.assert_frame_equal(log.ratings, before)
    table, csat = screening.table.set_index("screen"), screening.csat.set_index("base_group")
    assert table.loc["suspicious", "count"] == len(screening.suspicious)
    assert csat.loc["all", "denominator"] - csat.loc["without_suspicious", "denominator"] == len(screening.suspicious)
    assert csat.loc["all", "estimate"] == (before["stars"] >= 4).mean()


def test_copies_are_of_other_orders_and_long_enough():
    texts = [LONG, LONG + "。", LONG + "呢", "好评", "好评", "此用户没有填写评价", "此用户没有填写评价"]
    twice = {"text": "同一订单的客户写了两次一模一样的话", "order": "x"}
    log = ratings([*({"text": text} for text in texts), twice, twice])
    flagged = sv.flag_ratings(log, needed=1).ratings.set_index("rating")
    assert flagged.index[flagged["copied"]].tolist() == ["r0", "r1"]
    assert flagged.index[flagged["near_copy"]].tolist() == ["r2"]


def test_texts_against_their_stars():
    texts = {"质量太差，差评": 5.0, "非常满意": 1.0, "质量很好但物流太差": 5.0, "not good, terrible": 4.0, "great": 3.0}
    log = ratings([*({"text": text, "stars": stars} for text, stars in texts.items()), {"text": np.nan, "stars": 1.0}])
    flagged = sv.flag_ratings(log, needed=1).ratings
    assert flagged.loc[flagged["contradicts"], "rating"].tolist() == ["r0", "r1", "r3"]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("不错", "good"),
        ("不太满意", "bad"),
        ("没有异味", "good"),
        ("I don't recommend it", "bad"),
        ("It never broke", "good"),
        ("nothing to say", ""),
        ("good price, rude service", ""),
    ],
)
def test_words_are_turned_round(text, polarity):
    assert find_polarity(text) == polarity


def test_accounts_that_rate_often():
    hours = [0, 1, 2, 3, 24, 25.1, 80]
    log = ratings([{"account": "u", "rated": NOON + pd.Timedelta(hours=hour)} for hour in hours] + [{"account": "v"}])
    flagged = sv.flag_ratings(log, needed=1, account_limit=5).ratings
    assert flagged.loc[flagged["frequent"], "rating"].tolist() == ["r0", "r1", "r2", "r3", "r4"]


def test_files_with_days_only_take_windows_of_days():
    rng = np.random.default_rng(1)
    days = [*rng.integers(0, 60, 120), *[30] * 25]
    log = ratings([{"rated": NOON.normalize() + pd.Timedelta(days=int(day)), "shop": "A"} for day in days])
    screening = sv.flag_ratings(log, needed=1)
    assert screening.bursts["hours"].min() >= 24
    assert set(screening.bursts["first_rated"].str.slice(0, 10)) == {"2026-03-03"}


def test_screening_refuses_an_empty_log():
    with pytest.raises(DataError, match="has no ratings"):
        sv.flag_ratings(ServiceLog())
    with pytest.raises(OptionError, match="are shares"):
        sv.flag_ratings(ratings([{}]), overlap=0)


# -- links -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def answered():
    responses = sv.simulate_responses("ecommerce-service", n=250, seed=2)
    scores = sv.score_constructs(responses).table["satisfaction"]
    ids = pd.Series([f"A{number}" for number in range(250)], index=scores.index)
    log = sv.simulate_service_log(900, orders=pd.Series(scores.to_numpy(), index=ids), seed=2)
    return responses, ids, log


def test_both_sides_name_what_is_not_matched(answered):
    responses, ids, log = answered
    named = ids.copy()
    named.iloc[0], named.iloc[1] = None, "nowhere"
    linked = sv.link_service(log, responses, column=named)
    counts = linked.table.set_index("step")["count"].to_dict()
    assert counts == {"matched": 248, "respondents_unmatched": 2, "log_unmatched": 652}
    assert linked.respondents_unmatched["because"].tolist() == ["no id", "no such order in the log"]
    assert not set(linked.log_unmatched["order"]) & set(linked.joined["order"])


def test_several_sessions_of_an_order_become_one_row(answered):
    responses, ids, _ = answered
    frame = pd.DataFrame(
        {
            "session": ["a", "b", "c"],
            "order": "A3",
            "agent": ["Li", "Wu", "Wu"],
            "started": [NOON, NOON + pd.Timedelta(hours=2), NOON + pd.Timedelta(hours=1)],
            "response_seconds": [10.0, 64.0, np.nan],
            "resolved": [1.0, 0.0, 1.0],
            "transferred": [1.0, 0.0, np.nan],
        }
    )
    row = sv.link_service(ServiceLog(sessions=arrange_table(frame, "sessions")), responses, column=ids).joined.iloc[0]
    assert (row["agent"], row["response_seconds"], row["log_response"], row["n_sessions"]) == ("Wu", 64.0, 6.0, 3)
    assert (row["answered_20s"], row["resolution_rate"], row["transfer_rate"]) == (0.0, 0.0, 1.0)


def test_the_column_is_found_by_its_heading_or_asked_for(answered, tmp_path):
    responses, ids, log = answered
    from dataclasses import replace

    carried = replace(responses, extra=responses.extra.assign(订单编号=ids))
    assert len(sv.link_service(log, carried).joined) == 250
    assert len(sv.link_service(log, carried, column="订单编号").joined) == 250
    with pytest.raises(OptionError, match="name it with column="):
        sv.link_service(log, responses)
    with pytest.raises(OptionError, match="no such item or column"):
        sv.link_service(log, responses, column="ticket")
    with pytest.raises(DataError, match="check column= and on="):
        sv.link_service(log, responses, on="session", column=ids)


def test_slower_answers_go_with_less_satisfaction_as_simulated(answered):
    responses, ids, log = answered
    relations = sv.relate_service(sv.link_service(log, responses, column=ids)).table.set_index(["operation", "model"])
    waiting = relations.loc[("log_response", "alone")]
    assert waiting["conf_low"] < waiting["conf_high"] < 0
    assert ("answered_20s", "together") not in relations.index
    assert (relations["p_adjusted"] >= relations["p_value"]).all()


def test_whole_number_weights_equal_repeated_respondents(answered):
    responses, ids, log = answered
    from dataclasses import replace

    weights = 1.0 + np.arange(250) % 3
    linked = sv.link_service(log, responses.with_weights(weights, because="test"), column=ids)
    rows = np.repeat(np.arange(250), weights.astype(int))
    repeated = replace(linked, joined=linked.joined.loc[rows].reset_index(drop=True), weights=None)
    one, two = (sv.relate_service(each).table for each in (linked, repeated))
    np.testing.assert_allclose(one["estimate"], two["estimate"], rtol=1e-9)
    sizes = one["model"].map({"alone": 2, "together": (one["model"] == "together").sum() + 1})
    # Rows count in the small-sample factor (n - 1) / (n - p), weights do not.
    factors = [np.sqrt((each["n"] - 1) / (each["n"] - sizes)) for each in (one, two)]
    np.testing.assert_allclose(one["std_error"] / factors[0], two["std_error"] / factors[1], rtol=1e-9)


def test_the_joined_table_ranks_drivers(answered):
    responses, ids, log = answered
    frame = sv.link_service(log, responses, column=ids).joined
    drivers = sv.rank_drivers(frame, outcome="satisfaction", drivers=["log_response", "resolution_rate"], n_boot=20)
    assert drivers.table["driver"].iloc[0] == "log_response"


def test_relations_refuse_unknown_measures(answered):
    responses, ids, log = answered
    linked = sv.link_service(log, responses, column=ids)
    with pytest.raises(OptionError, match="measures are among"):
        sv.relate_service(linked, ["speed"])
