"""survey list, new, lint."""

from __future__ import annotations

import pytest

import survey as sv
from survey.cli.starters import TEMPLATE


def test_list_shows_every_shipped_questionnaire(run):
    printed = run("list")
    rows = printed.out.splitlines()
    assert rows[0].split() == ["name", "title", "标题", "items", "constructs", "languages"]
    assert [row.split()[0] for row in rows[1:]] == sv.list_questionnaires()
    q = sv.load_questionnaire("ecommerce-service")
    assert f" {len(q.items)} " in printed.out
    assert q.title["zh-CN"] in printed.out


def test_new_copies_with_comments_and_a_new_id(run, tmp_path):
    assert run("new", "my-shop").code == 0
    shipped = sv.load_questionnaire("ecommerce-service").path.read_text(encoding="utf-8")
    written = (tmp_path / "my-shop.yaml").read_text(encoding="utf-8")
    assert written == shipped.replace("\nid: ecommerce-service\n", "\nid: my-shop\n", 1)
    assert sv.load_questionnaire(tmp_path / "my-shop.yaml").id == "my-shop"


def test_the_minimal_template_is_clean_and_serves_a_whole_study(run, tmp_path):
    assert run("new", "small", "--minimal", "--out", "sub/small.yaml").code == 0
    path = tmp_path / "sub" / "small.yaml"
    assert path.read_text(encoding="utf-8") == TEMPLATE.read_text(encoding="utf-8").replace("id: my-study", "id: small")
    assert sv.lint_questionnaire(path) == []
    study = sv.run_study(sv.simulate_responses(sv.load_questionnaire(path), n=200, seed=1), n_boot=20)
    assert set(study.drivers.table["driver"]) == {"product", "service"}


def test_new_drafts_from_a_file_of_another_program(run, tmp_path):
    sv.export_questionnaire("mobi", "qualtrics", tmp_path / "form.qsf")
    printed = run("new", "mine", "--from", "form.qsf", "--language", "zh-CN")
    assert printed.code == 0
    assert "mine.yaml written." in printed.out
    assert "The original ends early for some" in printed.out
    drafted = sv.load_questionnaire(tmp_path / "mine.yaml")
    assert (drafted.id, drafted.languages) == ("mine", ("zh-CN", "en"))
    assert list(drafted.items) == list(sv.load_questionnaire("mobi").items)
    assert run("lint", "mine.yaml").code == 0
    assert run("new", "mine", "--from", "form.qsf").code == 2
    assert run("new", "mine", "--from", "form.qsf", "--force").code == 0


def test_new_copies_a_questionnaire_file(run, tmp_path):
    assert run("new", "one", "--minimal").code == 0
    assert run("new", "two", "--from", "one.yaml").code == 0
    assert sv.load_questionnaire(tmp_path / "two.yaml").id == "two"
    assert run("new", "three", "--from", "mobi").code == 0
    assert sv.load_questionnaire(tmp_path / "three.yaml").title == sv.load_questionnaire("mobi").title


def test_new_overwrites_only_when_told(run, tmp_path):
    (tmp_path / "mine.yaml").write_text("id: precious\n", encoding="utf-8")
    refused = run("new", "mine")
    assert refused.code == 2
    assert "--force" in refused.err
    assert (tmp_path / "mine.yaml").read_text(encoding="utf-8") == "id: precious\n"
    assert run("new", "mine", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Mein Shop",), "cannot be an id"),
        (("mine", "--from", "nothing"), "there is no questionnaire 'nothing'"),
        (("mine", "--out", "mine.txt"), "ends in .yaml"),
        (("mine", "--from", "nothing.qsf"), "there is no such file"),
        (("mine", "--language", "en"), "--language goes with a file"),
    ],
)
def test_new_says_what_is_wrong(run, arguments, said):
    ended = run("new", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_lint_prints_a_line_for_each_mistake(run, tmp_path):
    run("new", "bad", "--minimal")
    path = tmp_path / "bad.yaml"
    text = path.read_text(encoding="utf-8").replace("items: [sat1, sat2, sat3]", "items: [sat1, sat2, nosuch]")
    path.write_text(text, encoding="utf-8")
    line = next(number for number, row in enumerate(text.splitlines(), 1) if "nosuch" in row)
    ended = run("lint", "bad.yaml")
    assert ended.code == 1
    assert f"bad.yaml:{line}: error: " in ended.out
    assert all(row.startswith("bad.yaml:") for row in ended.out.splitlines())
    assert "error(s)" in ended.err


def test_lint_lets_warnings_pass_unless_strict(run):
    assert any(mistake.severity == "warning" for mistake in sv.lint_questionnaire("mobi"))
    assert run("lint", "mobi").code == 0
    assert run("lint", "mobi", "--strict").code == 1
    assert run("lint", "csibank", "--strict").code == 0


def test_lint_of_a_missing_file_is_an_error(run):
    assert run("lint", "nothing.yaml").code == 1
