"""Near copies against a comparison of all pairs, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from survey.errors import OptionError
from survey.stats.careless import closest_match, copies

NAN = np.nan


def compare_all(x: np.ndarray, least: int, earlier: bool) -> tuple[np.ndarray, np.ndarray]:
    share, twin = np.full(len(x), np.nan), np.full(len(x), -1)
    for i in range(len(x)):
        for j in range(i if earlier else len(x)):
            both = ~(np.isnan(x[i]) | np.isnan(x[j]))
            if i != j and both.sum() >= least:
                own = (x[i] == x[j]).sum() / both.sum()
                if not own <= share[i]:
                    share[i], twin[i] = own, j
    return share, twin


@pytest.mark.parametrize("earlier", [False, True])
@pytest.mark.parametrize("missing", [0, 0.3])
def test_matches_are_those_of_all_pairs(monkeypatch, earlier, missing):
    monkeypatch.setattr(copies, "_CELLS", 700)  # several blocks
    rng = np.random.default_rng(7)
    x = rng.integers(1, 4, size=(90, 12)).astype(float)
    x[50] = x[20]
    x[rng.random(x.shape) < missing] = NAN
    x[5] = NAN
    found = closest_match(x, least_shared=6, earlier=earlier)
    share, twin = compare_all(x, 6, earlier)
    np.testing.assert_allclose(found.share, share, rtol=1e-12)
    np.testing.assert_array_equal(found.twin, twin)


def test_nobody_to_compare_with():
    assert closest_match([[1, 2, 3]], least_shared=2).twin.tolist() == [-1]
    assert np.isnan(closest_match([[1, 2], [1, 2]], least_shared=3).share).all()
    assert closest_match(np.empty((0, 3))).twin.tolist() == []


def test_codes_that_nobody_shares():
    found = closest_match([[1, 2, 3], [4, 5, 6]], least_shared=1)
    assert found.share.tolist() == [0, 0]


def test_least_shared_is_checked():
    with pytest.raises(OptionError, match="1 or more"):
        closest_match([[1, 2]], least_shared=0)
