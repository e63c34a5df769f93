"""Tables read in one pass give the numbers of `rank_drivers`."""

from __future__ import annotations

import sqlite3

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError, ReadError
from survey.platforms.parquet import write_responses

pl = pytest.importorskip("polars")
CLOSE = 1e-9
FROM_RESAMPLING = {"importance_low", "importance_high", "conf_low", "conf_high", "std_error", "p_value", "rank_low"}
FROM_RESAMPLING |= {"rank_high", "letters", "statistic", "df"}


@pytest.fixture(scope="module")
def ratings():
    rng = np.random.default_rng(1)
    drivers = rng.integers(1, 6, size=(4000, 3))
    rating = np.clip(np.rint(drivers @ [0.6, 0.3, 0.1] + rng.normal(size=4000)), 1, 5).astype(int)
    frame = pd.DataFrame(drivers, columns=["speed", "price", "looks"]).assign(rating=rating)
    return frame.astype("int8").assign(weight=rng.integers(0, 4, 4000), buyer=rng.integers(0, 700, 4000))


GIVEN = {"outcome": "rating", "drivers": ["speed", "price", "looks"]}


def assert_same(one, other, without=frozenset()):
    assert one.n == other.n
    for name in ("table", "coefficients", "fit"):
        left, right = (
            frame.drop(columns=without, errors="ignore") for frame in (getattr(one, name), getattr(other, name))
        )
        pd.testing.assert_frame_equal(left, right, rtol=CLOSE, atol=CLOSE, check_dtype=False)


def save(frame, path):
    pl.DataFrame({name: frame[name].to_numpy() for name in frame}).write_parquet(path)
    return path


@pytest.mark.parametrize("missing", ["listwise", "indicator"])
def test_constructs_have_the_numbers_of_rank_drivers(tmp_path, missing):
    questionnaire = sv.load_questionnaire("ecommerce-service")
    path = write_responses(sv.simulate_responses(questionnaire, n=3000, seed=1), tmp_path / "answers.parquet")
    whole = sv.rank_drivers(sv.read_responses(path, questionnaire), missing=missing)
    assert_same(sv.rank_drivers_from_table(path, questionnaire, missing=missing, n_boot=0), whole, FROM_RESAMPLING)


def test_weights_and_filter_are_those_of_rank_drivers(ratings, tmp_path):
    kept = ratings[ratings["looks"] > 1]
    whole = sv.rank_drivers(kept, weights="weight", **GIVEN)
    given = {"weights": "weight", "where": "looks > 1", "n_boot": 0, **GIVEN}
    table = sv.rank_drivers_from_table(save(ratings, tmp_path / "a.parquet"), **given)
    assert_same(table, whole, FROM_RESAMPLING)


def test_whole_number_weights_equal_repeated_rows(ratings, tmp_path):
    repeated = ratings.loc[ratings.index.repeat(ratings["weight"])]
    given = {"respondent": "buyer", "n_boot": 50, **GIVEN}
    one = sv.rank_drivers_from_table(save(ratings, tmp_path / "a.parquet"), weights="weight", **given)
    other = sv.rank_drivers_from_table(save(repeated, tmp_path / "b.parquet"), **given)
    np.testing.assert_allclose(one.table["importance"], other.table["importance"], rtol=CLOSE)
    np.testing.assert_allclose(one.table["std_error"], other.table["std_error"], rtol=CLOSE)


def test_formats_and_cuts_change_nothing(ratings, tmp_path):
    given = {"respondent": "buyer", "n_boot": 50, **GIVEN}
    whole = sv.rank_drivers_from_table(save(ratings, tmp_path / "a.parquet"), **given)
    ratings.to_csv(tmp_path / "a.csv", index=False)
    (tmp_path / "parts").mkdir()
    for number, begin in enumerate(range(0, 4000, 1300)):
        save(ratings[begin : begin + 1300], tmp_path / "parts" / f"{number}.parquet")
    database = sqlite3.connect(":memory:")
    ratings.astype(int).to_sql("ratings", database, index=False)
    frame = pl.read_parquet(tmp_path / "a.parquet")
    batches = (frame[begin : begin + 777] for begin in range(0, 4000, 777))
    for table in (tmp_path / "a.csv", tmp_path / "parts", str(tmp_path / "parts" / "*.parquet"), database, batches):
        assert_same(sv.rank_drivers_from_table(table, **given), whole)


def test_a_duckdb_table_is_read(ratings, tmp_path):
    duckdb = pytest.importorskip("duckdb")
    path = save(ratings, tmp_path / "a.parquet")
    connection = duckdb.connect()
    connection.execute(f"CREATE TABLE ratings AS SELECT * FROM '{path}'")
    given = {"n_boot": 20, "where": "price > 1", **GIVEN}
    assert_same(sv.rank_drivers_from_table(connection, **given), sv.rank_drivers_from_table(path, **given))


def test_errors_name_the_column_and_what_to_do(ratings, tmp_path):
    path = save(ratings, tmp_path / "a.parquet")
    with pytest.raises(OptionError, match="no column or construct 'quickness'"):
        sv.rank_drivers_from_table(path, outcome="rating", drivers=["quickness"])
    with pytest.raises(DataError, match="'weight' has 1 rows with weights that are missing, negative"):
        bad = save(ratings.assign(weight=np.where(ratings.index == 9, -1, 1)), tmp_path / "b.parquet")
        sv.rank_drivers_from_table(bad, weights="weight", **GIVEN)
    with pytest.raises(DataError, match="nothing to analyse"):
        sv.rank_drivers_from_table(save(ratings[:0], tmp_path / "c.parquet"), **GIVEN)
    with pytest.raises(OptionError, match="no such file"):
        sv.rank_drivers_from_table(tmp_path / "d.parquet", **GIVEN)
    (tmp_path / "two").mkdir()
    save(ratings, tmp_path / "two" / "1.parquet")
    save(ratings.drop(columns="price"), tmp_path / "two" / "2.parquet")
    with pytest.raises(DataError, match=r"2.parquet has no column 'price'"):
        sv.rank_drivers_from_table(tmp_path / "two", **GIVEN)


def test_a_damaged_file_is_named(ratings, tmp_path):
    path = save(ratings, tmp_path / "a.parquet")
    held = bytearray(path.read_bytes())
    held[len(held) // 4 : len(held) // 2] = b"\xff" * (len(held) // 2 - len(held) // 4)
    path.write_bytes(held)
    with pytest.raises(ReadError, match=r"a.parquet cannot be read"):
        sv.rank_drivers_from_table(path, **GIVEN)
