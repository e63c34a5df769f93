"""`assess_reliability`: R values through the public call, and what it says to items that cannot be used."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.measurement.reliability import ESTIMATORS
from survey.errors import DataError

# R's qf() takes more denominator degrees of freedom than this for infinitely many; see tests/reference.
R_EXACT_DF = 400_000


def estimate(reliability: object, estimator: str, construct: str = "scale") -> pd.Series:
    table = reliability.table  # type: ignore[attr-defined]
    return table[(table["construct"] == construct) & (table["estimator"] == estimator)].iloc[0]


@pytest.fixture
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    common = rng.normal(size=(60, 1))
    return pd.DataFrame(np.round(4 + common + rng.normal(size=(60, 4))), columns=list("abcd"))


def test_matches_every_shared_alpha_file_through_the_public_call(reference_dir: Path) -> None:
    """psych::alpha and the plain formulas stored beside it; psych drops incomplete rows."""
    compared = 0
    for path in sorted((reference_dir / "open/results").glob("*__alpha__*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        results = stored["results"]
        frame = pd.read_csv(reference_dir / "open" / stored["data_file"], keep_default_na=False, na_values=[""])
        items = frame[stored["columns"]].astype(float)
        total = results["complete_cases"]["total"]
        keys = results.get("keys_applied")
        if keys:
            top, bottom = items.max().max(), items.min().min()
            items = items.assign(
                **{k: top + bottom - items[k] for k, sign in zip(items, keys, strict=True) if sign == -1}
            )
        reliability = sv.assess_reliability(items)
        assert reliability.n == results["n_complete"], path.name
        assert estimate(reliability, "alpha")["estimate"] == pytest.approx(total["raw_alpha"], rel=1e-8), path.name
        assert estimate(reliability, "alpha_standardized")["estimate"] == pytest.approx(total["std.alpha"], rel=1e-8)
        feldt = results["complete_cases"]["feldt_ci95"]
        row = estimate(reliability, "alpha")
        if (reliability.n - 1) * (len(items.columns) - 1) <= R_EXACT_DF:
            assert row["conf_low"] == pytest.approx(feldt["lower.ci"], rel=1e-7), path.name
            assert row["conf_high"] == pytest.approx(feldt["upper.ci"], rel=1e-7), path.name
        if len(items.columns) > 2:
            lambda6 = estimate(reliability, "lambda6")["estimate"]
            assert lambda6 == pytest.approx(total["G6(smc)"], rel=1e-7), path.name
            dropped = pd.DataFrame(**_frame(results["complete_cases"]["alpha_drop"]))
            np.testing.assert_allclose(
                reliability.items["alpha_dropped"], dropped["raw_alpha"].astype(float), rtol=1e-8
            )
        stats = pd.DataFrame(**_frame(results["complete_cases"]["item_stats"]))
        np.testing.assert_allclose(reliability.items["item_rest"], stats["r.drop"].astype(float), rtol=1e-7)
        compared += 1
    assert compared >= 30


def _frame(table: dict[str, object]) -> dict[str, object]:
    return {"data": table["values"], "index": table["rownames"], "columns": table["colnames"]}


def test_two_items_get_spearman_brown_and_no_omega(answers: pd.DataFrame) -> None:
    """Eisinga, te Grotenhuis & Pelzer (2013): 2r / (1 + r)."""
    reliability = sv.assess_reliability(answers[["a", "b"]])
    r = answers["a"].corr(answers["b"])
    assert estimate(reliability, "spearman_brown")["estimate"] == pytest.approx(2 * r / (1 + r))
    assert "omega_total" not in set(reliability.table["estimator"])


def test_omega_interval_holds_the_estimate(answers: pd.DataFrame) -> None:
    row = estimate(sv.assess_reliability(answers, n_boot=300, seed=2), "omega_total")
    assert row["conf_low"] < row["estimate"] < row["conf_high"]


def test_integer_weights_equal_replicated_rows(answers: pd.DataFrame) -> None:
    counts = np.arange(60) % 4 + 1
    weighted = sv.assess_reliability(answers, weights=counts).table
    replicated = sv.assess_reliability(answers.loc[answers.index.repeat(counts)]).table
    np.testing.assert_allclose(weighted["estimate"], replicated["estimate"], rtol=1e-6)


def test_incomplete_rows_are_left_out_and_counted(answers: pd.DataFrame) -> None:
    answers.loc[:4, "b"] = np.nan
    assert sv.assess_reliability(answers).n == 55


def test_an_item_without_answers_is_named(answers: pd.DataFrame) -> None:
    reliability = sv.assess_reliability(answers.assign(e=np.nan))
    assert any("'e' has no answers" in note for note in reliability.notes)
    assert estimate(reliability, "alpha")["n_items"] == 4


def test_an_item_that_never_varies_is_named(answers: pd.DataFrame) -> None:
    reliability = sv.assess_reliability(answers.assign(e=3))
    assert any("'e' does not vary" in note for note in reliability.notes)


def test_an_item_against_the_rest_is_named(answers: pd.DataFrame) -> None:
    reliability = sv.assess_reliability(answers.assign(a=8 - answers["a"]))
    assert any("'a' goes against the rest" in note for note in reliability.notes)


def test_one_item_is_an_error_never_one(answers: pd.DataFrame) -> None:
    with pytest.raises(sv.DataError, match="needs two items"):
        sv.assess_reliability(answers[["a"]])


def test_text_items_are_an_error(answers: pd.DataFrame) -> None:
    with pytest.raises(sv.DataError, match="'a' holds no numbers"):
        sv.assess_reliability(answers.assign(a="often"))


def test_unknown_columns_list_the_good_ones(answers: pd.DataFrame) -> None:
    with pytest.raises(sv.OptionError, match="no column 'z'; there are: a, b, c, d"):
        sv.assess_reliability(answers, constructs={"one": ["a", "z"]})


# -- more estimators -----------------------------------------------------------------------------------------------


def test_all_estimators_come_in_one_order_whatever_was_asked(answers: pd.DataFrame) -> None:
    every = sv.assess_reliability(answers, estimators="all")
    assert set(ESTIMATORS) - set(every.table["estimator"]) == {"spearman_brown", "omega_hierarchical"}
    some = sv.assess_reliability(answers, estimators=["omega_categorical", "alpha"]).table["estimator"]
    assert some.tolist() == ["alpha", "omega_categorical"]
    assert any("4 items, too few for omega_hierarchical" in note for note in every.notes)


def test_standard_estimators_stay_as_they_are(answers: pd.DataFrame) -> None:
    expected = ["alpha", "alpha_standardized", "omega_total", "omega_total_standardized", "lambda6"]
    assert sv.assess_reliability(answers).table["estimator"].tolist() == expected
    pair = sv.assess_reliability(answers[["a", "b"]]).table["estimator"]
    assert pair.tolist() == ["alpha", "alpha_standardized", "spearman_brown"]


def test_each_interval_is_named_beside_it(answers: pd.DataFrame) -> None:
    table = sv.assess_reliability(answers, n_boot=60).table.set_index("estimator")
    assert table.loc["alpha", "interval"] == "feldt"
    assert table.loc["omega_total", "interval"] == "percentile"
    bca = sv.assess_reliability(answers, n_boot=60, interval="bca")
    assert set(bca.table["interval"]) == {"bca"} and "named beside it" in bca.method
    assert set(sv.assess_reliability(answers, interval="duhachek").table["interval"]) == {"duhachek", ""}


def test_halves_are_compared_when_asked_for(answers: pd.DataFrame) -> None:
    assert sv.assess_reliability(answers).halves.empty
    result = sv.assess_reliability(answers, estimators=["split_half_odd_even", "beta"])
    halves = result.halves.set_index(["split", "estimator"])["estimate"]
    one, other = answers[["a", "c"]].sum(axis=1), answers[["b", "d"]].sum(axis=1)
    assert halves["odd_even", "correlation"] == pytest.approx(one.corr(other))
    assert estimate(result, "split_half_odd_even")["estimate"] == pytest.approx(halves["odd_even", "horst"])
    assert estimate(result, "beta")["estimate"] == pytest.approx(halves["worst", "flanagan"])
    assert halves["worst", "flanagan"] < halves["mean", "flanagan"] < halves["best", "flanagan"]


def test_omega_without_an_item(answers: pd.DataFrame) -> None:
    items = sv.assess_reliability(answers).items
    rest = sv.assess_reliability(answers[["b", "c", "d"]])
    assert items.loc[0, "omega_dropped"] == pytest.approx(estimate(rest, "omega_total")["estimate"], rel=1e-7)


def test_alpha_is_called_wrong_where_items_differ() -> None:
    rng = np.random.default_rng(6)
    numbers = rng.normal(size=(400, 1)) * [1.3, 1.1, 0.5, 0.2] + rng.normal(size=(400, 4))
    result = sv.assess_reliability(pd.DataFrame(np.round(2 * numbers) + 10, columns=list("abcd")))
    [note] = [note for note in result.notes if "not equally good measures" in note]
    omega = estimate(result, "omega_total")["estimate"]
    assert f"quote omega total ({omega:.2f})" in note
    assert result.equivalence.loc[0, ["df", "n"]].tolist() == [3, 400]
    assert result.equivalence.loc[0, "p_value"] < 0.001


def test_equal_items_are_not_complained_about(answers: pd.DataFrame) -> None:
    result = sv.assess_reliability(answers)
    assert result.equivalence.loc[0, "p_value"] > 0.05
    assert result.notes == ()


def test_several_constructs_keep_their_rows_apart(answers: pd.DataFrame) -> None:
    result = sv.assess_reliability(answers, constructs={"one": ["a", "b", "c"], "two": ["b", "c", "d"]})
    alone = sv.assess_reliability(answers[["b", "c", "d"]])
    assert estimate(result, "alpha", "two")["estimate"] == pytest.approx(estimate(alone, "alpha")["estimate"])
    assert result.equivalence["construct"].tolist() == ["one", "two"]


# -- what can be wrong ---------------------------------------------------------------------------------------------


def test_two_answers_and_an_answer_nobody_gave_are_named(answers: pd.DataFrame) -> None:
    frame = answers.assign(a=(answers["a"] > 4).astype(int), b=answers["b"].replace(4, 5))
    notes = sv.assess_reliability(frame, estimators=["alpha", "alpha_ordinal"]).notes
    assert any("only two different answers were given to 'a'" in note for note in notes)
    assert any("nobody gave the answer 4 to 'b'" in note for note in notes)
    assert not any("nobody gave" in note for note in sv.assess_reliability(frame).notes)


def test_an_item_counted_twice_is_named_and_nothing_breaks(answers: pd.DataFrame) -> None:
    result = sv.assess_reliability(answers.assign(e=answers["a"]), estimators="all")
    assert any("'a' and 'e' correlate perfectly" in note for note in result.notes)
    assert any("could not be tested" in note for note in result.notes)
    assert any("was stopped at ±0.9999" in note for note in result.notes)


def test_fewer_respondents_than_items_is_said(answers: pd.DataFrame) -> None:
    result = sv.assess_reliability(answers.head(4))
    assert any("4 complete rows for 4 items" in note for note in result.notes)
    assert any("could not be tested" in note for note in result.notes)


def test_a_heywood_case_is_said() -> None:
    rng = np.random.default_rng(2)
    cov = np.array([[1, 0.8, 0.8], [0.8, 1, 0.4], [0.8, 0.4, 1.0]])
    frame = pd.DataFrame(np.round(4 + 1.5 * rng.normal(size=(300, 3)) @ np.linalg.cholesky(cov).T), columns=list("abc"))
    notes = sv.assess_reliability(frame, estimators=["omega_total", "omega_categorical"]).notes
    assert sum("at its lower bound" in " ".join(note.split()) for note in notes) == 2


def test_a_search_without_a_solution_is_said(answers: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.stats.one_factor.MAX_STEPS", 0)
    result = sv.assess_reliability(answers)
    assert np.isnan(estimate(result, "omega_total")["estimate"])
    assert any(
        "the search for omega_total, omega_total_standardized found no solution" in note for note in result.notes
    )


def test_fine_answers_have_no_categories() -> None:
    frame = pd.DataFrame(np.random.default_rng(1).normal(size=(80, 3)) + 3, columns=list("abc"))
    result = sv.assess_reliability(frame, estimators=["alpha", "omega_categorical"])
    assert result.table["estimator"].tolist() == ["alpha"]
    assert any("more than 20 different answers" in note for note in result.notes)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"estimators": ["alpha", "gamma"]}, "estimators='gamma' is not an option; use one of: alpha, "),
        ({"estimators": "most"}, "use one of: standard, all"),
        ({"estimators": []}, "estimators is empty"),
        ({"interval": "exact"}, "interval='exact'"),
        ({"interval": "bca"}, "give n_boot"),
        ({"group_factors": 1}, "group_factors=1"),
    ],
)
def test_bad_options_list_the_good_ones(answers: pd.DataFrame, options: dict, says: str) -> None:
    with pytest.raises(sv.OptionError, match=says):
        sv.assess_reliability(answers, **options)


def test_negative_weights_are_an_error(answers: pd.DataFrame) -> None:
    with pytest.raises(sv.DataError, match="negative"):
        sv.assess_reliability(answers, weights=[-1.0, *[1.0] * 59])


def test_a_questionnaire_without_constructs_is_refused_with_advice() -> None:
    responses = sv.simulate_responses(sv.load_questionnaire("mobi"), n=40, seed=1)
    bare = replace(responses, questionnaire=replace(responses.questionnaire, constructs={}))
    for assess in (sv.assess_reliability, sv.confirm_factors):
        with pytest.raises(DataError, match=r"no driver or outcome construct.*add constructs"):
            assess(bare)
