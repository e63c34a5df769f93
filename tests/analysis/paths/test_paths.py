"""Path models through the public calls: input of every kind, higher order, groups, prediction, refusals, pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.paths.path_checks import refuse_failures
from survey.errors import DataError, OptionError
from survey.stats.paths.stages import estimate_stages

BLOCKS = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"], "c": ["c1", "c2", "c3"], "d": ["d1", "d2", "d3"]}
PATHS = ["a -> c", "b -> c", "c -> d"]


def draw(n: int, seed: int, slope: float = 0.6) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    a, b = rng.normal(size=(2, n))
    c = slope * a + 0.3 * b + rng.normal(scale=0.7, size=n)
    d = 0.7 * c + rng.normal(scale=0.7, size=n)
    latent = {"a": a, "b": b, "c": c, "d": d}
    return pd.DataFrame(
        {item: latent[name] + rng.normal(scale=0.5, size=n) for name, items in BLOCKS.items() for item in items}
    )


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    return draw(240, seed=11)


@pytest.fixture(scope="module")
def mobi() -> sv.Responses:
    return sv.simulate_responses("mobi", n=300, seed=1)


def fit(frame: pd.DataFrame, **options):
    return sv.estimate_paths(frame, **{"paths": PATHS, "constructs": BLOCKS, **options})


def said(result) -> str:
    return " ".join(str(note) for note in result.notes)


# -- input ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "n_paths"), [("mobi", 12), ("csibank", 10)])
def test_shipped_questionnaires_bring_their_paths(name, n_paths):
    answers = sv.simulate_responses(name, n=300, seed=2)
    model = sv.estimate_paths(answers)
    planned = answers.questionnaire.analysis.paths
    assert len(planned) == n_paths
    assert set(zip(model.table["path_from"], model.table["path_to"], strict=True)) == set(planned)
    assert sv.map_path_priorities(model).target == "satisfaction"


def test_responses_and_their_keyed_frame_agree(mobi):
    questionnaire = mobi.questionnaire
    blocks = {name: list(one.items) for name, one in questionnaire.constructs.items() if one.items}
    columns = [item for own in blocks.values() for item in own]
    plain = sv.estimate_paths(mobi.keyed(columns), paths=questionnaire.analysis.paths, constructs=blocks)
    np.testing.assert_allclose(sv.estimate_paths(mobi).table["estimate"], plain.table["estimate"], atol=1e-9)


def test_scores_are_constructs_of_one_item_each(mobi):
    scores = sv.score_constructs(mobi)
    model = sv.estimate_paths(scores, paths=["image -> satisfaction", "quality -> satisfaction"])
    rows = scores.table[["satisfaction", "image", "quality"]].dropna()
    matrix = rows.corr().to_numpy()
    np.testing.assert_allclose(model.table["estimate"], np.linalg.solve(matrix[1:, 1:], matrix[1:, 0]), atol=1e-9)
    assert model.n == len(rows)


def test_without_paths_every_driver_leads_to_the_outcome(simulated):
    model = sv.estimate_paths(simulated)
    assert set(model.table["path_to"]) == {simulated.questionnaire.outcome}
    assert set(model.table["path_from"]) == set(simulated.questionnaire.drivers)
    assert "every driver leads to" in said(model)


def test_weights_of_responses_are_repeated_rows(mobi):
    weights = np.arange(len(mobi)) % 3 + 1
    weighted = mobi.with_weights(weights, because="test")
    columns = [item for one in mobi.questionnaire.constructs.values() for item in one.items]
    rows = mobi.keyed(columns)
    repeated = rows.loc[np.repeat(rows.index, weights)].reset_index(drop=True)
    blocks = {name: list(one.items) for name, one in mobi.questionnaire.constructs.items() if one.items}
    plain = sv.estimate_paths(repeated, paths=mobi.questionnaire.analysis.paths, constructs=blocks, scale=(1, 10))
    model = sv.estimate_paths(weighted)
    for column in ("estimate", "f2", "vif"):
        np.testing.assert_allclose(model.table[column], plain.table[column], atol=1e-8)
    for name in ("r2", "alpha", "rho_a", "rho_c", "ave"):
        np.testing.assert_allclose(model.constructs[name], plain.constructs[name], atol=1e-8)
    index, expected = sv.score_index(model), sv.score_index(plain)
    np.testing.assert_allclose(index.table["performance"], expected.table["performance"], atol=1e-8)


def test_gaps_leave_their_rows_out_or_take_the_mean(frame):
    holes = frame.copy()
    holes.loc[[3, 7, 9], "a1"] = np.nan
    listwise, filled = fit(holes), fit(holes, missing="mean")
    assert (listwise.n, filled.n) == (len(frame) - 3, len(frame))
    np.testing.assert_allclose(
        listwise.table["estimate"], fit(frame.drop(index=[3, 7, 9])).table["estimate"], atol=1e-10
    )
    by_hand = fit(holes.fillna({"a1": holes["a1"].mean()}))
    np.testing.assert_allclose(filled.table["estimate"], by_hand.table["estimate"], atol=1e-10)
    assert "3 missing answers" in said(filled)


def test_items_in_their_own_points_depend_on_their_unit(frame):
    wider = frame.assign(a1=10 * frame["a1"])
    np.testing.assert_allclose(fit(frame).table["estimate"], fit(wider).table["estimate"], atol=1e-8)
    own, stretched = (fit(one, scaled=False).table["estimate"].to_numpy() for one in (frame, wider))
    assert np.abs(own - stretched).max() > 1e-3


# -- higher order -----------------------------------------------------------------------------------------------------


def test_two_stages_are_two_models(frame):
    model = fit(frame, paths=["ab -> c", "c -> d"], higher_order={"ab": ["a", "b"]})
    first = fit(frame, paths=["a -> c", "b -> c", "c -> d"])
    second = frame.assign(a=first.scores["a"], b=first.scores["b"])
    blocks = {"ab": ["a", "b"], "c": BLOCKS["c"], "d": BLOCKS["d"]}
    by_hand = sv.estimate_paths(second, paths=["ab -> c", "c -> d"], constructs=blocks)
    np.testing.assert_allclose(model.table["estimate"], by_hand.table["estimate"], atol=1e-8)
    np.testing.assert_allclose(model.table["f2"], by_hand.table["f2"], atol=1e-7)
    np.testing.assert_allclose(model.scores["ab"], by_hand.scores["ab"], atol=1e-7)
    assert {"a", "b", "ab"} <= set(model.loadings["construct"])
    assert "Of higher order: ab" in said(model)


def test_two_stages_have_draws_and_predictions(frame):
    model = fit(frame, paths=["ab -> c", "c -> d"], higher_order={"ab": ["a", "b"]}, n_boot=60, modes={"ab": "B"})
    assert model.table[["std_error", "conf_low", "conf_high"]].notna().all(axis=None)
    assert model.loadings[["loading_low", "loading_high"]].notna().all(axis=None)
    assert (model.constructs["q2_predict"].dropna() > 0).all()
    assert sv.assess_path_prediction(model, repeats=1).table["item"].tolist() == [*BLOCKS["c"], *BLOCKS["d"]]


# -- groups -----------------------------------------------------------------------------------------------------------


def test_equal_groups_do_not_differ(frame):
    groups = np.arange(len(frame)) % 2
    found = sv.compare_paths(frame, by=groups, paths=PATHS, constructs=BLOCKS, n_permutations=199, n_boot=99, seed=1)
    assert len(found.table) == 3
    assert (found.table["permutation_p"] > 0.05).all()
    assert (found.table["p_adjusted"] >= found.table["permutation_p"] - 1e-12).all()
    assert (found.invariance["agreement_p"] > 0.05).all()


def test_a_planted_difference_is_found():
    both = pd.concat([draw(200, seed=3, slope=0.9), draw(200, seed=4, slope=0.0)], ignore_index=True)
    groups = np.repeat(["x", "y"], 200)
    found = sv.compare_paths(both, by=groups, paths=PATHS, constructs=BLOCKS, n_permutations=199, n_boot=99, seed=1)
    row = found.table.set_index("path_from").loc["a"]
    apart = fit(both[groups == "x"]).table["estimate"].iloc[0] - fit(both[groups == "y"]).table["estimate"].iloc[0]
    assert row["path_difference"] == pytest.approx(apart, abs=1e-6)
    assert row["path_difference"] > 0.4
    assert row["permutation_p"] == pytest.approx(1 / 200)
    assert row["bootstrap_p"] < 0.05
    assert row["chance_larger"] > 0.95
    others = found.table[found.table["path_from"] != "a"]
    assert (others["permutation_p"] > 0.01).any()


def test_weights_of_groups_are_those_of_each_model(frame):
    groups, weights = np.arange(len(frame)) % 2, np.arange(len(frame)) % 3 + 1.0
    found = sv.compare_paths(
        frame, by=groups, paths=PATHS, constructs=BLOCKS, weights=weights, n_permutations=9, n_boot=9
    )
    alone = fit(frame[groups == 0].reset_index(drop=True), weights=weights[groups == 0])
    np.testing.assert_allclose(found.table["first_estimate"], alone.table["estimate"], atol=1e-6)


def test_a_group_that_is_too_small_is_named(frame):
    groups = np.where(np.arange(len(frame)) < 8, "few", "many")
    with pytest.raises(DataError, match="'few' has 8"):
        sv.compare_paths(frame, by=groups, paths=PATHS, constructs=BLOCKS, n_permutations=9, n_boot=9)


# -- prediction -------------------------------------------------------------------------------------------------------


def folds_by_hand(frame: pd.DataFrame, n_folds: int, seed: int) -> pd.DataFrame:
    """Errors of one item, c1, with models estimated and rows predicted one fold at a time."""
    folds = np.random.default_rng(seed).permutation(np.arange(len(frame)) % n_folds)
    rows = []
    for fold in range(n_folds):
        train, test = frame[folds != fold], frame[folds == fold]
        model = fit(train)
        unit = (test - train.mean()) / train.std()
        starts = model.loadings.set_index("construct")["outer_weight"]
        scores = {name: unit[BLOCKS[name]].to_numpy() @ starts[name].to_numpy() for name in "ab"}
        paths = model.table.set_index(["path_from", "path_to"])["estimate"]
        composite = sum(scores[name] * paths[(name, "c")] for name in "ab")
        loading = model.loadings.set_index("item").loc["c1", "loading"]
        fitted = train["c1"].mean() + train["c1"].std() * composite * loading
        inputs = [*BLOCKS["a"], *BLOCKS["b"]]
        wide = np.column_stack([np.ones(len(train)), train[inputs]])
        slopes = np.linalg.lstsq(wide, train["c1"].to_numpy(), rcond=None)[0]
        linear = np.column_stack([np.ones(len(test)), test[inputs]]) @ slopes
        rows.append(
            pd.DataFrame(
                {"path": test["c1"] - fitted, "linear": test["c1"] - linear, "mean": unit["c1"] * train["c1"].std()}
            )
        )
    return pd.concat(rows)


def test_prediction_is_that_of_models_estimated_fold_by_fold(frame):
    model = fit(frame)
    row = sv.assess_path_prediction(model, n_folds=5, repeats=1, seed=4).table.set_index("item").loc["c1"]
    errors = folds_by_hand(frame, 5, 4)
    squared = (errors**2).mean()
    assert row["rmse"] == pytest.approx(np.sqrt(squared["path"]), rel=1e-6)
    assert row["rmse_linear"] == pytest.approx(np.sqrt(squared["linear"]), rel=1e-6)
    assert row["mae"] == pytest.approx(errors["path"].abs().mean(), rel=1e-6)
    assert row["mae_linear"] == pytest.approx(errors["linear"].abs().mean(), rel=1e-6)
    assert row["q2_predict"] == pytest.approx(1 - squared["path"] / squared["mean"], abs=1e-6)
    assert row["q2_linear"] == pytest.approx(1 - squared["linear"] / squared["mean"], abs=1e-6)
    assert row["beats_linear"] == (row["rmse"] < row["rmse_linear"])


def test_prediction_repeats_with_its_seed_and_changes_with_it(frame):
    model = fit(frame)
    first, again, other = (sv.assess_path_prediction(model, repeats=2, seed=seed).table for seed in (1, 1, 2))
    pd.testing.assert_frame_equal(first, again)
    assert not np.allclose(first["rmse"], other["rmse"], atol=1e-9)


def test_noise_is_not_predicted():
    noise = pd.DataFrame(
        np.random.default_rng(2).normal(size=(200, 12)), columns=[item for own in BLOCKS.values() for item in own]
    )
    found = sv.assess_path_prediction(fit(noise), repeats=2)
    assert (found.table["q2_predict"] < 0.02).all()
    assert "no better than by their mean" in said(found)


def test_prediction_from_direct_predecessors_is_closer(frame):
    model = fit(frame)
    far, near = (sv.assess_path_prediction(model, source=source).table for source in ("earliest", "direct"))
    rows = far["construct"] == "d"
    assert (near.loc[rows, "rmse"] < far.loc[rows, "rmse"]).all()


@pytest.mark.parametrize("options", [{"n_folds": 1}, {"n_folds": 200}, {"repeats": 0}, {"source": "last"}])
def test_prediction_refuses_what_it_cannot_do(frame, options):
    with pytest.raises(OptionError):
        sv.assess_path_prediction(fit(frame), **options)


def test_an_item_that_one_row_carries_cannot_be_predicted(frame):
    rare = frame.assign(a1=(frame.index == 5).astype(float))
    model = fit(rare)
    assert model.constructs["q2_predict"].isna().all()
    assert "No Q² of prediction" in said(model)
    with pytest.raises(DataError, match="no solution"):
        sv.assess_path_prediction(model)


# -- refusals and notes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"paths": ["a -> c", "c -> d", "d -> a"]}, OptionError, "circle"),
        ({"paths": ["a -> z"]}, OptionError, "no construct 'z'"),
        ({"constructs": {**BLOCKS, "a": []}}, DataError, "no items"),
        ({"constructs": {**BLOCKS, "a": ["still"]}}, DataError, "varies"),
        ({"constructs": {**BLOCKS, "a": ["a1", "twin"]}, "modes": {"a": "B"}}, DataError, "items of 'a' are linearly"),
        ({"constructs": {**BLOCKS, "b": ["a1", "a2", "a3"]}}, DataError, "linearly dependent"),
        ({"modes": {"z": "A"}}, OptionError, "no construct of the model"),
        ({"modes": "C"}, OptionError, "modes"),
        ({"scheme": "best"}, OptionError, "scheme"),
        ({"missing": "pairwise"}, OptionError, "missing"),
        ({"n_boot": -1}, OptionError, "n_boot"),
        ({"higher_order": {"ab": ["a", "b"]}}, OptionError, "no path"),
        ({"paths": ["ab -> c"], "higher_order": {"ab": ["a", "b"]}, "consistent": True}, OptionError, "higher order"),
        ({"weights": "nobody"}, OptionError, "no column"),
    ],
)
def test_bad_models_are_refused_by_name(frame, options, error, words):
    with pytest.raises(error, match=words):
        fit(frame.assign(twin=2 * frame["a1"], still=1.0), **options)


def test_too_few_rows_are_refused(frame):
    with pytest.raises(DataError, match="too few"):
        fit(frame.head(4))


def test_few_rows_are_said(frame):
    assert "fewer than ten" in said(fit(frame.head(15)))


def test_an_item_without_variation_is_left_out_with_a_note(frame):
    model = fit(frame.assign(a3=2.0))
    assert "a3" not in model.loadings["item"].tolist()
    assert "a3" in said(model)


def test_weights_that_do_not_settle_are_refused(frame):
    setup = fit(frame).setup
    short = estimate_stages(frame[setup.taken.items].cov().to_numpy(), setup.staged, most=2)
    with pytest.raises(DataError, match="did not settle"):
        refuse_failures(short, setup.staged, setup.names, list(setup.taken.blocks))


def test_parts_that_no_path_joins_are_said(frame):
    model = fit(frame, paths=["a -> c", "b -> d"])
    apart = fit(frame, paths=["a -> c"])
    assert "2 parts" in said(model)
    assert model.table["estimate"].iloc[0] == pytest.approx(apart.table["estimate"].iloc[0], abs=1e-8)


def test_corrections_beyond_one_are_said():
    rng = np.random.default_rng(1)
    latent = rng.normal(size=60)
    items = [item for own in BLOCKS.values() for item in own]
    alike = pd.DataFrame({item: latent + rng.normal(size=60) for item in items})
    model = fit(alike, consistent=True)
    assert (model.correlations["estimate"].abs() > 1).any()
    assert "not positive definite" in said(model)


def test_items_against_each_other_cannot_be_corrected(frame):
    apart = 3 * np.random.default_rng(1).normal(size=len(frame))
    torn = frame.assign(a1=frame["c1"] + apart, a2=frame["c1"] - apart)
    with pytest.raises(DataError, match="'a' do not share one factor"):
        fit(torn, constructs={**BLOCKS, "a": ["a1", "a2"]}, consistent=True)


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_picture_names_every_path(mobi, language):
    axes = sv.estimate_paths(mobi, n_boot=30, language=language).plot(language=language)
    names = {text.get_text() for text in axes.get_yticklabels()} | {text.get_text() for text in axes.texts}
    assert any("→" in name for name in names)


def test_samples_in_which_an_item_stands_still_are_left_out_and_said(frame):
    model = fit(frame.assign(a1=(frame.index == 5).astype(float)), n_boot=100)
    assert "bootstrap samples gave no solution" in said(model)
    assert model.table[["std_error", "conf_low", "conf_high"]].notna().all(axis=None)
