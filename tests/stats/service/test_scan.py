"""Windows of events, runs on charts, near copies: cases one can count by hand."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.service.bursts import burst_probability, fewest_of_burst, mark_bursts
from survey.stats.service.change_point import find_change
from survey.stats.service.near_copies import cut_shingles, join_pairs, pair_near_copies
from survey.stats.service.posterior_ranks import rank_draws
from survey.stats.service.run_rules import RULE_SETS, find_signals


@pytest.mark.parametrize("window", [0.01, 0.1, 0.3])
def test_two_events_are_close_with_a_known_probability(window):
    # Both in some window of length w: 1 - (1 - w)²
    assert burst_probability(2, 2, window) == pytest.approx(1 - (1 - window) ** 2, abs=1e-12)


def test_all_events_in_one_window():
    # Naus (1965): n w^(n-1) - (n-1) w^n for k = n
    assert burst_probability(6, 6, 0.2) == pytest.approx(6 * 0.2**5 - 5 * 0.2**6, abs=1e-12)


def test_the_fewest_of_a_burst_is_the_first_that_chance_hardly_reaches():
    fewest = fewest_of_burst(200, 0.01, 0.001)
    assert burst_probability(fewest, 200, 0.01) <= 0.001 < burst_probability(fewest - 1, 200, 0.01)
    assert fewest_of_burst(3, 0.4, 1e-9) == 4


def test_windows_hold_both_ends():
    moments = np.array([0.0, 1.0, 2.0, 3.0001])
    assert mark_bursts(moments, 1.0, 2)[0].tolist() == [True, True, True, False]
    assert mark_bursts(moments, 2.0, 3)[1].tolist() == [3.0, 3.0, 3.0, 0.0]


def test_near_copies_share_most_shingles():
    texts = ["这个商品质量非常好值得购买推荐", "这个商品质量非常好值得购买推荐哦", "退款拖了一周来回踢皮球很失望", "短"]
    shingles = [cut_shingles(text, 3) for text in texts]
    assert pair_near_copies(shingles, 0.8) == [(0, 1)]
    assert pair_near_copies(shingles, 0.99) == []
    assert pair_near_copies(shingles[:1], 0.5) == []


def test_every_pair_of_near_copies_is_found():
    rng = np.random.default_rng(3)
    stems = ["".join(rng.choice(list("abcdefghijklmnop"), 60)) for _ in range(40)]
    texts = [*stems, *(stem[:-1] + "z" for stem in stems)]
    pairs = pair_near_copies([cut_shingles(text, 5) for text in texts], 0.8)
    assert pairs == [(at, at + 40) for at in range(40)]
    groups = join_pairs(pairs, 80)
    assert (groups[:40] == groups[40:]).all()


def signals_at(values: list[float], rule: str) -> list[int]:
    found = next(
        found for rules in RULE_SETS for name, found in find_signals(np.array(values), rules).items() if name == rule
    )
    return np.flatnonzero(found).tolist()


@pytest.mark.parametrize(
    ("rule", "values", "at"),
    [
        ("beyond_3", [0, 3, 3.1, -3.1], [2, 3]),
        ("two_of_three", [2.1, 0, 2.1, 0, 0, 2.1, -2.1], [2]),
        ("four_of_five", [1.1, 1.1, 0, 1.1, 1.1, 0.5], [4]),
        ("eight_on_a_side", [0.1] * 8 + [-0.1], [7]),
        ("nine_on_a_side", [-0.1] * 9, [8]),
        ("six_in_a_row", [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.2], [5]),
        ("fourteen_up_and_down", [0.1, -0.1] * 7, [13]),
        ("fifteen_near", [0.2, -0.3, 0.1] * 5, [14]),
        ("eight_far", [1.2, -1.2] * 4, [7]),
    ],
)
def test_each_rule_signals_where_its_pattern_is_complete(rule, values, at):
    assert signals_at(values, rule) == at


def test_rules_take_many_series_at_once():
    z = np.random.default_rng(2).standard_normal((5, 60)) * 1.5
    together = find_signals(z, "nelson")
    for row in range(5):
        alone = find_signals(z[row], "nelson")
        assert all((together[rule][row] == alone[rule]).all() for rule in alone)


def test_a_change_is_placed_where_it_is_and_chance_is_not_called_one():
    rng = np.random.default_rng(8)
    sigma = rng.uniform(0.5, 1.5, 50)
    values = sigma * rng.standard_normal(50)
    assert find_change(values, sigma).p_value > 0.05
    values[30:] += 2.5
    found = find_change(values, sigma)
    assert found.low <= 30 <= found.high
    assert found.high - found.low < 8
    assert found.p_value == 1 / 2000


def test_intervals_of_changes_cover():
    rng = np.random.default_rng(4)
    inside = 0
    for place in rng.integers(8, 32, 60):
        values = rng.standard_normal(40) + 1.2 * (np.arange(40) >= place)
        found = find_change(values, np.ones(40))
        inside += found.low <= place <= found.high
    assert inside >= 52  # 57 expected


def test_ranks_of_certain_values_are_certain():
    ranks = rank_draws(np.tile(np.arange(20.0), (100, 1)))
    assert ranks.low.tolist() == ranks.high.tolist() == list(range(20, 0, -1))
    assert ranks.top.tolist() == [0.0] * 18 + [1.0, 1.0]
    assert ranks.bottom.sum() == 2
