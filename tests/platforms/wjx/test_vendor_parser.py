"""The vendor's own parser (wjx-api-sdk, MIT, in node) reads our forms as the same questions."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from survey.platforms.coding.wording import wording_key
from survey.platforms.export import export_questionnaire
from survey.platforms.numbered.plain_text import join_words
from survey.platforms.numbered.question import Question, list_sheets

VERSION = "0.3.1"  # later versions lack the parser of text
CACHE = Path(tempfile.gettempdir()) / "survey-tests" / "wjx"
SCRIPT = """
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
const sdk = await import(pathToFileURL(process.argv[1]).href);
const read = (path) => {
  const text = readFileSync(path, "utf8");
  const asLines = path.endsWith(".jsonl");
  const survey = asLines ? sdk.jsonToSurvey(text) : sdk.textToSurvey(text);
  const wire = asLines ? sdk.jsonQuestionsToWire(survey.questions) : sdk.parsedQuestionsToWire(survey.questions);
  return { ...survey, wire: wire.questions, skippedTypes: wire.skippedTypes ?? [] };
};
console.log(JSON.stringify(process.argv.slice(2).map(read)));
"""
# The vendor's numbers of a question's type and kind: without and with special answers beside a scale.
TYPES = {
    "consent": ((3, 3), (3, 3)),
    "choice": ((3, 3), (3, 3)),
    "choices": ((4, 4), (4, 4)),
    "scale": ((3, 302), (3, 3)),
    "matrix": ((7, 701), (7, 702)),
    "number": ((5, 5), (5, 5)),
    "date": ((5, 5), (5, 5)),
    "line": ((5, 5), (5, 5)),
    "text": ((5, 5), (5, 5)),
}
PAGE, PARAGRAPH = (1, 1), (2, 2)


@pytest.fixture(scope="session")
def parser(public_file) -> Path:
    """The vendor's package: of the cache, of the published files, or from npm into the cache.

    The published one is wjxcom/wjx-ai-kit, wjx-api-sdk/dist (MIT): the whole folder, for its files import each other.
    """
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    cached = CACHE / "node_modules" / "wjx-api-sdk" / "dist" / "index.js"
    if cached.is_file():
        return cached
    try:
        return public_file("wjxcom+wjx-ai-kit/wjx-api-sdk/dist/index.js")
    except pytest.skip.Exception:
        install()
    return cached


def install() -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("neither the published wjx-api-sdk nor npm is here")
    CACHE.parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=CACHE.parent))
    command = [npm, "install", "--ignore-scripts", "--no-audit", "--no-fund", "--fetch-retries=0"]
    command += ["--prefix", str(folder), f"wjx-api-sdk@{VERSION}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode:
        shutil.rmtree(folder)
        pytest.skip(f"the published wjx-api-sdk {VERSION} is not here, and npm cannot fetch it")
    try:
        folder.rename(CACHE)
    except OSError:  # another worker was first
        shutil.rmtree(folder)


def parse(parser: Path, *paths: Path) -> list[dict]:
    command = ["node", "--input-type=module", "-e", SCRIPT, str(parser), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def list_titles(part: list[dict] | None) -> list[str]:
    return [one["item_title"] for one in part or []]


def describe(question: Question, language: str, *, spaced: bool) -> dict:
    """Return a question as the vendor's parser should give it, texts as keys without their punctuation."""
    ends_apart = question.kind == "scale" and not question.has_special and not spaced
    options = question.options(language) if ends_apart else question.marked_options(language)
    matrix = question.kind == "matrix"
    if matrix and spaced:
        options = [join_words(option) for option in options]
    return {
        "type": TYPES[question.kind][question.has_special],
        "title": wording_key(question.title(language)),
        "required": question.required,
        "options": [wording_key(option) for option in options],
        "rows": [wording_key(row) for row in question.rows(language)],
    }


def read_wire(question: dict) -> dict:
    matrix = question["q_type"] == 7
    items, columns = list_titles(question.get("items")), list_titles(question.get("col_items"))
    return {
        "type": (question["q_type"], question["q_subtype"]),
        "title": wording_key(question["q_title"]),
        "required": question["is_requir"],
        "options": [wording_key(option) for option in (columns if matrix else items)],
        "rows": [wording_key(row) for row in items] if matrix else [],
    }


def check(questionnaire, language: str, parsed_lines: dict, parsed_text: dict) -> None:
    sheets = list_sheets(questionnaire)
    questions = [question for sheet in sheets for question in sheet.questions]
    title = wording_key(questionnaire.title.in_language(language))
    assert [wording_key(one["title"]) for one in (parsed_lines, parsed_text)] == [title, title]
    assert [read_wire(one) for one in parsed_text["wire"]] == [
        describe(one, language, spaced=True) for one in questions
    ]
    assert parsed_lines["skippedTypes"] == []
    kinds = [(one["q_type"], one["q_subtype"]) for one in parsed_lines["wire"]]
    asked = [one for one, kind in zip(parsed_lines["wire"], kinds, strict=True) if kind not in (PAGE, PARAGRAPH)]
    assert [read_wire(one) for one in asked] == [describe(one, language, spaced=False) for one in questions]
    assert kinds.count(PAGE) == len(sheets) - 1
    assert kinds.count(PARAGRAPH) == sum(len(sheet.heads(language)) for sheet in sheets)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_shipped_questionnaires_are_parsed_as_the_same_questions(shipped, parser, tmp_path, language):
    paths = [tmp_path / "form.jsonl", tmp_path / "form.txt"]
    for path in paths:
        export_questionnaire(shipped, "wjx", path, language=language)
    lines, text = parse(parser, *paths)
    check(shipped, language, lines, text)
    assert lines["language"] == language[:2]
    intro = wording_key(shipped.intro.in_language(language))
    assert wording_key(lines["description"]) == intro
    # The parser takes everything before the first question for the description, tags and all.
    heads = [head for sheet in list_sheets(shipped)[:1] for head in sheet.heads(language)]
    described = [line.removesuffix("[段落说明]") for line in text["description"].splitlines() if line]
    assert wording_key("".join(described)) == intro + wording_key("".join(heads))
    assert wording_key(lines["endpageinformation"]) == wording_key(shipped.thanks.in_language(language))


@settings(
    max_examples=12,
    deadline=None,
    phases=[Phase.reuse, Phase.generate],  # to shrink an example takes minutes of node
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_drawn_questionnaires_are_parsed_as_the_same_questions(drawn_questionnaires, parser, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = data.draw(st.sampled_from(questionnaire.languages))
    paths = [tmp_path / "form.jsonl", tmp_path / "form.txt"]
    for path in paths:
        export_questionnaire(questionnaire, "wjx", path, language=language)
    check(questionnaire, language, *parse(parser, *paths))


def test_the_trap_of_the_first_word_is_real_and_avoided(parser, tmp_path):
    trap = tmp_path / "trap.txt"
    trap.write_text(
        "Title\n\n1. Where?[单选题]\nHere\nI live elsewhere\n\n2. How?[矩阵量表题]\nVery bad\nrow\n", encoding="utf-8"
    )
    (parsed,) = parse(parser, trap)
    assert list_titles(parsed["wire"][0]["items"]) == ["Here", "live elsewhere"]
    assert list_titles(parsed["wire"][1].get("col_items")) == []
