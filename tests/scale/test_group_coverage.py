"""Intervals of the group bootstrap cover the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

import survey as sv

pa = pytest.importorskip("pyarrow")
STUDIES, ROWS, SHOPS = 300, 3000, 300
SLOPES = np.array([0.6, 0.4, 0.3])


def draw(rng, clustered):
    """Return drivers that are independent of one another, so that shares are those of squared slopes."""
    shop = rng.integers(0, SHOPS, ROWS)
    own = rng.normal(size=(ROWS, 3))
    drivers = (rng.normal(size=(SHOPS, 3))[shop] + own) / np.sqrt(2) if clustered else own
    noise = (rng.normal(size=SHOPS)[shop] + rng.normal(size=ROWS)) / np.sqrt(2) if clustered else rng.normal(size=ROWS)
    columns = dict(zip(["a", "b", "c"], drivers.T, strict=True))
    return pa.table({"rating": drivers @ SLOPES + noise, **columns, "shop": shop})


@pytest.mark.slow
@pytest.mark.parametrize("clustered", [False, True], ids=["rows", "shops"])
def test_intervals_cover_the_truth(clustered):
    rng = np.random.default_rng(1)
    shares, covered = SLOPES**2 / (SLOPES**2).sum(), np.zeros(3)
    slopes = np.zeros(3)
    for study in range(STUDIES):
        found = sv.rank_drivers_from_table(
            draw(rng, clustered), outcome="rating", drivers=["a", "b", "c"], n_groups=200, n_boot=400, seed=study,
            respondent="shop" if clustered else None,
        )  # fmt: skip
        table = found.table.set_index("driver").loc[["a", "b", "c"]]
        covered += (table["conf_low"].to_numpy() <= shares) & (shares <= table["conf_high"].to_numpy())
        lines = found.coefficients.iloc[1:]
        slopes += (lines["conf_low"].to_numpy() <= SLOPES) & (lines["conf_high"].to_numpy() >= SLOPES)
    # a proportion of .95 of 300 has a standard error of .013
    for hits in (covered, slopes):
        assert (np.abs(hits / STUDIES - 0.95) < 0.045).all(), hits / STUDIES
