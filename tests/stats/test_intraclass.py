"""Intraclass correlations and retests: published numbers, identities and edges."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.intraclass import FORMS, estimate_intraclass, take_mean_squares
from survey.stats.retest import estimate_retest


def estimates(ratings, weights=None) -> dict[str, float]:
    return {one.form: one.estimate for one in estimate_intraclass(take_mean_squares(ratings, weights))}


@pytest.fixture(scope="module")
def ratings() -> np.ndarray:
    rng = np.random.default_rng(1)
    return np.round(50 + 10 * rng.normal(size=(40, 1)) + [0, 3, -2] + 6 * rng.normal(size=(40, 3)))


def test_shifted_raters_differ_in_agreement_but_not_in_consistency(ratings):
    moved = ratings + np.array([0, 20, -20])
    assert estimates(moved)["icc_c1"] == pytest.approx(estimates(ratings)["icc_c1"])
    assert estimates(moved)["icc_a1"] < estimates(ratings)["icc_a1"]


def test_consistency_of_the_mean_is_alpha(ratings):
    from survey.stats.consistency import alpha

    assert estimates(ratings)["icc_ck"] == pytest.approx(float(alpha(np.cov(ratings.T))))


def test_equal_ratings_agree_perfectly(ratings):
    found = estimate_intraclass(take_mean_squares(np.tile(ratings[:, :1], (1, 3))))
    assert [one.estimate for one in found] == pytest.approx([1.0] * 6)
    assert [(one.low, one.high) for one in found] == [(1.0, 1.0)] * 6


def test_only_the_raters_level_differs(ratings):
    found = dict(zip(FORMS, estimate_intraclass(take_mean_squares(ratings[:, :1] + [0.0, 5, 9])), strict=True))
    assert found["icc_c1"].estimate == pytest.approx(1)
    assert found["icc_a1"].estimate < 1


def test_whole_weights_are_repeated_rows(ratings):
    counts = np.arange(40) % 3
    given = estimates(ratings, counts.astype(float))
    assert given == pytest.approx(estimates(np.repeat(ratings, counts, axis=0)), rel=1e-9)


def test_weights_narrow_no_interval(ratings):
    """Equal weights change nothing; unequal ones count as fewer targets."""
    equal = estimate_intraclass(take_mean_squares(ratings, np.full(40, 1.0)))
    plain = estimate_intraclass(take_mean_squares(ratings))
    assert [one.low for one in equal] == pytest.approx([one.low for one in plain])
    uneven = take_mean_squares(ratings, np.linspace(0.1, 1.9, 40))
    assert uneven.effective_n < 40 and estimate_intraclass(uneven)[0].df < 39


def test_intervals_cover():
    """95 % intervals in 400 studies of 25 targets and 3 random raters; three errors are .033, and the end of agreement
    is an approximation with raters few."""
    rng, hits = np.random.default_rng(5), np.zeros(2)
    for _ in range(400):
        targets, errors = rng.normal(size=(25, 1)) * 2**0.5, rng.normal(size=(25, 3))
        found = estimate_intraclass(take_mean_squares(targets + errors))
        hits += [found[0].low < 2 / 3 < found[0].high, found[2].low < 2 / 3 < found[2].high]
    np.testing.assert_allclose(hits / 400, 0.95, atol=0.033)


@pytest.mark.parametrize("ratings", [[[1.0, 2.0]], [[1.0], [2.0]], [[3.0, 3.0], [3.0, 3.0]]])
def test_nothing_to_agree_on(ratings):
    with pytest.raises(DataError, match=r"at least two|All ratings"):
        take_mean_squares(ratings)


# -- retest --------------------------------------------------------------------------------------------------------


def retest(first, second, **options) -> dict[str, float]:
    return {one.name: one.estimate for one in estimate_retest(first, second, **options)}


def test_a_shift_counts_in_the_error_of_measurement(ratings):
    first, second = ratings[:, 0], ratings[:, 1]
    plain, moved = retest(first, second), retest(first, second + 30)
    assert moved["pearson"] == pytest.approx(plain["pearson"])
    assert moved["mean_change"] == pytest.approx(plain["mean_change"] + 30)
    assert moved["sem"] > 2 * plain["sem"] and moved["icc_a1"] < plain["icc_a1"]
    assert moved["sdc"] / moved["sem"] == pytest.approx(1.959964 * 2**0.5, rel=1e-6)


def test_error_of_measurement_by_hand(ratings):
    """de Vet et al. (2006): the mean square of persons by occasions and what the occasions differ beyond it."""
    gap = ratings[:, 1] - ratings[:, 0]
    error = np.var(gap, ddof=1) / 2
    shift = max(np.mean(gap) ** 2 / 2 - error / 40, 0)
    assert retest(ratings[:, 0], ratings[:, 1])["sem"] == pytest.approx(np.sqrt(error + shift))


def test_retest_whole_weights_are_repeated_rows(ratings):
    counts = np.arange(40) % 3 + 1
    first, second = np.repeat(ratings[:, :2], counts, axis=0).T
    given = retest(ratings[:, 0], ratings[:, 1], weights=counts.astype(float))
    assert given == pytest.approx(retest(first, second), rel=1e-9)


def test_the_same_twice(ratings):
    found = {one.name: one for one in estimate_retest(ratings[:, 0], ratings[:, 0])}
    assert [found["icc_a1"].estimate, found["pearson"].estimate, found["sem"].estimate] == pytest.approx([1, 1, 0])
    assert found["pearson"].low == found["pearson"].high == pytest.approx(1)


@pytest.mark.parametrize(("first", "second"), [([1.0, 2, 3], [1.0, 2, 3]), ([1.0, 2, 3, 4], [2.0, 2, 2, 2])])
def test_too_little_to_compare(first, second):
    with pytest.raises(DataError, match=r"at least 4 people|all scores are the same"):
        estimate_retest(first, second)
