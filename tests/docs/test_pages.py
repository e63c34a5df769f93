"""What README.md and docs/ show is run: commands, Python and questionnaires, page by page in an empty folder."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import survey as sv
from survey.cli import main

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\(([^)#]+)(?:#[^)]*)?\)")
NAMED_FILE = re.compile(r"`((?:tests|survey|docs|questionnaires)/[\w/.-]*)`")


def blocks(page: Path, *languages: str) -> list[tuple[str, str]]:
    return [found for found in BLOCK.findall(page.read_text(encoding="utf-8")) if found[0] in languages]


def name(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


TRANSLATED = ROOT / "docs" / "zh"  # the same code as the English pages, so it runs once
RUNNABLE = [page for page in PAGES if blocks(page, "bash", "python") and TRANSLATED not in page.parents]


def run_commands(block: str) -> None:
    for line in filter(None, map(str.strip, block.splitlines())):
        words = shlex.split(line)
        assert words[0] == "survey", f"only survey commands are marked as bash: {line}"
        assert main(words[1:]) == 0, line


@pytest.mark.parametrize("page", RUNNABLE, ids=name)
def test_commands_and_code_of_a_page_run_in_order(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for _, block in blocks(page, "yaml"):
        sheet = re.search(r"^id: ([\w-]+)", block, re.MULTILINE)
        assert sheet is not None
        (tmp_path / f"{sheet[1]}.yaml").write_text(block, encoding="utf-8")
    scope: dict[str, object] = {}
    for language, block in blocks(page, "bash", "python"):
        if language == "bash":
            run_commands(block)
        else:
            exec(compile(block, name(page), "exec"), scope)


def test_the_readme_shows_the_whole_trip():
    text = "\n".join(block for _, block in blocks(ROOT / "README.md", "bash"))
    assert {"new", "lint", "simulate", "read", "report", "notebook"} <= set(re.findall(r"^survey (\w+)", text, re.M))


def test_the_questionnaire_shown_is_sound_and_carries_a_study(tmp_path):
    [(_, block)] = blocks(ROOT / "docs" / "questionnaire-file.md", "yaml")
    path = tmp_path / "repair-shop.yaml"
    path.write_text(block, encoding="utf-8")
    assert [str(mistake) for mistake in sv.lint_questionnaire(path)] == []
    study = sv.run_study(sv.simulate_responses(sv.load_questionnaire(path), n=300, seed=1), n_boot=20)
    assert study.drivers.missing_mode == "indicator"


def test_the_page_names_every_type_and_key():
    from survey.questionnaire.item import ITEM_TYPES
    from survey.questionnaire.lint.schema import CONSTRUCT, QUESTIONNAIRE, SCALE

    text = (ROOT / "docs" / "questionnaire-file.md").read_text(encoding="utf-8")
    keys = {*ITEM_TYPES, *QUESTIONNAIRE.keys, *CONSTRUCT.keys, *SCALE.keys}
    assert [key for key in sorted(keys) if not re.search(rf"\b{key}\b", text)] == []


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_links_and_named_files_are_there(page):
    text = page.read_text(encoding="utf-8")
    targets = [page.parent / link for link in LINK.findall(text) if "://" not in link]
    targets += [ROOT / file for file in NAMED_FILE.findall(text) if "NAME" not in file]
    assert [str(target) for target in targets if not target.exists()] == []


METHODS = [page for page in PAGES if page.parent.name == "methods" and page.name != "README.md"]


@pytest.mark.parametrize("page", METHODS, ids=name)
def test_a_method_says_what_proves_it(page):
    text = page.read_text(encoding="utf-8")
    for part in ("Definition", "Weights", "Missing", "Proof"):
        assert re.search(rf"\*\*{part}[.,]|\*\*.*{part.lower()}", text), f"{name(page)} has no {part}"
    assert text.count("tests/") >= 1
    assert page.name in (page.parent / "README.md").read_text(encoding="utf-8")


# -- two languages -------------------------------------------------------------------------------------------------

CHINESE = sorted(TRANSLATED.rglob("*.md"))
HOW_TO = sorted(path.name for path in (ROOT / "docs" / "how-to").glob("*.md"))


def test_every_how_to_page_is_there_in_both_languages():
    assert sorted(path.name for path in (TRANSLATED / "how-to").glob("*.md")) == HOW_TO
    for folder in (ROOT / "docs" / "how-to", TRANSLATED / "how-to"):
        listed = set(re.findall(r"\((\w[\w-]*\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
        assert set(HOW_TO) - {"README.md"} <= listed


@pytest.mark.parametrize("page", CHINESE, ids=name)
def test_a_translation_shows_the_same_code_in_its_language(page):
    english = ROOT / "docs" / page.relative_to(TRANSLATED)
    own, other = (blocks(each, "bash", "python") for each in (page, english))
    assert [block.replace("zh-CN", "en") for _, block in own] == [block.replace("zh-CN", "en") for _, block in other]


# -- methods -------------------------------------------------------------------------------------------------------

ROW = re.compile(r"^\|[^|]+\| ([^|]+) \|[^|]+\| `([^`]+)` \|$", re.MULTILINE)
NUMBER = re.compile(r"\d+\.\d+")
ANY_NUMBER = re.compile(r"-?\d*\.?\d+(?:e-?\d+)?")


@pytest.mark.parametrize("page", METHODS, ids=name)
def test_reference_numbers_stand_in_the_files_named(page):
    _, _, numbers = page.read_text(encoding="utf-8").partition("**Reference numbers.**")
    for values, file in ROW.findall(numbers):
        held = [float(one) for one in ANY_NUMBER.findall((ROOT / file).read_text(encoding="utf-8"))]
        for value in NUMBER.findall(values):
            half = 0.5 * 10.0 ** -len(value.partition(".")[2])
            assert any(abs(abs(one) - float(value)) <= half * 1.0001 for one in held), f"{value} is not in {file}"
