"""The record of a study: what it holds, what it refuses, and the study made again from it."""

from __future__ import annotations

import dataclasses
import json
import shutil

import numpy as np
import pandas as pd
import pytest

import survey as sv
from survey.study.fingerprint import hash_frame, tabulate_numbers
from survey.study.record_file import MOST_BYTES, MOST_SAMPLES
from survey.study.reproduction import compare_results

OPTIONS = {"n_boot": 20, "seed": 3, "depth": ["missing", "asymmetry", "paths"]}


@pytest.fixture(scope="module")
def study(bank):
    return sv.run_study(bank, **OPTIONS)


@pytest.fixture
def written(study, bank_file, tmp_path):
    """A record in a folder beside the answers it was made from."""
    shutil.copy(bank_file, tmp_path / "answers.csv")
    return sv.write_record(study, tmp_path / "out" / "report.json")


def rewrite(path, change):
    tree = json.loads(path.read_text(encoding="utf-8"))
    change(tree)
    path.write_text(json.dumps(tree), encoding="utf-8")
    return path


# -- what is written -------------------------------------------------------------------------------------------------


def test_the_record_says_what_was_read_and_how(written, study, bank):
    content = sv.read_record(written).content
    assert content["questionnaire"]["id"] == "csibank"
    assert content["questionnaire"]["path"] == ""  # a shipped one
    [file] = content["answers"]["files"]
    assert file["path"] == "../answers.csv"
    assert (file["sha256"], file["rows"]) == (bank.sources[0].sha256, 240)
    assert content["options"] == {
        "seed": 3, "n_boot": 20, "screen": True, "weigh": True, "language": None,
        "depth": ["missing", "asymmetry", "paths"], "wave": None, "segments": None,
    }  # fmt: skip
    assert content["versions"] == study.versions
    assert list(content["results"])[-3:] == ["missing", "asymmetry", "paths"]
    shares = content["results"]["drivers"]["table"]["importance_share"]
    assert shares == study.drivers.table["importance_share"].tolist()
    assert len(written.read_bytes()) < 300_000


def test_the_same_study_gives_the_same_bytes(written, study):
    before = written.read_bytes()
    assert sv.write_record(study, written).read_bytes() == before


def test_no_respondent_and_no_comment_enters_a_record():
    frame = pd.DataFrame({"respondent": ["A7"], "quote": ["my words"], "n": [3]})
    assert tabulate_numbers(frame) == {"n": [3.0]}
    assert hash_frame(frame) != hash_frame(frame.assign(respondent="A8"))


def test_changed_answers_cannot_be_recorded(study, bank, tmp_path):
    changed = bank.without(bank.data.index[:3], because="my own choice")
    with pytest.raises(sv.DataError, match=r"changed after they had been read \(my own choice\)"):
        sv.write_record(dataclasses.replace(study, received=changed), tmp_path / "report.json")
    made_up = sv.simulate_responses("csibank", n=50, seed=1)
    with pytest.raises(sv.DataError, match="come from no file"):
        sv.write_record(dataclasses.replace(study, received=made_up), tmp_path / "report.json")


def test_files_with_other_content_are_not_taken(study, tmp_path):
    other = tmp_path / "answers.csv"
    other.write_text("id\n1\n", encoding="utf-8")
    with pytest.raises(sv.OptionError, match=r"answers.csv: no such file with what this study was made from"):
        sv.write_record(study, tmp_path / "report.json", files=[other])
    with pytest.raises(sv.OptionError, match="2 path"):
        sv.write_record(study, tmp_path / "report.json", files=[other, other])
    with pytest.raises(sv.OptionError, match="reading has no option 'colour'"):
        sv.write_record(study, tmp_path / "report.json", reading={"colour": "red"})


# -- made again ------------------------------------------------------------------------------------------------------


def test_the_study_made_again_is_identical(written, study):
    again = sv.reproduce_study(written)
    assert again.identical
    assert again.differing.empty
    assert again.table["largest_difference"].max() == 0
    assert set(again.table["result"]) == set(sv.read_record(written).content["results"])
    assert [note.code for note in again.notes] == ["reproduction_outside"]
    pd.testing.assert_frame_equal(again.study.drivers.table, study.drivers.table)


def test_other_options_are_named_column_by_column(written):
    def change(tree):
        tree["options"]["seed"] = 4
        tree["versions"]["numpy"] = "0.1"

    again = sv.reproduce_study(rewrite(written, change))
    assert not again.identical
    differing = again.differing.set_index(["result", "column"])
    assert differing.loc[("drivers", "conf_low"), "largest_difference"] > 0
    assert ("drivers", "importance_share") not in differing.index  # which rests on no random number
    assert "numpy 0.1 → " in again.notes[-1]


def test_a_changed_file_is_refused_by_name_unless_told_to_go_on(written):
    path = written.parent.parent / "answers.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    with pytest.raises(sv.DataError, match=r"answers.csv has changed since the record was written"):
        sv.reproduce_study(written)
    again = sv.reproduce_study(written, accept_changes=True)
    assert "reproduction_changed" in [note.code for note in again.notes]
    assert ("profile", "n", "numbers") in set(
        again.differing[["result", "column", "difference_kind"]].itertuples(index=False, name=None)
    )


def test_files_that_moved_can_be_named(written, bank_file):
    (written.parent.parent / "answers.csv").unlink()
    with pytest.raises(sv.DataError, match=r"answers.csv: there is no such file"):
        sv.reproduce_study(written)
    assert sv.reproduce_study(written, files=[bank_file]).identical
    with pytest.raises(sv.OptionError, match="2 path"):
        sv.reproduce_study(written, files=[bank_file, bank_file])


def test_answers_understood_otherwise_are_refused(written):
    record = rewrite(written, lambda tree: tree["answers"].update(sha256="0" * 64))
    with pytest.raises(sv.DataError, match="understood otherwise"):
        sv.reproduce_study(record)


@pytest.mark.parametrize("path", ["/etc/hostname", "C:/secret.csv", "\\\\server\\share\\a.csv"])
def test_paths_from_the_root_are_refused(written, path):
    def change(tree):
        tree["answers"]["files"][0]["path"] = path

    with pytest.raises(sv.DataError, match="relative to its folder"):
        sv.reproduce_study(rewrite(written, change))


def test_a_file_with_other_content_is_never_read(written, tmp_path, monkeypatch):
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    rewrite(written, lambda tree: tree["answers"]["files"][0].update(path="../secret.txt"))
    monkeypatch.setattr("survey.study.reproduction.read_responses", lambda *a, **k: pytest.fail("read"))
    with pytest.raises(sv.DataError, match=r"secret.txt has changed"):
        sv.reproduce_study(written)


def test_own_questionnaires_with_modules_and_a_service_log_lead_back(tmp_path):
    sheet = sv.load_questionnaire("ecommerce-service", modules=["logistics"])
    shutil.copy(sheet.path, tmp_path / "shop.yaml")
    asked = sv.load_questionnaire(tmp_path / "shop.yaml", modules=["logistics"])
    sv.simulate_responses(asked, n=120, seed=1).data.to_csv(tmp_path / "a.csv", index=False)
    sv.simulate_service_log(n=100, agents=2, days=9, seed=1).sessions.to_csv(tmp_path / "log.csv", index=False)
    study = sv.run_study(
        sv.read_responses(tmp_path / "a.csv", asked),
        n_boot=0,
        depth=["service", "quotes"],
        service=sv.read_service_log(tmp_path / "log.csv"),
    )
    path = sv.write_record(study, tmp_path / "report.json")
    content = sv.read_record(path).content
    assert (content["questionnaire"]["path"], content["questionnaire"]["modules"]["logistics"]) == ("shop.yaml", True)
    assert [file["path"] for file in content["service"]] == ["log.csv"]
    assert "quote" not in content["results"]["quotes"]["table"]
    again = sv.reproduce_study(path)
    assert again.identical
    assert again.notes == ()


# -- comparing -------------------------------------------------------------------------------------------------------


def kept(**table):
    return {"result": "Drivers", "n": 5, "table": table, "sha256": {"table": "a", "fit": "b"}}


def test_every_kind_of_difference_has_its_word(study):
    now = tabulate_numbers(study.priorities.table)
    frames = {name: hash_frame(frame) for name, frame in study.priorities.frames().items()}
    whole = {"result": "Priorities", "n": study.priorities.n, "table": now, "sha256": frames}

    def kinds(then):
        table = compare_results({"priorities": then}, {"priorities": study.priorities})
        return dict(zip(table["column"], table["difference_kind"], strict=True))

    assert set(kinds(whole).values()) == {""}
    number, text = "performance", "driver"
    assert kinds({**whole, "table": {**now, number: [value + 1 for value in now[number]]}})[number] == "numbers"
    assert kinds({**whole, "table": {**now, number: [value + 1e-12 for value in now[number]]}})[number] == ""
    assert kinds({**whole, "table": {**now, number: [None, *now[number][1:]]}})[number] == "numbers"
    assert kinds({**whole, "table": {**now, text: ["other", *now[text][1:]]}})[text] == "texts"
    assert kinds({**whole, "table": {name: column[1:] for name, column in now.items()}})["table"] == "rows"
    assert kinds({**whole, "table": {text: now[text]}})["table"] == "columns"
    assert kinds({**whole, "sha256": {**frames, "further": "0" * 64}})["further"] == "numbers"
    assert compare_results({}, {"priorities": study.priorities})["difference_kind"].tolist() == ["new"]
    assert compare_results({"old": kept(a=[1.0])}, {})["difference_kind"].tolist() == ["missing"]


def test_hashes_see_values_names_order_and_holes():
    frame = pd.DataFrame({"a": [1.0, np.nan], "b": ["x", None]})
    others = [
        frame.rename(columns={"a": "c"}),
        frame[["b", "a"]],
        frame.iloc[::-1],
        frame.assign(a=[1.0, 0.0]),
        frame.assign(b=["x", "y"]),
        frame.head(1),
    ]
    assert len({hash_frame(one) for one in [frame, *others]}) == 7
    assert hash_frame(frame) == hash_frame(frame.assign(a=[1 + 1e-13, np.nan]))


# -- what is no record -----------------------------------------------------------------------------------------------


def refuse(path, said):
    with pytest.raises(sv.SurveyError, match=said):
        sv.read_record(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[" * 200_000, "nested too deeply"),
        ("not json", "no record of a study"),
        ("{}", "does not begin with the format"),
        ('{"format": 1, "format": 2}', "'format' occurs twice"),
        ('{"format": NaN}', "NaN is not JSON"),
        ('{"format": ' + "9" * 5000 + "}", "no record of a study"),
    ],
)
def test_what_is_no_record_is_refused(tmp_path, text, said):
    path = tmp_path / "report.json"
    path.write_text(text, encoding="utf-8")
    refuse(path, said)


def test_a_file_too_large_is_not_parsed(tmp_path):
    path = tmp_path / "report.json"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)
    refuse(path, "more than 50,000,000 bytes")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda tree: tree.update(extra=1), "the record has an unknown key 'extra'"),
        (lambda tree: tree["options"].update(run="rm"), "options has an unknown key 'run'"),
        (lambda tree: tree["answers"]["files"][0].update(url="x"), r"answers.files\[0\] has an unknown key 'url'"),
        (lambda tree: tree["answers"]["reading"].update(sep=","), "answers.reading has an unknown key 'sep'"),
        (lambda tree: tree["questionnaire"].pop("id"), "questionnaire lacks the key 'id'"),
        (lambda tree: tree["options"].update(n_boot=MOST_SAMPLES + 1), "no sound value for 'n_boot'"),
        (lambda tree: tree["options"].update(seed=True), "no sound value for 'seed'"),
        (lambda tree: tree["questionnaire"].update(sha256="xyz"), "no sound value for 'sha256'"),
        (lambda tree: tree["answers"].update(files=[]), "answers.files is empty"),
        (lambda tree: tree.update(options=[]), "options must be a mapping"),
        (lambda tree: tree["results"]["drivers"]["table"]["rank"].pop(), "differ in length"),
        (lambda tree: tree["results"]["drivers"].update(table={"a": [{}]}), "no sound value for 'table'"),
    ],
)
def test_a_record_with_something_else_in_it_is_refused(written, change, said):
    refuse(rewrite(written, change), said)
