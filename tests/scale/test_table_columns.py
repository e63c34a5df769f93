"""What columns of a table may hold, which readers take them, and what is missing for an engine."""

from __future__ import annotations

import builtins
import importlib.util

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.errors import DataError, OptionError
from survey.platforms.parquet import write_responses

pl = pytest.importorskip("polars")
pa = pytest.importorskip("pyarrow")
GIVEN = {"outcome": "rating", "drivers": ["speed", "price"], "n_boot": 20}
FIVE = """
id: small
version: "1"
languages: [en]
title: {en: Small}
scales:
  five:
    points: {1: {en: "1"}, 2: {en: "2"}, 3: {en: "3"}, 4: {en: "4"}, 5: {en: "5"}}
    special: {not_applicable: {code: 9, label: {en: Does not apply}}}
pages:
  - id: one
    items:
      - {id: rating, type: scale, scale: five, text: {en: rating}}
      - {id: speed, type: scale, scale: five, text: {en: speed}}
      - {id: price, type: scale, scale: five, text: {en: price}}
constructs:
  overall: {role: outcome, label: {en: Overall}, items: [rating]}
  fast: {role: driver, label: {en: Fast}, items: [speed]}
  cheap: {role: driver, label: {en: Cheap}, items: [price]}
"""


@pytest.fixture(scope="module")
def ratings():
    rng = np.random.default_rng(1)
    codes = rng.integers(1, 6, size=(3000, 2)).astype(np.int8)
    rating = np.clip(np.rint(codes @ [0.7, 0.3] + rng.normal(size=3000)), 1, 5).astype(np.int8)
    frame = pl.DataFrame({"rating": rating, "speed": codes[:, 0], "price": codes[:, 1]})
    return frame.with_columns(pl.when(pl.int_range(3000) % 50 == 7).then(None).otherwise("speed").alias("speed"))


def rank(table, tmp_path=None, **given):
    if isinstance(table, pl.DataFrame):
        table.write_parquet(tmp_path / "a.parquet")
        table = tmp_path / "a.parquet"
    return sv.rank_drivers_from_table(table, **{**GIVEN, **given})


def assert_same(one, other):
    for name in ("table", "coefficients", "fit"):
        left, right = getattr(one, name), getattr(other, name)
        pd.testing.assert_frame_equal(left, right, rtol=1e-9, atol=1e-9, check_dtype=False)
    assert one.n == other.n


@pytest.mark.parametrize("kind", [pl.Float64, pl.Int64, pl.UInt8, pl.Float32, pl.Decimal(10, 2)])
def test_the_type_of_a_column_changes_nothing(ratings, tmp_path, kind):
    assert_same(rank(ratings.cast(kind), tmp_path), rank(ratings, tmp_path))


def test_a_large_origin_changes_no_share(ratings, tmp_path):
    moved = ratings.with_columns(pl.col("speed").cast(pl.Int64) + 10**12)
    found, expected = rank(moved, tmp_path).table, rank(ratings, tmp_path).table
    np.testing.assert_allclose(found["importance"], expected["importance"], rtol=1e-9)


def test_plain_columns_may_have_fractions_but_no_text_and_no_infinity(ratings, tmp_path):
    halves = ratings.with_columns(pl.col("price") / 2)
    np.testing.assert_allclose(
        rank(halves, tmp_path).table["importance"], rank(ratings, tmp_path).table["importance"], rtol=1e-9
    )
    words = ratings.with_columns(pl.col("price").cast(pl.String))
    with pytest.raises(DataError, match="column 'price' holds no numbers"):
        rank(words, tmp_path)
    assert rank(words, tmp_path, drivers=None).table["driver"].tolist() == ["speed"]
    with pytest.raises(DataError, match="'price' has 1 rows with infinite values"):
        endless = pl.when(pl.int_range(3000) == 3).then(float("inf")).otherwise("price").alias("price")
        rank(ratings.with_columns(endless), tmp_path)


def test_codes_with_a_fraction_are_no_answers(ratings, tmp_path):
    (tmp_path / "small.yaml").write_text(FIVE, encoding="utf-8")
    half = ratings.with_columns(pl.when(pl.int_range(3000) < 4).then(2.5).otherwise("price").alias("price"))
    half.write_parquet(tmp_path / "b.parquet")
    with pytest.raises(DataError, match="'price' has 4 rows with answers that are no whole codes"):
        sv.rank_drivers_from_table(tmp_path / "b.parquet", str(tmp_path / "small.yaml"))


def test_what_applies_to_nobody_is_named(ratings, tmp_path):
    (tmp_path / "small.yaml").write_text(FIVE, encoding="utf-8")
    ratings.with_columns(price=pl.lit(9, pl.Int8)).write_parquet(tmp_path / "b.parquet")
    for missing in ("listwise", "indicator"):
        with pytest.raises(DataError, match="nobody has a value for 'cheap'"):
            sv.rank_drivers_from_table(tmp_path / "b.parquet", str(tmp_path / "small.yaml"), missing=missing)


def test_unknown_codes_count_as_missing_and_are_named(ratings, tmp_path):
    (tmp_path / "small.yaml").write_text(FIVE, encoding="utf-8")
    odd = ratings.with_columns(pl.when(pl.int_range(3000) < 4).then(8).otherwise("price").cast(pl.Int8).alias("price"))
    odd.write_parquet(tmp_path / "b.parquet")
    found = sv.rank_drivers_from_table(tmp_path / "b.parquet", str(tmp_path / "small.yaml"), n_boot=20)
    holes = odd.with_columns(pl.when(pl.col("price") == 8).then(None).otherwise("price").alias("price"))
    assert_same(found, rank_constructs(holes, tmp_path))
    assert [note.values["counts"] for note in found.notes if note.code == "table_unknown_codes"] == ["price 4"]


def rank_constructs(frame, tmp_path):
    frame.write_parquet(tmp_path / "c.parquet")
    return sv.rank_drivers_from_table(tmp_path / "c.parquet", str(tmp_path / "small.yaml"), n_boot=20)


@pytest.mark.parametrize("cut", [lambda table: table, lambda table: table.to_batches(max_chunksize=700)])
def test_batches_of_pyarrow_are_read(ratings, tmp_path, cut):
    assert_same(rank(cut(ratings.to_arrow())), rank(ratings, tmp_path))
    with pytest.raises(DataError, match="there is no batch"):
        rank([])


def test_pyarrow_reads_files_where_polars_is_missing(ratings, tmp_path, monkeypatch):
    expected = rank(ratings, tmp_path)
    ratings.write_csv(tmp_path / "a.csv")
    without(monkeypatch, "polars")
    for name in ("a.parquet", "a.csv"):
        assert_same(rank(tmp_path / name), expected)
    with pytest.raises(OptionError, match=r"where= on files needs the package polars, .*survey-workbench\[big\]"):
        rank(tmp_path / "a.parquet", where="price > 1")


def test_pyarrow_scores_answers_with_gaps(tmp_path, monkeypatch):
    questionnaire = sv.load_questionnaire("ecommerce-service")
    path = write_responses(sv.simulate_responses(questionnaire, n=800, seed=1), tmp_path / "answers.parquet")
    expected = sv.rank_drivers_from_table(path, questionnaire, missing="indicator", n_boot=20)
    without(monkeypatch, "polars")
    assert_same(sv.rank_drivers_from_table(path, questionnaire, missing="indicator", n_boot=20), expected)


def test_an_engine_that_is_not_installed_says_what_to_install(ratings, tmp_path, monkeypatch):
    ratings.write_parquet(tmp_path / "a.parquet")
    without(monkeypatch, "polars", "pyarrow", "pyspark")
    with pytest.raises(OptionError, match=r"reading large tables needs the package polars.*\[big\]"):
        rank(tmp_path / "a.parquet")
    with pytest.raises(OptionError, match=r"engine='spark' needs the package pyspark.*\[spark\]"):
        rank(tmp_path / "a.parquet", engine="spark")


def test_spark_that_does_not_start_says_what_it_needs(ratings, tmp_path, monkeypatch):
    sql = pytest.importorskip("pyspark.sql")

    def fail(*_):
        raise RuntimeError("[JAVA_GATEWAY_EXITED] Java gateway process exited before sending its port number.")

    monkeypatch.setattr(sql.SparkSession, "getActiveSession", lambda: None)
    monkeypatch.setattr(sql.SparkSession.Builder, "getOrCreate", fail)
    with pytest.raises(
        OptionError, match=r"does not start \(\[JAVA_GATEWAY_EXITED\].*needs Java 17 or later; set JAVA_HOME"
    ):
        rank(ratings, tmp_path, engine="spark")
    with pytest.raises(OptionError, match="engine='spark' reads files and Spark frames"):
        rank([ratings], engine="spark")


def without(monkeypatch, *packages):
    """Make packages look as if they were not installed."""
    find, load = importlib.util.find_spec, builtins.__import__
    modules = importlib.import_module

    def refuse(name):
        if name.partition(".")[0] in packages:
            raise ModuleNotFoundError(f"No module named {name!r}")

    def import_quietly(name, *given, **options):
        refuse(name)
        return load(name, *given, **options)

    def import_module(name, *given):
        refuse(name)
        return modules(name, *given)

    monkeypatch.setattr(builtins, "__import__", import_quietly)
    monkeypatch.setattr("survey.scale.source.import_module", import_module)
    monkeypatch.setattr("survey.scale.source.find_spec", lambda name: None if name in packages else find(name))
