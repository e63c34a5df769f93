"""What SurveyJS itself makes of an exported form."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.platforms.surveyjs.texts import name_locale
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.item import Matrix

pytestmark = pytest.mark.browser
NEXT, COMPLETE = ".sd-navigation__next-btn", ".sd-navigation__complete-btn"


def said(text: str) -> str:
    return " ".join(text.replace("\u200b", "").split())


def list_texts(questionnaire, language):
    """Return every text that a respondent should be able to read."""
    local = [item.text for item in questionnaire.items.values()]
    local += [item.help for item in questionnaire.items.values() if item.help]
    local += [label for item in questionnaire.items.values() if item.type != "stars" for label in item.labels.values()]
    local += [text for page in questionnaire.pages for text in (page.title, page.intro) if text]
    matrices = [block for page in questionnaire.pages for block in page.blocks if isinstance(block, Matrix)]
    local += [text for block in matrices for text in (block.text, block.help) if text]
    local += [text for text in (questionnaire.intro, questionnaire.consent, questionnaire.title) if text]
    return [said(text[language]) for text in local if text]


def show_all(form, draft, questionnaire, language):
    locale = "" if language == questionnaire.languages[0] else name_locale(language)
    assert form.show(draft(questionnaire), locale=locale, whole=True) == []
    shown = said(form.page.inner_text("body"))
    missing = [text for text in list_texts(questionnaire, language) if text not in shown]
    assert not missing
    assert form.logged == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_text_of_every_questionnaire_is_shown(form, draft, shipped, language):
    show_all(form, draft, shipped, language)


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_text_is_shown_as_written(form, draft, market, language):
    show_all(form, draft, market, language)
    assert form.page.locator("b").count() == 0


def test_what_surveyjs_does_not_know_is_told(form, draft, market):
    broken = draft(market)
    tree = json.loads(broken.content)
    tree["pages"][1]["elements"][0]["inputTipe"] = "number"
    errors = form.page.evaluate("tree => new Survey.Model(tree).jsonErrors.map(error => error.message)", tree)
    assert errors == ["Unknown property in class 'text': 'inputTipe'."]


def test_no_point_of_a_matrix_is_off_the_screen(form, draft, shipped):
    form.show(draft(shipped), whole=True)
    widths = form.page.evaluate(
        "[...document.querySelectorAll('fieldset, table')].map(one => one.getBoundingClientRect().right)"
    )
    assert max(widths) <= 1100


def pick(form, question, text):
    form.question(question).locator("label").get_by_text(text, exact=True).click()


def fill(form, question, text, kind="input"):
    field = form.question(question).locator(kind)
    field.fill(text)
    field.blur()


def start(form, draft, market):
    assert form.show(draft(market, "en")) == []
    form.page.click(NEXT)
    assert form.page.get_by_text("Response required.").is_visible()
    pick(form, "consent-given", "I take part of my own free will.")
    form.page.click(NEXT)


def test_a_respondent_clicks_through_every_branch(form, draft, market, tmp_path):
    start(form, draft, market)
    assert not form.question("cheap").is_visible()
    fill(form, "age", "20.5")
    pick(form, "localex2", "Abroad {\u200bage}")
    form.question("localex2").locator("textarea").fill("Oslo {age}")
    form.question("localex2").locator("textarea").blur()
    pick(form, "bought", "Greens")
    pick(form, "bought", "Nothing")
    pick(form, "bought", "Greens")
    pick(form, "bought", "Souvenirs")
    pick(form, "bought", "Something else")
    form.question("bought").locator("textarea").fill("tea, [x]")
    form.question("bought").locator("textarea").blur()
    form.page.click(NEXT)
    for error in ("Please enter a whole number.", "Please answer: Clean", "Please answer: Cheap"):
        assert form.page.get_by_text(error).is_visible()
    fill(form, "age", "66")
    for row, column in ((0, 3), (1, 2), (2, 1)):
        cells = form.question("stalls").locator("tbody tr").nth(row).locator("td .sd-item__decorator")
        cells.nth(column).click()
    form.question("effort").locator("label").nth(2).click()
    form.question("rating-special").get_by_text("Cannot say").click()
    form.question("tell").locator("label").nth(0).click()
    fill(form, "word", "it's")
    form.page.click(NEXT)
    fill(form, "why", "because\n{x}", "textarea")
    pick(form, "deeper", "Yes")
    form.page.click(NEXT)
    assert not form.question("old").is_visible()  # 0 is an answer: it is <= 6
    fill(form, "sure", "yes")
    fill(form, "quoted", 'a "b"')
    fill(form, "day", "2026-11-22")
    form.page.click(COMPLETE)
    assert said(form.page.inner_text(".sd-completedpage")) == "Thanks <3 {age}"
    path = tmp_path / "result.json"
    path.write_text(json.dumps(form.sent), encoding="utf-8")
    read = read_responses(path, market)
    expected = {
        "age": 66, "locale": 3, "locale__3__text": "Oslo {age}", "bought__1": 1, "bought__2": 1, "bought__3": 1,
        "bought__9": 0, "bought__2__text": "tea, [x]", "clean": 97, "cheap": 3, "kind": 2, "effort": 3, "rating": 99,
        "tell": 0, "word": "it's", "why": "because\n{x}", "deeper": 1, "sure": "yes", "quoted": 'a "b"',
    }  # fmt: skip
    answers = read.data.iloc[0].dropna().to_dict()
    assert str(answers.pop("day").date()) == "2026-11-22"
    assert answers == expected
    assert read.paradata["consent"].tolist() == [1]
    assert not (read.problems["row"] > 0).any()
    assert form.logged == []


def test_the_other_branch_loses_what_it_hides(form, draft, market):
    start(form, draft, market)
    form.question("age-special").get_by_text("Prefer not to answer").click()
    pick(form, "localex2", "Elsewhere")
    pick(form, "bought", "Greens")
    pick(form, "bought", "Souvenirs")
    rows = form.question("stalls").locator("tbody tr")
    for row in range(3):
        rows.nth(row).locator("td .sd-item__decorator").nth(2).click()
    form.page.click(NEXT)
    fill(form, "why", "cheap", "textarea")
    pick(form, "deeper", "Yes")
    form.page.click(".sd-navigation__prev-btn")
    pick(form, "bought", "Greens")  # takes the tick away, and with it the row that shows the page
    pick(form, "localex2", "Here")  # takes the option away that is now the only one chosen
    form.page.click(NEXT)
    assert form.question("secret").is_visible()
    assert not form.question("sure").is_visible()
    form.page.click(COMPLETE)
    assert form.sent == {"consent-given": [1], "age-special": -9, "localex2": 1, "stalls": {"clean": 3}}


def complete_and_read(form, draft, questionnaire, results, tmp_path):
    sent = form.complete(results, draft(questionnaire))
    path = tmp_path / "results.json"
    path.write_text(json.dumps(sent, ensure_ascii=False), encoding="utf-8")
    return read_responses(path, questionnaire, platform="surveyjs")


def test_what_surveyjs_sends_is_what_was_answered(form, draft, shipped, write_results, tmp_path):
    answers = simulate_responses(shipped, n=40, seed=5).data
    read = complete_and_read(form, draft, shipped, write_results(shipped, answers), tmp_path)
    assert_frame_equal(read.data, answers, check_index_type=False)
    assert not (read.problems["row"] > 0).any()


def test_routing_is_the_same_in_surveyjs(form, draft, market, draw_answers, write_results, tmp_path):
    """Answers at random, hidden ones with them: SurveyJS takes away what the routing here hides."""
    answers = draw_answers(market, 3, size=150, texts=["it's", "x"])
    read = complete_and_read(form, draft, market, write_results(market, answers), tmp_path)
    hidden_choice = (answers["bought__3"] == 1) & ~answers["locale"].isin([2, 3])
    kept = answers.index[~hidden_choice]
    assert_frame_equal(read.data.loc[kept], answers.loc[kept], check_index_type=False)
    assert len(kept) > 100


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_drawn_questionnaires_work(
    form, draft, drawn_questionnaires, draw_answers, write_results, tmp_path_factory, data
):
    questionnaire = data.draw(drawn_questionnaires())
    answers = draw_answers(questionnaire, data.draw(st.integers(0, 2**32 - 1))).dropna(how="all").reset_index(drop=True)
    assume(len(answers))
    assert form.show(draft(questionnaire), whole=True) == []
    assert form.logged == []
    results = write_results(questionnaire, answers)
    read = complete_and_read(form, draft, questionnaire, results, tmp_path_factory.mktemp("drawn"))
    assert_frame_equal(read.data.reset_index(drop=True), answers)


def test_answers_that_should_be_hidden_are_taken_away(form, draft, shop, draw_answers, write_results, tmp_path):
    answers = draw_answers(shop, 4, size=100, blanks=0)
    spoilt = answers.assign(polite=3.0, topics__1=1.0, topics__2=0.0)
    read = complete_and_read(form, draft, shop, write_results(shop, spoilt), tmp_path)
    shown = answers["talked"] == 1
    assert read.data.loc[~shown, ["polite", "topics__1"]].isna().all(axis=None)
    assert (read.data.loc[shown, "polite"] == 3).all()
