"""Replicate weights of responses: the design they follow, and weighting again inside each."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from survey.errors import DataError, OptionError
from survey.prepare.weights import post_stratify, rake_weights
from survey.prepare.weights_replicates import replicate_weights

TARGETS = {"contacted": {1: 0.6, 2: 0.4}, "gender": {1: 0.45, 2: 0.55}}


@pytest.fixture
def shops(answers):
    """120 respondents of 12 shops in 3 regions."""
    rng = np.random.default_rng(2)
    made = answers(contacted=rng.integers(1, 3, 120).tolist(), gender=rng.integers(1, 3, 120).tolist())
    made.data["plan"] = np.repeat([1.0, 2.0], 60)
    extra = pd.DataFrame(
        {"shop": np.repeat(range(12), 10), "region": np.repeat(["n", "s", "w"], 40)}, index=made.data.index
    )
    return replace(made, extra=extra)


def test_every_replicate_meets_the_margins(shops):
    weighting = rake_weights(shops, targets=TARGETS)
    made = replicate_weights(shops, n_boot=40, strata="region", clusters="shop", weighting=weighting)
    assert made.table["stratum"].tolist() == ["n", "s", "w"] and made.table["n_clusters"].tolist() == [4, 4, 4]
    assert made.replicates.df == 9
    np.testing.assert_array_equal(made.replicates.full, weighting.weights)
    for item, shares in TARGETS.items():
        codes = shops.values([item])[item].to_numpy()
        for code, share in shares.items():
            found = made.replicates.weights[:, codes == code].sum(axis=1) / made.replicates.weights.sum(axis=1)
            np.testing.assert_allclose(found, share, atol=1e-6)
    assert any("Weighted again to contacted, gender" in note for note in made.notes)
    assert "12 clusters in 3 strata" in made.method


def test_replicates_of_a_cross_table(shops):
    cells = pd.DataFrame({"contacted": [1, 1, 2, 2], "gender": [1, 2, 1, 2], "target": [0.4, 0.2, 0.1, 0.3]})
    made = replicate_weights(shops, n_boot=20, clusters="shop", weighting=post_stratify(shops, targets=cells))
    both = (shops.values(["contacted", "gender"]) == 1).all(axis=1).to_numpy()
    share = made.replicates.weights[:, both].sum(axis=1) / 120
    np.testing.assert_allclose(share, 0.4, atol=1e-6)


def test_trimmed_replicates_keep_the_bounds_of_each_row(shops):
    weighting = rake_weights(shops, targets=TARGETS, trim=(0.6, 1.6))
    made = replicate_weights(shops, n_boot=20, clusters="shop", weighting=weighting)
    plain = replicate_weights(shops, n_boot=20, clusters="shop")
    drawn = plain.replicates.weights > 0
    each = made.replicates.weights[drawn] / plain.replicates.weights[drawn]
    assert each.min() > 0.6 - 1e-6 and each.max() < 1.6 + 1e-6


def test_without_a_weighting_the_weights_are_fixed(shops):
    base = np.random.default_rng(1).uniform(0.5, 2, 120)
    made = replicate_weights(shops.with_weights(base, because="design"), n_boot=20, strata="region", clusters="shop")
    factor = made.replicates.weights / made.replicates.full
    assert set(np.round(np.unique(factor) * 3 / 4, 9)) <= {0, 1, 2, 3}
    assert any("treated as fixed" in note for note in made.notes)
    assert not replicate_weights(shops, n_boot=20).notes


def test_a_finite_population_shrinks_the_replicates(shops):
    plain, finite = (
        replicate_weights(shops, n_boot=5, strata="region", clusters="shop", population=population).replicates.weights
        for population in (None, {"n": 8, "s": 8, "w": 8})
    )
    np.testing.assert_allclose(finite - 1, (plain - 1) * np.sqrt(0.5))
    one = replicate_weights(shops, n_boot=5, clusters="shop", population=24).replicates.weights
    assert (one > 0).all()


def test_the_seed_decides(shops):
    first, again, other = (replicate_weights(shops, n_boot=5, seed=seed).replicates.weights for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert (first != other).any()


def test_the_jackknife_leaves_out_one_cluster_at_a_time(shops):
    made = replicate_weights(shops, strata="region", clusters="shop", kind="jackknife")
    assert made.replicates.n_boot == 12
    assert [(row == 0).sum() for row in made.replicates.weights] == [10] * 12


def test_strata_may_be_an_item_or_labels_of_ones_own(shops):
    by_item = replicate_weights(shops, n_boot=5, strata="plan")
    own = pd.Series(np.repeat(["a", "b"], 60), index=shops.data.index)[::-1]
    by_series = replicate_weights(shops, n_boot=5, strata=own)
    np.testing.assert_array_equal(by_item.replicates.weights, by_series.replicates.weights)
    assert by_series.table["stratum"].tolist() == ["a", "b"]


def test_a_category_that_a_replicate_lacks_is_noted(answers):
    responses = answers(contacted=[1] * 2 + [2] * 10)
    weighting = rake_weights(responses, targets={"contacted": {1: 0.5, 2: 0.5}})
    made = replicate_weights(responses, n_boot=100, weighting=weighting)
    assert any("nobody was left in some category" in note for note in made.notes)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"strata": "nowhere"}, DataError, "strata='nowhere' is no column; columns are: .*shop, region"),
        ({"strata": "shop"}, DataError, "single cluster|no variation"),
        ({"clusters": "sat1"}, DataError, "clusters: 120 of 120 respondents have no label"),
        ({"kind": "balanced"}, OptionError, "one of: bootstrap, jackknife"),
        ({"n_boot": 1}, OptionError, "n_boot=1"),
        ({"strata": "region", "population": 50}, OptionError, "one number for 3 strata"),
        ({"strata": "region", "population": {"n": 50, "s": 50}}, OptionError, "no number for: w"),
        ({"population": {"n": 50}}, OptionError, "no number for: all"),
        (
            {"strata": "region", "population": {"n": 50, "s": 50, "w": 30}},
            DataError,
            "stratum w: 30 clusters, of which",
        ),
    ],
)
def test_designs_that_cannot_be(shops, arguments, error, words):
    if arguments.get("strata") == "shop":
        arguments = {"strata": "shop", "clusters": "shop"}
    with pytest.raises(error, match=words):
        replicate_weights(shops, **arguments)


def test_a_weighting_of_others_is_refused(shops):
    weighting = rake_weights(shops, targets=TARGETS)
    fewer = shops.without([1, 2], because="test")
    with pytest.raises(DataError, match="of other respondents"):
        replicate_weights(fewer, weighting=weighting)
