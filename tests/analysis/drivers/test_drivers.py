"""`rank_drivers`: published and R values through the public call, and what it says to bad input."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey as sv

# 30 departments, Chatterjee & Price (1977), "attitude" of base R: rating, complaints, privileges, learning, raises,
# critical, advance.
ATTITUDE = """
43 51 30 39 61 92 45|63 64 51 54 63 73 47|71 70 68 69 76 86 48|61 63 45 47 54 84 35|81 78 56 66 71 83 47
43 55 49 44 54 49 34|58 67 42 56 66 68 35|71 75 50 55 70 66 41|72 82 72 67 71 83 31|67 61 45 47 62 80 41
64 53 53 58 58 67 34|67 60 47 39 59 74 41|69 62 57 42 55 63 25|68 83 83 45 59 77 35|77 77 54 72 79 77 46
81 90 50 72 60 54 36|74 85 64 69 79 79 63|65 60 65 75 55 80 60|65 70 46 57 75 85 46|50 58 68 54 64 78 52
50 40 33 34 43 64 33|64 61 52 62 66 80 41|53 66 52 50 63 80 37|40 37 42 58 50 57 49|63 54 42 48 66 75 33
66 77 66 63 88 76 72|78 75 58 74 80 78 49|48 57 44 45 51 83 38|85 85 71 71 77 74 55|82 82 39 59 64 78 39
"""
COLUMNS = ["rating", "complaints", "privileges", "learning", "raises", "critical", "advance"]


@pytest.fixture
def attitude() -> pd.DataFrame:
    rows = [row.split() for row in ATTITUDE.strip().replace("\n", "|").split("|")]
    return pd.DataFrame(rows, columns=COLUMNS).astype(float)


def by_driver(table: pd.DataFrame, column: str) -> dict[str, float]:
    return dict(zip(table["driver"], table[column], strict=True))


def test_matches_relaimpo_on_attitude(attitude: pd.DataFrame) -> None:
    """relaimpo 2.2-7, calc.relimp(rating ~ ., type = c("lmg", "first", "last", "betasq", "pratt", "genizi"))."""
    table = sv.rank_drivers(attitude, outcome="rating").table.set_index("driver").loc[COLUMNS[1:]]
    lmg = [0.3708161943, 0.0509037930, 0.1557659902, 0.1203450794, 0.0065887225, 0.0281822131]
    johnson = [0.3627601997, 0.0560022788, 0.1636109108, 0.1217803997, 0.0082554665, 0.0201927372]
    last = [0.1686772131, 0.0033678656, 0.0420074921, 0.0015832740, 0.0007926205, 0.0172470605]
    pratt = [0.5536283681, -0.0312886657, 0.1926356266, 0.0411986153, 0.0048808622, -0.0284528140]
    for column, expected in {
        "importance": lmg,
        "relative_weight": johnson,
        "last": last,
        "pratt": pratt,
    }.items():
        np.testing.assert_allclose(table[column], expected, atol=1e-9, err_msg=column)
    assert table["importance"].sum() == pytest.approx(0.73260199)


def test_matches_relaimpo_with_weights(attitude: pd.DataFrame) -> None:
    """relaimpo with weights 1..30: R² .78090677 and these shares."""
    ranked = sv.rank_drivers(attitude, outcome="rating", weights=np.arange(1, 31))
    expected = dict(
        zip(
            COLUMNS[1:],
            [0.4110346976, 0.0350793235, 0.1479432593, 0.1396117033, 0.0099118951, 0.0373258940],
            strict=True,
        )
    )
    assert ranked.r2 == pytest.approx(0.78090677, abs=1e-8)
    assert by_driver(ranked.table, "importance") == pytest.approx(expected, abs=1e-9)


def test_flags_suppressors(attitude: pd.DataFrame) -> None:
    """advance correlates positively with the rating and has a negative coefficient (Chatterjee & Price 1977)."""
    flags = by_driver(sv.rank_drivers(attitude, outcome="rating").table, "flag")
    assert flags["advance"] == "sign_differs"
    assert flags["complaints"] == ""


def test_matches_every_shared_relimp_file_through_the_public_call(reference_dir: Path) -> None:
    compared = 0
    for path in sorted((reference_dir / "open/results").glob("*__relimp__*.json")):
        stored = json.loads(path.read_text(encoding="utf-8"))
        weight = "w" if "weights=w" in stored["call"] else None
        names = [name for name in stored["columns"] if name != weight]
        frame = pd.read_csv(reference_dir / "open" / stored["data_file"], keep_default_na=False, na_values=[""])
        raw = stored["results"]["raw"]
        if not set(raw["rownames"]) <= set(names) or not all(map(pd.api.types.is_numeric_dtype, frame[names].dtypes)):
            continue  # grouped and factor drivers: compared in tests/reference on the arrays
        drivers = list(raw["rownames"])
        outcome = next(name for name in names if name not in drivers)
        ranked = sv.rank_drivers(frame, outcome=outcome, drivers=drivers, weights=weight)
        table = ranked.table.set_index("driver").loc[drivers]
        expected = pd.DataFrame(raw["values"], index=drivers, columns=raw["colnames"])
        pairs = {"lmg": "importance", "first": "first", "last": "last", "genizi": "relative_weight"}
        pairs |= {"betasq": "beta_squared", "pratt": "pratt"}
        for theirs, ours in pairs.items():
            if theirs in expected:
                np.testing.assert_allclose(
                    table[ours], expected[theirs], rtol=1e-8, atol=1e-10, err_msg=f"{path.name} {theirs}"
                )
        compared += 1
    assert compared >= 8


def test_bootstrap_interval_matches_relaimpo_on_mobi(reference_dir: Path) -> None:
    """METHODS of the reference: percentile intervals of raw LMG, B = 1000, compared within .01."""
    mobi = pd.read_csv(reference_dir / "open/data/mobi.csv")
    groups = {"SAT": "CUSA", "IMAG": "IMAG", "EXPE": "CUEX", "QUAL": "PERQ", "VAL": "PERV"}
    frame = pd.DataFrame({name: mobi.filter(regex=f"^{stem}\\d").mean(axis=1) for name, stem in groups.items()})
    ranked = sv.rank_drivers(frame, outcome="SAT", n_boot=4000, seed=1)
    expected = {"IMAG": 0.16481702, "EXPE": 0.07688155, "QUAL": 0.29543367, "VAL": 0.13230907}
    assert by_driver(ranked.table, "importance") == pytest.approx(expected, abs=1e-8)
    table = ranked.table.set_index("driver")
    bands = {"IMAG": (0.129, 0.203), "EXPE": (0.043, 0.119), "QUAL": (0.232, 0.361), "VAL": (0.076, 0.198)}
    for driver, band in bands.items():
        found = tuple(table.loc[driver, ["importance_low", "importance_high"]])
        assert found == pytest.approx(band, abs=0.01), driver
    assert (
        (ranked.table["conf_low"] < ranked.table["importance_share"])
        & (ranked.table["importance_share"] < ranked.table["conf_high"])
    ).all()


def test_importance_sums_to_r2_and_shares_to_one(attitude: pd.DataFrame) -> None:
    ranked = sv.rank_drivers(attitude, outcome="rating", n_boot=50, seed=3)
    assert ranked.table["importance"].sum() == pytest.approx(ranked.r2)
    assert ranked.table["importance_share"].sum() == pytest.approx(1)
    np.testing.assert_allclose(ranked.shares.sum(axis=1), 1)


def test_integer_weights_equal_replicated_rows(attitude: pd.DataFrame) -> None:
    counts = np.arange(30) % 3 + 1
    weighted = sv.rank_drivers(attitude, outcome="rating", weights=counts).table
    replicated = sv.rank_drivers(attitude.loc[attitude.index.repeat(counts)], outcome="rating").table
    for column in ("importance", "relative_weight", "coefficient", "correlation"):
        np.testing.assert_allclose(weighted[column], replicated[column], err_msg=column)


def test_same_seed_same_intervals_other_seed_others(attitude: pd.DataFrame) -> None:
    one, again, other = (sv.rank_drivers(attitude, outcome="rating", n_boot=40, seed=s).table for s in (5, 5, 6))
    pd.testing.assert_frame_equal(one, again)
    assert not np.allclose(one["conf_low"], other["conf_low"])


def test_difference_table_has_every_pair_once(attitude: pd.DataFrame) -> None:
    attitude = pd.concat([attitude] * 3)  # of 30 departments no order would be resolved
    ranked = sv.rank_drivers(attitude, outcome="rating", n_boot=200, seed=1)
    assert len(ranked.differences) == 15
    assert (ranked.differences["estimate"] >= 0).all()
    alone = (ranked.differences["conf_low"] > 0) | (ranked.differences["conf_high"] < 0)
    together = (ranked.differences["simultaneous_low"] > 0) | (ranked.differences["simultaneous_high"] < 0)
    assert (ranked.differences["resolved"] | ~(alone & together)).all()
    assert (alone | ~ranked.differences["resolved"].astype(bool)).all()
    by_pair = sv.rank_drivers(attitude, outcome="rating", n_boot=200, seed=1, multiplicity="pairwise").differences
    assert (by_pair["resolved"] == alone).all()
    assert alone.sum() > ranked.differences["resolved"].sum() > 0
    np.testing.assert_array_equal(ranked.differences["verdict"] == "resolved", ranked.differences["resolved"])


def test_relative_weights_as_headline(attitude: pd.DataFrame) -> None:
    table = sv.rank_drivers(attitude, outcome="rating", method="relative_weights").table
    np.testing.assert_allclose(table["importance"], table["relative_weight"])


def test_columns_may_be_named_by_numbers_and_rows_labelled_twice(attitude: pd.DataFrame) -> None:
    plain = sv.rank_drivers(attitude, outcome="rating", weights=np.arange(1, 31)).table
    odd = attitude.set_axis(range(7), axis=1).set_axis([0] * 30, axis=0)
    weights = pd.Series(range(1, 31), index=odd.index)
    np.testing.assert_allclose(
        sv.rank_drivers(odd, outcome=0, weights=weights).table["importance"], plain["importance"]
    )


def test_weights_of_a_series_follow_its_labels(attitude: pd.DataFrame) -> None:
    weights = pd.Series(np.arange(1.0, 31.0))
    shuffled = weights.sample(frac=1, random_state=1)
    one, other = (sv.rank_drivers(attitude, outcome="rating", weights=w).table for w in (weights, shuffled))
    pd.testing.assert_frame_equal(one, other)
    column = sv.rank_drivers(attitude.assign(w=weights), outcome="rating", weights="w").table
    pd.testing.assert_frame_equal(one, column)


def test_never_changes_its_input(attitude: pd.DataFrame) -> None:
    before = attitude.copy()
    sv.rank_drivers(attitude, outcome="rating", n_boot=20, seed=1)
    pd.testing.assert_frame_equal(attitude, before)


def test_listwise_counts_what_it_leaves_out(attitude: pd.DataFrame) -> None:
    attitude.loc[[0, 4], "raises"] = np.nan
    ranked = sv.rank_drivers(attitude, outcome="rating")
    assert ranked.n == 28
    assert "28 of 30" in str(ranked.notes[0])


class TestBadInput:
    def test_identical_drivers(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match=r"driver 'again' is the same as 'complaints'.*leave one out"):
            sv.rank_drivers(attitude.assign(again=2 * attitude["complaints"] + 1), outcome="rating")

    def test_a_driver_that_is_a_sum_of_others(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="'both' is a sum of the drivers before it"):
            sv.rank_drivers(attitude.assign(both=attitude["learning"] + attitude["raises"]), outcome="rating")

    def test_a_driver_that_never_varies(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="'flat' never varies among the 30 rows"):
            sv.rank_drivers(attitude.assign(flat=5.0), outcome="rating")

    def test_an_outcome_that_never_varies(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="'rating' never varies"):
            sv.rank_drivers(attitude.assign(rating=5.0), outcome="rating")

    def test_three_respondents(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="3 complete rows of 3 are too few for 6 drivers"):
            sv.rank_drivers(attitude.head(3), outcome="rating")

    def test_all_answers_missing_in_one_driver(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="nobody has a value for 'raises'"):
            sv.rank_drivers(attitude.assign(raises=np.nan), outcome="rating")

    def test_text_columns(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.DataError, match="column 'raises' holds no numbers"):
            sv.rank_drivers(attitude.assign(raises="high"), outcome="rating")

    def test_infinite_values(self, attitude: pd.DataFrame) -> None:
        attitude.loc[3, "raises"] = np.inf
        with pytest.raises(sv.DataError, match="'raises' has infinite values"):
            sv.rank_drivers(attitude, outcome="rating")

    def test_unknown_names_list_the_good_ones(self, attitude: pd.DataFrame) -> None:
        with pytest.raises(sv.OptionError, match="there are: rating, complaints"):
            sv.rank_drivers(attitude, outcome="score")
        with pytest.raises(sv.OptionError, match="needs outcome="):
            sv.rank_drivers(attitude)
        with pytest.raises(sv.OptionError, match="use one of: shapley, relative_weights"):
            sv.rank_drivers(attitude, outcome="rating", method="magic")
        with pytest.raises(sv.OptionError, match="is the outcome and a driver"):
            sv.rank_drivers(attitude, outcome="rating", drivers=["rating", "raises"])
        with pytest.raises(sv.OptionError, match="named twice"):
            sv.rank_drivers(attitude, outcome="rating", drivers=["raises", "raises"])

    @pytest.mark.parametrize("bad", [[1.0] * 29, [-1.0] * 30, [np.nan] * 30, [0.0] * 30])
    def test_weights(self, attitude: pd.DataFrame, bad: list[float]) -> None:
        with pytest.raises(sv.DataError, match="weights"):
            sv.rank_drivers(attitude, outcome="rating", weights=bad)
