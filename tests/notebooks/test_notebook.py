"""Notebooks: the shipped one is what the function writes, and every notebook runs."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import pytest

import survey as sv
from survey.cli import main
from survey.errors import OptionError

SHIPPED = Path(__file__).parents[2] / "notebooks" / "first-study.ipynb"


def cells_of(path: Path) -> list[dict]:
    return json.loads(path.read_text(encoding="utf-8"))["cells"]


def code_of(path: Path) -> str:
    return "\n".join("".join(cell["source"]) for cell in cells_of(path) if cell["cell_type"] == "code")


@pytest.fixture
def answers(tmp_path) -> Path:
    path = tmp_path / "data" / "answers.csv"
    assert main(["simulate", "mobi", "--n", "200", "--out", str(path)]) == 0
    return path


def pictures(notebook) -> int:
    """Count the charts."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    return sum("image/png" in output.get("data", {}) for output in outputs)


def test_the_shipped_notebook_is_what_the_function_writes(tmp_path):
    written = sv.write_notebook("ecommerce-service", None, tmp_path / "study.ipynb")
    assert SHIPPED.read_text(encoding="utf-8") == written.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("questionnaire", sv.list_questionnaires())
def test_notebooks_are_prose_and_calls(tmp_path, questionnaire, language):
    path = sv.write_notebook(questionnaire, None, tmp_path / "study.ipynb", language=language)
    tree = ast.parse(code_of(path).replace("%matplotlib inline\n", ""))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
    assert all(cell.get("outputs", []) == [] for cell in cells_of(path))
    assert len({cell["id"] for cell in cells_of(path)}) == len(cells_of(path))


@pytest.mark.slow
def test_the_shipped_notebook_runs(tmp_path, execute):
    copy = tmp_path / SHIPPED.name
    copy.write_bytes(SHIPPED.read_bytes())
    assert pictures(execute(copy)) >= 3
    assert (tmp_path / "report-en.html").is_file()


@pytest.mark.slow
def test_a_notebook_on_a_file_runs_in_chinese(tmp_path, answers, execute):
    path = sv.write_notebook("mobi", answers, tmp_path / "work" / "study.ipynb", language="zh-CN")
    assert 'sv.read_responses("../data/answers.csv", questionnaire)' in code_of(path)
    assert pictures(execute(path)) >= 3


def test_the_command_writes_the_same(tmp_path, answers, capsys):
    by_command, by_function = tmp_path / "a.ipynb", tmp_path / "b.ipynb"
    command = ["notebook", "-q", "mobi", "--answers", str(answers), "--out", str(by_command)]
    assert main(command) == 0
    sv.write_notebook("mobi", answers, by_function)
    assert by_command.read_text(encoding="utf-8") == by_function.read_text(encoding="utf-8")
    assert main(command) == 2
    assert "--force" in capsys.readouterr().err
    assert main([*command, "--force"]) == 0


def test_names_from_people_are_data(tmp_path):
    path = tmp_path / 'a"b\\c'
    path.mkdir()
    shipped = sv.load_questionnaire("csibank").path.read_text(encoding="utf-8")
    title = 'title: {en: "<b>$x</b> `rm` [a](b)", zh-CN: "题"}'
    own = path / "own.yaml"
    lines = [title if line.startswith("title:") else line for line in shipped.splitlines()]
    own.write_text("\n".join(lines), encoding="utf-8")
    notebook = sv.write_notebook(own, None, tmp_path / "study.ipynb")
    assert r"\$x" in "".join(cells_of(notebook)[0]["source"])
    assert "<b>" not in "".join(cells_of(notebook)[0]["source"])
    calls = [
        node
        for node in ast.walk(ast.parse(code_of(notebook).replace("%matplotlib inline\n", "")))
        if isinstance(node, ast.Call)
    ]
    loaded = next(call for call in calls if ast.unparse(call.func) == "sv.load_questionnaire")
    assert ast.literal_eval(loaded.args[0]) == 'a"b\\c/own.yaml'


def test_modules_that_are_not_the_default_are_named(tmp_path):
    loaded = sv.load_questionnaire("ecommerce-service", modules=["logistics"])
    path = sv.write_notebook(loaded, None, tmp_path / "study.ipynb")
    assert 'sv.load_questionnaire("ecommerce-service", modules=["logistics"])' in code_of(path)


@pytest.mark.parametrize(("path", "language"), [("study.txt", "en"), ("study.ipynb", "fr")])
def test_other_files_and_languages_are_refused(tmp_path, path, language):
    with pytest.raises(OptionError):
        sv.write_notebook("mobi", None, tmp_path / path, language=language)
