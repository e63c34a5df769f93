"""Every option of `rank_drivers` against what defines it, and what it refuses."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv

CORRELATED = 0.5


def make_frame(n: int, betas: list[float], seed: int = 1) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    x = CORRELATED**0.5 * rng.normal(size=(n, 1)) + (1 - CORRELATED) ** 0.5 * rng.normal(size=(n, len(betas)))
    frame = pd.DataFrame(x, columns=[f"d{j + 1}" for j in range(len(betas))])
    return frame.assign(rating=x @ betas + rng.normal(size=n))


@pytest.fixture
def frame() -> pd.DataFrame:
    return make_frame(400, [0.6, 0.3, 0.3, 0.0])


def shares(ranked: sv.Drivers) -> pd.Series:
    return ranked.table.set_index("driver")["importance"].sort_index()


def test_methods_are_held_against_the_headline(frame):
    ranked = sv.rank_drivers(frame, outcome="rating", n_boot=200)
    compared = sv.compare_importance(ranked)
    assert set(compared.agreement["importance_method"]) == {
        "shapley", "relative_weights", "first", "last", "beta_squared", "pratt",
    }  # fmt: skip
    by_method = compared.table.set_index(["importance_method", "driver"])["importance"]
    for method, column in (("shapley", "importance"), ("relative_weights", "relative_weight"), ("pratt", "pratt")):
        pd.testing.assert_series_equal(
            by_method[method].sort_index(), ranked.table.set_index("driver")[column].sort_index(), check_names=False
        )
    orders = compared.table.pivot(index="driver", columns="importance_method", values="importance")
    for row in compared.pairs.itertuples():
        assert row.same_order == int((orders.loc[row.driver] > orders.loc[row.other]).sum())
    assert compared.pairs["verdict"].tolist() == ranked.differences["verdict"].tolist()
    kendall = compared.agreement.set_index("importance_method")["kendall"]
    assert kendall["shapley"] == 1
    assert kendall["last"] == pytest.approx(orders["last"].corr(orders["shapley"], method="kendall"))


def test_methods_of_groups_leave_squared_coefficients_out(frame):
    ranked = sv.rank_drivers(frame, outcome="rating", groups={"both": ["d2", "d3"]}, method="relative_weights")
    methods = set(sv.compare_importance(ranked).table["importance_method"])
    assert methods == {"relative_weights", "shapley", "first", "last", "pratt"}


def test_one_driver_has_no_order_to_compare(frame):
    with pytest.raises(sv.DataError, match="an order takes at least two"):
        sv.compare_importance(sv.rank_drivers(frame, outcome="rating", drivers=["d1"]))


def test_dominance_levels_imply_one_another_and_shares_of_samples_add_up(frame):
    ranked = sv.rank_drivers(frame, outcome="rating", n_boot=300)
    dominance = ranked.dominance
    assert len(dominance) == 3 * 6
    np.testing.assert_allclose(dominance[["dominates", "dominated", "undetermined"]].sum(axis=1), 1)
    np.testing.assert_allclose(dominance["mean"], dominance["dominates"] + dominance["undetermined"] / 2)
    level = dominance.pivot(index=["driver", "other"], columns="level", values="estimate")
    assert (level["general"] == 1).all()  # pairs come in the order of general dominance, which is LMG
    assert (level.loc[level["complete"] == 1, "conditional"] == 1).all()
    first = dominance.query("driver == 'd1' and other == 'd4' and level == 'complete'").iloc[0]
    assert first["estimate"] == 1 and first["reproducibility"] > 0.99


def test_dominance_without_samples_has_no_reproducibility(frame):
    dominance = sv.rank_drivers(frame, outcome="rating").dominance
    assert dominance["estimate"].notna().all() and dominance["reproducibility"].isna().all()


@pytest.mark.parametrize("kind", ["alpha", "omega"])
def test_estimated_reliability_equals_the_same_values_given(simulated, kind):
    estimated = sv.rank_drivers(simulated, reliability=kind, n_boot=30)
    assert estimated.table["conf_low"].notna().all()
    note = next(str(note) for note in estimated.notes if "satisfaction 0." in str(note))
    pairs = [one.rsplit(" ", 1) for one in note.rsplit(": ", 1)[1].rstrip(".").split("; ")]
    values = {name: float(value) for name, value in pairs}
    items = [item for name in values for item in simulated.questionnaire.constructs[name].items]
    scores = sv.score_constructs(simulated).table[["satisfaction", *estimated.table["driver"]]]
    complete = scores.notna().all(axis=1) & simulated.keyed(items).notna().all(axis=1)
    assert estimated.n == complete.sum()
    given = sv.rank_drivers(scores[complete], outcome="satisfaction", reliability=values)
    # the note prints three decimals
    np.testing.assert_allclose(shares(given), shares(estimated), atol=2e-3)
    assert estimated.table["importance"].sum() > shares(sv.rank_drivers(scores[complete], outcome="satisfaction")).sum()
    if kind == "alpha":
        answers = simulated.keyed(list(simulated.questionnaire.constructs["satisfaction"].items))[complete]
        k = answers.shape[1]
        alpha = k / (k - 1) * (1 - answers.var().sum() / answers.sum(axis=1).var())
        assert values["satisfaction"] == pytest.approx(alpha, abs=5e-4)


def test_reliability_that_cannot_be_is_refused(frame):
    with pytest.raises(sv.DataError):
        sv.rank_drivers(frame, outcome="rating", reliability=dict.fromkeys(["rating", "d1", "d2", "d3", "d4"], 0.3))


def test_doubled_clusters_are_as_sure_as_single_rows(frame):
    twice = pd.concat([frame, frame], ignore_index=True).assign(home=np.tile(np.arange(400), 2))
    single = sv.rank_drivers(frame, outcome="rating", interval="analytic").differences["std_error"]
    clustered = sv.rank_drivers(twice, outcome="rating", clusters="home", interval="analytic").differences["std_error"]
    naive = sv.rank_drivers(twice.drop(columns="home"), outcome="rating", interval="analytic").differences["std_error"]
    np.testing.assert_allclose(clustered, single, rtol=0.01)
    np.testing.assert_allclose(naive, single / np.sqrt(2), rtol=0.01)


def test_strata_that_say_nothing_change_little_and_labels_may_be_given(frame):
    label = np.arange(400) % 2
    plain = sv.rank_drivers(frame, outcome="rating", n_boot=2000).differences["std_error"]
    column = sv.rank_drivers(frame.assign(half=label), outcome="rating", strata="half", n_boot=2000)
    given = sv.rank_drivers(frame, outcome="rating", strata=label, n_boot=2000)
    np.testing.assert_allclose(column.differences["std_error"], plain, rtol=0.08)
    np.testing.assert_array_equal(column.table["conf_low"], given.table["conf_low"])


def test_twenty_eight_drivers_are_sampled_within_their_error():
    wide = make_frame(300, [0.3] * 8 + [0.0] * 20)
    ranked = sv.rank_drivers(wide, outcome="rating", n_boot=4)
    table = ranked.table
    assert table["importance"].sum() == pytest.approx(ranked.r2)
    assert (table["monte_carlo_error"] > 0).all()
    assert table["monte_carlo_error"].max() < 0.1 * table["importance"].max()
    assert "sampl" in " ".join(map(str, ranked.notes))
    again = sv.rank_drivers(wide, outcome="rating", n_boot=4)
    pd.testing.assert_frame_equal(table, again.table)
    # exact for the same data with the drivers of noise in one group
    grouped = sv.rank_drivers(wide, outcome="rating", groups={"rest": [f"d{j}" for j in range(9, 29)]})
    assert (grouped.table["monte_carlo_error"] == 0).all()


def test_groups_with_controls_share_what_the_controls_leave(frame):
    ranked = sv.rank_drivers(frame, outcome="rating", groups={"both": ["d1", "d2"]}, controls=["d4"])
    y, x = frame["rating"].to_numpy(), frame[["d1", "d2", "d3", "d4"]].to_numpy()

    def fit(*columns: int) -> float:
        design = np.column_stack([np.ones(len(y)), x[:, columns]])
        left = y - design @ np.linalg.lstsq(design, y, rcond=None)[0]
        return 1 - left @ left / np.sum((y - y.mean()) ** 2)

    both = (fit(3, 0, 1) - fit(3) + fit(3, 2, 0, 1) - fit(3, 2)) / 2
    third = (fit(3, 2) - fit(3) + fit(3, 2, 0, 1) - fit(3, 0, 1)) / 2
    assert shares(ranked).to_dict() == pytest.approx({"both": both, "d3": third})


@pytest.mark.parametrize("interval", ["percentile", "bca", "analytic"])
def test_all_at_once_resolves_no_more_than_one_by_one(frame, interval):
    together, alone = (
        sv.rank_drivers(frame, outcome="rating", interval=interval, n_boot=500, multiplicity=how)
        for how in ("simultaneous", "pairwise")
    )
    assert (alone.differences["resolved"] | ~together.differences["resolved"]).all()
    wide, narrow = (together.table["rank_high"] - together.table["rank_low"]), (
        alone.table["rank_high"] - alone.table["rank_low"]
    )  # fmt: skip
    assert (wide >= narrow).all()
    band = together.differences["simultaneous_high"] - together.differences["simultaneous_low"]
    assert (band > together.differences["conf_high"] - together.differences["conf_low"]).all()


def test_a_driver_of_noise_is_flagged_as_such(frame):
    table = sv.rank_drivers(frame, outcome="rating", controls=["d1"]).table.set_index("driver")
    assert table["above_noise"].to_dict() == {"d2": True, "d3": True, "d4": False}
    independent = frame.assign(chance=np.random.default_rng(5).normal(size=400))
    ranked = sv.rank_drivers(independent, outcome="rating")
    assert not ranked.table.set_index("driver").loc["chance", "above_noise"]
    assert "chance" in str(ranked.notes[-1])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"groups": {"g": []}}, "is empty"),
        ({"groups": {"d1": ["d1", "d2"]}}, "bears the name of a driver"),
        ({"controls": ["rating"]}, "the outcome and a control"),
        ({"controls": ["d1", "d2", "d3", "d4"]}, "no driver"),
        ({"multiplicity": "none"}, "simultaneous, pairwise"),
        ({"reliability": {"d9": 0.8}}, "'d9' is not in the analysis"),
        ({"reliability": {"d1": 0.8}, "interval": "bca"}, "interval='percentile'"),
        ({"strata": "region"}, "no column of the frame"),
        ({"clusters": [1, 2]}, "2 labels for 400 rows"),
        ({"clusters": np.arange(400) // 2, "n_boot": 1}, "n_boot=1 is too few"),
        ({"confidence": 1.0}, "between 0 and 1"),
    ],
)
def test_refusals_name_what_is_wrong(frame, options, message):
    with pytest.raises(sv.SurveyError, match=message):
        sv.rank_drivers(frame, outcome="rating", **options)
