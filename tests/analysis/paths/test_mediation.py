"""`estimate_mediation`: identities of parallel and serial routes, intervals, weights, input, refusals, pictures."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(8)
    x = rng.normal(size=150)
    first = 0.5 * x + rng.normal(size=150)
    second = 0.3 * x + 0.4 * first + rng.normal(size=150)
    y = 0.2 * x + 0.4 * first + 0.3 * second + rng.normal(size=150)
    return pd.DataFrame({"x": x, "first": first, "second": second, "y": y, "z": rng.normal(size=150)})


def fit(frame: pd.DataFrame, **options):
    given = {"predictor": "x", "mediators": ["first", "second"], "outcome": "y", "n_boot": 0, **options}
    return sv.estimate_mediation(frame, **given)


def said(result) -> str:
    return " ".join(str(note) for note in result.notes)


def slopes(frame: pd.DataFrame, outcome: str, regressors: list[str]) -> dict[str, float]:
    design = np.column_stack([np.ones(len(frame)), frame[regressors]])
    return dict(zip(regressors, np.linalg.lstsq(design, frame[outcome].to_numpy(), rcond=None)[0][1:], strict=True))


@pytest.mark.parametrize("structure", ["parallel", "serial"])
@pytest.mark.parametrize("covariates", [[], ["z"]])
def test_routes_are_products_and_sum_to_the_total(frame, structure, covariates):
    table = fit(frame, structure=structure, covariates=covariates).table
    one = slopes(frame, "first", ["x", *covariates])
    two = slopes(frame, "second", ["x", *(["first"] if structure == "serial" else []), *covariates])
    end = slopes(frame, "y", ["x", "first", "second", *covariates])
    expected = [one["x"] * end["first"], two["x"] * end["second"]]
    if structure == "serial":
        expected.append(one["x"] * two["first"] * end["second"])
    routes = table[table["association"] == "indirect"]
    assert routes["estimate"].tolist() == pytest.approx(expected, abs=1e-10)
    rest = table.set_index("association")["estimate"]
    assert rest["indirect_total"] == pytest.approx(sum(expected), abs=1e-10)
    assert rest["direct"] == pytest.approx(end["x"], abs=1e-10)
    total = slopes(frame, "y", ["x", *covariates])["x"]
    assert rest["total"] == pytest.approx(total, abs=1e-10)
    assert rest["direct"] + sum(expected) == pytest.approx(total, abs=1e-10)
    assert routes["share_of_total"].sum() + rest["direct"] / total == pytest.approx(1)


def test_one_mediator_and_its_three_product_tests(frame):
    found = fit(frame, mediators="first")
    steps = found.coefficients.set_index(["path_from", "path_to"])
    a, b = steps.loc[("x", "first")], steps.loc[("first", "y")]
    plain = a["estimate"] ** 2 * b["std_error"] ** 2 + b["estimate"] ** 2 * a["std_error"] ** 2
    product = a["std_error"] ** 2 * b["std_error"] ** 2
    errors = found.product_tests.set_index("estimator")["std_error"]
    assert errors["sobel"] == pytest.approx(np.sqrt(plain))
    assert errors["aroian"] == pytest.approx(np.sqrt(plain + product))
    assert errors["goodman"] == pytest.approx(np.sqrt(plain - product))


def test_bootstrap_intervals(frame):
    percentile, again = (fit(frame, n_boot=400, seed=3) for _ in range(2))
    pd.testing.assert_frame_equal(percentile.table, again.table)
    accelerated = fit(frame, n_boot=400, seed=3, interval="bca")
    for found in (percentile, accelerated):
        assert (found.table["conf_low"] < found.table["estimate"]).all()
        assert (found.table["estimate"] < found.table["conf_high"]).all()
    assert set(accelerated.table["interval"]) == {"bca"}
    width = percentile.table["conf_high"] - percentile.table["conf_low"]
    moved = (accelerated.table["conf_high"] - percentile.table["conf_high"]).abs()
    assert moved.max() > 0
    assert (moved < 0.35 * width).all()
    # a normal interval of the delta method is about as wide
    wide = fit(frame).table
    assert (width / (wide["conf_high"] - wide["conf_low"])).between(0.75, 1.3).all()


def test_samples_in_which_the_predictor_stands_still_are_said(frame):
    found = fit(frame.assign(x=(frame.index == 5).astype(float)), mediators="first", n_boot=100)
    assert "bootstrap samples gave no solution" in said(found)
    assert np.isfinite(found.table[["conf_low", "conf_high"]].to_numpy()).all()


@pytest.mark.parametrize("structure", ["parallel", "serial"])
def test_weights_are_repeated_rows(frame, structure):
    weights = np.arange(len(frame)) % 3 + 1
    weighted = fit(frame, weights=weights, structure=structure)
    repeated = fit(frame.loc[np.repeat(frame.index, weights)].reset_index(drop=True), structure=structure)
    for column in ("estimate", "standardized", "share_of_total"):
        np.testing.assert_allclose(weighted.table[column], repeated.table[column], atol=1e-10)
    assert "HC3" in str(weighted.method)


def test_weights_of_responses_reach_the_regressions():
    answers = sv.simulate_responses("csibank", n=300, seed=2)
    weights = np.arange(len(answers)) % 3 + 1.0
    options = {"predictor": "quality", "mediators": ["value"], "n_boot": 0}
    weighted = sv.estimate_mediation(answers.with_weights(weights, because="test"), **options)
    plain = sv.estimate_mediation(
        sv.score_constructs(answers).table, outcome="satisfaction", weights=weights, **options
    )
    np.testing.assert_allclose(weighted.table["estimate"], plain.table["estimate"], atol=1e-9)
    assert weighted.outcome == "satisfaction"


def test_responses_their_scores_and_a_frame_agree():
    answers = sv.simulate_responses("mobi", n=300, seed=1)
    scores = sv.score_constructs(answers)
    options = {"predictor": "quality", "mediators": ["value"], "n_boot": 0}
    first, second = sv.estimate_mediation(answers, **options), sv.estimate_mediation(scores, **options)
    third = sv.estimate_mediation(scores.table, outcome="satisfaction", **options)
    pd.testing.assert_frame_equal(first.table, second.table)
    np.testing.assert_allclose(first.table["estimate"], third.table["estimate"], atol=1e-10)


def test_rows_with_gaps_are_left_out_and_said(frame):
    holes = frame.copy()
    holes.loc[[2, 5], "second"] = np.nan
    found = fit(holes)
    assert found.n == len(frame) - 2
    np.testing.assert_allclose(found.table["estimate"], fit(frame.drop(index=[2, 5])).table["estimate"])
    assert "Complete rows" in said(found)


def test_two_values_are_said_to_be_numbers(frame):
    assert "'first' has two values" in said(fit(frame.assign(first=(frame["first"] > 0).astype(float))))


def test_the_order_is_said_to_be_assumed(frame):
    assert "order of predictor, mediator and outcome is assumed" in said(fit(frame))


@pytest.mark.parametrize(
    ("options", "error", "words"),
    [
        ({"mediators": []}, OptionError, "0 mediators"),
        ({"mediators": ["x"]}, OptionError, "two roles"),
        ({"mediators": ["nobody"]}, OptionError, "nobody"),
        ({"structure": "round"}, OptionError, "structure"),
        ({"interval": "basic"}, OptionError, "interval"),
        ({"confidence": 1.0}, OptionError, "confidence"),
        ({"mediators": ["first", "twin"]}, DataError, "twin"),
        ({"mediators": ["still"]}, DataError, "still"),
    ],
)
def test_what_cannot_be_estimated_is_refused_by_name(frame, options, error, words):
    with pytest.raises(error, match=words):
        fit(frame.assign(twin=2 * frame["first"], still=1.0), **options)


def test_too_few_rows_are_refused(frame):
    with pytest.raises(DataError):
        fit(frame.head(4))


@pytest.mark.parametrize(("language", "word"), [("en", "Total"), ("zh-CN", "总关联")])
def test_the_picture_has_a_row_for_every_association(frame, language, word):
    axes = fit(frame, structure="serial").plot(language=language)
    names = [text.get_text() for text in [*axes.get_yticklabels(), *axes.texts]]
    assert any(word in name for name in names)
    assert any("→" in name for name in names)
