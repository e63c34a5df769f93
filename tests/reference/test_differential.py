"""Differential item functioning against MASS::polr and glm; differential/make_reference.R made the file."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.analysis.items.differential import compare_items
from survey.stats.differential import adjust_p_values, fit_nested, match_scores

FOLDER = Path(__file__).parent / "differential"
ANSWERS = pd.read_csv(FOLDER / "answers.csv")
REFERENCE = pd.read_csv(FOLDER / "reference.csv", skipinitialspace=True)
ITEMS = [f"i{j}" for j in range(1, 7)]
GROUPS = ANSWERS["group"].map({"a": 0, "b": 1, "c": 2}).to_numpy()


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("match", ["total", "rest"])
@pytest.mark.parametrize("item", ITEMS)
def test_nested_models(match, weighted, item):
    chosen = (REFERENCE["match"] == match) & (REFERENCE["weighted"] == weighted) & (REFERENCE["item"] == item)
    expected = REFERENCE[chosen].set_index("test").loc[["uniform", "nonuniform", "total"]]
    rows = ANSWERS[ITEMS].to_numpy(float)
    score = match_scores(rows, np.ones(6, dtype=bool), rest=match == "rest")[:, ITEMS.index(item)]
    weights = ANSWERS["w"].to_numpy(float) if weighted else None
    found = fit_nested(ANSWERS[item], score, GROUPS, weights)
    np.testing.assert_allclose(found.chi_square, expected["statistic"], atol=1e-4)
    assert found.df.tolist() == expected["df"].tolist()
    np.testing.assert_allclose(found.p_value, expected["p_value"], rtol=1e-4)
    np.testing.assert_allclose(found.nagelkerke_change, expected["r2_change"], atol=1e-6)
    np.testing.assert_allclose(found.mcfadden_change, expected["mcfadden_change"], atol=1e-6)
    first = expected.iloc[0]
    np.testing.assert_allclose(found.uniform.coefficients[1:], first[["shift_b", "shift_c"]].astype(float), atol=1e-4)
    np.testing.assert_allclose(found.uniform.std_error[1:], first[["se_b", "se_c"]].astype(float), atol=1e-4)


@pytest.mark.parametrize(("method", "column"), [("holm", "holm"), ("bh", "bh")])
def test_adjustment(method, column):
    plain = REFERENCE[(REFERENCE["match"] == "total") & ~REFERENCE["weighted"]]
    for _, rows in plain.groupby("test"):
        np.testing.assert_allclose(adjust_p_values(rows["p_value"], method), rows[column].astype(float), rtol=1e-8)


def test_the_result_has_the_same_numbers():
    found = compare_items(ANSWERS[[*ITEMS, "group"]], by="group", reference="a")
    plain = REFERENCE[(REFERENCE["match"] == "total") & ~REFERENCE["weighted"]].reset_index(drop=True)
    assert found.tests[["item", "test"]].equals(plain[["item", "test"]].astype(found.tests[["item", "test"]].dtypes))
    np.testing.assert_allclose(found.tests["statistic"], plain["statistic"], atol=1e-4)
    np.testing.assert_allclose(found.tests["p_adjusted"], plain["holm"].astype(float), rtol=1e-3)
    kinds = dict(zip(found.table["item"], found.table["dif_kind"], strict=True))
    assert kinds == {"i1": "none", "i2": "uniform", "i3": "none", "i4": "nonuniform", "i5": "none", "i6": "none"}
