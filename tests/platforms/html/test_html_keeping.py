"""Nothing is lost on the way: drafts, languages, the back key, refusal, the end."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from survey.platforms.read import read_responses

pytestmark = pytest.mark.browser
STORED = "Object.keys(localStorage)"
SPOILT = '{"answers": {"toString": 5, "age": {"text": 7}}, "page": 3}'


def reach_last_page(visitor) -> None:
    """Fill in the fair's questionnaire as shortly as it allows, up to its last page."""
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.choose("toString", 9)
    visitor.go_on()
    for item in ("tidy", "dear"):
        visitor.choose(item, 4)
    visitor.choose("nps", 0)
    visitor.go_on()
    visitor.type("why", "</script> \u2028 “loud”")
    visitor.go_on()


def test_a_draft_survives_a_reload(visit, fair, tmp_path):
    visitor = visit(fair)
    assert visitor.page.evaluate(STORED) == []
    reach_last_page(visitor)
    visitor.type("age", "20")
    visitor.page.reload()
    assert visitor.page.locator(".note").inner_text().startswith("Your answers so far were kept on this device.")
    assert visitor.page.locator('[name="age"][type="text"]').input_value() == "20"
    visitor.go_on()
    assert visitor.page.evaluate(STORED) == ["survey:county-fair:2.0"]
    visitor.page.reload()  # finished, but not handed over yet
    path = visitor.save(tmp_path)
    assert visitor.page.evaluate(STORED) == []
    read = read_responses(path, fair)
    assert read.data.loc[:, ["constructor", "nps", "why", "age"]].iloc[0].tolist() == [
        1,
        0,
        "</script> \u2028 “loud”",
        20,
    ]
    visitor.page.reload()
    assert visitor.page.locator("main button").inner_text() == "Start"
    assert visitor.page.locator("input:checked").count() == 0
    assert visitor.said == []


def test_starting_again_forgets_everything(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.click("footer summary")
    visitor.click("footer button")
    assert visitor.page.evaluate(STORED) == []
    visitor.page.reload()
    assert visitor.page.locator("input:checked").count() == 0
    visitor.begin()
    assert visitor.page.locator("input:checked").count() == 0


@pytest.mark.parametrize(
    "storage",
    [
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('blocked'); }})",
        "Storage.prototype.setItem = () => { throw new Error('full'); }",
        f"localStorage.setItem('survey:county-fair:2.0', '{SPOILT}')",
        "localStorage.setItem('survey:county-fair:2.0', '[')",
    ],
)
def test_a_form_works_without_storage_and_with_a_spoilt_draft(visit, fair, tmp_path, storage):
    def prepare(context) -> None:
        context.add_init_script(f"if (!window.prepared) {{ window.prepared = true; {storage} }}")

    visitor = visit(fair, prepare=prepare)
    reach_last_page(visitor)
    visitor.choose("age", 999)
    keeps = "survey:" in storage
    assert visitor.page.locator("#unsaved").is_visible() != keeps
    visitor.go_on()
    content = json.loads(visitor.save(tmp_path).read_text(encoding="utf-8"))
    assert content["answers"]["age"] == 999
    assert visitor.said == []


def test_a_draft_of_an_older_edition_loses_only_what_is_gone(visit, fair):
    draft = {"page": "gone", "consent": True, "started": "2026-01-01T00:00:00+00:00", "seconds": 3, "language": "fr"}
    answers = {"constructor": {"code": 77}, "toString": {"codes": [1, 50]}, "was": {"code": 1}}
    stored = json.dumps(json.dumps(draft | {"answers": answers}))

    def prepare(context) -> None:
        context.add_init_script(f"localStorage.setItem('survey:county-fair:2.0', {stored})")

    visitor = visit(fair, prepare=prepare)
    assert visitor.shown() == ["constructor", "toString", "animals"]
    checked = visitor.page.locator("input:checked").evaluate_all("all => all.map(one => one.name + one.value)")
    assert checked == ["toString1"]
    assert visitor.said == []


def test_the_language_can_change_midway(visit, fair, tmp_path):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", -3)
    visitor.page.locator(".beside input").first.fill("horse")
    visitor.click('#languages button[lang="zh-CN"]')
    page = visitor.page
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    assert page.title() == "您的到访 – 县集市"
    assert page.evaluate("document.activeElement.lang") == "zh-CN"
    assert page.locator("#next").inner_text() == "下一页"
    assert page.locator(".beside input").first.input_value() == "horse"
    visitor.choose("toString", 9)
    page.reload()
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    visitor.go_on()
    for item in ("tidy", "dear"):
        visitor.choose(item, 97)
    visitor.choose("nps", 9)
    visitor.go_on()
    visitor.choose("age", 999)
    visitor.go_on()
    assert "明年再见。" in page.locator("main").inner_text()
    content = json.loads(visitor.save(tmp_path).read_text(encoding="utf-8"))
    assert (content["language"], content["answers"]["constructor__-3__text"]) == ("zh-CN", "horse")


def test_the_back_key_goes_back_one_page(visit, fair):
    visitor = visit(fair)
    visitor.begin()
    visitor.choose("constructor", 1)
    visitor.choose("toString", 9)
    visitor.go_on()
    visitor.page.go_back()
    assert visitor.page.locator("#progress").inner_text() == "Page 1 of 3"
    assert visitor.page.evaluate("document.activeElement.textContent") == "Your visit"
    visitor.page.go_forward()
    assert visitor.page.locator("#progress").inner_text() == "Page 2 of 3"
    visitor.page.get_by_role("button", name="Back").click()
    visitor.page.wait_for_function("document.querySelector('#progress').innerText === 'Page 1 of 3'")
    visitor.page.get_by_role("button", name="Back").click()
    visitor.page.get_by_role("button", name="Start").wait_for()
    assert visitor.page.locator("input:checked").count() == 1  # the consent stays given


def test_refusal_is_a_polite_end_that_stores_nothing(visit, fair):
    visitor = visit(fair)
    visitor.page.get_by_label("I do not agree").check()
    visitor.click("button.main")
    assert visitor.page.locator("h2").inner_text() == "You are not taking part"
    assert visitor.page.evaluate(STORED) == []
    visitor.page.get_by_role("button", name="Back").click()
    assert visitor.page.locator("input:checked").count() == 0
    visitor.begin()
    assert visitor.shown() == ["constructor", "toString"]


def test_consent_that_is_not_required_is_only_noted(visit, build_text, tmp_path):
    text = "id: free\nlanguages: [en]\ntitle: {en: Free}\nconsent: {text: {en: May we keep it?}}\n"
    text += "pages:\n- id: one\n  items:\n  - {id: why, type: short_text, text: {en: Why?}}\n"
    consents = []
    for label in ("I do not agree", "I agree and take part", None):
        visitor = visit(build_text(text))
        if label:
            visitor.page.get_by_label(label).check()
        visitor.click("button.main")
        visitor.go_on()
        read = read_responses(visitor.save(tmp_path), build_text(text))
        consents.append(read.paradata["consent"].iloc[0])
    assert consents[:2] == [0, 1]
    assert consents[2] != consents[2]


def test_the_file_tells_when_and_how_long(visit, fair, tmp_path):
    before = datetime.now(UTC)
    visitor = visit(fair, timezone_id="Asia/Shanghai")
    reach_last_page(visitor)
    visitor.choose("age", 999)
    visitor.go_on()
    path = visitor.save(tmp_path)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert list(content)[:4] == ["format", "questionnaire", "version", "response"]
    assert (content["questionnaire"], content["version"], content["consent"]) == ("county-fair", "2.0", True)
    started, submitted = (datetime.fromisoformat(content[name]) for name in ("started", "submitted"))
    assert content["started"].endswith("+08:00")
    assert 0 <= (submitted - started).total_seconds() - content["seconds"] + 1 <= 2
    assert abs((started - before).total_seconds()) < 60
    assert len(content["response"]) == 32
    assert path.name == f"county-fair-{content['response'][:12]}.json"
    assert path.read_text(encoding="utf-8").count("\n") == 1  # files can be joined to one, a line each


def test_the_answers_can_be_copied_where_no_file_appears(visit, fair, tmp_path):
    visitor = visit(fair)
    reach_last_page(visitor)
    visitor.choose("age", 999)
    visitor.go_on()
    visitor.page.get_by_text("No file appeared?").click()
    text = visitor.page.get_by_label("Your answers as text").input_value()
    assert json.loads(text) == json.loads(visitor.save(tmp_path).read_text(encoding="utf-8"))
