"""Build the documentation site: every page of docs/ and the reference of every public name, into a folder.

``make site`` runs it. The site needs no network, neither to be built nor to be read.
"""

from __future__ import annotations

import argparse
import inspect
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any, get_type_hints

import survey

DOCS = Path(__file__).parent
PAGE_SUFFIXES = {".md", ".svg", ".png", ".css", ".js"}
LINK = re.compile(r"\[([^\]]*)\]\(([^)#\s]+)(#[^)\s]*)?\)")

# Where the module of a public name begins, and the page of the reference that holds it. The first that fits is taken.
STAGES = {
    "survey.questionnaire": ("questionnaires", "Questionnaires"),
    "survey.drafting": ("questionnaires", "Questionnaires"),
    "survey.platforms.export": ("questionnaires", "Questionnaires"),
    "survey.platforms": ("answers", "Answers"),
    "survey.responses": ("answers", "Answers"),
    "survey.scores": ("answers", "Answers"),
    "survey.operations": ("operations", "Service records"),
    "survey.analysis.service": ("operations", "Service records"),
    "survey.prepare": ("preparation", "Preparation"),
    "survey.analysis.sample": ("sample", "Sample and indicators"),
    "survey.analysis.missing": ("missing", "Missing answers"),
    "survey.analysis.items": ("items", "Items"),
    "survey.analysis.measurement": ("measurement", "Measurement"),
    "survey.analysis.drivers": ("drivers", "Drivers"),
    "survey.analysis.outcomes": ("outcomes", "Outcomes"),
    "survey.analysis.shape": ("shape", "Shape of the relation"),
    "survey.analysis.paths": ("paths", "Path models"),
    "survey.analysis.change": ("change", "Expected differences and planning"),
    "survey.analysis.groups": ("groups", "Segments and waves"),
    "survey.analysis.comments": ("comments", "Comments"),
    "survey.stats": ("preparation", "Preparation"),
    "survey.study": ("study", "Study, report and notebook"),
    "survey.report": ("study", "Study, report and notebook"),
    "survey.notebook": ("study", "Study, report and notebook"),
    "survey.plots": ("study", "Study, report and notebook"),
    "survey.errors": ("errors", "Errors"),
}

NAMES = {"en": "Survey workbench", "zh": "问卷工作台"}

# The order of pages; what is not named here comes after, by name. A folder's README.md is its first page.
SECTIONS = {
    "en": {
        "Start": ["index.md", "start.md"],
        "How to": ["how-to/README.md", "how-to/*.md"],
        "Files and reports": ["questionnaire-file.md", "drafting.md", "reading-answers.md", "report.md", "*.md"],
        "Platforms": ["platforms/README.md", "platforms/*.md"],
        "Methods": ["methods/README.md", "methods/*.md"],
        "Gallery": ["gallery/README.md"],
        "Reference": ["reference/README.md", "reference/*.md"],
    },
    "zh": {
        "开始": ["zh/index.md", "zh/start.md"],
        "常见问题": ["zh/how-to/README.md", "zh/how-to/*.md"],
        "文件与报告（英文）": ["questionnaire-file.md", "drafting.md", "reading-answers.md", "report.md", "*.md"],
        "平台（英文）": ["platforms/README.md", "platforms/*.md"],
        "方法（英文）": ["methods/README.md", "methods/*.md"],
        "图库（英文）": ["gallery/README.md"],
        "函数（英文）": ["reference/README.md", "reference/*.md"],
    },
}


def stage_of(name: str) -> tuple[str, str]:
    """Return file stem and title of the reference page that holds a public name."""
    module = getattr(survey, name).__module__
    return next(page for start, page in STAGES.items() if f"{module}.".startswith(f"{start}."))


def documented_objects(name: str) -> list[str]:
    """Return the import paths of a public name and, for a function, of the result class it gives."""
    value = getattr(survey, name)
    paths = [f"{value.__module__}.{value.__qualname__}"]
    given = get_type_hints(value).get("return") if inspect.isfunction(value) else None
    if inspect.isclass(given) and given.__module__.startswith("survey.") and given.__name__ not in survey.__all__:
        paths.append(f"{given.__module__}.{given.__qualname__}")
    return paths


def reference_pages() -> dict[str, str]:
    """Return the text of every page of the reference, by file name."""
    stages = {stage: [] for stage in STAGES.values()}
    for name in survey.__all__:
        stages[stage_of(name)] += documented_objects(name)
    filled = {stage: list(dict.fromkeys(paths)) for stage, paths in stages.items() if paths}
    pages = {
        f"{stem}.md": "\n\n".join([f"# {title}", *(f"::: {path}" for path in paths)]) + "\n"
        for (stem, title), paths in filled.items()
    }
    rows = [f"| [{title}]({stem}.md) | {list_names(paths)} |" for (stem, title), paths in filled.items()]
    table = "\n".join(["| Stage | Names |", "| --- | --- |", *rows])
    intro = "Every name that `import survey as sv` gives, by stage, and the results that functions return."
    return {"README.md": f"# Reference\n\n{intro}\n\n{table}\n", **pages}


def list_names(paths: list[str]) -> str:
    """Return the last parts of import paths as code, separated by commas."""
    return ", ".join(f"`{path.rsplit('.', 1)[1]}`" for path in paths)


def copy_pages(pages: Path) -> None:
    """Copy pages and their pictures, links that leave docs/ without their target."""
    for source in sorted(DOCS.rglob("*")):
        if source.suffix not in PAGE_SUFFIXES or not source.is_file():
            continue
        target = pages / source.relative_to(DOCS)
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.suffix == ".md":
            target.write_text(keep_inner_links(source), encoding="utf-8")
        else:
            shutil.copyfile(source, target)


def keep_inner_links(page: Path) -> str:
    """Return a page's text in which links to files outside docs/ are plain words."""

    def keep(found: re.Match[str]) -> str:
        label, target = found[1], found[2]
        if "://" in target or (page.parent / target).resolve().is_relative_to(DOCS.resolve()):
            return found[0]
        return label

    return LINK.sub(keep, page.read_text(encoding="utf-8"))


def list_pages(pages: Path, language: str) -> list[dict[str, list[str]]]:
    """Return the navigation of one language: sections with their pages in order."""
    listed = []
    seen = {other_home(language)}
    for title, patterns in SECTIONS[language].items():
        found = [path for pattern in patterns for path in match_pages(pages, pattern)]
        new = [path for path in dict.fromkeys(found) if path not in seen]
        seen.update(new)
        if new:  # without the gallery, which `make site` draws first, its section is left out
            listed.append({title: new})
    return listed


def match_pages(pages: Path, pattern: str) -> list[str]:
    """Return the pages that a pattern names: first as the folder's own list has them, then by name."""
    found = [path.relative_to(pages).as_posix() for path in sorted(pages.glob(pattern))]
    contents = pages / Path(pattern).with_name("README.md")
    if "*" not in pattern or not contents.exists():
        return found
    listed = [Path(pattern).with_name(link).as_posix() for _, link, _ in LINK.findall(contents.read_text("utf-8"))]
    return [path for path in [*listed, *found] if path in found]


def other_home(language: str) -> str:
    """Return the first page of the other language, which is not listed in this one."""
    return "zh/index.md" if language == "en" else "index.md"


def settings(pages: Path, language: str) -> dict[str, Any]:
    """Return the settings of one language's site."""
    read = tomllib.loads((DOCS / "zensical.toml").read_text(encoding="utf-8"))
    read["nav"] = list_pages(pages, language)
    read["site_name"] = NAMES[language]
    read["theme"]["language"] = language
    read["plugins"]["mkdocstrings"]["handlers"]["python"]["paths"] = [str(DOCS.parent)]
    return read


def build_language(folder: Path, language: str) -> Path:
    """Build the pages in a folder with the menus of one language and return where they are."""
    config = folder / "mkdocs.yml"
    config.write_text(json.dumps(settings(folder / "pages", language)), encoding="utf-8")
    command = [sys.executable, "-m", "zensical", "build", "--strict", "--config-file", str(config)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(done.stdout + done.stderr)
    return folder / "site"


def cut_chinese_words(site: Path) -> None:
    """Let the search cut Chinese into words: it does so in a Chinese site only, and one index serves both languages."""
    for name in ("search.json", "search.js"):
        text = (site / name).read_text(encoding="utf-8")
        if text.count('"lang":["en"]') != 1:
            raise SystemExit(f"{name} does not name its language as expected: look at how zensical writes it now.")
        (site / name).write_text(text.replace('"lang":["en"]', '"lang":["zh"]'), encoding="utf-8")


def build_site(out: Path) -> None:
    """Build the site: English, and the Chinese pages with Chinese menus beside it."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pages = folder / "pages"
        copy_pages(pages)
        (pages / "reference").mkdir(exist_ok=True)
        for file, text in reference_pages().items():
            (pages / "reference" / file).write_text(text, encoding="utf-8")
        english = build_language(folder, "en").rename(folder / "english")
        for file in (pages / "reference").iterdir():  # listed in the Chinese menu, built once
            file.write_text(file.read_text(encoding="utf-8").split("\n::: ")[0], encoding="utf-8")
        chinese = build_language(folder, "zh")
        cut_chinese_words(english)
        shutil.rmtree(english / "zh")
        shutil.move(chinese / "zh", english / "zh")
        shutil.rmtree(out, ignore_errors=True)
        shutil.move(english, out)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DOCS.parent / "site", help="the folder to write")
    chosen = parser.parse_args()
    build_site(chosen.out)
    print(chosen.out / "index.html")
