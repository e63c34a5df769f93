"""The report in a headless Chromium: wide and narrow, light and dark, by pointer, finger, keys and on paper."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from survey.report import document as d
from survey.report.formats.html import render_html

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
LANGUAGES = ("en", "zh-CN")
PAPER = 238 / 25.4 * 96  # pixels of a sheet's height, less margins and a caption

MEASURE = """() => {
  const root = document.documentElement;
  const visible = [...document.querySelectorAll("svg")].filter((one) => one.getBoundingClientRect().width > 0);
  const scrolls = (one) => one.closest(".scroll") !== null;
  const beyond = [...document.querySelectorAll("body *")].filter((one) =>
    one.getBoundingClientRect().right > root.clientWidth + 1 && !scrolls(one) && one.closest("svg") === null
    && getComputedStyle(one).position !== "absolute");
  return {
    width: root.clientWidth, content: root.scrollWidth, pictures: visible.length, language: root.lang,
    widest: Math.max(0, ...visible.filter((one) => !scrolls(one)).map((one) => one.getBoundingClientRect().right)),
    beyond: beyond.slice(0, 5).map((one) => one.outerHTML.slice(0, 120)),
    loaded: performance.getEntriesByType("resource").map((one) => one.name.slice(0, 120)),
    headings: document.querySelectorAll("h2").length,
  };
}"""
AXE = """axe.run({resultTypes: ["violations"]}).then((found) => found.violations.map(
  (one) => [one.id, one.impact, one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160))]))"""


def write_table(path: Path, frame: dict[str, Sequence[str]], figures: set[str], language: str = "en") -> Path:
    """Save a page with one table."""
    table = d.Table("Cases", pd.DataFrame(frame, dtype="str"), frozenset(figures))
    page = render_html(d.Document("T", language, (), (d.Section("one", "One", (table,)),)))
    path.write_text(page, encoding="utf-8")
    return path


def read_column(page, column: int = 0) -> list[str]:
    return page.locator(f"tbody tr > :nth-child({column + 1})").all_inner_texts()


# -- the page as a whole -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_runs_over_the_edge_and_nothing_is_loaded(look, reports, language, width):
    window = look(reports[language], width)
    found = window.page.evaluate(MEASURE)
    assert found["content"] <= found["width"] == width, found["beyond"]
    assert found["beyond"] == []
    assert found["widest"] <= width
    assert found["pictures"] >= 5 and found["headings"] >= 11
    assert found["language"] == language
    assert found["loaded"] == []
    assert window.events == []


def test_something_too_wide_and_something_loud_would_be_seen(look, tmp_path):
    path = write_table(tmp_path / "page.html", {"a": ["1"]}, set())
    wide = '<div style="width:2000px">wide</div><script>alert(1)</script><img src="https://example.org/a.png"></body>'
    path.write_text(path.read_text(encoding="utf-8").replace("</body>", wide), encoding="utf-8")
    window = look(path, 390)
    found = window.page.evaluate(MEASURE)
    assert found["content"] > 390 and len(found["beyond"]) == 1
    assert window.dialogs == []
    assert len([text for text in window.said if "Content Security Policy" in text]) == 2


@pytest.mark.parametrize(
    ("language", "scheme", "width"),
    [("en", "light", 1280), ("en", "dark", 390), ("zh-CN", "light", 390), ("zh-CN", "dark", 1280)],
)
def test_axe_finds_no_fault(look, reports, axe, language, scheme, width):
    page = look(reports[language], width, color_scheme=scheme, bypass_csp=True).page
    page.evaluate(axe)
    assert page.evaluate(AXE) == []


def test_axe_would_find_something(look, tmp_path, axe):
    path = write_table(tmp_path / "page.html", {"a": ["1"]}, set())
    page = look(path, bypass_csp=True).page
    page.evaluate("document.querySelector('main').append(document.createElement('input'))")
    page.evaluate(axe)
    assert "label" in [name for name, *_ in page.evaluate(AXE)]


def test_without_script_everything_is_there(look, reports):
    lively = look(reports["en"]).page
    still = look(reports["en"], java_script_enabled=False).page
    assert still.locator("main").inner_text() == lively.locator("main").inner_text()
    assert still.locator("figure svg :is(g, use) > title").count() > 100
    assert still.locator(".sort, .bubble").count() == 0


def test_a_notebook_shows_the_page_without_a_complaint(look, built, tmp_path):
    path = tmp_path / "notebook.html"
    page = built["en"]._repr_html_()
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><title>n</title>{page}', encoding="utf-8")
    window = look(path)
    frame = window.page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == built["en"].document.title
    frame.locator("nav a").last.click()
    assert window.said == [] and window.dialogs == []


def test_on_paper_nothing_is_left_to_click(look, reports):
    page = look(reports["zh-CN"]).page
    page.emulate_media(media="print")
    assert page.locator(".sort").count() > 5
    arrows = "(all) => [...new Set(all.map((one) => getComputedStyle(one, '::after').display))]"
    assert page.locator(".sort").evaluate_all(arrows) == ["none"]
    assert not page.locator("nav").is_visible() and not page.locator(".bubble").is_visible()
    heights = page.locator("figure svg").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
    assert 0 < max(heights) <= PAPER + 1


# -- tables ------------------------------------------------------------------------------------------------------------


def test_a_click_sorts_numbers_as_numbers_and_the_third_restores_the_order(look, tmp_path):
    cells = ["9", "–", "1,200", "−3", "under 1%", "10"]
    names = ["a", "b", "c", "d", "e", "f"]
    page = look(write_table(tmp_path / "page.html", {"Name": names, "Count": cells}, {"Count"})).page
    head = page.locator("thead th").last
    page.locator(".sort").last.click()
    assert head.get_attribute("aria-sort") == "descending"
    assert read_column(page, 1) == ["1,200", "10", "9", "under 1%", "−3", "–"]
    page.locator(".sort").last.click()
    assert head.get_attribute("aria-sort") == "ascending"
    assert read_column(page, 1) == ["−3", "under 1%", "9", "10", "1,200", "–"]  # what is missing stays last
    page.locator(".sort").last.click()
    assert head.get_attribute("aria-sort") is None
    assert read_column(page, 0) == names


def test_cells_with_words_and_numbers_sort_by_the_number(look, tmp_path):
    cells = ["4.5 [3–6]", "12 [1–20]", "< .001", ".03", "4.5 [2–6]"]
    frame = {"Name": list("abcde"), "Value": cells}
    page = look(write_table(tmp_path / "page.html", frame, {"Value"})).page
    page.locator(".sort").last.click()
    assert read_column(page, 1) == ["12 [1–20]", "4.5 [3–6]", "4.5 [2–6]", ".03", "< .001"]


def test_keys_sort_words_by_their_sound_in_chinese(look, tmp_path):
    names = ["张三", "李四", "第 10 题", "王五", "第 9 题", "阿明"]
    frame = {"姓名": names, "数": ["1", "2", "3", "4", "5", "6"]}
    page = look(write_table(tmp_path / "page.html", frame, {"数"}, "zh-CN")).page
    button = page.locator(".sort").first
    button.focus()
    page.keyboard.press("Enter")
    ordered = ["阿明", "第 9 题", "第 10 题", "李四", "王五", "张三"]
    assert read_column(page) == ordered != sorted(names)
    page.keyboard.press("Space")
    assert read_column(page) == ordered[::-1]
    assert button.evaluate("(one) => document.activeElement === one")


def test_rows_that_lean_on_the_one_above_stay_in_order(look, tmp_path):
    frame = {"Question": ["How?", "", "When?"], "Share": ["20%", "80%", "50%"]}
    assert look(write_table(tmp_path / "page.html", frame, {"Share"})).page.locator(".sort").count() == 0


# -- contents and charts -----------------------------------------------------------------------------------------------


def test_contents_mark_the_section_in_view(look, reports):
    page = look(reports["en"]).page
    current = page.locator("nav [aria-current]")
    assert current.inner_text() == page.locator("main h2").first.inner_text()
    page.locator("#drivers").evaluate("(one) => one.scrollIntoView()")
    page.locator("nav a[href='#drivers'][aria-current]").wait_for()
    assert current.count() == 1
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.locator("nav li:last-child a[aria-current]").wait_for()


def test_marks_say_their_values_to_pointer_finger_and_keys(look, reports):
    page = look(reports["en"], has_touch=True).page
    bubble, picture = page.locator(".bubble"), page.locator("#drivers figure svg:visible").first
    picture.scroll_into_view_if_needed()
    assert not bubble.is_visible()
    picture.focus()
    page.keyboard.press("ArrowRight")
    first = bubble.inner_text()
    box = picture.locator(".met").bounding_box()
    page.keyboard.press("ArrowDown")
    assert bubble.inner_text() != first
    page.keyboard.press("ArrowLeft")
    assert bubble.inner_text() == first
    page.keyboard.press("Escape")
    assert not bubble.is_visible()
    place = box["x"] + 2, box["y"] + 2
    page.mouse.move(*place)
    assert bubble.inner_text() == first
    page.mouse.move(1, 1)
    assert not bubble.is_visible()
    page.touchscreen.tap(*place)
    assert bubble.inner_text() == first
    inside = bubble.bounding_box()
    assert inside["x"] >= 0 and inside["x"] + inside["width"] <= 1280
