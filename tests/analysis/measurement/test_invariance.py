from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.invariance import compare_measurement
from survey.errors import DataError, OptionError
from survey.prepare.simulate import simulate_responses

FACTORS = {"f": ["x1", "x2", "x3", "x4"], "g": ["y1", "y2", "y3"]}


def draw(n: int = 500, *, moved: str = "", weaker: str = "", shift: float = 0.0, seed: int = 1) -> pd.DataFrame:
    """Draw two groups; in the second an item may be answered higher or measure less, and the constructs be higher."""
    rng = np.random.default_rng(seed)
    frames = []
    for group, extra in (("first", 0.0), ("second", shift)):
        factors = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], n) + extra
        frame = pd.DataFrame(index=range(n))
        for at, items in enumerate(FACTORS.values()):
            for item in items:
                loading = 0.2 if group == "second" and item == weaker else 0.8
                level = 0.8 if group == "second" and item == moved else 0.0
                frame[item] = level + loading * factors[:, at] + rng.normal(size=n) * 0.6
        frames.append(frame.assign(group=group))
    return pd.concat(frames, ignore_index=True)


def test_groups_that_answer_alike_reach_the_last_level():
    found = compare_measurement(draw(shift=0.5), by="group", constructs=FACTORS, up_to="strict")
    assert found.verdict == "strict"
    assert found.means_comparable
    assert found.table["level"].tolist() == ["configural", "metric", "scalar", "strict"]
    assert found.table["holds"].all()
    assert found.items.empty
    second = found.means[found.means["group"] == "second"]
    assert second["estimate"].to_numpy() == pytest.approx([0.5, 0.5], abs=0.15)
    assert (second["estimate"] / second["std_error"] > 3).all()
    assert found.groups["n"].tolist() == [500, 500]


def test_an_item_that_one_group_answers_higher_is_found():
    found = compare_measurement(draw(moved="x3"), by="group", constructs=FACTORS)
    assert found.verdict == "partial scalar"
    assert found.table["level"].tolist() == ["configural", "metric", "scalar", "partial scalar"]
    assert found.items.iloc[0]["item"] == "x3"
    assert found.items.set_index("item")["released"].to_dict() == {item: item == "x3" for item in found.items["item"]}
    second = found.means[found.means["group"] == "second"]
    assert (second["estimate"].abs() < 0.2).all()  # what only the item shows does not move the construct


def test_an_item_that_measures_less_in_one_group_stops_at_metric():
    found = compare_measurement(draw(weaker="y2"), by="group", constructs=FACTORS, up_to="metric")
    assert found.verdict == "partial metric"
    assert not found.means_comparable
    assert found.items.loc[found.items["released"], "item"].tolist() == ["y2"]
    assert found.means.empty


def test_weights_and_groups_given_beside():
    frame = draw(300)
    plain = compare_measurement(frame, by="group", constructs=FACTORS)
    even = compare_measurement(frame, by=frame["group"].to_list(), constructs=FACTORS, weights=np.full(600, 2.0))
    pd.testing.assert_frame_equal(plain.table, even.table)
    assert "weighted" in even.method


def test_responses_and_bad_input():
    simulated = simulate_responses("ecommerce-service", n=700, seed=5)
    found = compare_measurement(simulated, by="gender", constructs=["price", "brand"])
    assert found.verdict == "scalar"  # simulated groups differ in nothing
    assert set(found.means["label"]) <= {"价格", "品牌"}
    with pytest.raises(OptionError, match="neither an item nor a column"):
        compare_measurement(simulated, by="planet")
    frame = draw(200)
    with pytest.raises(DataError, match="needs two"):
        compare_measurement(frame.assign(group="one"), by="group", constructs=FACTORS)
    few = compare_measurement(
        pd.concat([frame, frame.head(5).assign(group="tiny")], ignore_index=True), by="group", constructs=FACTORS
    )
    assert any("tiny" in note for note in few.notes)
    flat = frame.assign(x1=frame["x1"].where(frame["group"] == "first", 1.0))
    with pytest.raises(DataError, match="alike"):
        compare_measurement(flat, by="group", constructs=FACTORS)
