"""The form fits every screen, works by keys alone, and passes the rules of accessibility."""

from __future__ import annotations

import json

import pytest

from survey.platforms.read import read_responses

pytestmark = pytest.mark.browser

BEYOND = """() => {
  const width = document.documentElement.clientWidth;
  const all = [...document.querySelectorAll("body *")].filter((one) => one.offsetParent);
  const beyond = all.filter((one) => {
    const box = one.getBoundingClientRect();
    return box.right > width + 1 || box.left < -1;
  });
  const scrolls = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
  return [...scrolls, ...beyond.map((one) => one.outerHTML.slice(0, 120))];
}"""
SETTLED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
SMALL = """() => {
  const targets = "button, label.choice, label.number, label.star, label.cell, input[type=text], input[type=date],"
    + " textarea, summary";
  return [...document.querySelectorAll(targets)].filter((one) => one.offsetParent).filter((one) => {
    const box = one.getBoundingClientRect();
    return box.height < 43.5 || box.width < 43.5;
  }).map((one) => one.outerHTML.slice(0, 120));
}"""


def walk(visitor, look) -> None:
    """Go through the fair's form by the longest way, mistakes included, and look at everything on it."""
    look("welcome")
    visitor.click("button.main")
    look("welcome with a problem")
    visitor.begin()
    visitor.choose("constructor", 0)
    visitor.choose("toString", 1)
    visitor.choose("toString", 3)
    look("choices and stars")
    visitor.go_on()
    visitor.go_on()
    look("a matrix and scales with problems")
    for item in ("tidy", "dear", "buslane"):
        visitor.choose(item, 4)
    visitor.choose("free", 97)
    visitor.choose("overall", 2)
    visitor.choose("nps", 0)
    look("a matrix and scales")
    visitor.go_on()
    visitor.type("why", "loud")
    visitor.go_on()
    visitor.type("age", "3")
    visitor.type("spent", "much")
    visitor.go_on()
    look("numbers and texts with problems")
    visitor.choose("age", 999)
    visitor.type("spent", "3")
    visitor.go_on()
    visitor.click("#delivery-ways button")
    visitor.click("main summary")
    look("the end")


@pytest.mark.parametrize("language", ["en", "zh-CN"])
def test_nothing_runs_over_the_edge_and_everything_can_be_hit(visit, fair, language):
    visitor = visit(fair, language=language)
    found = []

    def look(where: str) -> None:
        for width in (320, 360, 768, 1200):
            visitor.page.set_viewport_size({"width": width, "height": 800})
            visitor.page.evaluate(SETTLED)
            found.extend((where, width, what) for probe in (BEYOND, SMALL) for what in visitor.page.evaluate(probe))

    walk(visitor, look)
    assert found == []
    assert visitor.said == []


def test_what_is_too_wide_or_too_small_would_be_seen(visit, fair):
    visitor = visit(fair, viewport={"width": 360, "height": 800})
    visitor.page.evaluate("document.querySelector('button.main').style.minWidth = '400px'")
    visitor.page.evaluate("document.querySelector('label.choice').style.minHeight = '20px'")
    visitor.page.evaluate("document.querySelector('label.choice').style.padding = '0'")
    assert len(visitor.page.evaluate(BEYOND)) == 2
    assert len(visitor.page.evaluate(SMALL)) == 1


@pytest.mark.parametrize(("scheme", "width", "language"), [("light", 360, "en"), ("dark", 1200, "zh-CN")])
def test_axe_finds_nothing(visit, fair, axe, scheme, width, language):
    visitor = visit(
        fair, language=language, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    found = []

    def look(where: str) -> None:
        visitor.page.evaluate(axe)
        violations = visitor.page.evaluate("axe.run({resultTypes: ['violations']}).then((found) => found.violations)")
        found.extend((where, one["id"], one["impact"], [node["html"] for node in one["nodes"]]) for one in violations)

    walk(visitor, look)
    assert found == []


def test_axe_would_find_something(visit, fair, axe):
    visitor = visit(fair, bypass_csp=True)
    visitor.page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    visitor.page.evaluate(axe)
    found = visitor.page.evaluate("axe.run().then((found) => found.violations.map((one) => one.id))")
    assert "label" in found


def test_a_matrix_is_a_table_or_blocks_with_the_same_inputs(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.choose("toString", 9)
    visitor.go_on()
    page = visitor.page
    matrix = page.locator(".matrix")
    assert matrix.locator("table").count() == 1
    assert matrix.get_by_role("radio", name="They were tidy. Strongly agree").count() == 1
    visitor.choose("tidy", 5)
    page.evaluate("window.kept = document.querySelector('input[name=tidy][value=\"5\"]')")
    visitor.go_on()
    page.set_viewport_size({"width": 400, "height": 800})
    matrix.locator("fieldset").first.wait_for()
    assert matrix.locator("table").count() == 0
    assert page.evaluate("kept.isConnected && kept.checked")
    tidy = page.get_by_role("radiogroup", name="They were tidy.")
    assert tidy.get_by_role("radio", name="Strongly agree", exact=True).is_checked()
    assert "Please choose an answer." in page.get_by_role("radiogroup", name="They were dear.").inner_text()
    assert not page.get_by_role("radiogroup", name="The bus stop was near.").is_visible()


def test_the_form_can_be_filled_in_by_keys_alone(visit, fair, tmp_path):
    visitor = visit(fair)
    keys = visitor.page.keyboard

    def reach(selector: str) -> None:
        for _ in range(60):
            keys.press("Tab")
            if visitor.page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"{selector} cannot be reached")

    def press(*names: str) -> None:
        for name in names:
            keys.press(name)

    reach('[name="consent"]')
    press("Space")
    reach("button.main")
    press("Enter")
    reach('[name="constructor"]')
    press("Space", "ArrowDown")
    reach('[name="toString"]')
    press("Space")
    reach('[name="animals"]')
    press("Space", "ArrowRight", "ArrowRight", "ArrowLeft", "Enter")
    reach("#next")
    press("Enter")
    for item in ("tidy", "dear", "buslane"):
        reach(f'[name="{item}"]')
        press("ArrowRight")
    reach('[name="nps"]')
    press("Space")
    reach("#next")
    press("Space")
    reach('[name="why"]')
    keys.type("Rain,")
    press("Enter")
    keys.type("wind.")
    reach("#next")
    press("Enter")
    reach('[name="age"]')
    keys.type("44")
    press("Enter")  # does not leave the page
    reach('[name="name"]')
    keys.type("Blue")
    reach("#next")
    press("Enter")
    with visitor.page.expect_download() as waiting:
        reach("#delivery-ways button")
        press("Enter")
    waiting.value.save_as(tmp_path / "answers.json")
    row = read_responses(tmp_path / "answers.json", fair).data.iloc[0].dropna().to_dict()
    assert row == {
        **{"constructor": 0, "toString__1": 1, "toString__2": 0, "toString__3": 0, "toString__9": 0, "animals": 2},
        **{"tidy": 2, "dear": 2, "buslane": 2, "nps": 0, "why": "Rain,\nwind.", "age": 44, "name": "Blue"},
    }


def test_screen_readers_are_told(visit, fair):
    visitor = visit(fair)
    page = visitor.page
    visitor.begin()
    assert page.evaluate("document.activeElement.textContent") == "Your visit"
    assert page.get_by_role("progressbar", name="Page 1 of 3").count() == 1
    group = page.get_by_role("radiogroup", name="How did you come?")
    assert group.get_attribute("aria-required") == "true"
    described = group.get_attribute("aria-describedby").split()
    assert page.locator(f"#{described[0]}").inner_text() == "The longest part of the way."
    visitor.choose("toString", 1)
    stars = page.get_by_role("radiogroup", name="How were the animals? optional")
    names = [star.evaluate("one => one.labels[0].textContent") for star in stars.get_by_role("radio").all()]
    assert names == ["1 star, Poor", "2 stars", "3 stars", "4 stars", "5 stars, Great"]


def test_answering_moves_nothing(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.choose("toString", 9)
    visitor.go_on()
    visitor.go_on()
    place = "all => all.map((one) => one.getBoundingClientRect().top + window.scrollY)"
    before = visitor.page.locator(".field").evaluate_all(place)
    for item in ("tidy", "dear", "easy", "overall"):
        visitor.choose(item, 4)
    assert visitor.problems() == ["Error: Please choose an answer."]
    assert visitor.page.locator(".field").evaluate_all(place) == pytest.approx(before, abs=1)


def test_motion_is_reduced_on_demand(visit, fair):
    duration = "one => getComputedStyle(one).transitionDuration"
    still, moving = visit(fair), visit(fair, reduced_motion="no-preference")
    assert still.page.locator("button.main").evaluate(duration) == "0s"
    assert moving.page.locator("button.main").evaluate(duration) != "0s"


def test_a_language_from_right_to_left_is_set_so(visit, build_text):
    text = "id: rtl\nlanguages: [ar, en]\ntitle: {ar: استبيان, en: Survey}\npages:\n- id: one\n  items:\n"
    text += "  - {id: nps, type: recommend, required: true, text: {ar: هل توصي بنا؟, en: Would you recommend us?}}\n"
    visitor = visit(build_text(text), viewport={"width": 360, "height": 800})
    assert visitor.page.locator("html").get_attribute("dir") == "rtl"
    visitor.go_on()
    assert visitor.page.evaluate(BEYOND) == []
    assert visitor.page.locator(".error span[lang=en]").last.inner_text() == "Please choose an answer."
    left = [visitor.page.locator(f'[name="nps"][value="{code}"]').bounding_box()["x"] for code in (0, 1)]
    assert left[0] > left[1]


HOSTILE = [
    "<script>window.hacked = 1</script>",
    "</script><img src=x onerror='window.hacked = 1'>",
    "<!-- {{ 7 * 7 }} {% x %} --> & &amp; \\u003c",
    "\"'`${window.hacked = 1}`{}[]\u2028\u2029",
]


def test_hostile_texts_stay_texts(visit, build_text):
    quoted = [json.dumps(text) for text in HOSTILE]
    text = f"""
id: hostile
version: {quoted[1]}
languages: [en]
title: {{en: {quoted[0]}}}
intro: {{en: {quoted[1]}}}
consent: {{text: {{en: {quoted[2]}}}}}
pages:
  - id: one
    title: {{en: {quoted[0]}}}
    items:
      - {{id: a, type: single_choice, text: {{en: {quoted[1]}}}, help: {{en: {quoted[3]}}},
         choices: {{1: {{label: {{en: {quoted[2]}}}, text: true}}, 2: {{en: {quoted[3]}}}}}}}
      - {{id: b, type: number, unit: {{en: {quoted[0]}}}, text: {{en: {quoted[2]}}}}}
"""
    visitor = visit(build_text(text))
    assert [visitor.page.locator(f"{name}").inner_text() for name in ("h1", ".intro")] == HOSTILE[:2]
    assert visitor.page.title() == HOSTILE[0]
    visitor.begin()
    visitor.choose("a", 1)
    labels = visitor.page.locator(".choice > span").evaluate_all("all => all.map((one) => one.textContent)")
    assert labels == HOSTILE[2:]
    assert visitor.page.locator(".unit").inner_text() == HOSTILE[0]
    assert visitor.page.locator("legend .question").evaluate("one => one.textContent") == HOSTILE[1]
    assert visitor.page.evaluate("window.hacked") is None
    assert visitor.said == []
