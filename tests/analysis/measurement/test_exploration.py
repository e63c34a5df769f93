from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.exploration import explore_factors
from survey.errors import DataError, OptionError
from survey.prepare.simulate import simulate_responses

FIRST, SECOND = ["a1", "a2", "a3", "a4"], ["b1", "b2", "b3", "b4"]


def draw(n: int = 500, seed: int = 1, points: int = 0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    factors = rng.multivariate_normal([0, 0], [[1, 0.4], [0.4, 1]], n)
    latent = np.repeat(factors, 4, axis=1) * 0.75 + rng.normal(size=(n, 8)) * 0.66
    frame = pd.DataFrame(latent, columns=[*FIRST, *SECOND])
    return frame if not points else frame.apply(lambda one: pd.qcut(one, points, labels=False) + 1.0)


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return draw()


def test_it_finds_what_made_the_answers(answers):
    found = explore_factors(answers, n_sim=50, n_boot=60, seed=1)
    assert found.n_factors == 2
    assert found.suggested["n_factors"].tolist() == [2, 2]
    own = found.items.set_index("item")["factor"]
    assert own[FIRST].nunique() == own[SECOND].nunique() == 1
    assert own["a1"] != own["b1"]
    assert (found.items["flag"] == "").all()
    assert found.items["estimate"].between(0.6, 0.85).all()
    assert found.correlations["estimate"].iloc[0] == pytest.approx(0.4, abs=0.12)
    strong = found.table[found.table["estimate"] > 0.5]
    assert ((strong["conf_low"] < strong["estimate"]) & (strong["estimate"] < strong["conf_high"])).all()
    assert found.factorability.set_index("indicator").loc["kmo", "estimate"] > 0.7
    assert "a1" in repr(found)


def test_items_that_do_not_belong_are_named(answers):
    rng = np.random.default_rng(9)
    more = answers.assign(
        noise=rng.normal(size=len(answers)), both=answers["a1"] + answers["b1"] + rng.normal(size=500)
    )
    found = explore_factors(more, n_factors=2, n_sim=10).items.set_index("item")["flag"]
    assert "weak" in found["noise"]
    assert "on_two" in found["both"]
    assert found["a2"] == ""


def test_few_categories_take_polychoric_correlations():
    few = draw(points=3)
    found = explore_factors(few, n_sim=10)
    assert "polychoric" in found.method
    pearson = explore_factors(few, n_sim=10, n_factors=found.n_factors, correlation="pearson")
    assert found.items["communality"].mean() > pearson.items["communality"].mean()


def test_whole_weights_repeat_rows_and_order_does_not_matter(answers):
    weights = np.random.default_rng(1).integers(1, 4, len(answers))
    weighted = explore_factors(answers, weights=weights, n_factors=2, n_sim=5)
    repeated = explore_factors(answers.loc[answers.index.repeat(weights)], n_factors=2, n_sim=5)
    np.testing.assert_allclose(weighted.table["estimate"], repeated.table["estimate"], atol=2e-4)
    turned = explore_factors(answers[answers.columns[::-1]], n_factors=2, n_sim=5).items.set_index("item")
    plain = explore_factors(answers, n_factors=2, n_sim=5).items.set_index("item")
    np.testing.assert_allclose(turned.loc[plain.index, "estimate"], plain["estimate"], atol=2e-4)


def test_the_picture_and_the_questionnaire():
    found = explore_factors(
        simulate_responses("ecommerce-service", n=400, seed=2), constructs=["price", "brand"], n_sim=10
    )
    assert len(found.plot(language="zh-CN").lines) == 2
    assert found.n_factors == 2


def test_what_is_wrong_is_said(answers):
    with pytest.raises(DataError, match="three or more"):
        explore_factors(answers[["a1", "a2"]])
    with pytest.raises(DataError, match="more respondents than items"):
        explore_factors(answers.head(8))
    with pytest.raises(DataError, match="cannot have 6 factors"):
        explore_factors(answers, n_factors=6, n_sim=5)
    with pytest.raises(DataError, match="singular"):
        explore_factors(answers.assign(copy=answers["a1"]), n_factors=2, n_sim=5)
    with pytest.raises(OptionError, match="rotation"):
        explore_factors(answers, rotation="sideways")
