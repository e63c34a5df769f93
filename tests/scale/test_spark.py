"""Spark makes the same sums, also when tasks die halfway."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.analysis.drivers.large_drivers import rank_drivers_from_table
from survey.errors import DataError, ReadError

pytestmark = [
    pytest.mark.spark,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:PySpark does not yet fully support pandas:FutureWarning"),
]
pl = pytest.importorskip("polars")
CLOSE = 1e-9


@pytest.fixture(scope="module")
def spark() -> Iterator[object]:
    sql = pytest.importorskip("pyspark.sql", reason="pyspark is not installed: pip install -r requirements-spark.lock")
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("Spark needs Java, which is not installed")
    import sys

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = sql.SparkSession.builder.master("local[2,4]").appName("tests")  # a task may fail three times
    options = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.adaptive.enabled": "false",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1",  # starts in half the time
    }
    for key, value in options.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two files of ratings, with gaps, weights and ids."""
    rng = np.random.default_rng(1)
    folder = tmp_path_factory.mktemp("ratings")
    for number, n in enumerate((3000, 2000)):
        answers = rng.integers(1, 6, size=(n, 4)).astype(float)
        answers[:, 0] = np.clip(np.rint(answers[:, 1:] @ [0.6, 0.3, 0.1] + rng.normal(size=n)), 1, 5)
        answers[rng.random(answers.shape) < 0.02] = np.nan
        frame = pl.DataFrame(answers, schema=["rating", "speed", "price", "looks"])
        whole = frame.with_columns(pl.all().fill_nan(None).cast(pl.Int8))
        ids = pl.Series("buyer", [f"b{one}" for one in rng.integers(0, 900, n)])
        whole.with_columns(ids, weight=rng.uniform(0.2, 3, n), year=2020 + number).write_parquet(
            folder / f"part-{number}.parquet", row_group_size=700
        )
    return folder


def assert_same(one, other):
    for name, frame in one.frames().items():
        pd.testing.assert_frame_equal(frame, other.frames()[name], rtol=CLOSE, atol=CLOSE)
    assert one.n == other.n
    assert one.notes == other.notes


@pytest.mark.parametrize(
    "options",
    [{}, {"weights": "weight"}, {"respondent": "buyer", "where": "price >= 2 AND year = 2020"}],
    ids=["plain", "weights", "respondents and filter"],
)
def test_spark_and_this_machine_agree(spark, folder, options):
    given = {"outcome": "rating", "drivers": ["speed", "price", "looks"], "n_boot": 50, **options}
    assert_same(
        rank_drivers_from_table(folder, engine="spark", **given),
        rank_drivers_from_table(folder, engine="local", **given),
    )


def test_partials_of_many_partitions_are_merged_by_the_executors(spark, folder, monkeypatch):
    monkeypatch.setattr("survey.scale.spark.MOST_COLLECTED", 3)
    frame = spark.read.parquet(str(folder)).repartition(5)
    given = {"outcome": "rating", "drivers": ["speed", "price", "looks"], "respondent": "buyer", "n_boot": 50}
    assert_same(rank_drivers_from_table(frame, **given), rank_drivers_from_table(folder, **given))


def test_constructs_are_scored_by_executors(spark, tmp_path):
    from survey.platforms.parquet import write_responses

    questionnaire = sv.load_questionnaire("ecommerce-service")
    path = write_responses(sv.simulate_responses(questionnaire, n=1500, seed=1), tmp_path / "answers.parquet")
    given = {"missing": "indicator", "n_boot": 50}
    assert_same(
        rank_drivers_from_table(path, questionnaire, engine="spark", **given),
        rank_drivers_from_table(path, questionnaire, engine="local", **given),
    )


def _fail_first(how):
    """Return a function over Arrow batches that fails in the middle of the first attempt of one partition."""

    def fail(batches):
        from pyspark import TaskContext

        context = TaskContext.get()
        for number, batch in enumerate(batches):
            if number and context.partitionId() == 1 and context.attemptNumber() == 0:
                if how == "dies":
                    os._exit(1)
                raise OSError("disk read error")
            yield batch

    return fail


@pytest.mark.parametrize("how", ["dies", "raises"])
def test_a_task_lost_halfway_changes_nothing(spark, folder, how):
    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 300)
    frame = spark.read.parquet(str(folder)).repartition(3)
    given = {"outcome": "rating", "drivers": ["speed", "price", "looks"], "respondent": "buyer", "n_boot": 50}
    lost = rank_drivers_from_table(frame.mapInArrow(_fail_first(how), frame.schema), **given)
    assert_same(lost, rank_drivers_from_table(folder, **given))


def test_csv_files_are_read(spark, tmp_path):
    rng = np.random.default_rng(6)
    answers = pd.DataFrame(rng.integers(1, 6, (900, 3)), columns=["speed", "price", "looks"]).astype(float)
    rating = np.clip(np.rint(answers @ [0.6, 0.3, 0.1] + rng.normal(size=900)), 1, 5)
    answers.loc[::40, "price"] = np.nan
    answers.assign(rating=rating, buyer=np.arange(900) // 2).to_csv(tmp_path / "a.csv", index=False)
    given = {"outcome": "rating", "drivers": ["speed", "price", "looks"], "respondent": "buyer", "n_boot": 50}
    assert_same(
        rank_drivers_from_table(tmp_path / "a.csv", engine="spark", **given),
        rank_drivers_from_table(tmp_path / "a.csv", engine="local", **given),
    )


def test_errors_of_executors_say_what_to_do(spark, folder, tmp_path):
    frame = pl.DataFrame({"rating": [1, 2, 3, 4] * 5, "speed": [1, 2, 2, 1] * 5, "buyer": [1, None, 3, 4] * 5})
    frame.write_parquet(tmp_path / "a.parquet")
    with pytest.raises(DataError, match="'buyer' has 5 rows without an id"):
        rank_drivers_from_table(tmp_path, outcome="rating", drivers=["speed"], respondent="buyer", engine="spark")
    with pytest.raises(DataError, match="the Spark frame has no column 'weights'"):
        rank_drivers_from_table(spark.read.parquet(str(folder)), outcome="rating", drivers=["speed"], weights="weights")
    with pytest.raises(ReadError, match="Spark cannot read"):
        rank_drivers_from_table(folder, outcome="rating", drivers=["speed"], where="speed ==== 1", engine="spark")
