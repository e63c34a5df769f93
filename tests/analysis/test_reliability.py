"""`assess_reliability`: R values through the public call, and what it says to items that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv

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
