"""The pages of an exported form: whom they lead where, what they ask, and what is named as lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.platforms.google_forms.wording import word_form
from survey.questionnaire.item import Matrix
from survey.responses import Responses

LANGUAGES = ("zh-CN", "en")


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


def list_labels(form):
    """Return the options of every question of a form that has any, by its title."""
    found = {}
    for item in form["items"]:
        choices = [choice["value"] for choice in item.get("Choices", [])]
        options = choices or item.get("ChoiceValues") or item.get("Columns")
        if options:
            found[item["Title"]] = options
    return found


def check_wordings(form, questionnaire, language):
    """Check that the form has exactly the titles, rows and options that its responses are read by."""
    wording = word_form(questionnaire, language)
    titles = [item["Title"] for item in form["items"] if item["type"] not in ("PageBreak", "SectionHeader")]
    rows = [f"{item['Title']} [{row}]" for item in form["items"] for row in item.get("Rows", [])]
    grids = {item["Title"] for item in form["items"] if item["type"] == "Grid"}
    headings = {wording.heading(item) for item in questionnaire.items.values()}
    more = {*wording.texts.values(), *wording.specials.values(), wording.consent} - {""}
    assert sorted([*(title for title in titles if title not in grids), *rows]) == sorted(headings | more)
    assert len(set(titles)) == len(titles)
    options = list_labels(form)
    for name, labels in wording.labels.items():
        item = questionnaire.items[name]
        title = wording.titles[item.matrix] if item.matrix in wording.titles else wording.heading(item)
        own = options[title] if title in grids else options[wording.heading(item)]
        assert own == list(labels.values())
        for code, label in labels.items():  # as written in the questionnaire, but for what the losses name
            said = " ".join(item.labels[code].get(language, "").split())
            assert said.replace(", ", " / ") in label.replace(", ", " / ")


def list_needed(questionnaire, language):
    """Return the losses that a form has, whatever its pages: where, and a word of the text."""
    if len(questionnaire.languages) > 1:
        yield "", "one language"
    for item in questionnaire.items.values():
        yield from ((item.id, "does not exclude") for choice in item.choices if choice.exclusive)
        yield from ((item.id, "question of its own") for choice in item.choices if choice.has_text)
        yield from ((item.id, "always offered") for choice in item.choices if choice.shown_if)
        if item.type == "stars":
            yield item.id, "stars are shown"
        if item.type == "number" and item.special:
            yield item.id, "special answers are a second question"
        if item.integer and (item.minimum is not None or item.maximum is not None):
            yield item.id, "whole"


def check_losses(written, questionnaire, language):
    """Check that every loss is named in both languages, and none twice."""
    said = [(loss.where, loss.text["en"]) for loss in written.losses]
    assert len(set(said)) == len(said)
    assert all(loss.text["zh-CN"] for loss in written.losses)
    for where, word in list_needed(questionnaire, language):
        assert any(own == where and word in text for own, text in said), (where, word)
    named = {where for where, _ in said}
    blocks = {block.id for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)}
    assert named <= {"", *(page.id for page in questionnaire.pages), *questionnaire.items, *blocks}


def check_marks(written, form, questionnaire, language):
    """Check the required marks, helps, and headings of pages, or that what is missing is named."""
    wording = word_form(questionnaire, language)
    asked = {item["Title"]: item for item in form["items"] if "Title" in item}
    relaxed = {loss.where for loss in written.losses if "required" in loss.text["en"]}
    for item in questionnaire.items.values():
        question = asked.get(wording.titles.get(item.matrix or item.id)) or asked[wording.heading(item)]
        marked = question.get("Required", False)
        assert marked == item.required or (not marked and {item.id, item.matrix, item.page} & relaxed)
        if item.help is not None and item.matrix is None:
            assert item.help[language] in question["HelpText"]
    heads = [item for item in form["items"] if item["type"] in ("PageBreak", "SectionHeader")]
    for page in questionnaire.pages:
        titles = [head for head in heads if page.title and head.get("Title") == " ".join(page.title[language].split())]
        assert bool(titles) == (page.title is not None)
        assert page.intro is None or any(head.get("HelpText") == page.intro[language] for head in heads)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_run(drawn_questionnaires, draw_answers, draft, run_script, data):
    questionnaire = data.draw(drawn_questionnaires())
    language = questionnaire.languages[-1]
    written = draft(questionnaire, language)
    form = run_script(written.content)
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1)), blanks=0)
    check_routes(written, form, questionnaire, answers, language)
    check_wordings(form, questionnaire, language)
    check_losses(written, questionnaire, language)
    check_marks(written, form, questionnaire, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_lost_is_named(draft, run_script, shipped, fair, language):
    for questionnaire in (shipped, fair):
        written = draft(questionnaire, language)
        check_losses(written, questionnaire, language)
        form = run_script(written.content)
        check_wordings(form, questionnaire, language)
        check_marks(written, form, questionnaire, language)


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
