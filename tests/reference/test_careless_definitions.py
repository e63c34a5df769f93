"""Indices of careless responding against R: loops over the definitions, psych::outlier and stats::mahalanobis.

``careless/make_reference.R`` wrote the files; its Guttman maxima come from trying every row of answers with the sum.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats import careless

FOLDER = Path(__file__).parent / "careless"
CLOSED_FORM = {"rtol": 1e-10, "atol": 1e-12}
SIZES = [4, 4, 4, 3]
REVERSED = [2, 5, 10]


@pytest.fixture(scope="module")
def answers() -> np.ndarray:
    return pd.read_csv(FOLDER / "answers.csv").drop(columns="weight").to_numpy(float)


@pytest.fixture(scope="module")
def keyed(answers) -> np.ndarray:
    turned = answers.copy()
    turned[:, REVERSED] = 6 - turned[:, REVERSED]
    return turned


@pytest.fixture(scope="module")
def indices() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "indices.csv")


@pytest.mark.parametrize(
    ("column", "index"),
    [
        ("longstr", careless.longest_run),
        ("avgstr", careless.average_run),
        ("pattern", careless.longest_pattern),
        ("irv", careless.intra_individual_sd),
        ("psychsyn", lambda x: careless.psychometric_synonyms(x, 0.5)),
        ("psychant", lambda x: careless.psychometric_synonyms(x, -0.4)),
        ("d2", careless.mahalanobis),
        ("d2_answered", lambda x: careless.mahalanobis(x, missing="answered")),
        ("same", lambda x: careless.closest_match(x, least_shared=8, earlier=True).share),
    ],
)
def test_indices_of_answers_as_given(answers, indices, column, index):
    assert indices[column].notna().sum() > 50 and indices[column].nunique() > 3
    np.testing.assert_allclose(index(answers), indices[column], **CLOSED_FORM)


def test_even_and_odd_halves_of_keyed_answers(keyed, indices):
    np.testing.assert_allclose(careless.even_odd(keyed, SIZES), indices["evenodd"], **CLOSED_FORM)


def test_weighted_distances_of_complete_rows(answers, indices):
    weights = pd.read_csv(FOLDER / "answers.csv")["weight"].to_numpy()
    full = ~np.isnan(answers).any(axis=1)
    found = careless.mahalanobis(answers[full], weights[full])
    np.testing.assert_allclose(found, indices.loc[full, "d2_weighted"], **CLOSED_FORM)
    assert np.abs(found - careless.mahalanobis(answers[full])).max() > 1


@pytest.mark.parametrize(("scale", "items"), [(1, slice(0, 4)), (4, slice(12, 15))])
def test_guttman_errors_counted_pair_by_pair(keyed, indices, scale, items):
    found = careless.guttman_errors(keyed[:, items], 1, 5)
    np.testing.assert_array_equal(found.errors, indices[f"guttman{scale}"])
    np.testing.assert_array_equal(found.most, indices[f"most{scale}"])
