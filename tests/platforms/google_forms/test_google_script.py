"""The Apps Script of an exported form: accepted by its types, and run against a stand-in for FormApp."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.export import export_questionnaire
from survey.platforms.google_forms.wording import is_linear, word_form
from survey.questionnaire.item import Matrix
from survey.questionnaire.load import list_questionnaires, load_questionnaire
from survey.responses import Responses

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


def check_types(compiler, folder):
    files = sorted(str(path) for path in folder.glob("*.js"))
    done = subprocess.run([*compiler, *files], capture_output=True, text=True, timeout=120, check=False)
    return done.stdout


def write_module(path, content):
    """Write a script as a module, so that several may have a function of the same name."""
    path.write_bytes(content + b"\nexport {};\n")


def test_the_types_of_apps_script_accept_every_questionnaire(compiler, draft, fair, tmp_path):
    for name in list_questionnaires():
        whole = load_questionnaire(name)
        for questionnaire in (whole, load_questionnaire(name, modules=list(whole.modules)), fair):
            for language in LANGUAGES:
                place = tmp_path / f"{questionnaire.id}{len(questionnaire.items)}{language}.js"
                write_module(place, draft(questionnaire, language).content)
    assert check_types(compiler, tmp_path) == ""


def test_the_types_of_apps_script_refuse_what_is_wrong(compiler, draft, fair, tmp_path):
    good = draft(fair).content
    assert good.count(b".setBounds(") > 1
    write_module(tmp_path / "method.js", good.replace(b".setBounds(", b".setLimits(", 1))
    write_module(tmp_path / "argument.js", good.replace(b'.setHelpText("Or not")', b".setHelpText(1)"))
    found = check_types(compiler, tmp_path)
    assert "TS2339: Property 'setLimits' does not exist" in found
    assert "argument.js" in found


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


def walk(form, answers):
    """Return the titles of the questions that a respondent passes who answers so (title to label)."""
    items, seen, place = form["items"], [], 0
    while place < len(items):
        item = items[place]
        if item["type"] != "PageBreak":
            seen.append(item.get("Title"))
            place += 1
        if place < len(items) and items[place]["type"] == "PageBreak":
            target = leave(items, place, answers)
            if target == "SUBMIT":
                break
            place = target + 1
    return seen


def leave(items, place, answers):
    """Return the page break after which a respondent goes on who has come to the one at `place`."""
    start = max([at for at in range(place) if items[at]["type"] == "PageBreak"], default=-1)
    chosen = None
    for item in items[start + 1 : place]:
        for choice in item.get("Choices", []):
            if answers.get(item["Title"]) == choice["value"]:
                chosen = choice["page"]
    return chosen if chosen is not None else items[place].get("GoToPage", place)


def check_routes(written, form, questionnaire, answers, language):
    """Check that every respondent passes exactly the questions that are shown, but for the conditions lost."""
    wording = word_form(questionnaire, language)
    responses = Responses(questionnaire=questionnaire, data=answers)
    lost = {loss.where for loss in written.losses if "The condition" in loss.text["en"]}
    shown = {item: responses.shown(item) for item in questionnaire.items}
    consent = {} if questionnaire.consent is None else {wording.consent: form["items"][0]["ChoiceValues"][0]}
    for respondent, row in answers.iterrows():
        given = {
            wording.heading(questionnaire.items[item]): labels[int(row[item])]
            for item, labels in wording.labels.items()
            if item in row and pd.notna(row[item])
        }
        passed = set(walk(form, consent | given))
        for item in questionnaire.items.values():
            titles = {wording.titles[item.matrix or item.id], wording.heading(item)}
            open_to_all = {item.id, item.matrix, item.page} & lost
            assert bool(titles & passed) == (shown[item.id][respondent] or bool(open_to_all))


def test_the_pages_lead_where_the_routing_leads(draft, run_script, shipped, draw_answers):
    written = draft(shipped, "en")
    form = run_script(written.content)
    answers = draw_answers(shipped, 3, size=120, blanks=0)
    check_routes(written, form, shipped, answers, "en")


def test_refusing_consent_ends_the_form(draft, run_script, fair):
    form = run_script(draft(fair, "en").content)
    assert walk(form, {"I take part.": "I do not agree"}) == ["I take part."]
    assert walk(form, {"I take part.": "I agree", "Did you come?": "No"})[1:3] == ["Did you come?", "Easy?"]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_run(drawn_questionnaires, draw_answers, draft, run_script, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[-1]
    written = draft(questionnaire, language)
    form = run_script(written.content)
    relaxed = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), blanks=0)
    check_routes(written, form, questionnaire, relaxed, language)


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


def test_what_a_form_cannot_hold_is_told(draft, fair):
    said = {(loss.where, loss.text["en"].partition(":")[0].partition(" `")[0]) for loss in draft(fair, "en").losses}
    for where, text in {
        ("", "A form has one language"),
        ("visitors", "The condition"),
        ("rich", "The condition"),
        ("bought", "Option 5 does not exclude the others."),
        ("bought", "Option 6 is always offered; its condition"),
        ("bought", "The text beside option 4 is a question of its own, shown to everybody."),
        ("rating", "The stars are shown as a list."),
        ("mixed", "The rows are separate questions, for they differ in condition or in being required."),
        ("age", "Beside the limits it is not checked that the number is whole."),
    }:
        assert (where, text) in said


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
