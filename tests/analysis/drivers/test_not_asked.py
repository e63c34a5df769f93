"""Drivers that the routing hides from some respondents: complete rows beside contact indicators."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.drivers.driver_input import take_input


def indicator_input(responses: sv.Responses, drivers: list[str] | None = None) -> object:
    return take_input(responses, None, drivers, None, "indicator", None)


def test_listwise_speaks_for_those_asked_everything(simulated: sv.Responses) -> None:
    scores = sv.score_constructs(simulated)
    complete = scores.table[[scores.questionnaire.outcome, *scores.questionnaire.drivers]].notna().all(axis=1)
    assert sv.rank_drivers(scores).n == complete.sum()


def test_indicators_keep_everybody_who_answered_what_was_asked(simulated: sv.Responses) -> None:
    scores = sv.score_constructs(simulated)
    names = [scores.questionnaire.outcome, *scores.questionnaire.drivers]
    answered = (scores.table[names].notna() | scores.not_asked[names]).all(axis=1)
    ranked = sv.rank_drivers(scores, missing="indicator")
    assert ranked.n == answered.sum()
    left = next(note for note in ranked.notes if note.code == "asked_not_answered")
    assert left.values == {"gone": len(answered) - ranked.n, "n_total": len(answered)}
    assert "listwise" not in {note.code for note in ranked.notes}
    assert set(ranked.coefficients["term"]) >= {"asked_communication", "asked_after_sales"}


def test_shares_and_indicators_together_make_r2(simulated: sv.Responses) -> None:
    """R² of all = R² of the indicators alone + the drivers' shares (regressions by numpy's least squares)."""
    ranked = sv.rank_drivers(simulated, missing="indicator")
    data = indicator_input(simulated)
    rows, k = data.rows, len(data.drivers)  # type: ignore[attr-defined]
    controls = np.column_stack([np.ones(len(rows)), rows[:, k + 1 :]])
    rest = rows[:, 0] - controls @ np.linalg.lstsq(controls, rows[:, 0], rcond=None)[0]
    r2_controls = 1 - rest @ rest / ((rows[:, 0] - rows[:, 0].mean()) ** 2).sum()
    assert ranked.table["importance"].sum() == pytest.approx(ranked.r2 - r2_controls)


def test_the_value_filled_in_does_not_matter(simulated: sv.Responses) -> None:
    """Allison (2022): with the indicator in the model any constant gives the same coefficient and the same R²."""
    from survey.analysis.drivers.driver_shares import split_r2
    from survey.stats.moments import take_moments

    data = indicator_input(simulated)
    rows, k = data.rows.copy(), len(data.drivers)  # type: ignore[attr-defined]
    before = split_r2(take_moments(rows).covariance, k, "shapley")
    for at, name in enumerate(data.controls):  # type: ignore[attr-defined]
        driver = 1 + data.drivers.index(name.removeprefix("asked_"))  # type: ignore[attr-defined]
        rows[rows[:, k + 1 + at] == 0, driver] = -500.0
    np.testing.assert_allclose(split_r2(take_moments(rows).covariance, k, "shapley"), before, rtol=1e-7)


def test_without_hidden_answers_both_modes_agree() -> None:
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.normal(size=(80, 3)), columns=["y", "a", "b"])
    one, other = (sv.rank_drivers(frame, outcome="y", missing=mode).table for mode in ("listwise", "indicator"))
    pd.testing.assert_frame_equal(one, other)
