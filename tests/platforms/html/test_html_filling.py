"""People fill in the form in a real browser, and what they saved is what they answered."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from survey.platforms.read import read_responses
from survey.prepare.simulate import simulate_responses
from survey.questionnaire.load import load_questionnaire

pytestmark = pytest.mark.browser
LANGUAGES = ("en", "zh-CN")


def check_answers(path, questionnaire, expected):
    """Check that a saved file reads as the expected row of answers, and return the responses."""
    read = read_responses(path, questionnaire)
    assert_frame_equal(read.data.reset_index(drop=True), expected.reset_index(drop=True))
    assert read.problems.to_dict("records") == []
    return read


def pick(responses, **wanted):
    """Return the first respondent with these answers."""
    match = pd.concat([responses.data[name] == value for name, value in wanted.items()], axis=1).all(axis=1)
    return responses.data[match].iloc[[0]]


@pytest.mark.parametrize(("language", "contacted", "aftersales"), [("en", 3, 1), ("zh-CN", 4, 2)])
def test_the_shipped_questionnaire_comes_back_as_answered(visit, tmp_path, language, contacted, aftersales):
    questionnaire = load_questionnaire("ecommerce-service")
    simulated = simulate_responses(questionnaire, n=300, seed=3, language=language, careless=0)
    row = pick(simulated, contacted=contacted, hadaftersales=aftersales)
    visitor = visit(questionnaire, language=language)
    visitor.begin()
    seen = visitor.fill(row.iloc[0])
    assert ("cmfast" in seen, "asrefund" in seen) == (contacted != 4, aftersales == 1)
    read = check_answers(visitor.save(tmp_path), questionnaire, row)
    assert read.paradata["language"].tolist() == [language]
    assert read.hidden.loc[:, ["cmfast", "asrefund"]].to_numpy().tolist() == [[contacted == 4, aftersales == 2]]
    assert visitor.said == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_questionnaire_with_every_type_comes_back_as_answered(visit, shop, draw_answers, tmp_path, language):
    row = draw_answers(shop, 11, size=1, texts=["two\nlines"], blanks=0)
    for column in [name for name in shop.columns if name.endswith("__text")]:
        row[column] = row[column].str.replace("\n", " ")
    visitor = visit(shop, language=language)
    visitor.begin()
    visitor.fill(row.iloc[0])
    check_answers(visitor.save(tmp_path), shop, row)
    assert visitor.said == []


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=st.data())
def test_any_questionnaire_can_be_filled_in(visit, drawn_questionnaires, draw_answers, tmp_path, data):
    questionnaire = data.draw(drawn_questionnaires())
    seed = data.draw(st.integers(0, 2**32 - 1))
    row = draw_answers(questionnaire, seed, size=1, texts=["fine", 'a "b", c', "=1+1 </script>", "很好 🙂"], blanks=0)
    visitor = visit(questionnaire, viewport={"width": 400, "height": 800})
    visitor.begin()
    visitor.fill(row.iloc[0])
    check_answers(visitor.save(tmp_path), questionnaire, row)
    assert visitor.said == []


# -- routing ---------------------------------------------------------------------------------------------------------


def test_options_items_rows_and_pages_come_and_go(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    assert visitor.shown() == ["constructor", "toString"]
    assert visitor.page.locator("#progress").inner_text() == "Page 1 of 3"
    bus = visitor.page.locator('input[name="toString"][value="2"]')
    assert not bus.is_visible()
    visitor.choose("constructor", 0)
    bus.check()
    visitor.choose("toString", 1)
    assert visitor.shown() == ["constructor", "toString", "animals"]
    visitor.choose("toString", 1, checked=False)
    assert visitor.shown() == ["constructor", "toString"]
    visitor.go_on()
    assert visitor.shown() == ["tidy", "dear", "buslane", "free", "easy", "overall", "nps"]
    assert visitor.page.locator("#progress").inner_text() == "Page 2 of 3"
    visitor.choose("nps", 0)
    assert visitor.page.locator("#progress").inner_text() == "Page 2 of 4"
    visitor.choose("nps", 7)
    assert visitor.page.locator("#progress").inner_text() == "Page 2 of 3"


def test_what_became_hidden_is_kept_but_not_handed_in(visit, fair, tmp_path):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 0)
    visitor.choose("toString", 1)
    visitor.choose("toString", 2)
    visitor.choose("animals", 5)
    visitor.choose("constructor", 1)  # the option of the bus exhibition goes, and counts no more
    visitor.choose("toString", 1, checked=False)
    visitor.go_on()
    assert visitor.problems() == ["Error: Please choose at least one answer."]
    visitor.choose("toString", 1)  # the stars are back with their answer
    assert visitor.page.locator('input[name="animals"][value="5"]').is_checked()
    visitor.choose("toString", 9)
    visitor.go_on()
    for item in ("tidy", "dear"):
        visitor.choose(item, 98)
    visitor.choose("nps", 10)
    visitor.go_on()
    visitor.choose("age", 999)
    visitor.go_on()
    path = visitor.save(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert content["answers"] == {
        **{"constructor": 1, "toString__1": 0, "toString__2": 0, "toString__3": 0, "toString__9": 1},
        **{"tidy": 98, "dear": 98, "nps": 10, "age": 999},
    }
    read = read_responses(path, fair)
    hidden = read.hidden.columns[read.hidden.iloc[0]]
    assert hidden.tolist() == ["animals", "buslane", "why", "later", "cheer"]
    assert read.missing(["free", "animals", "tidy"]).iloc[0].tolist() == ["blank", "not_shown", "dont_know"]


def test_dates_and_texts_route_too(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.choose("toString", 9)
    visitor.go_on()
    for item in ("tidy", "dear"):
        visitor.choose(item, 1)
    visitor.choose("nps", 8)
    visitor.go_on()
    assert visitor.shown() == ["age", "spent", "day", "name"]
    visitor.type("day", "2026-06-01")
    visitor.type("name", "Red")
    assert visitor.shown() == ["age", "spent", "day", "later", "name", "cheer"]
    visitor.type("day", "2026-05-31")
    visitor.type("name", "red")
    assert visitor.shown() == ["age", "spent", "day", "name"]


# -- mistakes --------------------------------------------------------------------------------------------------------


def test_required_items_are_named_beside_them_and_in_a_summary(visit, fair):
    visitor = visit(fair)
    visitor.click("button.main")
    assert visitor.problems() == ["Error: Please say whether you agree."]
    visitor.begin()
    visitor.go_on()
    assert visitor.problems() == ["Error: Please choose an answer.", "Error: Please choose at least one answer."]
    focused = visitor.page.locator("#summary")
    assert focused.evaluate("one => one === document.activeElement")
    assert "2 questions still need you:" in focused.inner_text()
    assert visitor.page.locator('fieldset[aria-invalid="true"]').count() == 1
    visitor.page.get_by_role("link", name="What did you see?").click()
    assert visitor.page.evaluate("document.activeElement.name") == "toString"
    visitor.choose("toString", 1)
    assert visitor.problems() == ["Error: Please choose an answer."]
    visitor.click("#languages button[lang=zh-CN]")
    assert visitor.problems() == ["错误： 请选择一项。"]
    assert "还有 2 道题需要您处理：" in visitor.page.locator("#summary").inner_text()


def ask(*items: str) -> str:
    """Return the text of a questionnaire with these items on one page."""
    listed = "".join(f"  - {{{item}}}\n" for item in items)
    return f"id: ask\nlanguages: [en]\ntitle: {{en: Ask}}\npages:\n- id: one\n  items:\n{listed}"


def test_numbers_have_limits(visit, build_text):
    age = "id: age, type: number, min: 16, max: 100, integer: true, required: true, text: {en: Age}"
    last = "id: last, type: short_text, required: true, text: {en: Last}"
    visitor = visit(build_text(ask(age, last)))
    problems = {
        "12": "Please enter a number from 16 to 100.",
        "101": "Please enter a number from 16 to 100.",
        "abc": "Please enter a number in digits, such as 12 or 12.5.",
        "1,234": "Please enter a number in digits, such as 12 or 12.5.",
        "20.5": "Please enter a whole number.",
        " ": "Please answer this question.",
        " １６ ": None,
        "100": None,
    }
    for typed, problem in problems.items():
        visitor.type("age", typed)
        visitor.go_on()
        assert visitor.problems()[:-1] == ([f"Error: {problem}"] if problem else []), typed
        assert visitor.page.locator('[name="age"]').get_attribute("aria-invalid") == str(problem is not None).lower()


def test_numbers_are_read_as_people_write_them(visit, build_text, tmp_path):
    written = {"a": ("-3.25", -3.25), "b": ("−4", -4), "c": ("12。5", 12.5), "d": ("3,5", 3.5), "e": ("1 000", 1000)}
    written |= {"f": (".5", 0.5), "g": ("0", 0), "h": ("１２．５", 12.5)}
    visitor = visit(build_text(ask(*(f"id: {name}, type: number, text: {{en: {name}}}" for name in written))))
    for name, (typed, _) in written.items():
        visitor.type(name, typed)
    visitor.go_on()
    answers = json.loads(visitor.save(tmp_path).read_text(encoding="utf-8"))["answers"]
    assert answers == {name: value for name, (_, value) in written.items()}


def test_half_a_date_is_no_date(visit, build_text):
    visitor = visit(build_text(ask("id: day, type: date, text: {en: Day}")))
    day = visitor.page.locator('[name="day"]')
    day.press_sequentially("12")
    visitor.go_on()
    assert visitor.problems() == ["Error: Please enter a full date, such as 2026-01-31."]
    day.fill("2026-01-31")
    assert visitor.problems() == []
    day.fill("")
    day.press_sequentially("12")
    day.press("ArrowLeft")  # back to the month
    day.press("Backspace")
    visitor.go_on()
    assert visitor.page.locator("#delivery-ways").count() == 1


def test_an_exclusive_option_stands_alone(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    ticked = 'input[name="toString"]:checked'
    for code, expected in ((1, ["1"]), (3, ["1", "3"]), (9, ["9"]), (3, ["3"])):
        visitor.choose("toString", code)
        assert visitor.page.locator(ticked).evaluate_all("all => all.map(one => one.value)") == expected


def test_an_answer_that_may_stay_blank_can_be_taken_back(visit, fair, shop):
    visitor = visit(shop)
    clear = visitor.page.get_by_role("button", name=re.compile("清除此题"))
    assert clear.count() == 0
    visitor.choose("nps", 0)
    clear.click()
    assert visitor.page.locator('input[name="nps"]:checked').count() == 0
    assert visitor.page.evaluate("document.activeElement.name") == "nps"
    visitor.choose("shop_clean", 97)
    visitor.page.get_by_role("button", name="清除这些回答").click()
    assert visitor.page.locator('input[name="shop_clean"]:checked').count() == 0
