"""`score_index` and `map_path_priorities`: the scale's ends, weights, necessity, refusals, pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError


@pytest.fixture(scope="module")
def model():
    return sv.estimate_paths(sv.simulate_responses("mobi", n=300, seed=1), n_boot=40, seed=1)


@pytest.fixture(scope="module")
def index(model):
    return sv.score_index(model)


def said(result) -> str:
    return " ".join(str(note) for note in result.notes)


def test_the_index_is_the_weighted_mean_on_the_scale(model, index):
    for name, rows in index.weights.groupby("construct"):
        assert rows["index_weight"].sum() == pytest.approx(1)
        items = model.setup.taken.rows[rows["item"]].to_numpy()
        by_hand = (items - 1) / 9 * 100 @ rows["index_weight"].to_numpy()
        np.testing.assert_allclose(index.scores[name], by_hand, atol=1e-9)
    table = index.table.set_index("construct")
    np.testing.assert_allclose(index.scores.mean(), table["performance"], atol=1e-9)
    np.testing.assert_allclose(index.scores.std(), table["sd"], atol=1e-9)
    assert (table["conf_low"] < table["performance"]).all()
    assert (table["performance"] < table["conf_high"]).all()


def test_responses_are_estimated_first(index):
    direct = sv.score_index(sv.simulate_responses("mobi", n=300, seed=1))
    np.testing.assert_allclose(direct.table["performance"], index.table["performance"], atol=1e-9)


def test_the_ends_are_those_of_the_scale_never_of_the_answers():
    rng = np.random.default_rng(4)
    latent = rng.normal(size=120)
    frame = pd.DataFrame({name: np.clip(np.round(3 + latent + rng.normal(size=120)), 2, 4) for name in ("p", "q")})
    options = {"paths": ["p -> q"]}
    near, far = (sv.score_index(sv.estimate_paths(frame, scale=ends, **options)) for ends in ((1, 5), (0, 10)))
    assert near.table["performance"].tolist() == pytest.approx([(frame[c].mean() - 1) * 25 for c in ("p", "q")])
    assert far.table["performance"].tolist() == pytest.approx([frame[c].mean() * 10 for c in ("p", "q")])
    with pytest.raises(DataError, match="not known"):
        sv.score_index(sv.estimate_paths(frame, **options))
    with pytest.raises(DataError, match="outside its scale"):
        sv.score_index(sv.estimate_paths(frame, scale=(1, 3), **options))
    with pytest.raises(OptionError, match="scale of"):
        sv.estimate_paths(frame, scale=(5, 1), **options)


def test_importance_is_the_regression_of_indices(model, index):
    mapped = sv.map_path_priorities(model, target="value").table.set_index("construct")
    scores = index.scores
    design = np.column_stack([np.ones(len(scores)), scores[["expectation", "quality"]]])
    slope = np.linalg.lstsq(design, scores["value"].to_numpy(), rcond=None)[0]
    # quality leads to value directly and in no other way
    assert mapped.loc["quality", "importance_points"] == pytest.approx(slope[2], abs=1e-8)
    assert set(mapped.index) == {"image", "expectation", "quality"}


def test_items_share_the_importance_of_their_construct(model):
    mapped = sv.map_path_priorities(model)
    summed = mapped.items.groupby("construct")["importance_points"].sum()
    whole = mapped.table.set_index("construct")["importance_points"]
    np.testing.assert_allclose(summed.sort_index(), whole.sort_index(), atol=1e-10)


def test_necessity_joins_the_map(model, index):
    necessity = sv.assess_necessity(index.scores, outcome="satisfaction", n_permutations=199, seed=1)
    mapped = sv.map_path_priorities(model, necessity=necessity, level=0.9)
    table = mapped.table.set_index("construct")
    stepped = necessity.table[necessity.table["ceiling"] == "ce_fdh"].set_index("condition")
    assert table["necessity_d"].to_dict() == stepped.loc[table.index, "necessity_effect"].to_dict()
    levels = necessity.bottleneck
    at = levels[(levels["ceiling"] == "ce_fdh") & np.isclose(levels["outcome_level"], 0.9)].set_index("condition")
    pd.testing.assert_series_equal(
        table["needed_level"], at.loc[table.index, "needed"].astype(float), check_names=False
    )
    for name, row in table.iterrows():
        if np.isfinite(row["needed_level"]):
            assert row["below_needed_share"] == pytest.approx((index.scores[name] < row["needed_level"]).mean())
    assert table["below_needed_share"].notna().any()
    assert "hollow" in mapped.plot().get_xlabel()
    with pytest.raises(OptionError, match="among the levels"):
        sv.map_path_priorities(model, necessity=necessity, level=0.85)


def test_a_frame_of_necessity_needs_its_columns(model):
    frame = pd.DataFrame({"condition": ["quality"], "d": [0.3], "p_value": [0.01], "required": [50.0]})
    mapped = sv.map_path_priorities(model, necessity=frame)
    table = mapped.table.set_index("construct")
    assert table["necessary"].to_dict() == {name: name == "quality" for name in table.index}
    assert "No necessity result for" in said(mapped)
    with pytest.raises(OptionError, match="no column `d`"):
        sv.map_path_priorities(model, necessity=frame.drop(columns="d"))


@pytest.mark.parametrize(("target", "words"), [("image", "no path leads"), ("nobody", "no construct")])
def test_a_target_without_predecessors_is_refused(model, target, words):
    with pytest.raises(OptionError, match=words):
        sv.map_path_priorities(model, target=target)


@pytest.mark.parametrize(("language", "word"), [("en", "Performance"), ("zh-CN", "表现")])
@pytest.mark.parametrize("level", ["construct", "item"])
def test_the_map_is_drawn(model, language, word, level):
    axes = sv.map_path_priorities(model).plot_level(level, language=language)
    assert word in axes.get_ylabel()
