"""Top-box shares and the recommendation score against R's formulas.

Not compared, because the toolkit does not offer them: Wilson with continuity correction, Clopper-Pearson, Wald,
Agresti-Coull and Jeffreys intervals; NPS intervals by Wald and by the score method with p + d fixed (ours is
Rocks' adjusted Wald, checked against METHODS 8 in tests/papers), its n - 1 version; tests between groups.
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.stats.descriptives import mean_interval
from survey.stats.proportions import recommend_score, wilson_interval

PATTERNS = ["*__nps__*.json"]


def test_recommend_score(shared_case):
    results, cut = shared_case.results, shared_case.results["cut"]
    column, *by = shared_case.about["columns"]
    rows = shared_case.data()[[column, *by]].dropna(subset=[column])
    parts = [("total", rows)]
    if by:
        parts += [(name, rows[rows[by[0]].astype(str) == name]) for name in results["by"]]
    for name, part in parts:
        expected = results["total"] if name == "total" else results["by"][name]
        answers = part[column]
        promoters, detractors = (
            int((answers >= cut["promoter_min"]).sum()),
            int((answers <= cut["detractor_max"]).sum()),
        )
        assert [len(part), promoters, detractors] == [expected[f] for f in ("n", "promoters", "detractors")]
        score, std_error = recommend_score(promoters, len(part) - promoters - detractors, detractors)
        assert 100 * score == pytest.approx(expected["nps"], rel=1e-8)
        assert 100 * std_error == pytest.approx(expected["se"], rel=1e-8)


def test_top_box(shared_case):
    results = shared_case.results
    column, *by = shared_case.about["columns"]
    rows = shared_case.data()[[column, *by]].dropna(subset=[column])
    parts = [(rows, results["total"])]
    if by:
        parts += [(rows[rows[by[0]].astype(str) == name], block) for name, block in results["by"].items()]
    for part, expected in parts:
        top = int(part[column].isin(results["top_codes"]).sum())
        assert [top, len(part)] == [expected["x"], expected["n"]]
        np.testing.assert_allclose(wilson_interval(top / len(part), len(part)), expected["wilson"], rtol=1e-8)
    answers = rows[column].to_numpy(float)
    np.testing.assert_allclose([answers.mean(), answers.std(ddof=1)], [results["mean"], results["sd"]], rtol=1e-8)
    np.testing.assert_allclose(mean_interval(answers), results["mean_ci95_t"], rtol=1e-8)


test_top_box.patterns = ["*__csat__*.json"]
