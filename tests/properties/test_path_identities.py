"""What must hold for any path model: known special cases, weights, signs, order, consistency."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from survey.analysis.paths.paths import estimate_paths
from survey.errors import DataError, OptionError
from survey.stats.paths.design import PathDesign
from survey.stats.paths.estimate import estimate_paths as estimate_covariance

BLOCKS = {"a": ["a1", "a2", "a3"], "b": ["b1", "b2", "b3"], "c": ["c1", "c2"]}
PATHS = ["a -> b, c", "b -> c"]


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    a = rng.normal(size=120)
    b = 0.6 * a + rng.normal(size=120)
    c = 0.4 * a + 0.5 * b + rng.normal(size=120)
    latent = {"a": a, "b": b, "c": c}
    return pd.DataFrame({item: latent[name] + rng.normal(size=120) for name, items in BLOCKS.items() for item in items})


def paths_of(frame: pd.DataFrame, **options) -> np.ndarray:
    return estimate_paths(frame, paths=PATHS, constructs=BLOCKS, **options).table["estimate"].to_numpy()


def test_two_blocks_of_mode_b_give_the_canonical_correlation(frame):
    found = estimate_paths(frame, paths=["a -> b"], constructs=BLOCKS, modes="B").table["estimate"].iloc[0]
    left, right = (frame[BLOCKS[name]].to_numpy() - frame[BLOCKS[name]].to_numpy().mean(axis=0) for name in "ab")
    first, second = np.linalg.qr(left)[0], np.linalg.qr(right)[0]
    assert found == pytest.approx(np.linalg.svd(first.T @ second)[1][0], abs=1e-8)


def test_a_block_beside_its_own_copy_gives_its_first_principal_component(frame):
    items = BLOCKS["a"]
    model = estimate_paths(frame, paths=["one -> two"], constructs={"one": items, "two": items})
    first = np.linalg.eigh(frame[items].corr().to_numpy())[1][:, -1]
    weights = model.loadings.query("construct == 'one'")["outer_weight"].to_numpy()
    assert weights / np.linalg.norm(weights) == pytest.approx(np.abs(first), abs=1e-6)


@pytest.mark.parametrize("scheme", ["path", "factor", "centroid"])
@pytest.mark.parametrize("modes", ["A", "B"])
def test_whole_weights_equal_repeated_rows(frame, scheme, modes):
    weights = np.arange(len(frame)) % 3 + 1
    repeated = frame.loc[np.repeat(frame.index, weights)]
    options = {"scheme": scheme, "modes": modes}
    assert paths_of(frame, weights=weights, **options) == pytest.approx(paths_of(repeated, **options), abs=1e-8)


def test_turned_items_and_item_order_change_no_path(frame):
    expected = paths_of(frame)
    turned = frame.assign(**{item: -frame[item] for item in BLOCKS["b"]})
    # a construct points the way its items point, so turning all of them turns its score back to their new direction
    ends = estimate_paths(frame, paths=PATHS, constructs=BLOCKS).table
    flips = [-1 if "b" in (row.path_from, row.path_to) else 1 for row in ends.itertuples()]
    assert paths_of(turned) == pytest.approx(expected * flips, abs=1e-8)
    assert paths_of(frame[frame.columns[::-1]]) == pytest.approx(expected, abs=1e-8)


def test_consistent_paths_are_the_true_ones_at_the_population():
    loading = np.array([0.8, 0.7, 0.6])
    latent = np.array([[1, 0.5, 0.55], [0.5, 1, 0.6], [0.55, 0.6, 1]])
    wide = np.kron(np.eye(3), loading[:, None])
    covariance = wide @ latent @ wide.T
    np.fill_diagonal(covariance, 1.0)
    design = PathDesign(
        np.kron(np.eye(3), np.ones((3, 1))).astype(bool), np.triu(np.ones((3, 3), dtype=bool), 1), ("A",) * 3
    )
    found = estimate_covariance(covariance, design, consistent=True)
    assert found.paths[:2, 2] == pytest.approx(np.linalg.solve(latent[:2, :2], latent[:2, 2]), abs=1e-8)
    assert found.loadings[:3, 0] == pytest.approx(loading, abs=1e-8)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"paths": ["a -> b", "b -> a"]}, OptionError, "circle"),
        ({"paths": ["a -> nobody"]}, OptionError, "no construct"),
        ({"paths": ["a to b"]}, OptionError, "no path"),
        ({"constructs": {**BLOCKS, "b": []}}, DataError, "no items"),
        ({"constructs": {**BLOCKS, "a": ["a1", "twin"]}, "modes": "B"}, DataError, "linearly dependent"),
        ({"constructs": {**BLOCKS, "a": ["still"]}}, DataError, "varies"),
    ],
)
def test_bad_models_are_refused_by_name(frame, change, error, words):
    given = {"paths": PATHS, "constructs": BLOCKS, **change}
    with pytest.raises(error, match=words):
        estimate_paths(frame.assign(twin=2 * frame["a1"], still=1.0), **given)


def test_the_bootstrap_covers_and_repeats(frame):
    first = estimate_paths(frame, paths=PATHS, constructs=BLOCKS, n_boot=200, seed=3).table
    second = estimate_paths(frame, paths=PATHS, constructs=BLOCKS, n_boot=200, seed=3).table
    pd.testing.assert_frame_equal(first, second)
    assert ((first["conf_low"] < first["estimate"]) & (first["estimate"] < first["conf_high"])).all()
