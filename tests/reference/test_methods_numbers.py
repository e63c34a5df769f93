"""Numbers on real data that are not in the reference's result files: mobi's construct means, careless rows 1 to 3.

Computed with R 4.2.2: relaimpo 2.2-7 on row means of mobi's items (Tenenhaus et al. 2005; 250 respondents) and careless
1.2.2 on its example data. The numbers on survey's api data and MASS's housing are in tests/papers.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.stats import careless
from survey.stats.bootstrap import bootstrap_covariances, percentile_interval
from survey.stats.general_dominance import outcome_dominance
from survey.stats.importance import lmg, r_squared
from survey.stats.moments import take_moments
from survey.stats.relative_weights import relative_weights

CONSTRUCTS = {
    "SAT": ["CUSA1", "CUSA2", "CUSA3"],
    "IMAG": ["IMAG1", "IMAG2", "IMAG3", "IMAG4", "IMAG5"],
    "EXPE": ["CUEX1", "CUEX2", "CUEX3"],
    "QUAL": [f"PERQ{j}" for j in range(1, 8)],
    "VAL": ["PERV1", "PERV2"],
}


def read(folder, name) -> pd.DataFrame:
    return pd.read_csv(folder / "open" / "data" / name, keep_default_na=False, na_values=[""])


@pytest.fixture(scope="module")
def mobi(reference_dir) -> tuple[np.ndarray, np.ndarray]:
    frame = read(reference_dir, "mobi.csv")
    means = np.column_stack([frame[items].mean(axis=1) for items in CONSTRUCTS.values()])
    return means, np.where(frame["CUSCO"] >= 8, 0.8, 1.3)


def test_mobi_shares(mobi):
    cov = take_moments(mobi[0]).covariance
    assert r_squared(cov) == pytest.approx(0.6694413, abs=5e-8)
    np.testing.assert_allclose(lmg(cov), [0.16481702, 0.07688155, 0.29543367, 0.13230907], atol=6e-9)
    np.testing.assert_allclose(relative_weights(cov), [0.16564365, 0.08149925, 0.28145359, 0.14084482], atol=6e-9)


def test_mobi_weighted_shares(mobi):
    cov = take_moments(*mobi).covariance
    assert r_squared(cov) == pytest.approx(0.6654454, abs=5e-8)
    np.testing.assert_allclose(lmg(cov), [0.1551175, 0.0699912, 0.3026444, 0.1376923], atol=6e-8)
    np.testing.assert_allclose(relative_weights(cov), [0.1566709, 0.0741216, 0.2881960, 0.1464570], atol=6e-8)


def test_mobi_bootstrap(mobi):
    # percentile, B = 1000, to be read within .01
    low, high = percentile_interval(lmg(bootstrap_covariances(mobi[0], n_boot=1000, seed=1)))
    np.testing.assert_allclose(low, [0.129, 0.043, 0.232, 0.076], atol=0.01)
    np.testing.assert_allclose(high, [0.203, 0.119, 0.361, 0.198], atol=0.01)


def test_mobi_top_two_box_shares(mobi):
    # general dominance of a logistic regression of satisfaction of at least 8
    top = (mobi[0][:, 0] >= 8).astype(float)
    assert round(100 * top.mean(), 1) == 41.2
    shares = outcome_dominance(top, mobi[0][:, 1:])
    np.testing.assert_allclose(shares, [0.09372829, 0.06939356, 0.18098556, 0.06671088], atol=6e-9)
    shares = outcome_dominance(top, mobi[0][:, 1:], measure="nagelkerke")
    np.testing.assert_allclose(shares, [0.13638796, 0.10246123, 0.23783408, 0.09860314], atol=6e-9)


def test_mobi_ordinal_shares(mobi):
    # satisfaction cut at 6, 7.5 and 8.5, a mean of exactly 6 in the lowest grade, as R's cut has it
    grade = np.digitize(mobi[0][:, 0], [6, 7.5, 8.5], right=True)
    shares = outcome_dominance(grade, mobi[0][:, 1:], model="ordinal", measure="nagelkerke")
    np.testing.assert_allclose(shares, [0.147, 0.082, 0.274, 0.139], atol=6e-4)


def test_careless_rows(reference_dir):
    from scipy.stats import chi2

    x = read(reference_dir, "careless_dataset.csv").to_numpy(float)
    assert x.shape == (200, 50)
    assert careless.longest_run(x)[:3].tolist() == [6, 4, 3]
    np.testing.assert_allclose(careless.average_run(x)[:3], [1.5625, 1.470588, 1.515152], atol=5e-7)
    np.testing.assert_allclose(careless.intra_individual_sd(x)[:3], [0.8630747, 1.0350983, 0.9689043], atol=6e-8)
    distance = careless.mahalanobis(x)
    np.testing.assert_allclose(distance[:3], [44.05238, 40.08368, 49.12762], atol=6e-6)
    assert (distance > chi2.ppf(0.999, 50)).sum() == 18
    synonyms = careless.psychometric_synonyms(x, 0.60)
    np.testing.assert_allclose(synonyms[:3], [0.33195308, 0.62057288, 0.53511611], atol=6e-9)
    np.testing.assert_allclose(careless.even_odd(x, [5] * 10)[:3], [1, -0.6409844, -0.5561281], atol=6e-8)
