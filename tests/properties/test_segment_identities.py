"""Identities of segments, waves and decompositions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.groups.decomposition import decompose_change
from survey.analysis.groups.segments import compare_segments
from survey.analysis.groups.waves import compare_waves
from survey.errors import DataError, OptionError
from survey.stats.decomposition import decompose_difference, decompose_moments
from survey.stats.false_discovery import adjust_p_values
from survey.stats.group_contrasts import take_group_means
from survey.stats.resampled_moments import resample_moments, take_replicate_moments

REFERENCES = ["first", "second", "reimers", "cotton", "neumark", "pooled"]


def draw(n: int, level: float, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    frame = pd.DataFrame(rng.normal(level, 1, size=(n, 3)), columns=["a", "b", "c"])
    frame["y"] = frame["a"] + (0.5 + level) * frame["b"] + rng.normal(size=n)
    return frame.assign(w=rng.integers(1, 4, size=n).astype(float), part=rng.integers(0, 3, size=n))


FRAME = draw(300, 0.0, 1)
OTHER = draw(250, 0.5, 2)


@pytest.mark.parametrize("reference", REFERENCES)
def test_parts_sum_and_weights_replicate_rows(reference):
    columns = ["y", "a", "b", "c"]
    rows = [frame[columns].to_numpy() for frame in (FRAME, OTHER)]
    weights = (FRAME["w"].to_numpy(), OTHER["w"].to_numpy())
    found = decompose_difference(*rows, weights, reference)
    for names in (("explained", "unexplained"), ("endowments", "coefficients", "interaction")):
        assert sum(found.totals[name][0] for name in names) == pytest.approx(found.difference, abs=1e-12)
    expanded = [np.repeat(x, w.astype(int), axis=0) for x, w in zip(rows, weights, strict=True)]
    again = decompose_difference(*expanded, reference=reference)
    one, two = (take_replicate_moments(x, w) for x, w in zip(rows, weights, strict=True))
    for name, parts in decompose_moments(one, two, reference).items():
        np.testing.assert_allclose(again.parts[name], found.parts[name], atol=1e-10)
        np.testing.assert_allclose(parts[0], found.parts[name], atol=1e-10)
    draws = decompose_moments(*resample_moments(rows, weights, n_boot=800, seed=1), reference)
    assert np.std(draws["explained"].sum(axis=1)) == pytest.approx(found.totals["explained"][1], rel=0.12)


def test_reimers_on_categories_is_kitagawa():
    share = np.array([[0.5, 0.3, 0.2], [0.2, 0.3, 0.5]])
    rows = []
    for at in (0, 1):
        group = np.repeat(np.arange(3), (share[at] * 200).astype(int))
        y = np.random.default_rng(at).normal(group * (1 + at), 1)
        rows.append((group, np.column_stack([y, group == 1, group == 2]).astype(float)))
    found = decompose_difference(rows[0][1], rows[1][1], reference="reimers")
    rate = np.array([[x[group == g, 0].mean() for g in range(3)] for group, x in rows])
    composition = (share[1] - share[0]) @ rate.mean(axis=0)
    assert found.totals["explained"][0] == pytest.approx(composition, abs=1e-12)


def test_the_origin_moves_single_coefficient_parts_only():
    pair = {"1": FRAME, "2": OTHER}
    how = {"outcome": "y", "drivers": ["a", "b", "c"]}
    one, two = (decompose_change(pair, origin=origin, **how) for origin in ("scale", "mean"))
    np.testing.assert_allclose(one.totals["part"], two.totals["part"], atol=1e-10)
    first, second = (x.table.set_index(["component", "driver"])["part"] for x in (one, two))
    np.testing.assert_allclose(first["explained"], second["explained"], atol=1e-10)
    assert abs(first["unexplained", "b"] - second["unexplained", "b"]) > 0.05


def test_adjusted_p_values_agree_with_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p = np.random.default_rng(1).uniform(size=20) ** 3
    for ours, theirs in (("bh", "fdr_bh"), ("by", "fdr_by"), ("holm", "holm")):
        np.testing.assert_allclose(adjust_p_values(p, ours), multipletests(p, method=theirs)[1], rtol=1e-12)


def test_integer_weights_give_the_estimates_of_replicated_rows():
    how = {"outcome": "y", "drivers": ["a", "b", "c"], "by": "part", "n_boot": 0}
    one = compare_segments(FRAME, weights="w", **how).table
    two = compare_segments(FRAME.loc[FRAME.index.repeat(FRAME["w"].astype(int))].reset_index(drop=True), **how).table
    np.testing.assert_allclose(one["change"], two["change"], atol=1e-10)


def test_of_two_segments_each_mirrors_the_other():
    frame = FRAME.assign(part=np.arange(300) % 2)
    table = compare_segments(frame, outcome="y", drivers=["a", "b"], by="part", n_boot=50).table
    one, two = (part.set_index(["measure", "subject"]) for _, part in table.groupby("segment"))
    np.testing.assert_allclose(one["change"], -two["change"])
    np.testing.assert_allclose(one["p_adjusted"], two["p_adjusted"])


def test_small_segments_and_missing_drivers_are_named():
    frame = FRAME.assign(part=np.where(np.arange(300) < 10, "tiny", np.where(np.arange(300) < 150, "x", "z")))
    frame.loc[frame["part"] == "x", "c"] = np.nan
    found = compare_segments(frame, outcome="y", drivers=["a", "b", "c"], by="part", n_boot=20)
    rows = found.table.set_index(["segment", "measure", "subject"]).sort_index()
    assert rows.loc["tiny", "suppressed"].all()
    assert rows.loc[("x", "coefficient", "c"), "reason"] == "driver_missing"
    assert np.isfinite(rows.loc[("x", "coefficient", "a"), "change"])
    assert any("tiny" in note for note in found.notes)


def test_refusals():
    how = {"outcome": "y", "drivers": ["a"], "n_boot": 0}
    with pytest.raises(OptionError, match="nothing"):
        compare_segments(FRAME, by="nothing", **how)
    with pytest.raises(DataError, match="1 different"):
        compare_segments(FRAME.assign(part=1), by="part", **how)
    with pytest.raises(DataError, match="no segment has 200"):
        compare_segments(FRAME, by="part", minimum=200, **how)
    with pytest.raises(DataError, match="no driver in common"):
        compare_waves({"1": FRAME[["y", "a"]], "2": OTHER[["y", "b"]]}, outcome="y", n_boot=0)


def test_a_panel_gives_the_paired_test_and_narrower_changes():
    from scipy.stats import ttest_rel

    later = FRAME.assign(a=FRAME["a"] + np.random.default_rng(5).normal(0.3, 0.2, 300))
    how = {"outcome": "y", "drivers": ["a", "b"], "n_boot": 50}
    paired = compare_waves({"1": FRAME, "2": later}, paired=True, **how)
    row = paired.table.set_index(["measure", "subject"]).loc[("performance", "a")]
    assert row["change"] / row["std_error"] == pytest.approx(ttest_rel(later["a"], FRAME["a"]).statistic)
    apart = compare_waves({"1": FRAME, "2": later}, **how)
    assert not apart.paired
    assert row["std_error"] < apart.table.set_index(["measure", "subject"]).loc[("performance", "a"), "std_error"]


def test_means_of_groups_are_those_of_each_group():
    found = take_group_means(FRAME["y"], FRAME["part"], 3, FRAME["w"])
    for at in range(3):
        own = FRAME[FRAME["part"] == at]
        assert found.mean[at] == pytest.approx(np.average(own["y"], weights=own["w"]))
