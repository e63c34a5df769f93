"""Mahalanobis distances: expectation, missing answers, weights, and what cannot be inverted."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import chi2

from survey.errors import DataError, OptionError
from survey.stats.careless import distance_p, mahalanobis, pairwise_covariance

NAN = np.nan


@pytest.fixture
def rows() -> np.ndarray:
    return np.random.default_rng(1).normal(size=(60, 4))


def test_distances_sum_to_their_expectation(rows):
    # the mean squared distance of complete data is (n - 1) p / n
    assert mahalanobis(rows).mean() == pytest.approx(59 * 4 / 60)


def test_covariance_of_complete_data(rows):
    np.testing.assert_allclose(pairwise_covariance(rows), np.cov(rows.T), rtol=1e-12)


def test_covariance_that_nobody_shares_is_missing():
    found = pairwise_covariance([[1, NAN], [2, NAN], [NAN, 3], [NAN, 5]])
    assert np.isnan(found).tolist() == [[False, True], [True, False]]


def test_missing_answers_as_stated(rows):
    holes = rows.copy()
    holes[0, 1:] = NAN
    holes[1] = NAN
    as_mean, answered = mahalanobis(holes), mahalanobis(holes, missing="answered")
    # One answer alone: its squared standard score over all who answered.
    first = (holes[0, 0] - np.nanmean(holes[:, 0])) ** 2 / np.nanvar(holes[:, 0], ddof=1)
    assert answered[0] == pytest.approx(first)
    assert np.isnan(answered[1]) and as_mean[1] == 0
    np.testing.assert_allclose(answered[2:], as_mean[2:])


def test_p_value_is_the_upper_tail():
    squared = np.array([0.0, 3.2, 30.0, NAN])
    np.testing.assert_allclose(distance_p(squared, [4, 4, 2, 4]), chi2.sf(squared, [4, 4, 2, 4]))


def make_bad(kind: str, rows: np.ndarray) -> np.ndarray:
    bad = rows.copy()
    if kind == "constant":
        bad[:, 2] = 4.1
    elif kind == "repeat":
        bad[:, 3] = bad[:, 0] + bad[:, 1]
    elif kind == "never together":
        bad[:30, 0] = NAN
        bad[30:, 1] = NAN
    elif kind == "few":
        bad = bad[:4]
    elif kind == "mostly missing":
        bad[4:] = NAN
    elif kind == "all missing":
        bad[:] = NAN
    return bad


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("constant", r"columns \[2\], which do not vary"),
        ("repeat", "leave out items that repeat others"),
        ("never together", "answered both columns 0 and 1"),
        ("few", "4 items need more than 4 respondents, there are 4"),
        ("mostly missing", "there are 4"),
        ("all missing", "there are 0"),
    ],
)
def test_what_cannot_be_inverted_is_named(rows, kind, words):
    with pytest.raises(DataError, match=words):
        mahalanobis(make_bad(kind, rows))


def test_a_constant_item_is_seen_through_rounding_of_weights(rows):
    bad = make_bad("constant", rows)
    with pytest.raises(DataError, match="do not vary"):
        mahalanobis(bad, np.random.default_rng(2).uniform(0.1, 3, size=60))


def test_covariances_that_contradict_one_another_are_refused():
    rng = np.random.default_rng(5)
    a, b, c = (rng.normal(size=200) for _ in range(3))
    x = np.full((600, 3), NAN)
    x[:200, 0], x[:200, 1] = a, a + 0.1 * rng.normal(size=200)
    x[200:400, 1], x[200:400, 2] = b, b + 0.1 * rng.normal(size=200)
    x[400:, 0], x[400:, 2] = c, -c + 0.1 * rng.normal(size=200)
    with pytest.raises(DataError, match="too many answers are missing for pairwise"):
        mahalanobis(x)


@pytest.mark.parametrize("weights", [[-1.0] + [1.0] * 59, [0.0] * 60, [NAN] + [1.0] * 59, [1.0] * 3])
def test_weights_are_checked(rows, weights):
    with pytest.raises(DataError, match="eights"):
        mahalanobis(rows, weights)


def test_options_are_checked(rows):
    with pytest.raises(OptionError, match="mean, answered"):
        mahalanobis(rows, missing="drop")
