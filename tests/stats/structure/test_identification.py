"""Models that no answers could tell, and those that look like it and can be told."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.structure.identification import check_distinct, check_identified, check_information
from survey.stats.structure.planning import Plan, lay_out
from survey.stats.structure.samples import CompleteSample
from survey.stats.structure.syntax import parse_model

ROWS = np.random.default_rng(1).normal(size=(100, 6)) + np.random.default_rng(2).normal(size=(100, 1))


def check(model: str, scaling: str = "marker") -> None:
    plan = Plan(terms=parse_model(model), scaling=scaling)
    sample = CompleteSample(rows=ROWS[:, : len(plan.items)], weights=np.ones(100))
    check_identified(lay_out(plan, [sample.covariance]), [sample.likelihood(with_means=False)])


@pytest.mark.parametrize(
    "model",
    [
        "f =~ x1 + x2",
        "f =~ NA*x1 + x2 + x3",
        "f =~ x1 + x2 + x3\ng =~ x1 + x2 + x3",
        "f =~ x1 + x2 + x3 + x4 + x5 + x6\ng =~ x1 + x2 + x3 + x4 + x5 + x6",
        "f =~ x1 + x2 + x3\nx1 ~~ x2",
        "f =~ x1 + x2\ng =~ x3 + x4\nf ~~ 0*g",
        "f =~ x1 + x2 + x3\ng =~ x4 + x5 + x6\nh =~ f + g",
    ],
)
def test_what_cannot_be_told_is_refused(model):
    with pytest.raises(DataError, match="not identified"):
        check(model)


@pytest.mark.parametrize(
    "model",
    [
        "f =~ x1 + a*x2 + x3\nx1 ~~ 1*x1",
        "f =~ x1 + 1*x2",
        "f =~ x1 + x2\ng =~ x3 + x4",
        "f =~ x1 + x2 + x3 + x4\nx1 ~~ x2",
        "f =~ x1 + x2 + x3 + x6\ng =~ x4 + x5 + x6",
        "f =~ NA*x1 + x2 + x3\nf ~~ 1*f",
    ],
)
def test_what_can_be_told_is_not(model):
    check(model)


def test_the_message_names_what_cannot_be_told_and_nothing_else():
    with pytest.raises(DataError, match=r"identified: g =~ x5, x4 ~~ x4, x5 ~~ x5, g ~~ g cannot"):
        check("f =~ x1 + x2 + x3\ng =~ x4 + x5\nf ~~ 0*g")


def test_items_that_follow_from_others_are_named():
    again = np.column_stack([ROWS[:, :3], ROWS[:, 0] + ROWS[:, 2]])
    with pytest.raises(DataError, match=r"^a, c, d repeat"):
        check_distinct(["a", "b", "c", "d"], np.cov(again.T))
    with pytest.raises(DataError, match="answered b alike"):
        check_distinct(["a", "b"], np.diag([1.0, 0.0]))
    assert check_distinct(["a", "b"], np.diag([1.0, 1e-12])).shape == (2, 2)


def test_information_that_says_nothing_names_the_parameters():
    with pytest.raises(DataError, match="do not tell a, c:"):
        check_information(np.array([[1, 0, 1], [0, 1, 0], [1, 0, 1.0]]), ["a", "b", "c"])
    with pytest.raises(DataError, match="infinity"):
        check_information(np.array([[np.nan]]), ["a"])
