"""Pooling of results: rules by column, rows by key, shifts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.drivers.drivers import Drivers
from survey.errors import DataError, OptionError
from survey.prepare.imputation import Imputations
from survey.stats.missing.rubin import pool_correlations, pool_estimates


@pytest.fixture(scope="module")
def imputed(simulated) -> Imputations:
    few = simulated.without(simulated.data.index[300:], because="fewer")
    items = [name for name in few.questionnaire.rating_items if name[:2] in ("sa", "pq", "pr", "re", "ex")]
    return sv.impute_responses(few, items=items, m=4, iterations=3, seed=1)


def analyse(copy: sv.Responses) -> Drivers:
    scores = sv.score_constructs(copy, constructs=["satisfaction", "product_quality", "price"])
    return sv.rank_drivers(scores, drivers=["product_quality", "price"], outcome="satisfaction")


def test_each_column_has_its_rule(imputed):
    pooled = sv.pool_results(imputed, analyse)
    assert pooled.key == ("driver", "pooled")
    assert not pooled.table.duplicated(list(pooled.key)).any()
    results = [analyse(copy).table.set_index("driver").loc["price"] for copy in imputed]
    rows = pooled.table[pooled.table["driver"] == "price"].set_index("pooled")
    by = rows["pooled_by"]
    assert by[["coefficient", "performance", "correlation", "importance"]].tolist() == [
        "rubin",
        "rubin_interval",
        "fisher",
        "mean",
    ]
    n = analyse(imputed[0]).n
    expected = pool_estimates(
        [row["coefficient"] for row in results], [row["std_error"] ** 2 for row in results], n=n - 1, k=0
    )
    np.testing.assert_allclose(rows.loc["coefficient", "std_error"], expected.std_error)
    np.testing.assert_allclose(rows.loc["coefficient", "df"], expected.df)
    np.testing.assert_allclose(rows.loc["coefficient", "p_value"], expected.p_value)
    assert rows.loc["importance", "estimate"] == pytest.approx(np.mean([row["importance"] for row in results]))
    assert np.isnan(rows.loc["importance", "conf_low"])
    turned = pool_correlations([row["correlation"] for row in results], n)
    np.testing.assert_allclose(rows.loc["correlation", "estimate"], np.tanh(turned.estimate))
    np.testing.assert_allclose(rows.loc["correlation", "conf_high"], np.tanh(turned.interval()[1]))
    assert any("without a standard error" in note and "importance" in note for note in pooled.notes)
    assert {"rank", "n"}.isdisjoint(rows.index)


def test_intervals_stand_for_standard_errors(imputed):
    pooled = sv.pool_results(imputed, lambda copy: sv.assess_reliability(copy, confidence=0.9), confidence=0.9)
    alphas = [sv.assess_reliability(copy, confidence=0.9).table.iloc[0] for copy in imputed]
    row = pooled.table.iloc[0]
    width = np.array([one["conf_high"] - one["conf_low"] for one in alphas])
    expected = pool_estimates(
        [one["estimate"] for one in alphas], (width / 2 / 1.6448536269514722) ** 2, alphas[0]["n"]
    )
    np.testing.assert_allclose([row["estimate"], row["std_error"]], [expected.estimate, expected.std_error], rtol=1e-9)
    np.testing.assert_allclose(row["conf_low"], expected.interval(0.9)[0])
    omega = pooled.table[pooled.table["estimator"] == "omega_total"].iloc[0]
    assert omega["pooled_by"] == "mean"  # no bootstrap, so no interval
    assert np.isnan(omega["df"])


def test_other_frames_and_degrees_of_freedom(imputed):
    terms = sv.pool_results(imputed, analyse, frame="coefficients")
    assert terms.key == ("term", "pooled")
    large = sv.pool_results(imputed, analyse, frame="coefficients", df_complete=np.inf)
    assert (large.table["df"] > terms.table["df"]).all()
    fit = sv.pool_results(imputed, analyse, frame="fit")
    assert fit.table["pooled"].tolist() == ["r2", "adj_r2"]
    low, r2, high = fit.table.loc[0, ["conf_low", "estimate", "conf_high"]]
    assert 0 < low < r2 < high < 1
    pairs = sv.pool_results(imputed, analyse, frame="differences")
    assert pairs.key == ("driver", "other", "pooled")


def test_nothing_missing_gives_the_complete_result():
    rng = np.random.default_rng(1)
    frame = pd.DataFrame(rng.normal(size=(80, 3)) + rng.normal(size=(80, 1)), columns=["a", "b", "c"])
    whole = sv.rank_drivers(frame, outcome="a").coefficients
    pooled = sv.pool_results(
        sv.impute_responses(frame, m=3), lambda copy: sv.rank_drivers(copy, outcome="a"), frame="coefficients"
    ).table
    np.testing.assert_allclose(pooled["estimate"], whole["estimate"])
    np.testing.assert_allclose(pooled["std_error"], whole["std_error"])
    np.testing.assert_allclose(pooled["riv"], 0)


def test_rows_that_are_not_in_every_copy_are_named():
    copies = [pd.DataFrame({"a": [1.0, 2, 3], "b": [1.0, 2, 2]}), pd.DataFrame({"a": [1.0, 2, 2]})]
    pooled = sv.pool_results(copies, sv.describe_items)
    assert pooled.table["item"].unique().tolist() == ["a"]
    assert "Not in every copy, and left out: b." in pooled.notes


def test_what_cannot_be_pooled(imputed):
    with pytest.raises(DataError, match="two or more"):
        sv.pool_results([imputed[0]], analyse)
    with pytest.raises(OptionError, match="no frame 'sheet'"):
        sv.pool_results(imputed, analyse, frame="sheet")
    with pytest.raises(OptionError, match="no column 'page'"):
        sv.pool_results(imputed, analyse, by=["page"])
    with pytest.raises(DataError, match="occurs twice"):
        sv.pool_results(imputed, analyse, by=["flag"], frame="table")
    with pytest.raises(OptionError, match="needs a result"):
        sv.pool_results(imputed, lambda copy: 3)
    with pytest.raises(OptionError, match="confidence"):
        sv.pool_results(imputed, analyse, confidence=95)
    with pytest.raises(OptionError, match="df_complete"):
        sv.pool_results(imputed, analyse, df_complete=0)
    with pytest.raises(OptionError, match="deltas="):
        sv.compare_deltas(imputed[0], analyse, items="sat1", deltas=[])


def test_a_shift_moves_means_by_its_share_of_the_answers():
    rng = np.random.default_rng(2)
    frame = pd.DataFrame({"a": rng.normal(size=300), "b": rng.normal(size=300)})
    frame["a"] = (frame["a"] + frame["b"]).mask(rng.random(300) < 0.2)
    share = frame["a"].isna().mean()
    moved = sv.compare_deltas(frame, sv.describe_items, items="a", deltas=[-0.5, 1.0], m=3, iterations=2, seed=4)
    assert moved.key == ("delta", "item", "pooled")
    table = moved.table[(moved.table["item"] == "a") & (moved.table["pooled"] == "mean")].set_index("delta")
    assert table.index.tolist() == [0.0, -0.5, 1.0]
    # one incomplete number: the same draws, each shifted
    np.testing.assert_allclose(table["moved"], share * table.index.to_numpy(), atol=1e-12)
    other = moved.table[(moved.table["item"] == "b") & (moved.table["pooled"] == "mean")]
    np.testing.assert_allclose(other["moved"], 0)
