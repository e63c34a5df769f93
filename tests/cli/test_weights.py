"""survey weigh: the same weights as the functions, and a file of them."""

from __future__ import annotations

import pandas as pd
import pytest

import survey as sv
from survey.prepare.target_files import read_target_file

MARGINS = "gender: {Female: 0.6, Male: 0.4}\n"
ASKED = ("-q", "ecommerce-service", "--language", "en")


@pytest.fixture
def targets(tmp_path):
    path = tmp_path / "targets.yaml"
    path.write_text(MARGINS, encoding="utf-8")
    return path


def read(path):
    return pd.read_csv(path, encoding="utf-8-sig")


def test_weights_are_printed_and_written(run, answers, targets, tmp_path):
    ended = run("weigh", answers, *ASKED, "--targets", targets, "--out", "weights.csv")
    assert ended.code == 0, ended.err
    expected = sv.rake_weights(
        sv.read_responses(answers, "ecommerce-service"), targets={"gender": {1: 0.6, 2: 0.4}}, language="en"
    )
    assert ended.out.startswith(repr(expected))
    assert "Gap before" in ended.out and f"{expected.n_eff:,.3f}" in ended.out
    written = read(tmp_path / "weights.csv")
    assert written["weight"].tolist() == pytest.approx(expected.weights.tolist())
    assert written["respondent"].tolist() == expected.weights.index.tolist()


def test_another_language(run, answers, targets):
    given = ("weigh", answers, "-q", "ecommerce-service", "--targets", targets, "--language", "zh-CN")
    ended = run(*given, "--n-boot", "2", "--out", "weights.csv")
    assert ended.code == 0, ended.err
    assert "加权前最大差" in ended.out and "Gap before" not in ended.out
    assert "replicate" not in ended.err.lower()


def test_the_questionnaires_margins_are_the_default(run, answers):
    ended = run("weigh", answers, *ASKED)
    assert ended.code == 0 and "illustrative" in ended.out and "ageband" in ended.out


def test_trim_and_replicates(run, answers, targets, tmp_path):
    settings = ("--trim", "0.5", "1.3", "--n-boot", "4", "--strata", "contacted", "--seed", "3")
    ended = run("weigh", answers, *ASKED, "--targets", targets, "--out", "weights.csv", *settings)
    assert ended.code == 0, ended.err
    written = read(tmp_path / "weights.csv")
    assert list(written.columns) == ["respondent", "weight", *(f"replicate_{b}" for b in range(1, 5))]
    assert written["weight"].between(0.5, 1.3).all()
    assert "4 strata" in ended.err and "Weighted again to gender" in ended.err


def test_weights_to_start_from(run, answers, targets, tmp_path):
    frame = pd.read_csv(answers, encoding="utf-8-sig")
    frame["design"] = [1.0, 2.0] * (len(frame) // 2)
    frame.to_csv(tmp_path / "designed.csv", index=False)
    ended = run("weigh", "designed.csv", *ASKED, "--targets", targets, "--base", "design", "--out", "weights.csv")
    assert ended.code == 0, ended.err
    assert "from the weights already there" in ended.out
    weights = read(tmp_path / "weights.csv")["weight"]
    twice = weights[(frame["gender"] == 1) & (frame["design"] == 2)].iloc[0]
    assert twice == pytest.approx(2 * weights[(frame["gender"] == 1) & (frame["design"] == 1)].iloc[0])


def test_a_cross_table_is_post_stratified(run, answers, tmp_path):
    frame = pd.read_csv(answers, encoding="utf-8-sig")
    crossed = pd.crosstab(frame["gender"], frame["contacted"]).loc[[1, 2]]
    assert crossed.shape == (2, 4) and (crossed.to_numpy() > 0).all()
    rows = [f"- {{gender: {g}, contacted: {c}, target: 0.125}}\n" for g in (1, 2) for c in crossed.columns]
    (tmp_path / "cells.yaml").write_text("".join(rows), encoding="utf-8")
    ended = run("weigh", answers, *ASKED, "--targets", "cells.yaml")
    assert ended.code == 0, ended.err
    assert "Post-stratified to the 8 cells of gender × contacted" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--base", "nothing"), "--base nothing"),
        (("--n-boot", "5"), "give --out"),
        (("--targets", "none.txt"), "targets are read from .yaml and .csv"),
        (("--trim", "2", "3"), "trim=(2.0, 3.0)"),
    ],
)
def test_refusals_say_why(run, answers, arguments, said):
    ended = run("weigh", answers, *ASKED, *arguments)
    assert ended.code == 2 and said in ended.err


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.yaml", MARGINS, {"gender": {"Female": 0.6, "Male": 0.4}}),
        ("a.yml", "gender: {source: {en: census}, targets: {1: 0.5, 2: 0.5}}", {"gender": {1: 0.5, 2: 0.5}}),
        ("a.csv", "item,answer,target\ngender,Female,0.6\ngender,Male,0.4\n", {"gender": {"Female": 0.6, "Male": 0.4}}),
    ],
)
def test_margins_in_files(tmp_path, name, text, expected):
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_target_file(tmp_path / name) == expected


def test_cells_in_files(tmp_path):
    (tmp_path / "a.csv").write_text("gender,plan,target\nFemale,1,0.6\nMale,2,0.4\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(
        "- {gender: Female, plan: 1, target: 0.6}\n- {gender: Male, plan: 2, target: 0.4}\n", encoding="utf-8"
    )
    from_csv, from_yaml = read_target_file(tmp_path / "a.csv"), read_target_file(tmp_path / "a.yaml")
    for frame in (from_csv, from_yaml):
        assert frame.to_numpy().tolist() == [["Female", 1, 0.6], ["Male", 2, 0.4]]


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.yaml", "[]", "no targets were found"),
        ("a.yaml", "gender: 0.5", "'gender' has no shares"),
        ("a.yaml", "gender: {Female: half}", "gender = Female: 'half' is no share"),
        ("a.yaml", "- {gender: 1, target: 1}\n- {plan: 1, target: 1}", "every cell needs the same items"),
        ("a.csv", "gender,share\n1,1\n", "a column 'target'"),
        ("a.csv", "item,answer,target\ng,1,0.5\ng,1,0.5\n", "g = 1 is there twice"),
        ("a.csv", "gender,target\n1,many\n", "row 1: 'many' is no share"),
    ],
)
def test_files_that_are_no_targets_say_why(tmp_path, name, text, words):
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(sv.DataError, match=words):
        read_target_file(tmp_path / name)
