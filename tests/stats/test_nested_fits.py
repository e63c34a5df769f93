"""Differential item functioning: identities, simulations and bad input."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import DataError
from survey.stats.differential import adjust_p_values, fit_nested, match_scores


def draw_answers(seed: int, n: int = 300) -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(seed)
    latent = draw.normal(size=(n, 1)) + draw.logistic(size=(n, 4)) * 0.6
    return np.clip(np.round(latent + 3), 1, 5), draw.integers(0, 3, size=n)


def test_whole_number_weights_are_repeated_rows():
    rows, groups = draw_answers(1)
    weights = np.random.default_rng(2).integers(0, 4, size=len(rows))
    score = match_scores(rows, np.ones(4, dtype=bool), rest=False)[:, 0]
    at = np.repeat(np.arange(len(rows)), weights)
    ours = fit_nested(rows[:, 0], score, groups, weights)
    theirs = fit_nested(rows[at, 0], score[at], groups[at])
    for name in ("chi_square", "nagelkerke_change", "mcfadden_change", "p_value"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-6, atol=1e-9)


def test_the_reference_and_the_unit_of_the_score_do_not_matter():
    rows, groups = draw_answers(3)
    score = rows.sum(axis=1)
    plain = fit_nested(rows[:, 1], score, groups)
    turned = fit_nested(rows[:, 1], 10 * score - 4, 2 - groups)
    np.testing.assert_allclose(turned.chi_square, plain.chi_square, atol=1e-6)
    assert turned.uniform.coefficients[2] == pytest.approx(-plain.uniform.coefficients[2], abs=1e-6)


def test_the_joint_test_is_the_sum_of_both():
    rows, groups = draw_answers(4)
    found = fit_nested(rows[:, 0], rows.sum(axis=1), groups)
    assert found.chi_square[2] == pytest.approx(found.chi_square[0] + found.chi_square[1])
    assert found.df.tolist() == [2.0, 2.0, 4.0]
    assert np.all(found.chi_square > 0)


def test_missing_p_values_do_not_count():
    for method in ("holm", "bh"):
        alone = adjust_p_values([0.02, 0.5], method)
        np.testing.assert_allclose(adjust_p_values([np.nan, 0.02, 0.5], method), [np.nan, *alone])


def test_bad_input_is_named():
    rows, groups = draw_answers(5, 60)
    with pytest.raises(DataError, match="two groups"):
        fit_nested(rows[:, 0], rows.sum(axis=1), np.zeros(60, dtype=int))
    with pytest.raises(DataError, match="same value"):
        fit_nested(rows[:, 0], np.ones(60), groups)
    apart = np.repeat([0, 1], 30)
    with pytest.raises(DataError, match="separate"):
        fit_nested(1.0 + apart, np.tile(np.arange(30.0), 2), apart)
