"""`map_priorities`: quadrants follow from importance, performance and the two lines."""

from __future__ import annotations

import pytest

import survey as sv


@pytest.fixture(scope="module")
def drivers(simulated: sv.Responses) -> object:
    return sv.rank_drivers(simulated, missing="indicator", n_boot=100, seed=1)


def test_lines_default_to_the_means(drivers: object) -> None:
    priorities = sv.map_priorities(drivers)
    assert priorities.importance_line == pytest.approx(1 / len(priorities.table))
    assert priorities.performance_line == pytest.approx(priorities.table["performance"].mean())


def test_quadrants_follow_from_the_lines(drivers: object) -> None:
    priorities = sv.map_priorities(drivers, importance_line=0.2, performance_line=70)
    for row in priorities.table.itertuples():
        important, high = row.importance_share >= 0.2, row.performance >= 70
        expected = {(1, 0): "improve", (1, 1): "keep", (0, 0): "watch", (0, 1): "maintain"}[int(important), int(high)]
        assert row.quadrant == expected


def test_says_how_many_drivers_cross_a_line(simulated: sv.Responses) -> None:
    few = simulated.without(simulated.data.index[150:], because="a test of small bases")
    drivers = sv.rank_drivers(few, missing="indicator", n_boot=100, seed=1)
    table = sv.map_priorities(drivers).table
    at, level = 1 / len(table), table["performance"].mean()
    crossing = (table["conf_low"] < at) & (at < table["conf_high"])
    crossing |= (table["performance_low"] < level) & (level < table["performance_high"])
    assert crossing.any()
    assert sv.map_priorities(drivers).notes[0].values["n"] == crossing.sum()


def test_performance_is_the_weighted_mean_of_the_scores(simulated: sv.Responses) -> None:
    scores = sv.score_constructs(simulated)
    table = sv.rank_drivers(scores).table.set_index("driver")
    assert table.loc["price", "performance"] == pytest.approx(scores.table["price"].mean())
    # Those who were not asked have no performance; those asked have, whether complete elsewhere or not.
    assert table.loc["after_sales", "performance"] == pytest.approx(scores.table["after_sales"].mean())
