"""The guides: every notebook shipped is what the function writes, uses public names only, and runs."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import survey as sv
from survey.cli import main
from survey.errors import OptionError

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
GUIDES = sv.list_guides()
LIMITS = {"en": "cannot say", "zh-CN": "说明不了什么"}
QUESTION = {"en": "**The question: ", "zh-CN": "**要回答的问题："}


def folder(language: str) -> Path:
    return NOTEBOOKS if language == "en" else NOTEBOOKS / language


def cells(name: str, language: str, kind: str) -> list[str]:
    notebook = json.loads((folder(language) / f"{name}.ipynb").read_text(encoding="utf-8"))
    return ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == kind]


def code(name: str, language: str = "en") -> str:
    """Return the Python of a guide, without the lines that speak to Jupyter."""
    python = [cell for cell in cells(name, language, "code") if not cell.startswith("%%")]
    return re.sub(r"^%.*$", "", "\n".join(python), flags=re.MULTILINE)


def test_there_are_eight():
    assert [name[:2] for name in GUIDES] == [f"{number:02}" for number in range(1, 9)]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_the_shipped_notebooks_are_what_the_function_writes(tmp_path, language):
    shipped = {path.stem for path in folder(language).glob("*.ipynb")} - {"first-study"}
    assert shipped == set(GUIDES)
    for name in GUIDES:
        written = sv.write_guide(name, tmp_path / f"{name}.ipynb", language)
        assert (folder(language) / f"{name}.ipynb").read_text(encoding="utf-8") == written.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GUIDES)
def test_both_languages_run_the_same_code(name):
    english, chinese = code(name), code(name, "zh-CN")
    assert english.count('language = "en"') == 1
    assert english.replace('language = "en"', 'language = "zh-CN"') == chinese
    assert len(cells(name, "en", "markdown")) == len(cells(name, "zh-CN", "markdown"))


@pytest.mark.parametrize("name", GUIDES)
def test_no_outputs_are_kept(name):
    for language in ("en", "zh-CN"):
        notebook = json.loads((folder(language) / f"{name}.ipynb").read_text(encoding="utf-8"))
        run = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        assert all(cell["outputs"] == [] and cell["execution_count"] is None for cell in run)


@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_is_prose_and_public_calls(name):
    tree = list(ast.walk(ast.parse(code(name))))
    assert not [node for node in tree if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Lambda)]
    imported = {alias.name for node in tree if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in tree if isinstance(node, ast.ImportFrom)}
    assert "survey" in imported
    assert not [module for module in imported if module.startswith("survey.")]
    used = {node.attr for node in tree if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "sv"}
    assert used <= set(sv.__all__)
    assert not [node.attr for node in tree if isinstance(node, ast.Attribute) and node.attr.startswith("_")]


@pytest.mark.parametrize("language", ["en", "zh-CN"])
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_begins_with_its_question_and_ends_with_its_limits(name, language):
    prose = cells(name, language, "markdown")
    assert QUESTION[language] in prose[0]
    assert LIMITS[language] in prose[-1]


@pytest.mark.slow
@pytest.mark.parametrize("name", GUIDES)
def test_a_guide_runs_without_a_warning(name, tmp_path, execute):
    copy = tmp_path / f"{name}.ipynb"
    copy.write_bytes((NOTEBOOKS / copy.name).read_bytes())
    outputs = [output for cell in execute(copy).cells for output in cell.get("outputs", [])]
    assert [output.text for output in outputs if output.get("name") == "stderr"] == []
    assert any("image/png" in output.get("data", {}) for output in outputs)


def test_the_command_writes_a_guide(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["notebook", "--guide", "04-drivers", "--language", "zh-CN"]) == 0
    shipped = NOTEBOOKS / "zh-CN" / "04-drivers.ipynb"
    assert (tmp_path / "04-drivers.ipynb").read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")
    assert main(["notebook", "--guide", "04-drivers"]) == 2
    assert "--force" in capsys.readouterr().err
    assert main(["notebook", "--guide", "04-drivers", "--answers", "answers.csv", "--force"]) == 2


def test_another_guide_is_refused_with_the_names(tmp_path):
    with pytest.raises(OptionError, match="08-a-hundred-million-ratings"):
        sv.write_guide("09-nothing", tmp_path / "guide.ipynb")
