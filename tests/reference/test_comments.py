"""Cohen's kappa and its standard error against R's psych; ``comments/agreement.R`` makes the numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.stats.text.agreement import cohen_kappa, pair_codings

REFERENCE = pd.read_csv(Path(__file__).parent / "comments" / "agreement.csv").set_index("table")
TABLES = {
    "fleiss": [[75, 1, 4], [5, 4, 1], [0, 0, 10]],
    "rare": [[3, 1], [2, 94]],
    "even": [[40, 9], [6, 45]],
}


@pytest.mark.parametrize("name", TABLES)
def test_kappa_and_its_standard_error_are_those_of_psych(name):
    table = np.array(TABLES[name])
    first, second = np.indices(table.shape)
    found = cohen_kappa(pair_codings(np.repeat(first.ravel(), table.ravel()), np.repeat(second.ravel(), table.ravel())))
    assert found.estimate == pytest.approx(REFERENCE.loc[name, "kappa"], abs=1e-9)
    assert found.std_error**2 == pytest.approx(REFERENCE.loc[name, "variance"], abs=1e-10)
