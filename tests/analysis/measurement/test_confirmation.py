from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.measurement.confirmation import confirm_factors
from survey.analysis.measurement.validity import assess_validity
from survey.errors import DataError, OptionError
from survey.prepare.simulate import simulate_responses

FACTORS = {"first": ["a1", "a2", "a3"], "second": ["b1", "b2", "b3"]}


def draw(n: int = 400, points: int = 7, seed: int = 1, halves: float = 0.5) -> pd.DataFrame:
    """Draw answers to two constructs that correlate by .6."""
    rng = np.random.default_rng(seed)
    factors = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], n)
    latent = np.repeat(factors, 3, axis=1) * 0.75 + rng.normal(size=(n, 6)) * 0.66
    cuts = np.quantile(rng.normal(size=10_000), np.linspace(0, 1, points + 1)[1:-1])
    items = [item for items in FACTORS.values() for item in items]
    return pd.DataFrame(np.digitize(latent, cuts) + 1.0, columns=items)


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    return draw()


def fit_of(result, name: str) -> float:
    return float(result.fit.set_index("indicator").loc[name, "estimate"])


def test_the_model_that_made_the_answers_fits(answers):
    found = confirm_factors(answers, constructs=FACTORS)
    assert found.converged
    assert found.table["estimate"].between(0.6, 0.85).all()
    assert (found.table["conf_low"] < found.table["estimate"]).all()
    assert found.correlations["estimate"].iloc[0] == pytest.approx(0.6, abs=0.1)
    assert fit_of(found, "cfi_scaled") > 0.97
    assert found.n == 400
    assert not found.notes
    assert "MLR" in found.method


def test_a_wrong_model_does_not(answers):
    right = confirm_factors(answers, constructs=FACTORS)
    wrong = confirm_factors(answers, constructs={"all": list(answers)})
    assert fit_of(wrong, "cfi_scaled") < fit_of(right, "cfi_scaled") - 0.1
    assert fit_of(wrong, "bic") > fit_of(right, "bic")
    assert wrong.modifications["statistic"].iloc[0] > 20
    assert abs(wrong.residuals["residual"].iloc[0]) > abs(right.residuals["residual"].iloc[0])


def test_few_categories_are_taken_as_ordinal():
    few = draw(points=4)
    found = confirm_factors(few, constructs=FACTORS)
    assert "WLSMV" in found.method
    latent = confirm_factors(few, constructs=FACTORS, estimator="MLR")
    assert (found.table["estimate"] > latent.table["estimate"]).all()  # cut answers correlate less than what is behind
    with pytest.raises(OptionError, match="no unit"):
        found.scores()


def test_syntax_says_the_same_as_constructs(answers):
    model = "first =~ a1 + a2 + a3\nsecond =~ b1 + b2 + b3"
    pd.testing.assert_frame_equal(
        confirm_factors(answers, model=model).table, confirm_factors(answers, constructs=FACTORS).table
    )
    freed = confirm_factors(answers, model=f"{model}\na1 ~~ b1")
    assert fit_of(freed, "chi_square") < fit_of(confirm_factors(answers, model=model), "chi_square")
    with pytest.raises(OptionError, match="not both"):
        confirm_factors(answers, model=model, constructs=FACTORS)


def test_holes_are_used_by_full_information(answers):
    holes = answers.mask(np.random.default_rng(2).random(answers.shape) < 0.15)
    listwise = confirm_factors(holes, constructs=FACTORS)
    every = confirm_factors(holes, constructs=FACTORS, missing="fiml")
    assert listwise.n == holes.notna().all(axis=1).sum()
    assert every.n == holes.notna().any(axis=1).sum()
    assert every.table["std_error"].mean() < listwise.table["std_error"].mean()
    scores = every.scores()
    assert scores.shape == (400, 2)
    assert scores.notna().all().all()
    same = confirm_factors(answers, constructs=FACTORS, missing="fiml").table["estimate"]
    plain = confirm_factors(answers, constructs=FACTORS, estimator="ML").table["estimate"]
    np.testing.assert_allclose(same, plain, atol=1e-6)


def test_validity_names_both_of_its_bases(answers):
    holes = answers.mask(np.random.default_rng(2).random(answers.shape) < 0.15)
    every = assess_validity(holes, constructs=FACTORS, missing="fiml", n_boot=0)
    complete = int(holes.notna().all(axis=1).sum())
    assert every.n == holes.notna().any(axis=1).sum() != complete
    assert (
        f"as missing at random ({every.n} of 400)" in every.method
        and f"complete rows only ({complete})" in every.method
    )
    listwise = assess_validity(holes, constructs=FACTORS, n_boot=0)
    assert listwise.n == complete and f"complete rows ({complete} of 400)" in listwise.method


def test_equal_weights_change_nothing_and_others_do(answers):
    plain = confirm_factors(answers, constructs=FACTORS, estimator="MLR")
    even = confirm_factors(answers, constructs=FACTORS, estimator="ML", weights=np.full(400, 3.0))
    np.testing.assert_allclose(even.table["std_error"], plain.table["std_error"], rtol=1e-6)
    repeats = np.random.default_rng(1).integers(1, 4, 400)
    weighted = confirm_factors(answers, constructs=FACTORS, weights=repeats)
    repeated = confirm_factors(answers.loc[answers.index.repeat(repeats)], constructs=FACTORS)
    np.testing.assert_allclose(weighted.table["estimate"], repeated.table["estimate"], atol=1e-7)
    assert "weighted" in weighted.method


def test_responses_bring_constructs_labels_and_weights():
    simulated = simulate_responses("ecommerce-service", n=500, seed=2)
    found = confirm_factors(simulated, constructs=["price", "brand"], language="en")
    assert set(found.table["construct"]) == {"price", "brand"}
    assert found.scores().index.equals(simulated.data.index)
    reverse = [item.id for item in simulated.questionnaire.items.values() if item.reverse]
    assert found.table.loc[found.table["item"].isin(reverse), "estimate"].gt(0).all()  # keyed before it is fitted


def test_what_is_wrong_is_said(answers):
    with pytest.raises(DataError, match="needs two"):
        confirm_factors(answers.assign(a2=3.0, a3=3.0), constructs=FACTORS)
    left = confirm_factors(answers.assign(a3=3.0), constructs=FACTORS)
    assert any("a3" in note for note in left.notes)
    with pytest.raises(DataError, match="more respondents than items"):
        confirm_factors(answers.head(6), constructs=FACTORS)
    with pytest.raises(OptionError, match="no column 'z'"):
        confirm_factors(answers, constructs={"first": ["a1", "z"]})
    with pytest.raises(OptionError, match="neither a factor nor an item"):
        confirm_factors(answers, model="f =~ a1 + a2 + a3\nf ~~ g")
    with pytest.raises(OptionError, match="WLSMV takes complete rows"):
        confirm_factors(answers, constructs=FACTORS, estimator="WLSMV", missing="fiml")
    assert any("rough" in note for note in confirm_factors(answers.head(30), constructs=FACTORS).notes)


def test_an_impossible_loading_is_named():
    """Three correlations give the loadings exactly: the first is the root of .9 times .8 over .6, above 1."""
    wanted = np.linalg.cholesky([[1, 0.9, 0.8], [0.9, 1, 0.6], [0.8, 0.6, 1]])
    white = np.random.default_rng(3).normal(size=(200, 3))
    white = (white - white.mean(axis=0)) @ np.linalg.inv(np.linalg.cholesky(np.cov(white.T, bias=True))).T
    frame = pd.DataFrame(white @ wanted.T, columns=["x", "y", "z"])
    found = confirm_factors(frame, constructs={"f": ["x", "y", "z"]}, estimator="ML")
    assert found.table["estimate"].iloc[0] == pytest.approx(np.sqrt(0.9 * 0.8 / 0.6), abs=1e-6)
    assert sum("Heywood" in note for note in found.notes) == 2  # the loading, and the item's negative variance


def test_validity_tells_alike_constructs_from_different_ones(answers):
    apart = assess_validity(answers, constructs=FACTORS, n_boot=300, seed=1)
    row = apart.pairs.set_index("estimator").loc["htmt"]
    assert row["conf_low"] < row["estimate"] < row["conf_high"] < 0.85
    assert apart.table["composite_reliability"].between(0.6, 0.9).all()
    mixed = {"one": ["a1", "a2"], "other": ["a3", "b1"], "rest": ["b2", "b3"]}
    again = answers.assign(a4=answers["a1"] + np.random.default_rng(4).normal(size=400))
    alike = assess_validity(again, constructs={"one": ["a1", "a2"], "same": ["a3", "a4"]}, n_boot=0, estimator="ML")
    assert any("HTMT" in note for note in alike.notes)
    assert assess_validity(answers, constructs=mixed, n_boot=0).pairs["conf_low"].notna().sum() == 3
    with pytest.raises(DataError, match="two or more"):
        assess_validity(answers, constructs={"one": ["a1", "a2"]})
