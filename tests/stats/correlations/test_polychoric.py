from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize
from scipy.stats import norm

from survey.errors import DataError
from survey.stats.correlations.bivariate_normal import bivariate_normal_cdf
from survey.stats.correlations.joint_likelihood import estimate_polychoric_jointly
from survey.stats.correlations.nearest import repair_correlation
from survey.stats.correlations.ordinal_moments import take_ordinal_moments
from survey.stats.correlations.polychoric import BOUND, estimate_polychoric


@pytest.fixture
def answers() -> np.ndarray:
    """Answers of 400 respondents to items of 2, 3, 5 and 7 categories."""
    rng = np.random.default_rng(5)
    latent = rng.normal(size=(400, 1)) * 0.8 + rng.normal(size=(400, 4)) * 0.7
    cuts = [[0.4], [-0.5, 0.9], [-1.5, -0.6, 0.2, 1.1], [-2, -1.2, -0.5, 0, 0.7, 1.4]]
    return np.column_stack([np.digitize(column, cut) for column, cut in zip(latent.T, cuts, strict=True)]).astype(float)


def log_likelihood(table: np.ndarray, rows: np.ndarray, columns: np.ndarray, rho: float) -> float:
    row = np.concatenate([[-np.inf], rows, [np.inf]])
    column = np.concatenate([[-np.inf], columns, [np.inf]])
    corners = bivariate_normal_cdf(row[:, None], column[None, :], rho)
    chances = np.maximum(np.diff(np.diff(corners, axis=0), axis=1), 1e-12)
    return float(np.sum(table * np.log(chances)))


def tabulate(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    return np.array([[np.sum((first == a) & (second == b)) for b in np.unique(second)] for a in np.unique(first)])


def test_it_is_the_maximum_of_the_likelihood(answers):
    found = estimate_polychoric(answers)
    for one, other in [(0, 1), (2, 3), (1, 3)]:
        table = tabulate(answers[:, one], answers[:, other])
        rows, columns = found.thresholds[one], found.thresholds[other]
        np.testing.assert_allclose(norm.cdf(rows), np.cumsum(table.sum(axis=1))[:-1] / len(answers), atol=1e-12)
        best = found.correlation[one, other]
        near = [log_likelihood(table, rows, columns, best + step) for step in (-1e-4, 0, 1e-4)]
        assert near[1] > max(near[0], near[2])


def test_jointly_nothing_better_is_found(answers):
    found = estimate_polychoric_jointly(answers)
    assert found.converged
    start = estimate_polychoric(answers)
    table = tabulate(answers[:, 1], answers[:, 2])
    first = np.concatenate([start.thresholds[1], start.thresholds[2], [start.correlation[1, 2]]])
    size = len(start.thresholds[1])
    best = minimize(
        lambda at: -log_likelihood(table, at[:size], at[size:-1], at[-1]), first, method="BFGS", options={"gtol": 1e-6}
    )
    assert found.correlation[1, 2] == pytest.approx(best.x[-1], abs=1e-5)
    assert found.std_error[1, 2] == pytest.approx(np.sqrt(best.hess_inv[-1, -1]), rel=0.1)


def test_whole_weights_repeat_rows(answers):
    weights = np.random.default_rng(1).integers(0, 4, len(answers))
    weighted = estimate_polychoric(answers, weights=weights)
    repeated = estimate_polychoric(np.repeat(answers, weights, axis=0))
    np.testing.assert_allclose(weighted.correlation, repeated.correlation, atol=1e-12)
    joint = estimate_polychoric_jointly(answers, weights=weights)
    again = estimate_polychoric_jointly(np.repeat(answers, weights, axis=0))
    np.testing.assert_allclose(joint.correlation, again.correlation, atol=1e-7)


def test_a_category_more_does_not_move_the_others(answers):
    alone = estimate_polychoric(answers[:, :2]).correlation[0, 1]
    assert estimate_polychoric(answers).correlation[0, 1] == pytest.approx(alone, abs=1e-10)
    reversed_item = answers * [-1, 1, 1, 1]
    assert estimate_polychoric(reversed_item).correlation[0, 1] == pytest.approx(-alone, abs=1e-10)


def test_missing_answers_are_left_out_pair_by_pair(answers):
    holes = answers.copy()
    holes[:50, 2] = np.nan
    found = estimate_polychoric(holes)
    assert found.n[2, 3] == 350
    assert found.n[0, 1] == 400
    assert found.correlation[0, 1] == pytest.approx(estimate_polychoric(answers).correlation[0, 1], abs=1e-12)
    assert found.thresholds[2] == pytest.approx(estimate_polychoric(answers[50:]).thresholds[2])


def test_items_that_always_agree_stop_at_the_bound(answers):
    found = estimate_polychoric(answers[:, [3, 3, 0]])
    assert found.at_bound == ((0, 1),)
    assert found.correlation[0, 1] == BOUND


def test_a_pair_without_common_answers_has_no_correlation(answers):
    holes = answers.copy()
    holes[:200, 0] = np.nan
    holes[200:, 1] = np.nan
    found = estimate_polychoric(holes)
    assert np.isnan(found.correlation[0, 1])
    with pytest.raises(DataError, match="no answers in common"):
        repair_correlation(found.correlation)


def test_constant_items_and_negative_weights_are_refused(answers):
    answers[:, 1] = 4
    with pytest.raises(DataError, match="item 2 has 1 answer category"):
        estimate_polychoric(answers)
    with pytest.raises(DataError, match="negative"):
        estimate_polychoric(answers[:, [0, 2]], weights=np.full(len(answers), -1.0))


def test_the_sampling_covariance_is_what_simulation_shows():
    rng = np.random.default_rng(11)
    n, surveys = 300, 400
    found, said = [], []
    for _ in range(surveys):
        latent = rng.normal(size=(n, 1)) * 0.8 + rng.normal(size=(n, 3)) * 0.6
        moments = take_ordinal_moments(np.digitize(latent, [-0.9, 0.1, 1.2]).astype(float))
        found.append(
            np.concatenate([*moments.polychoric.thresholds, moments.polychoric.correlation[np.triu_indices(3, 1)]])
        )
        said.append(moments.covariance)
    spread, expected = np.cov(np.array(found).T), np.mean(said, axis=0)
    scale = np.sqrt(np.outer(np.diag(expected), np.diag(expected)))
    assert np.max(np.abs(spread - expected) / scale) < 0.2  # 400 surveys: a correlation's error is about .05
    assert np.mean(np.diag(spread) / np.diag(expected)) == pytest.approx(1, abs=0.08)


def test_blocks_of_respondents_add_up(answers, monkeypatch):
    whole = take_ordinal_moments(answers)
    monkeypatch.setattr("survey.stats.correlations.ordinal_moments._ROWS", 37)
    np.testing.assert_allclose(take_ordinal_moments(answers).covariance, whole.covariance, rtol=1e-10)


def test_weights_only_count_relative_to_each_other(answers):
    weights = np.random.default_rng(3).uniform(0.5, 2, len(answers))
    one, other = take_ordinal_moments(answers, weights=weights), take_ordinal_moments(answers, weights=weights * 7)
    np.testing.assert_allclose(one.covariance, other.covariance, rtol=1e-8)
    even = take_ordinal_moments(answers, weights=np.full(len(answers), 2.0))
    np.testing.assert_allclose(even.covariance, take_ordinal_moments(answers).covariance, rtol=1e-8)


def test_repair_is_the_nearest_matrix():
    rng = np.random.default_rng(4)
    wild = rng.uniform(-1, 1, (6, 6))
    wild = (wild + wild.T) / 2
    np.fill_diagonal(wild, 1)
    repaired = repair_correlation(wild)
    assert repaired.smallest_eigenvalue < 0
    assert np.linalg.eigvalsh(repaired.correlation)[0] > 0
    np.testing.assert_allclose(np.diag(repaired.correlation), 1, atol=1e-12)
    distance = np.sum((repaired.correlation - wild) ** 2)
    for _ in range(200):  # no sound matrix close by is nearer
        factors = np.linalg.cholesky(repaired.correlation) + rng.normal(size=(6, 6)) * 0.01
        near = factors @ factors.T
        near /= np.sqrt(np.outer(np.diag(near), np.diag(near)))
        assert np.sum((near - wild) ** 2) > distance - 1e-6
    sound = np.eye(3)
    assert repair_correlation(sound).largest_change == 0


def test_items_that_nearly_everybody_answered_alike_are_refused_by_name() -> None:
    codes = (np.random.default_rng(1).random((40, 2)) < 0.05).astype(float)
    with pytest.raises(DataError, match="nearly everybody answered alike"):
        take_ordinal_moments(codes)
