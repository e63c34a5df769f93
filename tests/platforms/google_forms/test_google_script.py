"""The Apps Script of an exported form: accepted by its types, and run against a stand-in for FormApp."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from survey.platforms.export import export_questionnaire
from survey.platforms.google_forms.wording import is_linear, word_form
from survey.questionnaire.item import Matrix
from survey.questionnaire.load import list_questionnaires, load_questionnaire

PACKAGES = ("typescript@5", "@types/google-apps-script@2")
CACHE = Path(tempfile.gettempdir()) / "survey-tests" / "apps-script-types"
LANGUAGES = ("zh-CN", "en")


@pytest.fixture(scope="session")
def compiler() -> list[str]:
    """The command that checks scripts against the types of Google Apps Script."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        pytest.skip("no npm or node on this machine")
    if not CACHE.is_dir():
        CACHE.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(dir=CACHE.parent))
        command = [npm, "install", "--prefix", str(fresh), "--no-audit", "--no-fund", *PACKAGES]
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
        if done.returncode != 0:
            shutil.rmtree(fresh, ignore_errors=True)
            pytest.skip(f"npm could not fetch the types: {done.stderr.strip()[-200:]}")
        try:
            fresh.rename(CACHE)
        except OSError:  # another worker was faster
            shutil.rmtree(fresh, ignore_errors=True)
    tsc = CACHE / "node_modules" / "typescript" / "bin" / "tsc"
    types = CACHE / "node_modules" / "@types"
    options = ["--noEmit", "--allowJs", "--checkJs", "--strict", "--lib", "es2020", "--skipLibCheck"]
    return [node, str(tsc), *options, "--typeRoots", str(types), "--types", "google-apps-script"]


WRONG = {"method": (b".setBounds(", b".setLimits("), "argument": (b'.setHelpText("Or not")', b".setHelpText(1)")}


@pytest.fixture(scope="session")
def complaints(compiler, draft, fair, tmp_path_factory) -> str:
    """What the compiler says, in one run, of the scripts of every questionnaire and of two that are wrong."""
    folder = tmp_path_factory.mktemp("types")
    scripts = {
        f"{name}-{len(modules)}-{language}": draft(load_questionnaire(name, modules=modules), language).content
        for name in list_questionnaires()
        for modules in ([], list(load_questionnaire(name).modules))
        for language in LANGUAGES
    }
    good = draft(fair, "en").content
    scripts |= {"fair-en": good, "fair-zh": draft(fair, "zh-CN").content}
    for name, (right, wrong) in WRONG.items():
        assert right in good
        scripts[f"wrong-{name}"] = good.replace(right, wrong, 1)
    for name, content in scripts.items():  # as modules, so that each may have a function of the same name
        (folder / f"{name}.js").write_bytes(content + b"\nexport {};\n")
    files = sorted(path.name for path in folder.glob("*.js"))
    done = subprocess.run([*compiler, *files], capture_output=True, text=True, timeout=120, check=False, cwd=folder)
    return done.stdout


def test_the_types_of_apps_script_accept_every_questionnaire(complaints):
    assert [line for line in complaints.splitlines() if not line.startswith(("wrong-", " "))] == []


def test_the_types_of_apps_script_refuse_what_is_wrong(complaints):
    lines = [line for line in complaints.splitlines() if not line.startswith(" ")]
    assert [line.partition("(")[0] for line in lines] == ["wrong-argument.js", "wrong-method.js"]
    assert "TS2339: Property 'setLimits' does not exist" in lines[1]


def list_options(item, language):
    """Return the labels of an item, with the codes of a scale that has points without one."""
    bare = item.scale is not None and not all(point.label for point in item.scale.points)
    texts = {code: text.get(language, "") for code, text in item.labels.items()}
    return [
        f"{code} {text}".strip() if bare and code not in item.special_codes else text for code, text in texts.items()
    ]


def list_expected(questionnaire, language):
    """Return the questions that a form must have: title, kind, options; in the order asked."""
    wording = word_form(questionnaire, language)
    expected = [(wording.consent, "MultipleChoice", None)] if questionnaire.consent is not None else []
    for block in (block for page in questionnaire.pages for block in page.blocks):
        if isinstance(block, Matrix):
            options = list_options(questionnaire.items[block.rows[0]], language)
            expected.append((block.text[language], "Grid", options))
            continue
        item = questionnaire.items[block]
        kind = {"multiple_choice": "Checkbox", "long_text": "ParagraphText", "short_text": "Text"}.get(item.type)
        kind = kind or ("Scale" if is_linear(item) else "MultipleChoice")
        options = list_options(item, language) if kind in ("Checkbox", "MultipleChoice") else None
        expected.append((item.text[language], kind, options))
        expected += [(wording.texts[item.id, one.code], "Text", None) for one in item.choices if one.has_text]
    return expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_asks_what_the_questionnaire_asks(draft, run_script, shipped, language):
    form = run_script(draft(shipped, language).content)
    assert form["title"] == shipped.title[language]
    assert form["settings"]["setDescription"] == shipped.intro[language]
    assert form["settings"]["setConfirmationMessage"] == shipped.thanks[language]
    asked = [item for item in form["items"] if item["type"] not in ("PageBreak", "SectionHeader")]
    expected = list_expected(shipped, language)
    assert [(item["Title"], item["type"]) for item in asked] == [(title, kind) for title, kind, _ in expected]
    for item, (_, _, options) in zip(asked, expected, strict=True):
        if options is not None:
            assert item.get("Columns", item.get("ChoiceValues")) == options
    titles = [item["Title"] for item in form["items"] if item["type"] == "PageBreak"]
    assert titles == [page.title[language] for page in shipped.pages if page.title]


@pytest.mark.parametrize("language", LANGUAGES)
def test_required_questions_are_required_unless_told_otherwise(draft, run_script, shipped, language):
    written = draft(shipped, language)
    asked = {item.get("Title"): item for item in run_script(written.content)["items"]}
    wording = word_form(shipped, language)
    lost = {loss.where for loss in written.losses if "is not required" in loss.text["en"]}
    for item in shipped.items.values():
        question = asked[wording.titles[item.matrix or item.id]]
        free = {item.id, item.matrix, item.page} & lost
        assert question.get("Required", False) == (item.required and not free)
        if free:
            assert ("仅在" if language == "zh-CN" else "only if") in question["HelpText"]


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("form.addCheckboxItem().setChoiceValues(['a', 'a'])", "twice"),
        ("form.addMultipleChoiceItem().setChoiceValues([' '])", "empty"),
        ("form.addScaleItem().setBounds(1, 11)", "bounds"),
        ("form.addCheckboxItem().createChoice('a', 'b')", "not a function"),
        ("form.addTextItem().setChoiceValues(['a'])", "not a function"),
    ],
)
def test_the_stand_in_refuses_what_google_refuses(run_script, statement, why):
    with pytest.raises(AssertionError, match=why):
        run_script(f"function createForm() {{ const form = FormApp.create('a'); {statement}; }}".encode())


def test_texts_are_data(draft, run_script, fair):
    content = draft(fair, "en").content.decode()
    assert "</script>" not in content
    assert "\u2028" not in content
    form = run_script(content.encode())
    assert form["title"] == 'The "fair" </script> \\ ${x}'


def test_the_checklist_is_in_the_language_of_the_form(fair, tmp_path):
    for language, words in (("en", "Making the form"), ("zh-CN", "创建表单")):
        export = export_questionnaire(fair, "google-forms", tmp_path / f"{language}.gs", language=language)
        assert [path.suffix for path in export.paths] == [".gs", ".md", ".json"]
        assert words in export.paths[1].read_text(encoding="utf-8")
        assert len(export.losses) == export.paths[1].read_text(encoding="utf-8").count("- [ ] ") - 5


def test_titles_and_labels_are_never_the_same(fair):
    for language in LANGUAGES:
        wording = word_form(fair, language)
        headings = [wording.heading(item) for item in fair.items.values()]
        assert len({*headings, *wording.texts.values(), *wording.specials.values()}) == len(headings) + 2
        for labels in wording.labels.values():
            assert len(set(labels.values())) == len(labels)
    english = word_form(fair, "en")
    assert english.titles["bought"] == "Did you come? (2)"
    assert english.heading(fair.items["cheap"]) == "The stalls [Clean]"
    assert english.labels["clean"][97] == "No (2)"
    assert english.labels["bought"][1] == "Bread / cakes"


def test_a_title_that_google_uses_itself_is_changed(build_text):
    text = 'id: one\nversion: "1"\nlanguages: [en]\ntitle: {en: a}\npages:\n  - id: p\n    items:\n'
    questionnaire = build_text(text + "      - {id: time, type: short_text, text: {en: Timestamp}}\n")
    assert word_form(questionnaire, "en").titles["time"] == "Timestamp (2)"
