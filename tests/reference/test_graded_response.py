"""The graded response model against base R's optim on the likelihood written out (graded_response/make_reference.R)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.graded_response import fit_graded_response

FOLDER = Path(__file__).parent / "graded_response"


def test_estimates_errors_and_likelihood():
    found = fit_graded_response(pd.read_csv(FOLDER / "answers.csv"))
    expected = pd.read_csv(FOLDER / "reference.csv", skipinitialspace=True)
    slopes = expected[expected["parameter"] == "slope"]
    np.testing.assert_allclose(found.slopes, slopes["value"], atol=1e-5)
    np.testing.assert_allclose(found.slopes_std_error, slopes["std_error"], rtol=1e-4)
    intercepts = expected[expected["parameter"] != "slope"]
    np.testing.assert_allclose(np.concatenate(found.intercepts), intercepts["value"], atol=1e-5)
    height = float((FOLDER / "versions.txt").read_text("utf-8").split("\n")[1])
    assert found.log_likelihood == pytest.approx(height, abs=1e-6)
    assert found.converged


def test_the_likelihood_on_real_answers_that_mirt_documents(reference_dir):
    # Chalmers (2012), Journal of Statistical Software 48(6); mirt's manual, page logLik: mirt(Science, 1)
    answers = pd.read_csv(reference_dir / "open" / "data" / "science.csv")[["Comfort", "Work", "Future", "Benefit"]]
    found = fit_graded_response(answers)
    assert found.log_likelihood == pytest.approx(-1608.87, abs=0.005)
    assert found.n == 392
