"""Scalability coefficients: identities that need no reference."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import DataError, OptionError
from survey.stats.scalability.homogeneity import measure_homogeneity
from survey.stats.scalability.monotonicity import check_monotonicity
from survey.stats.scalability.selection import select_items


def draw_rows(seed: int, n: int, items: int, codes: int = 4) -> np.ndarray:
    draw = np.random.default_rng(seed)
    latent = draw.normal(size=(n, 1)) + draw.normal(size=(n, items))
    return np.clip(np.round(latent + codes / 2), 0, codes)


def test_a_perfect_scale_has_h_of_one():
    rows = np.array([[0, 0, 0], [1, 0, 0], [1, 1, 0], [1, 1, 1]])
    found = measure_homogeneity(np.repeat(rows, 5, axis=0))
    np.testing.assert_allclose([found.scale, *found.items], 1.0)


def test_two_answers_give_one_less_observed_over_expected_errors():
    rows = (draw_rows(1, 300, 2, 4) > [[1, 2]]).astype(float)
    easy, hard = rows[:, np.argsort(-rows.mean(axis=0))].T
    errors = np.mean((easy == 0) & (hard == 1))
    expected = (1 - easy.mean()) * hard.mean()
    assert measure_homogeneity(rows).scale == pytest.approx(1 - errors / expected)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 5))
def test_whole_number_weights_are_repeated_rows(seed, items):
    rows = draw_rows(seed, 60, items)
    weights = np.random.default_rng(seed + 1).integers(0, 4, size=60)
    weights[:2] = 1
    repeated = np.repeat(rows, weights, axis=0)
    if np.any(np.ptp(repeated, axis=0) == 0):
        return
    ours, theirs = measure_homogeneity(rows, weights), measure_homogeneity(repeated)
    for name in ("pairs", "items", "scale", "pairs_std_error", "items_std_error", "scale_std_error", "n"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-9, atol=1e-9)
    assert select_items(ours).tolist() == select_items(theirs).tolist()
    sizes = {"group_size": 15, "least_violation": 0.02}
    for one, other in zip(
        check_monotonicity(rows, weights, **sizes), check_monotonicity(repeated, **sizes), strict=True
    ):
        for name in ("low", "size", "reached", "active", "violations", "total", "z"):
            np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_items_and_steps_of_codes_do_not_matter_where_they_should_not(seed):
    rows = draw_rows(seed, 80, 4)
    turn = [2, 0, 3, 1]
    plain, turned = measure_homogeneity(rows), measure_homogeneity(rows[:, turn])
    np.testing.assert_allclose(turned.items, plain.items[turn])
    np.testing.assert_allclose(turned.items_std_error, plain.items_std_error[turn])
    shifted = measure_homogeneity(3 * rows + 7)
    np.testing.assert_allclose([shifted.scale, shifted.scale_std_error], [plain.scale, plain.scale_std_error])


def test_sampling_weights_of_one_size_change_nothing():
    rows = draw_rows(5, 200, 4)
    plain = measure_homogeneity(rows)
    scaled = measure_homogeneity(rows, np.full(200, 3.0), sampling=True)
    np.testing.assert_allclose(scaled.items_std_error, plain.items_std_error)
    frequencies = measure_homogeneity(rows, np.full(200, 4.0))
    np.testing.assert_allclose(frequencies.items_std_error, plain.items_std_error / 2)


@pytest.mark.parametrize("weighted", [False, True])
def test_standard_errors_agree_with_the_bootstrap(weighted):
    rows, draw = draw_rows(9, 500, 4), np.random.default_rng(19)
    weights = draw.uniform(0.3, 3, size=500) if weighted else np.ones(500)
    found = measure_homogeneity(rows, weights, sampling=True)
    samples = [measure_homogeneity(rows[at], weights[at]) for at in draw.integers(0, 500, size=(1000, 500))]
    assert np.std([one.scale for one in samples]) == pytest.approx(found.scale_std_error, rel=0.08)
    np.testing.assert_allclose(np.std([one.items for one in samples], axis=0), found.items_std_error, rtol=0.08)


def test_selection_takes_two_traits_apart():
    draw = np.random.default_rng(3)
    first, second = draw.normal(size=(2, 400, 1))
    latent = np.hstack([first + 0.6 * draw.normal(size=(400, 3)), second + 0.6 * draw.normal(size=(400, 3))])
    scales = select_items(measure_homogeneity(np.round(latent)))
    assert len(set(scales[:3])) == len(set(scales[3:])) == 1
    assert set(scales) == {1, 2}


def test_an_item_that_falls_with_the_rest_is_found():
    draw = np.random.default_rng(4)
    trait = draw.normal(size=600)
    good = (trait[:, None] + draw.normal(size=(600, 5)) > 0).astype(float)
    bent = (np.abs(trait) + 0.3 * draw.normal(size=600) > 0.7).astype(float)
    items = check_monotonicity(np.column_stack([good, bent]))
    assert [int(np.sum(item.significant)) for item in items[:5]] == [0] * 5
    assert np.sum(items[5].significant) > 0


def test_a_code_that_nobody_chose_makes_no_step():
    # mokken counts a step at the missing code too, which repeats the one above it and doubles its violations
    rows = draw_rows(6, 300, 4)
    rows[rows[:, 0] == 1, 0] = 2
    assert check_monotonicity(rows)[0].steps.tolist() == [2.0, 3.0, 4.0]


@pytest.mark.parametrize(
    ("rows", "words"),
    [([[1.0], [2.0]], "two items"), ([[1.0, 2.0], [2.0, 2.0]], "same answer"), ([[1.0, np.nan]], "missing")],
)
def test_bad_rows_are_named(rows, words):
    with pytest.raises(DataError, match=words):
        measure_homogeneity(rows)


def test_options_out_of_range_are_named():
    rows = draw_rows(7, 50, 3)
    with pytest.raises(OptionError, match="lower_bound"):
        select_items(measure_homogeneity(rows), lower_bound=1.0)
    with pytest.raises(OptionError, match="group_size"):
        check_monotonicity(rows, group_size=0)
    with pytest.raises(DataError, match="two items"):
        check_monotonicity(rows[:, :1])
