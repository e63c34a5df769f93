"""Ceilings, inefficiencies, bottlenecks and permutation p against R's NCA 4.0.5, for both free-disposal-hull ceilings.

Not compared, because the toolkit does not offer them: quantile regression (qr) and the ceilings of varying returns to
scale (ce_vrs, cr_vrs).
"""

from __future__ import annotations

import numpy as np
import pytest

from survey.analysis.shape.necessity import assess_necessity

PATTERNS = ["*__nca__*.json"]
STATES = {"not_necessary": "NN", "outside": "NA"}
FIELDS = {
    "Ceiling zone": ("ceiling_zone", 1),
    "Effect size": ("necessity_effect", 1),
    "# above": ("n_above", 1),
    "c-accuracy": ("ceiling_accuracy", 100),
    "Fit": ("ceiling_fit", 100),
    "Slope": ("ceiling_slope", 1),
    "Intercept": ("ceiling_intercept", 1),
    "Rel. ineff.": ("inefficiency", 100),
    "Condition ineff.": ("condition_inefficiency", 100),
    "Outcome ineff.": ("outcome_inefficiency", 100),
}


def assess(case, n_permutations=0):
    *conditions, outcome = case.about["columns"]
    scope = "data"
    if "scope" in case.about:
        ends = dict(zip(conditions, case.about["scope"], strict=True))
        scope = {name: tuple(found[:2]) for name, found in ends.items()} | {outcome: tuple(case.about["scope"][0][2:])}
    rows = case.listwise()
    return assess_necessity(
        rows, outcome=outcome, conditions=conditions, scope=scope, n_permutations=n_permutations, seed=1
    )


def test_every_field_of_the_summary(shared_case):
    found = assess(shared_case).table
    assert set(found["n"]) == {shared_case.results["n"]}
    for row in found.to_dict("records"):
        table = shared_case.table("summaries", row["condition"], "params")[row["ceiling"]].astype(float)
        for field, value in table.items():
            if field == "Abs. ineff.":
                assert row["inefficiency"] * row["scope_area"] == pytest.approx(value, rel=1e-8, nan_ok=True)
                continue
            column, unit = FIELDS[field]
            # where nothing is empty R prints 0 of 0 as missing
            assert row[column] * unit == pytest.approx(value, rel=1e-8, abs=1e-10, nan_ok=True), (row, field)
        assert ("Slope" in table.index) == (row["necessity_effect"] > 0)


def test_every_cell_of_the_bottlenecks(shared_case):
    found = assess(shared_case).bottleneck
    for (condition, ceiling), rows in found.groupby(["condition", "ceiling"]):
        table = shared_case.table("bottlenecks_percentage_range", ceiling)
        ours = [
            STATES.get(state, f"{100 * share:.1f}")
            for state, share in zip(rows["needed_state"], rows["needed_share"], strict=True)
        ]
        assert ours == table[condition].tolist(), (condition, ceiling)


def test_permutation_p(shared_case):
    if "permutation_indicative" not in shared_case.results:
        pytest.skip("this file has no permutation test")
    about = shared_case.results["permutation_indicative"]
    found = assess(shared_case, 2000).table.set_index(["condition", "ceiling"])
    for condition, values in about["p_value"].items():
        for ceiling, value in zip(about["ceilings"], np.atleast_1d(values), strict=True):
            ours = found.loc[(condition, ceiling)]
            # both are Monte-Carlo shares: four standard errors of the difference, and the file's own .02 at least
            spread = np.sqrt(value * (1 - value) * (1 / about["rep"] + 1 / 2000))
            assert abs(ours["p_value"] - value) < max(0.02, 4 * spread), (condition, ceiling)
