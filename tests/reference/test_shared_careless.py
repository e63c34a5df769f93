"""Indices of careless responding against R's careless, row by row."""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.careless import (
    average_run,
    even_odd,
    find_synonyms,
    intra_individual_sd,
    longest_run,
    mahalanobis,
    psychometric_synonyms,
    split_sd,
)

PATTERNS = ["*__careless__*.json"]
CLOSED_FORM = {"rtol": 1e-8, "atol": 1e-10}  # the files' stated tolerance


def answers(case) -> np.ndarray:
    rows = case.data()
    if "first4000" in case.name:
        rows = rows.head(4000)
    rows = rows[case.about["columns"]]
    return (rows.dropna() if case.about["rows"] == "listwise" else rows).to_numpy(float)


def test_runs_and_spread(shared_case):
    x, scores = answers(shared_case), shared_case.scores("scores_csv")
    assert len(x) == len(scores)
    np.testing.assert_array_equal(longest_run(x), scores["longstr"])
    np.testing.assert_allclose(average_run(x), scores["avgstr"], **CLOSED_FORM)
    np.testing.assert_allclose(intra_individual_sd(x), scores["irv"], **CLOSED_FORM)
    parts = scores[[f"irv_split{part}" for part in range(1, 5)]]
    np.testing.assert_allclose(split_sd(x, 4), parts, **CLOSED_FORM)


def test_mahalanobis(shared_case):
    from scipy.stats import chi2

    x, scores = answers(shared_case), shared_case.scores("scores_csv")
    found = mahalanobis(x)
    np.testing.assert_allclose(found, scores["mahad_d2"], rtol=1e-8)
    flags = scores["mahad_flag99"].astype(str).str.upper() == "TRUE"
    np.testing.assert_array_equal(found > chi2.ppf(0.99, x.shape[1]), flags)


def test_even_odd(shared_case):
    x, scores = answers(shared_case), shared_case.scores("scores_csv")
    found = even_odd(x, shared_case.about["factors"])
    np.testing.assert_allclose(found, scores["evenodd"], rtol=1e-8, atol=1e-8)


def test_psychometric_synonyms(shared_case):
    x, scores = answers(shared_case), shared_case.scores("scores_csv")
    for column, critical in (("psychsyn", "psychsyn_critval"), ("psychant", "psychant_critval")):
        if column not in scores:
            continue
        found = psychometric_synonyms(x, shared_case.about[critical])
        np.testing.assert_allclose(found, scores[column], rtol=1e-8, atol=1e-8, err_msg=column)
        first, second = np.nonzero(find_synonyms(x, shared_case.about[critical]))
        answered = (~np.isnan(x[:, first]) & ~np.isnan(x[:, second])).sum(axis=1)
        np.testing.assert_array_equal(answered, scores[f"{column}_numpairs"])


def test_every_file_has_scores(shared_case):
    if "scores_csv" not in shared_case.results:
        pytest.fail("a careless file without scores")
