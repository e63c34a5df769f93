"""The project's rules, executed: CONTRIBUTING.md says them in words."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import string
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

import survey
from survey.note_texts import NOTE_TEXTS

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "survey"
NOT_OURS = {"demo", "dist", "site", "__pycache__"}
TEXT_SUFFIXES = {".py", ".md", ".yaml", ".yml", ".toml", ".ipynb", ".css", ".js", ".html", ".lock", ".txt", ""}
LONGEST_FILE, LONGEST_FUNCTION = 300, 40
VAGUE = {"utils", "util", "helpers", "helper", "common", "base", "misc"}
LANGUAGES = {"en", "zh-CN"}
# Put together here, so that this file does not break its own rules.
MACHINE_PATHS = re.compile("|".join(("/wo" + "rk/", "/ro" + "ot/", "/ho" + r"me/\w+/", r"[A-Z]:\\Us" + "ers")))
UNFINISHED = re.compile("|".join((r"\bTO" + r"DO\b", r"\bFIX" + r"ME\b", r"\bX" + r"XX\b")))
REGISTRY_HOSTS = re.compile("|".join((r"pypi\." + "org", "python" + "hosted", "tu" + "na", "ali" + "yun")))


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def tree_files() -> Iterator[Path]:
    """Every text file of ours, what tools write aside; environments are not even walked."""
    for folder, folders, files in os.walk(ROOT):
        folders[:] = sorted(filter(is_ours, folders))
        yield from (
            Path(folder, name) for name in sorted(files) if is_ours(name) and Path(name).suffix in TEXT_SUFFIXES
        )


def is_ours(name: str) -> bool:
    return name in {".ci", ".gitignore"} or not (name.startswith(".") or name in NOT_OURS)


def place(path: Path, line: int = 0) -> str:
    return f"{path.relative_to(ROOT)}{f':{line}' if line else ''}"


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function's body without its docstring: a public function may have many options."""
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    return (node.end_lineno or 0) - body[0].lineno + 1 if body else 0


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


# -- shape ---------------------------------------------------------------------------------------------------------


def test_imports_point_down():
    run(tool("lint-imports"), "--no-cache")


def test_no_file_has_a_vague_name():
    assert [place(path) for path in PACKAGE.rglob("*") if path.stem in VAGUE] == []


def test_files_are_short():
    counts = {place(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {path: count for path, count in counts.items() if count >= LONGEST_FILE} == {}


def test_functions_are_short():
    long = {
        f"{place(path, node.lineno)} {node.name}": length(node)
        for path in sources()
        for node in functions(path)
        if length(node) > LONGEST_FUNCTION
    }
    assert long == {}


def test_every_function_is_annotated():
    bare = []
    for path in sources():
        for node in functions(path):
            given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
            names = [arg.arg for arg in given if arg and arg.annotation is None and arg.arg not in {"self", "cls"}]
            if names or (node.returns is None and node.name != "__init__"):
                bare.append(f"{place(path, node.lineno)} {node.name} {names}")
    assert bare == []


def test_public_names_are_sorted():
    assert list(survey.__all__) == sorted(survey.__all__)  # ruff sorts the other lists


# -- words ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", survey.__all__)
def test_public_names_explain_themselves(name):
    value = getattr(survey, name)
    text = inspect.getdoc(value) or ""
    assert text.split("\n")[0].endswith("."), f"the docstring of {name} does not begin with one sentence"
    if inspect.isfunction(value):
        assert "Examples\n--------" in text, f"the docstring of {name} has no example"


def test_every_module_and_public_definition_has_a_docstring():
    bare = []
    for path in sources():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        named = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        public = [node for node in named if not node.name.startswith("_")]
        bare += [place(path, getattr(node, "lineno", 1)) for node in (tree, *public) if not ast.get_docstring(node)]
    assert bare == []


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", sorted(NOTE_TEXTS))
def test_notes_say_the_same_in_every_language(code):
    texts = NOTE_TEXTS[code]
    assert set(texts) == LANGUAGES
    assert all(text.strip() for text in texts.values())
    assert fields(texts["en"]) == fields(texts["zh-CN"])


# -- leftovers -----------------------------------------------------------------------------------------------------


def lines_with(pattern: re.Pattern[str], paths: Iterator[Path] | list[Path]) -> list[str]:
    return [
        f"{place(path, number)} {line.strip()[:80]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_unfinished():
    assert lines_with(UNFINISHED, tree_files()) == []


def test_only_the_plot_of_a_result_without_a_picture_is_not_implemented():
    stubs = lines_with(re.compile("raise NotImplemented" + "Error"), sources())
    assert [stub for stub in stubs if "result.py" not in stub] == []


def test_the_tree_names_no_machine():
    assert lines_with(MACHINE_PATHS, tree_files()) == []


def test_the_tree_names_no_registry_host():
    assert lines_with(REGISTRY_HOSTS, tree_files()) == []


def test_pins_carry_no_addresses():
    assert lines_with(re.compile("https?://|file:| @ "), [ROOT / "requirements.lock"]) == []


def test_notebooks_have_no_outputs_and_define_nothing():
    for path in (ROOT / "notebooks").rglob("*.ipynb"):
        text = path.read_text(encoding="utf-8")
        assert '"outputs": []' in text
        assert not re.search(r'"outputs": \[\s*\{', text), place(path)
        assert not re.search(r'"\s*def ', text), place(path)


# -- tools ---------------------------------------------------------------------------------------------------------


def test_the_version_is_the_same_everywhere():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == survey.__version__
    assert f"## {survey.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_ruff_finds_nothing():
    run(tool("ruff"), "check", ".")


def test_ruff_would_format_nothing():
    run(tool("ruff"), "format", "--check", ".")
