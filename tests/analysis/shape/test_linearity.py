"""`assess_linearity`: straight data are called straight, bends are found, the same input gives the same output."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.shape import linearity_tables
from survey.stats.shape import boosted
from survey.stats.shape.boosted import fit_boosted, shapley_values


def make(shape: str, n: int = 500) -> pd.DataFrame:
    rng = np.random.default_rng(3)
    x = rng.normal(size=(n, 2))
    bend = {"line": x[:, 0], "u": x[:, 0] ** 2, "threshold": 2.0 * (x[:, 0] > 0.5)}[shape]
    return pd.DataFrame({"a": x[:, 0], "b": x[:, 1], "y": bend + 0.5 * x[:, 1] + rng.normal(size=n)})


@pytest.fixture(scope="module")
def bent() -> object:
    return sv.assess_linearity(make("u"), outcome="y", n_repeats=2)


def test_a_straight_line_is_enough_for_straight_data():
    found = sv.assess_linearity(make("line"), outcome="y", n_repeats=2)
    assert found.verdict == "linear_enough"
    assert found.drivers["p_value"].min() > 0.01


def test_a_u_is_found(bent):
    assert bent.verdict == "not_enough"
    drivers = bent.drivers.set_index("driver")
    assert drivers.loc["a", "p_adjusted"] < 1e-6
    assert drivers.loc["b", "p_adjusted"] > 0.01


def test_the_verdict_names_the_model_in_both_languages(bent):
    said = next(note for note in bent.notes if note.code == "linearity_not_enough")
    assert said.startswith("A straight line is not enough: the model ")
    assert "模型的 R² 增益为 +" in said.in_language("zh-CN")


def test_a_threshold_is_found():
    found = sv.assess_linearity(make("threshold"), outcome="y", n_repeats=2)
    assert found.table.set_index("model").loc["boosted", "model_verdict"] == "better"


def test_same_seed_same_numbers(bent):
    again = sv.assess_linearity(make("u"), outcome="y", n_repeats=2)
    pd.testing.assert_frame_equal(again.table, bent.table, check_exact=True)


def test_shapley_values_add_up_to_the_prediction():
    pytest.importorskip("shap", exc_type=ImportError)
    frame = make("u", 200)
    x, y = frame[["a", "b"]].to_numpy(), frame["y"].to_numpy()
    model = fit_boosted(y, x, np.ones(200))
    left = model.predict(x) - shapley_values(model, x).sum(axis=1)
    np.testing.assert_allclose(left, left[0], atol=1e-6)


def test_without_shap_the_rest_is_there(monkeypatch):
    monkeypatch.setattr(linearity_tables, "shapley_values", lambda model, columns: None)
    monkeypatch.setattr("survey.analysis.shape.linearity.load_shap", lambda: None)
    found = sv.assess_linearity(make("line", 200), outcome="y", n_repeats=1)
    assert found.drivers["shap_share"].isna().all()
    assert found.table["cv_r2"].notna().all()
    assert "linearity_no_shap" in [note.code for note in found.notes]


def test_load_shap_is_none_where_it_is_missing(monkeypatch):
    def refuse(name):
        raise ImportError(name)

    monkeypatch.setattr(boosted, "import_module", refuse)
    assert boosted.load_shap() is None


def test_few_rows_are_refused():
    with pytest.raises(sv.DataError, match="too few"):
        sv.assess_linearity(make("line", 40), outcome="y")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_draws(bent, language):
    assert bent.plot(language=language).get_xlabel()
    assert bent.plot_driver("a", language=language).get_xlabel() == "a"
