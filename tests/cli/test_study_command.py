"""survey study: everything in one folder, and the same again from its record."""

from __future__ import annotations

import json

import pandas as pd
import pytest

import survey as sv

QUICK = ("--n-boot", "20", "--no-depth")


@pytest.fixture(scope="module")
def bank_answers(tmp_path_factory):
    path = tmp_path_factory.mktemp("bank") / "bank.csv"
    sv.simulate_responses("csibank", n=120, seed=2).data.to_csv(path, index=False)
    return path


def test_a_study_is_written_and_made_again(run, bank_answers, tmp_path):
    ended = run("study", bank_answers, "-q", "csibank", "--out", "folder", "--n-boot", "20", "--formats", "xlsx,md")
    assert ended.code == 0, ended.err
    files = {"report.xlsx", "report.md", "report.json"}
    assert files <= {path.name for path in (tmp_path / "folder").iterdir()}
    assert ended.out.count("written") == 3
    record = json.loads((tmp_path / "folder" / "report.json").read_text(encoding="utf-8"))
    assert record["options"]["language"] == "en"
    assert "segments" in record["results"]
    again = run("study", "--from", "folder/report.json")
    assert again.code == 0, again.err
    assert "identical: " in again.out


def test_what_differs_is_named_and_the_exit_code_is_one(run, bank_answers, tmp_path):
    assert run("study", bank_answers, "-q", "csibank", "--out", "folder", *QUICK, "--formats", "").code == 0
    path = tmp_path / "folder" / "report.json"
    tree = json.loads(path.read_text(encoding="utf-8"))
    tree["results"]["drivers"]["table"]["importance_share"][0] += 0.25
    path.write_text(json.dumps(tree), encoding="utf-8")
    ended = run("study", "--from", "folder/report.json")
    assert ended.code == 1
    assert "different: 1 of " in ended.out
    [line] = [line for line in ended.out.splitlines() if "importance_share" in line]
    assert line.split() == ["drivers", "importance_share", "numbers", "0.250"]


def test_a_changed_file_is_refused_and_accepted_when_asked(run, bank_answers, tmp_path):
    frame = pd.read_csv(bank_answers)
    frame.to_csv(tmp_path / "a.csv", index=False)
    assert run("study", "a.csv", "-q", "csibank", "--out", "folder", *QUICK, "--formats", "").code == 0
    frame.head(100).to_csv(tmp_path / "a.csv", index=False)
    ended = run("study", "--from", "folder/report.json")
    assert ended.code == 2
    assert "a.csv has changed" in ended.err
    assert run("study", "--from", "folder/report.json", "--accept-changes").code == 1
    assert run("study", bank_answers, "--from", "folder/report.json").code == 0


def test_what_was_left_out_is_printed_with_its_reason(run, bank_answers, tmp_path):
    pd.read_csv(bank_answers).head(45).to_csv(tmp_path / "few.csv", index=False)
    ended = run("study", "few.csv", "-q", "csibank", "--n-boot", "0", "--no-screen", "--formats", "")
    assert ended.code == 0, ended.err
    assert "left out, segments: No group has 30 respondents" in ended.out
    assert "left out, straight lines and curves: These answers do not allow it: " in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("answers.csv",), "give a file of answers and -q"),
        ((), "give a file of answers and -q"),
        (("a.csv", "-q", "csibank", "--formats", "html,odt"), "'odt' is no format of reports"),
        (("--from", "nowhere.json"), "nowhere.json: there is no such file"),
        (("--from", "r.json", "-q", "csibank"), "leave -q out"),
    ],
)
def test_wrong_usage_is_refused_early(run, arguments, said):
    ended = run("study", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_an_unknown_wave_names_what_there_is(run, bank_answers):
    ended = run("study", bank_answers, "-q", "csibank", *QUICK, "--wave", "quarter")
    assert ended.code == 2
    assert "wave='quarter'" in ended.err
    assert "Gender" in ended.err
