"""Imputation of responses and frames: what is imputed, what never is, and what is said."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError
from survey.prepare.imputation import Imputations, impute_responses


@pytest.fixture(scope="module")
def holes(simulated) -> sv.Responses:
    """600 respondents of the shop with every kind of missing answer on top of the simulated ones."""
    few = simulated.without(simulated.data.index[600:], because="fewer")
    rng, data = np.random.default_rng(1), few.data.copy()
    for name in ("sat1", "pq1", "pq2", "gender", "age", "pr2", "nps", "complained"):
        data[name] = data[name].mask(rng.random(600) < 0.1)
    data.loc[rng.random(600) < 0.1, [name for name in data if name.startswith("channels__") and "text" not in name]] = (
        np.nan
    )
    data["fix1"] = data["fix1"].mask(data["sat1"].isna())
    data["pq3"] = data["pq3"].mask(rng.random(600) < 0.1, 97)
    data["pq4"] = data["pq4"].mask(rng.random(600) < 0.1, 98)
    return few.with_data(data, because="holes")


@pytest.fixture(scope="module")
def imputed(holes) -> Imputations:
    return impute_responses(holes, m=3, iterations=3, seed=1)


def asked_items(responses: sv.Responses) -> list[str]:
    skipped = ("check", "visited", "nickname", "why")
    return [name for name in responses.questionnaire.items if name not in skipped]


def test_what_was_asked_is_answered_in_every_copy(holes, imputed):
    before = holes.missing(asked_items(holes))
    assert before.isin(["blank", "dont_know"]).to_numpy().sum() > 500
    for copy in imputed:
        after = copy.missing(asked_items(holes))
        assert not after.isin(["blank", "dont_know", "no_answer"]).to_numpy().any()
        structural = ["not_shown", "not_applicable"]
        pd.testing.assert_frame_equal(after.isin(structural), before.isin(structural))


def test_given_answers_stay_and_the_source_is_not_touched(holes, imputed):
    before = holes.data.copy()
    given = holes.values(["sat1", "pq1", "age", "gender"])
    copy = imputed[2]
    after = copy.values(["sat1", "pq1", "age", "gender"])
    assert ((after == given) | given.isna()).to_numpy().all()
    assert copy.data.dtypes.equals(holes.data.dtypes)
    pd.testing.assert_frame_equal(holes.data, before)
    assert copy.log[-1].because == "multiple imputation, copy 3 of 3, seed 1"
    assert copy.log[-1].because.in_language("zh-CN").startswith("多重插补")


def test_drawn_answers_are_possible_ones(holes, imputed):
    for copy in imputed:
        for name in asked_items(holes):
            item = holes.questionnaire.item(name)
            columns = [column for column in item.columns if column in copy.data and "text" not in column]
            values = copy.data[columns].to_numpy(dtype=float)
            good = [0, 1] if item.type == "multiple_choice" else [*item.labels]
            if item.type != "number":
                assert set(values[~np.isnan(values)]) <= set(map(float, good)), name
        ticks = copy.data[[f"channels__{code}" for code in (1, 2, 3, 4)]].dropna().to_numpy()
        assert not np.any((ticks[:, 3] == 1) & (ticks[:, :3].sum(axis=1) > 0))


def test_hidden_questions_stay_hidden_where_an_imputed_answer_would_show_them(holes, imputed):
    hidden = holes.missing(["fix1"])["fix1"] == "not_shown"
    opened = [copy.shown("fix1") & hidden for copy in imputed]
    assert any(one.any() for one in opened)  # sat1 <= 4 shows fix1
    for copy in imputed:
        assert (copy.missing(["fix1"])["fix1"] == "not_shown").equals(hidden)
    assert any("fix1" in note and "Hidden by a question" in note for note in imputed.notes)


def test_what_routing_shows_by_an_item_does_not_predict_it(simulated):
    """Who left the gate blank was shown nothing behind it, which would say "no" were it a predictor."""
    data, rows = simulated.data.copy(), np.random.default_rng(4).random(len(simulated)) < 0.3
    behind = [name for name in data if name.startswith(("cm", "channels"))]
    truth = simulated.data.loc[rows, "contacted"].eq(1).mean()
    data.loc[rows, ["contacted", *behind]] = np.nan
    imputed = impute_responses(simulated.with_data(data, because="gate left blank"), m=3, iterations=2, seed=1)
    used = imputed.predictors.loc[imputed.predictors["item"] == "contacted", "predictor"]
    assert not {"cm1", "cm2", "cm3", "channels"} & set(used)
    found = np.mean([copy.data.loc[rows, "contacted"].eq(1).mean() for copy in imputed])
    assert found == pytest.approx(truth, abs=0.06)


def test_the_table_the_trace_and_the_predictors(holes, imputed):
    table = imputed.table.set_index("item")
    kinds = holes.missing(["pq4"])["pq4"]
    assert table.loc["pq4", "n_imputed"] == kinds.isin(["blank", "dont_know", "no_answer"]).sum()
    assert table.loc["pq4", "n"] == (kinds == "").sum()
    drawn = table["drawn_by"]
    assert drawn[["sat1", "age", "channels", "gender", "complained"]].tolist() == ["matching"] * 3 + ["logistic"] * 2
    trace = imputed.trace
    assert len(trace[trace["column"] == "sat1"]) == 9
    assert set(trace.loc[trace["item"] == "channels", "column"]) == {f"channels__{code}" for code in (1, 2, 3, 4)}
    last = trace[(trace["item"] == "sat1") & (trace["iteration"] == 3)]["mean"].to_numpy()
    rows = holes.values(["sat1"])["sat1"].isna()
    np.testing.assert_allclose(last, [copy.data.loc[rows, "sat1"].mean() for copy in imputed], rtol=1e-6)
    first = imputed.predictors[imputed.predictors["item"] == "pq1"]["predictor"].tolist()[:3]
    assert set(first) == {"pq2", "pq3", "pq4"}
    assert imputed.table["item"].is_unique


def test_weights_of_the_responses_are_used(holes):
    items = ["sat1", "sat2", "pq1", "pq2"]
    weights = np.random.default_rng(2).uniform(0.2, 3, len(holes))
    weighted = holes.with_weights(weights, because="test")
    one, two = (impute_responses(each, m=1, iterations=2, items=items) for each in (holes, weighted))
    assert "weighted models" in two.method
    assert not one[0].data["sat1"].equals(two[0].data["sat1"])
    assert two[0].weights is not None


def test_kinds_methods_and_items(holes):
    kept = impute_responses(holes, m=1, iterations=1, items=["pq3", "pq4"], kinds=["blank"])
    assert kept[0].data["pq4"].isin([98]).sum() == holes.data["pq4"].isin([98]).sum()
    methods = {"pq1": "proportional_odds", "gender": "multinomial", "plan": "matching"}
    made = impute_responses(holes, m=1, iterations=1, items=["pq1", "gender", "plan", "pq2"], methods=methods)
    assert made.table["drawn_by"].tolist()[:2] == ["proportional_odds", "multinomial"]


def test_delta_shifts_imputed_ratings_and_log_odds(holes):
    items = ["sat1", "sat2", "pq1", "pq2", "complained"]
    rows = {name: holes.values([name])[name].isna() for name in ("pq1", "complained")}
    down, plain = (
        impute_responses(holes, m=20, iterations=2, seed=3, items=items, delta=delta)
        for delta in ({"pq1": -1.0, "complained": -2.0}, {})
    )
    means = [
        np.mean([copy.data.loc[rows[name], name].mean() for copy in each]) for name in rows for each in (down, plain)
    ]
    assert means[0] - means[1] == pytest.approx(-0.95, abs=0.2)  # the end of the scale holds some back
    assert means[2] < means[3]
    assert down.table.set_index("item").loc["pq1", "delta"] == -1.0


FRAME = pd.DataFrame(
    {
        "rating": [1.0, 2, 3, 4, None] * 20,
        "shop": ["north", "south", None, "north", "west"] * 20,
        "again": [True, None, False, True, False] * 20,
        "visits": pd.array([1, 2, None, 4, 5] * 20, dtype="Int64"),
        "day": pd.to_datetime(["2026-01-01", None] * 50),
        "empty": np.full(100, np.nan),
        "same": [1.0, None, 1.0, 1.0, 1.0] * 20,
        "kind": pd.Categorical(["a", "b", None, "b", "a"] * 20),
    }
)


def test_a_plain_frame_of_many_types():
    imputed = impute_responses(FRAME, m=2, iterations=2, constructs={"use": ["rating", "visits"]})
    copy = imputed[0]
    assert copy.dtypes.equals(FRAME.dtypes)
    assert copy.drop(columns=["day", "empty"]).notna().all(axis=None)
    assert set(copy["again"]) == {True, False}
    assert (copy["same"] == 1).all()
    notes = " ".join(imputed.notes)
    for part in (
        "nobody answered: empty",
        "same answer, which is imputed: same",
        "Texts and dates are not imputed: day",
    ):
        assert part in notes
    assert imputed.predictors.loc[imputed.predictors["item"] == "rating", "predictor"].iloc[0] == "visits"
    assert len(list(imputed)) == len(imputed) == 2
    pd.testing.assert_frame_equal(imputed[-1], imputed[1])
    with pytest.raises(IndexError):
        imputed[2]


def test_nothing_missing_is_the_data():
    whole = FRAME[["rating"]].dropna().assign(other=range(80))
    imputed = impute_responses(whole, m=2)
    pd.testing.assert_frame_equal(imputed[1], whole)
    assert "No answer is missing" in imputed.notes[0]


def test_few_answers_are_drawn_without_predictors_and_said_so():
    frame = FRAME[["rating", "visits"]].iloc[:8]
    imputed = impute_responses(frame, m=2)
    assert "Too few answers for a predictor" in " ".join(imputed.notes)


def test_chains_that_do_not_mix_are_named():
    rng = np.random.default_rng(5)
    x = rng.normal(size=400)
    twin = x + rng.normal(scale=0.01, size=400)
    frame = pd.DataFrame({"one": np.where(rng.random(400) < 0.9, np.nan, x), "two": twin})
    frame["two"] = frame["two"].mask(frame["one"].isna() & (rng.random(400) < 0.98))
    imputed = impute_responses(frame, m=5, iterations=10)
    assert imputed.table["r_hat"].max() > 1.2
    assert "have not mixed" in " ".join(imputed.notes)


def test_progress_is_reported():
    seen = []
    impute_responses(
        FRAME[["rating", "visits"]], m=2, iterations=3, progress=lambda done, all_: seen.append((done, all_))
    )
    assert seen == [(number, 6) for number in range(1, 7)]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"m": 0}, "m=0"),
        ({"iterations": 0}, "iterations=0"),
        ({"kinds": ["not_applicable"]}, "'not_applicable' is not imputed"),
        ({"items": ["rating", "price"]}, "no column 'price'"),
        ({"methods": {"price": "matching"}}, "methods names 'price'"),
        ({"methods": {"rating": "magic"}}, "use one of: matching, logistic"),
        ({"methods": {"rating": "logistic"}}, "4 answers"),
        ({"delta": {"day": 1.0}}, "delta names 'day'"),
        ({"delta": {"shop": 1.0}}, "no order"),
        ({"delta": {"again": 1.0}, "methods": {"again": "matching"}}, "log odds"),
    ],
)
def test_wrong_options_of_a_frame(options, says):
    with pytest.raises(OptionError, match=says):
        impute_responses(FRAME, **options)


def test_weights_and_data_that_cannot_be_used(holes):
    with pytest.raises(DataError, match="at least zero"):
        impute_responses(FRAME, weights=-np.ones(100))
    with pytest.raises(DataError, match="100 weights"):
        impute_responses(FRAME, weights=[1.0, 2.0])
    with pytest.raises(DataError, match="'rating' holds an infinite value"):
        impute_responses(FRAME.replace({"rating": {4.0: np.inf}}))
    with pytest.raises(DataError, match="occurs twice"):
        impute_responses(pd.concat([FRAME[["rating"]]] * 2, axis=1))
    with pytest.raises(DataError, match="no question with answers"):
        impute_responses(FRAME[["empty", "day"]])
    with pytest.raises(OptionError, match="their own weights"):
        impute_responses(holes, weights=np.ones(600))
    with pytest.raises(OptionError, match="'why' cannot be imputed"):
        impute_responses(holes, items=["sat1", "why"])
    with pytest.raises(OptionError, match="takes Responses or a pandas DataFrame"):
        impute_responses([1, 2])
