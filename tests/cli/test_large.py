"""survey drivers --table: the numbers of `rank_drivers_from_table`, and clear refusals."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.platforms.parquet import write_responses

pl = pytest.importorskip("polars")
QUICK = ("--n-boot", "50")


@pytest.fixture
def ratings(tmp_path):
    rng = np.random.default_rng(1)
    codes = rng.integers(1, 6, size=(600, 2)).astype(np.int8)
    rating = np.clip(np.rint(codes @ [0.7, 0.3] + rng.normal(size=600)), 1, 5).astype(np.int8)
    frame = pl.DataFrame({"rating": rating, "speed": codes[:, 0], "price": codes[:, 1]})
    frame = frame.with_columns(year=2024 + (pl.int_range(600) % 2), buyer=pl.int_range(600) // 2, weight=1.5)
    frame.write_parquet(tmp_path / "ratings.parquet")
    return "ratings.parquet"


def test_a_table_of_numbers_is_ranked(run, ratings, tmp_path):
    given = ("--outcome", "rating", "--drivers", "speed, price", "--where", "year = 2025", "--weights", "weight")
    ended = run("drivers", "--table", ratings, *given, "--respondent", "buyer", "--engine", "local", *QUICK,
                "--out", "found.csv")  # fmt: skip
    assert ended.code == 0, ended.err
    expected = sv.rank_drivers_from_table(
        tmp_path / ratings, outcome="rating", drivers=["speed", "price"], where="year = 2025", weights="weight",
        respondent="buyer", n_boot=50, seed=1,
    )  # fmt: skip
    assert ended.out.startswith(repr(expected))
    found = pd.read_csv(tmp_path / "found.csv", encoding="utf-8-sig")
    np.testing.assert_allclose(found["importance"], expected.table["importance"], rtol=1e-9)


def test_a_table_of_answers_is_scored_by_its_questionnaire(run, tmp_path):
    questionnaire = sv.load_questionnaire("ecommerce-service", modules=["logistics"])
    write_responses(sv.simulate_responses(questionnaire, n=500, seed=1), tmp_path / "answers.parquet")
    given = ("-q", "ecommerce-service", "--modules", "logistics", "--language", "en")
    ended = run("drivers", "--table", "answers.parquet", *given, *QUICK)
    assert ended.code == 0, ended.err
    assert "Delivery" in ended.out
    path = tmp_path / "answers.parquet"
    expected = sv.rank_drivers_from_table(path, questionnaire, n_boot=50, seed=1, language="en")
    assert ended.out.startswith(repr(expected))


def test_outcome_and_drivers_of_a_file_can_be_chosen(run, answers):
    names = ("--drivers", "price,product_quality")
    ended = run("drivers", answers, "-q", "ecommerce-service", *names, *QUICK, "--language", "en")
    responses = sv.read_responses(answers, "ecommerce-service")
    assert ended.code == 0, ended.err
    expected = sv.rank_drivers(responses, drivers=names[1].split(","), n_boot=50, seed=1, language="en")
    assert ended.out.startswith(repr(expected))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "give a file of answers with -q, or a table with --table"),
        (("a.csv",), "needs its questionnaire; give -q"),
        (("a.csv", "--table", "b.parquet"), "not both"),
        (
            ("a.csv", "-q", "ecommerce-service", "--where", "x > 1", "--engine", "local"),
            "--where, --engine: only with --table",
        ),
        (("--table", "b.parquet", "--outcome", "rating"), "b.parquet: there is no such file"),
        (("--table", "ratings.parquet"), "needs outcome="),
        (("--table", "ratings.parquet", "--modules", "logistics"), "give -q too"),
        (("--table", "ratings.parquet", "--outcome", "rating", "--engine", "dask"), "dask"),
        (("--table", "ratings.parquet", "--outcome", "rating", "--weights", "heavy"), "no column 'heavy'"),
    ],
)
def test_errors_say_what_to_give(run, ratings, arguments, said):
    ended = run("drivers", *arguments)
    assert ended.code == 2
    assert said in ended.err
