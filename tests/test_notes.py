"""`Note`: one sentence, two languages, numbers as tables write them."""

from __future__ import annotations

import pickle

from survey.notes import Note


def test_minus_signs_are_those_of_tables() -> None:
    note = Note("decomposition_all", all=-1.5, used=-2)
    assert "−1.50" in note and "−2.00" in note and "-" not in note
    assert "-" not in note.in_language("zh-CN")


def test_texts_among_the_values_stay_as_they_are() -> None:
    assert "ecommerce-service" in Note("plan_own_shares", questionnaire="ecommerce-service")


def test_a_note_inside_a_note_speaks_its_language() -> None:
    found = {"gain": -0.01, "low": -0.02, "high": 0.01}
    note = Note("linearity_undecided", margin=0.02, model=Note("linearity_model_splines"), **found)
    assert "the model with curves gains −0.010" in note
    assert "曲线模型的 R² 增益为 −0.010 [−0.020, +0.010]" in note.in_language("zh-CN")
    assert pickle.loads(pickle.dumps(note)).in_language("zh-CN") == note.in_language("zh-CN")
