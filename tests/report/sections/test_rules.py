from types import SimpleNamespace as Row

import pandas as pd
import pytest

from survey.report.sections import rules

NAN = float("nan")


@pytest.mark.parametrize(
    ("estimate", "low", "n_items", "verdict"),
    [
        (0.84, 0.80, 4, "good"),
        (0.72, 0.66, 4, "good_open"),
        (0.70, NAN, 2, "good"),
        (0.65, 0.55, 4, "modest"),
        (0.60, 0.50, 4, "modest"),
        (0.59, 0.50, 4, "low"),
        (0.95, 0.94, 4, "redundant"),
        (NAN, NAN, 1, "single"),
        (NAN, NAN, 3, "undefined"),
    ],
)
def test_reliability_is_judged_by_fixed_rules(estimate, low, n_items, verdict):
    assert rules.judge_reliability(Row(estimate=estimate, conf_low=low, n_items=n_items)) == verdict


def test_two_items_are_judged_by_spearman_brown():
    table = pd.DataFrame(
        {
            "construct": ["a", "a", "b", "b", "c"],
            "estimator": ["alpha", "spearman_brown", "alpha", "omega_total", "undefined"],
            "estimate": [0.6, 0.61, 0.8, 0.81, NAN],
            "n_items": [2, 2, 3, 3, 1],
        }
    )
    headlines = rules.pick_headlines(table)
    assert headlines["estimator"].tolist() == ["spearman_brown", "alpha", "undefined"]


def test_a_pair_is_found_in_either_direction(drivers_of):
    drivers = drivers_of()
    assert rules.is_resolved(drivers, "quality", "service") is True
    assert rules.is_resolved(drivers, "quality", "price") is False


def test_without_resampling_no_order_is_resolved(drivers_of):
    drivers = drivers_of()
    drivers.differences["resolved"] = None
    assert rules.is_resolved(drivers, "service", "quality") is None


def test_a_cross_over_a_line_is_not_firm(drivers_of, priorities_of):
    priorities = priorities_of(drivers_of())
    row = next(priorities.table.itertuples())
    assert rules.is_firm(row, priorities) is True
    assert rules.is_firm(row._replace(conf_low=0.2), priorities) is False
    assert rules.is_firm(row._replace(performance_high=70.0), priorities) is False
    assert rules.is_firm(row._replace(conf_low=NAN), priorities) is None


def test_the_weakest_items_turn_reversed_ones_round():
    items = pd.DataFrame(
        {
            "item": ["a", "slow", "b", "long", "elsewhere"],
            "construct": ["s", "s", "s", "s", "t"],
            "mean": [3.0, 4.5, 4.0, 6.0, 1.0],
            "minimum": [1, 1, 1, 0, 1],
            "maximum": [5, 5, 5, 10, 5],
            "reverse": [False, True, False, False, False],
        }
    )
    # places between worst and best: slow (5 - 4.5) / 4 = .125, a .5, long .6, b .75
    assert rules.weakest_items(items, "s")["item"].tolist() == ["slow", "a", "long"]


def test_the_small_base_grows_with_the_drivers():
    # Green (1991): 50 + 8 predictors
    assert rules.small_base(6) == 98
    assert rules.is_small_base(97, 6)
    assert not rules.is_small_base(98, 6)
