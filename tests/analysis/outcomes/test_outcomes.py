"""Models of outcomes through the public call: kinds, weights, missing answers, separation, empty and rare answers."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError
from survey.stats.general_dominance import outcome_dominance
from survey.stats.logistic import fit_logistic
from survey.stats.outcomes.count_models import fit_negative_binomial
from survey.stats.outcomes.separation import SeparationError

DRIVERS = ["speed", "price", "staff"]


@pytest.fixture(scope="module")
def responses() -> sv.Responses:
    return sv.simulate_responses(sv.load_questionnaire("ecommerce-service"), n=300, seed=1)


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """240 respondents: three drivers of five points, every kind of outcome, frequencies and probability weights."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame(rng.integers(1, 6, size=(240, 3)).astype(float), columns=DRIVERS)
    latent = 0.6 * frame["speed"] + 0.3 * frame["price"] + 0.2 * frame["staff"] + rng.logistic(size=240)
    return frame.assign(
        score=latent,
        rating=np.digitize(latent, [2, 3, 4, 5]) + 1.0,
        likely=np.clip(np.round(latent + 3), 0, 10),
        calls=rng.poisson(np.exp(0.3 * frame["speed"] - 0.1 * frame["price"]) * rng.gamma(2, 0.5, size=240)),
        times=rng.integers(1, 5, size=240).astype(float),
        chance=rng.uniform(0.3, 3, size=240),
    )


OUTCOMES = {"continuous": "score", "top_box": "rating", "ordered": "rating", "recommend": "likely", "count": "calls"}
PSEUDO = ["mcfadden", "nagelkerke"]


def notes_of(model: sv.OutcomeModel) -> set[str]:
    return {note.code for note in model.notes}


def explain(frame: pd.DataFrame, kind: str, **options) -> sv.OutcomeModel:
    outcome = options.pop("outcome", OUTCOMES[kind])
    return sv.model_outcome(frame, outcome=outcome, drivers=DRIVERS, kind=kind, **options)


@pytest.mark.parametrize("kind", OUTCOMES)
def test_every_kind_from_a_frame(answers, kind):
    model = explain(answers, kind, n_boot=5)
    assert model.table["driver"].tolist() == DRIVERS
    assert model.n == 240
    for measure, part in model.importance.groupby("measure"):
        assert part["importance"].sum() == pytest.approx(model.fit[measure].iloc[0], rel=1e-6)
        assert part["importance_share"].sum() == pytest.approx(1)
        assert (part["conf_low"] <= part["conf_high"]).all()
    assert set(model.importance["measure"]) == ({"r2"} if kind == "continuous" else set(PSEUDO))
    assert len(model.promoters) == (3 if kind == "recommend" else 0)
    assert model.method.in_language("zh-CN") != model.method.in_language("en")


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [("continuous", None), ("top_box", None), ("ordered", None), ("recommend", None), ("count", "recommend")],
)
def test_every_kind_from_a_questionnaire(responses, kind, outcome, missing):
    model = sv.model_outcome(responses, outcome=outcome, kind=kind, missing=missing, importance=False)
    plan = responses.questionnaire
    named = {"continuous": "satisfaction", "recommend": "recommend", "count": "recommend"}.get(kind, "sat1")
    assert model.outcome == named
    assert model.table["driver"].tolist() == list(plan.drivers)
    ranked = sv.rank_drivers(responses, missing=missing, n_boot=0)
    if kind == "continuous":
        slopes = ranked.table.set_index("driver")["coefficient"].loc[list(plan.drivers)]
        np.testing.assert_allclose(model.table["coefficient"], slopes)
        assert model.n == ranked.n
    indicators = model.coefficients["term"].str.startswith("asked_").sum()
    assert indicators == (2 if missing == "indicator" else 0)
    if missing == "indicator":
        assert model.n > 280


def test_no_item_of_counts_is_an_error_that_says_what_to_give(responses):
    with pytest.raises(OptionError, match="outcome=ITEM"):
        sv.model_outcome(responses, kind="count")


def test_the_top_of_an_item_is_its_highest_points(responses):
    model = sv.model_outcome(responses, kind="top_box", missing="indicator", importance=False)
    assert model.categories.loc[model.categories["top"], "code"].tolist() == [6.0, 7.0]
    assert model.categories["share"].sum() == pytest.approx(1)
    assert "满意" in model.categories["answer"].tolist()


@pytest.mark.parametrize("kind", OUTCOMES)
def test_frequencies_are_repeated_rows(answers, kind):
    counted = explain(answers, kind, weights="times", weighting="frequency")
    repeated = explain(answers.loc[answers.index.repeat(answers["times"].astype(int))], kind)
    assert counted.n == repeated.n == answers["times"].sum()
    for table in ("table", "coefficients", "importance", "assumption", "categories", "promoters"):
        pd.testing.assert_frame_equal(getattr(counted, table), getattr(repeated, table), rtol=1e-6, atol=1e-9)
    pd.testing.assert_frame_equal(
        counted.fit.drop(columns="n_total"), repeated.fit.drop(columns="n_total"), rtol=1e-7, check_dtype=False
    )


@pytest.mark.parametrize("kind", OUTCOMES)
def test_probability_weights_have_no_scale(answers, kind):
    once, tenfold = (explain(answers.assign(chance=answers["chance"] * by), kind, weights="chance") for by in (1, 10))
    pd.testing.assert_frame_equal(once.table, tenfold.table, rtol=1e-6)
    assert once.n == 240
    assert once.fit["n_eff"].iloc[0] == pytest.approx(answers["chance"].sum() ** 2 / (answers["chance"] ** 2).sum())
    assert once.fit[["aic", "bic"]].isna().all(axis=None)
    assert np.isfinite(once.table["df"]).all()


def test_a_driver_that_separates_is_named(answers):
    top = (answers["rating"] >= 4).astype(float)
    frame = answers.assign(top=top, price=2 * top + top * answers["staff"])
    with pytest.raises(SeparationError, match="'price' separates") as caught:
        explain(frame, "top_box", outcome="top")
    assert caught.value.drivers == (1,)


def test_drivers_that_separate_together_are_named_and_no_others(answers):
    frame = answers.assign(top=(answers["speed"] + answers["price"] > 6).astype(float))
    with pytest.raises(SeparationError, match="'speed', 'price' separate"):
        explain(frame, "top_box", outcome="top")


def test_separation_of_ordered_answers_and_counts_is_named(answers):
    with pytest.raises(SeparationError, match="'price' separates"):
        explain(answers.assign(price=2 * answers["rating"]), "ordered")
    with pytest.raises(SeparationError, match="'staff' separates"):
        explain(answers.assign(staff=(answers["calls"] > 0).astype(float)), "count")


def test_an_empty_answer_has_no_cut_and_a_note(answers):
    model = explain(answers.assign(rating=answers["rating"].replace(2, 3)), "ordered", importance=False)
    assert "outcome_empty" in notes_of(model)
    assert model.coefficients["term"].tolist()[:3] == ["1|3", "3|4", "4|5"]
    assert model.categories.set_index("code").loc[2, "n"] == 0
    # only the order of answers counts
    dense = explain(answers.assign(rating=answers["rating"].replace({2: 3, 1: 2})), "ordered", importance=False)
    pd.testing.assert_frame_equal(model.table, dense.table)


def test_a_rare_answer_is_noted_and_its_cut_is_left_out_of_the_test(answers):
    frame = answers.copy()
    frame.loc[:2, "rating"] = 6
    model = explain(frame, "ordered", importance=False)
    assert {"outcome_rare", "outcome_brant_thin"} <= notes_of(model)
    brant = model.assumption.set_index("driver")
    assert brant.loc["speed", "df"] == 3  # five cuts, one left out
    assert brant.loc["", "df"] == 9


def test_a_separated_cut_is_left_out_of_the_test(answers):
    frame = answers.copy()
    frame.loc[frame["speed"] == 1, "rating"] = frame["rating"].clip(upper=4)
    frame.loc[frame["speed"] < 5, "rating"] = frame["rating"].clip(upper=4)
    model = explain(frame, "ordered", importance=False)
    assert "outcome_brant_separated" in notes_of(model)
    assert "4|5" in next(str(note) for note in model.notes if note.code == "outcome_brant_separated")
    assert (model.assumption.loc[model.assumption["driver"] != "", "df"] == 2).all()
    # the cuts that are left give what they give alone
    merged = explain(frame.assign(rating=frame["rating"].clip(upper=4)), "ordered", importance=False)
    pd.testing.assert_frame_equal(model.assumption, merged.assumption, rtol=1e-7)


def test_an_outcome_of_one_answer_is_refused(answers):
    for kind, outcome in OUTCOMES.items():
        with pytest.raises(DataError, match="never varies"):
            explain(answers.assign(**{outcome: 3.0}), kind)


def test_two_answers_in_order_are_a_logistic_model(answers):
    frame = answers.assign(top=(answers["rating"] >= 4).astype(float))
    ordered, cut = (explain(frame, kind, outcome="top") for kind in ("ordered", "top_box"))
    pd.testing.assert_frame_equal(ordered.table, cut.table)
    pd.testing.assert_frame_equal(ordered.importance, cut.importance)
    assert ordered.assumption.empty
    fit = fit_logistic(frame["top"], frame[DRIVERS])
    np.testing.assert_allclose(cut.coefficients["estimate"], fit.coefficients)


def test_slopes_of_their_own_with_probability_weights_are_tested_by_wald(answers):
    model = explain(answers, "ordered", weights="chance", free=["price"], importance=False)
    assert model.table.loc[model.table["driver"] == "price", "cut_point"].tolist() == ["1|2", "2|3", "3|4", "4|5"]
    last = model.assumption.iloc[-1]
    assert (last["test"], last["df"]) == ("wald", 3)
    # the sandwich makes equal weights a test that is near the likelihood ratio's
    equal = explain(answers.assign(one=2.0), "ordered", weights="one", free=["price"], importance=False)
    plain = explain(answers, "ordered", free=["price"], importance=False).assumption.iloc[-1]
    assert plain["test"] == "likelihood_ratio"
    assert equal.assumption.iloc[-1]["statistic"] == pytest.approx(plain["statistic"], rel=0.2)


def test_suggested_slopes_are_those_the_test_tells_apart():
    rng = np.random.default_rng(5)
    x = rng.normal(size=(1500, 2))
    noise = rng.logistic(size=1500)
    cuts = np.column_stack([x @ [1.5, 0.7] + noise > -1, x @ [0.0, 0.7] + noise > 1.5])
    frame = pd.DataFrame(x, columns=["early", "even"]).assign(rating=np.sum(np.cumprod(cuts, axis=1), axis=1))
    plain = sv.model_outcome(frame, outcome="rating", kind="ordered", importance=False)
    assert "outcome_not_parallel" in notes_of(plain)
    freed = sv.model_outcome(frame, outcome="rating", kind="ordered", free="suggested")
    assert freed.table["driver"].tolist() == ["early", "early", "even"]
    assert {"outcome_shares_common"} <= notes_of(freed)
    assert "outcome_not_parallel" not in notes_of(freed)


def test_negative_binomial_with_weights(answers):
    model = explain(answers, "count", count_model="negative_binomial", weights="chance")
    fit = fit_negative_binomial(answers["calls"], answers[DRIVERS], answers["chance"], weighting="probability")
    np.testing.assert_allclose(model.table["coefficient"], fit.coefficients[1:])
    np.testing.assert_allclose(model.table["std_error"], fit.std_error[1:])
    assert model.fit["dispersion"].iloc[0] == pytest.approx(fit.dispersion)
    assert fit.dispersion > 0
    shares = model.importance[model.importance["measure"] == "mcfadden"]
    assert shares["importance"].sum() == pytest.approx(fit.mcfadden, rel=1e-5)
    counted = explain(answers, "count", count_model="negative_binomial", weights="times", weighting="frequency")
    repeated = explain(
        answers.loc[answers.index.repeat(answers["times"].astype(int))], "count", count_model="negative_binomial"
    )
    pd.testing.assert_frame_equal(counted.table, repeated.table, rtol=1e-6)
    assert counted.fit["dispersion"].iloc[0] == pytest.approx(repeated.fit["dispersion"].iloc[0], rel=1e-6)


def test_overdispersion_is_found_and_noted(answers):
    model = explain(answers, "count", importance=False)
    assert model.assumption["test"].tolist() == ["overdispersion"]
    assert "outcome_overdispersed" in notes_of(model)


def test_incomplete_rows_are_left_out_and_counted(answers):
    holes = answers.copy()
    holes.loc[:9, "speed"] = np.nan
    holes.loc[20:24, "rating"] = np.nan
    model = explain(holes, "ordered", importance=False)
    assert (model.n, model.fit["n_total"].iloc[0]) == (225, 240)
    assert "listwise" in notes_of(model)
    pd.testing.assert_frame_equal(model.table, explain(holes.dropna(), "ordered", importance=False).table)


def test_a_unit_changes_ratios_only(answers):
    one, two = (explain(answers, "ordered", unit=unit, importance=False) for unit in (1, 2))
    np.testing.assert_allclose(two.table["odds_ratio"], one.table["odds_ratio"] ** 2)
    np.testing.assert_allclose(two.table["coefficient"], one.table["coefficient"])
    np.testing.assert_allclose(one.table["odds_ratio_low"], np.exp(one.table["conf_low"]))
    assert "outcome_unit" in notes_of(two)


def test_controls_are_in_every_model_and_get_no_share(answers):
    model = sv.model_outcome(
        answers, outcome="rating", drivers=["speed", "price"], controls=["staff"], kind="ordered", n_boot=2, seed=4
    )
    assert set(model.importance["driver"]) == {"speed", "price"}
    alone = sv.model_outcome(answers, outcome="rating", drivers=["staff"], kind="ordered", importance=False)
    part = model.importance[model.importance["measure"] == "mcfadden"]
    gain = model.fit["mcfadden"].iloc[0] - alone.fit["mcfadden"].iloc[0]
    assert part["importance"].sum() == pytest.approx(gain, rel=1e-6)


def test_importance_is_general_dominance(answers):
    model = explain(answers, "ordered")
    for measure, part in model.importance.groupby("measure"):
        expected = outcome_dominance(answers["rating"], answers[DRIVERS], model="ordinal", measure=measure)
        np.testing.assert_allclose(part.set_index("driver").loc[DRIVERS, "importance"], expected)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"kind": "ordered", "free": "price"}, "no list"),
        ({"kind": "ordered", "free": ["mood"]}, "'mood'"),
        ({"kind": "top_box", "free": ["price"]}, "ordered answers"),
        ({"kind": "top_box", "top": 5}, "top=5"),
        ({"kind": "top_box", "outcome": "score"}, "cut="),
        ({"kind": "plain"}, "kind"),
        ({"kind": "ordered", "weighting": "survey"}, "weighting"),
        ({"kind": "ordered", "confidence": 1.0}, "confidence"),
    ],
)
def test_bad_options_are_refused(answers, options, said):
    with pytest.raises(OptionError, match=said):
        sv.model_outcome(answers, **{"outcome": "rating", "drivers": DRIVERS, **options})


@pytest.mark.parametrize("shift", [-3, 0.5])
def test_counts_are_whole_numbers_from_zero(answers, shift):
    with pytest.raises(DataError, match="whole number"):
        explain(answers.assign(calls=answers["calls"] + shift), "count")


def test_an_item_that_is_part_of_a_driver_is_refused(responses):
    item = responses.questionnaire.constructs["price"].items[0]
    with pytest.raises(OptionError, match="explain itself"):
        sv.model_outcome(responses, outcome=item, kind="ordered")


def test_the_picture_shows_every_driver(answers):
    model = explain(answers, "ordered", n_boot=5)
    for language in ("en", "zh-CN"):
        axes = model.plot(language=language)
        assert {label.get_text() for label in axes.get_yticklabels()} >= set(DRIVERS)
    with pytest.raises(OptionError, match="importance=False"):
        explain(answers, "ordered", importance=False).plot()


def test_the_test_of_slopes_can_be_left_out(answers):
    options = {"outcome": "rating", "drivers": DRIVERS, "kind": "ordered", "importance": False}
    tested, plain = (sv.model_outcome(answers, test_slopes=test, **options) for test in (True, False))
    assert len(tested.assumption)
    assert plain.assumption.empty
    pd.testing.assert_frame_equal(tested.table, plain.table)
    with pytest.raises(OptionError, match="test_slopes=True"):
        sv.model_outcome(answers, test_slopes=False, free="suggested", **options)


def test_clusters_are_not_taken_for_respondents() -> None:
    """Everybody twice: rows as clusters halve the variance, persons as clusters do not."""
    rng = np.random.default_rng(5)
    frame = pd.DataFrame(rng.normal(size=(300, 2)), columns=["speed", "price"])
    frame["rating"] = frame["speed"] + rng.normal(size=300)
    twice = pd.concat([frame, frame]).assign(person=[*range(300)] * 2).reset_index(drop=True)
    once = sv.model_outcome(frame.assign(person=range(300)), outcome="rating", clusters="person", importance=False)
    person = sv.model_outcome(twice, outcome="rating", clusters="person", importance=False)
    rows = sv.model_outcome(twice.drop(columns="person"), outcome="rating", importance=False)
    assert person.table["driver"].tolist() == ["speed", "price"]
    np.testing.assert_allclose(person.table["std_error"], once.table["std_error"], rtol=1e-10)
    assert set(person.table["df"]) == {300 - 1 - 2}
    np.testing.assert_allclose(rows.table["std_error"] * np.sqrt(2), person.table["std_error"], rtol=0.02)
    assert "outcome_design" in {note.code for note in person.notes} and "HC3" not in person.method
    counts = {"count": rng.poisson(2, size=600)}
    for model in ("poisson", "negative_binomial"):
        given = twice.assign(**counts)[["count", "speed", "price", "person"]]
        clustered = sv.model_outcome(
            given, outcome="count", kind="count", count_model=model, clusters="person", importance=False
        )
        assert clustered.table["std_error"].gt(0).all()


@pytest.mark.parametrize(
    ("options", "error", "said"),
    [
        ({"n_boot": 10}, OptionError, "without n_boot"),
        ({"weighting": "frequency"}, OptionError, "probability weights"),
        ({"drivers": ["a", "b"]}, DataError, "3 clusters in 1 strata leave no degrees of freedom"),
    ],
)
def test_designs_that_cannot_be_say_why(options, error, said) -> None:
    rng = np.random.default_rng(6)
    frame = pd.DataFrame(rng.normal(size=(60, 3)), columns=["y", "a", "b"]).assign(shop=[*range(3)] * 20)
    with pytest.raises(error, match=said):
        sv.model_outcome(frame, outcome="y", clusters="shop", importance=False, **options)
